"""A negation lost or gained, or a word that says the opposite.

The reference denies something and the translation affirms it, or the other way round: *not*,
*never*, *without* dropped or put in, *increase* for *decrease*, *before* for *after*. The
sentence reads well and says the reverse of what was meant; no other error misleads a reader so
far, and none is easier to overlook.

The check lays translation and reference side by side and looks at each negator that one side has
and the other has not. It speaks where the words around it are the same on both sides, so that
nothing else can carry the denial. Where the wording is free, it asks two witnesses: reference and
source both deny, and the sentence of the translation holds no denial of any kind (or the
translation alone denies). Without a source the word denied must stand on both sides, or another
word must be affirmed in its place between words that both share (*not to bring*, *to call*);
without a reference the source speaks alone, for sentences that are surely its own, and also where
the reference is worded too freely to compare but does not side with the translation. Opposites come
from a list and must stand at the same place between words that both sides share.

It stays quiet where another way of denying stands nearby: *unable*, *fail to*, *refuse*,
*hardly*, *lack of*, *rejected* for *not accepted*, *stay* for *not leave*; where a phrase denies
nothing (*not only*, *no doubt*); where several negators deny once, as in Russian or Spanish; and
where the source shows that the reference, not the translation, is the one that departs.

Source: MQM's accuracy/mistranslation; the "negation" and "antonym" classes of DEMETR
(Karpinska et al. 2022), which its authors rate critical.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning import opposites, witnesses
from mtcheck.aligning.denials import Denials, denials, hints, units
from mtcheck.aligning.denials_across import across, asks
from mtcheck.aligning.gaps import content, places, stretch, unmatched
from mtcheck.aligning.one_sided import turns, views
from mtcheck.aligning.swapped_words import swapped
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.aligning.one_sided import Turn, View
    from mtcheck.aligning.phrasebook import Hit
    from mtcheck.article import AlignedArticle, Pair, Token, WordAlignment
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A306",
    name="polarity",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("meaning",),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    examples=(
        Example(
            reference="The committee did not approve the plan.",
            mt="The committee did [[approve]] the plan.",
            fix="not approve",
        ),
        Example(
            reference="Prices rose sharply in May.",
            mt="Prices [[fell]] sharply in May.",
            fix="rose",
        ),
    ),
)

_LONGEST_GAP = 5  # words of a place where the wording differs, beyond which it says nothing


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Negators that one side alone has, and opposites at the same place."""
    del settings
    said: set[int] = set()  # segments of which the reference says what is wrong
    for pair in article.reference_pairs:
        if pair.words is None:
            continue
        found = list(_compare(pair, pair.words, article))
        if found:
            said.update(s.index for s in pair.mt)
        yield from found
    if article.source is not None and article.source.language.has("meaning"):
        for pair, beside in witnesses.surely(article):
            if pair.mt[0].index not in said:
                yield from _against_source(pair, beside, article)


def _compare(pair: Pair, words: WordAlignment, article: AlignedArticle) -> Iterator[Finding]:
    language = article.mt.language
    in_mt, in_other = denials(words.mt, language), denials(words.other, language)
    if len(in_mt.sure) + len(in_other.sure) > 0:
        from_other, from_mt = views(words, (pair.mt, pair.other), (in_mt, in_other), language)
        original = _Original(article, pair)
        for turn in turns(from_other):
            yield from _lost(turn, from_other, original, article)
        for turn in turns(from_mt):
            yield from _gained(turn, from_mt, original, article)
    yield from _reversed(words, article)


class _Original:
    """What the source of a pair denies; looked up when first asked.

    It is a class because most pairs never ask.
    """

    def __init__(self, article: AlignedArticle, pair: Pair) -> None:
        self._article = article
        self._pair = pair

    def _said(self) -> tuple[list[Token], Denials, Language] | None:
        source = self._article.source
        if source is None or not source.language.has("meaning"):
            return None
        known = witnesses.sourced(self._article)
        segments = dict.fromkeys(
            o for s in self._pair.mt if s.index in known for o in known[s.index].other
        )
        if not segments:
            return None
        tokens = witnesses.words(segments)
        found = denials(tokens, source.language)
        copied = {t.comparable for s in self._pair.mt for t in s.tokens}
        sure = [h for h in found.sure if tokens[h.start].comparable not in copied]
        return tokens, found._replace(sure=sure), source.language

    def denies(self, least: int = 1) -> bool | None:
        """Whether it has at least so many denials; None where nobody knows."""
        if (said := self._said()) is None:
            return None
        return len(units(said[1].sure, said[2])) >= least

    def hints(self) -> int:
        """How many words it has that may stand for a denial."""
        said = self._said()
        return 0 if said is None else len(hints(*said))


def _lost(
    turn: Turn, view: View, original: _Original, article: AlignedArticle
) -> Iterator[Finding]:
    mine = len(units(view.there.denials.sure, view.language))
    tight = turn.fits and not (turn.whole or turn.excused)
    denies = original.denies(1 if tight else mine + 1)
    if denies is False and turn.fits:
        # "Unclear" for "not clear": a word of the source denies that the translation lacks.
        known = len(hints(view.there.tokens, view.there.denials, view.language))
        denies = original.hints() > known
    if not (_warranted(turn, view, denies) or (denies is None and _replaced(turn, view))):
        return
    if article.reference is None:
        return
    span = stretch(view.there.tokens, turn.there_start, turn.there_end)
    other = stretch(view.here.tokens, turn.here_start, turn.here_end)
    denied = article.reference.at(other)
    yield CHECK.finding(
        span,
        f'The reference denies this ("{denied}"); the translation does not.',
        basis=Basis.REFERENCE,
        language=view.language.code,
        suggestion=denied if turn.fits else None,
        reference_span=other,
    )


def _gained(
    turn: Turn, view: View, original: _Original, article: AlignedArticle
) -> Iterator[Finding]:
    if not turn.shared and not turn.plain:
        return  # a free wording of what is so: "not yet finished" for "under way"
    theirs = len(units(view.there.denials.sure, view.language))
    denies = original.denies(theirs + 1 if turn.whole else 1)
    clear = turn.fits and not turn.excused
    affirms = None
    if denies is not None:
        affirms = not denies and (clear or original.hints() <= _in_both(turn, view))
    if not _warranted(turn, view, affirms) or article.reference is None:
        return
    span = stretch(view.here.tokens, turn.here_start, turn.here_end)
    other = stretch(view.there.tokens, turn.there_start, turn.there_end)
    affirmed = article.reference.at(other)
    yield CHECK.finding(
        span,
        f'The translation denies this; the reference says "{affirmed}".',
        basis=Basis.REFERENCE,
        language=view.language.code,
        suggestion=affirmed if turn.fits else None,
        reference_span=other,
    )


def _in_both(turn: Turn, view: View) -> int:
    # Words like a denial that translation and reference share, a loss or a doubt: the source
    # will have them as well, and they say nothing about the negator. With a free wording nothing
    # is taken for granted.
    if not turn.shared:
        return 0
    there = view.there
    found = hints(there.tokens, there.denials, view.language)
    return sum(1 for h in found if not there.alone[h.start])


def _warranted(turn: Turn, view: View, witness: bool | None) -> bool:  # noqa: FBT001 - a testimony
    # With a source its word counts. Without one a free wording must be as clear as can be.
    if witness is not None:
        return witness
    if not turn.fits or turn.excused or asks(view.here.segments) or asks(view.there.segments):
        return False
    if not turn.whole:
        return True
    single = len(view.here.segments) == len(view.there.segments) == 1
    return single and len(units(view.here.denials.sure, view.language)) == 1


def _replaced(turn: Turn, view: View) -> bool:
    # Without a source: whether the denial is gone with the word denied. Where the translation is
    # the one that denies, "do not leave the car" is as good as "stay in it".
    asked = asks(view.here.segments) or asks(view.there.segments)
    return not (turn.excused or asked) and swapped(turn, view)


def _against_source(pair: Pair, beside: Pair | None, article: AlignedArticle) -> Iterator[Finding]:
    found = across(pair, beside, article)
    if found is None or article.source is None:
        return
    if found.negator is None:
        why = "The translation denies this; the source does not."
    else:
        denied = article.source.at(found.negator)
        why = f'The source denies something here ("{denied}"); the translation denies nothing.'
    yield CHECK.finding(
        found.place,
        why,
        basis=Basis.SOURCE,
        language=article.mt.language.code,
        source_span=found.negator,
    )


class _Words(NamedTuple):
    """The words of both sides that have opposites."""

    mt: list[Hit]
    other: list[Hit]


def _reversed(words: WordAlignment, article: AlignedArticle) -> Iterator[Finding]:
    language = article.mt.language
    narrow = [p for p in places(words) if 0 < p.mt_end - p.mt_start <= _LONGEST_GAP]
    if not any(0 < p.other_end - p.other_start <= _LONGEST_GAP for p in narrow):
        return
    book = opposites.book(language)
    mine = book.scan(words.mt)
    both = _Words(mine, book.scan(words.other) if mine else [])
    if not both.other or article.reference is None:
        return
    if max(map(len, both)) > _MANY:
        return
    found = _opposed_in_place(words, both, language)
    found = [couple for couple in found if not _answered(couple, both)]
    if len(found) != 1:
        return  # two reversals make one sense: less equal, more unequal
    (i, j, _), (k, m, _) = found[0]
    denied = denials(words.mt[i:j], language).sure or denials(words.other[k:m], language).sure
    if denied or _turned_round(words, found[0], language):
        return  # "nobody" is a denial, and looked for as one
    before = _BEFORE if language.core.spaced else _AFTER
    near = (
        words.mt[max(i - before, 0) : i],
        words.mt[j : j + _AFTER],
        words.other[max(k - before, 0) : k],
    )
    for tokens in (*near, words.other[m : m + _AFTER]):
        nearby = denials(tokens, language)
        if any(nearby) or hints(tokens, nearby, language):
            return  # more unfavourable, less favourable
    span, other = stretch(words.mt, i, j), stretch(words.other, k, m)
    meant = article.reference.at(other)
    yield CHECK.finding(
        span,
        f'"{article.mt.at(span)}" says the opposite of "{meant}" in the reference.',
        basis=Basis.REFERENCE,
        language=language.code,
        suggestion=meant,
        reference_span=other,
    )


def _turned_round(words: WordAlignment, couple: tuple[Hit, Hit], language: Language) -> bool:
    # "Borealis bought it from Acme", "Acme sold it to Borealis": both have changed places.
    mine, theirs = couple
    free, _ = unmatched(words)
    partners = [
        words.to_other[n] if not free[n] and content(token, language.function_words) else None
        for n, token in enumerate(words.mt)
    ]
    behind = any(p is not None and p >= theirs.end for p in partners[: mine.start])
    before = any(p is not None and p < theirs.start for p in partners[mine.end :])
    return behind and before


_MANY = 100  # words with opposites; a text with more is no sentence, and is left alone
_BEFORE = 4  # words before an opposite in which a denial turns it round: not all are the same
_AFTER = 2  # … and after it


def _opposed_in_place(
    words: WordAlignment, both: _Words, language: Language
) -> list[tuple[Hit, Hit]]:
    # At the same place, with at most a few other words.
    found = []
    for a, b, c, d in places(words):
        if not (0 < b - a <= _LONGEST_GAP and 0 < d - c <= _LONGEST_GAP):
            continue
        left = [h for h in both.mt if a <= h.start and h.end <= b]
        right = [h for h in both.other if c <= h.start and h.end <= d] if left else []
        if len(left) == len(right) == 1 and opposites.opposed(left[0].labels, right[0].labels):
            found.append((left[0], right[0]))
    return [couple for couple in found if _whole(couple, language)]


def _whole(couple: tuple[Hit, Hit], language: Language) -> bool:
    # A lone character of a script without spaces is part of too many words.
    return language.core.spaced or min(h.end - h.start for h in couple) > 1


def _answered(couple: tuple[Hit, Hit], both: _Words) -> bool:
    # Whether either meaning stands elsewhere in the other sentence.
    mine, theirs = couple
    if any(h.labels & theirs.labels for h in both.mt):
        return True
    return any(h.labels & mine.labels for h in both.other)

"""A statement made surer, weaker or more binding than it was.

*May* becomes *must*, *could* becomes *will*, an *allegedly* disappears. In a contract this changes
who owes what; in the news it turns a suspicion into a fact.

The check compares the modal words of translation and reference at the same place, between words
that both sides share: possibility against duty, possibility against certainty, hearsay against
nothing. Where the wording is free, it compares whole sentences: reference and source both leave
something open and the translation makes it a duty or a fact, or the other way round. Without a
source there must be one such word on each side; without a reference the source speaks alone, and
also where the reference says nothing about it.

It stays quiet where either side has another such word nearby that may carry the same shade,
where the difference is one of degree alone (*may*, *might*; *must*, *should*), and where the
source has the word that the translation has.

Source: MQM's accuracy/mistranslation (overly strong or weak wording).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mtcheck.aligning import witnesses
from mtcheck.aligning.denials import denials
from mtcheck.aligning.gaps import content, places, stretch, unmatched
from mtcheck.aligning.phrasebook import Hit, Phrasebook
from mtcheck.article import LinkKind, TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.aligning.gaps import Gap
    from mtcheck.article import AlignedArticle, Pair, Segment, Token, WordAlignment
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A307",
    name="certainty",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MINOR,
    needs=("meaning",),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    examples=(
        Example(
            reference="The tenant may end the contract in May.",
            mt="The tenant [[must]] end the contract in May.",
            fix="may",
        ),
        Example(
            reference="He allegedly stole the painting.",
            mt="He [[stole]] the painting.",
            fix="allegedly stole",
        ),
    ),
)

#: Shades that contradict each other, and how badly.
_CLASHES = {
    frozenset({"possible", "obligatory"}): Severity.MAJOR,
    frozenset({"permitted", "obligatory"}): Severity.MAJOR,
    frozenset({"hearsay", "certain"}): Severity.MAJOR,
    frozenset({"possible", "certain"}): Severity.MINOR,
    frozenset({"possible", "future"}): Severity.MINOR,
}
_STRONG = frozenset({"obligatory", "certain", "future"})
_LONGEST_GAP = 4  # words of a place that is compared
_NEAR = 6  # words around it in which another hint at hearsay excuses
_HINTS = frozenset({"hearsay", "reporting", "likely", "possible"})


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Modal words that say something else than those of the reference."""
    del settings
    language = article.mt.language
    book = _book(language)
    sources = {s.index: pair.other for pair in article.source_pairs for s in pair.mt}
    said: set[int] = set()  # segments of which the reference says what is wrong
    for pair in article.reference_pairs:
        if pair.words is None:
            continue
        here, there = book.scan(pair.words.mt), book.scan(pair.words.other)
        if not here and not there:
            continue
        found = list(_compare(pair, pair.words, here, there, article, sources))
        found = found or list(_freely(pair, pair.words, here, there, article))
        if found:
            said.update(s.index for s in pair.mt)
        yield from found
    if article.source is not None and article.source.language.has("meaning"):
        for pair, beside in witnesses.surely(article):
            if pair.mt[0].index not in said:
                yield from _against_source(pair, beside, article)


@cache
def _book(language: Language) -> Phrasebook:
    data = language.meaning
    return Phrasebook(msgspec.structs.asdict(data.certainty) if data else {}, language)


def _compare(  # noqa: PLR0913, PLR0917 - one place with all that bears on it
    pair: Pair,
    words: WordAlignment,
    here: list[Hit],
    there: list[Hit],
    article: AlignedArticle,
    sources: dict[int, tuple[Segment, ...]],
) -> Iterator[Finding]:
    alone_mt, alone_other = unmatched(words)
    for link in words.links:
        if link.kind in {LinkKind.SIMILAR, LinkKind.ALIKE}:  # müssen is not unlike können
            alone_mt[link.mt] = alone_other[link.other] = True
    hints = [h.start for h in here if h.labels & _HINTS]
    here = [h for h in here if alone_mt[h.start]]
    there = [h for h in there if alone_other[h.start]]
    if len(there) != 1 or len(here) > 1:
        return
    for gap in places(words):
        left = [h for h in here if gap.mt_start <= h.start < gap.mt_end]
        right = [h for h in there if gap.other_start <= h.start < gap.other_end]
        if len(right) != 1:
            continue
        if max(gap.mt_end - gap.mt_start, gap.other_end - gap.other_start) > _LONGEST_GAP:
            continue
        said = _of_source(pair, article, sources)
        if len(left) == 1:
            yield from _clash(words, left[0], right[0], said, article)
        elif not here and not any(gap.mt_start - _NEAR <= at < gap.mt_end + _NEAR for at in hints):
            yield from _dropped(words, gap, right[0], said, article)


def _of_source(
    pair: Pair, article: AlignedArticle, sources: dict[int, tuple[Segment, ...]]
) -> frozenset[str] | None:
    # The shades that the original has words for; None where nobody knows.
    if article.source is None or not article.source.language.has("meaning"):
        return None
    segments = dict.fromkeys(o for s in pair.mt for o in sources.get(s.index, ()))
    if not segments:
        return None
    tokens = [t for s in segments for t in s.tokens if t.kind is not TokenKind.PUNCTUATION]
    hits = _book(article.source.language).scan(tokens)
    return frozenset(label for h in hits for label in h.labels)


def _clash(
    words: WordAlignment,
    left: Hit,
    right: Hit,
    said: frozenset[str] | None,
    article: AlignedArticle,
) -> Iterator[Finding]:
    found = [
        severity
        for clash, severity in _CLASHES.items()
        if any(clash == {a, b} for a in left.labels for b in right.labels)
    ]
    if not found or left.labels & right.labels or article.reference is None:
        return
    if said is not None and (said & left.labels or not _meant(said, right.labels)):
        return
    worst = max(found, key=lambda s: s.rank)
    if worst is Severity.MINOR and said is None:
        return  # a shade: only where the source shows which of the two is right
    language = article.mt.language
    near = (
        words.mt[max(left.start - 1, 0) : left.end + 2],
        words.other[max(right.start - 1, 0) : right.end + 2],
    )
    bent = [denials(tokens, language) for tokens in near]
    if any(found.sure for found in bent):
        return  # need not, may not
    if said is not None and not said & right.labels and any(found.like for found in bent):
        return  # "could only help but", which the reference words otherwise
    span = stretch(words.mt, left.start, left.end)
    other = stretch(words.other, right.start, right.end)
    meant = article.reference.at(other)
    yield CHECK.finding(
        span,
        _why(left, article.mt.at(span), meant, "reference"),
        basis=Basis.REFERENCE,
        language=article.mt.language.code,
        severity=worst,
        suggestion=meant,
        reference_span=other,
    )


def _why(word: Hit, written: str, meant: str, where: str) -> str:
    more = "surer or more binding" if word.labels & _STRONG else "less sure or binding"
    return f'"{written}" is {more} than "{meant}" in the {where}.'


def _meant(said: frozenset[str], labels: frozenset[str]) -> bool:
    # Whether words of the original are of a kind with one of the reference: could and can.
    return bool(said & labels) or any(said & kind and labels & kind for kind in _KINDS)


def _dropped(
    words: WordAlignment,
    gap: Gap,
    right: Hit,
    said: frozenset[str] | None,
    article: AlignedArticle,
) -> Iterator[Finding]:
    # Hearsay left out, everything around it being the same.
    functions = article.mt.language.function_words
    if right.labels != {"hearsay"} or gap.other_end >= len(words.other):
        return
    if article.reference is None or (said is not None and "hearsay" not in said):
        return
    extra = _says(words.other[gap.other_start : gap.other_end], functions)
    mine = _says(words.mt[gap.mt_start : gap.mt_end], functions)
    if mine or extra > right.end - right.start:
        return
    span = stretch(words.mt, gap.mt_start, gap.mt_end + 1)
    other = stretch(words.other, gap.other_start, gap.other_end + 1)
    meant = article.reference.at(other)
    yield CHECK.finding(
        span,
        f'The reference reports this as hearsay ("{meant}"), the translation as a fact.',
        basis=Basis.REFERENCE,
        language=article.mt.language.code,
        suggestion=meant,
        reference_span=other,
    )


def _says(tokens: Sequence[Token], functions: frozenset[str]) -> int:
    return sum(content(t, functions) for t in tokens)


class _Force(NamedTuple):
    """What the modal words of a text say: the words that leave open, bind and assure."""

    open: list[Hit]
    binding: list[Hit]
    certain: list[Hit]
    mixed: bool  # words of other shades too

    @property
    def strong(self) -> list[Hit]:
        """Those that leave nothing open."""
        return self.binding + self.certain


def _force(hits: Sequence[Hit]) -> _Force:
    free = [h for h in hits if h.labels & _OPEN and not h.labels & (_BINDING | _SHADES)]
    shaded = any(h.labels & _SHADES for h in hits)
    plain = [h for h in hits if not h.labels & (_OPEN | _SHADES)]
    return _Force(
        free,
        [h for h in plain if "obligatory" in h.labels],
        [h for h in plain if "certain" in h.labels],
        mixed=shaded,
    )


_OPEN = frozenset({"possible", "permitted"})
_BINDING = frozenset({"obligatory", "needed"})
_SHADES = frozenset({"advisable", "likely", "hearsay"})
_KINDS = (_OPEN, _BINDING | {"advisable"})
_BESIDE = 3  # words around a modal within which a word of ability or a denial bends it


def _bent(hit: Hit, hits: Sequence[Hit], tokens: Sequence[Token], language: Language) -> bool:
    # "Must be able to", "may not", "can only": the word does not say this alone.
    low, high = max(hit.start - _BESIDE, 0), hit.end + _BESIDE
    if any(low <= h.start < high and h.labels & _BENDING for h in hits if h is not hit):
        return True
    if denials(tokens[low:high], language).sure:
        return True
    return bool(denials(tokens[max(hit.start - 1, 0) : hit.end + 1], language).like)


_BENDING = frozenset({"ability", "needed"})


def _freely(
    pair: Pair,
    words: WordAlignment,
    here: list[Hit],
    there: list[Hit],
    article: AlignedArticle,
) -> Iterator[Finding]:
    # All that the reference says is open, all that the translation says is not; or the reverse.
    language = article.mt.language
    mine, theirs = _force(here), _force(there)
    turned = _turned(mine, theirs)
    if turned is None or article.reference is None:
        return
    word, meant = turned
    if _bent(word, here, words.mt, language) or _bent(meant, there, words.other, language):
        return
    said = _of_original(pair, article)
    if said is None:
        flags = unmatched(words)
        sole = len(_beyond(here, flags[0])) == len(_beyond(there, flags[1])) == 1
        single = sole and word.labels & _OPEN | meant.labels & _OPEN
        if not single or word in mine.certain or meant in theirs.certain:
            return
        if not _beside(word, meant, words, language):
            return
    elif not _agree(said, theirs):
        return
    span = stretch(words.mt, word.start, word.end)
    other = stretch(words.other, meant.start, meant.end)
    verb = words.other[meant.start].comparable in language.function_words
    yield CHECK.finding(
        span,
        _why(word, article.mt.at(span), article.reference.at(other), "reference"),
        basis=Basis.REFERENCE,
        language=language.code,
        severity=Severity.MINOR if word in mine.certain or meant in theirs.certain else _WORST,
        suggestion=article.reference.at(other)
        if verb and _beside(word, meant, words, language)
        else None,
        reference_span=other,
    )


_WORST = Severity.MAJOR


def _beyond(hits: Sequence[Hit], alone: Sequence[bool]) -> list[Hit]:
    # "If" excuses a modal word, but not where the other side has it as well.
    return [h for h in hits if h.labels != {"ability"} or alone[h.start]]


def _turned(mine: _Force, theirs: _Force) -> tuple[Hit, Hit] | None:
    # The word that says too much or too little, and what it should say.
    if mine.mixed:
        return None
    if theirs.open and mine.strong and not theirs.strong and not mine.open:
        return mine.strong[0], theirs.open[0]
    if theirs.binding and mine.open and not theirs.open and not theirs.certain and not mine.strong:
        return (mine.open[0], theirs.binding[0]) if not theirs.mixed else None
    return None


def _agree(said: _Force, theirs: _Force) -> bool:
    if theirs.open:
        return bool(said.open) and not said.strong and not said.mixed
    return bool(said.binding) and not said.open and not said.mixed


def _beside(word: Hit, meant: Hit, words: WordAlignment, language: Language) -> bool:
    # Whether both stand before or after a content word that the texts share.
    functions = language.function_words
    for j in range(max(meant.start - _AROUND, 0), min(meant.end + _AROUND, len(words.other))):
        i = words.to_mt[j]
        near = word.start - _AROUND <= i < word.end + _AROUND
        if i >= 0 and near and content(words.other[j], functions):
            return True
    return False


_AROUND = 4  # words


def _of_original(pair: Pair, article: AlignedArticle) -> _Force | None:
    if article.source is None or not article.source.language.has("meaning"):
        return None
    known = witnesses.sourced(article)
    segments = dict.fromkeys(o for s in pair.mt if s.index in known for o in known[s.index].other)
    if not segments:
        return None
    return _force(_book(article.source.language).scan(witnesses.words(segments)))


def _against_source(pair: Pair, beside: Pair | None, article: AlignedArticle) -> Iterator[Finding]:
    if article.source is None:
        return
    language, origin = article.mt.language, article.source.language
    tokens, others = witnesses.words(pair.mt), witnesses.words(pair.other)
    here, there = _book(language).scan(tokens), _book(origin).scan(others)
    mine, theirs = _force(here), _force(there)
    turned = _turned(mine, theirs)
    if turned is None or theirs.mixed or len(mine.open + mine.strong) != 1:
        return
    word, meant = turned
    if _bent(word, here, tokens, language) or _bent(meant, there, others, origin):
        return
    if word in mine.certain or len(theirs.open + theirs.strong) != 1:
        return
    if any("needed" in h.labels for h in (here if meant in theirs.binding else there)):
        return  # "it is necessary that … can" binds as well
    if beside is not None and _granted(word, beside, language):
        return
    span, other = stretch(tokens, word.start, word.end), stretch(others, meant.start, meant.end)
    yield CHECK.finding(
        span,
        _why(word, article.mt.at(span), article.source.at(other), "source"),
        basis=Basis.SOURCE,
        language=language.code,
        source_span=other,
    )


def _granted(word: Hit, beside: Pair, language: Language) -> bool:
    # Whether the reference leaves as much open, or as little, as the translation does.
    theirs = _force(_book(language).scan(witnesses.words(beside.other)))
    return bool(theirs.open if word.labels & _OPEN else theirs.strong)

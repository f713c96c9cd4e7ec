"""A pronoun for the wrong person: *he* for *she*, *it* for *they*, *you* for *we*.

Languages leave pronouns out or do not tell man from woman, and a system guesses. The reader is
told that somebody else did it.

The check compares pronouns that stand at the same place in translation and reference, between
words that both sides share. Person and number count in every language; gender only where
pronouns follow the person meant and not the gender of a noun (as in English or Chinese), since
*il* for *elle* may be right with another noun. Where the wording is free, it compares whole
sentences: all that has a gender in the translation is male, and all in the reference, or in the
source, is female (*Mr.* for *Mme*), or the other way round. A language whose pronouns follow
nouns is judged so only by a source whose pronouns do not.

It stays quiet where a form may belong to several persons (*sie*, *ihr*, *lui*), where either
side has more than one pronoun at the place, where the source has the pronoun that the
translation has, and for pronouns that often mean the same (*you* and *he* for anybody, *their* for
*his* or *our*, *it* for what *he* does) unless a pronoun of the source decides.

Source: MQM's accuracy/mistranslation; "gender mismatch" in the WMT 2023 annotation; the gender
class of DEMETR (Karpinska et al. 2022).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning import witnesses
from mtcheck.aligning.gaps import Gap, places, stretch
from mtcheck.aligning.genders import counterparts, gendered
from mtcheck.aligning.phrasebook import Hit, Phrasebook
from mtcheck.article import TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.languages.comparing import comparable
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Text, Token, WordAlignment
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A308",
    name="pronoun",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("meaning",),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    examples=(
        Example(
            reference="The minister said that she would resign.",
            mt="The minister said that [[he]] would resign.",
            fix="she",
        ),
    ),
)

_GENDERED = frozenset({"3sm", "3sf"})
_LONGEST_GAP = 2  # words of a place that is compared
#: Whom one pronoun cannot mean in place of another. Left out: you, we and one, which all stand
#: for people in general; I and we, which writers share; it and they, which both stand for a firm.
_CLASHES = {
    frozenset(pair)
    for pair in (
        ("1s", "2"),
        ("1s", "3sm"),
        ("1s", "3sf"),
        ("1s", "3p"),
        ("1p", "3sm"),
        ("1p", "3sf"),
        ("1p", "3p"),
        ("2", "3sm"),
        ("2", "3sf"),
    )
}
#: … and where pronouns follow the person meant.
_NATURAL = {
    frozenset(pair)
    for pair in (("3sm", "3sf"), ("3sm", "3sn"), ("3sf", "3sn"), ("3sm", "3p"), ("3sf", "3p"))
}
#: Of these, what says nothing as long as no pronoun of the source decides: *you* is anybody, as
#: *he* may be …
_ANYBODY = frozenset({("2", "3sm"), ("2", "3sf"), ("3sm", "2"), ("3sf", "2")})
#: … and what is *ours* is *theirs* to others, which may also be one person's of either gender.
_OWNED = frozenset({("1p", "3p"), ("3p", "1p"), ("3p", "3sm"), ("3p", "3sf")})
#: … and *it* may be the speech in which *he* says so.
_THING = frozenset({("3sn", "3sm"), ("3sn", "3sf")})


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Pronouns of another person, number or natural gender."""
    del settings
    book = _book(article.mt.language)
    sources = {s.index: pair.other for pair in article.source_pairs for s in pair.mt}
    for pair in article.reference_pairs:
        if not pair.mt:
            continue
        found = []
        if pair.words is not None:
            found = list(_compare(pair, pair.words, book, article, sources))
            yield from found
        known = {f.span.start for f in found}
        for finding in _of_another_gender(pair.mt, pair, article):
            if finding.span.start not in known:
                yield finding
    if article.reference is None and article.source is not None:
        for pair in article.source_pairs:
            if witnesses.steady(pair, article):
                yield from _of_another_gender(pair.mt, None, article)


@cache
def _book(language: Language) -> Phrasebook:
    return Phrasebook(language.meaning.pronouns if language.meaning else {}, language)


def _compare(
    pair: Pair,
    words: WordAlignment,
    book: Phrasebook,
    article: AlignedArticle,
    sources: dict[int, tuple[Segment, ...]],
) -> Iterator[Finding]:
    if article.reference is None:
        return
    for a, b, c, d in (*places(words), *_grown(words, book, article.mt.language)):
        if not (0 < b - a <= _LONGEST_GAP and 0 < d - c <= _LONGEST_GAP):
            continue
        left = book.scan(words.mt[a:b])
        right = book.scan(words.other[c:d]) if left else []
        if len(left) != 1 or len(right) != 1:
            continue
        mine, theirs = left[0], right[0]
        if any(t.word.all_caps for t in (words.mt[a + mine.start], words.other[c + theirs.start])):
            continue  # ME is an abbreviation
        if not _clash(mine, theirs, article.mt.language):
            continue
        said = _of_source(pair, article, sources)
        genders = mine.labels | theirs.labels <= _GENDERED
        decided = said is not None and said & theirs.labels and not said & mine.labels
        if not decided and _loose(
            (mine, words.mt[a + mine.start]), (theirs, words.other[c + theirs.start]), article
        ):
            continue
        if said is not None and not said & theirs.labels and (said & mine.labels or not genders):
            continue  # the reference puts another person than the source
        span = stretch(words.mt, a + mine.start, a + mine.end)
        other = stretch(words.other, c + theirs.start, c + theirs.end)
        meant = article.reference.at(other)
        yield CHECK.finding(
            span,
            f'"{article.mt.at(span)}" is someone else than "{meant}" in the reference.',
            basis=Basis.REFERENCE,
            language=article.mt.language.code,
            suggestion=meant,
            reference_span=other,
        )


def _grown(words: WordAlignment, book: Phrasebook, language: Language) -> list[Gap]:
    # Without spaces, one pronoun may begin another (彼, 彼女), and match it by that character.
    if language.core.spaced:
        return []
    ends = {h.start: h.end for h in book.scan(words.other)}
    return [
        Gap(h.start, h.end, words.to_other[h.start], ends[words.to_other[h.start]])
        for h in book.scan(words.mt)
        if words.to_other[h.start] in ends
    ]


def _clash(mine: Hit, theirs: Hit, language: Language) -> bool:
    if language.meaning is None:
        return False
    known = _CLASHES | _NATURAL if language.meaning.natural_gender else _CLASHES
    return all(frozenset((a, b)) in known for a in mine.labels for b in theirs.labels)


def _loose(mine: tuple[Hit, Token], theirs: tuple[Hit, Token], article: AlignedArticle) -> bool:
    pairs = {(a, b) for a in mine[0].labels for b in theirs[0].labels}
    meaning = article.mt.language.meaning
    owned = meaning is not None and all(
        token.comparable in meaning.possessives for _, token in (mine, theirs)
    )
    return not pairs.isdisjoint(_ANYBODY | (_OWNED if owned else _THING))


def _of_source(
    pair: Pair, article: AlignedArticle, sources: dict[int, tuple[Segment, ...]]
) -> frozenset[str] | None:
    # The persons that the original's pronouns may mean; None where nobody knows.
    if article.source is None or not article.source.language.has("meaning"):
        return None
    segments = dict.fromkeys(o for s in pair.mt for o in sources.get(s.index, ()))
    if not segments:
        return None
    return frozenset(
        label
        for _, hit in _pronouns(tuple(segments), article.source.language)
        for label in hit.labels
    )


def _pronouns(segments: tuple[Segment, ...], language: Language) -> list[tuple[int, Hit]]:
    book = _book(language)
    found = []
    for n, segment in enumerate(segments):
        tokens = [t for t in segment.tokens if t.kind is not TokenKind.PUNCTUATION]
        found += [(n, hit) for hit in book.scan(tokens)]
    return found


class _Said(NamedTuple):
    """The genders that a text has at a place, of pronouns and of titles and nouns."""

    pronouns: frozenset[bool]
    persons: frozenset[bool]
    neuter: bool  # it has a word for a thing, which may have any gender elsewhere


def _said(segments: Sequence[Segment], language: Language) -> _Said:
    tokens = witnesses.words(segments)
    found = gendered(tokens, language)
    neuter = any("3sn" in hit.labels for hit in _book(language).scan(tokens))
    return _Said(
        frozenset(g.male for g in found if g.pronoun),
        frozenset(g.male for g in found if not g.pronoun),
        neuter,
    )


def _of_another_gender(
    segments: tuple[Segment, ...], pair: Pair | None, article: AlignedArticle
) -> Iterator[Finding]:
    # All persons of the translation are of one gender, all of the other text of the other.
    language = article.mt.language
    known = pair.words if pair is not None else None
    tokens = known.mt if known is not None else witnesses.words(segments)
    mine = gendered(tokens, language)
    if not mine or len({g.male for g in mine}) > 1:
        return
    male, pronoun = mine[0].male, mine[0].pronoun
    if any(g.pronoun != pronoun for g in mine):
        return
    natural = not pronoun or _natural(language)
    basis = _witness(male, segments, pair, article, natural=natural, pronoun=pronoun)
    if basis is None:
        return
    for word in mine:
        span = _with_stop(stretch(tokens, word.start, word.end), article.mt)
        text = "reference" if basis is Basis.REFERENCE else "source"
        yield CHECK.finding(
            span,
            f'"{article.mt.at(span)}" is {_GENDER[male]}, and the {text} speaks of a '
            f"{_SEX[not male]} person here.",
            basis=basis,
            language=language.code,
            suggestion=_turned(article.mt.at(span), language, pronoun=pronoun) if natural else None,
        )


_GENDER = {True: "masculine", False: "feminine"}
_SEX = {True: "male", False: "female"}


def _natural(language: Language) -> bool:
    return language.meaning is not None and language.meaning.natural_gender


def _witness(  # noqa: PLR0913 - one keyword per side of the question
    male: bool,  # noqa: FBT001 - a gender
    segments: tuple[Segment, ...],
    pair: Pair | None,
    article: AlignedArticle,
    *,
    natural: bool,
    pronoun: bool,
) -> Basis | None:
    # Which text has the other gender alone, where none has this one.
    theirs = _said(pair.other, article.mt.language) if pair is not None else _NOTHING
    origin = _of_original(segments, article)
    if male in theirs.pronouns | theirs.persons | origin.pronouns | origin.persons:
        return None
    source = article.source
    sure = source is not None and (not pronoun or _natural(source.language))
    by_source = sure and (not male) in (origin.pronouns if pronoun else origin.persons)
    if not pronoun and not _titles(segments, article.mt.language):
        by_source = False  # the men of the source need not be the wife of the translation
    by_reference = (not male) in theirs.pronouns if pronoun else _paired(segments, pair, article)
    if by_source and not (origin.neuter and not natural):
        if by_reference:
            return Basis.REFERENCE
        return Basis.SOURCE if natural or pair is None else None
    if source is not None and not pronoun:
        return None  # a noun may be male for anybody: Sprecher
    if by_reference and natural and pair is not None and pair.similarity >= _SAME_SENTENCE:
        return Basis.REFERENCE
    return None


def _titles(segments: tuple[Segment, ...], language: Language) -> bool:
    # Whether each stands before a name.
    tokens = witnesses.words(segments)
    return language.core.cased and all(
        g.end < len(tokens) and tokens[g.end].word.capitalised for g in gendered(tokens, language)
    )


def _paired(segments: tuple[Segment, ...], pair: Pair | None, article: AlignedArticle) -> bool:
    # Whether the reference has the very counterpart of each noun: wife, not mother, for husband.
    if pair is None:
        return False
    language = article.mt.language
    known = counterparts(language)
    theirs = {t.comparable for t in witnesses.words(pair.other)}
    tokens = witnesses.words(segments)
    return all(
        any(comparable(other) in theirs for other in known.get(tokens[g.start].comparable, ()))
        for g in gendered(tokens, language)
    )


_NOTHING = _Said(frozenset(), frozenset(), neuter=False)
_SAME_SENTENCE = 0.3  # likeness from which a pair is believed without a source


def _of_original(segments: tuple[Segment, ...], article: AlignedArticle) -> _Said:
    if article.source is None or not article.source.language.has("meaning"):
        return _NOTHING
    known = witnesses.sourced(article)
    others = dict.fromkeys(o for s in segments if s.index in known for o in known[s.index].other)
    return _said(tuple(others), article.source.language) if others else _NOTHING


def _with_stop(span: Span, text: Text) -> Span:
    # "Mr." is written with its stop.
    stopped = Span(span.start, span.end + 1)
    known = text.language.core.abbreviations
    written = comparable(text.at(stopped))
    return stopped if written.endswith(".") and written in map(comparable, known) else span


def _turned(form: str, language: Language, *, pronoun: bool) -> str | None:
    # The word of the other gender for the same place; None where two are about as likely.
    stop = "." if form.endswith(".") else ""
    known = counterparts(language).get(comparable(form.removesuffix(".")), ())
    if not known:
        return None
    new = known[0]
    first, *rest = (language.word(other, TokenKind.WORD).zipf for other in known)
    if pronoun and any(zipf > first - _RARER for zipf in rest):
        return None
    return (new[0].upper() + new[1:] if form[:1].isupper() else new) + stop


_RARER = 1.0  # Zipf steps by which a form is too rare to be what was meant: hers beside her

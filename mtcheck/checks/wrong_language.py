"""A sentence that is not in the target language.

The system hands a sentence back as it came, or writes it in a third language or another script.
Whoever reads only the target language has lost it.

So has the reader of one word or month in a sister language, Russian in Ukrainian. Such a word is
flagged where the target language's list has not got it, or has it fifty times more seldom and
it is not the only one.

Three kinds of evidence count: the sentence equals its source; most of its letters belong to a
script that the target language does not use; or its little words (*the, of, and*) and the
frequencies of its words fit another of the languages that have word lists, and not this one.

It stays quiet for short sentences, for lines of names, numbers and codes, which are the same in
every language, and where the reference has the same sentence or is written in that language
too, as a quotation is; of single words, also inside quotation marks.

Source: MQM's accuracy/untranslated; "non-translation" in Freitag et al. 2021.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from mtcheck import languages
from mtcheck.article import TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.languages.comparing import comparable
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Token
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings
    from mtcheck.word import Word

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A305",
    name="wrong-language",
    since="0.1",
    category=Category.UNTRANSLATED,
    severity=Severity.CRITICAL,
    needs=("lexicon",),
    bases=(Basis.SOURCE, Basis.LEXICON, Basis.TEXT),
    examples=(
        Example(
            source="Die Verhandlungen über den Haushalt dauerten bis in die Nacht.",
            source_lang="de",
            mt="[[Die Verhandlungen über den Haushalt dauerten bis in die Nacht.]]",
        ),
        Example(
            reference="The talks on the budget went on into the night.",
            mt="[[Las negociaciones sobre el presupuesto duraron hasta la noche.]]",
            fix="The talks on the budget went on into the night.",
        ),
    ),
)

_FEWEST = 4  # words from which a sentence shows its language
_ENOUGH = 0.35  # share of function words that settles it for the target language
_LEAST = 0.2  # share of function words that the other language must have
_UNKNOWN = 0.3  # Zipf frequency counted for a word that a list has not got
_AT_HOME = 5.2  # mean Zipf frequency that settles it for the target language
_MARGIN = 1.3  # by which another language's list must fit better
_KNOWN = 3.0  # Zipf frequency of a single word in a language of the same script …
_LONG = 5  # … and its letters, from which it shows that language
_COMMON = 4.0  # … where the target language's list has it too,
_RARER = 1.7  # … by so much rarer
_MOST = 0.6  # share of words in a foreign script
_SCRIPTS = (
    *("Latin", "Cyrillic", "Han", "Hiragana", "Katakana", "Hangul", "Arabic", "Greek"),
    *("Hebrew", "Devanagari", "Thai"),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Segments that equal their source or are in another language or script."""
    del settings
    language = article.mt.language
    if not language.core.scripts:
        return
    references = {s.index: p for p in article.reference_pairs for s in p.mt}
    sources = {s.index: p for p in article.source_pairs for s in p.mt}
    pattern = _own_letters(language.core.scripts)
    mixed = _other_letters(language.core.scripts).search(article.mt.content) is not None
    kin = _kin(language.core.scripts, language.code) if language.core.cased else ()
    kept = (
        frozenset(t.comparable for x in (article.reference, article.source) if x
                  for s in x.segments for t in s.tokens)
        if kin else frozenset()
    )  # fmt: skip
    mostly_own: list[Segment] = []
    for segment in article.mt.segments:
        words = [t for t in segment.tokens if t.word.kind is TokenKind.WORD]
        if len(words) < _FEWEST:
            continue
        own, basis = "", Basis.LEXICON
        pair = sources.get(segment.index)
        if pair is not None and _untouched(words, pair, article):
            own, basis = "its source, word for word", Basis.SOURCE
        elif (
            mixed
            and (script := _other_script(words, pattern, spaced=language.core.spaced)) is not None
        ):
            own, basis = f"in {script} script", Basis.TEXT
        elif (other := _other_language(words, language)) is not None:
            own = other.core.name
        if own and not _reference_too(references.get(segment.index), article, words):
            yield _finding(
                segment, _reference_of(segment, references, article), own, basis, article
            )
        elif kin and not own:
            mostly_own.append(segment)
    if kin:
        yield from _foreign_words(mostly_own, kin, article, kept)


@cache
def _kin(scripts: tuple[str, ...], code: str) -> tuple[Language, ...]:
    # The other languages in a script that few share, such as Russian and Ukrainian: they are
    # mixed up, and a word that only one of them has is no loan.
    return () if "Latin" in scripts else tuple(other for _, other in _others(scripts, code))


class _Foreign(NamedTuple):
    """A word of another language; ``sure``: it is hardly one of the target language, too."""

    token: Token
    language: Language
    sure: bool


def _foreign_words(
    segments: list[Segment],
    kin: tuple[Language, ...],
    article: AlignedArticle,
    kept: frozenset[str],
) -> Iterator[Finding]:
    found = [word for segment in segments for word in _of_kin(segment, kin, article, kept)]
    # One may be a rare word of one's own that is common there (початок); several are not.
    several = len({f.token.word.stem for f in found}) > 1
    for token, other, sure in found:
        if sure or several:
            yield CHECK.finding(
                token.span,
                f'"{token.form}" is {other.core.name}, not {article.mt.language.core.name}.',
                basis=Basis.LEXICON,
                language=article.mt.language.code,
                severity=Severity.MAJOR,
            )


def _of_kin(
    segment: Segment, kin: tuple[Language, ...], article: AlignedArticle, kept: frozenset[str]
) -> Iterator[_Foreign]:
    language = article.mt.language
    for at, token in enumerate(segment.tokens):
        word = token.word
        if not token.is_word or word.capitalised or word.comparable in kept:
            continue
        dated = at > 0 and segment.tokens[at - 1].kind is TokenKind.NUMBER
        month = next((o for o in kin if dated and word.comparable in _months(o, language)), None)
        other = month or _at_home(word, kin)
        if other is not None and not _quoted(segment.tokens[:at]):
            yield _Foreign(token, other, sure=month is not None or not word.zipf)


def _at_home(word: Word, kin: tuple[Language, ...]) -> Language | None:
    # The language of a word that is at home there and hardly known here: the word list of one
    # has what its speakers quote from the other, so that no word is quite unknown.
    if len(word.form) < _LONG:
        return None
    known = [(o.lexicon.zipf(word.comparable), n) for n, o in enumerate(kin) if o.lexicon]
    zipf, n = max(known, default=(0.0, 0))
    seldom = not word.zipf or (zipf >= _COMMON and zipf - word.zipf >= _RARER)
    return kin[n] if zipf >= _KNOWN and seldom else None


@cache
def _months(other: Language, language: Language) -> frozenset[str]:
    # The months of ``other`` that are none here: 1 сентября in Ukrainian.
    if other.numbers is None or language.numbers is None:
        return frozenset()
    own = {comparable(form) for forms in language.numbers.months.values() for form in forms}
    every = {comparable(form) for forms in other.numbers.months.values() for form in forms}
    return frozenset(every - own)


def _quoted(before: Sequence[Token]) -> bool:
    # Whether a quotation mark stands open: a title may stay in its language.
    marks = [t.form for t in before if t.form in _OPENING or t.form in _CLOSING]
    straight = marks.count('"') % 2 == 1
    return straight or (bool(marks) and marks[-1] in _OPENING)


_OPENING, _CLOSING = frozenset("«„“"), frozenset('»”"')


def _untouched(words: list[Token], pair: Pair, article: AlignedArticle) -> bool:
    origin = article.source
    if origin is None or origin.language.code == article.mt.language.code or len(pair.other) != 1:
        return False
    theirs = [t.comparable for t in pair.other[0].tokens if t.kind is TokenKind.WORD]
    if [t.comparable for t in words] != theirs:
        return False
    # A line of names is the same in both languages, and so is a list of authors.
    if not any(t.comparable in origin.language.function_words for t in words):
        return False
    return sum(not t.word.capitalised for t in words) >= len(words) / 2


@cache
def _own_letters(scripts: tuple[str, ...]) -> regex.Pattern[str]:
    return regex.compile("[" + "".join(rf"\p{{{s}}}" for s in scripts) + "]")


@cache
def _other_letters(scripts: tuple[str, ...]) -> regex.Pattern[str]:
    own = "".join(rf"\p{{{s}}}" for s in scripts)
    return regex.compile(rf"[\p{{L}}--[{own}]]", regex.V1)


def _other_script(words: Sequence[Token], own: regex.Pattern[str], *, spaced: bool) -> str | None:
    # By words, not letters, since a long name is one word; names and terms count for nothing.
    foreign = [t for t in words if not own.match(t.form)]
    here = (len(words) - len(foreign)) * (1.0 if spaced else 0.5)
    there = sum(not t.word.capitalised for t in foreign)
    if there <= _MOST * (here + there):
        return None
    letters = "".join(t.form for t in foreign)
    return max((len(regex.findall(rf"\p{{{s}}}", letters)), s) for s in _SCRIPTS)[1]


def _other_language(words: Sequence[Token], language: Language) -> Language | None:
    functions = language.function_words
    plain = [t.word.comparable for t in words if not t.word.all_caps]
    if len(plain) < _FEWEST:
        return None
    here = sum([f in functions for f in plain]) / len(plain)
    if here >= _ENOUGH:
        return None
    own = sum([max(t.word.zipf, _UNKNOWN) for t in words]) / len(words)
    if own >= _AT_HOME:
        return None
    best: tuple[float, str, Language] | None = None
    for code, other in _others(language.core.scripts, language.code):
        share = sum(f in other.function_words for f in plain) / len(plain)
        if share >= max(here, _LEAST):
            fit = _fits(plain, other)
            if best is None or fit > best[0]:
                best = (fit, code, other)
    return best[2] if best is not None and best[0] - own >= _MARGIN else None


@cache
def _others(scripts: tuple[str, ...], code: str) -> tuple[tuple[str, Language], ...]:
    every = ((c, languages.load(c)) for c in languages.covered() if c != code)
    return tuple((c, other) for c, other in every if set(other.core.scripts) & set(scripts))


def _fits(forms: Sequence[str], language: Language) -> float:
    if language.lexicon is None:
        return 0.0
    return sum(max(language.lexicon.zipf(f), _UNKNOWN) for f in forms) / len(forms)


def _reference_too(pair: Pair | None, article: AlignedArticle, words: list[Token]) -> bool:
    # A quotation may stand in its own language: then the reference keeps it as well.
    if pair is None or article.reference is None:
        return False
    theirs = {t.comparable for s in pair.other for t in s.tokens}
    return sum(t.comparable in theirs for t in words) >= len(words) / 2


def _reference_of(
    segment: Segment, references: dict[int, Pair], article: AlignedArticle
) -> Segment | None:
    # The one sentence of the reference that this should be. The aligner may have found nothing
    # in common with it: then it stands without a partner next to the segment.
    pair = references.get(segment.index)
    if pair is None or len(pair.mt) != 1:
        return None
    near = article.reference_pairs[max(pair.index - 1, 0) : pair.index + 2]
    lone = [p for p in near if not p.mt] if not pair.other else [pair]
    return lone[0].other[0] if len(lone) == 1 and len(lone[0].other) == 1 else None


def _finding(
    segment: Segment, meant: Segment | None, own: str, basis: Basis, article: AlignedArticle
) -> Finding:
    fix = article.reference.at(meant.span) if meant and article.reference else None
    name = article.mt.language.core.name
    return CHECK.finding(
        segment.span,
        f"This sentence is {own}, not {name}.",
        basis=basis,
        language=article.mt.language.code,
        suggestion=fix,
        reference_span=meant.span if meant else None,
    )

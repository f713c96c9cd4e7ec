"""Capitals where the language has none, and none where it has: "he left. then she", "on monday".

A sentence that begins small looks as if its beginning were lost; a common word in capitals
looks like a name; a German noun in small letters may be read as a verb.

Without a reference it tells sentence beginnings and the words that a language always or never
writes with a capital (weekdays, months, peoples: lists of the language). With one it also
tells words whose only difference is the capital: all in capitals, capital in the middle of a
sentence, small where the reference has a capital after the same word. Quiet: iPhone, eBay,
bullets, headlines in title case, what follows a colon, an ellipsis, a quotation mark or a
bracket, parts of names, an end said again ("decide. decide."), and what the reference has too.

Source: MQM 2.0, linguistic conventions/spelling; the orthographies named in
``mtcheck/languages/typography.py``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.beginnings import begins_small, echoed, first_word, follows_stop
from mtcheck.aligning.capitals import BREAKS, OPENERS, differing_capitals, loud_forms, titled
from mtcheck.aligning.counterparts import Counterparts, counterparts
from mtcheck.aligning.known_names import capital_opposite, name_stems
from mtcheck.article import TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.languages.comparing import comparable
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Pair, Segment, Token
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="F505",
    name="capitalisation",
    since="0.1",
    category=Category.SPELLING,
    severity=Severity.MINOR,
    needs=("typography",),
    bases=(Basis.TEXT, Basis.LEXICON, Basis.REFERENCE, Basis.SOURCE),
    fixes=True,
    examples=(
        Example(mt="He left early. [[then]] she came home.", fix="Then"),
        Example(mt="They will meet on [[monday]] at noon.", fix="Monday"),
    ),
)

_STOPS = frozenset(".!?。！？")
_SHORTEST = 3  # letters of a word whose capital matters in the middle of a sentence
_STRESSED = 5  # letters of a word in capitals that is likelier stressed than an acronym
_KNOWN = 4.0  # Zipf of such a word


class _Lists(NamedTuple):
    """Comparable form → how it is written, for the words a language always writes so."""

    capital: dict[str, str]
    small: dict[str, str]


_ACRONYM = 5  # capitals of an abbreviation


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Sentence beginnings, words of the lists, and words that the reference writes otherwise."""
    del settings
    language = article.mt.language
    if not language.core.cased:
        return
    opposite = counterparts(article)
    stems, listed = name_stems(language), _lists(language).capital
    named: set[int] = set()
    for segment in article.mt.segments:
        first = first_word(segment.tokens)
        if first < 0:
            continue
        if begins_small(article, segment, first, opposite):
            yield _small(article, segment.tokens[first])
        tokens = segment.tokens
        for index in range(first + 1, len(tokens)):
            word = tokens[index].word
            if word.capitalised:
                finding = _capital_inside(article, segment, index, opposite)
            elif (
                word.stem in stems
                or word.comparable in listed
                or tokens[index - 1].word.form in _STOPS
            ):
                finding = _small_inside(article, segment, index, opposite)
            else:
                continue
            if finding is not None:
                named.add(finding.span.start)
                yield finding
    yield from _against_reference(article, _lists(language), named)


def _loud(
    article: AlignedArticle, segment: Segment, index: int, opposite: Counterparts
) -> Finding | None:
    """A common word in capitals where the other text stresses nothing."""
    token, language = segment.tokens[index], article.mt.language
    if len(token.form) < _STRESSED or token.word.zipf < _KNOWN:
        return None
    if not language.core.nouns_capitalised and not _plain(segment, index):
        return None
    source, reference = opposite.source_pair(token.start), opposite.reference_pair(token.start)
    cased = article.source is not None and article.source.language.core.cased
    pair, basis = (source, Basis.SOURCE) if cased and source else (reference, Basis.REFERENCE)
    mine = loud_forms(segment.tokens)
    theirs = frozenset[str]().union(*(loud_forms(s.tokens) for s in _segments(source, reference)))
    # What stands in capitals on both sides is an acronym.
    if pair is None or not pair.other or len(mine - theirs) > 1 or theirs - mine:
        return None
    if token.form in theirs:
        return None
    right = token.form.lower()
    return CHECK.finding(
        token.span,
        f'"{token.form}" stands in capitals; the {basis.value} stresses no word here.',
        basis=basis,
        language=language.code,
        suggestion=right,
    )


def _segments(*pairs: Pair | None) -> Iterator[Segment]:
    for pair in pairs:
        yield from pair.other if pair is not None else ()


def _plain(segment: Segment, index: int) -> bool:
    """Whether plain words stand before and after, or the segment ends."""
    before, after = segment.tokens[index - 1], segment.tokens[index + 1 : index + 2]
    small = before.is_word and not before.word.capitalised
    return small and all(not t.is_word or not t.word.capitalised for t in after)


def _capital_inside(
    article: AlignedArticle, segment: Segment, index: int, opposite: Counterparts
) -> Finding | None:
    """What a capital in the middle of a segment says."""
    word = segment.tokens[index].word
    if word.all_caps and (finding := _loud(article, segment, index, opposite)) is not None:
        return finding
    small = _lists(article.mt.language).small
    if word.comparable not in small:
        return None
    return _listed(article, segment.tokens, index, small, opposite)


def _small_inside(
    article: AlignedArticle, segment: Segment, index: int, opposite: Counterparts
) -> Finding | None:
    """What a small letter in the middle of a segment says."""
    tokens, language = segment.tokens, article.mt.language
    token = tokens[index]
    if tokens[index - 1].form in _STOPS and follows_stop(article, tokens, index, opposite):
        return None if echoed(tokens, index) else _small(article, token)
    if token.word.stem in name_stems(language):
        named = _name(article, tokens, index, opposite)
        if named is not None:
            return named
    capital = _lists(language).capital
    if token.comparable not in capital:
        return None
    return _listed(article, tokens, index, capital, opposite)


def _listed(
    article: AlignedArticle,
    tokens: tuple[Token, ...],
    index: int,
    listed: dict[str, str],
    opposite: Counterparts,
) -> Finding | None:
    """A word of the lists that is not written as it always is."""
    token = tokens[index]
    right = listed.get(token.comparable)
    if right is None or right == token.form:
        return None
    wrong = _wrong_by_list(tokens, index, opposite, article.mt.language)
    return _by_list(article, token, right) if wrong else None


@cache
def _lists(language: Language) -> _Lists:
    data = language.typography
    if data is None:
        return _Lists({}, {})
    return _Lists(
        {comparable(w): w for w in data.capitalised},
        {comparable(w): w for w in data.uncapitalised},
    )


def _small(article: AlignedArticle, token: Token) -> Finding:
    language, form = article.mt.language, token.form
    return CHECK.finding(
        token.span,
        f'The sentence begins with a small letter: "{form}".',
        basis=Basis.TEXT,
        language=language.code,
        suggestion=_capital(form, language),
    )


def _capital(form: str, language: Language) -> str:
    data = language.typography
    for group in data.digraph_capitals if data is not None else ():
        if form.startswith(group):
            return group.upper() + form[len(group) :]
    return form[0].upper() + form[1:]


def _wrong_by_list(
    tokens: tuple[Token, ...], index: int, opposite: Counterparts, language: Language
) -> bool:
    """Whether a listed word stands in running text, by itself, and not so in the reference."""
    token, before = tokens[index], tokens[index - 1]
    dated = before.form == "." and index > 1 and tokens[index - 2].kind is TokenKind.NUMBER
    broken = before.form in BREAKS and not dated  # "3. Října" goes on
    if token.word.all_caps or broken or before.form in OPENERS:
        return False
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if before.end == token.start or (
        following is not None and following.start == token.end and following.form in "-'’_/"
    ):
        return False
    # "Rio de Janeiro": a particle may stand between.
    beside = (*tokens[max(index - 2, 0) : index], *tokens[index + 1 : index + 2])
    # Where every noun has a capital, that tells a name only for what may be part of one.
    little = language.core.nouns_capitalised and token.comparable in language.function_words
    named = not little and any(t.word.capitalised for t in beside)
    if token.word.capitalised and (named or titled(tokens, language)):
        return False  # part of a name, or a title
    return token.form not in opposite.reference_forms(token.start)


def _name(
    article: AlignedArticle, tokens: tuple[Token, ...], index: int, opposite: Counterparts
) -> Finding | None:
    """A well-known name that is written small."""
    token, before = tokens[index], tokens[index - 1]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    stuck = before.end == token.start and before.form not in OPENERS
    if stuck or (
        following is not None and following.start == token.end and (following.form in "-_/@")
    ):
        return None
    language = article.mt.language
    origin = article.source.language if article.source is not None else None
    capital = capital_opposite(token, opposite, language, origin)
    if capital is None or not token.form.islower():
        return None
    right = capital.form or _capital(token.form, language)
    return CHECK.finding(
        token.span,
        f'"{token.form}" is a name: "{right}".',
        basis=capital.basis,
        language=language.code,
        suggestion=right,
        reference_span=capital.span if capital.basis is Basis.REFERENCE else None,
        source_span=capital.span if capital.basis is Basis.SOURCE else None,
    )


def _by_list(article: AlignedArticle, token: Token, right: str) -> Finding:
    language = article.mt.language
    how = "with a capital" if right[0].isupper() else "with a small letter"
    return CHECK.finding(
        token.span,
        f'"{token.form}": {language.core.name} writes "{right}" {how}.',
        basis=Basis.LEXICON,
        language=language.code,
        suggestion=right,
    )


def _against_reference(
    article: AlignedArticle, lists: _Lists, named: set[int]
) -> Iterator[Finding]:
    """Words that differ from the reference's by their capitals alone."""
    if article.reference is None:
        return
    for mine, theirs in differing_capitals(article):
        listed = lists.small if mine.word.capitalised else lists.capital
        if mine.start in named or (mine.comparable in listed and not mine.word.all_caps):
            continue
        if mine.word.all_caps and 1 < len(mine.form) <= _ACRONYM:
            continue  # SRAS, whatever the reference has
        yield CHECK.finding(
            mine.span,
            f'"{mine.form}" is written "{theirs.form}" in the reference.',
            basis=Basis.REFERENCE,
            language=article.mt.language.code,
            suggestion=theirs.form,
            reference_span=theirs.span,
            certain=mine.comparable not in article.mt.language.function_words,  # sie, Sie
        )

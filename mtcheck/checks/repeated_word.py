"""A word or phrase that stands twice in a row: "the the", "in the in the".

Neural systems stutter: they write a word twice, take up a phrase again ("They will decide.
decide."), or fall into a loop that fills the rest of the sentence. The reader stumbles, and in
a loop what should have been said is missing, so a phrase of three words or more that comes
three times is major.

It stays quiet where a doubling is grammar or style ("had had", "die die", "nous nous", "very
very", 看看: lists of the language), where it chains ("more and more and more"), for numbers,
for doubled names (Duran Duran), and where the reference or the source repeats as well.

Source: MQM 2.0, linguistic conventions; Raunak et al. 2021 (NAACL) on oscillatory
hallucinations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.beginnings import small_after_stop
from mtcheck.aligning.counterparts import Counterparts, counterparts, other_tokens
from mtcheck.article import BlockKind, TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Token
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.languages.typography import TypographyData
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="F501",
    name="repeated-word",
    since="0.1",
    category=Category.GRAMMAR,
    severity=Severity.MINOR,
    needs=("typography",),
    bases=(Basis.REFERENCE, Basis.SOURCE, Basis.TEXT),
    fixes=True,
    examples=(
        Example(mt="They met in [[the the]] capital on Monday.", fix="the"),
        Example(mt="Он жил [[в в]] Москве.", lang="ru", fix="в"),
    ),
)

_LOOP = 3  # copies from which a phrase of three words is a loop and no slip
_SENTENCE = 4  # tokens from which an equal neighbour is a repeated sentence and no "No. No."
_LONG_SENTENCE = 6  # the same where no other text can confirm it
_STOPS = frozenset(".!?")
_COMMON = 5.0  # Zipf: a capitalised word this common is no name
_WORD = 2.5  # Zipf: two characters this common together are a word


class _Loop(NamedTuple):
    """``copies`` neighbouring copies of the ``period`` tokens from index ``start``."""

    start: int
    period: int
    copies: int
    tail: int  # tokens after the last copy that go on with the phrase


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Doubled words and phrases, loops, and sentences that come again at once."""
    del settings
    language = article.mt.language
    opposite = counterparts(article)
    known: dict[int, frozenset[bool]] = {}
    judge = _phrase_is_slip if language.core.spaced else _run_is_slip
    for segment in article.mt.segments:
        for loop in _loops(segment.tokens):
            basis = _basis(opposite, segment.span.start)
            slip = judge(segment.tokens, loop, language, alone=basis is Basis.TEXT) or _is_echo(
                article, segment.tokens, loop, opposite
            )
            if slip and _name_doubled(segment.tokens, loop, opposite):
                continue
            if slip and not _repeated_opposite(opposite, segment, loop, known):
                yield _finding(article, segment.tokens, loop, basis)
    yield from _sentences(article, opposite)


def _finding(
    article: AlignedArticle, tokens: Sequence[Token], loop: _Loop, basis: Basis
) -> Finding:
    first, last = loop.start, loop.start + loop.period * loop.copies - 1
    span = Span(tokens[first].start, tokens[last].end)
    once = article.mt.content[span.start : tokens[first + loop.period - 1].end]
    words = sum(t.is_word for t in tokens[first : first + loop.period])
    looping = loop.copies >= _LOOP and words >= _LOOP and article.mt.language.core.spaced
    times = "twice" if loop.copies == 2 else f"{loop.copies} times"  # noqa: PLR2004 - two is two
    return CHECK.finding(
        span,
        f'"{_short(once)}" stands {times} in a row{_ABSENT[basis]}.',
        basis=basis,
        language=article.mt.language.code,
        suggestion=once,
        severity=Severity.MAJOR if looping else None,
    )


_ABSENT = {
    Basis.REFERENCE: "; the reference does not repeat here",
    Basis.SOURCE: "; the source does not repeat here",
    Basis.TEXT: "",
}


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - fits a line


def _basis(opposite: Counterparts, offset: int) -> Basis:
    if opposite.reference_text(offset):
        return Basis.REFERENCE
    return Basis.SOURCE if opposite.source_text(offset) else Basis.TEXT


def _loops(tokens: Sequence[Token]) -> Iterator[_Loop]:
    """Stretches that repeat at once, by the distance of each word to its last occurrence."""
    last: dict[str, int] = {}
    done = 0  # tokens before this index belong to loops already seen
    tried = (0, 0)  # the distance that failed last, and up to where
    for i, token in enumerate(tokens):
        form = token.word.comparable
        before = last.get(form, -1)
        last[form] = i
        if before < done:
            continue
        period = i - before
        if tried[0] == period and i <= tried[1]:
            continue
        left, right = _matching(tokens, i, period, done)
        if right - left < period:
            tried = (period, right - 1)
            continue
        start = left - period
        copies = (right - start) // period
        yield _Loop(start, period, copies, right - start - copies * period)
        done = right


def _matching(tokens: Sequence[Token], at: int, period: int, floor: int) -> tuple[int, int]:
    """The widest run around ``at`` whose tokens equal those ``period`` before."""
    left, right = at, at + 1
    while left > floor + period and _same(tokens, left - 1, period):
        left -= 1
    while right < len(tokens) and _same(tokens, right, period):
        right += 1
    return left, right


def _same(tokens: Sequence[Token], index: int, period: int) -> bool:
    return tokens[index].word.comparable == tokens[index - period].word.comparable


def _phrase_is_slip(
    tokens: Sequence[Token], loop: _Loop, language: Language, *, alone: bool
) -> bool:
    """Whether a loop is an error in a language with spaces between words."""
    data = language.typography
    phrase = tokens[loop.start : loop.start + loop.period]
    kinds = {t.kind for t in phrase}
    words = [t for t in phrase if t.is_word]
    if data is None or not words or kinds - {TokenKind.WORD, TokenKind.PUNCTUATION}:
        return False
    if TokenKind.PUNCTUATION in kinds:
        # "ha, ha" and "I know, I know" are rhetoric; a whole clause again is not.
        return len(words) >= _LOOP and (loop.copies >= _LOOP or not alone)
    if all(t.comparable in data.sounds for t in words):
        return _sound_is_slip(tokens, loop, language, data)
    if loop.period == 1:
        return _word_is_slip(tokens, loop, language, data, alone=alone)
    chained = any(t.comparable in data.joiners for t in phrase)
    if chained and loop.period == 2:  # noqa: PLR2004 - a joiner and what it joins
        content = [t for t in words if t.comparable not in data.joiners]
        if loop.tail or loop.copies >= _LOOP or not _all_function(content, language, data):
            return False  # "day by day by day", "and more and more"
    return not _all_repeatable(words, data)


def _name_doubled(tokens: Sequence[Token], loop: _Loop, opposite: Counterparts) -> bool:
    """Whether it is a rare name that no other text has: Li Li and Ylang Ylang are right so."""
    phrase = tokens[loop.start : loop.start + loop.copies * loop.period]
    return all(
        t.word.capitalised
        and t.word.zipf < _COMMON
        and t.comparable not in opposite.reference_words
        and t.comparable not in opposite.source_words
        for t in phrase
    )


def _is_echo(
    article: AlignedArticle, tokens: Sequence[Token], loop: _Loop, opposite: Counterparts
) -> bool:
    """Whether the end of a sentence comes again after its stop: "They will decide. decide."."""
    *words, stop = tokens[loop.start : loop.start + loop.period]
    return (
        stop.form in _STOPS
        and bool(words)
        and all(t.is_word for t in words)
        and small_after_stop(article, tokens, loop.start + loop.period, opposite)
    )


def _sound_is_slip(
    tokens: Sequence[Token], loop: _Loop, language: Language, data: TypographyData
) -> bool:
    """Whether "la la" or "ha ha" is a word twice, not song or laughter: amid plain words."""
    end = loop.start + loop.copies * loop.period
    beside = (*tokens[max(loop.start - 1, 0) : loop.start], *tokens[end : end + 1])
    return (
        loop.copies == 2  # noqa: PLR2004 - three are sung
        and tokens[loop.start].comparable in language.function_words
        and len(beside) == 2  # noqa: PLR2004 - a word on either side
        and all(t.is_word and t.comparable not in data.sounds for t in beside)
    )


def _all_function(words: Sequence[Token], language: Language, data: TypographyData) -> bool:
    forms = [t.comparable for t in words]
    return all(f in language.function_words and f not in data.repeats for f in forms)


def _all_repeatable(words: Sequence[Token], data: TypographyData) -> bool:
    return all(t.comparable in data.repeats for t in words)


def _word_is_slip(
    tokens: Sequence[Token],
    loop: _Loop,
    language: Language,
    data: TypographyData,
    *,
    alone: bool,
) -> bool:
    first, second = tokens[loop.start], tokens[loop.start + 1]
    word = first.word
    if word.comparable in data.repeats or first.end == second.start:
        return False
    if second.word.capitalised and not word.capitalised:
        return False  # "in In Style": the second begins a name
    if word.all_caps and not second.word.all_caps and len(word.form) > 1:
        return False  # an abbreviation: "DE de 3 años"
    function = word.comparable in language.function_words
    if len(word.form) == 1 and (second.word.capitalised or not function):
        return False  # initials, units, variables
    if word.capitalised and second.word.capitalised:
        return not alone or function or word.zipf >= _COMMON
    return True


def _run_is_slip(tokens: Sequence[Token], loop: _Loop, language: Language, *, alone: bool) -> bool:
    """The same for a language without spaces, where tokens are characters."""
    data, lexicon = language.typography, language.lexicon
    end = loop.start + loop.period
    phrase = tokens[loop.start : end]
    if data is None or any(not t.is_word for t in phrase):
        return False
    once = "".join(t.form for t in phrase)
    if once * 2 in data.never_doubled:
        return loop.copies == 2 and not _part_of_word(tokens, loop, language)  # noqa: PLR2004
    if loop.period == 1 or once in data.repeats or once[0] in data.repeats:
        return False
    if all("\u3041" <= c <= "\u309f" for c in once):
        return loop.copies > _LOOP  # まあまあ, いろいろ
    if loop.period == 2:  # noqa: PLR2004 - 研究研究 is grammar for a verb
        return not alone and lexicon is not None and lexicon.zipf(once) >= _WORD
    return True


def _part_of_word(tokens: Sequence[Token], loop: _Loop, language: Language) -> bool:
    # 目的的, 的的士, 是是否: one of the two belongs to its neighbour.
    if loop.period > 1 or language.lexicon is None:
        return False
    once = tokens[loop.start].comparable
    after, before = loop.start + 2, loop.start - 1
    following = tokens[after].comparable if after < len(tokens) else ""
    preceding = tokens[before].comparable if before >= 0 else ""
    doubled = after + 1 < len(tokens) and tokens[after + 1].comparable == following
    return (
        doubled
        or (bool(following) and language.lexicon.zipf(once + following) >= _WORD)
        or (bool(preceding) and language.lexicon.zipf(preceding + once) >= _WORD)
    )


def _repeated_opposite(
    opposite: Counterparts, segment: Segment, loop: _Loop, known: dict[int, frozenset[bool]]
) -> bool:
    """Whether the reference or the source repeats there as well; ``known`` is a cache."""
    if segment.index not in known:
        offset = segment.span.start
        pairs = (opposite.reference_pair(offset), opposite.source_pair(offset))
        known[segment.index] = frozenset().union(*map(_kinds, pairs))
    return (loop.period == 1) in known[segment.index]


def _kinds(pair: Pair | None) -> frozenset[bool]:
    """Of the loops of the other text: whether of one word (True) or of several (False)."""
    tokens = other_tokens(pair)
    words = (
        sum(t.is_word for t in tokens[loop.start : loop.start + loop.period])
        for loop in _loops(tokens)
    )
    return frozenset(count == 1 for count in words if count)


def _sentences(article: AlignedArticle, opposite: Counterparts) -> Iterator[Finding]:
    """Sentences that come again at once."""
    segments = article.mt.segments
    at = 0
    while at + 1 < len(segments):
        end = at + 1
        while end < len(segments) and _equal(segments[at], segments[end]):
            end += 1
        if end - at > 1 and _sentence_is_slip(segments[at:end], opposite):
            yield _sentence_finding(article, segments[at:end], opposite)
        at = end


def _equal(one: Segment, other: Segment) -> bool:
    return len(one.tokens) >= _SENTENCE and _same_words(one, other)


def _same_words(one: Segment, other: Segment) -> bool:
    a, b = one.tokens, other.tokens
    return len(a) == len(b) and all(
        x.word.comparable == y.word.comparable for x, y in zip(a, b, strict=True)
    )


def _sentence_is_slip(same: Sequence[Segment], opposite: Counterparts) -> bool:
    first = same[0]
    if sum(t.is_word for t in first.tokens) < _SENTENCE - 1:
        return False
    pairs = [p for p in (_pair(opposite, s) for s in same) if p is not None and p.other]
    if pairs:
        partners = list(dict.fromkeys(s for pair in pairs for s in pair.other))
        return not any(map(_same_words, partners, partners[1:]))
    if first.kind is BlockKind.CELL:
        return False
    together = len({s.block for s in same}) == 1
    return len(same) >= _LOOP or (together and len(first.tokens) >= _LONG_SENTENCE)


def _pair(opposite: Counterparts, segment: Segment) -> Pair | None:
    offset = segment.span.start
    return opposite.reference_pair(offset) or opposite.source_pair(offset)


def _sentence_finding(
    article: AlignedArticle, same: Sequence[Segment], opposite: Counterparts
) -> Finding:
    basis = _basis(opposite, same[0].span.start)
    once = same[0].span.of(article.mt.content)
    times = "twice" if len(same) == 2 else f"{len(same)} times"  # noqa: PLR2004 - two is two
    return CHECK.finding(
        Span(same[0].span.start, same[-1].span.end),
        f'The sentence "{_short(once)}" stands {times} in a row{_ABSENT[basis]}.',
        basis=basis,
        language=article.mt.language.code,
        suggestion=once,
        severity=Severity.MAJOR,
    )

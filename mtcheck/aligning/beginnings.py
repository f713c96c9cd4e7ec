"""Sentences that begin with a small letter."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mtcheck.aligning.capitals import OPENERS
from mtcheck.aligning.counterparts import other_tokens
from mtcheck.article import BlockKind, TokenKind
from mtcheck.languages.comparing import comparable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.counterparts import Counterparts
    from mtcheck.article import AlignedArticle, Segment, Token
    from mtcheck.languages import Language

__all__ = ["begins_small", "echoed", "first_word", "follows_stop", "small_after_stop"]

_STOPS = frozenset(".!?。！？")
_FEW = 4  # words that make a sentence
_SHORTEST = 3  # tokens of a sentence
_COMMON = 3.5  # Zipf of the words on both sides of a full stop
_RARE = 2.0  # Zipf of a long word that ends a sentence
_LONG = 6  # letters of a word that is no abbreviation
_ECHO = 12  # tokens that are said again at most
_AFTER_STOP = re.compile(r"[.!?] ([^\W\d_])")


def first_word(tokens: Sequence[Token]) -> int:
    """The index of the first word, where only opening marks stand before it; else -1."""
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.WORD:
            return index
        if token.form not in OPENERS:
            return -1
    return -1


def begins_small(
    article: AlignedArticle, segment: Segment, first: int, opposite: Counterparts
) -> bool:
    """Whether a segment begins with a small letter, and should not."""
    token = segment.tokens[first]
    form = token.form
    if token.word.capitalised or not form[0].islower() or form != form.lower():
        return False
    if (first and segment.tokens[first - 1].form in "'’([{") or not _prose(article, segment, first):
        return False
    reference = opposite.reference_pair(token.start)
    source = opposite.source_pair(token.start)
    begins = [_other_small(other_tokens(p)) for p in (reference, source) if p is not None]
    if any(begins):
        return False
    said = any(b is not None for b in begins)
    return said or sum(t.is_word for t in segment.tokens) >= _FEW


def _other_small(tokens: tuple[Token, ...]) -> bool | None:
    """Whether the other text begins with a small letter; None where it begins with no word."""
    first = first_word(tokens)
    return None if first < 0 else tokens[first].form[0].islower()


def _prose(article: AlignedArticle, segment: Segment, first: int) -> bool:
    """Whether a capital is due: a whole sentence that begins where another has ended."""
    content, tokens = article.mt.content, segment.tokens
    if segment.kind not in {BlockKind.PARAGRAPH, BlockKind.CELL} or len(tokens) < _SHORTEST:
        return False
    following = tokens[first + 1]
    if following.start == tokens[first].end and following.form not in {",", "'", "’"}:
        return False  # p53, e-mail, np.random, (iii)
    ends = content[segment.span.end - 3 : segment.span.end].rstrip("\"'”“’»)")[-1:] in _STOPS
    if not segment.index:
        return ends
    before = article.mt.segments[segment.index - 1]
    last = content[before.span.start : before.span.end][-3:].rstrip("\"'”“’»)")
    stopped = last[-1:] in _STOPS and not last.endswith("..")
    if before.block == segment.block:
        return stopped and not _quoted_before(content, before) and not segment.fused
    return stopped and ends


def _quoted_before(content: str, before: Segment) -> bool:
    # “Why?” he asked.
    return content[before.span.end - 1 : before.span.end] in "\"'”“’»"


def follows_stop(
    article: AlignedArticle, tokens: Sequence[Token], index: int, opposite: Counterparts
) -> bool:
    """Whether a small word follows the end of a sentence: segmenting never cuts before one."""
    if index < _SHORTEST or not small_after_stop(article, tokens, index, opposite):
        return False
    token, last = tokens[index], tokens[index - 2]
    if last.word.capitalised or token.word.zipf < _COMMON:
        return False
    return last.word.zipf >= (_COMMON if len(last.form) < _LONG else _RARE)


def small_after_stop(
    article: AlignedArticle, tokens: Sequence[Token], index: int, opposite: Counterparts
) -> bool:
    """Whether a small word stands after a stop that ends no abbreviation, in this text alone."""
    if index < 2:  # noqa: PLR2004 - a word and its stop
        return False
    token, stop, last = tokens[index], tokens[index - 1], tokens[index - 2]
    if token.kind is not TokenKind.WORD or stop.end == token.start or not token.form.islower():
        return False
    if last.end != stop.start or not last.is_word or len(last.form) < _FEW:
        return False
    if last.comparable in _abbreviations(article.mt.language):
        return False
    return not any(_has_small_after_stop(text) for text in opposite.texts(token.start))


def echoed(tokens: Sequence[Token], index: int) -> bool:
    """Whether the words from ``index`` are those before the stop that stands before it.

    "They will decide. decide." lacks no capital: its end was said again.
    """
    stop = index - 1
    before = [t.comparable for t in tokens[max(stop - _ECHO, 0) : stop]]
    after = [t.comparable for t in tokens[index : index + _ECHO]]
    return any(
        before[-count:] == after[:count] for count in range(1, min(len(before), len(after)) + 1)
    )


def _has_small_after_stop(text: str) -> bool:
    return any(letter.islower() for letter in _AFTER_STOP.findall(text))


@cache
def _abbreviations(language: Language) -> frozenset[str]:
    return frozenset(comparable(w.rstrip(".")) for w in language.core.abbreviations)

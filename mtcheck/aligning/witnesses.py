"""The original as a second opinion: what it says at the place of a translated segment."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mtcheck.aligning.gaps import content
from mtcheck.aligning.once import ByIdentity
from mtcheck.article import TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Text, Token
    from mtcheck.languages import Language

__all__ = ["by_place", "clause", "sourced", "steady", "surely", "words"]


@lru_cache(maxsize=4)
def _sourced(key: ByIdentity[AlignedArticle]) -> dict[int, Pair]:
    return {s.index: pair for pair in key.it.source_pairs for s in pair.mt}


def sourced(article: AlignedArticle) -> Mapping[int, Pair]:
    """The source pair of each MT segment that has one, by the segment's index."""
    return _sourced(ByIdentity(article))


def words(segments: Iterable[Segment]) -> list[Token]:
    """Their tokens without punctuation, in order, as word alignments count them."""
    punctuation = TokenKind.PUNCTUATION
    return [t for s in segments for t in s.tokens if t.word.kind is not punctuation]


def surely(article: AlignedArticle) -> Iterator[tuple[Pair, Pair | None]]:
    """The source pairs that are steady, each with the reference pair of its MT, if it has one."""
    known = {s.index: pair for pair in article.reference_pairs if pair.other for s in pair.mt}
    for pair in article.source_pairs:
        if steady(pair, article):
            yield pair, known.get(pair.mt[0].index)


def by_place(
    share: float, tokens: Sequence[Token], within: range, functions: frozenset[str]
) -> int:
    """The word of ``within`` that stands as far into it as ``share`` says; a content word."""
    meant = within.start + share * len(within)
    own = [j for j in within if content(tokens[j], functions)] or list(within)
    return min(own, key=lambda j: (abs(j - meant), j))


def clause(
    share: float, tokens: Sequence[Token], segment: Segment, language: Language
) -> tuple[int, int]:
    """The words between commas and the like where ``share`` of the way is; of a long one a word.

    Indices into ``tokens``, which are those of ``segment`` without punctuation.
    """
    meant = min(int(share * len(tokens)), len(tokens) - 1)
    cuts = [
        t.start
        for t in segment.tokens
        if t.word.kind is TokenKind.PUNCTUATION and t.word.form in _PAUSES
    ]
    at = tokens[meant].start
    low = max((c for c in cuts if c < at), default=-1)
    high = min((c for c in cuts if c > at), default=segment.span.end)
    own = [i for i, t in enumerate(tokens) if low < t.start < high]
    longest = _LONGEST_CLAUSE * round(language.core.characters_per_word)
    if len(own) <= longest:
        return own[0], own[-1] + 1
    word = by_place(share, tokens, range(len(tokens)), language.function_words)
    return word, word + 1


_PAUSES = frozenset(',;:，、；：—–«»“”"()（）「」')
_LONGEST_CLAUSE = 8  # words of a clause that can be pointed at as a whole


def steady(pair: Pair, article: AlignedArticle) -> bool:
    """Whether one sentence surely translates one: their likeness or the layout says so.

    Sentences of two languages are mostly paired by their lengths, which errs now and then; but
    not where both paragraphs have as many sentences and these stand at the same place.
    """
    if article.source is None or len(pair.mt) != 1 or len(pair.other) != 1:
        return False
    if pair.similarity >= _SURE:
        return True
    mt, other = pair.mt[0], pair.other[0]
    return _place(article.mt, mt) == _place(article.source, other)


_SURE = 0.2  # likeness across languages (names, numbers) that is no accident


def _place(text: Text, segment: Segment) -> tuple[int, int]:
    # How many segments its block has, and which of them it is.
    first, count = _blocks(ByIdentity(text))[segment.block]
    return count, segment.index - first


@lru_cache(maxsize=4)
def _blocks(key: ByIdentity[Text]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for segment in key.it.segments:
        first, count = found.get(segment.block, (segment.index, 0))
        found[segment.block] = first, count + 1
    return found

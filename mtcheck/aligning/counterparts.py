"""What stands opposite a place of the MT: looked up only for the few candidates of a check."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from mtcheck.aligning.once import ByIdentity
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Pair, Text, Token

__all__ = ["Counterparts", "counterparts", "other_tokens", "within_segment"]


def counterparts(article: AlignedArticle) -> Counterparts:
    """The :class:`Counterparts` of an article; one for all checks."""
    return _counterparts(ByIdentity(article))


@lru_cache(maxsize=2)
def _counterparts(article: ByIdentity[AlignedArticle]) -> Counterparts:
    return Counterparts(article.it)


class Counterparts:
    """The reference's and the source's text opposite a place of the MT.

    It is a class because it indexes: nothing is computed before the first question, so that a
    check without candidates pays nothing.
    """

    def __init__(self, article: AlignedArticle) -> None:
        self._article = article
        self._texts: dict[tuple[str, int], str] = {}
        self._forms: dict[int, frozenset[str]] = {}

    def reference_pair(self, offset: int) -> Pair | None:
        """The pair of the MT segment at ``offset`` with the reference."""
        return self._reference.get(self._article.mt.segment_index(offset))

    def source_pair(self, offset: int) -> Pair | None:
        """The pair of the MT segment at ``offset`` with the source."""
        return self._source.get(self._article.mt.segment_index(offset))

    def reference_text(self, offset: int) -> str:
        """What the reference says there; empty where there is nothing."""
        return self._text("reference", self._article.reference, self.reference_pair(offset))

    def source_text(self, offset: int) -> str:
        """What the source says there; empty where there is nothing."""
        return self._text("source", self._article.source, self.source_pair(offset))

    def texts(self, offset: int) -> tuple[str, ...]:
        """The texts opposite, reference first, without the empty ones."""
        both = (self.reference_text(offset), self.source_text(offset))
        return tuple(text for text in both if text)

    def reference_forms(self, offset: int) -> frozenset[str]:
        """The forms, as written, that the reference has there."""
        pair = self.reference_pair(offset)
        if pair is None:
            return frozenset()
        if (known := self._forms.get(pair.index)) is None:
            known = self._forms[pair.index] = frozenset(t.form for t in other_tokens(pair))
        return known

    def _text(self, side: str, text: Text | None, pair: Pair | None) -> str:
        # One object a pair, so that what is computed from it can be cached.
        if text is None or pair is None or not pair.other:
            return ""
        key = (side, pair.index)
        if (known := self._texts.get(key)) is None:
            span = Span(pair.other[0].span.start, pair.other[-1].span.end)
            known = self._texts[key] = span.of(text.content)
        return known

    @cached_property
    def reference_words(self) -> frozenset[str]:
        """The comparable forms of the whole reference."""
        return _words(self._article.reference)

    @cached_property
    def source_words(self) -> frozenset[str]:
        """The comparable forms of the whole source."""
        return _words(self._article.source)

    @cached_property
    def _reference(self) -> dict[int, Pair]:
        return _by_segment(self._article.reference_pairs)

    @cached_property
    def _source(self) -> dict[int, Pair]:
        return _by_segment(self._article.source_pairs)


def _by_segment(pairs: tuple[Pair, ...]) -> dict[int, Pair]:
    return {segment.index: pair for pair in pairs for segment in pair.mt}


def _words(text: Text | None) -> frozenset[str]:
    if text is None:
        return frozenset()
    return frozenset({t.word.comparable for s in text.segments for t in s.tokens})


def other_tokens(pair: Pair | None) -> tuple[Token, ...]:
    """All tokens of the other side of a pair, in order."""
    if pair is None:
        return ()
    return tuple(token for segment in pair.other for token in segment.tokens)


def within_segment(article: AlignedArticle, span: Span) -> bool:
    """Whether ``span`` begins inside a segment (and not in a list marker or a blank)."""
    segments = article.mt.segments
    if not segments:
        return False
    inside = segments[article.mt.segment_index(span.start)].span
    return inside.start <= span.start < inside.end

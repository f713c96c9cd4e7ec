"""Span: a stretch of one text, in Unicode code points. All offset arithmetic lives here.

A span is half-open, ``text[start:end]``, and always counts code points of the whole text as
decoded. An empty span marks a place between two characters: where text is missing.
Other conventions (lines, UTF-16, bytes) are made from it in :mod:`mtcheck.positions` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Span"]


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """``start`` inclusive, ``end`` exclusive, both code points from 0.

    Raises ``ValueError`` where ``start`` is negative or after ``end``.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            msg = f"not a span: {self.start}..{self.end}"
            raise ValueError(msg)

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        # An empty span is still a place, so it must not be taken for "nothing".
        return True

    def of(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character, or an empty one lies within or at the edge."""
        if len(self) and len(other):
            return self.start < other.end and other.start < self.end
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside (edges included)."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same stretch in a text that has ``by`` more characters before it."""
        return Span(self.start + by, self.end + by)

    def clipped(self, to: Span) -> Span:
        """The part of it inside ``to``; the empty span at the nearer edge where it lies outside."""
        start = min(max(self.start, to.start), to.end)
        return Span(start, max(start, min(self.end, to.end)))

    def trimmed(self, text: str) -> Span:
        """Without white space at either end; an all-blank span shrinks to its start."""
        inside = text[self.start : self.end]
        left = len(inside) - len(inside.lstrip())
        if left == len(inside):
            return Span(self.start, self.start)
        return Span(self.start + left, self.end - (len(inside) - len(inside.rstrip())))

    @staticmethod
    def cover(spans: Iterable[Span]) -> Span:
        """The smallest span that holds all of ``spans``; raises ``ValueError`` for none."""
        every = list(spans)
        return Span(min(s.start for s in every), max(s.end for s in every))

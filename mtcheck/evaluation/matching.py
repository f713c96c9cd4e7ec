"""Spans counted whole: exact matches, and matches that share a character.

A predicted span is exact where a gold span has the same start and end, whatever the severity;
it overlaps where it has a character in common with one (an empty span: lies within or at the
edge). Spans that occur twice in one text count once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.evaluation.records import Mark
    from mtcheck.span import Span

__all__ = ["Matches", "matches", "touched"]


class Matches(NamedTuple):
    """Counts of one text, or summed over many."""

    exact: int  # predicted spans that are gold spans
    right: int  # predicted spans that overlap a gold span
    found: int  # gold spans that a predicted one overlaps
    predicted: int
    marked: int


def matches(gold: Iterable[Mark], predicted: Iterable[Mark]) -> Matches:
    """The counts of one text."""
    ours, theirs = {m.span for m in predicted}, {m.span for m in gold}
    return Matches(
        exact=len(ours & theirs),
        right=sum(touched(span, theirs) for span in ours),
        found=sum(touched(span, ours) for span in theirs),
        predicted=len(ours),
        marked=len(theirs),
    )


def touched(span: Span, others: Iterable[Span]) -> bool:
    """Whether ``span`` overlaps any of ``others``."""
    return any(span.overlaps(other) for other in others)

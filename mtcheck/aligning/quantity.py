"""Quantity: one value of a text at its place."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.aligning.figures import Key

__all__ = ["Quantity", "Sort", "matches"]


class Sort(IntEnum):
    """What a quantity is. A date gives one quantity for each of its parts."""

    NUMBER = 0
    YEAR = 1
    MONTH = 2
    DAY = 3
    WEEKDAY = 4
    TIME = 5
    VAGUE = 6  # hundreds, thousands
    CODE = 7  # the 19 of COVID-19


class Quantity(NamedTuple):
    """One value at its place.

    ``start``, ``end``: the number with its scale (or the part of a date). ``whole`` adds what
    an editor would replace with it: the unit, or the whole date, range or ratio. ``soft``: it
    may explain a number of the other text but is never judged itself (*one*, *both*).
    ``spelled``: in words; ``case`` is then the form's place in its entry, -1 unknown.
    ``first`` and ``last`` are token indices in segment ``segment``, ``last`` inclusive.
    """

    start: int
    end: int
    whole: tuple[int, int]
    keys: tuple[Key, ...]
    sort: Sort
    unit: str | None
    segment: int
    first: int
    last: int
    spelled: bool = False
    soft: bool = False
    case: int = -1
    scale: int = 0
    certain_unit: bool = True
    ordinal: bool = False

    @property
    def span(self) -> Span:
        """The number with its scale."""
        return Span(self.start, self.end)

    @property
    def whole_span(self) -> Span:
        """The number with its unit, or the whole date."""
        return Span(*self.whole)

    @property
    def is_date(self) -> bool:
        """Whether it belongs to a date or a time of day."""
        return Sort.YEAR <= self.sort <= Sort.TIME


def matches(one: Quantity, two: Quantity) -> bool:
    """Whether both may be the same value (units apart)."""
    return one.keys[0] in two.keys or two.keys[0] in one.keys

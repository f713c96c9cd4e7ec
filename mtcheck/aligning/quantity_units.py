"""When units of two quantities agree, differ, or are each other's conversion."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mtcheck.aligning.figures import value
from mtcheck.aligning.quantity import Sort
from mtcheck.languages.numbers import units

if TYPE_CHECKING:
    from mtcheck.aligning.quantity import Quantity

__all__ = ["clinical", "converted", "dimension", "losable", "same_unit", "unit_differs"]

_SUBUNITS = frozenset({"cent", "kopeck", "penny"})
_TOLERANCE = 0.06  # what rounding leaves between 5 miles and 8 kilometres


@cache
def same_unit(one: str | None, two: str | None) -> bool:
    """Whether the two codes may name one unit (``$`` and USD, *pounds* and GBP)."""
    if one == two:
        return True
    if one is None or two is None:
        return False
    return two in _family(one) or one in _family(two) or bool(_family(one) & _family(two))


@cache
def _family(code: str) -> frozenset[str]:
    currency = units().currencies.get(code)
    return frozenset(currency.family) if currency is not None else frozenset()


@cache
def dimension(code: str) -> str:
    """What the unit measures, such as ``length`` or ``money``."""
    unit = units().units.get(code)
    return "money" if unit is None else unit.dimension


@cache
def clinical(code: str | None) -> bool:
    """Whether doses are written in the unit."""
    unit = units().units.get(code or "")
    return unit is not None and unit.clinical


def unit_differs(q: Quantity, other: Quantity) -> bool:
    """Whether equal numbers have units that say different things."""
    if q.unit is None or other.unit is None:
        return False
    if same_unit(q.unit, other.unit) or not (q.certain_unit and other.certain_unit):
        return False
    if "degree" in (q.unit, other.unit):
        return False  # "5 degrees" may be of any scale
    if {q.unit, other.unit} <= _SUBUNITS:
        return False
    return not _clock(q) and not _clock(other)


def losable(q: Quantity, other: Quantity) -> bool:
    """Whether the bare ``q`` lacks what no text leaves out: a currency, a per cent sign."""
    return (
        q.unit is None
        and q.sort is Sort.NUMBER
        and q.certain_unit
        and not q.spelled
        and other.unit is not None
        and other.certain_unit
        and (other.unit in _PLAIN or (dimension(other.unit) == "money" and _sure(other.unit)))
    )


_PLAIN = frozenset({"percent", "dollar", "yen_sign"})


def _sure(code: str) -> bool:
    # "livres" may be books, "crowns" may be worn, "cents" are often left to the reader.
    return code not in _SUBUNITS and not _family(code)


def _clock(q: Quantity) -> bool:
    return any(k[0] == "time" for k in q.keys) and q.unit is None


def converted(q: Quantity, other: Quantity) -> bool:
    """Whether the one is the other in another unit, to the rounding of the coarser."""
    if q.unit is None or other.unit is None or q.unit == other.unit:
        return False
    one, two = value(q.keys[0]), value(other.keys[0])
    if one is None or two is None:
        return False
    if {q.unit, other.unit} == {"celsius", "fahrenheit"}:
        celsius, fahrenheit = (one, two) if q.unit == "celsius" else (two, one)
        return abs(celsius * 9 / 5 + 32 - fahrenheit) <= 1.5  # noqa: PLR2004 - rounding
    table = units().units
    a, b = table.get(q.unit), table.get(other.unit)
    if a is None or b is None or a.dimension != b.dimension:
        return False
    left, right = one * a.factor, two * b.factor
    return abs(left - right) <= _TOLERANCE * max(abs(left), abs(right))

"""What the words of quantities say: the kinds and senses of phrases."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

__all__ = ["OPENING", "Kind", "Sense"]


class Kind(IntEnum):
    """What a phrase says. The order is that of preference where one form has several senses."""

    IDIOM = 0
    CARDINAL = 1  # value: the number
    SCALE = 2  # value: the power of ten
    GROUP = 3  # value: the number (dozen)
    COMPOUND = 4  # a numeral of several parts in one word
    ORDINAL = 5
    HALF_PAST = 6
    HALF_TO = 7
    MONTH = 8
    WEEKDAY = 9
    UNIT = 10  # value: the code
    MONEY = 11  # value: the code
    DENOMINATOR = 12
    PLUS_HALF = 13
    CONNECTOR = 14
    MINUS = 15
    INDEFINITE = 16
    ORDINAL_PREFIX = 17
    ORDINAL_SUFFIX = 18
    DECADE_SUFFIX = 19
    DECADE_PREFIX = 20
    CENTURY = 21
    PERCENT_PREFIX = 22
    AM = 23
    PM = 24
    NIGHT = 25
    OCLOCK = 26
    SOFT = 27
    VAGUE = 28
    DATE_LINK = 29
    DATE_PREPOSITION = 30
    YEAR_WORD = 31
    MONTH_WORD = 32
    DAY_WORD = 33
    COUNTER = 34
    PER = 35
    RANGE_LINK = 36
    UNCERTAIN = 37
    FILLER = 38
    FRACTION = 39  # ½
    TENTHS = 40
    NOT_MINUS = 41
    PART_OF = 42  # three quarters of an hour
    FRACTION_LINK = 43  # 三分之二


#: Kinds that can begin a quantity; all else is looked at only beside one.
OPENING = frozenset(
    {
        Kind.IDIOM,
        Kind.CARDINAL,
        Kind.SCALE,
        Kind.GROUP,
        Kind.COMPOUND,
        Kind.ORDINAL,
        Kind.SOFT,
        Kind.VAGUE,
        Kind.MONTH,
        Kind.WEEKDAY,
        Kind.HALF_PAST,
        Kind.HALF_TO,
        Kind.FRACTION,
        Kind.PERCENT_PREFIX,
    }
)


class Sense(NamedTuple):
    """One meaning of a phrase; ``case`` is its place in its entry, ``exact`` its exact forms."""

    kind: Kind
    value: float | str
    case: int = 0
    exact: tuple[str, ...] | None = None
    preceding: tuple[str, ...] = ()  # forms that must stand before it
    parts: tuple[tuple[Kind, float], ...] = ()  # of a compound

"""Figures: what a run of digits with marks may mean.

A value is a *key*: two quantities are equal where their keys are. A number is ``(mantissa,
exponent)`` without trailing zeros, so that 1.5 million and 1,500,000 are both ``(15, 5)`` and a
wrong power of ten shows as an equal mantissa. Floating point is never compared.
Marks mean different things in different places, so figures have several keys: the first is what
the language's own habit says, the others are what it might still be.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

__all__ = [
    "Figures",
    "Key",
    "Shape",
    "ascii_digits",
    "clock",
    "date_parts",
    "fraction",
    "integer",
    "month",
    "negated",
    "number",
    "read",
    "scaled",
    "share",
    "value",
    "weekday",
]

Key = tuple[int | str, ...]

_LONGEST = 18  # digits of a number; more is a serial number and compared as letters
_HOURS, _MINUTES, _NOON = 24, 60, 12
_DAYS, _MONTHS = 31, 12
_YEARS = range(1000, 2200)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.]\d{2})?")
_PARTS = re.compile(r"\d+")
_GROUP = 3


class Shape(Enum):
    """How the figures are built."""

    PLAIN = "plain"  # 2021
    MARKED = "marked"  # 1,500 or 3.5
    TIME = "time"  # 10:30
    DATE = "date"  # 3.4.2021
    SEVERAL = "several"  # 3:1, 4.5:1
    SERIAL = "serial"  # 1.2.3, twenty digits


@dataclass(frozen=True, slots=True)
class Figures:
    """``parts`` are (start, end, keys) with offsets into the figures; one but for several."""

    shape: Shape
    parts: tuple[tuple[int, int, tuple[Key, ...]], ...]
    digits: int


def number(mantissa: int, exponent: int = 0) -> Key:
    """The key of ``mantissa × 10^exponent``."""
    if mantissa == 0:
        return (0, 0)
    while mantissa % 10 == 0:
        mantissa //= 10
        exponent += 1
    return (mantissa, exponent)


def month(value: int) -> Key:
    """The key of a month, 1 to 12."""
    return ("month", value)


def weekday(value: int) -> Key:
    """The key of a day of the week, Monday 1."""
    return ("weekday", value)


def clock(minutes: int) -> Key:
    """The key of a time of day in minutes after midnight."""
    return ("time", minutes % (_HOURS * _MINUTES))


def value(key: Key) -> float | None:
    """The number that a key stands for; None for months, times and serial numbers."""
    match key:
        case (int() as mantissa, int() as exponent):
            return float(f"{mantissa}e{exponent}")
        case ("/", int() as above, int() as below):
            return above / below
        case _:
            return None


def integer(key: Key, top: int = 9999) -> int | None:
    """The integer of ``key``; None for what is no integer from 0 to ``top``."""
    mantissa, exponent = key[0], key[1]
    if not isinstance(mantissa, int) or not isinstance(exponent, int):
        return None
    if not 0 <= exponent <= _LONGEST or not 0 <= mantissa <= top:
        return None
    whole: int = mantissa * 10**exponent
    return whole if whole <= top else None


def scaled(key: Key, power: int) -> Key:
    """A number's key times a power of ten; any other key as it is."""
    mantissa, exponent = key[0], key[1]
    if isinstance(mantissa, int) and isinstance(exponent, int):
        return number(mantissa, exponent + power)
    return key


def negated(key: Key) -> Key:
    """A number's key with the other sign; any other key as it is."""
    mantissa, exponent = key[0], key[1]
    if isinstance(mantissa, int) and isinstance(exponent, int):
        return (-mantissa, exponent)
    return key


def fraction(above: int, below: int) -> tuple[Key, ...]:
    """The keys of a fraction: its value, and the same as per cent where that is exact."""
    if 1000 * above % below == 0:
        return share(above / below)
    return (("/", above, below),)


def share(part: float) -> tuple[Key, ...]:
    """The keys of a share between 0 and 1, as it is and as per cent."""
    thousandths = round(part * 1000)
    return (number(thousandths, -3), number(thousandths, -1))


def ascii_digits(form: str) -> str:
    """``form`` with every decimal digit as 0–9 and Arabic marks as ours."""
    if form.isascii():
        return form
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else _MARKS.get(c, c) for c in form)


_MARKS = {"٫": ".", "٬": "'", "’": "'"}


def read(form: str, decimal: tuple[str, ...], group: tuple[str, ...], order: str) -> Figures:
    """What ``form`` (a number token) means where ``decimal`` and ``group`` are the marks.

    ``order`` is how 3/4/2021 is read: ``dmy``, ``mdy``, or ``any``.
    """
    text = ascii_digits(form)
    digits = sum(c.isdigit() for c in text)
    whole = (0, len(text))
    if digits > _LONGEST:
        return Figures(Shape.SERIAL, ((*whole, (("serial", text),)),), digits)
    if digits == len(text):
        return Figures(Shape.PLAIN, ((*whole, (number(int(text)),)),), digits)
    if ":" in text:
        return _colons(text, decimal, group, digits)
    marks = [c for c in text if not c.isdigit()]
    if len(marks) == 1:
        return Figures(Shape.MARKED, ((*whole, _one_mark(text, marks[0], decimal, group)),), digits)
    return _many_marks(text, marks, order, digits)


def _one_mark(
    text: str, mark: str, decimal: tuple[str, ...], group: tuple[str, ...]
) -> tuple[Key, ...]:
    left, right = text.split(mark)
    as_decimal = number(int(left + right), -len(right))
    as_group = number(int(left + right))
    keys: tuple[Key, ...]
    if mark == "'":
        keys = (as_group,)
    elif len(right) != _GROUP or len(left) > _GROUP or left[0] == "0":
        keys = (as_decimal,)
    elif mark in group and mark not in decimal:
        keys = (as_group, as_decimal)
    else:
        keys = (as_decimal, as_group)
    if mark == "," and mark not in decimal and len(right) != _GROUP:
        keys += (number(int(left)), number(int(right)))  # a list without a space: 6,12
    if mark == "." and (found := _TIME.fullmatch(text)) and (minutes := _minutes(found)):
        keys += minutes
    return keys


def _minutes(found: re.Match[str]) -> tuple[Key, ...]:
    hour, minute = int(found[1]), int(found[2])
    if hour > _HOURS or minute >= _MINUTES:
        return ()
    first = clock(hour * _MINUTES + minute)
    if 0 < hour < _NOON + 1 and len(found[1].lstrip("0")) == len(found[1]):
        return (first, clock((hour + _NOON) * _MINUTES + minute))
    return (first,)


def _colons(text: str, decimal: tuple[str, ...], group: tuple[str, ...], digits: int) -> Figures:
    if (found := _TIME.fullmatch(text)) and (minutes := _minutes(found)):
        keys = (*minutes, number(int(found[1])), number(int(found[2])))
        return Figures(Shape.TIME, ((0, len(text), keys),), digits)
    parts = []
    at = 0
    for part in text.split(":"):
        inner = read(part, decimal, group, "any")
        parts.append((at, at + len(part), inner.parts[0][2]))
        at += len(part) + 1
    return Figures(Shape.SEVERAL, tuple(parts), digits)


def _many_marks(text: str, marks: list[str], order: str, digits: int) -> Figures:
    whole = (0, len(text))
    last = marks[-1]
    pieces = re.split(r"\D", text)
    if last not in marks[:-1] and len(set(marks)) == 2 and _grouped(pieces[:-1]):  # noqa: PLR2004
        # 1,234,567.8: every mark but the last is a group mark.
        joined = "".join(pieces)
        key = number(int(joined), -len(pieces[-1]))
        return Figures(Shape.MARKED, ((*whole, (key,)),), digits)
    if len(set(marks)) == 1 and _grouped(pieces):
        key = number(int("".join(pieces)))
        return Figures(Shape.MARKED, ((*whole, (key,)),), digits)
    if last == "." and len(pieces) == _GROUP and (parts := date_parts(pieces, order)):
        return Figures(Shape.DATE, _placed(text, parts), digits)
    if set(marks) == {","}:
        keys: list[tuple[Key, ...]] = [(number(int(p)),) for p in pieces]
        return Figures(Shape.SEVERAL, _placed(text, keys), digits)
    return Figures(Shape.SERIAL, ((*whole, (("serial", text),)),), digits)


def _grouped(pieces: list[str]) -> bool:
    # Western groups of three, or Indian: 12,34,567.
    if not 1 <= len(pieces[0]) <= _GROUP or pieces[0][0] == "0":
        return False
    rest = pieces[1:]
    if all(len(p) == _GROUP for p in rest):
        return True
    return len(rest[-1]) == _GROUP and all(len(p) == _GROUP - 1 for p in rest[:-1])


def date_parts(pieces: list[str], order: str) -> list[tuple[Key, ...]] | None:
    """Keys of day, month and year, in the order written; None where it is no date."""
    if len(pieces[0]) == 4:  # noqa: PLR2004 - a year of four figures first: 2021-01-03
        return _year_first(*(int(p[:9]) for p in pieces))
    if max(len(pieces[0]), len(pieces[1])) > 2 or len(pieces[2]) not in (2, 4):  # noqa: PLR2004
        return None
    one, two, year = (int(p) for p in pieces)
    day_first = 1 <= one <= _DAYS and 1 <= two <= _MONTHS
    month_first = 1 <= one <= _MONTHS and 1 <= two <= _DAYS
    if not (day_first or month_first):
        return None
    years: tuple[Key, ...] = (number(year),)
    if len(pieces[2]) == 2:  # noqa: PLR2004 - '21 is 2021 or 1921
        years = (number(2000 + year), number(year), number(1900 + year))
    if one == two or (order == "any" and day_first and month_first):
        return [(month(one), number(one)), (number(two), month(two)), years]
    if day_first and (order != "mdy" or not month_first):
        return [(number(one),), (month(two),), years]
    return [(month(one),), (number(two),), years]


def _year_first(year: int, mon: int, day: int) -> list[tuple[Key, ...]] | None:
    if year in _YEARS and 1 <= mon <= _MONTHS and 1 <= day <= _DAYS:
        return [(number(year),), (month(mon),), (number(day),)]
    return None


def _placed(text: str, keys: list[tuple[Key, ...]]) -> tuple[tuple[int, int, tuple[Key, ...]], ...]:
    places = [m.span() for m in _PARTS.finditer(text)]
    return tuple((s, e, k) for (s, e), k in zip(places, keys, strict=True))

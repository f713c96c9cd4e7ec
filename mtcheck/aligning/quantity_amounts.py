"""Amounts: a number with its sign, fraction, unit and suffix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.aligning.figures import (
    Key,
    Shape,
    clock,
    fraction,
    integer,
    negated,
    number,
    scaled,
)
from mtcheck.aligning.phrase_kinds import Kind
from mtcheck.aligning.quantity import Sort
from mtcheck.aligning.quantity_cursor import AMOUNTS, ORDINALS, Cursor
from mtcheck.aligning.quantity_dates import LIKELY_YEARS
from mtcheck.word import TokenKind

if TYPE_CHECKING:
    from mtcheck.aligning.numerals import Numeral

__all__ = ["AmountReader"]

_FOUR = 4  # figures of a year
_HYPHENS = ("-", "‑")
_SIGNS = frozenset("-–−﹣－")
_SURE_SIGN = "−"
_OPENING = ("(", "（", "[", "“", '"')
_MONEY_SCALES = {"m": 6, "mn": 6, "M": 6, "b": 9, "bn": 9, "B": 9, "k": 3, "K": 3, "tn": 12}
_YEARLIKE_UNITS = frozenset({"year", "g"})  # 2010 г. is a year and no weight
_CURRENCIES = frozenset({Kind.MONEY})
_DECADES = frozenset({Kind.DECADE_SUFFIX})
_DECADE_PREFIXES = frozenset({Kind.DECADE_PREFIX})
_DENOMINATORS = frozenset({Kind.DENOMINATOR})
_FRACTION_LINKS = frozenset({Kind.FRACTION_LINK})
_FRACTIONS = frozenset({Kind.FRACTION})
_MINUS = frozenset({Kind.MINUS, Kind.NOT_MINUS})
_PART_OF = frozenset({Kind.PART_OF})
_PER = frozenset({Kind.PER})
_PERCENT = frozenset({Kind.PERCENT_PREFIX})
_PLUS_HALF = frozenset({Kind.PLUS_HALF})
_SCALES = frozenset({Kind.SCALE})
_TENTHS = frozenset({Kind.TENTHS})


@dataclass(slots=True)
class _Amount:
    """So far: tokens ``first`` to ``end`` are the number, ``start`` to ``stop`` the whole."""

    first: int
    end: int
    keys: tuple[Key, ...]
    start: int
    stop: int
    unit: str | None = None
    certain_unit: bool = True


class AmountReader(Cursor):
    """Reads amounts, decades, ordinals and the numbers in names."""

    def amount(self, numeral: Numeral) -> int:
        """A plain number with its sign, unit and suffixes; the index after it."""
        first, end, keys = numeral.first, numeral.end, numeral.keys
        if self.coded(numeral):
            self.put(first, end, keys, Sort.CODE)
            return end
        if (after := self.decade(numeral)) is not None:
            return after
        if (ordinal := self.suffix(end, ORDINALS)) is not None:
            self.put(first, ordinal, keys, Sort.NUMBER)
            return ordinal
        half = self.phrase(end, _PLUS_HALF) if numeral.scale else None
        if half is None:
            keys, end = self.broken(numeral, keys, end)
        else:  # dos millones y medio
            more = (_and_half(k, numeral.scale) for k in keys)
            keys, end = (*(k for k in more if k is not None), *keys), half[1]
        if numeral.ordinal and numeral.words == 1 and (below := self.phrase(first, _DENOMINATORS)):
            keys = (*keys, *fraction(1, int(below[0].value)))  # "a fifth"
        found = _Amount(first, end, keys, first, end)
        self.sign(found, numeral)
        self.unit(found)
        self.half_a_unit(found)
        year = self.bare_year(numeral)
        if year and found.unit in _YEARLIKE_UNITS:
            found.unit = None
        if found.unit == "h" and (hour := integer(keys[0], 24)) is not None:
            found.keys = (*found.keys, clock(hour * 60))
        self.put(
            found.first,
            found.end,
            found.keys,
            Sort.YEAR if year and found.unit is None else Sort.NUMBER,
            whole=(self.tokens[found.start].start, self.tokens[found.stop - 1].end),
            unit=found.unit,
            spelled=numeral.spelled,
            soft=numeral.spelled and keys[0] == (1, 0) and not numeral.scale,
            case=numeral.case,
            scale=numeral.scale if half is None else 0,
            certain_unit=found.certain_unit,
            ordinal=numeral.ordinal,
        )
        return found.stop

    def plain_amount(self, numeral: Numeral) -> int:
        """A number that nothing beside it changes (:meth:`alone`); the index after it."""
        self.put(
            numeral.first,
            numeral.end,
            numeral.keys,
            Sort.YEAR if self.bare_year(numeral) else Sort.NUMBER,
            spelled=numeral.spelled,
            soft=numeral.spelled and numeral.keys[0] == (1, 0),
            case=numeral.case,
        )
        return numeral.end

    def sign(self, found: _Amount, numeral: Numeral) -> None:
        """Take in a minus; where it may be a hyphen, both values."""
        first = found.first
        turned = tuple(negated(k) for k in found.keys)
        if not self.negative(first):
            if self.form(first - 1) in _SIGNS and self.touches(first) and not numeral.spelled:
                # "betrug-29,02": a hyphen, a range, or a sign with its space lost.
                found.keys = (*found.keys, *turned)
            return
        hyphen = self.form(first - 1) in _SIGNS and self.form(first - 1) != _SURE_SIGN
        sure = not hyphen or self.phrase(found.end, AMOUNTS) is not None
        # A lone hyphen may be a list's dash or part of a name: "Covid -19".
        found.keys = turned if sure and not (hyphen and first == 1) else (*turned, *found.keys)
        if sure:
            found.first = found.start = self.sign_at(first)

    def unit(self, found: _Amount) -> None:
        """Take in the unit after the number, or the currency or 百分之 before it."""
        before = self.before(found.first, _CURRENCIES)
        found.unit, found.stop, found.certain_unit = self.unit_at(found.end)
        letter = _MONEY_SCALES.get(self.form(found.end)) if self.touches(found.end) else None
        if before is not None and (found.unit is None or letter is not None):
            found.unit, found.start = str(before[0].value), before[1]
            if letter is not None:  # $5m
                found.keys = tuple(scaled(k, letter) for k in found.keys)
                found.end += 1
            found.stop = found.end
            return
        if self.data.percent_prefixes:
            prefix = self.before(found.first, _PERCENT)
            if prefix is not None:
                found.first = found.start = prefix[1]
                found.unit, found.stop = "percent", found.end
        if found.unit is None and (tenths := self.phrase(found.end, _TENTHS)) is not None:
            found.unit, found.stop, found.end = "percent", tenths[1], tenths[1]
            found.keys = tuple(scaled(k, 1) for k in found.keys)

    def half_a_unit(self, found: _Amount) -> None:
        """*Two years and a half*, 两年半."""
        half = None if found.unit is None else self.phrase(found.stop, _PLUS_HALF)
        if half is not None:
            more = (k for k in map(_and_half, found.keys) if k is not None)
            found.keys = (*more, *found.keys)
            found.stop = half[1]

    def broken(
        self, numeral: Numeral, keys: tuple[Key, ...], end: int
    ) -> tuple[tuple[Key, ...], int]:
        """Two thirds, 三分之二; two and a half; 1½: keys and end with what follows the integer."""
        value = integer(keys[0])
        if value is None:
            return keys, end
        here = end + 1 if self.form(end) in _HYPHENS and self.touches(end) else end
        below = self.phrase(here, _DENOMINATORS)
        if below is not None and not numeral.ordinal and 0 < value < float(below[0].value):
            return fraction(value, int(below[0].value)), below[1]
        if (link := self.phrase(end, _FRACTION_LINKS)) is not None:
            upper = self.bare(link[1])
            share = None if upper is None else integer(upper.keys[0], value)
            if upper is not None and share and self.phrase(numeral.first, _PERCENT) is None:
                return fraction(share, value), upper.end
        counted = self.data.positional and self.form(end) in ("个", "個")  # 两个半小时
        half = self.phrase(end + 1 if counted else end, _PLUS_HALF)
        if half is not None and not numeral.scale:
            key, end = number(value * 10 + 5, -1), half[1]
            scale = self.phrase(end, _SCALES)
            return (
                ((key,), end) if scale is None else ((scaled(key, int(scale[0].value)),), scale[1])
            )
        sign = self.phrase(end, _FRACTIONS)
        if sign is not None:
            return (number(value * 1000 + round(float(sign[0].value) * 1000), -3),), sign[1]
        return keys, end

    def bare_year(self, numeral: Numeral) -> bool:
        """Whether four bare figures look like a year."""
        return (
            numeral.shape is Shape.PLAIN
            and not numeral.scale
            and len(self.form(numeral.first)) == _FOUR
            and (integer(numeral.keys[0]) or 0) in LIKELY_YEARS
        )

    def coded(self, numeral: Numeral) -> bool:
        """Whether letters stand right before the figures: F-16, B12, COVID-19."""
        if numeral.spelled:
            return False
        at = numeral.first
        if self.form(at - 1) in (*_HYPHENS, "–") and self.touches(at):
            if numeral.shape is Shape.MARKED:
                return False
            at -= 1
        if not self.touches(at) or self.tokens[at - 1].word.kind is not TokenKind.WORD:
            return False
        form = self.form(at - 1)
        money = self.before(at, _CURRENCIES)
        return money is None and (form.isascii() or bool(self.tokens[at - 1].word.all_caps))

    def decade(self, numeral: Numeral) -> int | None:
        """1990s, 90er, 90-е: both 1990 and 90."""
        value = integer(numeral.keys[0])
        if value is None or value % 10 or numeral.scale:
            return None
        end = self.decade_end(numeral)
        if end is None:
            return None
        short = value % 100 or value
        keys = [number(value), number(short), number(1900 + short)]
        if value >= 1000 and value % 100 == 0:  # noqa: PLR2004 - the 1800s: the 19th century
            keys.append(number(value // 100 + 1))
        self.put(numeral.first, end, tuple(dict.fromkeys(keys)), Sort.NUMBER)
        return end

    def decade_end(self, numeral: Numeral) -> int | None:
        """Where a decade ends, if a suffix or the words before make the number one."""
        end = self.suffix(numeral.end, _DECADES)
        if end is not None:
            return end
        apart = self.phrase(numeral.end, _DECADES)
        if apart is not None and apart[1] > numeral.end + 1:
            return apart[1]
        return None if self.before(numeral.first, _DECADE_PREFIXES) is None else numeral.end

    def negative(self, first: int) -> bool:
        """Whether a sign or a word before the number makes it negative."""
        word = self.before(first, _MINUS)
        if word is not None:
            return word[0].kind is Kind.MINUS
        mark = self.form(first - 1)
        if mark not in _SIGNS or not self.touches(first):
            return False
        if first == 1 or not self.touches(first - 1):
            return first == 1 or self.tokens[first - 2].word.kind is not TokenKind.NUMBER
        last = self.form(first - 2)
        return not last[-1:].isalnum() if mark == _SURE_SIGN else last in _OPENING

    def sign_at(self, first: int) -> int:
        """The token at which the sign before ``first`` begins."""
        found = self.before(first, _MINUS)
        return found[1] if found is not None else first - 1

    def unit_at(self, at: int) -> tuple[str | None, int, bool]:
        """The unit after a number: its code, where it ends, and whether it is all of it."""
        here = at
        if self.form(here) in _HYPHENS and self.touches(here) and self.touches(here + 1):
            here += 1
        if (part := self.phrase(here, _PART_OF)) is not None:
            here = part[1]  # "three quarters of an hour"
        found = self.phrase(here, AMOUNTS)
        if found is None:
            return None, at, True
        end = self.without_stop(found[1])
        if self.form(end) == "/" or self.phrase(end, _PER) is not None:
            return None, at, False  # "100 km per day": a rate that nothing is known of
        return str(found[0].value), end, True


def _and_half(key: Key, scale: int = 0) -> Key | None:
    """The key of half of 10^``scale`` more; None where it is no small integer of them."""
    mantissa, exponent = key[0], key[1]
    if not isinstance(mantissa, int) or not isinstance(exponent, int):
        return None
    value = integer((mantissa, exponent - scale))
    return None if value is None else number(value * 10 + 5, scale - 1)

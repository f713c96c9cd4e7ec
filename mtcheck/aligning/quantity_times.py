"""Times of day: 10:30, 3 p.m., 15 Uhr, 下午3点半, half past three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.figures import Key, Shape, clock, integer, number, share
from mtcheck.aligning.phrase_kinds import Kind
from mtcheck.aligning.quantity import Sort
from mtcheck.aligning.quantity_cursor import AMOUNTS, Cursor

if TYPE_CHECKING:
    from mtcheck.aligning.numerals import Numeral

__all__ = ["TimeReader"]

_HALVES = frozenset({Kind.AM, Kind.PM, Kind.NIGHT})
_CLOCK = _HALVES | {Kind.OCLOCK}
_PLUS_HALF = frozenset({Kind.PLUS_HALF})
_UNITS = frozenset({Kind.UNIT})


class TimeReader(Cursor):
    """Reads times of day."""

    def half_hour(self, at: int, end: int, kind: Kind) -> int:
        """*Half past three*, *halb vier*; else the word is a half like any other."""
        hour = self.bare(end)
        value = None if hour is None else integer(hour.keys[0], 12)
        if hour is None or value is None:
            self.put(at, end, (*share(0.5), number(1)), Sort.NUMBER, soft=True, spelled=True)
            return end
        minutes = value * 60 + (30 if kind is Kind.HALF_PAST else -30)
        self.put(at, hour.end, (clock(minutes), clock(minutes + 720)), Sort.TIME, spelled=True)
        return hour.end

    def time(self, numeral: Numeral, end: int) -> int:
        """10:30, with what says which half of the day."""
        keys = numeral.keys
        half = self.phrase(end, _CLOCK)
        first = numeral.first
        kind: Kind | None = None
        if half is not None:
            kind, end = half[0].kind, self.without_stop(half[1])
        elif self.data.clock.before and (before := self.before(first, _HALVES)) is not None:
            kind, first = before[0].kind, before[1]
        if kind is not None:
            keys = _halved(keys, kind)
        if kind not in _HALVES and self.data.clock.late and not self._after_noon():
            keys = _without_second_time(keys)
        self.put(first, end, keys, Sort.TIME)
        return end

    def _after_noon(self) -> bool:
        """Whether a word of the segment says that it is after noon."""
        late = self.data.clock.late
        return any(part in token.comparable for token in self.tokens for part in late)

    def spaced_time(self, numeral: Numeral) -> int | None:
        """A time with a space after its colon, as some systems write it: 18: 00."""
        hour = integer(numeral.keys[0], 24)
        form = self.form(numeral.end + 1)
        colon = self.form(numeral.end) in (":", "：") and self.touches(numeral.end)
        if hour is None or numeral.shape is not Shape.PLAIN or not colon or not _is_minutes(form):
            return None
        keys = (*_either_half(hour * 60 + int(form)), number(hour), number(int(form)))
        self.put(numeral.first, numeral.end + 2, keys, Sort.TIME)
        return numeral.end + 2

    def hour(self, numeral: Numeral) -> int | None:
        """3 p.m., 15 Uhr, 15h30, 下午3点半: a number that a word makes a time; else None."""
        hour = integer(numeral.keys[0], 24)
        marked = tuple(k for k in numeral.keys if k[0] == "time")
        if hour is None and not marked:
            return None
        after = self.phrase(numeral.end, _CLOCK)
        if after is None:
            return self.attached_minutes(numeral, hour)
        unit = self.phrase(numeral.end, AMOUNTS)
        if unit is not None and unit[1] > after[1]:
            return None  # 3時間 is how long
        end = self.without_stop(after[1])
        keys = marked
        if hour is not None and not marked:
            extra, end = self.minutes(end)
            keys = _either_half(hour * 60 + extra)
        first, end, kind = self.half_of_day(numeral.first, end, after[0].kind)
        keys = _halved(keys, kind)
        if hour is not None and not marked:
            keys = (*keys, number(hour))
        self.put(first, end, keys, Sort.TIME, spelled=numeral.spelled)
        return end

    def half_of_day(self, first: int, end: int, kind: Kind) -> tuple[int, int, Kind]:
        """The span and kind with what says morning or evening beside *o'clock*."""
        if kind is not Kind.OCLOCK:
            return first, end, kind
        if self.data.clock.before:
            before = self.before(first, _HALVES)
            return (first, end, kind) if before is None else (before[1], end, before[0].kind)
        late = self.phrase(end, _HALVES)
        return (
            (first, end, kind)
            if late is None
            else (first, self.without_stop(late[1]), late[0].kind)
        )

    def attached_minutes(self, numeral: Numeral, hour: int | None) -> int | None:
        """15h30."""
        end = numeral.end
        if hour is None or self.form(end) not in ("h", "H"):
            return None
        form = self.form(end + 1)
        if not (self.touches(end) and self.touches(end + 1) and _is_minutes(form)):
            return None
        self.put(numeral.first, end + 2, (clock(hour * 60 + int(form)),), Sort.TIME)
        return end + 2

    def minutes(self, at: int) -> tuple[int, int]:
        """Minutes after the hour word: 3点30分, 15 Uhr 30; 3点半."""
        half = self.phrase(at, _PLUS_HALF)
        if half is not None and self.data.clock.oclock:
            return 30, half[1]
        if not self.data.clock.before:
            return (int(self.form(at)), at + 1) if _is_minutes(self.form(at)) else (0, at)
        numeral = self.bare(at)
        value = None if numeral is None else integer(numeral.keys[0], 59)
        if numeral is None or value is None:
            return 0, at
        unit = self.phrase(numeral.end, _UNITS)
        return (value, unit[1]) if unit is not None and unit[0].value == "min" else (0, at)


def _is_minutes(form: str) -> bool:
    return len(form) == 2 and form.isdecimal() and int(form) < 60  # noqa: PLR2004 - two figures


def _either_half(minutes: int) -> tuple[Key, ...]:
    """The time, and twelve hours later where the hour does not say which half it is of."""
    if 60 <= minutes < 780:  # noqa: PLR2004 - one to before thirteen o'clock
        return (clock(minutes), clock(minutes + 720))
    return (clock(minutes),)


def _without_second_time(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    """Without the time twelve hours later."""
    times = [k for k in keys if k[0] == "time"]
    return tuple(k for k in keys if k not in times[1:])


def _halved(keys: tuple[Key, ...], kind: Kind) -> tuple[Key, ...]:
    """Only the time that fits the half of the day; all where the word does not say."""
    times = [k for k in keys if k[0] == "time"]
    if kind is Kind.OCLOCK or not times:
        return tuple(times) or keys
    minutes = int(times[0][1])
    late = kind is Kind.PM or (kind is Kind.NIGHT and minutes % 720 >= 540)  # noqa: PLR2004
    if minutes >= 780:  # noqa: PLR2004 - already of the 24-hour clock
        return (times[0],)
    return (clock(minutes % 720 + (720 if late else 0)),)

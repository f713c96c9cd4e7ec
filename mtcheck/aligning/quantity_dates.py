"""Dates: 4 March 2021, 3/4/2021, 2021年3月4日, one quantity for each part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.figures import (
    Key,
    Shape,
    ascii_digits,
    date_parts,
    fraction,
    integer,
    month,
    number,
)
from mtcheck.aligning.phrase_kinds import Kind
from mtcheck.aligning.quantity import Quantity, Sort
from mtcheck.aligning.quantity_cursor import AMOUNTS, ORDINALS, Cursor
from mtcheck.word import TokenKind

if TYPE_CHECKING:
    from mtcheck.aligning.numerals import Numeral

__all__ = ["LIKELY_YEARS", "DateReader"]

#: Four bare figures in this range may be a year.
LIKELY_YEARS = range(1300, 2151)
_FOUR = 4  # figures of a year
_DAYS = 31
_SHORT_YEAR = 100
_LARGEST_DENOMINATOR = 10  # of a fraction with a slash; beyond, 12/25 is a date or a ratio
_DATE_MARKS = ("/", "-", "⁄")
_LINKS = frozenset({Kind.DATE_LINK})
_MONTHS = frozenset({Kind.MONTH})
_MONTH_WORDS = frozenset({Kind.MONTH_WORD})
_PREPOSITIONS = frozenset({Kind.DATE_PREPOSITION})
_UNCERTAIN = frozenset({Kind.UNCERTAIN})
_DATE_WORDS = (
    (frozenset({Kind.YEAR_WORD}), Sort.YEAR, 9999),
    (_MONTH_WORDS, Sort.MONTH, 12),
    (frozenset({Kind.DAY_WORD}), Sort.DAY, _DAYS),
)


class DateReader(Cursor):
    """Reads dates, and the fractions and ratios that look like them."""

    def named(self, at: int) -> bool:
        """Whether a month or weekday at ``at`` is written as the language writes names."""
        return not self.data.names_capitalised or self.tokens[at].word.capitalised

    def parts(self, numeral: Numeral) -> int:
        """Figures that hold several numbers: 3.4.2021, 4.5:1."""
        base, stop = self.tokens[numeral.first].start, self.tokens[numeral.end - 1].end
        dated = numeral.shape is Shape.DATE
        held = numeral.figures.parts if numeral.figures is not None else ()
        for start, end, keys in held:
            sort = _sort_of(keys[0]) if dated else Sort.NUMBER
            self.out.append(
                Quantity(
                    base + start,
                    base + end,
                    (base, stop),
                    keys,
                    sort,
                    None,
                    self.segment,
                    numeral.first,
                    numeral.end - 1,
                )
            )
        return numeral.end

    def slashed(self, numeral: Numeral) -> int | None:
        """3/4/2021, 2021-01-03, 1/2."""
        mark = self.form(numeral.end)
        if numeral.shape is not Shape.PLAIN or numeral.scale or mark not in _DATE_MARKS:
            return None
        pieces, at = self.pieces(numeral, mark)
        if len(pieces) == len(_DATE_WORDS):
            return self.numeric_date(numeral.first, pieces)
        if len(pieces) != 2 or mark == "-":  # noqa: PLR2004 - two sides of a fraction
            return None
        above, below = (int(p[:9]) for p in pieces)
        if not 0 < above < below <= _LARGEST_DENOMINATOR:
            return None
        self.put(numeral.first, at, (*fraction(above, below), number(above)), Sort.NUMBER)
        return at

    def pieces(self, numeral: Numeral, mark: str) -> tuple[list[str], int]:
        """The figures joined by ``mark``, four at most, and where they end."""
        pieces = [self.form(numeral.first)]
        at = numeral.end
        while self.form(at) == mark and self.touches(at) and self.touches(at + 1):
            if not self.form(at + 1).isdecimal() or len(pieces) > len(_DATE_WORDS):
                break
            pieces.append(self.form(at + 1))
            at += 2
        return pieces, at

    def numeric_date(self, first: int, pieces: list[str]) -> int | None:
        """Put the parts of a date in figures; None where it is none."""
        order = "any" if self.data.date_order_mixed else self.data.date_order
        parts = date_parts([ascii_digits(p) for p in pieces], order)
        if parts is None:
            return None
        whole = (self.tokens[first].start, self.tokens[first + 4].end)
        for k, keys in enumerate(parts):
            at = first + 2 * k
            self.put(at, at + 1, keys, _sort_of(keys[0]), whole=whole)
        return first + 5

    def date(self, numeral: Numeral) -> int | None:
        """A date that begins with the day (4 March 2021) or, in Chinese, the year."""
        if self.data.year_words and (end := self.counted_date(numeral)) is not None:
            return end
        day = integer(numeral.keys[0], _DAYS)
        if not day:
            return None
        at = self.after_day(numeral.end)
        found = self.phrase(at, _MONTHS)
        if found is None or not self.named(at):
            return None
        sense, end = found
        year, stop = self.year(end)
        whole = (self.tokens[numeral.first].start, self.tokens[stop - 1].end)
        key = number(day)
        first, last, case = numeral.first, numeral.end, numeral.case
        spelled = numeral.spelled
        self.put(first, last, (key,), Sort.DAY, whole=whole, spelled=spelled, case=case)
        keys = (month(int(sense.value)),)
        self.put(at, end, keys, Sort.MONTH, whole=whole, spelled=True, case=sense.case)
        self.put_year(year, whole)
        return stop

    def after_day(self, at: int) -> int:
        """Past the mark of an ordinal and the word that links day and month."""
        if self.form(at) in (".", "º", "°"):
            at += 1
        else:
            at = self.suffix(at, ORDINALS) or at
        link = self.phrase(at, _LINKS)
        return at if link is None else link[1]

    def month_first(self, at: int, value: int, end: int, case: int) -> int:
        """A date that begins with its month: March 4, 2021; March 2021; March."""
        if not self.named(at):
            return end
        day = self.day(end)
        stop = end if day is None else self.suffix(day.end, ORDINALS) or day.end
        year, stop = self.year(stop)
        if day is None and year is None and self.uncertain(at):
            return end
        whole = (self.tokens[at].start, self.tokens[stop - 1].end)
        self.put(at, end, (month(value),), Sort.MONTH, whole=whole, case=case, spelled=True)
        if day is not None:
            self.put(day.first, day.end, day.keys[:1], Sort.DAY, whole=whole, spelled=day.spelled)
        self.put_year(year, whole)
        return stop

    def day(self, at: int) -> Numeral | None:
        """The day of the month at ``at``, unless a unit makes it an amount."""
        numeral = self.bare(at)
        if numeral is None or numeral.shape not in (None, Shape.PLAIN) or numeral.scale:
            return None
        if not integer(numeral.keys[0], _DAYS) or self.phrase(numeral.end, AMOUNTS) is not None:
            return None
        return numeral

    def uncertain(self, at: int) -> bool:
        """Whether a lone month at ``at`` may be another word (*may*, *march*)."""
        if self.phrase(at, _UNCERTAIN) is None:
            return False
        before = self.before(at, _PREPOSITIONS)
        return before is None

    def year(self, at: int) -> tuple[int | None, int]:
        """The index of a year's figures at ``at`` (after a comma or link), and where it ends."""
        here = at
        if self.form(here) == ",":
            here += 1
        if (link := self.phrase(here, _LINKS)) is not None:
            here = link[1]
        if (
            here < len(self.tokens)
            and self.tokens[here].word.kind is TokenKind.NUMBER
            and len(form := self.form(here)) == _FOUR
            and form.isdecimal()
            and int(form) in LIKELY_YEARS
        ):
            return here, here + 1
        return None, at

    def put_year(self, at: int | None, whole: tuple[int, int]) -> None:
        """Add the year whose figures are token ``at``."""
        if at is not None:
            self.put(at, at + 1, (number(int(self.form(at))),), Sort.YEAR, whole=whole)

    def counted_date(self, numeral: Numeral) -> int | None:
        """2021年1月3日 and its parts: a number and what it counts."""
        found: list[tuple[Numeral, int, Sort, int]] = []
        current: Numeral | None = numeral
        for kinds, sort, top in _DATE_WORDS:
            if current is None:
                break
            value = integer(current.keys[0], top)
            word = self.phrase(current.end, kinds)
            if value is None or word is None:
                continue
            if self.is_duration(current, word[1], sort, value, alone=not found):
                break
            found.append((current, value, sort, word[1]))
            current = self.bare(word[1])
        if not found:
            return None
        end = found[-1][3]
        whole = (self.tokens[found[0][0].first].start, self.tokens[end - 1].end)
        for part, value, sort, _ in found:
            keys = _part_keys(sort, value)
            self.put(part.first, part.end, keys, sort, whole=whole, spelled=part.spelled)
        return end

    def is_duration(
        self, numeral: Numeral, end: int, sort: Sort, value: int, *, alone: bool
    ) -> bool:
        """Whether the word says how long: 三年, 3日間, unless a month follows (98年5月)."""
        unit = self.phrase(numeral.end, AMOUNTS)
        if unit is not None and unit[1] > end:
            return True
        if sort is not Sort.YEAR or value >= _SHORT_YEAR or not alone:
            return False
        later = self.bare(end)
        return later is None or self.phrase(later.end, _MONTH_WORDS) is None


def _part_keys(sort: Sort, value: int) -> tuple[Key, ...]:
    if sort is Sort.MONTH:
        return (month(value),)
    if sort is Sort.YEAR and 20 <= value < _SHORT_YEAR:  # noqa: PLR2004 - 98年 is 1998
        return (number(value), number(1900 + value), number(2000 + value))
    return (number(value),)


def _sort_of(key: Key) -> Sort:
    if key[0] == "month":
        return Sort.MONTH
    value = integer(key)
    return Sort.DAY if value is not None and value <= _DAYS else Sort.YEAR

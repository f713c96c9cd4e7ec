"""The running value of a numeral in words: one grammar for all languages.

Small values add up while each fits below the one before it (*twenty* + *five*; not *two* +
*three*), multipliers below the first big scale multiply within a section (*hundred*; 十 百 千),
big scales close a section.
"""

from __future__ import annotations

from dataclasses import dataclass

from mtcheck.aligning.phrase_kinds import Kind

__all__ = ["ROUND", "UNIT", "Fold"]

UNIT = 10  # the fold counts tenths, so that "one and a half" stays an integer
_BIG = 1_000_000_000_000_000 * UNIT
ROUND = {100.0: 2, 1000.0: 3, 1_000_000.0: 6}  # ordinals that multiply: one hundredth


@dataclass(slots=True)
class Fold:
    """The running value of a numeral in words, in tenths."""

    teens_after: tuple[int, ...]
    paired_years: bool
    big: int  # the first power of ten that closes a section
    total: int = 0
    section: int = 0
    pending: int = 0
    last: int = 99
    low: int = 99
    started: bool = False
    joined: bool = False  # a connector stood since the last multiplier

    def value(self) -> int:
        """The value so far, in tenths."""
        return self.total + self.section + self.pending

    def card(self, tenths: int) -> bool:
        """Add a number below the first big scale; whether it fits."""
        if tenths == 0 and self.started:
            return self.big > 3  # noqa: PLR2004 - 一千零五: the zero only holds a place
        if self.pending:
            if not self._follows(tenths):
                return False
        elif (self.section and tenths >= UNIT * 10**self.low) or (
            self.total and tenths >= UNIT * 10**self.last
        ):
            return False
        else:
            self.pending = tenths
        self.started = True
        return True

    def _follows(self, tenths: int) -> bool:
        before = self.pending // UNIT
        after = tenths // UNIT
        if tenths % UNIT:
            return False
        if before % 10 ** len(str(after)) == 0 or (
            before % 100 in self.teens_after and 10 <= after < 20  # noqa: PLR2004
        ):
            self.pending += tenths
            return True
        whole = not self.section and not self.total
        if self.paired_years and whole and 11 <= before <= 20 and 10 <= after < 100:  # noqa: PLR2004
            self.pending = before * 100 * UNIT + tenths
            return True
        return False

    def multiply(self, power: int) -> bool:
        """Multiply by a power of ten; whether it fits."""
        if self.value() > _BIG:
            return False
        done = self._small(power) if power < self.big else self._large(power)
        if done:
            self.joined = False
            self.started = True
        return done

    def _small(self, power: int) -> bool:
        implied = self.big > 3  # noqa: PLR2004 - 百十 is 110: the one before 十 is implied
        if self.section and (power >= self.low or not (self.pending or implied)):
            return False
        self.section += (self.pending or UNIT) * 10**power
        self.pending, self.low = 0, power
        return True

    def _large(self, power: int) -> bool:
        inside = self.section + self.pending
        if not inside:
            if not self.total and not self.started:
                self.total = UNIT * 10**power
            elif self.total and power > self.last:
                self.total *= 10**power  # mil millones
            else:
                return False
        elif self.total and power >= self.last:
            if self.joined:
                return False  # "five thousand and six million" are two numbers
            self.total = (self.total + inside) * 10**power
        else:
            self.total += inside * 10**power
        self.section = self.pending = 0
        self.last, self.low = power, 99
        return True

    def group(self, value: int) -> bool:
        """Multiply by the number of a group (dozen); whether it fits."""
        if self.section or self.total:
            return False
        self.section = (self.pending or UNIT) * value
        self.pending, self.low = 0, 0
        self.started = True
        return True

    def take(self, kind: Kind, value: float) -> bool:
        """Take a word of any kind; whether it fits."""
        if kind is Kind.SCALE:
            return self.multiply(int(value))
        if kind is Kind.ORDINAL and value in ROUND and self.pending:
            return self.multiply(ROUND[value])
        if kind is Kind.GROUP:
            return self.group(int(value))
        return self.card(round(value * UNIT))

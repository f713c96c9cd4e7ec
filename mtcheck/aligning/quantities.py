"""Quantities of a text: every number, date, time and amount, as values with their places.

``read(text)`` gives them per segment. It makes one pass over the tokens that segmenting made:
a look-up a token finds where a quantity may begin, and only there is more looked at, so the
cost is a few microseconds a sentence. What a quantity may mean is a tuple of keys
(:mod:`mtcheck.aligning.figures`), the likeliest first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.figures import Key, Shape, integer, number, scaled, share, weekday
from mtcheck.aligning.numerals import Numeral, figures, in_words, lone_figures
from mtcheck.aligning.phrase_kinds import OPENING, Kind, Sense
from mtcheck.aligning.phrases import Phrases, phrases
from mtcheck.aligning.quantity import Quantity, Sort, matches
from mtcheck.aligning.quantity_amounts import AmountReader
from mtcheck.aligning.quantity_dates import DateReader
from mtcheck.aligning.quantity_times import TimeReader
from mtcheck.word import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Segment, Text, Token

__all__ = ["Quantity", "Sort", "matches", "read", "read_segment"]

_NUMERALS = frozenset({Kind.CARDINAL, Kind.SCALE, Kind.GROUP, Kind.ORDINAL})
_SCALES = frozenset({Kind.SCALE})
_INDEFINITE = frozenset({Kind.INDEFINITE})
_RANGE_LINKS = frozenset({Kind.RANGE_LINK})
_COUNTED = frozenset(
    {
        Kind.COUNTER,
        Kind.UNIT,
        Kind.MONEY,
        Kind.YEAR_WORD,
        Kind.MONTH_WORD,
        Kind.DAY_WORD,
        Kind.DECADE_SUFFIX,
        Kind.CENTURY,
        Kind.OCLOCK,
        Kind.TENTHS,
        Kind.FRACTION_LINK,
    }
)
_BEFORE_COUNTED = frozenset({Kind.ORDINAL_PREFIX, Kind.PERCENT_PREFIX})
_DASHES = frozenset("-–—~〜～‒至")
_THOUSAND = 1000
_LONGEST_LINK = 3  # tokens between the numbers of a range: "to US $"


def read(text: Text) -> tuple[tuple[Quantity, ...], ...]:
    """The quantities of each segment of ``text``, in order."""
    known = phrases(text.language)
    return tuple(read_segment(known, text.content, s) for s in text.segments)


def read_segment(known: Phrases, content: str, segment: Segment) -> tuple[Quantity, ...]:
    """The quantities of one segment."""
    tokens = segment.tokens
    openers = known.openers
    hits = [i for i, t in enumerate(tokens) if openers[t.word.comparable] is not None]
    if not hits:
        return ()
    reader = _Reader(known, content, tokens, segment.index)
    at = 0
    for hit in hits:
        if hit >= at:
            at = max(reader.quantity(hit), hit + 1)
    return tuple(_share_units(reader.out, tokens, known))


class _Reader(AmountReader, DateReader, TimeReader):
    """Finds out what begins at a token and reads it."""

    def quantity(self, at: int) -> int:
        """Read what begins at token ``at``; the index after it."""
        if self.tokens[at].word.kind is TokenKind.NUMBER:
            if self.alone(at, at + 1) and (plain := lone_figures(self.known, self.tokens, at)):
                return self.plain_amount(plain)
            return self.numeral(figures(self.known, self.tokens, self.content, at))
        node = self.known.openers[self.tokens[at].word.comparable]
        if node is not None and node.senses and node.senses[0].kind is Kind.COMPOUND:
            return self.words(at)
        found = self.phrase(at, OPENING)
        if found is None:
            return at + 1
        return self.words(at) if found[0].kind in _NUMERALS else self.named_or_word(at, *found)

    def named_or_word(self, at: int, sense: Sense, end: int) -> int:
        """What begins with a month, the half of an hour, or a single word."""
        if sense.kind is Kind.MONTH:
            return self.month_first(at, int(sense.value), end, sense.case)
        if sense.kind in (Kind.HALF_PAST, Kind.HALF_TO):
            return self.half_hour(at, end, sense.kind)
        return self.word(at, end, sense)

    def word(self, at: int, end: int, sense: Sense) -> int:
        """A single word that is a quantity: a weekday, *both*, ½, *hundreds*."""
        if sense.kind is Kind.WEEKDAY and self.named(at):
            keys: tuple[Key, ...] = (weekday(int(sense.value)),)
            self.put(at, end, keys, Sort.WEEKDAY, case=sense.case, spelled=True)
        elif sense.kind is Kind.SOFT and (big := self.half_a_scale(end, sense)) is not None:
            key, end, power = big
            self.put(at, end, (key,), Sort.NUMBER, spelled=True, scale=power)
        elif sense.kind is Kind.SOFT:
            self.put(at, end, _soft(float(sense.value)), Sort.NUMBER, soft=True, spelled=True)
        elif sense.kind is Kind.FRACTION:
            self.put(at, end, share(float(sense.value)), Sort.NUMBER)
        elif sense.kind is Kind.VAGUE:
            power = int(sense.value)
            while (more := self.phrase(end, _SCALES)) is not None:
                power, end = power + int(more[0].value), more[1]  # 数十亿
            self.put(at, end, (("vague", power),), Sort.VAGUE, spelled=True)
        return end

    def half_a_scale(self, end: int, sense: Sense) -> tuple[Key, int, int] | None:
        """*Half a million*, *eine halbe Million*: the key, the end, the power of ten."""
        if float(sense.value) != 0.5:  # noqa: PLR2004
            return None
        for at in (end, end + 1):  # an article or hyphen may stand between
            found = self.phrase(at, _SCALES)
            if found is not None and int(found[0].value) > 2:  # noqa: PLR2004 - not of 百
                power = int(found[0].value)
                return number(5, power - 1), found[1], power
        return None

    def words(self, at: int) -> int:
        """A numeral in words."""
        numeral = in_words(self.known, self.tokens, at)
        if numeral is None:
            return at + 1
        if numeral.words == 1 and numeral.scale and numeral.case > 0:
            # A scale in the plural with no number: тысячи, Millionen.
            keys = (("vague", numeral.scale), *numeral.keys)
            self.put(numeral.first, numeral.end, keys, Sort.VAGUE, spelled=True)
            return numeral.end
        scale_first = self.phrase(at, _SCALES) is not None
        if scale_first and self.before(at, _INDEFINITE) is not None:
            return numeral.end  # "several thousand": no number of its own
        if self.data.counters and not self.counted(numeral):
            return numeral.end
        return self.numeral(numeral)

    def counted(self, numeral: Numeral) -> bool:
        """Whether a numeral of a script without spaces is one, and no part of a word."""
        if numeral.words >= 2 and numeral.keys[0] != (1, 0):  # noqa: PLR2004 - 三百, not 三
            return True
        return (
            self.phrase(numeral.end, _COUNTED) is not None
            or self.before(numeral.first, _BEFORE_COUNTED) is not None
        )

    def numeral(self, numeral: Numeral) -> int:
        """A numeral with everything that stands around it; the index after it."""
        plain = numeral.shape is None and not numeral.ordinal and not numeral.scale
        if plain and self.alone(numeral.first, numeral.end):
            return self.plain_amount(numeral)
        if numeral.shape is Shape.SERIAL:
            self.put(numeral.first, numeral.end, numeral.keys, Sort.CODE)
            return numeral.end
        if numeral.shape in (Shape.DATE, Shape.SEVERAL):
            return self.parts(numeral)
        if numeral.shape is Shape.TIME:
            return self.time(numeral, numeral.end)
        for reader in (self.slashed, self.spaced_time, self.date, self.hour):
            if (end := reader(numeral)) is not None:
                return end
        return self.amount(numeral)


def _soft(value: float) -> tuple[Key, ...]:
    if 0 < value < 1:
        return (*share(value), number(1))  # "half a year", "one half"
    return (number(round(value * 1000), -3),)


def _share_units(found: list[Quantity], tokens: Sequence[Token], known: Phrases) -> list[Quantity]:
    """Give the first number of a range what only the second one carries: unit and scale."""
    for i in range(len(found) - 2, -1, -1):
        one, two = found[i], found[i + 1]
        if one.sort not in (Sort.NUMBER, Sort.YEAR) or not _in_range(one, two, tokens, known):
            continue
        if one.unit is None and two.unit is not None:
            one = one._replace(unit=two.unit, certain_unit=False)
        if not one.scale and two.scale and one.sort is Sort.NUMBER:
            more = tuple(scaled(k, two.scale) for k in one.keys)
            whole = integer(one.keys[0], 10**9)
            likely = whole is None or whole < _THOUSAND  # 3 to 5 million
            one = one._replace(keys=(*more, *one.keys) if likely else (*one.keys, *more))
        if one.sort is Sort.YEAR and (short := integer(two.keys[0], 99)) is not None:
            century = (integer(one.keys[0]) or 0) // 100  # 2020–21
            found[i + 1] = two._replace(keys=(*two.keys, number(century * 100 + short)))
        found[i] = one
    return found


def _in_range(one: Quantity, two: Quantity, tokens: Sequence[Token], known: Phrases) -> bool:
    at = one.last + 1
    between = two.first - at
    if not 0 < between <= _LONGEST_LINK:
        return False
    if tokens[at].word.form in _DASHES or (between == 1 and tokens[at].word.form in "/、"):
        return True
    return known.at(tokens, at, _RANGE_LINKS) is not None

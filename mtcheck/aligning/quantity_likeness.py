"""How plausibly a quantity of the MT stands for one of the other text that it differs from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from mtcheck.aligning.figures import Key, integer, negated, value
from mtcheck.aligning.quantities import Quantity, Sort
from mtcheck.aligning.quantity_units import dimension, same_unit
from mtcheck.finding import Basis

if TYPE_CHECKING:
    from mtcheck.article import Pair, Segment, Text, Token

__all__ = ["Where", "context", "likeness", "rounded_by"]

_ENOUGH = 2.9
_SMALL = 10  # numbers up to ten are reworded most: both, twice, a pair
_WORDED = 20  # numbers that are usually written in words
_LONGEST = 18  # powers of ten between a number and its rounding
_SPECIAL = (Sort.MONTH, Sort.WEEKDAY, Sort.TIME, Sort.VAGUE)
_NEAR = 0.2  # of a segment: places that far apart are the same place


class Where(NamedTuple):
    """Where two quantities are compared: the texts, the pair, and what the other text is."""

    mt: Text
    text: Text
    pair: Pair
    basis: Basis


def likeness(where: Where, q: Quantity, other: Quantity, *, only: bool) -> float:
    """How far the evidence passes what is enough; 0 or less is not enough.

    ``only``: they are the only ones of their kind that are left over on either side.
    """
    if not _comparable(q, other):
        return 0.0
    score = _value_score(q, other) + _unit_score(q, other) + _place_score(where, q, other)
    if where.basis is Basis.REFERENCE:
        score += context(where.mt, where.text, q, other)
    if only:
        score += 2.0 if q.spelled or other.spelled else 2.25
    if q.spelled is not other.spelled:
        score -= 0.25
    return score - _ENOUGH


def _comparable(q: Quantity, other: Quantity) -> bool:
    if Sort.CODE in (q.sort, other.sort) and q.sort is not other.sort:
        return OSA.distance(_digits(q.keys[0]), _digits(other.keys[0])) <= 1
    if (q.sort in _SPECIAL or other.sort in _SPECIAL) and q.sort is not other.sort:
        return False
    if q.unit and other.unit and not same_unit(q.unit, other.unit):
        # Another unit and another number are two different things; of money, a slip.
        return dimension(q.unit) == dimension(other.unit) == "money"
    if _reworded(q, other):
        return False
    if Sort.YEAR in (q.sort, other.sort):
        return min(len(_digits(q.keys[0])), len(_digits(other.keys[0]))) > 1
    return True


def _reworded(q: Quantity, other: Quantity) -> bool:
    """Whether the two are of different sorts of word: *the Third Hospital*, *1 patient*."""
    if q.spelled and other.spelled:
        return q.ordinal is not other.ordinal
    return q.spelled is not other.spelled and (1, 0) in (q.keys[0], other.keys[0])


def _value_score(q: Quantity, other: Quantity) -> float:
    """How far the two values look like one mistaken for the other."""
    if q.sort in _SPECIAL:
        return 0.5 if q.sort is Sort.VAGUE else 2.5
    one, two = value(q.keys[0]), value(other.keys[0])
    if one is None or two is None:
        return 0.0
    if q.keys[0][0] in (other.keys[0][0], negated(other.keys[0])[0]):
        return 2.5  # the same figures
    top = _WORDED if q.spelled and other.spelled else _SMALL
    if integer(q.keys[0], top) is not None and integer(other.keys[0], top) is not None:
        return 1.0
    alike = _figures_alike(_digits(q.keys[0]), _digits(other.keys[0]))
    if alike or min(abs(one), abs(two)) <= _SMALL:
        return alike
    return 0.5


def _figures_alike(left: str, right: str) -> float:
    one_slip = OSA.distance(left, right) == 1
    if (one_slip and min(len(left), len(right)) > 1) or sorted(left) == sorted(right):
        return 2.5
    return 1.5 if one_slip else 0.0


def _digits(key: Key) -> str:
    mantissa, exponent = key[0], key[1]
    if not isinstance(mantissa, int) or not isinstance(exponent, int):
        return ""
    return str(abs(mantissa)) + "0" * min(max(exponent, 0), 15)


def rounded_by(coarse: Key, fine: Key) -> int:
    """By how many figures ``coarse`` is ``fine`` rounded; 0 where it is not."""
    (rough, power), (exact, lower) = coarse[:2], fine[:2]
    if not (isinstance(rough, int) and isinstance(power, int)):
        return 0
    if not (isinstance(exact, int) and isinstance(lower, int)):
        return 0
    if not 0 < power - lower <= _LONGEST or abs(exact) < 100:  # noqa: PLR2004 - 19 is not about 20
        return 0
    step: int = 10 ** (power - lower)
    return power - lower if abs(rough * step - exact) * 2 <= step else 0


def _unit_score(q: Quantity, other: Quantity) -> float:
    if q.unit is None and other.unit is None:
        return 0.0
    if q.unit and other.unit:
        return 2.0 if same_unit(q.unit, other.unit) else 0.5
    return -0.5


def context(mt: Text, text: Text, q: Quantity, other: Quantity) -> float:
    """How alike the words right before and after are, 0 to 2.5; of texts in one language."""
    mine, theirs = mt.segments[q.segment].tokens, text.segments[other.segment].tokens
    score = 0.0
    for step in (-1, 1):
        one = _neighbour(mine, q.first if step < 0 else q.last, step)
        two = _neighbour(theirs, other.first if step < 0 else other.last, step)
        if one is not None and two is not None and _same_word(one, two):
            score += 1.5 if step > 0 else 1.0
    return score


def _neighbour(tokens: tuple[Token, ...], at: int, step: int) -> Token | None:
    at += step
    seen = 0
    while 0 <= at < len(tokens) and seen < 2:  # noqa: PLR2004
        if tokens[at].is_word:
            return tokens[at]
        at += step
        seen += 1
    return None


def _same_word(one: Token, two: Token) -> bool:
    return one.comparable == two.comparable or (
        bool(one.word.stem) and one.word.stem == two.word.stem
    )


def _place_score(where: Where, q: Quantity, other: Quantity) -> float:
    if all(other.segment != s.index for s in where.pair.other):
        return 0.0  # of the next pair: places cannot be compared
    apart = abs(_place(q, where.pair.mt) - _place(other, where.pair.other))
    return 0.5 if apart < _NEAR else 0.0 if apart < 2 * _NEAR else -0.5


def _place(q: Quantity, segments: tuple[Segment, ...]) -> float:
    start, end = segments[0].span.start, segments[-1].span.end
    return (q.start - start) / max(end - start, 1)

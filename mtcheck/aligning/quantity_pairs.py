"""Which quantities of a translation differ from those of its reference and its source.

Values are matched as multisets within a pair of segments, then with what the neighbouring pairs
have left, so that a number that merely moved is found. What agrees with either text is right:
references reword, and the source is the truth. What is left over in the MT is judged only where
the other text has a value left over that it plausibly stands for (the same unit, the same words
around it, nearly the same figures, or simply the only one left); a number with no counterpart
is an omission or an addition and is left to the checks of those.

``differences(article)`` is computed once an article and shared by the four checks: a small memo
keyed by the identity of the article record, which is frozen. ``said`` asks the same pairs.
"""

from __future__ import annotations

from collections import Counter
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning import quantities
from mtcheck.aligning.figures import value
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.phrase_kinds import Kind
from mtcheck.aligning.phrases import phrases
from mtcheck.aligning.quantities import Quantity, Sort
from mtcheck.aligning.quantity_likeness import Where, likeness, rounded_by
from mtcheck.aligning.quantity_matching import MOST, Side, distinctive, identity
from mtcheck.aligning.quantity_units import converted, losable, same_unit, unit_differs
from mtcheck.aligning.swapped_quantities import swaps
from mtcheck.finding import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Text
    from mtcheck.span import Span

__all__ = ["Difference", "What", "differences", "said"]

_MANY = 4  # wrong numbers in one segment are likelier another sentence
_LARGE = 100_000  # from here a translator may round
_AMOUNTS = frozenset({Kind.UNIT, Kind.MONEY})
_LEAST_SIMILAR = 0.15  # pairs less alike than that may not belong together


class What(Enum):
    """What differs."""

    NUMBER = "number"
    DATE_TIME = "date-time"
    UNIT = "unit"
    MAGNITUDE = "magnitude"


class Difference(NamedTuple):
    """``mt`` of the translation stands where ``other`` of the other text should.

    ``parts`` are all wrong parts of one date or ratio with what they should be, the first of
    them ``mt`` and ``other``. ``rounded``: the one is the other with fewer figures.
    """

    what: What
    mt: Quantity
    other: Quantity
    basis: Basis
    rounded: bool
    parts: tuple[tuple[Quantity, Quantity], ...]


def differences(article: AlignedArticle) -> tuple[Difference, ...]:
    """All differences, in the order of the MT."""
    return _differences(ByIdentity(article))


def said(article: AlignedArticle, place: Span) -> bool:
    """Whether a telling number in ``place`` of the reference is in the MT, however written.

    Telling is one of three figures or more, or one with a unit; it may stand some sentences away.
    """
    _, sides = _sides(ByIdentity(article))
    return any(
        place.start <= q.start and q.end <= place.end and (distinctive(q) or q.unit is not None)
        for side in sides
        if side.basis is Basis.REFERENCE
        for q in side.partner.values()
    )


@lru_cache(maxsize=2)
def _differences(key: ByIdentity[AlignedArticle]) -> tuple[Difference, ...]:
    mine, sides = _sides(key)
    return tuple(sorted(_judge(sides, mine), key=lambda d: (d.mt.start, d.what.value)))


@lru_cache(maxsize=2)
def _sides(key: ByIdentity[AlignedArticle]) -> tuple[tuple[tuple[Quantity, ...], ...], list[Side]]:
    # What the MT has, and each other text against it.
    article = key.it
    if article.mt.language.numbers is None:
        return (), []
    mine = quantities.read(article.mt)
    sides = []
    for text, pairs, basis in (
        (article.reference, article.reference_pairs, Basis.REFERENCE),
        (article.source, article.source_pairs, Basis.SOURCE),
    ):
        if text is not None:
            sides.append(Side(article.mt, text, pairs, basis, mine))
    return mine, sides


def _judge(sides: list[Side], mine: tuple[tuple[Quantity, ...], ...]) -> Iterator[Difference]:
    if not sides:
        return
    for segment in mine:
        if not segment:
            continue
        yield from _units(sides, segment)
        yield from _values(sides, segment)
        yield from _swapped(sides, segment)


def _units(sides: list[Side], segment: tuple[Quantity, ...]) -> Iterator[Difference]:
    """Equal numbers whose units differ from both texts."""
    for q in segment:
        partners = [(s, p) for s in sides if (p := s.partner.get(identity(q))) is not None]
        if not partners or any(not _unit_wrong(sides[0].mt, q, p, segment) for _, p in partners):
            continue
        side, partner = partners[0]
        yield Difference(What.UNIT, q, partner, side.basis, rounded=False, parts=((q, partner),))


def _unit_wrong(mt: Text, q: Quantity, other: Quantity, segment: tuple[Quantity, ...]) -> bool:
    """Whether the unit of ``q`` is another, or a currency or per cent sign was lost."""
    if q.unit is not None or not losable(q, other):
        return unit_differs(q, other)
    if any(same_unit(x.unit, other.unit) for x in segment):
        return False  # "5, 6 and 7 %": said once for all
    known = phrases(mt.language)
    tokens = mt.segments[q.segment].tokens
    found = (known.at(tokens, at, _AMOUNTS) for at in range(len(tokens)))
    return not any(f is not None and same_unit(str(f[0].value), other.unit) for f in found)


def _values(sides: list[Side], segment: tuple[Quantity, ...]) -> Iterator[Difference]:
    open_ = [q for q in segment if not q.soft and not any(identity(q) in s.partner for s in sides)]
    if not open_:
        return
    if len(open_) >= _MANY and 2 * len(open_) > sum(not q.soft for q in segment):
        return  # hardly a number agrees: the pair holds two different sentences
    done: set[tuple[int, int, int]] = set()
    groups: dict[tuple[tuple[int, int], Basis], list[tuple[Quantity, Quantity, bool]]] = {}
    for side in sides:
        pair = side.pair_of.get(segment[0].segment)
        if pair is None:
            continue
        still = [q for q in open_ if identity(q) not in done]
        for q, other, rounded in _counterparts(side, pair, still):
            done.add(identity(q))
            if rounded is None:
                continue
            wrong = groups.setdefault((q.whole, side.basis), [])
            wrong.append((q, other, rounded))
    for (_, basis), wrong in groups.items():
        q, other, rounded = wrong[0]
        parts = tuple((one, two) for one, two, _ in wrong)
        yield Difference(_what(q, other), q, other, basis, rounded, parts)


def _swapped(sides: list[Side], segment: tuple[Quantity, ...]) -> Iterator[Difference]:
    for swap in swaps(sides, segment):
        for q, other in ((swap.first, swap.first_meant), (swap.second, swap.second_meant)):
            parts = ((q, other),)
            yield Difference(_what(q, other), q, other, swap.basis, rounded=False, parts=parts)


def _counterparts(
    side: Side, pair: int, still: list[Quantity]
) -> Iterator[tuple[Quantity, Quantity, bool | None]]:
    """Pairs of an MT quantity and what it should be; None where the two say the same."""
    others = [q for q in side.right[pair] if not q.soft]
    near = side.near(pair)
    if not (others or near) or max(len(others) + len(near), len(still)) > MOST:
        return
    joined = side.pairs[pair]
    if joined.similarity < _LEAST_SIMILAR and side.basis is Basis.REFERENCE:
        return
    used: set[int] = set()
    taken: set[int] = set()
    for q, other in _conversions(still, [*others, *near]):
        if q.start not in used and other.start not in taken:
            used.add(q.start)
            taken.add(other.start)
            yield q, other, None
    still = [q for q in still if q.start not in used]
    others = [q for q in others if q.start not in taken]
    mine, theirs = Counter(map(_class, still)), Counter(map(_class, others))
    where = Where(side.mt, side.text, joined, side.basis)
    scored = []
    for q in still:
        for at, other in enumerate((*others, *near)):
            only = at < len(others) and mine[_class(q)] == theirs[_class(other)] == 1
            if other.start not in taken and (score := likeness(where, q, other, only=only)) > 0:
                scored.append((-score, q.start, other.start, q, other))
    scored.sort(key=lambda s: s[:3])
    for _, start, place, q, other in scored:
        if start not in used and place not in taken:
            used.add(start)
            taken.add(place)
            yield q, other, _rounding(q, other, side.basis)


def _conversions(
    ours: list[Quantity], others: list[Quantity]
) -> Iterator[tuple[Quantity, Quantity]]:
    return ((q, other) for q in ours for other in others if converted(q, other))


def _rounding(q: Quantity, other: Quantity, basis: Basis) -> bool | None:
    """Whether one is the other rounded; None for a round reference, its translator's choice."""
    if Sort.YEAR in (q.sort, other.sort):
        return False
    large = (value(q.keys[0]) or 0) >= _LARGE
    if large and basis is Basis.REFERENCE and rounded_by(other.keys[0], q.keys[0]) > 1:
        return None  # "about 1.5 million" for 1,498,000
    return rounded_by(q.keys[0], other.keys[0]) > 0 or rounded_by(other.keys[0], q.keys[0]) > 0


def _class(q: Quantity) -> Sort:
    """Sorts that can stand for each other count as one."""
    return q.sort if q.sort in (Sort.MONTH, Sort.WEEKDAY, Sort.TIME, Sort.VAGUE) else Sort.NUMBER


def _what(q: Quantity, other: Quantity) -> What:
    if q.sort is Sort.VAGUE:
        return What.MAGNITUDE
    if q.sort is Sort.CODE:
        return What.NUMBER
    both_years = q.sort is Sort.YEAR and other.sort is Sort.YEAR
    if both_years or Sort.MONTH <= q.sort <= Sort.TIME or Sort.MONTH <= other.sort <= Sort.TIME:
        return What.DATE_TIME
    one, two = value(q.keys[0]), value(other.keys[0])
    if one is not None and two is not None and one > 0 and two > 0:
        a, b = q.keys[0], other.keys[0]
        if a[0] == b[0] and a[1] != b[1] and a[0] != "/":
            return What.MAGNITUDE
    return What.NUMBER

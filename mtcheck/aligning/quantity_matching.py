"""Pairing the quantities of a translation with equal ones of another text.

Within a pair of segments values are matched as a multiset, equal units first; then what is left
over is looked for in the pairs around, so that a number that merely moved is found.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mtcheck.aligning import quantities
from mtcheck.aligning.quantity import Quantity, matches
from mtcheck.aligning.quantity_likeness import context
from mtcheck.aligning.quantity_units import same_unit
from mtcheck.finding import Basis

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.figures import Key
    from mtcheck.article import Pair, Text

__all__ = ["MOST", "Side", "distinctive", "identity"]

#: Left-over quantities of one side of a pair; more is a table or a wrong pair.
MOST = 40
_COMMON = 99  # figures up to two are no sign of a moved sentence
_PASSES = ((True, True), (True, False), (False, True), (False, False))


class Side:
    """The MT against one other text: what matched, and what each pair has left over."""

    def __init__(
        self,
        mt: Text,
        text: Text,
        pairs: Sequence[Pair],
        basis: Basis,
        mine: tuple[tuple[Quantity, ...], ...],
    ) -> None:
        self.basis = basis
        self.mt = mt
        self.text = text
        self.pairs = pairs
        self.numbers = theirs = quantities.read(text)  # of the other text, by segment
        self.left: list[list[Quantity]] = []  # of the MT, by pair
        self.right: list[list[Quantity]] = []  # of the other text
        self.partner: dict[tuple[int, int, int], Quantity] = {}
        self.pair_of: dict[int, int] = {}
        for number, pair in enumerate(pairs):
            ours = [q for s in pair.mt for q in mine[s.index]]
            others = [q for s in pair.other for q in theirs[s.index]]
            self.pair_of.update((s.index, number) for s in pair.mt)
            if ours and others:
                ours, others = self._match(ours, others)
            self.left.append(ours)
            self.right.append(others)
        self._match_neighbours()

    def _match(
        self, ours: list[Quantity], others: list[Quantity]
    ) -> tuple[list[Quantity], list[Quantity]]:
        """Pair equal values; what is left over of both sides."""
        free = Index(others)
        left = ours
        for likeliest, unit in _PASSES:
            if not left:
                break
            waiting, left = left, []
            for q in self._by_context(waiting, free):
                found = free.take(q, likeliest=likeliest, unit=unit)
                if found is None:
                    left.append(q)
                else:
                    self.partner[identity(q)] = found
        left.sort(key=identity)
        return left, free.rest()

    def _by_context(self, ours: list[Quantity], free: Index) -> list[Quantity]:
        """``ours``, those first that stand among the same words as an equal value.

        It matters only where a value comes twice: the wrong 4 must not take the right one's
        partner.
        """
        often = Counter(q.keys[0] for q in ours)
        if self.basis is not Basis.REFERENCE or len(often) == len(ours) or len(ours) > MOST:
            return ours
        scores = {
            identity(q): max((self._context(q, o) for o in free.equal(q)), default=0.0)
            for q in ours
            if often[q.keys[0]] > 1
        }
        return sorted(ours, key=lambda q: -scores.get(identity(q), 0.0))

    def _context(self, q: Quantity, other: Quantity) -> float:
        return context(self.mt, self.text, q, other)

    def _match_neighbours(self) -> None:
        for at in range(len(self.left)):
            for step in (-1, 1, -2, 2, -3, 3):
                near = at + step
                if not (0 <= near < len(self.right) and self.left[at] and self.right[near]):
                    continue
                ours = self.left[at]
                if abs(step) > 1:  # a number that anything may have says little from afar
                    ours = [q for q in ours if distinctive(q)]
                left, self.right[near] = self._match(ours, self.right[near])
                still = {identity(q) for q in left}
                matched = {identity(q) for q in ours} - still
                self.left[at] = [q for q in self.left[at] if identity(q) not in matched]

    def near(self, pair: int) -> list[Quantity]:
        """What the pairs before and after have left over in the other text."""
        places = (at for at in (pair - 1, pair + 1) if 0 <= at < len(self.right))
        return [q for at in places for q in self.right[at] if not q.soft]


def distinctive(q: Quantity) -> bool:
    """Whether it has three figures or more, so that two equal ones are hardly chance."""
    mantissa = q.keys[0][0]
    return isinstance(mantissa, int) and abs(mantissa) > _COMMON


class Index:
    """Quantities that are still free, by key."""

    def __init__(self, every: Sequence[Quantity]) -> None:
        self._every = every
        self._free = [True] * len(every)
        self._by_key: dict[Key, list[int]] = defaultdict(list)
        for at, q in enumerate(every):
            for key in q.keys:
                self._by_key[key].append(at)

    def take(self, q: Quantity, *, likeliest: bool, unit: bool) -> Quantity | None:
        """A free quantity equal to ``q``, no longer free.

        ``likeliest``: equal in what both say first; ``unit``: with an equal unit.
        """
        for key in q.keys[:1] if likeliest else q.keys:
            places = self._by_key.get(key)
            if not places:
                continue
            for place in places[:MOST]:
                other = self._every[place]
                if (
                    self._free[place]
                    and (q.keys[0] == other.keys[0] if likeliest else matches(q, other))
                    and (not unit or same_unit(q.unit, other.unit))
                ):
                    self._free[place] = False
                    places.remove(place)
                    return other
        return None

    def equal(self, q: Quantity) -> list[Quantity]:
        """The free quantities that ``q`` could be paired with, some of them."""
        places = self._by_key.get(q.keys[0], ())[:MOST]
        return [self._every[p] for p in places if self._free[p]]

    def rest(self) -> list[Quantity]:
        return [q for q, free in zip(self._every, self._free, strict=True) if free]


def identity(q: Quantity) -> tuple[int, int, int]:
    """What tells a quantity of a text from all others: its place and sort."""
    return (q.start, q.end, q.sort)

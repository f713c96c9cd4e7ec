"""What stays alone on both sides after the best path: moved, or standing at the same place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mtcheck.aligning.likeness import Likeness

__all__ = ["Group", "moved", "ordered", "paired_by_place"]

_COMMON = 32  # a feature in more segments than this does not tell where one has moved
_LONGEST_RUN = 3  # segments of either side that are paired by their place alone


@dataclass(frozen=True, slots=True)
class Group:
    """Positions of the segments of either side that belong together."""

    left: range
    right: range
    similarity: float = 0.0


def moved(like: Likeness, groups: Sequence[Group], least: float) -> list[Group]:
    """Pair what stayed alone on both sides, wherever it stands: run by run, best first."""
    alone = sorted(g.left[0] for g in groups if not g.right)
    free = {g.right[0] for g in groups if not g.left}
    if not alone or not free:
        return list(groups)
    candidates = []
    for i in alone:
        votes = {j: w for j, w in like.votes(i, _COMMON).items() if j in free}
        for j, _ in sorted(votes.items(), key=lambda kv: (-kv[1], kv[0]))[:2]:
            share = like.dice((i,), (j,))
            if share >= least:
                candidates.append((-share * like.left_weight[i], i, j))
    open_left, partners = set(alone), []
    for _, i, j in sorted(candidates):
        if i in open_left and j in free:
            pair = _grown(like, i, j, open_left, free)
            open_left.difference_update(pair.left)
            free.difference_update(pair.right)
            partners.append(pair)
    kept = [
        g
        for g in groups
        if (g.left and g.right)
        or (g.left and g.left[0] in open_left)
        or (g.right and g.right[0] in free)
    ]
    return kept + partners


def _grown(like: Likeness, i: int, j: int, alone: set[int], free: set[int]) -> Group:
    """The pair of ``i`` and ``j`` with a neighbour that was merged into one of them."""
    best = Group(range(i, i + 1), range(j, j + 1), like.dice((i,), (j,)))
    for left, right in (
        (range(i, i + 2), best.right),
        (range(i - 1, i + 1), best.right),
        (best.left, range(j, j + 2)),
        (best.left, range(j - 1, j + 1)),
    ):
        if all(k in alone for k in left) and all(k in free for k in right):
            share = like.dice(left, right)
            if share > best.similarity:
                best = Group(left, right, share)
    return best


def paired_by_place(
    like: Likeness, groups: Sequence[Group], plausible: Callable[[int, int], bool]
) -> list[Group]:
    """Pair the left and right segments that stand alone between the same two pairs.

    Strangers at the same place are more often one sentence translated freely than one left out
    and another one put in; unless they share nothing and differ in length.
    """
    found: list[Group] = []
    run: list[Group] = []
    for group in [*ordered(groups), None]:
        if group is None or (group.left and group.right):
            found += _paired_off(like, run, plausible)
            run = []
            if group is not None:
                found.append(group)
        else:
            run.append(group)
    return found


def _paired_off(
    like: Likeness, run: list[Group], plausible: Callable[[int, int], bool]
) -> list[Group]:
    lefts, rights = [g.left[0] for g in run if g.left], [g.right[0] for g in run if g.right]
    count = len(lefts)
    together = count == len(rights) <= _LONGEST_RUN and all(
        side[-1] - side[0] == count - 1 for side in (lefts, rights) if side
    )
    if not together or not all(map(plausible, lefts, rights)):
        return run
    return [
        Group(range(i, i + 1), range(j, j + 1), like.dice((i,), (j,)))
        for i, j in zip(lefts, rights, strict=True)
    ]


def ordered(groups: Iterable[Group]) -> list[Group]:
    """In the order of the left side; a group without it after the one that it follows."""
    every = list(groups)
    owner = {j: g for g in every for j in g.right}
    place: dict[int, tuple[int, int]] = {}
    spot = (-1, 0)
    for j in sorted(owner):
        group = owner[j]
        spot = (group.left[0], j) if group.left else (spot[0], j)
        place[j] = spot
    return sorted(
        every,
        key=lambda g: (g.left[0], -1) if g.left else place[g.right[0]],
    )

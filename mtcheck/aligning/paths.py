"""The best way through two texts: dynamic programming over n:m steps inside a band.

The band follows anchors (segments that are each other's best match) and is narrow where they
are dense, so that time grows with the length of the texts and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    #: The steps worth taking from a place of the right text: left segments, right ones, gain.
    Gains = Callable[[int], Sequence[tuple[int, int, float]]]

__all__ = ["Step", "band", "best_path", "rising"]

_MARGIN = 4  # segments that the band reaches beyond an anchor
_WIDEST = 32  # half the width of the band where there is no anchor for long


class Step(NamedTuple):
    """Left segments ``left`` to ``left_end`` - 1 go with right ones; either may be empty."""

    left: int
    left_end: int
    right: int
    right_end: int


def rising(points: Sequence[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The heaviest of ``points`` (left, right, weight) that rise on both sides."""
    best: list[tuple[float, int]] = []  # by right end, weights rising: (weight, point)
    ends: list[int] = []
    previous: dict[int, int] = {}
    ordered = sorted(points)
    for k, (_, right, weight) in enumerate(ordered):
        at = bisect_left(ends, right)
        total = weight + (best[at - 1][0] if at else 0.0)
        previous[k] = best[at - 1][1] if at else -1
        stop = at
        while stop < len(ends) and best[stop][0] <= total:
            stop += 1
        if at < len(ends) and ends[at] == right and best[at][0] > total:
            continue
        ends[at:stop] = [right]
        best[at:stop] = [(total, k)]
    chain = []
    k = best[-1][1] if best else -1
    while k >= 0:
        chain.append(ordered[k][:2])
        k = previous[k]
    return chain[::-1]


def band(left: int, right: int, anchors: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """For each of ``left`` + 1 rows the first and the last column to look at."""
    points = [(-1, -1), *anchors, (left, right)]
    rows: list[tuple[int, int]] = []
    for (i0, j0), (i1, j1) in pairwise(points):
        slope = (j1 - j0) / (i1 - i0)
        for i in range(i0 + 1, i1 + 1):
            middle = j0 + slope * (i - i0)
            low = max(j0 - _MARGIN, int(middle - _WIDEST), 0)
            high = min(j1 + _MARGIN, int(middle + _WIDEST) + 1, right)
            rows.append((min(low, right), max(high, 0)))
    rows[0] = (0, rows[0][1])
    rows[left] = (rows[left][0], right)
    # Each row starts no later than the next one and touches the one before.
    for i in range(left - 1, -1, -1):
        rows[i] = (min(rows[i][0], rows[i + 1][0]), rows[i][1])
    for i in range(1, left + 1):
        low, high = rows[i]
        rows[i] = (min(low, rows[i - 1][1]), max(high, rows[i - 1][1]))
    return rows


def best_path(  # noqa: PLR0913 - one name for each of what it needs
    left: int,
    right: int,
    rows: Sequence[tuple[int, int]],
    gains: Callable[[int], Gains],
    *,
    skip: float,
    beam: float = float("inf"),
) -> list[Step]:
    """The steps with the highest sum of gains from the start to the end of both texts.

    ``gains(i)(j)`` are the steps worth taking from there as (left, right, gain); leaving out a
    segment of either side costs ``skip``. Ways that are ``beam`` behind the best one over the
    same left segments are given up.
    """
    minus = float("-inf")
    score: list[dict[int, float]] = [{} for _ in range(left + 1)]
    came: list[dict[int, tuple[int, int]]] = [{} for _ in range(left + 1)]
    score[0][0] = 0.0
    for i in range(left + 1):
        low, high = rows[i]
        here, from_here = score[i], came[i]
        best = max((s for j, s in here.items() if low <= j <= high), default=minus)
        least = best - beam if i < left else minus
        below = score[i + 1] if i < left else {}
        from_below = came[i + 1] if i < left else {}
        steps = gains(i)
        for j in range(low, high + 1):
            now = here.get(j, minus)
            if now == minus or now < least:
                continue
            left_out = now - skip
            if j < high and left_out > here.get(j + 1, minus):
                here[j + 1] = left_out
                from_here[j + 1] = (0, 1)
            if i == left:
                continue
            if left_out > below.get(j, minus):
                below[j] = left_out
                from_below[j] = (1, 0)
            for di, dj, gain in steps(j):
                row = score[i + di]
                if j + dj <= rows[i + di][1] and now + gain > row.get(j + dj, minus):
                    row[j + dj] = now + gain
                    came[i + di][j + dj] = (di, dj)
    if right not in score[left]:  # the beam has cut every way to the end
        return best_path(left, right, rows, gains, skip=skip)
    return _back(left, right, came)


def _back(left: int, right: int, came: Sequence[dict[int, tuple[int, int]]]) -> list[Step]:
    steps = []
    i, j = left, right
    while i or j:
        di, dj = came[i][j]
        steps.append(Step(i - di, i, j - dj, j))
        i, j = i - di, j - dj
    return steps[::-1]

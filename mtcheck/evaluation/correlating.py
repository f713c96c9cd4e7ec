"""How well scores order translations: Kendall's tau-b, accuracy with ties, Pearson's r.

``acc-t`` is the pairwise accuracy with tie calibration of Deutsch et al. 2023, "Ties Matter"
(EMNLP): of all pairs, those that people and the metric order alike, or both hold for equal. A
metric's two scores count as equal where they differ by at most ε, and ε is the one that gives
the highest accuracy on these data. Grouped figures compare translations of one segment and are
averaged over segments, as WMT does; segments whose figure is undefined are left out.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]
    Indexes = npt.NDArray[np.int64]

__all__ = ["Accuracy", "accuracy", "grouped_kendall", "groups", "kendall", "pearson"]

_MOST_PAIRS = 2_000_000
_MOST_CELLS = 20_000_000


class Accuracy(NamedTuple):
    """acc-t, and the ε within which the metric's scores count as equal."""

    value: float
    epsilon: float


def groups(names: Sequence[Hashable]) -> list[Indexes]:
    """The indexes of equal names, where there are at least two; in the order of first sight."""
    import numpy as np

    found: dict[Hashable, list[int]] = {}
    for index, name in enumerate(names):
        found.setdefault(name, []).append(index)
    return [np.array(same, dtype=np.int64) for same in found.values() if len(same) > 1]


def pearson(gold: Numbers, scores: Numbers, weights: Numbers | None = None) -> float | None:
    """Pearson's r; None where either is constant. ``weights`` count rows several times."""
    import numpy as np

    w = np.ones(len(gold)) if weights is None else weights
    total = w.sum()
    if total <= 1:
        return None
    x, y = gold - (w * gold).sum() / total, scores - (w * scores).sum() / total
    spread = (w * x * x).sum() * (w * y * y).sum()
    if spread <= 1e-24 * max(float(np.abs(gold).max() * np.abs(scores).max()), 1.0):
        return None
    return float((w * x * y).sum() / math.sqrt(spread))


def kendall(gold: Numbers, scores: Numbers, weights: Numbers | None = None) -> float | None:
    """Kendall's tau-b; None where either is constant.

    ``weights`` count rows several times, as a bootstrap sample does. Exact: concordant and
    discordant pairs are counted from a table of the levels of both.
    """
    import numpy as np

    w = np.ones(len(gold)) if weights is None else weights
    kept = w > 0
    gold, scores, w = gold[kept], scores[kept], w[kept]
    if not len(gold):
        return None
    _, x = np.unique(gold, return_inverse=True)
    _, y = np.unique(scores, return_inverse=True)
    rows, columns = int(x.max()) + 1, int(y.max()) + 1
    total = w.sum() * (w.sum() - 1) / 2
    tied_x = _pairs(np.bincount(x, w).astype(np.float64))
    tied_y = _pairs(np.bincount(y, w).astype(np.float64))
    if tied_x >= total or tied_y >= total:
        return None
    if rows * columns <= _MOST_CELLS:
        difference = _by_table(x * columns + y, w, rows, columns)
    elif (w == 1).all():
        difference = _by_insertion(x.tolist(), y.tolist())
    else:
        times = np.repeat(np.arange(len(w)), w.astype(np.int64))
        difference = _by_insertion(x[times].tolist(), y[times].tolist())
    return float(difference / math.sqrt(total - tied_x) / math.sqrt(total - tied_y))


def _pairs(counts: Numbers) -> float:
    return float((counts * (counts - 1)).sum() / 2)


def _by_table(cells: Indexes, w: Numbers, rows: int, columns: int) -> float:
    """Concordant minus discordant pairs, from how often each pair of levels occurs."""
    import numpy as np

    table = np.bincount(cells, w, minlength=rows * columns).reshape(rows, columns)
    below = np.zeros_like(table)  # those lower in gold, by level of the score
    below[1:] = np.cumsum(table, axis=0)[:-1]
    up_to = np.cumsum(below, axis=1)
    lower = up_to - below
    higher = up_to[:, -1:] - up_to
    return float((table * (lower - higher)).sum())


def _by_insertion(x: list[int], y: list[int]) -> float:
    """The same without a table, for scores with very many levels on both sides."""
    order = sorted(range(len(x)), key=x.__getitem__)
    seen: list[int] = []
    total = at = 0
    while at < len(order):
        end = at
        while end < len(order) and x[order[end]] == x[order[at]]:
            end += 1
        same = [y[i] for i in order[at:end]]
        for level in same:
            total += bisect_left(seen, level) - (len(seen) - bisect_right(seen, level))
        for level in same:
            insort(seen, level)
        at = end
    return float(total)


def grouped_kendall(gold: Numbers, scores: Numbers, by: Sequence[Indexes]) -> float | None:
    """The mean tau-b of the groups in which it is defined; None where there is none."""
    values = [kendall(gold[index], scores[index]) for index in by]
    defined = [value for value in values if value is not None]
    return sum(defined) / len(defined) if defined else None


def accuracy(gold: Numbers, scores: Numbers, by: Sequence[Indexes], seed: int) -> Accuracy | None:
    """acc-t over the pairs within each group, every group weighing the same.

    Of a group with over two million pairs, so many are drawn at random. None without a pair.
    """
    import numpy as np

    if not by:
        return None
    concordant, tied, apart, weight = [], [], [], []
    for index in by:
        first, second = _drawn(len(index), seed)
        g = gold[index[first]] - gold[index[second]]
        s = scores[index[first]] - scores[index[second]]
        concordant.append(g * s > 0)
        tied.append(g == 0)
        apart.append(np.abs(s))
        weight.append(np.full(len(g), 1.0 / len(g)))
    difference = np.concatenate(apart)
    order = np.argsort(difference, kind="stable")
    difference = difference[order]
    share = np.concatenate(weight)[order] / len(by)
    # Up to ε all pairs count as equal, beyond it they count as ordered.
    as_tied = np.cumsum(np.concatenate(tied)[order] * share)
    as_ordered = np.cumsum((np.concatenate(concordant)[order] * share)[::-1])[::-1]
    value = as_tied + np.append(as_ordered[1:], 0.0)
    last = np.append(difference[1:] > difference[:-1], [True])
    value, difference = value[last], difference[last]
    if difference[0] > 0:  # no pair is equal as it is: ε = 0 makes none so
        value = np.append(as_ordered[0], value)
        difference = np.append(0.0, difference)
    best = int(np.argmax(np.round(value, 12)))  # the smallest ε of those that do best
    return Accuracy(float(value[best]), float(difference[best]))


def _drawn(size: int, seed: int) -> tuple[Indexes, Indexes]:
    import numpy as np

    if size * (size - 1) // 2 <= _MOST_PAIRS:
        first, second = np.triu_indices(size, 1)
        return first, second
    rng = np.random.default_rng(seed)
    first = rng.integers(0, size, _MOST_PAIRS)
    second = (first + rng.integers(1, size, _MOST_PAIRS)) % size
    return first, second

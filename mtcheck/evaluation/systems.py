"""Soft pairwise accuracy: does a metric tell systems apart as surely as people do?

For each pair of systems, the p-value that the first is better is found by a paired permutation
test on their segment scores, once by people's scores and once by the metric's; SPA is 1 minus
the mean difference between the two p-values. Thompson et al. 2024, "Improving Statistical
Significance in Human Evaluation of Automatic Metrics via Soft Pairwise Accuracy" (WMT).

A pair is compared on the segments that both systems translated; with fewer than two it is left
out. The permutations are the same for all pairs and both scores.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

__all__ = ["soft_pairwise_accuracy"]

_PERMUTATIONS = 1000
_FEWEST_SEGMENTS = 2


def soft_pairwise_accuracy(
    gold: Mapping[str, Mapping[str, float]],
    scores: Mapping[str, Mapping[str, float]],
    seed: int,
) -> float | None:
    """SPA of ``scores`` (system → segment → score, higher is better) against ``gold``.

    None where no two systems have segments in common. Segments are taken in sorted order.
    """
    import numpy as np

    segments = sorted({name for by_segment in gold.values() for name in by_segment})
    place = {name: index for index, name in enumerate(segments)}
    rng = np.random.default_rng(seed)
    signs = (2 * rng.integers(0, 2, (_PERMUTATIONS, len(segments))) - 1).astype(np.float64)
    differences = []
    for one, other in combinations(sorted(gold), 2):
        common = sorted(gold[one].keys() & gold[other].keys())
        if len(common) < _FEWEST_SEGMENTS:
            continue
        chosen = signs[:, [place[name] for name in common]]
        values = [
            _p_value(
                np.array([table[one][s] - table[other][s] for s in common], dtype=np.float64),
                chosen,
            )
            for table in (gold, scores)
        ]
        differences.append(abs(values[0] - values[1]))
    return 1 - sum(differences) / len(differences) if differences else None


def _p_value(differences: Numbers, signs: Numbers) -> float:
    """The share of permutations with a difference at least as large as the one seen."""
    seen = differences.sum()
    tolerance = 1e-9 * max(abs(differences).sum(), 1.0)  # sums of the same numbers in any order
    return float((signs @ differences >= seen - tolerance).mean())

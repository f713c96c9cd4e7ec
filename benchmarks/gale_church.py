"""The baseline of ``benchmarks.alignment``: alignment by length alone.

Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational
Linguistics 19(1), 1993: their dynamic programme, priors and variance, lengths in characters.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PRIORS = {(1, 1): 0.89, (1, 0): 0.00495, (0, 1): 0.00495, (2, 1): 0.0445, (1, 2): 0.0445,
          (2, 2): 0.011}  # fmt: skip
VARIANCE = 6.8


def align_by_length(left: Sequence[int], right: Sequence[int]) -> set[tuple[int, int]]:
    """The links between two texts whose segments have these lengths."""
    ratio = sum(right) / sum(left)
    best = {(0, 0): (0.0, (0, 0))}
    for i in range(len(left) + 1):
        for j in range(len(right) + 1):
            if i or j:
                best[i, j] = min(
                    (best[i - a, j - b][0] + _cost(left[i - a : i], right[j - b : j], ratio, p),
                     (a, b))
                    for (a, b), p in PRIORS.items()
                    if a <= i and b <= j
                )  # fmt: skip
    found, i, j = set(), len(left), len(right)
    while i or j:
        a, b = best[i, j][1]
        found |= {(x, y) for x in range(i - a, i) for y in range(j - b, j)}
        i, j = i - a, j - b
    return found


def _cost(left: Sequence[int], right: Sequence[int], ratio: float, prior: float) -> float:
    one, two = sum(left), sum(right)
    mean = (one + two / ratio) / 2
    deviation = abs(two - one * ratio) / math.sqrt(mean * VARIANCE) if mean else 0.0
    chance = math.erfc(deviation / math.sqrt(2))
    return -math.log(max(chance, 1e-100)) - math.log(prior)

"""Paired bootstrap over documents: one draw of documents for all systems, in flat memory.

The figures are ratios or other functions of sums over documents, so a resample is a row of weights
times a matrix. p-values are those of Koehn 2004 with the shift of Riezler and Maxwell 2005: how
often the difference of a resample is as far from their mean as the real one is from nothing.
Several of them are corrected by Holm's method (1979), which bounds the chance of any false
"better" among them whatever hangs together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.evaluation import resampling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

__all__ = ["SEED", "compared", "holm", "how_many", "resampled"]

SEED = 12345
"""The one that sacrebleu has, too."""

_LEAST, _MOST = 1000, 5000
_FOR_EACH = 40  # resamples for each comparison, so that Holm's smallest p-value can be below .05
_CELLS = 4_000_000  # numbers in memory at once
_DIGITS = 9  # differences are compared to so many: adding in another order changes later ones


def how_many(comparisons: int) -> int:
    """Resamples for so many comparisons by one figure."""
    return min(max(_LEAST, _FOR_EACH * comparisons), _MOST)


def _weights(documents: int, resamples: int) -> Iterator[Numbers]:
    """How often each document is drawn: blocks of rows, a row a resample."""
    import numpy as np

    rng = np.random.default_rng(SEED)
    each = max(1, _CELLS // documents)
    for begun in range(0, resamples, each):
        rows = min(each, resamples - begun)
        drawn = rng.integers(0, documents, size=(rows, documents), dtype=np.int64)
        # Every row in a range of its own, so that one count serves all.
        drawn += np.arange(rows)[:, None] * documents
        counts = np.bincount(drawn.ravel(), minlength=rows * documents)
        yield counts.reshape(rows, documents).astype(float)


def resampled(
    counts: Numbers, resamples: int, figure: Callable[[Numbers], Numbers]
) -> tuple[Numbers, Numbers]:
    """The figure of each system on all documents, and on each resample of them.

    ``counts`` is systems × documents × counts; ``figure`` makes one number of each sum
    of counts, (…, counts).
    The second result is resamples × systems.
    """
    import numpy as np

    systems, documents, width = counts.shape
    flat = counts.transpose(1, 0, 2).reshape(documents, systems * width)
    drawn = [
        figure((weights @ flat).reshape(-1, systems, width))
        for weights in _weights(documents, resamples)
    ]
    return figure(counts.sum(axis=1)), np.concatenate(drawn)


def compared(real: float, differences: Numbers) -> tuple[float, float, float]:
    """The interval of a difference, and its p-value, two-sided."""
    import numpy as np

    low, high = resampling.interval(differences) or (real, real)
    away = np.abs(differences - differences.mean()).round(_DIGITS)
    above = int((away >= round(abs(real), _DIGITS)).sum())
    return low, high, (above + 1) / (len(differences) + 1)


def holm(values: Sequence[float]) -> list[float]:
    """p-values corrected for their number, in the order given."""
    adjusted = [0.0] * len(values)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        highest = max(highest, min(1.0, (len(values) - rank) * values[index]))
        adjusted[index] = highest
    return adjusted

"""Bootstrap intervals: documents drawn with replacement, always the same ones for one seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

__all__ = ["draws", "interval", "share_above", "spread"]

_LOW, _HIGH = 2.5, 97.5


def draws(documents: int, resamples: int, seed: int) -> Numbers:
    """How often each document is drawn: a row a resample."""
    import numpy as np

    rng = np.random.default_rng(seed)
    return rng.multinomial(documents, np.full(documents, 1 / documents), resamples).astype(float)


def spread(drawn: Numbers, figure: Callable[[Numbers], float | None]) -> Numbers:
    """The figure of every resample, from its weights by document; not a number where undefined."""
    import numpy as np

    values = (figure(weights) for weights in drawn)
    return np.array([np.nan if value is None else value for value in values])


def interval(values: Numbers) -> tuple[float, float] | None:
    """The 95% percentile interval; None where the figure was undefined in half of the draws."""
    import numpy as np

    defined = values[~np.isnan(values)]
    if 2 * len(defined) <= len(values):
        return None
    low, high = np.percentile(defined, [_LOW, _HIGH])
    return float(low), float(high)


def share_above(values: Numbers) -> float | None:
    """The share of the defined values that are above 0, a tie counting half."""
    import numpy as np

    defined = values[~np.isnan(values)]
    if not len(defined):
        return None
    return float(((defined > 0) + 0.5 * (defined == 0)).mean())

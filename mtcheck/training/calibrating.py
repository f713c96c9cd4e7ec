"""From the opinions of trees and encoder to chances: logistic regressions and their bounds.

The encoder remembers what it was trained on, so what its opinion is worth is only asked of
annotation that it has never seen (``held``). How densely annotators mark differs tenfold between
collections; each gets an intercept of its own, and the one that is shipped is theirs, moved from
the density of each to the mean density of the collections trained on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.spans.fusion import Line, Weights, log_odds
from mtcheck.training.collecting import SYNTHETIC
from mtcheck.training.marks import span_score

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.training.marks import Table

    Floats = npt.NDArray[np.float64]

__all__ = [
    "DENSE",
    "Blend",
    "blend",
    "highest",
    "line",
    "logistic",
    "mean_density",
    "moved",
    "rules",
]

DENSE = 0.25
"""The share of marked characters above which a collection is left out."""

_RIDGE = 1e-3  # keeps weights finite where a set has no mark
_JUDGED_RIDGE = 0.5
_GRID = tuple(k / 100 for k in range(6, 62, 2))  # bounds that are tried
_NEXT_TO_NOTHING = 0.003  # span F1
_FEWEST = 1_000  # tokens of a mode from which it is fitted by itself
_MARKED = 20  # of them marked


class Blend(NamedTuple):
    """The encoder's share in the sum of log-odds, and the line that makes the sum a chance."""

    share: float
    line: Line


def logistic(
    columns: Floats, shares: Floats, weights: Floats, ridge: float = _RIDGE, positive: int = 0
) -> Floats:
    """Weights of ``columns`` (a column of ones for an intercept) whose sum is the log-odds.

    The last ``positive`` of them are kept from falling below 0.
    """
    import numpy as np
    from scipy.optimize import minimize  # noqa: PLC0415 - the extra's

    scaled = weights / weights.mean()

    def loss(found: Floats) -> tuple[float, Floats]:
        odds = columns @ found
        miss = scaled * (1 / (1 + np.exp(-odds)) - shares)
        value = (scaled * (np.logaddexp(0, odds) - shares * odds)).sum() + ridge * (found**2).sum()
        return float(value), columns.T @ miss + 2 * ridge * found

    free = columns.shape[1] - positive
    bounds = [(None, None)] * free + [(0, None)] * positive
    found: Floats = minimize(
        loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds
    ).x
    return found


def blend(held: Table, trees: Floats, density: float, share: float | None = None) -> Blend | None:
    """How to blend, by annotation that the encoder has not seen; None where that is too little.

    ``trees``: the log-odds of the trees for each line of ``held``. ``density``: the share of
    characters that is marked where the chances shall be right on average. ``share``: the
    encoder's part, where it is known from elsewhere.
    """
    import numpy as np

    if len(held.row) < _FEWEST or (held.marked > 0).sum() < _MARKED:
        return None
    names = sorted(set(held.sets))
    sets = np.stack([held.sets[held.row] == name for name in names], axis=1).astype(float)
    read = log_odds(held.read.sum(axis=1))
    if share is None:
        found = logistic(
            np.column_stack([sets, read, trees]), held.marked, held.lengths, positive=2
        )
        share = float(found[-2] / max(found[-2] + found[-1], 1e-9))
    summed = share * read + (1 - share) * trees
    found = logistic(np.column_stack([sets, summed]), held.marked, held.lengths, positive=1)
    densities = np.array([_density(held, held.sets == name) for name in names])
    intercept = moved(found[: len(names)], densities, density)
    return Blend(round(share, 3), Line(round(intercept, 4), round(float(found[-1]), 3)))


def moved(intercepts: Floats, densities: Floats, density: float) -> float:
    """The mean of the collections' intercepts, each moved from its own density of marks."""
    import numpy as np

    return float((intercepts + log_odds(np.array([density])) - log_odds(densities)).mean())


def line(odds: Floats, shares: Floats, weights: Floats) -> Line:
    """The line that makes log-odds the shares."""
    import numpy as np

    found = logistic(np.stack([np.ones(len(odds)), odds], axis=1), shares, weights)
    return Line(round(float(found[0]), 4), round(float(found[1]), 3))


def mean_density(table: Table) -> float:
    """The mean share of marked characters over the sets of a table."""
    names = sorted(set(table.sets))
    return sum(_density(table, table.sets == name) for name in names) / len(names)


def _density(table: Table, rows: npt.NDArray[np.bool_]) -> float:
    lines = table.lines(rows)
    share = (table.marked[lines] * table.lengths[lines]).sum() / table.lengths[lines].sum()
    return float(min(max(share, 1e-3), 1 - 1e-3))


def highest(table: Table, chances: Floats) -> float:
    """The bound from which the mean span F1 over the sets of a table is highest.

    Of those that lose next to nothing the highest: it flags less.
    """
    parts = []
    for name in sorted(set(table.sets)):
        kept = table.sets == name
        parts.append((table.where(kept), chances[table.lines(kept)]))

    def mean(bound: float) -> float:
        return sum(span_score(part, own, bound).f1 for part, own in parts) / len(parts)

    means = {bound: mean(bound) for bound in _GRID}
    return max(bound for bound, f1 in means.items() if f1 >= max(means.values()) - _NEXT_TO_NOTHING)


def rules(table: Table, chances: Floats, codes: Sequence[str]) -> Weights:
    """How a rule's measured precision and the words' chance together tell whether it is right.

    ``codes``: the checks whose findings are weighed; those that are certain are not. Synthetic
    errors say nothing of how often a rule is right in life, and are left out.
    """
    import numpy as np

    lines, shares = [], []
    for number, row in enumerate(table.rows):
        first, last = table.offsets[number], table.offsets[number + 1]
        starts, ends = table.spans[first:last].T
        for fired in row.fired:
            inside = (ends > fired.start) & (starts < fired.end)
            wanted = fired.code in codes and not fired.certain and row.origin not in SYNTHETIC
            if not wanted or not inside.any():
                continue
            lines.append((1.0, fired.confidence, chances[first:last][inside].max()))
            hits = [
                any(mark.start < fired.end and mark.end > fired.start for mark in rater)
                for rater in row.raters
            ]
            shares.append(sum(hits) / len(hits))
    if len(lines) < _MARKED:
        return Weights(0.0, 1.0, 0.0)
    columns = np.array(lines)
    columns[:, 1:] = log_odds(columns[:, 1:])
    found = logistic(columns, np.array(shares), np.ones(len(shares)), _JUDGED_RIDGE, 2)
    return Weights(*(round(float(value), 3) for value in found))

"""The numbers of ``fusion.json``: trees, blend, bounds, categories, in this order.

Trees are fitted on the tables of the training collections without the encoder's opinion; what
they are worth is told by folds of documents. Everything that needs the encoder is fitted on
tables that it has not seen. Collections in which more is marked than left are no use: there a
mark says little of what an error is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.checks import CHECKS
from mtcheck.spans import WEIGHED
from mtcheck.spans.boosted import Forest
from mtcheck.spans.features import COLUMNS
from mtcheck.spans.fusion import VERSION, Fusion, Line, chances
from mtcheck.training import calibrating, kinds, trees
from mtcheck.training.collecting import FOLDS
from mtcheck.training.marks import Table, span_score

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

    from mtcheck.spans.boosted import Tree
    from mtcheck.spans.fusion import Mode

    Floats = npt.NDArray[np.float64]

__all__ = ["Given", "fit"]

ROUNDS = 100
_CONTRAST = 0.25  # more loses what is wrong beside something worse; less flags around it
_UNKNOWN = calibrating.Blend(0.4, Line(0.0, 1.0))  # where no annotation is held out
_MODES: tuple[Mode, ...] = ("both", "reference", "source", "neither")
_LACKING = {"A302", "N104"}  # what is missing is marked elsewhere, if at all


class Given(NamedTuple):
    """What is not fitted.

    ``gate``, ``review``: the chance from which these profiles show a word. ``share``: the
    encoder's part in the sum of log-odds where there is another text to compare with, if it is
    known from more annotation than is held out.
    """

    gate: float
    review: float
    share: float | None


def fit(
    train: Table, held: Table | None, given: Given, seed: int, tell: Callable[[str], None]
) -> Fusion:
    """All numbers, by the tables; ``tell`` is told what they are worth, a line at a time."""
    import numpy as np

    names = sorted(set(train.sets))
    kept = [
        n
        for n in names
        if calibrating.mean_density(train.where(train.sets == n)) <= calibrating.DENSE
    ]
    train = train.where(np.isin(train.sets, kept))
    tell(f"left out, too densely marked: {', '.join(sorted(set(names) - set(kept))) or 'none'}")
    crossed = _crossed(train, seed)
    forest = trees.binary(train.columns, train.marked, train.weights, ROUNDS, seed)
    alone = calibrating.line(crossed, train.marked, train.weights)
    told = chances(alone.intercept + alone.slope * crossed)
    _report(train, told, tell)
    blends = _blends(train, held, forest, given.share, tell)
    codes = [
        module.CHECK.code
        for module in CHECKS
        if module.CHECK.code[0] in WEIGHED and module.CHECK.code not in _LACKING
    ]
    rules = calibrating.rules(train, told, codes)
    tell(f"rules: {rules}")
    return Fusion(
        version=VERSION,
        columns=list(COLUMNS),
        share={mode: blend.share for mode, blend in blends.items()},
        calibration={mode: blend.line for mode, blend in blends.items()},
        contrast=_CONTRAST,
        profiles={
            "gate": {"*": given.gate},
            "review": {"*": given.review},
            "recall": _recall(train, told, tell),
        },
        rules=rules,
        trees=forest,
        categories=kinds.fit(train, seed, tell),
    )


def _crossed(train: Table, seed: int) -> Floats:
    """For each line the log-odds of trees that have not seen its document."""
    import numpy as np

    found = np.zeros(len(train.row))
    numbers = np.array([row.fold for row in train.rows])[train.row]
    for fold in range(FOLDS):
        own, others = numbers == fold, numbers != fold
        if own.any() and others.any():
            grown = trees.binary(
                train.columns[others], train.marked[others], train.weights[others], ROUNDS, seed
            )
            found[own] = Forest(grown).log_odds(train.columns[own])
    return found


def _blends(
    train: Table,
    held: Table | None,
    forest: list[Tree],
    share: float | None,
    tell: Callable[[str], None],
) -> dict[Mode, calibrating.Blend]:
    import numpy as np

    found: dict[Mode, calibrating.Blend] = {}
    grown = None if held is None else Forest(forest).log_odds(held.columns)
    for mode in _MODES:
        blend = None
        if held is not None and grown is not None:
            rows = np.array([row.mode == mode for row in held.rows])
            own = np.array([row.mode == mode for row in train.rows])
            density = calibrating.mean_density(train.where(own) if own.any() else train)
            if rows.any():
                part, odds = held.where(rows), grown[held.lines(rows)]
                known = None if mode == "neither" else share
                blend = calibrating.blend(part, odds, density, known)
        found[mode] = blend or found.get("both", _UNKNOWN)
        tell(f"{mode}: {found[mode]}{'' if blend else ' (too little held out: not fitted)'}")
    return found


def _recall(train: Table, told: Floats, tell: Callable[[str], None]) -> dict[str, float]:
    """For each target language, and for all others, the bound at which span F1 is highest."""
    import numpy as np

    compared = np.array([row.mode in {"both", "reference"} for row in train.rows])
    part, own = train.where(compared), told[train.lines(compared)]
    found = {"*": calibrating.highest(part, own)}
    targets = np.array([row.pair.rpartition("-")[2] for row in part.rows])
    for target in sorted(set(targets)):
        rows = targets == target
        found[str(target)] = calibrating.highest(part.where(rows), own[part.lines(rows)])
    tell(f"highest span F1 at {found}")
    return found


def _report(train: Table, told: Floats, tell: Callable[[str], None]) -> None:
    """Span F1 of the trees alone on documents that they have not seen, set by set."""
    import numpy as np

    compared = np.array([row.mode in {"both", "reference"} for row in train.rows])
    for name in sorted(set(train.sets)):
        rows = compared & (train.sets == name)
        if not rows.any():
            continue
        part, own = train.where(rows), told[train.lines(rows)]
        bound = calibrating.highest(part, own)
        score = span_score(part, own, bound)
        tell(
            f"trees alone, {name}: {len(part.rows)} translations, F1 {score.f1:.3f} "
            f"(P {score.precision:.3f}, R {score.recall:.3f}) at {bound:.2f}; "
            f"marked {calibrating.mean_density(part):.3f}"
        )

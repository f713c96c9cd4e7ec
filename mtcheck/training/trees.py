"""Gradient-boosted trees fitted with LightGBM (Ke et al. 2017), and written as our own data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtcheck.spans.boosted import Tree

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]

__all__ = ["binary", "several"]

_SHARED = {
    "learning_rate": 0.1,
    "lambda_l2": 20,
    "verbose": -1,
    "deterministic": True,
    "force_row_wise": True,  # so that threads change nothing
}
_BINARY = {**_SHARED, "objective": "cross_entropy", "num_leaves": 15, "min_data_in_leaf": 400}
_SEVERAL = {
    **_SHARED,
    "objective": "multiclass",
    "num_leaves": 7,
    "min_data_in_leaf": 200,
    "learning_rate": 0.15,
}
_DIGITS = 6


def binary(columns: Floats, shares: Floats, weights: Floats, rounds: int, seed: int) -> list[Tree]:
    """Trees whose sum is the log-odds of ``shares`` (0 to 1), given ``columns``."""
    return _fitted({**_BINARY, "seed": seed}, columns, shares, weights, rounds)


def several(  # noqa: PLR0913, PLR0917 - a data set and how to fit it
    columns: Floats, kinds: Ints, weights: Floats, count: int, rounds: int, seed: int
) -> list[list[Tree]]:
    """For each of ``count`` kinds trees whose sums, raised and shared out, are its chances."""
    parameters = {**_SEVERAL, "num_class": count, "seed": seed}
    found = _fitted(parameters, columns, kinds, weights, rounds)
    return [found[kind::count] for kind in range(count)]


def _fitted(
    parameters: dict[str, Any], columns: Floats, labels: Floats | Ints, weights: Floats, rounds: int
) -> list[Tree]:
    import lightgbm

    small = min(parameters["min_data_in_leaf"], max(len(columns) // 50, 1))
    data = lightgbm.Dataset(columns.astype("float32"), labels, weight=weights)
    model = lightgbm.train({**parameters, "min_data_in_leaf": small}, data, rounds)
    return [_tree(tree["tree_structure"]) for tree in model.dump_model()["tree_info"]]


def _tree(root: dict[str, Any]) -> Tree:
    columns: list[int] = []
    bounds: list[float] = []
    left: list[int] = []
    right: list[int] = []
    missing: list[bool] = []
    leaves: list[float] = []

    def visit(node: dict[str, Any]) -> int:
        if "leaf_value" in node:
            leaves.append(round(node["leaf_value"], _DIGITS))
            return -len(leaves)
        number = len(columns)
        columns.append(node["split_feature"])
        bounds.append(float(f"{node['threshold']:.{_DIGITS}g}"))
        # Where training had no missing value LightGBM takes one for 0.
        holes = node["missing_type"] == "NaN"
        missing.append(bool(node["default_left"]) if holes else node["threshold"] >= 0)
        left.append(0)
        right.append(0)
        left[number] = visit(node["left_child"])
        right[number] = visit(node["right_child"])
        return number

    visit(root)
    return Tree(columns, bounds, left, right, missing, leaves)

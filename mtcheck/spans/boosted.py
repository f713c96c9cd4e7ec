"""Gradient-boosted trees as data: evaluated here, fitted elsewhere (LightGBM).

A forest is a list of binary trees over numbered columns; the sum of the leaves that a line ends
in is a log-odds (Friedman 2001, as LightGBM writes it; Ke et al. 2017). A line goes left where
its column is at most the node's bound; a missing value (NaN) goes where the node says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = ["Forest", "Tree"]

_CHUNK = 256  # lines walked down together, so that what is at work stays in the cache


class Tree(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Node 0 is the root. A child that is negative is leaf ``-child - 1``."""

    columns: list[int]
    bounds: list[float]
    left: list[int]
    right: list[int]
    missing_left: list[bool]
    leaves: list[float]


class Forest:
    """Trees laid out as arrays; a class because it holds those."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        """Raises ``ValueError`` where a tree's parts do not fit together."""
        import numpy as np

        columns: list[int] = []
        bounds: list[float] = []
        left: list[int] = []
        right: list[int] = []
        missing: list[bool] = []
        values: list[float] = []
        self._roots = np.zeros(len(trees), dtype=np.int64)
        for number, tree in enumerate(trees):
            nodes = len(tree.columns)
            sizes = {len(tree.bounds), len(tree.left), len(tree.right), len(tree.missing_left)}
            if sizes != {nodes} or len(tree.leaves) != nodes + 1:
                message = f"tree {number} has parts of different lengths"
                raise ValueError(message)
            first = self._roots[number] = len(columns)
            # Leaves come after the nodes, and point at themselves: a line that is there stays.
            places = [*range(first, first + 2 * nodes + 1)]
            children = [places[c] if c >= 0 else places[nodes - c - 1] for c in tree.left]
            others = [places[c] if c >= 0 else places[nodes - c - 1] for c in tree.right]
            leaves = places[nodes:]
            columns += [*tree.columns, *[0] * len(leaves)]
            bounds += [*tree.bounds, *[0.0] * len(leaves)]
            left += [*children, *leaves]
            right += [*others, *leaves]
            missing += [*tree.missing_left, *[True] * len(leaves)]
            values += [*[0.0] * nodes, *tree.leaves]
        self._columns = np.array(columns, dtype=np.int32)
        self._bounds = np.array(bounds)
        # Both children in one array: twice the node, plus one for the right.
        self._children = np.stack([left, right], axis=1).ravel().astype(np.int32)
        self._missing = np.array(missing, dtype=np.bool_)
        self._values = np.array(values)
        self._depth = max((_depth(tree) for tree in trees), default=0)

    def log_odds(self, lines: Floats) -> Floats:
        """The sum of the trees for each of ``(lines, columns)``."""
        import numpy as np

        total = np.zeros(len(lines))
        for start in range(0, len(lines), _CHUNK):
            chunk = np.ascontiguousarray(lines[start : start + _CHUNK], dtype=np.float64)
            # Summed in the order of the trees: the sum does not depend on the lines beside it.
            for values in self._leaves(chunk).T:
                total[start : start + _CHUNK] += values
        return total

    def _leaves(self, lines: Floats) -> Floats:
        """The value of the leaf that each line ends in, ``(lines, trees)``."""
        import numpy as np

        holes = np.isnan(lines).any()
        cells = lines.ravel()
        rows = (np.arange(len(lines), dtype=np.int32) * lines.shape[1])[:, None]
        state = np.repeat(self._roots[None].astype(np.int32), len(lines), axis=0)
        for _ in range(self._depth):
            found = cells.take(rows + self._columns.take(state))
            rightwards = found > self._bounds.take(state)
            if holes:
                rightwards |= np.isnan(found) & ~self._missing.take(state)
            state = self._children.take(2 * state + rightwards)
        values: Floats = self._values.take(state)
        return values


def _depth(tree: Tree) -> int:
    """Nodes on the longest way to a leaf."""
    depths = [1] * len(tree.columns)
    for node in range(len(tree.columns) - 1, -1, -1):
        children = [c for c in (tree.left[node], tree.right[node]) if c >= 0]
        depths[node] = 1 + max((depths[c] for c in children), default=0)
    return depths[0] if depths else 0

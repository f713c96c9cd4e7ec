"""Telling the MQM categories of marked words apart: forests for the categories most marked.

Collections name categories in their own words; those that mean the same are put together, and
what is none of the categories (:data:`KINDS`) is not learnt from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.spans.boosted import Forest, Tree
from mtcheck.training import trees

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.training.marks import Table

__all__ = ["KINDS", "fit"]

#: For each MQM category how the collections' own names for it begin, in lower case.
KINDS = {
    "accuracy/mistranslation": (
        "accuracy/mistranslation", "accuracy/creative reinterpretation", "accuracy/gender mismatch",
    ),
    "terminology/inappropriate": ("terminology",),
    "accuracy/addition": ("accuracy/addition",),
    "accuracy/untranslated": ("accuracy/untranslated", "accuracy/source language fragment"),
    "fluency/grammar": ("fluency/grammar", "linguistic_conventions/grammar"),
    "fluency/spelling": (
        "fluency/spelling", "linguistic_conventions/spelling", "fluency/character encoding",
        "linguistic_conventions/character_encoding",
    ),
    "fluency/punctuation": ("fluency/punctuation", "linguistic_conventions/punctuation"),
    "style/awkward": ("style", "fluency/register", "linguistic_conventions/register"),
}  # fmt: skip

_ROUNDS = 25
_LONGEST = 12  # words of a mark beyond which it says little of each
_HELD = 0  # the fold that tells what they are worth


def fit(train: Table, seed: int, tell: Callable[[str], None]) -> dict[str, list[Tree]]:
    """A forest a category; empty where fewer than two categories are marked."""
    import numpy as np

    lines: list[int] = []
    labels: list[int] = []
    weights: list[float] = []
    for number, row in enumerate(train.rows):
        first, last = train.offsets[number], train.offsets[number + 1]
        starts, ends = train.spans[first:last].T
        for mark in (mark for rater in row.raters for mark in rater):
            kind = _kind(mark.category)
            inside = np.flatnonzero((ends > mark.start) & (starts < mark.end))
            if kind is None or not 0 < len(inside) <= _LONGEST:
                continue
            lines += [int(first) + int(k) for k in inside]
            labels += [kind] * len(inside)
            weights += [len(inside) ** -0.5] * len(inside)
    there = sorted(set(labels))
    names = [list(KINDS)[kind] for kind in there]
    if len(names) < 2:  # noqa: PLR2004 - nothing to tell apart
        return {}
    columns = train.columns[lines]
    kinds = np.searchsorted(there, labels)
    heavy = np.array(weights)
    folds = np.array([row.fold for row in train.rows])[train.row[lines]]
    held = folds == _HELD
    if held.any() and len(set(kinds[~held])) == len(names):
        grown = trees.several(columns[~held], kinds[~held], heavy[~held], len(names), _ROUNDS, seed)
        odds = np.stack([Forest(one).log_odds(columns[held]) for one in grown], axis=1)
        right = (odds.argmax(axis=1) == kinds[held]).mean()
        most = np.bincount(kinds[held]).max() / held.sum()
        tell(f"categories: {right:.2f} of marked words right, the most frequent {most:.2f}")
    found = trees.several(columns, kinds, heavy, len(names), _ROUNDS, seed)
    return dict(zip(names, found, strict=True))


def _kind(category: str) -> int | None:
    own = category.lower()
    for number, beginnings in enumerate(KINDS.values()):
        if own.startswith(beginnings):
            return number
    return None

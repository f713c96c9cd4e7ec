"""Span F1 by characters, as WMT's quality estimation task scored it in 2023.

Each character of a translation is unmarked, minor, major, or both where spans overlap; critical
counts as major. A character of the gold earns 1 where the prediction has its severity, 0.5 where
it has only the other one, and 1 for either where the gold has both. An empty span marks the one
character at its place (after the last one there is room for it). Precision is the credit
divided by predicted characters, recall the credit divided by gold characters, both over all
segments at once (micro).

Source: ``score_new`` in ``wmt23/task2_evaluate.py``, WMT-QE-Task/qe-eval-scripts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.mqm import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.evaluation.records import Mark

    Levels = npt.NDArray[np.uint8]
    Confidences = npt.NDArray[np.float64]
    Numbers = npt.NDArray[np.float64]

__all__ = ["Canvas", "credits", "f1", "ratio"]

_MINOR, _MAJOR = 1, 2
# Credit of a character: the row is the gold's level (bits minor and major), the column ours.
_CREDIT = (0, 0, 0, 0, 0, 1, 0.5, 1, 0, 0.5, 1, 1, 0, 1, 1, 1)


@dataclass(frozen=True, slots=True)
class Canvas:
    """The characters of many texts one after the other, each text with one place more."""

    lengths: tuple[int, ...]
    starts: npt.NDArray[np.int64]
    size: int

    @staticmethod
    def of(texts: Iterable[str]) -> Canvas:
        """The canvas of ``texts``."""
        import numpy as np

        lengths = tuple(map(len, texts))
        sizes = np.array(lengths, dtype=np.int64) + 1
        return Canvas(lengths, np.cumsum(sizes) - sizes, int(sizes.sum()))

    def levels(self, marks: Sequence[Iterable[Mark]]) -> Levels:
        """The level of every character: 0, or the bits 1 for minor and 2 for major."""
        import numpy as np

        painted = np.zeros(self.size, dtype=np.uint8)
        for start, row in zip(self.starts.tolist(), marks, strict=True):
            for mark in row:
                bit = _MINOR if mark.severity is Severity.MINOR else _MAJOR
                at, end = start + mark.span.start, start + mark.span.end
                painted[at : max(end, at + 1)] |= bit
        return painted

    def confidences(self, marks: Sequence[Iterable[Mark]]) -> Confidences:
        """The highest confidence of a mark on every character; 0 where there is none."""
        import numpy as np

        painted = np.zeros(self.size)
        for start, row in zip(self.starts.tolist(), marks, strict=True):
            for mark in row:
                at, end = start + mark.span.start, start + mark.span.end
                stretch = painted[at : max(end, at + 1)]
                # A confidence of 0 still is a mark.
                np.maximum(stretch, max(mark.confidence, 1e-9), out=stretch)
        return painted

    def counts(self, gold: Levels, found: Levels) -> Numbers:
        """For each text: credit, characters marked by both, by the prediction, by the gold."""
        import numpy as np

        if not self.size:
            return np.zeros((0, 4))
        columns = (credits(gold, found), (gold > 0) & (found > 0), found > 0, gold > 0)
        sums = [np.add.reduceat(c.astype(np.float64), self.starts) for c in columns]
        return np.stack(sums, axis=1)


def credits(gold: Levels, found: Levels) -> Numbers:  # noqa: A001 - the site's, not a word here
    """What each character earns, by the gold's level and ours."""
    import numpy as np

    earned: Numbers = np.array(_CREDIT)[gold * 4 + found]
    return earned


def ratio(part: float, whole: float) -> float | None:
    """``part / whole``; None where there is nothing to divide by."""
    return part / whole if whole else None


def f1(credit: float, predicted: float, marked: float) -> float | None:
    """The harmonic mean of precision and recall; None where nothing is marked by either."""
    return ratio(2 * credit, predicted + marked)

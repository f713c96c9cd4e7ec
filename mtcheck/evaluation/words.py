"""Precision among the words that a tool is surest of.

A word is a run of letters and digits; Chinese and Japanese characters are words each, as
they are not set off. A word carries the highest confidence of the marks that touch it, and is
right where the gold marks a character of it. Of words of equal confidence at the limit, as many
as fit are taken, at their average.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from mtcheck.evaluation.characters import Canvas, Confidences, Levels

    Numbers = npt.NDArray[np.float64]

__all__ = ["Surest", "Words", "surest"]

_WORD = re.compile(
    r"[\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
    r"|[^\W\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)


class Words(NamedTuple):
    """The words of many texts: where each begins and ends on the canvas, and its text."""

    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    texts: npt.NDArray[np.int64]

    @staticmethod
    def of(texts: list[str], canvas: Canvas) -> Words:
        """The words of ``texts``, which lie on ``canvas``."""
        import numpy as np

        spans = [
            (at + match.start(), at + match.end(), number)
            for number, (text, at) in enumerate(zip(texts, canvas.starts.tolist(), strict=True))
            for match in _WORD.finditer(text)
        ]
        columns = np.array(spans, dtype=np.int64).reshape(-1, 3)
        return Words(columns[:, 0], columns[:, 1], columns[:, 2])

    def marked(self, levels: Levels) -> npt.NDArray[np.bool_]:
        """Whether a character of each word is marked."""
        import numpy as np

        before = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(levels > 0)])
        return np.asarray(before[self.ends] > before[self.starts])

    def confident(self, confidences: Confidences) -> Numbers:
        """The highest confidence on each word."""
        import numpy as np

        if not len(self.starts):
            return np.zeros(0)
        # reduceat takes pairs of borders; every second stretch is what lies between words. An
        # end may be the end of the canvas, which is no index: one more place is added.
        borders = np.stack([self.starts, self.ends], axis=1).ravel()
        padded = np.concatenate([confidences, np.zeros(1)])
        return np.asarray(np.maximum.reduceat(padded, borders)[::2])


class Surest(NamedTuple):
    """The words taken: how much of each counts, by word, and what share of all they are."""

    weights: Numbers
    share: float


def surest(confidences: Numbers, share: float) -> Surest:
    """The words of highest confidence, ``share`` of all at most, and none of confidence 0."""
    import numpy as np

    weights = np.zeros(len(confidences))
    limit = share * len(confidences)
    flagged = int((confidences > 0).sum())
    if not flagged:
        return Surest(weights, 0.0)
    if flagged <= limit:
        weights[confidences > 0] = 1
        return Surest(weights, flagged / len(confidences))
    border = np.sort(confidences)[::-1][int(np.ceil(limit)) - 1]
    above, level = confidences > border, confidences == border
    weights[above] = 1
    weights[level] = (limit - above.sum()) / level.sum()
    return Surest(weights, share)

"""How alike two words are by the encoder's own vectors of their pieces.

The piece embeddings lie beside the network (``encoder.onnx.data``: a byte a number, a row of 384 a
piece) and are mapped, not read. The vector of a word is the mean of its pieces', less what all
pieces have in common (Mu and Viswanath 2018), without which any two words are alike. Scale and
zero point of the bytes drop out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from mtcheck.spans.pieces import Pieces

    Floats = npt.NDArray[np.float32]

__all__ = ["Vectors"]

_WIDTH = 384
_COMMON = 10_000  # pieces, the most frequent ones, that tell what all have in common
_KEPT = 50_000  # words whose vectors are remembered


class Vectors:
    """The vectors of words; a class because it holds the mapped file and what was looked up."""

    def __init__(self, path: Path, vocabulary: Pieces) -> None:
        """Map the embeddings at ``path``; raises :class:`ModelError` where they are not ours."""
        import numpy as np

        try:
            rows = np.memmap(path, dtype=np.uint8, mode="r")
        except (OSError, ValueError) as error:
            message = f"{path}: cannot be mapped ({type(error).__name__})"
            raise ModelError(message) from None
        if len(rows) < len(vocabulary) * _WIDTH or len(rows) % _WIDTH:
            message = f"{path}: does not hold {_WIDTH} numbers for each of {len(vocabulary)} pieces"
            raise ModelError(message)
        self._rows = rows.reshape(-1, _WIDTH)
        self._common = self._rows[:_COMMON].mean(axis=0, dtype=np.float64).astype(np.float32)
        self._vocabulary = vocabulary
        self._known: dict[str, Floats] = {}

    def __call__(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """The cosines of words, ``(left, right)``."""
        import numpy as np

        found: Floats = (
            np.stack([self._of(form) for form in left])
            @ np.stack([self._of(form) for form in right]).T
        )
        return found

    def _of(self, form: str) -> Floats:
        import numpy as np

        if (known := self._known.get(form)) is not None:
            return known
        numbers = [piece.id for piece in self._vocabulary.cut(form)]
        mean = self._rows[numbers].mean(axis=0, dtype=np.float32) - self._common
        found: Floats = mean / max(float(np.linalg.norm(mean)), 1e-9)
        if len(self._known) < _KEPT:
            self._known[form] = found
        return found

"""The encoder: pieces of a unit in, for each piece the probabilities of minor and major errors.

One unit a call, unpadded: what an int8 network computes depends on all that is in its call, so only
thus do results not depend on what else is checked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.errors import ModelError
from mtcheck.spans.sessions import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

__all__ = ["Encoder", "Reading"]

_LABELS = 3  # none, minor, major


class Reading(NamedTuple):
    """What the encoder says of one unit.

    ``chances``: for each piece the probability of a minor and of a major error,
    ``(pieces, 2)``. ``score``: of the whole unit, about 1 for a perfect translation and 0 for
    one of penalty 25.
    """

    chances: Floats
    score: float


class Encoder:
    """A loaded network; a class because it holds the session."""

    def __init__(self, path: Path) -> None:
        """Open the ONNX file at ``path``; raises :class:`ModelError` if it is none of ours."""
        self._session = opened(path)
        inputs = {i.name: len(i.shape) for i in self._session.get_inputs()}
        outputs = [(o.name, len(o.shape)) for o in self._session.get_outputs()]
        labels = [o.shape[-1] for o in self._session.get_outputs()][:1]
        if (
            inputs != {"input_ids": 2, "token_type_ids": 2}
            or outputs != [("logits", 3), ("score", 1)]
            or labels != [_LABELS]
        ):
            message = f"{path}: a network of another shape (inputs {inputs}, outputs {outputs})"
            raise ModelError(message)

    def read(self, pieces: Sequence[int], types: Sequence[int]) -> Reading:
        """What the network says of one row of pieces, at most 512, with their types."""
        import numpy as np

        logits, score = self._session.run(
            None,
            {
                "input_ids": np.array([pieces], dtype=np.int64),
                "token_type_ids": np.array([types], dtype=np.int64),
            },
        )
        raised = np.exp(logits[0] - logits[0].max(axis=-1, keepdims=True))
        return Reading((raised / raised.sum(axis=-1, keepdims=True))[:, 1:], float(score[0]))

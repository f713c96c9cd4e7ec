"""Networks of other token classifiers: ids in, logits out, through onnxruntime or torch.

One row a call and one thread, so that results do not depend on what else is read.
"""

from __future__ import annotations

import inspect
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from mtcheck.errors import ModelError
from mtcheck.spans import hub
from mtcheck.spans.sessions import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = ["Network", "load"]

_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids", "position_ids"})
_OUTPUT = "logits"
_RANK = 3  # of the logits: rows, pieces, labels


class Network(Protocol):
    """A loaded network."""

    def read(self, pieces: Sequence[int], types: Sequence[int]) -> Floats:
        """The logits of one row, ``(pieces, labels)``; raises :class:`ModelError`."""
        ...


def load(folder: Path, labels: int) -> Network:
    """The network in ``folder``: its ONNX, else its safetensors where torch is installed.

    Raises :class:`ModelError` where there is neither, or it has not ``labels`` labels.
    """
    path = hub.onnx(folder)
    if path is not None:
        return _Onnx(path, labels)
    if not hub.tensors(folder):
        why = "has no weights (model.onnx, onnx/model.onnx or model.safetensors)"
        if hub.pickled(folder):
            why = (
                "has its weights only as a pickle (pytorch_model.bin), which can run code and is"
                " not read: save them as safetensors, or export them as ONNX"
            )
        message = f"{folder}: {why}"
        raise ModelError(message)
    if find_spec("torch") is None:
        message = (
            f"{folder}: has no weights as ONNX, and torch, which reads its safetensors, is not"
            " installed: export it with optimum-cli, or install mtcheck[train]"
        )
        raise ModelError(message)
    return _Torch(folder, labels)


class _Onnx:
    def __init__(self, path: Path, labels: int) -> None:
        self._path = path
        self._labels = labels
        self._session = opened(path)
        self._inputs = {i.name: i.type for i in self._session.get_inputs()}
        outputs = {o.name: o.shape for o in self._session.get_outputs()}
        unknown = sorted(set(self._inputs) - _INPUTS)
        if unknown or "input_ids" not in self._inputs:
            message = (
                f"{path}: a network with other inputs ({', '.join(self._inputs)}) than"
                " optimum exports for token classification"
            )
            raise ModelError(message)
        shape = outputs.get(_OUTPUT)
        if shape is None or len(shape) != _RANK:
            message = f"{path}: not a token classifier (outputs {outputs})"
            raise ModelError(message)
        if isinstance(shape[-1], int) and shape[-1] != labels:
            message = f"{path}: has {shape[-1]} labels, but config.json names {labels}"
            raise ModelError(message)

    def read(self, pieces: Sequence[int], types: Sequence[int]) -> Floats:
        import numpy as np

        count = len(pieces)
        rows: dict[str, Sequence[int]] = {
            "input_ids": pieces,
            "attention_mask": [1] * count,
            "token_type_ids": types,
            "position_ids": range(count),
        }
        fed = {
            name: np.array([rows[name]], dtype=np.int32 if kind == "tensor(int32)" else np.int64)
            for name, kind in self._inputs.items()
        }
        try:
            (logits,) = self._session.run([_OUTPUT], fed)
        except Exception as error:  # noqa: BLE001 - its kinds share no other root
            message = f"{self._path}: cannot read {count} pieces ({type(error).__name__})"
            raise ModelError(message) from None
        return _checked(logits, count, self._labels, self._path)


class _Torch:
    def __init__(self, folder: Path, labels: int) -> None:
        import transformers

        self._path = folder
        self._labels = labels
        try:
            self._model, info = transformers.AutoModelForTokenClassification.from_pretrained(
                str(folder),
                local_files_only=True,
                trust_remote_code=False,
                use_safetensors=True,
                output_loading_info=True,
            )
        except Exception as error:  # noqa: BLE001 - whatever a damaged file makes it raise
            message = f"{folder}: its weights cannot be loaded ({type(error).__name__})"
            raise ModelError(message) from None
        if info["missing_keys"] or info["mismatched_keys"]:
            # transformers would fill them with random numbers.
            message = f"{folder}: its weights are not all there, or of another shape"
            raise ModelError(message)
        self._model.eval()
        # More than the model takes (token types, for some) is not given to it.
        self._takes = set(inspect.signature(self._model.forward).parameters)

    def read(self, pieces: Sequence[int], types: Sequence[int]) -> Floats:
        import torch

        fed: dict[str, Any] = {
            "input_ids": torch.tensor([list(pieces)]),
            "attention_mask": torch.ones((1, len(pieces)), dtype=torch.long),
            "token_type_ids": torch.tensor([list(types)]),
        }
        threads = torch.get_num_threads()
        torch.set_num_threads(1)  # the order of sums, and so the result, depends on it
        try:
            with torch.inference_mode():
                given = {name: value for name, value in fed.items() if name in self._takes}
                logits = self._model(**given).logits.float().numpy()
        except Exception as error:  # noqa: BLE001 - as above
            message = f"{self._path}: cannot read {len(pieces)} pieces ({type(error).__name__})"
            raise ModelError(message) from None
        finally:
            torch.set_num_threads(threads)
        return _checked(logits, len(pieces), self._labels, self._path)


def _checked(logits: Any, count: int, labels: int, path: Path) -> Floats:  # noqa: ANN401 - from outside
    import numpy as np

    found: Floats = np.asarray(logits, dtype=np.float64)
    if found.shape != (1, count, labels):
        message = f"{path}: gives {found.shape} for {count} pieces and {labels} labels"
        raise ModelError(message)
    if not np.isfinite(found).all():
        message = f"{path}: gives logits that are no numbers"
        raise ModelError(message)
    one: Floats = found[0]
    return one

"""Where a model that is not mtcheck's own lies: a folder, or an ID of the Hugging Face hub.

An ID is looked for in the hub's cache on this machine; only where that is allowed is what is not
there fetched: the configuration, the tokenizer, and one file of weights. Code of a model is
neither fetched nor run.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import ModelError

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["CONFIG", "TOKENIZERS", "find", "onnx", "pickled", "tensors"]

CONFIG = "config.json"

TOKENIZERS = (
    "tokenizer.json", "vocab.txt", "vocab.json", "sentencepiece.bpe.model", "spiece.model",
    "tokenizer.model",
)  # fmt: skip
"""Files of which a tokenizer has one at least."""

_BESIDE = ("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "merges.txt")
_NETWORKS = (
    "model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx",
)  # fmt: skip
_TENSORS = "model.safetensors"
_INDEX = "model.safetensors.index.json"
_PICKLES = ("pytorch_model.bin", "pytorch_model.bin.index.json")
_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*", re.ASCII)


def find(name: str, *, allow_download: bool) -> Path:
    """The folder of the model that ``name`` (a path or an ID) stands for.

    Raises :class:`ModelError` where there is none on this machine, and where fetching it is
    allowed and fails.
    """
    folder = Path(name)
    if name and _is_folder(folder):
        return folder
    if not _ID.fullmatch(name):
        message = (
            f"{name or repr(name)}: there is no such folder, and a model of the hub is named as in"
            " organisation/model"
        )
        raise ModelError(message)
    cached = _cached(name)
    if cached is not None and (_usable(cached) or not allow_download):
        return cached
    if allow_download:
        return _fetched(name)
    message = (
        f"{name}: there is no such folder, and no model of this name in the hub's cache on this"
        " machine; --allow-download (allow_download=True) fetches it"
    )
    raise ModelError(message)


def onnx(folder: Path) -> Path | None:
    """The network in optimum's layout; not quantised rather than quantised."""
    return next((folder / name for name in _NETWORKS if (folder / name).is_file()), None)


def tensors(folder: Path) -> bool:
    """Whether there are weights that torch reads without running anything."""
    return (folder / _TENSORS).is_file() or (folder / _INDEX).is_file()


def pickled(folder: Path) -> bool:
    """Whether there are weights as a pickle, which may run code when it is read."""
    return any((folder / name).is_file() for name in _PICKLES)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name too long, or with a null byte
        return False


def _usable(folder: Path) -> bool:
    return (folder / CONFIG).is_file() and (onnx(folder) is not None or tensors(folder))


def _cached(name: str) -> Path | None:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):  # not there, or an ID that the hub does not take
        return None


def _fetched(name: str) -> Path:
    from huggingface_hub import HfApi, snapshot_download

    try:
        wanted = _wanted(name, HfApi().list_repo_files(name))
        return Path(snapshot_download(name, allow_patterns=wanted))
    except ModelError:
        raise
    except Exception as error:  # noqa: BLE001 - the hub's and the network's share no other root
        message = f"{name}: cannot be fetched from the hub ({type(error).__name__})"
        raise ModelError(message) from None


def _wanted(name: str, there: Collection[str]) -> list[str]:
    """The files to fetch of those that a model has: of the weights, those that will be used."""
    wanted = [file for file in (CONFIG, *TOKENIZERS, *_BESIDE) if file in there]
    network = next((file for file in _NETWORKS if file in there), None)
    if network is not None:
        return [
            *wanted,
            network,
            *(f for f in (f"{network}_data", f"{network}.data") if f in there),
        ]
    found = [f for f in there if re.fullmatch(r"model(-\d+-of-\d+)?\.safetensors", f)]
    if not found:
        message = f"{name}: has no weights as ONNX or safetensors; nothing was fetched"
        raise ModelError(message)
    if find_spec("torch") is None:
        message = f"{name}: has no weights as ONNX, and torch is not installed; nothing was fetched"
        raise ModelError(message)
    return [*wanted, *found, *((_INDEX,) if _INDEX in there else ())]

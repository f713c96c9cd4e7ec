"""A model's card from what people wrote, what ``mtcheck eval`` measured, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mtcheck.errors import ModelError
from mtcheck.evaluation.results import Evaluation
from mtcheck.spans.cards import Card, digest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["card"]

_FILES = ("encoder.onnx", "encoder.onnx.data", "fusion.json", "pieces.model", "trust.json")
_OURS = "mtcheck"


def card(description: Path, figures: Sequence[str], folder: Path, pieces: int) -> Card:
    """The card of the model in ``folder``.

    ``description``: the card but for ``version``, ``pieces``, ``figures`` and ``files``.
    ``figures``: reports of ``mtcheck eval --format json``, each ``NAME=FILE``. Raises
    :class:`ModelError` where one of them is not that.
    """
    written = _read(description, "the description of a model", dict[str, Any])
    measured: dict[str, dict[str, float]] = {}
    for one in figures:
        name, _, path = one.rpartition("=")
        what = "a report of mtcheck eval --format json (NAME=FILE)"
        measured.update(_figures(name, _read(Path(path), what, Evaluation)))
    files = {name: digest(folder / name) for name in _FILES if (folder / name).is_file()}
    given = {**written, "pieces": pieces, "figures": measured, "files": msgspec.to_builtins(files)}
    try:
        return msgspec.convert(given, Card)
    except msgspec.ValidationError as error:
        message = f"{description}: not the description of a model: {error}"
        raise ModelError(message) from None


def _read(path: Path, what: str, kind: type[Any]) -> Any:  # noqa: ANN401 - of the kind asked for
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{path}: is not {what} ({error})"
        raise ModelError(message) from None


def _figures(name: str, report: Evaluation) -> dict[str, dict[str, float]]:
    """By set: span precision, recall and F1, and Kendall's tau of the segment score."""
    found: dict[str, dict[str, float]] = {}
    for one in report.sets:
        figures = {}
        for spans in one.spans:
            if spans.tool == _OURS:
                figures["precision"] = spans.precision.value
                figures["recall"] = spans.recall.value
                figures["span F1"] = spans.f1.value
        for scores in one.scores:
            if scores.tool == _OURS:
                figures["Kendall"] = scores.kendall.value
        label = f"{name}, {one.name}" if name else one.name
        found[label] = {key: round(v, 3) for key, v in figures.items() if v is not None}
    return found

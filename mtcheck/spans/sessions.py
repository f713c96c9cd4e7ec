"""The one door to onnxruntime: ONNX files, opened so that results do not depend on the cores.

A session runs on one thread; more units at once take more threads that call it.

From 1.29 on, onnxruntime leaves an identifier of the machine in the user's cache folder and sends
its maker events. mtcheck sends nobody anything: the variable that turns it off is set before the
library is loaded, which is when it is read, unless the user has set it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mtcheck.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["opened", "report_nothing"]

_OFF = "ORT_DISABLE_TELEMETRY"


def report_nothing() -> None:
    """Keep onnxruntime from reporting on its use; call it before the library is imported."""
    os.environ.setdefault(_OFF, "1")


def opened(path: Path) -> Any:  # noqa: ANN401 - onnxruntime has no types
    """The session of the ONNX file at ``path``; raises :class:`ModelError` where it is none."""
    report_nothing()
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # noqa: BLE001 - its kinds share no other root
        message = f"{path}: not a network that can be run ({type(error).__name__})"
        raise ModelError(message) from None

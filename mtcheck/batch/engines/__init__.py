"""Engines: who works on the shards. All keep the same contract.

An engine is given tasks and gives what became of them, in any order. It takes the next task only
when a worker is free for it. A worker keeps what it has loaded; one that dies is replaced, and its
shard is given out again: :mod:`mtcheck.batch.attempts` sees to it that this comes to an end. When
``stop`` is set, no task is taken any more, and those under way are finished.
"""

from __future__ import annotations

import gc
import os
import traceback
from typing import TYPE_CHECKING, NamedTuple, Protocol

from mtcheck.errors import ModelError, MtcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mtcheck.batch.work import Done, Task

__all__ = ["Engine", "EngineError", "Trouble", "prepare"]

_THREADS = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"


class EngineError(MtcheckError):
    """The engine cannot go on: its workers do not start, or its cluster is gone."""


class Engine(Protocol):
    """See the module; ``workers`` is how many there are."""

    workers: int

    def run(self, tasks: Iterable[Task], stopping: Callable[[], bool]) -> Iterator[Done]:
        """Work on all tasks, until ``stopping`` says to stop.

        Raises :class:`EngineError`, ``OSError`` where the run's folder cannot be written, and
        :class:`mtcheck.errors.ModelError`.
        """
        ...


class Trouble(NamedTuple):
    """What kept a worker from working at all, as it goes from one process to another."""

    kind: str
    words: str
    number: int = 0

    @staticmethod
    def of(error: Exception) -> Trouble:
        """For the worker: what it caught."""
        if isinstance(error, OSError):
            return Trouble("folder", error.strerror or str(error), error.errno or 0)
        if isinstance(error, ModelError):
            return Trouble("model", str(error))
        if isinstance(error, MtcheckError):
            return Trouble("engine", str(error))
        return Trouble("engine", "".join(traceback.format_exception(error)))

    def error(self) -> Exception:
        """For the parent: what it raises."""
        if self.kind == "folder":
            return OSError(self.number, self.words)
        return ModelError(self.words) if self.kind == "model" else EngineError(self.words)


def prepare(collected_after: int) -> None:
    """What every worker does first, on any engine: one thread, garbage as the parent has it."""
    for name in _THREADS:
        os.environ[name] = "1"
    gc.set_threshold(collected_after)

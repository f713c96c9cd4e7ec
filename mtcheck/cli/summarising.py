"""One run of ``mtcheck query``: opened, asked, written."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.cli import writing
from mtcheck.cli.telling import tell
from mtcheck.errors import InputError
from mtcheck.summarising import opening, querying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.summarising.opening import Opened

__all__ = ["outside", "query", "told"]

_MOST_LINES = 20


def query(folder: str, sql: str, form: str, output: str | None) -> int:
    """Answer ``sql``; the exit code."""
    target = None if output in {None, "-"} else output
    if target is not None:
        writing.prepare(target, folder=False, inputs=[])
        outside(Path(target), Path(folder), f"--output {target}")
    run = opening.opened(Path(folder), thorough=False)
    pieces = querying.answer(run, sql, form)
    if target is None:
        _print(pieces)
    else:
        writing.stream(Path(target), pieces)
    return told(run)


def outside(place: Path, run: Path, option: str) -> None:
    """Raise :class:`InputError` for a place in the folder of a run: it would damage the run."""
    if place.resolve().is_relative_to(run.resolve()):
        message = f"is in the run {run}: nothing is written there"
        raise InputError(message, path=option)


def told(run: Opened) -> int:
    """Tell what a run lacks; the exit code that says so."""
    for line in run.lacks[:_MOST_LINES]:
        tell(f"warning: {run.folder}: {line}")
    if (more := len(run.lacks) - _MOST_LINES) > 0:
        tell(f"warning: {run.folder}: and {more:,} more")
    return int(not run.whole)


def _print(pieces: Iterator[str]) -> None:
    """To standard output as it comes; a reader that has seen enough ends it."""
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer must not raise again when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""One run of ``mtcheck check``: read, check, report, and say by the exit code what was found."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mtcheck.cli import targets
from mtcheck.cli.gating import Gate
from mtcheck.cli.running import Run
from mtcheck.cli.telling import tell

if TYPE_CHECKING:
    from mtcheck.cli.running import Texts
    from mtcheck.cli.targets import Target

__all__ = ["Asked", "run"]

_WIDTH = 100  # columns where no terminal says its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says of the reports."""

    formats: tuple[str, ...]
    output: str | None
    color: Literal["auto", "always", "never"]
    statistics: bool
    exit_zero: bool


def run(texts: Texts, asked: Asked) -> int:
    """Check what was asked and write the reports; the exit code.

    Raises :class:`mtcheck.errors.MtcheckError` where nothing at all can be checked or written.
    """
    outputs = targets.parse(asked.formats, asked.output)
    work = Run(texts)
    outputs = targets.prepare(outputs, work.plan)
    work.tell()
    gate = Gate()
    written = targets.render(
        gate.passing(work.reports()),
        outputs,
        colour=lambda target: _colour(asked, target),
        width=shutil.get_terminal_size((_WIDTH, 24)).columns,
    )
    if not written:
        return 2
    targets.write(written)
    work.finish()
    for line in (*work.beside.warnings(), *work.unmatched()):
        tell(line)
    for line in gate.statistics() if asked.statistics else ():
        tell(line)
    for line in gate.verdicts():
        tell(f"fails: {line}")
    if work.outcome.errors:
        return 2
    return int(gate.failed and not asked.exit_zero)


def _colour(asked: Asked, target: Target) -> bool:
    if asked.color != "auto":
        return asked.color == "always"
    off = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return target.file is None and not off and sys.stdout.isatty()

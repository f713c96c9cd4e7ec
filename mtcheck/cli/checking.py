"""One run of ``mtcheck check``: read, check, report, and say by the exit code what was found."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.cli import targets
from mtcheck.cli.colouring import coloured
from mtcheck.cli.gating import Gate
from mtcheck.cli.running import Run
from mtcheck.cli.telling import tell

if TYPE_CHECKING:
    from mtcheck.cli.colouring import Color
    from mtcheck.cli.running import Texts

__all__ = ["Asked", "run"]

_WIDTH = 100  # columns where no terminal says its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says of the reports."""

    formats: tuple[str, ...]
    output: str | None
    color: Color
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
        colour=lambda t: coloured(asked.color, to_file=t.file is not None),
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

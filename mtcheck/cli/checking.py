"""One run of ``mtcheck check``: read, check, report, and say by the exit code what was found."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mtcheck.cli import naming, writing
from mtcheck.cli.gating import Gate
from mtcheck.cli.running import Run
from mtcheck.cli.telling import tell
from mtcheck.errors import InputError
from mtcheck.reading import pairing
from mtcheck.reporting import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.cli.running import Texts
    from mtcheck.reading.pairing import Plan
    from mtcheck.report import Report
    from mtcheck.reporting import Format

__all__ = ["Asked", "run"]

_WIDTH = 100  # columns where no terminal says its own
_BY_ARTICLE = frozenset({"jsonl", "html"})  # rendered one by one: a run keeps text, not records


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says of the report."""

    format_name: str
    output: str | None
    color: Literal["auto", "always", "never"]
    statistics: bool
    exit_zero: bool


def run(texts: Texts, asked: Asked) -> int:
    """Check what was asked and write the report; the exit code.

    Raises :class:`mtcheck.errors.MtcheckError` where nothing at all can be checked or written.
    """
    form = FORMATS[asked.format_name]
    work = Run(texts)
    output = None if asked.output == "-" else asked.output
    folder = output is not None and form.one_article and _is_folder(work.plan, output)
    if form.one_article and not folder:
        _one_only(form, len(work.plan.jobs))
    if output is not None:
        inputs = [t for j in work.plan.jobs for t in (j.mt, j.reference, j.source) if t]
        writing.prepare(output, folder=folder, inputs=inputs)
    work.tell()
    gate = Gate()
    rendered = _render(gate.passing(work.reports()), form, colour=_colour(asked, output))
    if not rendered:
        return 2
    _write(rendered, form, output, folder=folder)
    work.beside.tell()
    for line in gate.statistics() if asked.statistics else ():
        tell(line)
    for line in gate.verdicts():
        tell(f"fails: {line}")
    if work.outcome.errors:
        return 2
    return int(gate.failed and not asked.exit_zero)


def _is_folder(plan: Plan, output: str) -> bool:
    """Whether the output is a folder of files: one is there, or several articles may come."""
    tables = any(Path(job.mt).suffix.lower() in pairing.ROWS for job in plan.jobs)
    return len(plan.jobs) > 1 or tables or Path(output).is_dir()


def _one_only(form: Format, count: int) -> None:
    """Raise where several articles would have to go into one file."""
    if count > 1:
        message = f"holds one article a file: for {count} give --output FOLDER"
        raise InputError(message, path=f"--format {form.name}")


def _render(reports: Iterator[Report], form: Format, *, colour: bool) -> list[tuple[str, str]]:
    """Articles' ids with their output; all under the first where one file holds all."""
    width = shutil.get_terminal_size((_WIDTH, 24)).columns
    if form.name in _BY_ARTICLE:
        return [
            (r.article.article.id, form.render([r], colour=colour, width=width)) for r in reports
        ]
    found = list(reports)
    if not found:
        return []
    return [(found[0].article.article.id, form.render(found, colour=colour, width=width))]


def _write(
    rendered: list[tuple[str, str]], form: Format, output: str | None, *, folder: bool
) -> None:
    texts = [text for _, text in rendered]
    if folder and output is not None:
        paths = naming.file_names([name for name, _ in rendered], Path(output), form.suffix)
        writing.to_files(dict(zip(paths, texts, strict=True)))
        return
    if form.one_article:
        _one_only(form, len(rendered))
    if output is None:
        writing.to_stdout("".join(texts))
    else:
        writing.to_files({Path(output): "".join(texts)})


def _colour(asked: Asked, output: str | None) -> bool:
    if asked.color != "auto":
        return asked.color == "always"
    off = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and not off and sys.stdout.isatty()

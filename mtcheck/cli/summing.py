"""One run of ``mtcheck summary``: opened, counted, written."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from mtcheck.cli import writing
from mtcheck.cli.colouring import coloured
from mtcheck.cli.destinations import apart, asked
from mtcheck.cli.summarising import outside, told
from mtcheck.errors import InputError
from mtcheck.summarising import csv_tables, dashboard, folders, opening, terminal, views
from mtcheck.summarising.pages import name_of, pages
from mtcheck.summarising.summing import summarised
from mtcheck.summarising.workbook import workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from duckdb import DuckDBPyConnection

    from mtcheck.cli.colouring import Color
    from mtcheck.summarising.folders import Filled
    from mtcheck.summarising.summing import Summary

__all__ = ["FORMATS", "summary"]

FORMATS = ("text", "html", "xlsx", "csv")

_WIDTH = 100  # columns where no terminal says its own


@dataclass(frozen=True, slots=True)
class _Target:
    """A format and its file; None is standard output. ``option`` is what the user gave it by."""

    form: str
    file: Path | None
    option: str

    @property
    def folder(self) -> Path | None:
        """The folder that it fills: that of the pages, or of the CSV files."""
        if self.file is None or self.form in {"text", "xlsx"}:
            return None
        return self.file if self.form == "csv" else self.file.with_name(f"{self.file.stem}-pages")


def summary(  # noqa: PLR0913 - the options of the command
    *,
    run: str,
    baseline: str | None,
    formats: Sequence[str],
    output: str | None,
    articles: int,
    color: Color,
) -> int:
    """Sum up a run; the exit code."""
    targets = _targets(formats, output)
    for target in targets:
        _prepare(target)
        for place in filter(None, _places(target)):
            for one in filter(None, (run, baseline)):
                outside(place, Path(one), target.option)
    now = opening.opened(Path(run), thorough=True)
    old = None if baseline is None else opening.opened(Path(baseline), thorough=True)
    with views.connected(now, old) as connection:
        found = summarised(connection, now, old, articles=articles)
        _write(connection, found, targets, color)
    codes = [told(one) for one in (now, old) if one is not None]
    return max(codes)


def _targets(formats: Sequence[str], output: str | None) -> list[_Target]:
    every = asked(formats, output, FORMATS)
    made = [_Target(one.form, Path(one.file) if one.file else None, one.option) for one in every]
    apart(
        [str(place) if place else None for target in made for place in _places(target)], "of them"
    )
    return made


def _places(target: _Target) -> list[Path | None]:
    return [target.file] if target.folder in {None, target.file} else [target.file, target.folder]


def _prepare(target: _Target) -> None:
    """Find out before the work whether a target can be written; raises :class:`InputError`."""
    if target.file is None:
        if target.form in {"xlsx", "csv"}:
            kind = "file" if target.form == "xlsx" else "folder"
            message = f"needs a {kind}: give --output or {target.form}=NAME"
            raise InputError(message, path=f"--format {target.form}")
        return
    writing.prepare(str(target.file), folder=target.form == "csv", inputs=[], option=target.option)
    if target.folder is not None:
        folders.check(target.folder, target.option)


def _write(
    connection: DuckDBPyConnection, found: Summary, targets: Sequence[_Target], color: Color
) -> None:
    """Make everything beside its place, then move all in, then print."""
    files: dict[Path, str | bytes] = {}
    options: dict[Path, str] = {}
    printed: list[str] = []
    with ExitStack() as stack:
        made: list[tuple[Filled, _Target]] = []
        beside = next((t for t in targets if t.form == "html" and t.file is not None), None)
        for target in targets:
            folder = None
            if target.folder is not None:
                folder = _filled(stack, target)
                made.append((folder, target))
            content = _content(connection, found, target, folder, beside, color)
            if target.file is None:
                printed.append(str(content))
            elif content is not None:
                files[target.file], options[target.file] = content, target.option
        for folder, target in made:
            try:
                folder.put()
            except OSError as error:
                raise _unwritten(target, error) from None
        if files:
            writing.to_files(files, options)
    for text in printed:
        writing.to_stdout(text)


def _filled(stack: ExitStack, target: _Target) -> Filled:
    assert target.folder is not None  # noqa: S101 - the caller has looked
    try:
        return stack.enter_context(folders.filled(target.folder))
    except OSError as error:
        raise _unwritten(target, error) from None


def _unwritten(target: _Target, error: OSError) -> InputError:
    return InputError(f"cannot be written: {error.strerror or error}", path=target.option)


def _content(  # noqa: PLR0913, PLR0917 - what is written, and what with
    connection: DuckDBPyConnection,
    found: Summary,
    target: _Target,
    folder: Filled | None,
    beside: _Target | None,
    color: Color,
) -> str | bytes | None:
    """What a target's file holds, None of a folder alone; fills the target's folder."""
    worst = _paged(found)
    try:
        match target.form:
            case "text":
                width = shutil.get_terminal_size((_WIDTH, 24)).columns
                colour = coloured(color, to_file=target.file is not None)
                return terminal.render(found, colour=colour, width=width)
            case "csv":
                assert folder is not None  # noqa: S101 - csv fills one
                for name, text in csv_tables.files(found):
                    folder.write(name, text)
                return None
            case "xlsx":
                return workbook(found, _links(worst, beside, target))
            case _:
                if folder is None:  # to standard output: no pages beside it
                    return dashboard.render(found, {})
                assert target.file is not None  # noqa: S101 - it has a folder beside it
                back = f"../{quote(target.file.name)}"
                for name, text in pages(connection, worst, back):
                    folder.write(name, text)
                for name, text in dashboard.lists(found, {n: name_of(n) for n in worst}, back):
                    folder.write(name, text)
                beside_it = quote(folder.name)
                places = {n: f"{beside_it}/{name_of(n)}" for n in worst}
                return dashboard.render(found, places, beside_it)
    except OSError as error:
        raise _unwritten(target, error) from None


def _paged(found: Summary) -> list[int]:
    """The numbers of the articles that get pages: those that the summary lists as worst."""
    table = found.tables.get("articles")
    if table is None or table.article is None:
        return []
    return [number for row in table.rows if isinstance(number := row[table.article], int)]


def _links(worst: Sequence[int], beside: _Target | None, target: _Target) -> dict[int, str]:
    """Where the pages are as seen from a workbook; none where no dashboard is made with it."""
    if beside is None or beside.folder is None or target.file is None:
        return {}
    start = target.file.resolve().parent
    there = os.path.relpath(beside.folder.resolve(), start)
    return {number: f"{there}/{name_of(number)}" for number in worst}

"""An evaluation as text for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mtcheck.evaluation.tables import Table, tables

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.evaluation.results import Evaluation

__all__ = ["FORMATS", "Format"]


class Format(NamedTuple):
    """A way of printing: ``render(evaluation, colour, width)``."""

    name: str
    render: Callable[[Evaluation, bool, int], str]


def _text(evaluation: Evaluation, colour: bool, width: int) -> str:  # noqa: FBT001 - a renderer's
    from rich.console import Console
    from rich.padding import Padding
    from rich.table import Table as Grid
    from rich.text import Text

    out = io.StringIO()
    # A table is never squeezed: what is too wide for the terminal scrolls or wraps there.
    console = Console(
        file=out,
        width=max(width, 160),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    console.print(Text(_headline(evaluation)), soft_wrap=True)
    for table in tables(evaluation):
        console.print()
        console.print(Text(table.title, style="bold"), soft_wrap=True)
        if table.note:
            console.print(Text(table.note, style="dim"), width=min(width, 100))
        grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        for number, name in enumerate(table.header):
            grid.add_column(Text(name), justify="left" if number < table.words else "right")
        for row in table.rows:
            grid.add_row(*map(Text, row))
        console.print(Padding(grid, (0, 0, 0, 2)))
    for note in _notes(evaluation):
        console.print(Text(note), soft_wrap=True)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _markdown(evaluation: Evaluation, colour: bool, width: int) -> str:  # noqa: FBT001
    del colour, width
    parts = [_headline(evaluation)]
    for table in tables(evaluation):
        parts += [f"## {table.title}", *([table.note] if table.note else []), _grid(table)]
    parts += _notes(evaluation)
    return "\n\n".join(parts) + "\n"


def _grid(table: Table) -> str:
    sides = ["---" if n < table.words else "---:" for n in range(len(table.header))]
    rows = (table.header, tuple(sides), *table.rows)
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows)


def _json(evaluation: Evaluation, colour: bool, width: int) -> str:  # noqa: FBT001
    del colour, width
    plain = _rounded(msgspec.to_builtins(evaluation))
    return msgspec.json.format(msgspec.json.encode(plain), indent=2).decode() + "\n"


def _rounded(value: object) -> object:
    """``value`` with its fractions to six places: what varies beyond them is no figure."""
    if isinstance(value, float):
        return round(value, 6)
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rounded(inner) for inner in value]
    return value


def _headline(evaluation: Evaluation) -> str:
    rows = evaluation.pooled.data.rows
    drawn = f"{evaluation.resamples} resamples of documents, seed {evaluation.seed}"
    return f"{evaluation.tool} on {rows} rows of gold, inputs: {evaluation.mode}; {drawn}"


def _notes(evaluation: Evaluation) -> list[str]:
    signatures = {s.tool: s.signature for one in evaluation.sets for s in one.scores if s.signature}
    notes = [f"{name}: {signature}" for name, signature in signatures.items()]
    return [*(["\n".join(notes)] if notes else []), *evaluation.notes]


FORMATS = {
    form.name: form
    for form in (Format("text", _text), Format("markdown", _markdown), Format("json", _json))
}
"""Every format, by name."""

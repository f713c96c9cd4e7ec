"""The summary for a terminal: the figures, and of every table what fits and is read first.

The other formats have all columns and rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.reporting.showing import visible
from mtcheck.reporting.text import without_commands
from mtcheck.summarising.tabling import Kind, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.summarising.summing import Summary
    from mtcheck.summarising.tabling import Column, Table

__all__ = ["render"]

_NARROWEST, _WIDEST = 60, 120
_ROWS = 10
_LEAST_TEXT = 12  # columns that stay of a text where the line is short
_GAP = 2
_SHORTEST_BAR, _LONGEST_BAR = 8, 30
_BOLD, _DIM, _YELLOW = "1", "2", "33"
_OF_SEVERITY = {"critical": "1;35", "major": "31", "minor": "33"}


@dataclass(frozen=True, slots=True)
class _View:
    """What a terminal shows of a table: its columns, its rows, and a bar for one of the columns."""

    columns: tuple[str, ...]
    rows: int = _ROWS
    bar: str | None = None


_FINDINGS = ("findings", "critical", "major", "minor")
_VIEWS = {
    "change": _View(("what", "number")),
    "scores": _View(
        ("language_pair", "system", "articles", "before", "now", "difference", "low", "high")
    ),
    "changed-checks": _View(("code", "name", "new", "resolved", "net")),
    "new": _View(("severity", "code", "document", "text", "suggestion")),
    "resolved": _View(("severity", "code", "document", "text")),
    "mqm": _View(("above", "up_to", "articles"), rows=20, bar="articles"),
    "quantiles": _View(("quantile", "mqm", "penalty_per_100_words")),
    "checks": _View(("code", "name", *_FINDINGS, "confidence"), bar="findings"),
    "categories": _View(("category", *_FINDINGS, "share")),
    "languages": _View(
        ("language_pair", "articles", "words", *_FINDINGS, "penalty_per_100_words", "low", "high")
    ),
    "systems": _View(
        ("language_pair", "system", "articles", "findings", "penalty_per_100_words", "low", "high",
         "bleu", "chrf", "ter"), rows=30
    ),
    "comparisons": _View(
        ("language_pair", "figure", "first", "second", "difference", "low", "high", "p_holm",
         "verdict"), rows=30
    ),
    "articles": _View(("document", "system", *_FINDINGS, "penalty_per_100_words", "mqm")),
    "names": _View(("name", "times", "articles", "forms")),
    "failed": _View(("document", "system", "error_kind", "error")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Terminal:
    colour: bool
    columns: int

    def paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text.strip() else text


def render(summary: Summary, *, colour: bool, width: int) -> str:
    """The summary; ``width`` is that of the terminal in columns."""
    terminal = _Terminal(colour, min(max(width, _NARROWEST), _WIDEST))
    blocks = ["\n".join(_head(summary, terminal))]
    for name, view in _VIEWS.items():
        if name in summary.tables:
            blocks.append("\n".join(_table(summary.tables[name], view, terminal)))
    return without_commands("\n\n".join(blocks) + "\n")


def _head(summary: Summary, terminal: _Terminal) -> Iterator[str]:
    title = terminal.paint(visible(summary.title), _BOLD)
    yield title if summary.baseline is None else f"{title} since {visible(summary.baseline)}"
    figures = []
    for head, value, kind in summary.figures:
        word = head if head.isupper() or head.startswith("MQM") else head.lower()
        figures.append(
            f"{word} {shown(value, kind)}"
            if kind is Kind.FIGURE
            else f"{shown(value, kind)} {word}"
        )
    line = ""
    for figure in figures:
        if line and len(line) + len(figure) + 3 > terminal.columns:
            yield line
            line = ""
        line += f" · {figure}" if line else figure
    yield line
    yield from (f"{terminal.paint('warning:', _YELLOW)} {visible(w)}" for w in summary.warnings)
    yield from (f"{terminal.paint('note:', _DIM)} {visible(note)}" for note in summary.notes)


def _table(table: Table, view: _View, terminal: _Terminal) -> Iterator[str]:
    names = [column.name for column in table.columns]
    places = [names.index(name) for name in view.columns if name in names]
    # A system that no article names is a column of blanks.
    rows = table.rows[: view.rows]
    kept = [at for at in places if any(row[at] is not None for row in rows)]
    columns = [table.columns[at] for at in kept]
    cells = [[visible(shown(row[at], table.columns[at].kind)) for at in kept] for row in rows]
    yield terminal.paint(table.title, _BOLD)
    total = max(table.total or 0, len(table.rows))
    values = [float(row[names.index(view.bar)] or 0) for row in rows] if view.bar else []
    yield from _lines(columns, cells, values, terminal)
    if total > len(rows):
        yield terminal.paint(f"  … {total - len(rows):,} more", _DIM)


def _lines(
    columns: Sequence[Column],
    cells: Sequence[Sequence[str]],
    values: Sequence[float],
    terminal: _Terminal,
) -> Iterator[str]:
    """The head and the rows, with a bar for each of ``values`` where the line has room for it."""
    from rich.cells import cell_len

    heads = [column.head for column in columns]
    widths = [max(map(cell_len, each)) for each in zip(heads, *cells, strict=True)]
    room = terminal.columns - _GAP * len(widths)
    while sum(widths) > room:
        texts = [at for at, column in enumerate(columns) if not column.kind.is_number]
        widest = max(texts, key=widths.__getitem__, default=None)
        if widest is None or widths[widest] <= _LEAST_TEXT:
            break
        widths[widest] -= 1
    bars = _bars(values, min(room - sum(widths) - _GAP, _LONGEST_BAR))
    yield terminal.paint(_line(heads, widths, columns).rstrip(), _DIM)
    for at, row in enumerate(cells):
        line = _line(row, widths, columns)
        if columns[0].name == "severity":
            line = line.replace(row[0], terminal.paint(row[0], _OF_SEVERITY.get(row[0], "")), 1)
        yield (f"{line}  {bars[at]}" if bars else line).rstrip()


def _bars(values: Sequence[float], room: int) -> list[str]:
    if room < _SHORTEST_BAR:
        return []
    most = max(values, default=0) or 1
    return ["█" * max(round(room * value / most), value > 0) for value in values]


def _line(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    from rich.cells import cell_len, set_cell_size

    made = []
    for cell, width, column in zip(cells, widths, columns, strict=True):
        text = cell if cell_len(cell) <= width else set_cell_size(cell, width - 1) + "…"
        gap = " " * max(width - cell_len(text), 0)
        made.append(gap + text if column.kind.is_number else text + gap)
    return "  " + "  ".join(made)

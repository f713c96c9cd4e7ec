"""The dashboard: one HTML file that loads nothing, with the figures, plots and tables of a run.

Articles stand in pages of their own (:mod:`mtcheck.summarising.pages`), so that the dashboard stays
small whatever the run's size. It has no script: it is read, searched and printed as it is.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.reporting.showing import visible
from mtcheck.summarising.plots import plots
from mtcheck.summarising.tabling import Kind, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jinja2 import Environment

    from mtcheck.summarising.summing import Summary
    from mtcheck.summarising.tabling import Cell, Column, Table

__all__ = ["MOST_ROWS", "environment", "lists", "render", "style", "style_hash"]

MOST_ROWS = 200
"""Rows of a table in the dashboard; the others are in pages of so many."""

_HERE = Path(__file__).parent
_SEVERITIES = frozenset({"critical", "major", "minor"})
_LONG = frozenset({"new", "resolved"})
_FEW = 12  # rows of a table that stand open; a longer one is opened by its reader


class _Cell(NamedTuple):
    """A cell as it is shown; ``link``: the page of its article."""

    text: str
    number: bool
    link: str | None = None
    severity: str | None = None


def render(summary: Summary, pages: Mapping[int, str], folder: str | None = None) -> str:
    """The page. ``pages``: for the articles that have a page, where it is from the dashboard.

    ``folder``, as a link has it, holds the pages of :func:`lists`; None where there are none.
    """
    drawn = plots(summary.tables)
    tables = [
        {
            "name": table.name,
            "title": table.title,
            "words": table.words,
            "left_out": _left_out(table),
            "more": f"{folder}/{_list(table, 1)}" if folder and _is_long(table) else None,
            "listed": f"{len(table.rows):,}",
            "heads": [(c.head, c.kind.is_number) for c in _kept(table)],
            "rows": [list(_cells(table, row, pages)) for row in table.rows[:MOST_ROWS]],
            "open": len(table.rows) <= _FEW or table.name not in {*drawn, *_LONG},
            "plot": drawn.get(table.name),
        }
        for table in summary.tables.values()
    ]
    return (
        environment()
        .get_template("dashboard.html.jinja")
        .render(
            title=visible(summary.title),
            baseline=None if summary.baseline is None else visible(summary.baseline),
            figures=[
                (head, shown(value, kind), head.lower()) for head, value, kind in summary.figures
            ],
            warnings=[visible(line) for line in summary.warnings],
            notes=[visible(line) for line in summary.notes],
            made=[(name, visible(value)) for name, value in summary.made],
            tables=tables,
            style=style(),
            style_hash=style_hash(),
        )
    )


def lists(summary: Summary, pages: Mapping[int, str], back: str) -> Iterator[tuple[str, str]]:
    """Names and contents of the pages of tables that the dashboard does not hold whole.

    ``pages`` and ``back``, the dashboard, are as seen from there.
    """
    template = environment().get_template("list.html.jinja")
    for table in filter(_is_long, summary.tables.values()):
        starts = range(0, len(table.rows), MOST_ROWS)
        parts = [_list(table, number) for number in range(1, len(starts) + 1)]
        for number, start in enumerate(starts, 1):
            shown_ = {
                "name": table.name,
                "title": table.title,
                "words": table.words,
                "heads": [(c.head, c.kind.is_number) for c in _kept(table)],
                "rows": [
                    list(_cells(table, row, pages)) for row in table.rows[start : start + MOST_ROWS]
                ],
            }
            yield (
                parts[number - 1],
                template.render(
                    table=shown_,
                    number=number,
                    parts=parts,
                    back=back,
                    style=style(),
                    style_hash=style_hash(),
                ),
            )


def _is_long(table: Table) -> bool:
    return len(table.rows) > MOST_ROWS


def _list(table: Table, number: int) -> str:
    return f"{table.name}-{number}.html"


def _left_out(table: Table) -> str:
    """How many rows the dashboard shows, where not all."""
    total = max(table.total or 0, len(table.rows))
    return f"The first {MOST_ROWS:,} of {total:,}." if _is_long(table) else table.left_out


def _kept(table: Table) -> Iterator[Column]:
    """All columns but an article's number, whose name is the link, and those without a value."""
    for at, column in enumerate(table.columns):
        if column.kind is not Kind.ARTICLE and any(row[at] is not None for row in table.rows):
            yield column


def _cells(table: Table, row: tuple[Cell, ...], pages: Mapping[int, str]) -> Iterator[_Cell]:
    kept = {column.name for column in _kept(table)}
    article = None if table.article is None else row[table.article]
    page = pages.get(article) if isinstance(article, int) else None
    for column, value in zip(table.columns, row, strict=True):
        if column.name not in kept:
            continue
        text = visible(shown(value, column.kind))
        severity = text if column.name == "severity" and text in _SEVERITIES else None
        link = page if column.name == "document" else None
        yield _Cell(text, column.kind.is_number, link, severity)


@cache
def environment() -> Environment:
    """Where the templates are; everything that they show is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


@cache
def style() -> str:
    """The style sheet of dashboard and pages."""
    return (_HERE / "dashboard.css").read_text(encoding="utf-8")


@cache
def style_hash() -> str:
    """By which a page's policy knows its style sheet, and takes no other."""
    return base64.b64encode(hashlib.sha256(style().encode()).digest()).decode()

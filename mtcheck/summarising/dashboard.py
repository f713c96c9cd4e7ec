"""The dashboard: one HTML file that loads nothing, with the figures, plots and tables of a run.

Articles stand in pages of their own (:mod:`mtcheck.summarising.pages`), so that the dashboard stays
small whatever the run's size. It has no script: it is read, searched and printed as it is.
"""

from __future__ import annotations

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

__all__ = ["environment", "render", "style"]

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


def render(summary: Summary, pages: Mapping[int, str]) -> str:
    """The page. ``pages``: for the articles that have a page, where it is from the dashboard."""
    drawn = plots(summary.tables)
    tables = [
        {
            "name": table.name,
            "title": table.title,
            "words": table.words,
            "left_out": table.left_out,
            "heads": [(c.head, c.kind.is_number) for c in _kept(table)],
            "rows": [list(_cells(table, row, pages)) for row in table.rows],
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
        )
    )


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

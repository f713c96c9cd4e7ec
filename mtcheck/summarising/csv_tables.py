"""The summary as CSV: a file a table, numbers in full, no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mtcheck.reporting.csv import cell as safe_cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.summarising.summing import Summary
    from mtcheck.summarising.tabling import Cell, Table

__all__ = ["files"]


def files(summary: Summary) -> Iterator[tuple[str, str]]:
    """Names and contents of the files: ``figures.csv``, then one a table."""
    figures = [(head, value) for head, value, _ in summary.figures]
    yield "figures.csv", _written(("figure", "value"), figures)
    for table in summary.tables.values():
        yield f"{table.name}.csv", _of(table)


def _of(table: Table) -> str:
    return _written(tuple(column.name for column in table.columns), table.rows)


def _written(head: tuple[str, ...], rows: object) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(cell) for cell in row] for row in rows)  # type: ignore[attr-defined]
    return out.getvalue()


def _cell(cell: Cell) -> str | int | float | None:
    return safe_cell(cell) if isinstance(cell, str) else cell

"""Querying: one SELECT over the views of a run, and its answer as a table, CSV or JSON lines.

Nothing that an answer holds acts on a terminal: JSON lines escape what is unsafe and lose nothing,
table and CSV show it by its name, and a cell that a spreadsheet would take for a formula begins
with an apostrophe in CSV.
"""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mtcheck.errors import InputError
from mtcheck.reporting.csv import cell as safe_cell
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.showing import visible
from mtcheck.summarising.views import connected, duck, first_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.opening import Opened

__all__ = ["FORMATS", "MOST_ROWS", "answer"]

FORMATS = ("table", "csv", "jsonl")

MOST_ROWS = 1000
"""Rows that a table shows: it is for reading. The other formats give all."""

_BATCH = 5000
_WIDEST = 60  # characters of a cell of a table
_WHERE = "the query"

Values = tuple[Any, ...]


def answer(run: Opened, sql: str, form: str) -> Iterator[str]:
    """The answer to ``sql`` in pieces that end in line ends; ``form`` is one of :data:`FORMATS`.

    Raises :class:`InputError` for what is not one SELECT, and for what DuckDB says against it.
    """
    duckdb = duck()
    with connected(run) as connection:
        try:
            _one_select(connection, sql)
            cursor = connection.execute(sql)
            names = _unique([str(column[0]) for column in cursor.description or ()])
            yield from _WRITERS[form](names, _rows(cursor))
        except duckdb.Error as error:
            raise InputError(first_line(error), path=_WHERE) from None
        except RuntimeError as error:  # DuckDB's word for an interrupt
            if "interrupted" in str(error).lower():
                raise KeyboardInterrupt from None
            raise


def _one_select(connection: DuckDBPyConnection, sql: str) -> None:
    """Raise where ``sql`` is anything but a single statement that reads."""
    kind = duck().StatementType
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        message = f"holds {len(statements)} statements: give one SELECT"
        raise InputError(message, path=_WHERE)
    if statements[0].type != kind.SELECT:
        name = str(statements[0].type).rpartition(".")[2].lower()
        message = f"is no SELECT but {name}: the tables of a run are read, never changed"
        raise InputError(message, path=_WHERE)


def _rows(cursor: DuckDBPyConnection) -> Iterator[Values]:
    while rows := cursor.fetchmany(_BATCH):
        yield from rows


def _unique(names: Sequence[str]) -> list[str]:
    """Column names, those that come again with a number: a JSON object has each once."""
    seen = Counter[str]()
    made: list[str] = []
    for name in names:
        seen[name] += 1
        made.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return made


def _plain(value: object) -> object:
    """``value`` as JSON has it: figures as numbers, what is no number as null, dates as text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value)


def _word(value: object) -> str:
    """``value`` as a cell: a list as JSON, null as nothing."""
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return str(plain).lower()
    return plain if isinstance(plain, str) else str(plain) if _figure(plain) else json_text(plain)


def _figure(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _jsonl(names: list[str], rows: Iterable[Values]) -> Iterator[str]:
    for row in rows:
        yield json_text(dict(zip(names, map(_plain, row), strict=True))) + "\n"


def _csv(names: list[str], rows: Iterable[Values]) -> Iterator[str]:
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(map(safe_cell, names))
    for row in rows:
        # A number is no formula, also where it is below zero.
        table.writerow([v if _figure(v := _plain(value)) else safe_cell(_word(v)) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()
    yield out.getvalue()


def _table(names: list[str], rows: Iterable[Values]) -> Iterator[str]:
    from rich.cells import cell_len, set_cell_size

    shown: list[list[str]] = []
    right = [True] * len(names)
    more = False
    for row in rows:
        if len(shown) == MOST_ROWS:
            more = True
            break
        right = [r and (v is None or _figure(_plain(v))) for r, v in zip(right, row, strict=True)]
        shown.append([_short(visible(_word(value))) for value in row])
    heads = [_short(visible(name)) for name in names]
    lines = [heads, *shown]
    widths = [max(cell_len(line[at]) for line in lines) for at in range(len(names))]

    def line(cells: Sequence[str]) -> str:
        made = [
            " " * (width - cell_len(text)) + text if is_right else set_cell_size(text, width)
            for text, width, is_right in zip(cells, widths, right, strict=True)
        ]
        return "  ".join(made).rstrip() + "\n"

    yield line(heads)
    yield "  ".join("─" * width for width in widths) + "\n"
    for cells in shown:
        yield line(cells)
    count = f"the first {MOST_ROWS:,} rows; --format csv or jsonl gives all" if more else ""
    yield f"({count or f'{len(shown):,} row' + 's' * (len(shown) != 1)})\n"


def _short(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


_WRITERS = {"table": _table, "csv": _csv, "jsonl": _jsonl}

"""CSV with named columns: a unit is a row, its id what stands in the column for it.

Commas, semicolons, tabs or bars between the cells, as the first row shows; quotation marks as in
RFC 4180. Which column is which says the setting ``table-columns``, or its name (see
:mod:`mtcheck.reading.rows`), or a language as its name (``key,en,de``) where the languages are
given. Rows that name a document are one article a document.

The standard library's reader gives no places; it judges every file: where it reads a cell
otherwise than it is read here, the file is refused.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.errors import InputError
from mtcheck.reading import columns, escapes, rows
from mtcheck.reading.decoding import MAX_LINE
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Document, Entry, Note, Side, Stretch
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mtcheck.reading.columns import Columns
    from mtcheck.reading.rows import Row

__all__ = ["NOTATIONS", "read", "read_tsv"]

_DELIMITERS = ",;\t|"
_SEP = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)  # the first line that Excel looks for
_DOUBLED = re.compile(r'""|\r\n?')
_NEVER = re.compile(r"(?!)")


class _Cell(NamedTuple):
    """``span`` is what stands in it, without its quotation marks."""

    span: Span
    quoted: bool


class _Row(NamedTuple):
    line: int
    cells: list[_Cell]


@dataclass(frozen=True, slots=True)
class _Table:
    """A file as read; ``columns`` are those of each role."""

    file: str
    delimiter: str
    columns: Mapping[str, int]

    def side(self, row: _Row, role: str) -> Side | None:
        """The text of a role; None where there is no such column."""
        if role not in self.columns:
            return None
        span, quoted = row.cells[self.columns[role]]
        notation = "csv-quoted" if quoted else f"csv{self.delimiter}"
        pattern = _DOUBLED if quoted else _NEVER
        parts = escapes.stretches(self.file, span, pattern, _meaning, notation)
        return Side(tuple(parts), span.start)

    def text(self, row: _Row, role: str) -> str:
        """The same as a string, stripped; empty where there is no such column."""
        side = self.side(row, role)
        return side.text.strip() if side else ""


def read(file: str, path: str, known: Columns) -> tuple[Document, ...]:
    """The documents of a CSV file; raises :class:`InputError` that names the line."""
    sep = _SEP.match(file)
    start = sep.end() if sep else 0
    delimiter = sep[1] if sep else _delimiter(file)
    every = [row for row in _rows(file, start, delimiter, path) if _is_filled(row)]
    if not every:
        message = "has no rows: there is nothing to check"
        raise InputError(message, path=path)
    table = _Table(file, delimiter, {})
    values = [[_value(file, cell) for cell in row.cells] for row in every]
    _judge(file[start:], delimiter, values, path)
    places, header = columns.places(values[0], path, known)
    table = _Table(file, delimiter, places)
    return _documents(_entries(table, every[header:], len(values[0]), path))


def read_tsv(file: str, path: str, known: Columns) -> tuple[Document, ...]:
    """The documents of a TSV, where a quotation mark is a character like any other."""
    found = rows.tsv(file, path, known)
    if not found:
        message = "has no rows: there is nothing to check"
        raise InputError(message, path=path)
    return _documents(_of_rows(found, path))


def _documents(entries: Iterable[tuple[str, Entry]]) -> tuple[Document, ...]:
    """The entries, each with the name of its document, as documents."""
    found: dict[str, list[Entry]] = {}
    for name, entry in entries:
        found.setdefault(name, []).append(entry)
    made = []
    for name, group in found.items():
        # A column that is empty from top to bottom is none.
        sourced = any(entry.source and entry.source.text.strip() for entry in group)
        referred = any(entry.reference and entry.reference.text.strip() for entry in group)
        kept = tuple(
            replace(
                entry,
                source=entry.source if sourced else None,
                reference=entry.reference if referred else None,
            )
            for entry in group
        )
        made.append(Document(kept, name=name or None))
    return tuple(made)


def _of_rows(found: Sequence[Row], path: str) -> Iterator[tuple[str, Entry]]:
    seen: dict[tuple[str, str], int] = {}
    for row in found:
        document, name = row.document or "", (row.id or "").strip()
        _demand_new(seen, document, name, row.line, path)
        note = row.note
        yield (
            document,
            _entry(
                row.line,
                document,
                name,
                sides=[_of_row(row, role) for role in ("mt", "source", "reference")],
                note=Note(note, row.origins["note"]) if note else None,
            ),
        )


def _of_row(row: Row, role: str) -> Side | None:
    text = {"mt": row.mt, "source": row.source, "reference": row.reference}[role]
    if text is None:
        return None
    origin = row.origins[role]
    return Side((Stretch(text, origin, notation="csv\t"),) if text else (), origin)


def _demand_new(
    seen: dict[tuple[str, str], int], document: str, name: str, line: int, path: str
) -> None:
    if name and (first := seen.setdefault((document, name), line)) != line:
        message = f"the id {name!r} is there twice (first in line {first}): take one out"
        raise InputError(message, path=path, line=line)


def _entry(
    line: int, document: str, name: str, sides: Sequence[Side | None], note: Note | None
) -> Entry:
    target, source, reference = sides
    where = f"row[{line}]"
    target = target or Side((), 0)
    return Entry(
        id=name or where,
        path=where,
        target=target,
        source=source,
        reference=reference,
        key=(document, name or where),
        skipped="" if target.text.strip() else "untranslated",
        notes=(note,) if note else (),
        counted=not name,
    )


def _delimiter(file: str) -> str:
    first = file[: next((line.end for line in lines(file) if line.end > line.start), 0)]
    return max(_DELIMITERS, key=lambda mark: (first.count(mark), -_DELIMITERS.index(mark)))


def _rows(file: str, at: int, delimiter: str, path: str) -> Iterator[_Row]:
    """The rows, cell by cell; raises where a quotation mark is not closed or closes too early."""
    starts = [line.start for line in lines(file)]
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    ends = re.compile(rf"{re.escape(delimiter)}|\r\n?|\n|$")
    quoted = re.compile(r'"((?:[^"]|"")*)"')
    while at < len(file):
        line = bisect_right(starts, at)
        cells: list[_Cell] = []
        while True:
            is_quoted = file.startswith('"', at)
            match = (quoted if is_quoted else plain).match(file, at)
            end = ends.match(file, match.end()) if match else None
            if match is None or end is None or (end[0] == "" and end.end() < len(file)):
                what = "is not closed" if match is None else "has letters after it"
                message = f"a quotation mark {what}: in quotation marks they are doubled"
                raise InputError(message, path=path, line=bisect_right(starts, at))
            cells.append(_Cell(Span(*match.span(int(is_quoted))), is_quoted))
            at = end.end()
            if end[0] != delimiter:
                break
        yield _Row(line, cells)


def _is_filled(row: _Row) -> bool:
    return any(len(cell.span) or cell.quoted for cell in row.cells)


def _value(file: str, cell: _Cell) -> str:
    text = cell.span.of(file)
    return text.replace('""', '"') if cell.quoted else text


def _judge(file: str, delimiter: str, values: Sequence[Sequence[str]], path: str) -> None:
    """Raise where the standard library reads other cells."""
    csv.field_size_limit(MAX_LINE)  # its own is less than what is read of a line
    reader = csv.reader(io.StringIO(file, newline=""), delimiter=delimiter, strict=True)
    found = []
    try:
        found = [row for row in reader if row and (len(row) > 1 or row[0])]
    except csv.Error as error:
        message = f"is not CSV that can be read: {error}"
        raise InputError(message, path=path, line=reader.line_num) from None
    ours = [list(row) for row in values if len(row) > 1 or row[0]]
    if found != ours:
        at = next((i for i, (a, b) in enumerate(zip(found, ours, strict=False)) if a != b), 0)
        message = f"is not CSV that can be read for sure: row {at + 1} may mean two things"
        raise InputError(message, path=path)


def _meaning(match: re.Match[str]) -> str:
    return '"' if match.group() == '""' else "\n"


def _entries(
    table: _Table, every: Sequence[_Row], width: int, path: str
) -> Iterator[tuple[str, Entry]]:
    seen: dict[tuple[str, str], int] = {}
    for row in every:
        if len(row.cells) != width:
            message = f"{columns.counted(len(row.cells))}, but the first row has {width}"
            raise InputError(message, path=path, line=row.line)
        name, document = table.text(row, "id"), table.text(row, "document")
        _demand_new(seen, document, name, row.line, path)
        note = table.side(row, "note")
        yield (
            document,
            _entry(
                row.line,
                document,
                name,
                sides=[table.side(row, role) for role in ("mt", "source", "reference")],
                note=Note(note.text, note.origin) if note else None,
            ),
        )


def _quoted(new: str) -> str:
    return new.replace('"', '""')


def _writer(delimiter: str) -> Callable[[str], str | None]:
    def written(new: str) -> str | None:
        """``new`` as it stands in a cell without quotation marks; None where it cannot."""
        return None if any(c in new for c in (delimiter, '"', "\r", "\n")) else new

    return written


NOTATIONS = {f"csv{mark}": _writer(mark) for mark in _DELIMITERS} | {"csv-quoted": _quoted}
"""How cells are written, by their notation."""

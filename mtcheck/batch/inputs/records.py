"""The rows of a manifest as they are in the file: CSV, TSV, JSON lines or Parquet.

Each reader gives the names of the columns and then row by row ``(line, values)``, the values as the
format has them. What a column means is for :mod:`mtcheck.batch.inputs.manifest` to say.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from mtcheck.batch.inputs import streams
from mtcheck.errors import InputError, MissingExtra
from mtcheck.reading.decoding import MAX_LINE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

__all__ = ["SUFFIXES", "Records", "opened"]

_BATCH = 1000  # rows of Parquet in memory
_DEEPEST_LOOK = 100  # objects of JSON lines that are asked for their keys


@dataclass(frozen=True, slots=True)
class Records:
    """A manifest's columns, and its rows each time that they are asked for."""

    columns: tuple[str, ...]
    rows: Callable[[], Iterator[tuple[int, Mapping[str, object]]]]


def opened(path: str) -> Records:
    """The records of a manifest by its suffix; raises :class:`InputError`."""
    return _READERS[_suffix(path)](path)


def _suffix(path: str) -> str:
    return PurePath(path.removesuffix(".gz")).suffix.lower()


def _csv(path: str) -> Records:
    # Python's limit for a field is lower than that for a line of text.
    csv.field_size_limit(MAX_LINE)
    columns = _header(next(_csv_rows(path), None), path)
    return Records(columns, lambda: _named(columns, _csv_rows(path), path))


def _csv_rows(path: str) -> Iterator[tuple[int, list[str]]]:
    found = streams.lines(path)
    reader = csv.reader((f"{line}\n" for line in found), strict=True)
    while True:
        # A cell may have line feeds: the row is named by the line that it begins on.
        number = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            message = f"not CSV: {error}"
            raise InputError(message, path=path, line=number) from None
        if row:
            yield number, row


def _tsv(path: str) -> Records:
    columns = _header(next(_tsv_rows(path), None), path)
    return Records(columns, lambda: _named(columns, _tsv_rows(path), path))


def _tsv_rows(path: str) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(streams.lines(path), 1):
        if line:
            yield number, line.split("\t")


def _header(first: tuple[int, list[str]] | None, path: str) -> tuple[str, ...]:
    if first is None:
        message = "is empty: a manifest has a first row with the names of its columns"
        raise InputError(message, path=path)
    names = tuple(name.strip() for name in first[1])
    for name in names:
        if name and names.count(name) > 1:
            message = f"two columns are named {name!r}"
            raise InputError(message, path=path, line=1)
    return names


def _named(
    columns: tuple[str, ...], rows: Iterator[tuple[int, list[str]]], path: str
) -> Iterator[tuple[int, Mapping[str, object]]]:
    next(rows)
    for number, row in rows:
        if len(row) != len(columns):
            message = f"{len(row)} columns, but the first row has {len(columns)}"
            raise InputError(message, path=path, line=number)
        yield number, dict(zip(columns, row, strict=True))


def _jsonl(path: str) -> Records:
    columns: dict[str, None] = {}
    for looked, (_, row) in enumerate(_objects(path)):
        columns |= dict.fromkeys(row)
        if looked >= _DEEPEST_LOOK:
            break
    return Records(tuple(columns), lambda: _objects(path))


def _objects(path: str) -> Iterator[tuple[int, dict[str, object]]]:
    for number, line in enumerate(streams.lines(path, check=False), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            message = f"not JSON: {str(error)[:1].lower()}{str(error)[1:]}"
            raise InputError(message, path=path, line=number) from None
        if not isinstance(row, dict):
            message = 'not an object: a line is {"mt": …, "reference": …}'
            raise InputError(message, path=path, line=number)
        yield number, row


def _parquet(path: str) -> Records:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        feature = "a manifest in Parquet"
        raise MissingExtra(feature, hint="pip install 'mtcheck[batch]'") from None

    def rows() -> Iterator[tuple[int, dict[str, object]]]:
        number = 0
        try:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(batch_size=_BATCH):
                    for row in batch.to_pylist():
                        number += 1
                        yield number, row
        except (OSError, pa.ArrowException) as error:
            message = f"not Parquet that can be read: {error}"
            raise InputError(message, path=path, line=number + 1) from None

    try:
        columns = tuple(pq.read_schema(path).names)
    except (OSError, pa.ArrowException) as error:
        message = f"not Parquet that can be read: {error}"
        raise InputError(message, path=path) from None
    return Records(columns, rows)


_READERS: dict[str, Callable[[str], Records]] = {
    ".csv": _csv,
    ".tsv": _tsv,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".parquet": _parquet,
}
SUFFIXES = frozenset(_READERS)
"""The endings of files that are manifests, besides those with ``.gz`` after them."""

"""Rows into documents, as they stream by: whole, in the order in which they begin.

The rows of a document must follow each other; those of several systems may take turns within
it. Rows without a document's name become documents of a fixed number of rows, system by system.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.batch.documents import Document, Texts, of_rows
from mtcheck.errors import InputError
from mtcheck.reading import rows
from mtcheck.reading.decoding import MAX_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Cells", "documents"]


class Cells(NamedTuple):
    """A row of an input; ``line`` counts from 1. None is what it does not have."""

    line: int
    mt: str
    reference: str | None = None
    source: str | None = None
    document: str | None = None
    system: str | None = None
    target_lang: str = "en"
    source_lang: str | None = None


_MOST = 4 * MAX_TEXT  # of all systems' translations of a document: what waits is kept in memory
_Key = tuple[str | None, str, str | None]  # system and languages


def documents(found: Iterable[Cells], path: str, rows_each: int) -> Iterator[Document]:
    """The documents of a stream of rows. Raises :class:`InputError` for rows that do not fit."""
    waiting: dict[_Key, list[Cells]] = {}
    characters = 0
    counted: dict[_Key, int] = {}
    current: str | None = None
    for cells in found:
        if cells.document != current:
            yield from _flush(waiting, counted, path)
            current, characters = cells.document, 0
        key = (cells.system, cells.target_lang, cells.source_lang)
        group = waiting.setdefault(key, [])
        group.append(cells)
        characters += len(cells.mt)
        if current is not None and characters > _MOST:
            message = f"document {current!r} has more than {_MOST:,} characters: split it"
            raise InputError(message, path=path, line=cells.line)
        if current is None and len(group) >= rows_each:
            yield _made(waiting.pop(key), counted, key, path)
    yield from _flush(waiting, counted, path)


def _flush(
    waiting: dict[_Key, list[Cells]], counted: dict[_Key, int], path: str
) -> Iterator[Document]:
    for key, group in waiting.items():
        yield _made(group, counted, key, path)
    waiting.clear()


def _made(group: list[Cells], counted: dict[_Key, int], key: _Key, path: str) -> Document:
    system, target_lang, source_lang = key
    name = group[0].document
    if name is None:
        # Numbered within the system, so that systems can be compared document by document.
        start = counted.get(key, 0)
        counted[key] = start + len(group)
        name = f"rows {start + 1}-{start + len(group)}"
    texts = Texts(
        tuple(cells.line for cells in group),
        tuple(cells.mt for cells in group),
        rows.side([(cells.line, cells.reference) for cells in group], "reference", path),
        rows.side([(cells.line, cells.source) for cells in group], "source", path),
    )
    if texts.source is not None and source_lang is None:
        message = "in which language is the source? Give --source-lang, for example ru"
        raise InputError(message, path=path, line=group[0].line)
    return of_rows(
        name=name,
        system=system,
        target_lang=target_lang,
        source_lang=source_lang,
        path=path,
        texts=texts,
    )

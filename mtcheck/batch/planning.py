"""The plan of a run: its input cut into shards, by the input alone.

The input is read once before any work, so that what is wrong with it is said at once, and so that
a run knows its shards by what is in them, whoever works on them later, and how often.
"""

from __future__ import annotations

import hashlib
import sqlite3
from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mtcheck.batch.documents import Document
    from mtcheck.batch.inputs import Corpus

__all__ = ["ROWS_A_SHARD", "Plan", "Shard", "cut", "plan"]

ROWS_A_SHARD = 500
"""Rows after which a shard is full: half a second of work by the rules, ten with the model."""


class Shard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Some documents in a row. ``first`` is the number of the first; ``sha256`` of them all."""

    shard: int
    first: int
    articles: int
    rows: int
    sha256: str


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """All shards, and what the input comes to."""

    shards: tuple[Shard, ...]
    articles: int
    rows: int
    sha256: str
    systems: tuple[str, ...]
    language_pairs: tuple[str, ...]
    target_langs: tuple[str, ...]


def cut(documents: Iterable[Document], rows: int) -> Iterator[tuple[Shard, tuple[Document, ...]]]:
    """Shards of at least ``rows`` rows, but for the last; a document is never cut."""
    waiting: list[Document] = []
    size = number = first = 0
    for document in documents:
        waiting.append(document)
        size += document.size
        if size >= rows:
            yield _shard(number, first, size, waiting), tuple(waiting)
            number, first, size, waiting = number + 1, first + len(waiting), 0, []
    if waiting:
        yield _shard(number, first, size, waiting), tuple(waiting)


def _shard(number: int, first: int, size: int, documents: list[Document]) -> Shard:
    total = hashlib.sha256()
    for document in documents:
        total.update(bytes.fromhex(document.sha256))
    return Shard(
        shard=number, first=first, articles=len(documents), rows=size, sha256=total.hexdigest()
    )


def plan(corpus: Corpus, rows: int, path: str, look: Callable[[Document], None]) -> Plan:
    """Read the whole input and cut it; ``look`` is shown every document.

    Raises :class:`InputError` for a document that is there twice, and for an empty input.
    """
    shards: list[Shard] = []
    systems: set[str] = set()
    pairs: set[str] = set()
    targets: set[str] = set()
    total = hashlib.sha256()
    seen = _Seen(path)
    try:
        for shard, documents in cut(corpus.documents(), rows):
            for document in documents:
                seen.add(document)
                look(document)
                pairs.add(document.language_pair)
                targets.add(document.target_lang)
                if document.system is not None:
                    systems.add(document.system)
            total.update(bytes.fromhex(shard.sha256))
            shards.append(shard)
    finally:
        seen.close()
    if not shards:
        message = "has no documents: there is nothing to check"
        raise InputError(message, path=path)
    return Plan(
        shards=tuple(shards),
        articles=shards[-1].first + shards[-1].articles,
        rows=sum(shard.rows for shard in shards),
        sha256=total.hexdigest(),
        systems=tuple(sorted(systems)),
        language_pairs=tuple(sorted(pairs)),
        target_langs=tuple(sorted(targets)),
    )


class _Seen:
    """The documents so far, in a temporary file: memory does not grow with their number."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._database = sqlite3.connect("")  # on disk, gone when closed
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE seen (key BLOB PRIMARY KEY, row INTEGER) WITHOUT ROWID;"
        )

    def add(self, document: Document) -> None:
        said = (document.name, document.system, document.language_pair)
        key = hashlib.sha256(msgspec.msgpack.encode(said)).digest()
        try:
            self._database.execute("INSERT INTO seen VALUES (?, ?)", (key, document.row))
        except sqlite3.IntegrityError:
            query = "SELECT row FROM seen WHERE key = ?"
            (row,) = self._database.execute(query, (key,)).fetchone()
            raise self._twice(document, row) from None

    def _twice(self, document: Document, row: int | None) -> InputError:
        whose = f" of system {document.system!r}" if document.system is not None else ""
        first = f": it began at row {row}" if row is not None else ""
        message = (
            f"document {document.name!r}{whose} begins a second time{first}; the rows of a"
            " document must follow each other, and its name be its own"
        )
        return InputError(message, path=self._path, line=document.row)

    def close(self) -> None:
        self._database.close()

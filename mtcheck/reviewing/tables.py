"""The tables of a desk as SQLAlchemy knows them; the migrations make them.

What each holds stands in the first migrations. Columns that only counts and filters need
(``articles.open``, ``findings.stale``, ``work``, ``facets``, ``totals``) are worked out anew by
:mod:`mtcheck.reviewing.counting` with every change, in its transaction.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Float, Integer, LargeBinary, MetaData, Table, Text

__all__ = [
    "articles",
    "comments",
    "decisions",
    "drafts",
    "events",
    "facets",
    "files",
    "findings",
    "metadata",
    "segments",
    "settings",
    "steps",
    "texts",
    "totals",
    "work",
]

metadata = MetaData()


def _table(name: str, keys: str, whole: str = "", words: str = "", other: str = "") -> Table:
    """A table by the names of its columns: whole numbers, texts; ``other`` are reals and bytes."""
    kinds = {"real": Float, "bytes": LargeBinary}
    primary = keys.split()
    pairs = [
        *((n, Integer) for n in whole.split()),
        *((n, Text) for n in words.split()),
        *((n, kinds[kind]) for n, _, kind in (pair.partition(":") for pair in other.split())),
    ]
    columns: list[Column[Any]] = [Column(n, kind, primary_key=n in primary) for n, kind in pairs]
    return Table(name, metadata, *columns)


files = _table("files", "id", "id", "path sha256", "raw:bytes")
settings = _table("settings", "id", "id", "json")
articles = _table(
    "articles",
    "id",
    "id position words findings open minor major critical accepted rejected disputed edited"
    " aligned file settings",
    "key document path system source_lang target_lang headline taken",
    "priority:real",
)
texts = _table("texts", "article", "article", "mt", "layout:bytes")
segments = _table(
    "segments",
    "id",
    "id article number line start end version locked gone",
    "mt text editor at reference source unit",
)
findings = _table(
    "findings",
    "id",
    "id article segment start end safe stale gone withdrawn open",
    "code name category severity text suggestion message reference_text source_text fingerprint"
    " evidence basis origin author state",
    "confidence:real",
)
decisions = _table(
    "decisions", "finding editor", "finding version", "editor verdict reason comment at"
)
comments = _table("comments", "id", "id article finding withdrawn", "editor text at")
drafts = _table("drafts", "editor segment", "segment base_version", "editor text at")
events = _table("events", "id", "id article segment finding undoes", "at editor kind payload")
steps = _table("steps", "event", "event article undone", "editor")
work = _table("work", "editor article", "article judged done", "editor", "seconds:real")
facets = _table(
    "facets",
    "code category severity system pair",
    "findings open",
    "code category severity system pair",
)
totals = _table("totals", "id", "id articles done findings decided edited")

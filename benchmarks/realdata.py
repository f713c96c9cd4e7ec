"""Rows of human-annotated system output as articles to measure on.

The data (``--data``, see each file's ``README.md``) is not part of the project. One row a
segment and system; raters' marks of the same translation are put together. Rows flagged
``human`` are human translations and are left out of system output.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck import languages, reading
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.article import Article

__all__ = ["Row", "as_article", "lines", "rows"]


@dataclass(frozen=True, slots=True)
class Row:
    """One translated segment with everything that its raters marked."""

    id: str
    origin: str
    source_lang: str
    target_lang: str
    system: str
    doc: str
    seg: str
    source: str
    mt: str
    reference: str | None
    marked: tuple[Span, ...]
    raters: int


def rows(path: Path, *, origins: tuple[str, ...] = (), human: bool = False) -> list[Row]:
    """The rows of a ``.jsonl.gz``, one a (document, segment, system), in the file's order."""
    grouped: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for raw in lines(path):
        if origins and raw["origin"] not in origins:
            continue
        if not human and "human" in raw["flags"]:
            continue
        key = (raw["origin"], raw["lp"], raw["system"], raw["doc"], str(raw["seg"]), raw["mt"])
        grouped.setdefault(key, []).append(raw)
    return [_row(same) for same in grouped.values()]


def as_article(row: Row, *, reference: bool = True, source: bool = True) -> Article:
    """The row as an aligned article of one line."""
    target = languages.load(row.target_lang)
    origin = languages.load(row.source_lang)
    return reading.from_strings(
        row.mt,
        row.reference if reference else None,
        row.source if source else None,
        target,
        origin,
        identity=row.id,
    )


def lines(path: Path) -> Iterator[dict]:  # type: ignore[type-arg] - free-form JSON
    """The rows of the file as they stand, one a rater."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _row(same: list[dict]) -> Row:  # type: ignore[type-arg]
    first = same[0]
    source_lang, _, target_lang = first["lp"].partition("-")
    marked = {Span(e["start"], e["end"]) for raw in same for e in raw["errors"]}
    return Row(
        id=first["id"],
        origin=first["origin"],
        source_lang=source_lang,
        target_lang=target_lang,
        system=first["system"],
        doc=first["doc"],
        seg=str(first["seg"]),
        source=first["src"],
        mt=first["mt"],
        reference=first["ref"],
        marked=tuple(sorted(marked)),
        raters=len(same),
    )

"""What is taken in, as rows of the tables of a desk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, text

from mtcheck.reviewing import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment

__all__ = ["Row", "article_row", "finding_row", "in_text", "insert_segments", "segment_row"]

Row = dict[str, Any]
"""Values by column."""

_INDEXED = text(
    "INSERT INTO words (rowid, text, reference, source)"
    " SELECT id, text, reference, source FROM segments WHERE id BETWEEN :first AND :last"
)


def article_row(article: IncomingArticle, file: int | None, settings: int | None, at: str) -> Row:
    """What is written of an article, whether it is new or known."""
    return {
        "document": article.document,
        "path": article.path,
        "system": article.system,
        "source_lang": article.source_lang,
        "target_lang": article.target_lang,
        "headline": article.headline,
        "words": article.words,
        "aligned": int(article.aligned),
        "file": file,
        "settings": settings,
        "taken": at,
    }


def segment_row(number: int, segment: IncomingSegment) -> Row:
    """A sentence as the file has it, the ``number``-th of its article."""
    return {
        "number": number,
        "line": segment.row,
        "start": segment.start,
        "end": segment.end,
        "mt": segment.mt,
        "reference": segment.reference,
        "source": segment.source,
        "unit": segment.unit,
        "locked": int(segment.locked),
    }


def finding_row(finding: IncomingFinding, segments: Sequence[int]) -> Row:
    """A finding; ``segments`` are the ids of its article's sentences."""
    return {
        "segment": segments[finding.segment],
        "code": finding.code,
        "name": finding.name,
        "category": finding.category,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "suggestion": finding.suggestion,
        "safe": int(finding.safe),
        "message": finding.message,
        "reference_text": finding.reference_text,
        "source_text": finding.source_text,
        "fingerprint": finding.fingerprint,
        "evidence": json.dumps(finding.evidence),
        "basis": finding.basis,
        "origin": finding.origin,
        "author": finding.author,
        "stale": 0,
    }


def in_text(row: Row) -> tuple[int, int, str]:
    """The order in which findings are written."""
    return row["start"], row["end"], row["fingerprint"]


def insert_segments(connection: Connection, rows: Sequence[Row]) -> None:
    """Write new sentences, in the order of their ids, and put their words into the index.

    The index is told of all of them in one statement: told of one at a time, it writes itself to
    the file each time, and 100,000 articles take many times as long.
    """
    if rows:
        connection.execute(insert(tables.segments), rows)
        connection.execute(_INDEXED, {"first": rows[0]["id"], "last": rows[-1]["id"]})

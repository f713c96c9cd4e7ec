"""mtcheck's own gold: JSONL, an object a line for each rater of each segment.

``{"id", "origin", "lp", "system", "doc", "seg", "rater", "src", "mt", "ref", "errors":
[{"start", "end", "severity", "category"}], "n_source_errors", "flags"}``. Offsets are code
points of ``mt``, the end exclusive. ``origin`` names the annotation that the row comes from; it
decides whether ``doc`` is a document or only a pool of sentences. Data of one's own is
``other``. ``score`` may give a rater's judgement, higher for better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["ORIGINS", "read", "suits"]

ORIGINS = {
    "wmt21news": True,
    "wmt21ted": True,
    "sxs23": True,
    "bio_v1": True,
    "bio_v2": True,
    "wmt22qe_dev": True,
    "wmt22qe_test": True,
    "demetr": False,  # its "documents" are the two data sets that the sentences come from
    "other": True,
}
"""The annotations that rows may come from, and whether their documents are documents."""


class _Error(msgspec.Struct, frozen=True):
    start: int
    end: int
    severity: str
    category: str | None = None


class _Row(msgspec.Struct, frozen=True):
    id: str
    lp: str
    mt: str
    errors: list[_Error]
    origin: str = "other"
    system: str | None = None
    doc: str | None = None
    seg: str | int | None = None
    rater: str | None = None
    src: str | None = None
    ref: str | None = None
    score: float | None = None
    n_source_errors: int = 0
    flags: list[str] = []


def suits(path: str, first: str) -> bool:
    """Whether the first line is such an object."""
    del path
    try:
        found = opening.keys(msgspec.json.decode(first))
    except msgspec.DecodeError:
        return False
    return {"lp", "mt", "errors"} <= found


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text."""
    for line, raw in opening.lines(content):
        try:
            yield _row(opening.decoded(raw, _Row, path, line), path, line)
        except InputError as error:
            options.bad(error)


def _row(raw: _Row, path: str, line: int) -> GoldRow:
    if raw.origin not in ORIGINS:
        message = f"unknown origin {raw.origin!r} (known: {', '.join(ORIGINS)})"
        raise InputError(message, path=path, line=line)
    source_lang, target_lang = pairs.parse(raw.lp, path, line)
    marks = []
    for error in raw.errors:
        if (rank := opening.severity(error.severity, path, line)) is None:
            continue
        where = (error.start, error.end, rank, error.category, raw.mt, path, line)
        marks.append(opening.mark(*where))
    return GoldRow(
        id=raw.id,
        origin=raw.origin,
        source_lang=source_lang,
        target_lang=target_lang,
        mt=raw.mt,
        marks=tuple(marks),
        source=opening.text(raw.src),
        reference=opening.text(raw.ref),
        system=raw.system or "",
        document=raw.doc if ORIGINS[raw.origin] else None,
        segment=str(raw.seg if raw.seg is not None else line),
        rater=raw.rater or "",
        score=raw.score,
        unplaced=raw.n_source_errors,
        human="human" in raw.flags,
        path=path,
        line=line,
    )

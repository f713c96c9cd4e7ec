"""Google's standalone ratings: JSONL, a rating a line (mt-metrics-eval).

``{"source", "hypothesis", "errors": [{"start", "end", "category", "severity", "score",
"is_source_error"}], "document_id", "segment_id", "system_id", "rater_id", "src_lang",
"tgt_lang"}``; offsets from 0, the end exclusive. ``reference`` may be added.

Source: ``mt_metrics_eval/standalone_ratings.py`` and ``ratings.py`` in
google-research/mt-metrics-eval.
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

__all__ = ["read", "suits"]


class _Error(msgspec.Struct, frozen=True):
    start: int
    end: int
    category: str | None = None
    severity: str | None = None
    is_source_error: bool = False


class _Rating(msgspec.Struct, frozen=True):
    source: str
    hypothesis: str
    errors: list[_Error]
    document_id: str | None = None
    segment_id: int | None = None
    system_id: str | None = None
    rater_id: str | None = None
    src_lang: str | None = None
    tgt_lang: str | None = None
    reference: str | None = None


def suits(path: str, first: str) -> bool:
    """Whether the first line is a rating."""
    del path
    try:
        found = opening.keys(msgspec.json.decode(first))
    except msgspec.DecodeError:
        return False
    return {"source", "hypothesis", "errors"} <= found


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text."""
    for line, raw in opening.lines(content):
        try:
            yield _row(opening.decoded(raw, _Rating, path, line), path, line, options)
        except InputError as error:
            options.bad(error)


def _row(raw: _Rating, path: str, line: int, options: Options) -> GoldRow:
    if options.pair is None and raw.src_lang and raw.tgt_lang:
        pair = pairs.parse(f"{raw.src_lang[:2]}-{raw.tgt_lang[:2]}", path, line)
    else:
        pair = pairs.from_name(path, options)
    marks, unplaced = [], 0
    for error in raw.errors:
        if (rank := opening.severity(error.severity or "major", path, line)) is None:
            continue
        if error.is_source_error:
            unplaced += 1
            continue
        where = (error.start, error.end, rank, error.category, raw.hypothesis, path, line)
        marks.append(opening.mark(*where))
    segment = line if raw.segment_id is None else raw.segment_id
    names = (raw.system_id or "", raw.document_id or "", str(segment), raw.rater_id or "")
    return GoldRow(
        id="/".join(names),
        origin="ratings",
        source_lang=pair[0],
        target_lang=pair[1],
        mt=raw.hypothesis,
        marks=tuple(marks),
        source=opening.text(raw.source),
        reference=opening.text(raw.reference),
        system=raw.system_id or "",
        document=raw.document_id,
        segment=str(segment),
        rater=raw.rater_id or "",
        unplaced=unplaced,
        path=path,
        line=line,
    )

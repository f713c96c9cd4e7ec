"""Another tool's spans, to put beside ours: JSONL, a translation a line.

``{"id": "…", "spans": [{"start": 3, "end": 9, "severity": "major"}], "score": -5}``. ``id`` is
that of any gold row of the translation. ``severity`` is minor where it is not given, and
``confidence`` (0 to 1) and ``category`` may be given; ``score`` too, higher for better. Offsets
are code points of the translation, the end exclusive. Every translation needs a line.
``--save-spans`` writes mtcheck's own spans so.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening
from mtcheck.evaluation.records import Mark, Prediction
from mtcheck.mqm import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.evaluation.records import Translation

__all__ = ["read", "write"]


class _Span(msgspec.Struct, frozen=True):
    start: int
    end: int
    severity: str = "minor"
    category: str = ""
    confidence: float = 1.0
    code: str = ""


class _Line(msgspec.Struct, frozen=True):
    id: str
    spans: list[_Span]
    score: float | None = None


def read(path: str, translations: Sequence[Translation]) -> list[Prediction]:
    """The predictions of a file for ``translations``; raises :class:`InputError`."""
    index = {row.id: at for at, one in enumerate(translations) for row in one.rows}
    found: dict[int, Prediction] = {}
    for line, raw in opening.lines(opening.read(path)):
        record = opening.decoded(raw, _Line, path, line)
        at = index.get(record.id)
        if at is None:
            continue  # of rows that are not evaluated this time
        marks = []
        for span in record.spans:
            rank = opening.severity(span.severity, path, line)
            if rank is None:
                continue
            if not 0 <= span.confidence <= 1:
                message = f"a confidence of {span.confidence}: it must be from 0 to 1"
                raise InputError(message, path=path, line=line)
            mt = translations[at].row.mt
            mark = opening.mark(span.start, span.end, rank, span.category, mt, path, line)
            marks.append(Mark(mark.span, rank, mark.category, span.confidence, span.code))
        if at in found:
            message = f"a second line for the translation of row {record.id}"
            raise InputError(message, path=path, line=line)
        found[at] = Prediction(tuple(marks), record.score)
    lacking = [at for at in range(len(translations)) if at not in found]
    if lacking:
        row = translations[lacking[0]].row
        message = f"no line for {len(lacking)} of {len(translations)} translations; first: {row.id}"
        raise InputError(message, path=path)
    if len({prediction.score is None for prediction in found.values()}) > 1:
        msg = "some lines have a score and some have none"
        raise InputError(msg, path=path)
    return [found[at] for at in range(len(translations))]


def write(translations: Iterable[Translation], predictions: Iterable[Prediction]) -> str:
    """Predictions as the text of such a file."""
    lines = []
    for translation, prediction in zip(translations, predictions, strict=True):
        spans = [
            {
                "start": mark.span.start,
                "end": mark.span.end,
                "severity": Severity(mark.severity).value,
                "category": mark.category,
                "confidence": mark.confidence,
                "code": mark.code,
            }
            for mark in prediction.marks
        ]
        record = {"id": translation.row.id, "spans": spans, "score": prediction.score}
        lines.append(json.dumps(record, ensure_ascii=False))
    return "".join(f"{line}\n" for line in lines)

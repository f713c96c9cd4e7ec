"""Facts: one report as rows of the tables. Findings and segments are those of the JSON report."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Any

from mtcheck import gate, scoring
from mtcheck.batch import tables
from mtcheck.batch.documents import printable
from mtcheck.finding import Reason
from mtcheck.reporting import json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import msgspec

    from mtcheck.article import Anchor
    from mtcheck.batch.documents import Document
    from mtcheck.report import Report
    from mtcheck.scoring import Comparison, Metric

__all__ = [
    "METRICS",
    "Row",
    "compared",
    "failed",
    "findings",
    "of_article",
    "of_report",
    "segments",
]

Row = dict[str, Any]

_FINDING, _SEGMENT = (
    frozenset(column.name for column in table.columns)
    for table in (tables.FINDINGS, tables.SEGMENTS)
)

METRICS = ("bleu", "chrf", "ter")
"""The figures against a reference, as :class:`mtcheck.scoring.Comparison` names them."""


def of_article(document: Document, number: int) -> Row:
    """The columns that every table has."""
    return {
        "article": number,
        "document": document.name,
        "system": document.system,
        "source_lang": document.source_lang,
        "target_lang": document.target_lang,
        "language_pair": document.language_pair,
    }


def _article(document: Document, number: int, shard: int) -> Row:
    return of_article(document, number) | {
        "shard": shard,
        "path": printable(document.path),
        "row": document.row,
        "aligned": document.aligned,
        "input_sha256": document.sha256,
    }


def failed(document: Document, number: int, shard: int, kind: str, error: str) -> Row:
    """The article's row where it could not be checked."""
    return _article(document, number, shard) | {
        "status": "failed",
        "error_kind": kind,
        "error": error,
    }


def of_report(
    report: Report, document: Document, number: int, shard: int, compared: Comparison | None
) -> Row:
    """The article's row where it was checked."""
    scores = report.scores
    severities = Counter(f.severity.value for f in report.findings)
    reasons = Counter(s.reason for s in report.suppressed)
    return (
        _article(document, number, shard)
        | {
            "status": "checked",
            "words": scores.words,
            "segments": len(report.article.mt.segments),
            "findings": len(report.findings),
            "minor": severities["minor"],
            "major": severities["major"],
            "critical": severities["critical"],
            "profile": scores.profile,
            "mqm": scores.mqm + 0.0,
            "penalty": scores.penalty + 0.0,
            "penalty_per_100_words": scores.penalty_per_100_words + 0.0,
            "failed_mqm": scores.failed,
            "fails": gate.severe(report) or bool(gate.breaches(report)),
            "failures": [f"{f.code}: {f.message}" for f in report.failures],
            "notes": [*report.notes, *scores.notes],
        }
        | {f"suppressed_{reason.value}": reasons[reason] for reason in Reason}
    ) | (_compared(compared) if compared is not None else {})


def _compared(compared: Comparison) -> Row:
    metrics = {name: getattr(compared, name) for name in METRICS}
    scores = {name: metric.score for name, metric in metrics.items()}
    return scores | {f"{name}_statistics": list(m.statistics) for name, m in metrics.items()}


def segments(
    report: Report, document: Document, number: int, compared: Comparison | None
) -> Iterator[Row]:
    """A row a segment."""
    common = of_article(document, number)
    figures = _by_segment(report, compared) if compared is not None else {}
    blocks = [segment.block for segment in report.article.mt.segments]
    for record, block in zip(json.segments(report), blocks, strict=True):
        values = _known(record, _SEGMENT) | {"segment": record.index}
        yield common | values | {"block": block} | figures.get(record.index, {})


def _by_segment(report: Report, compared: Comparison) -> dict[int, Row]:
    """The figures of each pair, for the first of its segments."""
    pairs = report.article.reference_pairs
    metrics: list[Metric] = [getattr(compared, name) for name in METRICS]
    return {
        pairs[pair].mt[0].index: {
            name: metric.segments[at] for name, metric in zip(METRICS, metrics, strict=True)
        }
        for at, pair in enumerate(compared.pairs)
        if pairs[pair].mt
    }


def findings(report: Report, document: Document, number: int) -> Iterator[Row]:
    """A row a shown finding."""
    common = of_article(document, number)
    for at, record in enumerate(json.findings(report)):
        place, before, after, count = record.fingerprint.split("-")
        values = _known(record, _FINDING)
        values["evidence"] = list(record.evidence)
        if record.unit is not None:
            values |= {"unit_id": record.unit.id, "unit_path": record.unit.path}
        if document.texts is not None:  # the report knows the joined text, not the input's rows
            values["line"], values["column"] = _in_rows(report.article.mt.anchors, record.start)
        yield (
            common
            | values
            | {
                "finding": at,
                "dimension": record.category.partition("/")[0],
                "fingerprint_place": place,
                "fingerprint_before": before,
                "fingerprint_after": after,
                "fingerprint_number": int(count),
            }
        )


def _in_rows(anchors: Sequence[Anchor], offset: int) -> tuple[int, int]:
    """The row of the input and the column in its translation, both from 1."""
    anchor = anchors[max(bisect_right(anchors, offset, key=lambda a: a.start) - 1, 0)]
    return anchor.line, offset - anchor.start + 1


def _known(record: msgspec.Struct, columns: frozenset[str]) -> Row:
    """The fields of a record of the JSON report that are columns of a table."""
    return {name: getattr(record, name) for name in record.__struct_fields__ if name in columns}


def compared(report: Report, *, asked: bool) -> Comparison | None:
    """BLEU, chrF and TER where any is asked for; None where there is no reference."""
    return scoring.compare(report.article) if asked else None

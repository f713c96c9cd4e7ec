"""Google's standalone ratings as JSON lines: a segment a line, with its errors.

Offsets are code points of the hypothesis from 0, the end exclusive; an omission has an empty
span where the text is missing. Scores are Google's weights: 5 for a major error, 1 for a minor,
0.1 for minor punctuation. What a rating does not have (the code, the reason, the fix) stands
beside: mt-metrics-eval reads over it.

Source: ``standalone_ratings.py`` and ``ratings.py`` in google-research/mt-metrics-eval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtcheck import scoring
from mtcheck.reporting.categories import GOOGLE
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.showing import visible
from mtcheck.reporting.units import pair, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.units import Mark

__all__ = ["render"]


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """Every segment of the run, with errors or not. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    lines: list[str] = []
    for report in reports:
        source, target = pair(report)
        for unit in units(report):
            rating: dict[str, Any] = {
                "source": unit.source or "",
                "hypothesis": unit.text,
                "errors": list(map(_error, unit.marks)),
                "document_id": visible(report.article.article.id),
                # Counted over the whole file, as its readers expect.
                "segment_id": len(lines),
                "system_id": "mt",
                "rater_id": "mtcheck",
                "src_lang": source,
                "tgt_lang": target,
            }
            if unit.reference is not None:
                rating["reference"] = unit.reference
            lines.append(json_text(rating) + "\n")
    return "".join(lines)


def _error(mark: Mark) -> dict[str, Any]:
    finding = mark.finding
    return {
        "start": mark.span.start,
        "end": mark.span.end,
        "category": GOOGLE[finding.category],
        "severity": finding.severity.value,
        "score": scoring.weight(finding),
        "is_source_error": False,
        "code": finding.code,
        "confidence": round(finding.confidence, 3),
        "note": finding.message,
        "suggestion": finding.suggestion,
    }

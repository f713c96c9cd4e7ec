"""CSV, for spreadsheets: a header, and a line a finding.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which shows it as
text. Control characters and line ends are shown by their pictures, so that a record is a line;
``start`` and ``end`` (code points of the MT as decoded) give the exact words.

Source: RFC 4180; OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from mtcheck.reporting.located import located
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.located import Located

__all__ = ["cell", "render"]

_HEADER = (
    "path", "article", "line", "column", "end_line", "end_column", "severity", "code", "name",
    "category", "confidence", "text", "suggestion", "message", "reference", "source", "segment",
    "start", "end", "fingerprint", "unit", "unit_path",
)  # fmt: skip
# Also in their full-width forms, which spreadsheets of East Asian locales take for the same.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # fmt: skip


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One table for the run. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_HEADER)
    table.writerows(map(_record, located(reports)))
    return out.getvalue()


def _record(found: Located) -> list[str | int | float]:
    finding = found.finding
    start, end = found.places.region(finding.span)
    others = {other.label: other.text.at(other.span) for other in found.others}
    return [
        cell(found.path),
        cell(found.report.article.article.id),
        start.line,
        start.column,
        end.line,
        end.column,
        finding.severity.value,
        finding.code,
        finding.name,
        finding.category.value,
        round(finding.confidence, 3),
        cell(found.quote),
        cell(finding.suggestion or ""),
        cell(finding.message),
        cell(others.get("reference", "")),
        cell(others.get("source", "")),
        "" if found.segment is None else found.segment,
        finding.span.start,
        finding.span.end,
        found.fingerprint,
        cell(found.unit.id if found.unit else ""),
        cell(found.unit.path if found.unit else ""),
    ]


def cell(text: str) -> str:
    """``text`` as a cell that is text to every spreadsheet, also where blanks stand before it."""
    formula = text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA)
    return ("'" if formula else "") + visible(text)

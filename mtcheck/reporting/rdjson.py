"""rdjson, the Reviewdog Diagnostic Format: comments and suggestions in a pull request.

Columns are UTF-8 bytes from 1, the end exclusive; an insertion has a range of no length.

Source: ``proto/rdf/reviewdog.proto`` in reviewdog/reviewdog.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from mtcheck.mqm import Severity
from mtcheck.positions import Columns
from mtcheck.reporting import wording
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.located import located, path_of
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.positions import Places, Region
    from mtcheck.report import Report
    from mtcheck.reporting.located import Located
    from mtcheck.span import Span

__all__ = ["render"]

_SEVERITIES = {Severity.CRITICAL: "ERROR", Severity.MAJOR: "ERROR", Severity.MINOR: "WARNING"}

_Object: TypeAlias = dict[str, Any]


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One result for the run. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    document = {
        "source": {"name": "mtcheck"},
        "diagnostics": [_diagnostic(found) for found in located(reports)],
    }
    return json_text(document, indent=2) + "\n"


def _diagnostic(found: Located) -> _Object:
    finding = found.finding
    diagnostic: _Object = {
        "message": wording.sentence(finding, found.unit),
        "location": {
            "path": visible(found.path),
            "range": _range(found.places, finding.span),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.code},
    }
    if (edit := found.edit) is not None:
        place = _written(found.places.region_of_file(edit.span, Columns.UTF8))
        diagnostic["suggestions"] = [{"range": place, "text": edit.new}]
    related = [
        {
            "message": f"{other.label}: {visible(other.text.at(other.span))}",
            "location": {"path": visible(path), "range": _range(other.places, other.span)},
        }
        for other in found.others
        if (path := path_of(other.text)) is not None
    ]
    if related:
        diagnostic["related_locations"] = related
    return diagnostic


def _range(places: Places, span: Span) -> _Object:
    return _written(places.region(span, Columns.UTF8))


def _written(region: Region) -> _Object:
    start, end = region
    return {
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }

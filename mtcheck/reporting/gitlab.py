"""GitLab's code quality report: what a merge request adds and what it resolves.

GitLab hides a finding whose fingerprint it has seen, in whatever file, so no two have the same:
equals are numbered through the run. It shows the description alone, which therefore begins with
the check's code.

Source: "Code Quality report format" in GitLab's documentation (ci/testing/code_quality).
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mtcheck.reporting import wording
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.located import located
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.located import Located

__all__ = ["render"]


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One array for the run. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    seen = Counter[str]()
    return json_text([_issue(found, seen) for found in located(reports)], indent=2) + "\n"


def _issue(found: Located, seen: Counter[str]) -> dict[str, object]:
    equal = found.fingerprint.rpartition("-")[0]
    seen[equal] += 1
    why = wording.sentence(found.finding, found.unit)
    start, end = found.places.region(found.finding.span)
    return {
        "description": f"{wording.title(found.finding)}: {why}",
        "check_name": found.finding.code,
        "fingerprint": f"{equal}-{seen[equal]}",
        # GitLab's own severities: info, minor, major, critical, blocker.
        "severity": found.finding.severity.value,
        "location": {
            "path": visible(found.path),
            "lines": {"begin": start.line, "end": end.line},
        },
    }

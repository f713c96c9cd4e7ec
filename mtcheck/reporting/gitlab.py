"""GitLab's code quality report: what a merge request adds and what it resolves.

GitLab hides a finding whose fingerprint it has seen, so no two have the same. It shows the
description alone, which therefore begins with the check's code.

Source: "Code Quality report format" in GitLab's documentation (ci/testing/code_quality).
"""

from __future__ import annotations

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
    return json_text([_issue(found) for found in located(reports)], indent=2) + "\n"


def _issue(found: Located) -> dict[str, object]:
    start, end = found.places.region(found.finding.span)
    return {
        "description": f"{wording.title(found.finding)}: {wording.sentence(found.finding)}",
        "check_name": found.finding.code,
        "fingerprint": found.fingerprint,
        # GitLab's own severities: info, minor, major, critical, blocker.
        "severity": found.finding.severity.value,
        "location": {
            "path": visible(found.path),
            "lines": {"begin": start.line, "end": end.line},
        },
    }

"""The gate: what the reports of a run mean for the exit code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.report import Report

__all__ = ["Gate"]


@dataclass(slots=True)
class Gate:
    """Looks at every report that passes; ``failed`` says whether the exit code is 1."""

    failed: bool = False

    def passing(self, reports: Iterable[Report]) -> Iterator[Report]:
        """The reports as they are."""
        for report in reports:
            bound = report.settings.fail_on
            self.failed |= bound != "never" and any(f.severity >= bound for f in report.findings)
            yield report

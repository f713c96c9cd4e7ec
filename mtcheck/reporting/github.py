"""GitHub workflow commands: annotations in a pull request, from the log of an Actions job.

GitHub shows the first ten annotations of each level of a step, so the worst stand first; the
job's log has them all. Columns are given only where a finding stays on its line, since GitHub
takes them for no other.

A line of the log that begins with ``::`` is a command, so every text is on one line that we
begin ourselves; ``%``, line ends and, in properties, ``:`` and ``,`` are escaped as the runner
unescapes them.

Source: "Workflow commands for GitHub Actions", and ActionCommand.cs in actions/runner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.mqm import Severity
from mtcheck.reporting import wording
from mtcheck.reporting.located import located, worst_first
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.located import Located

__all__ = ["render"]

_COMMANDS = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning"}
_BREAK = "%0A"


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """A command a finding, then a line for the log. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    lines = [_command(found) for found in worst_first(located(reports))]
    for report in reports:
        for failure in report.failures:
            what = (
                f"{wording.name(report)}: check {failure.code} failed: {visible(failure.message)}"
            )
            lines.append(f"::error title=mtcheck::{_data(what)}")
    every = [finding for report in reports for finding in report.findings]
    articles = "1 article" if len(reports) == 1 else f"{len(reports)} articles"
    lines.append(f"mtcheck: {wording.counted(every)} in {articles}")
    return "\n".join(lines) + "\n"


def _command(found: Located) -> str:
    finding = found.finding
    start, end = found.places.region(finding.span)
    properties = {"file": visible(found.path), "line": start.line, "endLine": end.line}
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    properties["title"] = f"{wording.title(finding)} ({finding.severity.value})"
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    parts = [visible(finding.message)]
    if todo := wording.fix(finding):
        parts.append(f"fix: {todo}")
    if place := wording.unit(found.unit):
        parts.append(f"unit: {place}")
    parts += [f"{o.label}: {visible(o.text.at(o.span))}" for o in found.others if o.exact]
    return f"::{_COMMANDS[finding.severity]} {listed}::{_BREAK.join(map(_data, parts))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", _BREAK)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")

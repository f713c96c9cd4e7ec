"""JUnit XML: a test case an article, for the test pages of CI servers.

A test fails where the gate does: an article with a finding at or above ``--fail-on``, or with a
figure out of its bounds. The findings of a test that passes stand in its output. A check that
crashed makes the test an error. The time is 0 always, so that the same findings give the same
bytes.

Source: the format that Jenkins' JUnit plugin and GitLab's unit test reports read.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from mtcheck import gate
from mtcheck.reporting import wording
from mtcheck.reporting.escaping import xml_text
from mtcheck.reporting.located import located
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.located import Located

__all__ = ["render"]


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One suite for the run. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    counts = {
        "tests": str(len(reports)),
        "failures": str(sum(_fails(r) and not r.failures for r in reports)),
        "errors": str(sum(bool(r.failures) for r in reports)),
    }
    root = ET.Element("testsuites", {"name": "mtcheck", **counts, "time": "0"})
    suite = ET.SubElement(
        root, "testsuite", {"name": "mtcheck", **counts, "skipped": "0", "time": "0"}
    )
    for report in reports:
        suite.append(_case(report, located([report])))
    return xml_text(root)


def _fails(report: Report) -> bool:
    return gate.severe(report) or bool(gate.breaches(report))


def _case(report: Report, findings: Sequence[Located]) -> ET.Element:
    name = wording.name(report)
    case = ET.Element(
        "testcase",
        classname=posixpath.dirname(name).strip("/").replace("/", ".") or "mtcheck",
        name=posixpath.basename(name) or name,
        file=visible(report.article.mt.path or report.article.article.id),
        line=str(min((f.places.position(f.finding.span).line for f in findings), default=1)),
        time="0",
    )
    listed = "\n".join(map(_line, findings))
    verdict: ET.Element | None = None
    if report.failures:
        crashed = [f"check {f.code} failed: {visible(f.message)}" for f in report.failures]
        verdict = ET.SubElement(case, "error", message=crashed[0], type="crash")
        verdict.text = "\n".join(crashed)
    elif _fails(report):
        breaches = gate.breaches(report)
        severities = [finding.severity for finding in report.findings]
        worst = max(severities).value if severities else "figures"
        message = "; ".join((wording.counted(report.findings), *breaches))
        verdict = ET.SubElement(case, "failure", message=message, type=worst)
        verdict.text = "\n".join(filter(None, (listed, *breaches)))
    if listed and (verdict is None or verdict.tag == "error"):
        ET.SubElement(case, "system-out").text = listed
    return case


def _line(found: Located) -> str:
    line, column = found.places.position(found.finding.span)
    where = f"{visible(found.path)}:{line}:{column}"
    what = f"{found.finding.severity.value} {wording.title(found.finding)}"
    return f"{where}: {what}: {wording.sentence(found.finding, found.unit)}"

"""Checkstyle's XML, which most CI servers read: a file element a file, an error a finding.

Columns count code points from 1.

Source: the format of Checkstyle's XMLLogger, as reviewdog, Jenkins and ESLint know it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from mtcheck.mqm import Severity
from mtcheck.reporting import wording
from mtcheck.reporting.escaping import xml_text
from mtcheck.reporting.located import located, path_of
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report

__all__ = ["render"]

_SEVERITIES = {Severity.CRITICAL: "error", Severity.MAJOR: "error", Severity.MINOR: "warning"}
_VERSION = "4.3"  # the one that other tools write, whatever wrote the file


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One document for the run. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    root = ET.Element("checkstyle", version=_VERSION)
    # Files without findings are listed too: a reader sees that they were checked.
    paths = [path_of(report.article.mt) or report.article.article.id for report in reports]
    files = {path: ET.SubElement(root, "file", name=visible(path)) for path in dict.fromkeys(paths)}
    for found in located(reports):
        finding = found.finding
        line, column = found.places.position(finding.span)
        ET.SubElement(
            files[found.path],
            "error",
            line=str(line),
            column=str(column),
            severity=_SEVERITIES[finding.severity],
            message=f"{finding.name}: {wording.sentence(finding, found.unit)}",
            source=f"mtcheck.{finding.code}",
        )
    return xml_text(root)

"""A program that uses the Python interface, as a type checker sees it; `test_typed` checks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

import mtcheck
from mtcheck import fixing, gate
from mtcheck.errors import InputError, MtcheckError, SettingsError
from mtcheck.finding import Basis, Finding, Suppressed
from mtcheck.mqm import Category, Severity
from mtcheck.positions import Places, Position
from mtcheck.report import Report
from mtcheck.safety import is_safe
from mtcheck.scoring import Comparison
from mtcheck.span import Span

if TYPE_CHECKING:
    from pathlib import Path


def texts() -> None:
    report = mtcheck.check(
        "President Marcon spoke.",
        reference="President Macron spoke.",
        profile="gate",
        checks={"N101": {"severity": "minor"}},
    )
    assert_type(report, Report)
    assert_type(report.findings, tuple[Finding, ...])
    assert_type(report.suppressed, tuple[Suppressed, ...])
    assert_type(report.scores.mqm, float)
    assert_type(report.scores.penalty_per_100_words, float)
    assert_type(report.against(), Comparison | None)
    assert_type(gate.severe(report), bool)
    for finding in report.findings:
        assert_type(finding.span, Span)
        assert_type(finding.span.of(report.article.mt.content), str)
        assert_type(finding.severity, Severity)
        assert_type(finding.category, Category)
        assert_type(finding.basis, Basis)
        assert_type(finding.suggestion, str | None)
        assert_type(is_safe(finding), bool)
    assert_type(fixing.fix(report).text, str)


def files(path: Path) -> None:
    try:
        reports = mtcheck.check_file(path, source="en.json", source_lang="en", select=["M"])
    except InputError as error:
        assert_type(error.path, str | None)
        assert_type(error.line, int | None)
        return
    except SettingsError as error:
        assert_type(error.key, str)
        return
    except MtcheckError:
        return
    assert_type(reports, tuple[Report, ...])
    for report in reports:
        places = Places(report.article.mt)
        assert_type([places.position(f.span) for f in report.findings], list[Position])
    assert_type(mtcheck.render(reports, "sarif"), str)
    assert_type(mtcheck.render(reports[0], "html", width=80), str)


def wrong() -> None:
    mtcheck.check("One.", profile="none")  # type: ignore[arg-type]
    mtcheck.check_file("a.txt", slect=["N"])  # type: ignore[call-arg]
    mtcheck.check_file("a.txt", min_confidence="0.5")  # type: ignore[arg-type]
    mtcheck.render("a report")  # type: ignore[arg-type]

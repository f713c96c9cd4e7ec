from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from drawn import reports
from hypothesis import given
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite
from reported import HOSTILE, demo, demo_findings, hostile, report

from mtcheck.reporting.junit import render

if TYPE_CHECKING:
    from mtcheck.report import Report


def suite(text: str) -> TestSuite:
    """The one suite of a document, as junitparser reads it; its counts must agree."""
    read = JUnitXml.fromstring(text.encode("utf-8"))
    (found,) = list(read)
    assert isinstance(found, TestSuite)
    told = (found.tests, found.failures, found.errors, found.skipped)
    found.update_statistics()
    assert told == (found.tests, found.failures, found.errors, found.skipped)
    assert (read.tests, read.failures, read.errors) == told[:3]
    return found


def cases(text: str) -> list[TestCase]:
    return list(suite(text))


def with_settings(made: Report, **settings: object) -> Report:
    return replace(made, settings=msgspec.structs.replace(made.settings, **settings))


def test_a_test_case_an_article() -> None:
    text = render(
        [
            report(findings=demo_findings(), path="texts/de/talks.txt"),
            report(path="texts/fine.txt"),
            report(path=None),
        ]
    )
    failed, passed, unnamed = cases(text)
    assert (failed.classname, failed.name) == ("texts.de", "talks.txt")
    assert (passed.classname, passed.name, passed.result) == ("texts", "fine.txt", [])
    assert (unnamed.classname, unnamed.name) == ("mtcheck", "-")
    (failure,) = failed.result
    assert isinstance(failure, Failure)
    assert failure.message == "4 findings (1 critical, 2 major, 1 minor)"
    assert failure.type == "critical"
    assert (failure.text or "").splitlines()[0] == (
        'texts/de/talks.txt:3:20: major N101 garbled-name: "Blingen" is not a known word; '
        'the reference has "Blinken" here. Fix: replace with "Antony Blinken".'
    )
    element = ET.fromstring(text)[0][0]  # noqa: S314 - our own document
    assert (element.get("file"), element.get("line")) == ("texts/de/talks.txt", "3")


@pytest.mark.parametrize(
    ("fail_on", "fails"),
    [("never", False), ("minor", True), ("major", True), ("critical", False)],
)
def test_a_test_fails_where_the_gate_does(fail_on: str, *, fails: bool) -> None:
    made = with_settings(report(findings=[demo_findings()[0]]), fail_on=fail_on)
    (case,) = cases(render([made]))
    assert bool(case.result) == fails
    assert ("N101" in (case.system_out or "")) == (not fails)


def test_a_figure_out_of_its_bounds_fails() -> None:
    made = with_settings(report(findings=[demo_findings()[2]]), max_penalty=1.0, min_mqm=99.0)
    (case,) = cases(render([made]))
    (failure,) = case.result
    assert failure.message == (
        "1 finding (1 minor); 3.85 penalty points per 100 words, above the 1 of max-penalty; "
        "MQM score 96.15, below the 99 of min-mqm"
    )
    clean = with_settings(report("", findings=[]), min_mqm=101.0)
    (case,) = cases(render([clean]))
    assert (case.result[0].type, case.system_out) == ("figures", None)


def test_a_crashed_check_is_an_error() -> None:
    (case,) = cases(render([demo()]))
    (error,) = case.result
    assert isinstance(error, Error)
    assert error.message == "check N103 failed: KeyError: 'x'"
    assert "N101 garbled-name" in (case.system_out or "")


def test_no_articles_are_a_suite_without_tests() -> None:
    assert cases(render([])) == []


@pytest.mark.parametrize("payload", [*HOSTILE, "\x00", "\ufffe\uffff", "\x0b\x0c", "##[x]"])
def test_hostile_texts_stay_texts(payload: str) -> None:
    text = render([hostile(payload)])
    assert not set(text) & set("\x00\x07\x0b\x0c\x1b\x7f\x9b\u202e\u2028\u2029\ufffe\uffff")
    assert "##[" not in text
    (case,) = cases(text)
    assert len(case.result) == 1
    assert len((case.system_out or "").splitlines()) == 2
    tags = {e.tag for e in ET.fromstring(text).iter()}  # noqa: S314 - our own document
    assert tags == {"testsuites", "testsuite", "testcase", "error", "system-out"}


@given(reports())
def test_any_report_is_read(made: Report) -> None:
    (case,) = cases(render([made]))
    texts = [case.system_out or "", *(r.text or "" for r in case.result)]
    assert sum(len(text.splitlines()) for text in texts) == len(made.findings)

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema  # noqa: TID253 - the yardstick of these tests
import pytest
from drawn import reports
from hypothesis import given
from reported import HOSTILE, at, demo, finding, hostile, report

from mtcheck.reporting.gitlab import render

if TYPE_CHECKING:
    from mtcheck.report import Report

# The table "Code Quality report format" of GitLab's documentation.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": "^[^./]|^\\.\\./"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {
                            "begin": {"type": "integer", "minimum": 1},
                            "end": {"type": "integer", "minimum": 1},
                        },
                    },
                },
            },
        },
    },
}


def parsed(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)
    jsonschema.validate(found, SCHEMA)
    return found


def test_an_issue_field_by_field() -> None:
    first, *others = parsed(render([demo()]))
    fingerprint = first.pop("fingerprint")
    assert first == {
        "description": 'N101 garbled-name: "Blingen" is not a known word; the reference has '
        '"Blinken" here. Fix: replace with "Antony Blinken".',
        "check_name": "N101",
        "severity": "major",
        "location": {"path": "talks.mt.txt", "lines": {"begin": 3, "end": 3}},
    }
    assert fingerprint not in {issue["fingerprint"] for issue in others}


def test_paths_are_those_of_the_repository() -> None:
    made = report(path="./texts//talks.txt", findings=[finding(at("ten"))])
    assert parsed(render([made]))[0]["location"]["path"] == "texts/talks.txt"


def test_equal_findings_have_fingerprints_of_their_own() -> None:
    """GitLab hides a second issue with the same fingerprint."""
    mt = "He met Blingen there.\n\nHe met Blingen there.\n"
    spans = [at("Blingen", mt), at("Blingen", mt).shifted(23)]
    made = report(mt, findings=[finding(span) for span in spans])
    issues = parsed(render([made, made]))
    assert [i["location"]["lines"]["begin"] for i in issues] == [1, 3, 1, 3]
    assert len({i["fingerprint"] for i in issues}) == 4


def test_fingerprints_stay_when_lines_move() -> None:
    mt = "He met Blingen there.\n"
    moved = f"A new line.\n\n{mt}"
    one = parsed(render([report(mt, findings=[finding(at("Blingen", mt))])]))
    other = parsed(render([report(moved, findings=[finding(at("Blingen", moved))])]))
    assert one[0]["fingerprint"] == other[0]["fingerprint"]


def test_no_findings_are_an_empty_list() -> None:
    assert parsed(render([report()])) == parsed(render([])) == []


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_texts(payload: str) -> None:
    text = render([hostile(payload)])
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\u2029")
    assert len(json.loads(text)) == 2


@given(reports())
def test_any_report_is_valid(made: Report) -> None:
    issues = parsed(render([made]))
    assert len({i["fingerprint"] for i in issues}) == len(made.findings)

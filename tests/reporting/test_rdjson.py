from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from drawn import as_in, reports
from hypothesis import given
from reported import HOSTILE, MT, at, demo, finding, hostile, report

from mtcheck.reporting.rdjson import render
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.report import Report

# The messages of reviewdog's ``proto/rdf/reviewdog.proto``, field by field, with all that its
# comments demand. reviewdog itself reads over unknown fields; here they are errors.


class _Strict(msgspec.Struct, forbid_unknown_fields=True):
    pass


class Position(_Strict):
    line: int
    column: int


class Range(_Strict):
    start: Position
    end: Position


class Location(_Strict):
    path: str
    range: Range


class Suggestion(_Strict):
    range: Range
    text: str


class Code(_Strict):
    value: str


class Related(_Strict):
    location: Location
    message: str = ""


class Diagnostic(_Strict):
    message: str
    location: Location
    severity: str
    code: Code
    suggestions: list[Suggestion] = []
    related_locations: list[Related] = []


class Source(_Strict):
    name: str


class Result(_Strict):
    source: Source
    diagnostics: list[Diagnostic]


def parsed(text: str) -> list[Diagnostic]:
    text.encode("utf-8")
    result = msgspec.json.decode(text, type=Result)
    for found in result.diagnostics:
        assert found.severity in {"ERROR", "WARNING", "INFO"}
        assert found.message
    return result.diagnostics


def test_a_diagnostic_field_by_field() -> None:
    first = json.loads(render([demo()]))["diagnostics"][0]
    place = {"start": {"line": 3, "column": 20}, "end": {"line": 3, "column": 35}}
    assert first == {
        "message": '"Blingen" is not a known word; the reference has "Blinken" here. '
        'Fix: replace with "Antony Blinken".',
        "location": {"path": "talks.mt.txt", "range": place},
        "severity": "ERROR",
        "code": {"value": "N101"},
        "suggestions": [{"range": place, "text": "Antony Blinken"}],
    }
    assert json.loads(render([demo()]))["source"] == {"name": "mtcheck"}


def test_columns_are_utf8_bytes() -> None:
    mt = "𝔘é Blingen"
    (found,) = parsed(render([report(mt, findings=[finding(at("Blingen", mt))])]))
    assert found.location.range.start == Position(1, 8)
    assert found.location.range.end == Position(1, 15)


def test_an_insertion_has_no_length() -> None:
    found = parsed(render([demo()]))[-1]
    assert found.suggestions[0].range.start == found.suggestions[0].range.end
    assert found.suggestions[0].text == " No statement was made."


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_texts(payload: str) -> None:
    text = render([hostile(payload)])
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\u2029")
    first, second = parsed(text)
    assert first.suggestions[0].text == second.suggestions[0].text == payload


def test_no_articles() -> None:
    assert parsed(render([])) == []


def offset(text: str, position: Position) -> int:
    """A line and a column of bytes as an offset, counted anew on the encoded text."""
    raw = text.encode("utf-8")
    lines = raw.replace(b"\r\n", b"\0\n").replace(b"\r", b"\n").split(b"\n")
    before = sum(len(line) + 1 for line in lines[: position.line - 1])
    return len(raw[: before + position.column - 1].decode("utf-8"))


@given(reports())
def test_ranges_read_back_are_the_spans(made: Report) -> None:
    mt = made.article.mt.content
    found: list[Any] = []
    for diagnostic in parsed(render([made])):
        place = diagnostic.location.range
        span = Span(offset(mt, place.start), offset(mt, place.end))
        fix = diagnostic.suggestions[0].text if diagnostic.suggestions else None
        found.append((span, diagnostic.code.value, fix))
    assert found == [
        (f.span, f.code, f.suggestion and as_in(mt, f.suggestion)) for f in made.findings
    ]


def test_applying_a_suggestion_gives_the_fixed_text() -> None:
    first = parsed(render([demo()]))[0]
    (suggestion,) = first.suggestions
    start, end = (offset(MT, p) for p in (suggestion.range.start, suggestion.range.end))
    fixed = MT[:start] + suggestion.text + MT[end:]
    assert "State Antony Blinken said" in fixed

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from drawn import reports
from hypothesis import given
from hypothesis import strategies as st
from reported import HOSTILE, at, demo, finding, hostile, report

from mtcheck.reporting.csv import render
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from mtcheck.report import Report


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_a_record_field_by_field() -> None:
    first = rows(render([demo()]))[0]
    assert first.pop("fingerprint")
    assert first == {
        "path": "talks.mt.txt",
        "article": "'-",  # standard input's name looks like a formula
        "line": "3",
        "column": "20",
        "end_line": "3",
        "end_column": "35",
        "severity": "major",
        "code": "N101",
        "name": "garbled-name",
        "category": "accuracy/mistranslation",
        "confidence": "0.933",
        "text": "Anthony Blingen",
        "suggestion": "Antony Blinken",
        "message": '"Blingen" is not a known word; the reference has "Blinken" here.',
        "reference": "Antony Blinken",
        "source": "Госсекретарь Энтони Блинкен заявил, что не ожидает прорыва.",
        "segment": "1",
        "start": "39",
        "end": "54",
        "unit": "",
        "unit_path": "",
    }


def test_no_findings_are_a_header() -> None:
    assert render([report()]).count("\n") == 1
    assert rows(render([])) == []


FORMULAS = (
    '=HYPERLINK("http://x.example","click")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n\n=1",
    "＝1",
    "=cmd|' /C calc'!A0",
    "\u00a0=1",
)


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_cell_is_a_formula(payload: str) -> None:
    text = render([hostile(payload)])
    for row in rows(text):
        for name in ("suggestion", "message"):
            assert row[name] == f"'{visible(payload)}"


@pytest.mark.parametrize("payload", [*HOSTILE, 'a","b', "a\nb", "a\r\nb;c\td"])
def test_hostile_texts(payload: str) -> None:
    text = render([hostile(payload)])
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\u2029\r\t")
    assert len(text.splitlines()) == 3
    for row in rows(text):
        assert row["message"] == visible(payload)
        assert None not in row.values()


@given(reports())
def test_offsets_read_back_are_the_spans(made: Report) -> None:
    found = rows(render([made]))
    assert [(int(r["start"]), int(r["end"])) for r in found] == [
        (f.span.start, f.span.end) for f in made.findings
    ]
    assert len({r["fingerprint"] for r in found}) == len(found)


@given(st.text())
def test_any_cell_is_text(words: str) -> None:
    made = report("x", findings=[finding(at("x", "x"), words)])
    (row,) = rows(render([made]))
    assert not row["message"].lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from drawn import reports
from hypothesis import given
from reported import HOSTILE, demo, hostile, report

from mtcheck.positions import Places
from mtcheck.reporting.checkstyle import render

if TYPE_CHECKING:
    from mtcheck.report import Report


def errors(text: str) -> list[tuple[str | None, dict[str, str]]]:
    """Every error with its file, as a parser reads them; nothing else may be there."""
    root = ET.fromstring(text.encode("utf-8"))  # noqa: S314 - our own document
    assert (root.tag, root.attrib) == ("checkstyle", {"version": "4.3"})
    assert {child.tag for child in root} <= {"file"}
    return [(file.get("name"), error.attrib) for file in root for error in file]


def test_an_error_field_by_field() -> None:
    assert errors(render([demo()]))[0] == (
        "talks.mt.txt",
        {
            "line": "3",
            "column": "20",
            "severity": "error",
            "message": 'garbled-name: "Blingen" is not a known word; the reference has '
            '"Blinken" here. Fix: replace with "Antony Blinken".',
            "source": "mtcheck.N101",
        },
    )


def test_a_file_element_a_file() -> None:
    text = render([demo(), report(path="b.txt"), demo()])
    root = ET.fromstring(text)  # noqa: S314 - our own document
    assert [(f.get("name"), len(f)) for f in root] == [("talks.mt.txt", 8), ("b.txt", 0)]


def test_no_articles() -> None:
    assert errors(render([])) == []


@pytest.mark.parametrize("payload", [*HOSTILE, "\x00", "\ufffe\uffff", "\x0b\x0c", "##[x]"])
def test_hostile_texts_stay_texts(payload: str) -> None:
    text = render([hostile(payload)])
    assert not set(text) & set("\x00\x07\x0b\x0c\x1b\x7f\x9b\u202e\u2028\u2029\ufffe\uffff")
    assert "##[" not in text
    assert len(errors(text)) == 2


@given(reports())
def test_lines_and_columns_are_those_of_the_spans(made: Report) -> None:
    places = Places(made.article.mt)
    assert [(e["line"], e["column"]) for _, e in errors(render([made]))] == [
        tuple(map(str, places.position(f.span))) for f in made.findings
    ]

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema  # noqa: TID253 - the yardstick of these tests
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import HOSTILE, at, demo, finding, hostile, report

import mtcheck
from mtcheck import scoring
from mtcheck.reporting import FORMATS, records
from mtcheck.reporting.json import render, render_lines
from mtcheck.safety import is_safe
from mtcheck.span import Span

SHIPPED = resources.files("mtcheck.reporting").joinpath("report.schema.json")
COPY = Path(__file__).parents[2] / "docs" / "report.schema.json"


def parsed(text: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(json.loads(SHIPPED.read_text("utf-8"))).validate(document)
    return document


def test_the_schema_that_ships_is_the_one_of_the_records() -> None:
    expected = records.schema()
    jsonschema.Draft202012Validator.check_schema(json.loads(expected))
    assert SHIPPED.read_text("utf-8") == expected, records.schema.__doc__
    assert COPY.read_text("utf-8") == expected, records.schema.__doc__


def test_the_contract_field_by_field() -> None:
    document = parsed(render([demo()]))
    (article,) = document["articles"]
    assert document["version"] == 1
    assert document["tool"]["name"] == "mtcheck"
    assert document["tool"]["version"] == mtcheck.__version__
    assert (article["path"], article["target_lang"], article["source_lang"]) == (
        "talks.mt.txt",
        "en",
        "ru",
    )
    assert article["findings"][0] == {
        "code": "N101",
        "name": "garbled-name",
        "category": "accuracy/mistranslation",
        "severity": "major",
        "confidence": 0.933,
        "start": 39,
        "end": 54,
        "text": "Anthony Blingen",
        "line": 3,
        "column": 20,
        "segment": 1,
        "reference_text": "Antony Blinken",
        "source_text": None,
        "suggestion": "Antony Blinken",
        "safe": is_safe(demo().findings[0]),
        "message": '"Blingen" is not a known word; the reference has "Blinken" here.',
        "basis": "reference",
        "evidence": ["N101", "F506"],
        "fingerprint": "503d1f1117748271-cb98bc5a-1b1fad46-1",
        "unit": None,
    }
    assert article["segments"][1] == {
        "index": 1,
        "start": 20,
        "end": 98,
        "text": "Secretary of State Anthony Blingen said that he did not expect a breakthrough.",
        "reference": "Secretary of State Antony Blinken said that he did not expect a"
        " breakthrough.",
        "source": "Госсекретарь Энтони Блинкен заявил, что не ожидает прорыва.",
        "score": 5.0,
        "quality": None,
    }
    assert article["suppressed"] == {
        "total": 1,
        "by_code": {"Q201": 1},
        "by_reason": {"confidence": 1},
    }
    assert article["failures"] == [{"code": "N103", "message": "KeyError: 'x'"}]
    assert article["notes"][0] == "without data for Klingon, quiet: N101"
    assert "says little" in article["notes"][1]


def test_scores_are_rounded_and_those_against_a_reference_are_signed() -> None:
    made = demo()
    figures = scoring.compare(made.article)
    assert figures is not None
    scores = parsed(render([made]))["articles"][0]["scores"]
    assert scores["mqm"] == round(made.scores.mqm, 2)
    assert (scores["bleu"], scores["chrf"], scores["ter"]) == (
        round(figures.bleu.score, 2),
        round(figures.chrf.score, 2),
        round(figures.ter.score, 2),
    )
    assert scores["signatures"]["bleu"] == figures.bleu.signature
    assert scores["failed"] is True


def test_without_a_reference_its_figures_are_null() -> None:
    scores = parsed(render([report()]))["articles"][0]["scores"]
    assert [scores[key] for key in ("bleu", "chrf", "ter", "signatures")] == [None] * 4
    assert scores["mqm"] == 100


def test_the_records_read_what_they_wrote() -> None:
    text = render([demo(), report()])
    document = msgspec.json.decode(text, type=records.Document)
    assert len(document.articles) == 2
    assert msgspec.json.encode(document) == msgspec.json.encode(msgspec.json.decode(text))


def test_one_article_a_line_is_what_the_document_has() -> None:
    reports = [demo(), report()]
    lines = render_lines(reports).splitlines()
    assert [json.loads(line) for line in lines] == parsed(render(reports))["articles"]


def test_no_articles_are_a_valid_document_and_no_lines() -> None:
    assert parsed(render([]))["articles"] == []
    assert render_lines([]) == ""


def test_the_signature_names_what_decided_the_findings() -> None:
    signature = parsed(render([demo()]))["tool"]["signature"]
    assert signature.startswith("mtcheck|lang:ru-en|ref:yes|checks:")
    assert signature.endswith(f"|mqm:mqm2|version:{mtcheck.__version__}")
    assert "|ref:no|" in parsed(render([report()]))["tool"]["signature"]


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_texts_come_back_as_they_were(payload: str) -> None:
    made = hostile(payload)
    for text in (render([made]), render_lines([made])):
        assert "\x1b" not in text
        text.encode()
    (article,) = parsed(render([made]))["articles"]
    mt = made.article.mt.content
    for found in article["findings"]:
        assert found["text"] == mt[found["start"] : found["end"]]
        assert found["message"] == payload


@given(
    st.lists(
        st.sampled_from(["e\u0301", "𝔘", "שלום", "日本", "\r\n", "\n", "\r", " ", "a. B", "\x85"])
    ).map("".join),
    st.data(),
)
def test_offsets_are_code_points_of_the_text_as_decoded(mt: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(mt)))
    end = data.draw(st.integers(start, len(mt)))
    made = report(mt, findings=[finding(Span(start, end))])
    (article,) = parsed(render([made]))["articles"]
    (found,) = article["findings"]
    assert found["text"] == mt[found["start"] : found["end"]] == mt[start:end]
    for segment in article["segments"]:
        assert segment["text"] == mt[segment["start"] : segment["end"]]
    if article["segments"]:
        assert 0 <= found["segment"] < len(article["segments"])


def test_every_format_is_in_the_table_under_its_own_name() -> None:
    assert {name: f.name for name, f in FORMATS.items()} == {name: name for name in FORMATS}
    assert (
        list(FORMATS)
        == (
            "text json jsonl html markdown csv sarif github gitlab junit rdjson checkstyle "
            "xliff xliff12 marot standalone pearmut"
        ).split()
    )
    assert [f.name for f in FORMATS.values() if f.one_article] == ["html", "xliff"]


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_same_report_has_the_same_bytes_and_ends_its_last_line(name: str) -> None:
    first, second = (FORMATS[name].render([demo()], colour=False, width=80) for _ in range(2))
    assert first == second
    assert first.endswith("\n")


def test_a_place_without_likeness_in_the_reference_has_no_reference_text() -> None:
    made = report(findings=[finding(at("ten"))])
    assert parsed(render([made]))["articles"][0]["findings"][0]["reference_text"] is None


def test_a_file_name_that_is_not_utf8_is_escaped() -> None:
    # Python decodes such a name's bytes to lone surrogates, which no encoding can write.
    made = report(path="talks-\udcff.txt")
    for text in (render([made]), render_lines([made])):
        assert json.loads(text)
        text.encode()
    assert parsed(render([made]))["articles"][0]["path"] == "talks-\udcff.txt"

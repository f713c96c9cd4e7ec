"""Annotation formats: written, read back by the readers of ``mtcheck eval``, and compared."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from drawn import reports
from hypothesis import given
from reported import HOSTILE, MT, REFERENCE, SOURCE, demo_findings, finding, hostile, report

from mtcheck.evaluation.gold import Options, detect, marot, pearmut, standalone
from mtcheck.mqm import Category
from mtcheck.reporting import categories
from mtcheck.reporting.marot import render as render_marot
from mtcheck.reporting.pearmut import render as render_pearmut
from mtcheck.reporting.standalone import render as render_standalone
from mtcheck.reporting.units import units
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.evaluation.records import GoldRow
    from mtcheck.report import Report

RENDERS = {"marot": render_marot, "standalone": render_standalone, "pearmut": render_pearmut}


def gold(name: str, text: str) -> list[GoldRow]:
    reader = {"marot": marot, "standalone": standalone, "pearmut": pearmut}[name]
    # The pair stands in for that of files whose MT has no source.
    return list(reader.read(text, "out", Options(pair=("ru", "en"))))


def demo() -> Report:
    return report(MT, REFERENCE, SOURCE, demo_findings())


@pytest.mark.parametrize("name", sorted(RENDERS))
def test_the_reader_knows_the_format_by_itself(name: str) -> None:
    text = RENDERS[name]([demo()])
    assert detect("out", text).name == name
    reader = {"marot": marot, "standalone": standalone, "pearmut": pearmut}[name]
    rows = list(reader.read(text, "out", Options()))
    assert {row.pair for row in rows} == {"ru-en"}
    assert [row.mt for row in rows] == [u.text for u in units(demo())]
    assert [row.source for row in rows] == [u.source for u in units(demo())]
    assert [row.reference for row in rows] == [u.reference for u in units(demo())]


def test_marot_line_by_line() -> None:
    header, first, second, *rest = render_marot([demo()]).splitlines()
    assert header.split("\t") == [
        *("system", "doc", "docSegId", "globalSegId", "rater"),
        *("source", "target", "category", "severity", "metadata"),
    ]
    assert first.split("\t")[:9] == [
        *("mt", "-:ru-en", "1", "1", "mtcheck", "Переговоры завершились"),
        *("Security talks end", "No-error", "no-error"),
    ]
    cells = second.split("\t")
    assert cells[6:9] == [
        "Secretary of State <v>Anthony Blingen</v> said that he did not expect a breakthrough.",
        "Accuracy/Mistranslation",
        "Major",
    ]
    metadata = json.loads(cells[9])
    tokens = metadata["segment"]["target_tokens"]
    ((start, last),) = metadata["target_spans"]
    assert "".join(tokens[start : last + 1]) == metadata["marked_text"] == "Anthony Blingen"
    assert metadata["corrected_translation"].startswith("Secretary of State Antony Blinken said")
    assert metadata["note"].startswith("N101 garbled-name: ")
    assert json.loads(first.split("\t")[9])["evaluation"] == {
        "source_language": "ru",
        "target_language": "en",
    }
    # What a segment's lines share stands in its first line only.
    assert ["segment" in json.loads(line.split("\t")[9]) for line in rest] == [True, False, False]
    assert rest[2].split("\t")[6].endswith("francs.<v></v>")
    assert "target_spans" not in json.loads(rest[2].split("\t")[9])


def test_marot_marks_the_source_where_the_finding_names_it() -> None:
    start = SOURCE.index("Блинкен")
    found = replace(demo_findings()[0], source_span=Span(start, start + len("Блинкен")))
    line = render_marot([report(MT, REFERENCE, SOURCE, [found])]).splitlines()[2]
    cells = line.split("\t")
    assert cells[5] == "Госсекретарь Энтони <v>Блинкен</v> заявил, что не ожидает прорыва."
    metadata = json.loads(cells[9])
    tokens = metadata["segment"]["source_tokens"]
    ((start, last),) = metadata["source_spans"]
    assert "".join(tokens[start : last + 1]) == "Блинкен"


def test_standalone_line_by_line() -> None:
    lines = [json.loads(line) for line in render_standalone([demo(), demo()]).splitlines()]
    assert [line["segment_id"] for line in lines] == [0, 1, 2, 3, 4, 5]
    error = lines[1]["errors"][0]
    assert lines[1]["hypothesis"][error["start"] : error["end"]] == "Anthony Blingen"
    assert error["severity"] == "major"
    assert isinstance(error["score"], float)
    assert [e["score"] for e in lines[2]["errors"]] == [5.0, 0.1, 5.0]
    assert set(lines[0]) == {
        *("source", "hypothesis", "errors", "document_id", "segment_id", "system_id"),
        *("rater_id", "src_lang", "tgt_lang", "reference"),
    }


def test_pearmut_item_by_item() -> None:
    campaign = json.loads(render_pearmut([demo(), demo()]))
    assert set(campaign) == {"info", "campaign_id", "data"}
    (user,) = campaign["data"]
    assert len(user) == 2
    item = user[0][2]
    assert item["item_id"] == "ru-en_#_-_#_2"
    # "kicked ten diplomats ," holds " ,", which Pearmut could not show beside it.
    assert item["error_spans"]["mt"] == [
        {
            "start_i": 12,
            "end_i": 33,
            "severity": "critical",
            "category": "Accuracy/Mistranslation",
        },
        {
            "start_i": len(item["tgt"]["mt"]),
            "end_i": len(item["tgt"]["mt"]),
            "severity": "major",
            "category": "Accuracy/Omission",
        },
    ]
    assert [f["code"] for f in item["mtcheck"]] == ["A301", "F503", "A302"]


def test_pearmut_counts_utf16_without_line_feeds() -> None:
    mt = "𝔘x𝔘\r\nBlingen."
    spans = [Span(0, 1), Span(1, 2), Span(3, 5), Span(4, 5), Span(5, 12)]
    made = report(mt, findings=[finding(span) for span in spans])
    first, second = json.loads(render_pearmut([made]))["data"][0][0]
    assert first["tgt"]["mt"] == "𝔘x𝔘\r\n"
    assert [(s["start_i"], s["end_i"]) for s in first["error_spans"]["mt"]] == [
        (0, 1),  # the first 𝔘
        (2, 2),  # x
        (5, 5),  # the carriage return; its line feed is not counted
        (6, 6),  # the line feed alone shows nothing: it is "missing"
    ]
    assert [(s["start_i"], s["end_i"]) for s in second["error_spans"]["mt"]] == [(0, 6)]


def test_pearmut_shows_no_text_as_a_part_of_its_page() -> None:
    mt = "<img src=x onerror=alert(1)> is here."
    (item,) = json.loads(render_pearmut([report(mt, mt, mt)]))["data"][0][0]
    for text in (item["tgt"]["mt"], item["ref"], item["src"]):
        assert text == mt.replace("<img ", "<img\u00a0")


def test_every_category_has_its_names() -> None:
    assert set(categories.GOOGLE) == set(categories.PEARMUT) == set(Category)


@pytest.mark.parametrize("name", sorted(RENDERS))
@pytest.mark.parametrize("payload", [*HOSTILE, "<v>x</v>", "</v>", "a\tb", "a\rb", "\n\n"])
def test_hostile_texts(name: str, payload: str) -> None:
    text = RENDERS[name]([hostile(payload)])
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\u2028\u2029\r")
    gold(name, text)


def test_no_articles() -> None:
    assert render_marot([]).count("\n") == 1
    assert render_standalone([]) == ""
    assert json.loads(render_pearmut([]))["data"] == [[]]


def flat(text: str) -> str:
    """A text as a TSV's cell can hold it: the same number of characters."""
    shown = ""
    for c in text:
        if c in "\t\n\x0b\x0c\r\x85\u2028\u2029\x1c\x1d\x1e\x1f":
            shown += " "
        elif c < " ":
            shown += chr(0x2400 + ord(c))
        else:
            shown += "\ufffd" if "\x7f" <= c <= "\x9f" else c
    return shown.replace("<v>", "‹v>").replace("</v>", "‹/v>")


def _marks(row: GoldRow) -> list[tuple[Span, str]]:
    return sorted((mark.span, mark.severity.value) for mark in row.marks)


@given(reports())
def test_marot_read_back(made: Report) -> None:
    text = render_marot([made])
    assert all(line.count("\t") == 9 for line in text.split("\n")[:-1])
    rows = gold("marot", text)
    assert [row.mt for row in rows] == [flat(unit.text) for unit in units(made)]
    for row, unit in zip(rows, units(made), strict=True):
        wanted = []
        for mark in unit.marks:
            # The reader leaves out white space at the ends, if there is anything else.
            inside = mark.span.trimmed(row.mt)
            wanted.append((inside if len(inside) else mark.span, mark.finding.severity.value))
        assert _marks(row) == sorted(wanted)


@given(reports())
def test_standalone_read_back(made: Report) -> None:
    rows = gold("standalone", render_standalone([made]))
    assert [row.mt for row in rows] == [unit.text for unit in units(made)]
    for row, unit in zip(rows, units(made), strict=True):
        assert _marks(row) == sorted(
            (mark.span, mark.finding.severity.value) for mark in unit.marks
        )


@given(reports())
def test_pearmut_read_back(made: Report) -> None:
    rows = gold("pearmut", render_pearmut([made]))
    assert [row.mt for row in rows] == [unit.text for unit in units(made)]
    for row, unit in zip(rows, units(made), strict=True):
        # Each is that of a finding, less the line feeds at its ends, which are not counted.
        places = {
            (_without_line_feeds(mark.span, unit.text), mark.finding.severity.value)
            for mark in unit.marks
        }
        found = _marks(row)
        assert {(_without_line_feeds(s, unit.text), v) for s, v in found} <= places
        spans = [span for span, _ in found]
        assert not any(a.overlaps(b) for a in spans for b in spans if a is not b)
        missing = [m for m in unit.marks if not m.span.of(unit.text).strip("\n")]
        assert row.unplaced == bool(missing)
        if unit.marks and not missing:
            worst = max(mark.finding.severity for mark in unit.marks)
            assert worst.value in {severity for _, severity in found}


def _without_line_feeds(span: Span, text: str) -> Span:
    inside = span.of(text)
    if not inside.strip("\n"):
        return span
    left = len(inside) - len(inside.lstrip("\n"))
    return Span(span.start + left, span.end - (len(inside) - len(inside.rstrip("\n"))))

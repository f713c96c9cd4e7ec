"""What comes out of a desk, read back by the readers of each format."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from reporting.reported import MT
from reviewing.desks import clock, found, fresh

from mtcheck import pipeline
from mtcheck.configuring import glossaries
from mtcheck.errors import InputError
from mtcheck.evaluation import gold
from mtcheck.reading import files
from mtcheck.reading.files import Languages
from mtcheck.reading.pairing import Job
from mtcheck.reviewing import Desk
from mtcheck.reviewing.exporting import KINDS
from mtcheck.settings import Settings
from mtcheck.suppressing import baseline, pairs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ann has judged everything, marked a word and taken another mark back; Bob one finding."""
    with fresh(tmp_path) as opened:
        opened.apply("ann", found(opened, "N101").id, version=0)
        opened.decide("ann", found(opened, "A301").id, "rejected", comment="no: fine", version=0)
        opened.decide("ann", found(opened, "F503").id, "rejected", version=0)
        opened.decide("ann", found(opened, "A302").id, "accepted", version=0)
        opened.decide("bob", found(opened, "F503").id, "accepted", version=0)
        segment = opened.article(1, "ann").segments[2]
        opened.mark("ann", segment.id, 4, 11, "style/awkward", "minor", "who?", version=0)
        opened.mark("ann", segment.id, 0, 3, "style/awkward", "minor", version=0)
        opened.withdraw("ann", found(opened, "EDITOR").id)
        yield opened


def _file(folder: Path, desk: Desk, kind: str) -> Path:
    made = desk.export(kind)
    path = folder / made.name
    path.write_bytes(made.raw)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_is_the_same_each_time(desk: Desk, kind: str) -> None:
    assert desk.export(kind) == desk.export(kind)


def test_decisions_are_gold_where_all_is_judged(desk: Desk, tmp_path: Path) -> None:
    path = _file(tmp_path, desk, "decisions")
    rows = gold.read([str(path)], gold.Options())
    assert {row.rater for row in rows} == {"ann"}  # Bob has not said all of any sentence
    marked = {(m.span.of(row.mt), m.severity.value) for row in rows for m in row.marks}
    assert marked == {("Anthony Blingen", "major"), ("", "major"), ("parties", "minor")}
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [line["complete"] for line in lines if line["editor"] == "bob"] == [False]


def test_marot_has_what_others_found_and_what_was_deleted(desk: Desk, tmp_path: Path) -> None:
    path = _file(tmp_path, desk, "marot")
    rows = gold.read([str(path)], gold.Options(pair=("ru", "en")))
    marks = {(row.rater, m.span.of(row.mt)) for row in rows for m in row.marks}
    assert {("ann", "Anthony Blingen"), ("ann", "parties"), ("bob", " ,".strip())} <= marks
    cells = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    extra = {(c[4], json.loads(c[9]).get("marked_text")): json.loads(c[9]) for c in cells}
    name = extra["ann", "Anthony Blingen"]
    assert name["prior_rater"] == "mtcheck"
    assert name["prior_error"]["selected"] == "Anthony Blingen"
    assert "Antony Blinken" in name["corrected_translation"]
    assert "prior_rater" not in extra["ann", "parties"]
    deleted = [
        (c[4], d["selected"], d["metadata"].get("prior_rater"))
        for c in cells
        for d in json.loads(c[9]).get("deleted_errors", ())
    ]
    assert sorted(deleted) == [
        ("ann", " ,", "mtcheck"),
        ("ann", "The", "ann"),
        ("ann", "kicked ten diplomats ,", "mtcheck"),
    ]


def test_pearmut_has_a_task_an_editor(desk: Desk, tmp_path: Path) -> None:
    path = _file(tmp_path, desk, "pearmut")
    campaign = json.loads(path.read_bytes())
    assert len(campaign["data"]) == 2
    spans = [i["error_spans"]["mt"] for i in campaign["data"][0][0]]
    assert sum(map(len, spans)) == 3
    assert gold.read([str(path)], gold.Options())


def test_the_memory_has_corrected_pairs(desk: Desk, tmp_path: Path) -> None:
    path = _file(tmp_path, desk, "tmx")
    segs = [seg.text for seg in ET.parse(path).iter("seg")]  # noqa: S314 - our own file
    assert segs[0] == "Госсекретарь Энтони Блинкен заявил, что не ожидает прорыва."
    assert segs[1].startswith("Secretary of State Antony Blinken said")
    (article,) = files.read(Job(str(path)), Languages(), aligned=False)
    assert article.mt.content.startswith("Secretary of State Antony Blinken said")


def test_rejected_findings_are_quiet_and_accepted_ones_teach(desk: Desk, tmp_path: Path) -> None:
    listed = pairs.read(str(_file(tmp_path, desk, "ignore")))
    assert [(p.mt, p.codes) for p in listed] == [("kicked ten diplomats ,", frozenset({"A301"}))]
    entries = baseline.read(str(_file(tmp_path, desk, "baseline")))
    assert [(e.code, e.text) for e in entries] == [("A301", "kicked ten diplomats ,")]
    assert _file(tmp_path, desk, "names").read_text("utf-8") == "Antony Blinken\n"
    assert glossaries.read(str(_file(tmp_path, desk, "terms"))).terms == ()


def test_there_is_no_other_kind(desk: Desk) -> None:
    with pytest.raises(InputError, match="there is no export 'x': corrected, decisions"):
        desk.export("x")


_FORMATS = {
    "talk.en.mt.txt": "President Marcon spoke.\r\nHe left .\r\n",
    "talk.en.mt.md": "# News\n\nPresident **Marcon** spoke. He left .\n",
    "talk.tsv": "mt\treference\nPresident Marcon spoke.\tPresident Macron spoke.\n",
    "talk.jsonl": '{"mt": "President \\u004darcon spoke.", "reference": "It was Macron."}\n',
    "talk.xlf": (
        '<?xml version="1.0"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" '
        'version="1.2"><file source-language="fr" target-language="en" datatype="plaintext" '
        'original="x"><body><trans-unit id="a"><source>Le président Macron &amp; lui.</source>'
        "<target>President Marcon &amp; him.</target></trans-unit></body></file></xliff>\n"
    ),
    "en.po": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: en\\n"\n\n'
        'msgid "Le président Macron"\nmsgstr "President \\"Marcon\\""\n'
    ),
    "talk.en.srt": "1\n00:00:01,000 --> 00:00:02,000\nPresident Marcon spoke.\n",
    "talk.en.html": "<html lang='en'><p>President <b>Marcon</b> &amp; he spoke.</p></html>\n",
}


@pytest.mark.parametrize("name", _FORMATS)
def test_a_corrected_file_differs_in_the_corrected_letters_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(_FORMATS[name].encode())
    said = Languages(target="en", source="fr")
    articles = files.read(Job(str(path)), said, aligned=False)
    settings = Settings(target_lang="en", source_lang="fr", model="none")
    with Desk.open(tmp_path / "desk.sqlite", clock=clock()) as desk:
        desk.take(pipeline.check(article, settings) for article in articles)
        (segment,) = [s for s in desk.article(1, "ann").segments if "Marcon" in s.text]
        desk.edit("ann", segment.id, segment.text.replace("Marcon", "Macron"), version=0)
        made = desk.export("corrected")
    escaped = _FORMATS[name].replace("\\u004d", "M") if name.endswith("jsonl") else _FORMATS[name]
    assert made.notes == ()
    text = made.raw.decode()
    assert text in {escaped.replace("Marcon", "Macron"), _FORMATS[name].replace("arcon", "acron")}


def test_what_a_file_cannot_hold_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    path = tmp_path / "talk.tsv"
    path.write_text("mt\treference\nOne cat.\tOne cat.\nTwo cats.\tTwo cats.\n", "utf-8")
    (article,) = files.read(Job(str(path)), Languages(target="en"), aligned=False)
    with Desk.open(tmp_path / "desk.sqlite", clock=clock()) as desk:
        desk.take([pipeline.check(article, Settings(model="none"))])
        first, second = desk.article(1, "ann").segments
        desk.edit("ann", first.id, "One\tdog.", version=0)
        desk.edit("ann", second.id, "Two dogs.", version=0)
        made = desk.export("corrected")
    assert made.raw.decode() == path.read_text("utf-8").replace("\nTwo cats.", "\nTwo dogs.")
    (note,) = made.notes
    assert note.endswith("sentence 1 is not written: the file cannot hold it")


def test_files_that_were_edited_come_in_an_archive(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        assert zipfile.ZipFile(io.BytesIO(desk.export("corrected").raw)).namelist() == []
        desk.apply("ann", found(desk, "N101").id, version=0)
        made = desk.export("corrected")
        assert made.raw.decode() == MT.replace("Anthony Blingen", "Antony Blinken")
        assert "its text alone is written" in made.notes[0]


def test_where_nothing_was_changed_it_is_told(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        made = desk.export("corrected")
        assert made.notes == ("no sentence has been changed: every file is as it was",)

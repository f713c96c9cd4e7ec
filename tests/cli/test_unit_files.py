"""Files of units end to end: ids, lines and columns in every report, and fixes on disk."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

XLIFF = """<?xml version="1.0" encoding="{}"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="app" source-language="de" target-language="en" datatype="x"><body>
<trans-unit id="greet"><source>Äh &amp; Antony Blinken traf <g id="1">47</g> Leute.</source>
<target>Uh &amp; 😀 Anthony Blingen met <g id="1">74</g> people.</target></trans-unit>
</body></file></xliff>
"""


@pytest.fixture
def file(here: Path) -> Path:
    path = here / "app.xlf"
    path.write_text(XLIFF.format("UTF-8"), encoding="utf-8", newline="")
    return path


def test_the_reports_name_unit_line_and_column(file: Path, run: Run) -> None:
    del file
    formats = ("text", "json", "sarif", "github", "csv", "gitlab", "rdjson", "checkstyle", "junit")
    arguments = [a for f in formats for a in ("-f", f"{f}=out.{f}")]
    result = run("check", "app.xlf", "--model", "none", *arguments, "-f", "markdown=out.md")
    assert result.code == 1, result.err
    line = XLIFF.split("\n")[4]
    column = line.index("Blingen") + 1

    def out(name: str) -> str:
        with open(name, encoding="utf-8") as read:  # noqa: PTH123
            return read.read()

    assert f"app.xlf:5:{column}  major  N101 garbled-name" in out("out.text")
    assert "  unit: greet (app/greet)\n" in out("out.text")
    found = {f["code"]: f for f in json.loads(out("out.json"))["articles"][0]["findings"]}
    name, number = found["N101"], found["Q201"]
    assert (name["line"], name["column"], name["text"]) == (5, column, "Blingen")
    assert name["unit"] == {"id": "greet", "path": "app/greet"}
    assert (number["line"], number["column"]) == (5, line.index(">74") + 2)
    results = {r["ruleId"]: r for r in json.loads(out("out.sarif"))["runs"][0]["results"]}
    location = results["N101"]["locations"][0]
    # In UTF-16 units the face counts two.
    assert location["physicalLocation"]["region"]["startColumn"] == column + 1
    assert location["physicalLocation"]["region"]["startLine"] == 5
    assert location["logicalLocations"][0] == {
        "name": "greet", "fullyQualifiedName": "app/greet", "kind": "resource",
    }  # fmt: skip
    replaced = results["Q201"]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replaced["insertedContent"]["text"] == "47"
    assert replaced["deletedRegion"]["startColumn"] == line.index(">74") + 3
    assert f"line=5,endLine=5,col={column}," in out("out.github")
    assert "%0Aunit: greet (app/greet)" in out("out.github")
    assert ",greet,app/greet\n" in out("out.csv")
    for name in ("gitlab", "rdjson", "checkstyle", "junit", "md"):
        assert "greet" in out(f"out.{name}")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_fix_changes_the_words_and_nothing_else(
    file: Path, run: Run, encoding: str, end: str
) -> None:
    name = encoding.removesuffix("-sig")

    def written(content: str) -> bytes:
        return content.format(name).replace("\n", end).encode(encoding, "xmlcharrefreplace")

    file.write_bytes(written(XLIFF))
    result = run("fix", "--unsafe", "--model", "none", "app.xlf")
    assert result.code == 0, result.err
    assert file.read_bytes() == written(XLIFF.replace("Blingen", "Blinken").replace(">74<", ">47<"))


def test_fixing_twice_changes_nothing_more(file: Path, run: Run) -> None:
    assert run("fix", "--unsafe", "--model", "none", "app.xlf").code == 0
    once = file.read_bytes()
    assert "applied 0 fixes" in run("fix", "--unsafe", "--model", "none", "app.xlf").err
    assert file.read_bytes() == once


def test_a_file_that_cannot_be_read_leaves_the_others(file: Path, run: Run) -> None:
    bad = file.with_name("bad.xlf")
    bad.write_text('<!DOCTYPE a [<!ENTITY b "c">]><xliff>&b;</xliff>', encoding="utf-8")
    result = run("check", ".", "--model", "none")
    assert result.code == 2
    assert "error: ./bad.xlf:1: has a document type" in result.err
    assert "app.xlf:5:" in result.out


def test_an_untranslated_file_is_clean_and_says_so(file: Path, run: Run) -> None:
    import re  # noqa: PLC0415

    empty = re.sub("<target>.*</target>", "<target/>", file.read_text(encoding="utf-8"))
    file.write_text(empty, encoding="utf-8")
    result = run("check", "app.xlf", "--model", "none")
    assert result.code == 0, result.err
    assert "note: not checked are 1 of 1 unit: they have no translation" in result.out


def test_findings_are_known_again_by_their_unit(file: Path, run: Run) -> None:
    arguments = ("--model", "none", "--baseline", "base.json")
    assert run("baseline", "write", "app.xlf", *arguments[:2], "--baseline", "base.json").code == 0
    moved = file.read_text(encoding="utf-8").replace("<body>", "<body>\n\n<!-- moved -->")
    file.write_text(moved, encoding="utf-8")
    assert run("check", "app.xlf", *arguments).code == 0
    file.write_text(moved.replace('"greet"', '"other"'), encoding="utf-8")
    assert run("check", "app.xlf", *arguments).code == 1


PAGE = """<html lang="en"><head><meta charset="utf-8"></head><body>
<h1 id="top">Geneva</h1><p>Secretary of State
   <b>Anthony Blingen</b> met 74&nbsp;people &amp; left.</p></body></html>
"""


def test_a_page_and_a_document_end_to_end(here: Path, run: Run) -> None:
    from docx import Document  # noqa: PLC0415 - slow to import

    right = "Secretary of State Antony Blinken met 47 people & left."
    (here / "ref.txt").write_text(f"Geneva\n\n{right}\n", encoding="utf-8")
    (here / "a.html").write_text(PAGE, encoding="utf-8")
    document = Document()
    document.add_paragraph("Geneva")
    paragraph = document.add_paragraph("Secretary of State Anthony ")
    paragraph.add_run("Blin").bold = True
    paragraph.add_run("gen met 74 people & left.")
    document.save("a.docx")
    reports = ("-f", "text", "-f", "json=out.json", "-f", "sarif=out.sarif", "--model", "none")
    for name, place, unit in (
        ("a.html", (3, 15), "html/body/p[1]"),
        ("a.docx", (2, 28), "body/p[2]"),
    ):
        result = run("check", name, "--reference", "ref.txt", *reports)
        assert result.code == 1, result.err
        assert f"{name}:{place[0]}:" in result.out
        assert f"unit: {unit}" in result.out
        found = json.loads((here / "out.json").read_text(encoding="utf-8"))["articles"][0]
        finding = next(f for f in found["findings"] if f["code"] == "N101")
        end = finding["column"] + len(finding["text"])
        assert (finding["line"], end) == (place[0], place[1] + len("Blingen"))
        assert finding["unit"] == {"id": unit, "path": unit}
        sarif = json.loads((here / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
        assert all(r["locations"][0]["logicalLocations"][0]["name"] == unit for r in sarif)
        assert any("fixes" in r for r in sarif) == (name == "a.html")
        shown = run("fix", name, "--unsafe", "--diff", "--model", "none", "--reference", "ref.txt")
        assert "Antony" in shown.out
        fixed = run("fix", name, "--unsafe", "--model", "none", "--reference", "ref.txt")
        assert fixed.code == 0, fixed.err
    expected = PAGE.replace("Anthony Blingen", "Antony Blinken").replace("74", "47")
    assert (here / "a.html").read_text(encoding="utf-8") == expected
    assert [p.text for p in Document("a.docx").paragraphs] == ["Geneva", right]

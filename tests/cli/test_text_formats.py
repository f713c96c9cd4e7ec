"""PO, JSON, CSV, properties, YAML, subtitles and strings files end to end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run


class Case(NamedTuple):
    """A file with a garbled name and a changed placeholder in its second unit.

    ``{}`` stands for where a comment hides the name's finding, which is ``comment``.
    """

    name: str
    mt: str
    source: str | None
    unit: str
    path: str
    comment: str
    encoding: str = "utf-8"


CASES = (
    Case(
        "en.po",
        'msgid ""\nmsgstr "Language: en\\nX-Source-Language: de\\n"\n\n'
        'msgid "Eins."\nmsgstr "One."\n\n{}msgid "Antony Blinken traf %s\\n"\n"in \\"Genf\\"."\n'
        'msgstr "Anthony Blingen met %S\\n"\n"in \\"Geneva\\"."\n',
        None,
        'Antony Blinken traf %s\nin "Genf".',
        "message[3]/msgstr",
        "# mtcheck: ignore[N101] so\n",
    ),
    Case(
        "en.json",
        '{"one": "One.", "a": {"b/c": "\\u00c4h Anthony Blingen met {Name}."}{} }',
        '{"a": {"b/c": "Antony Blinken traf {name}."}, "one": "Eins."}',
        "a.b/c",
        "/a/b~1c",
        "",
    ),
    Case(
        "app_en.arb",
        '{"one": "One.", {}"b": "\\ud83d\\ude00 Anthony Blingen met {Name}."}',
        '{"@@locale": "de", "b": "Antony Blinken traf {name}.", "one": "Eins."}',
        "b",
        "/b",
        '"@b": {"description": "mtcheck: ignore[N101]"}, ',
    ),
    Case(
        "t.csv",
        'Key;source;target;note\none;Eins.;One.;\nb;"Antony Blinken traf ""{name}""."'
        ';"Anthony Blingen met ""{Name}"".";{}\n',
        None,
        "b",
        "row[3]",
        "mtcheck: ignore[N101]",
        "utf-8-sig",
    ),
    Case(
        "m_en.properties",
        "one=One.\n{}b.c = \\u00c4h Anthony \\\n    Blingen met {Name} caf\xe9.\n",
        "one=Eins.\nb.c=Antony Blinken traf {name}.\n",
        "b.c",
        "b.c",
        "# mtcheck: ignore[N101]\n",
        "latin-1",
    ),
    Case(
        "en.yml",
        'en:\n  one: One.\n  b:\n    c: "\\u00c4h Anthony\n      Blingen met %{Name}."{}\n',
        "de:\n  one: Eins.\n  b: {c: 'Antony Blinken traf %{name}.'}\n",
        "b.c",
        "/en/b/c",
        "  # mtcheck: ignore[N101]",
    ),
    Case(
        "t.en.vtt",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\n{}in\n00:05.000 --> 00:06.000\n"
        "R&amp;B Anthony Blingen met <B>him</B>.\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nEins.\n\n"
        "00:05.000 --> 00:06.000\nAntony Blinken traf <i>ihn</i>.\n",
        "in",
        "cue[2]/00:00:05.000",
        "NOTE mtcheck: ignore[N101]\n\n",
    ),
    Case(
        "en.strings",
        '"one" = "One.";\n{}"b" = "\\U00c4h Anthony Blingen met %2$@.";\n',
        '"one" = "Eins.";\n"b" = "Antony Blinken traf %1$@.";\n',
        "b",
        "b",
        "/* mtcheck: ignore[N101] */\n",
        "utf-16",
    ),
)
by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
ALWAYS = ("--model", "none", "--target-lang", "en", "--source-lang", "de")


def written(here: Path, case: Case, comment: str = "") -> tuple[str, ...]:
    """Write the files of a case; the arguments that check them."""
    (here / case.name).write_bytes(case.mt.replace("{}", comment).encode(case.encoding))
    if case.source is None:
        return case.name, *ALWAYS
    other = here / f"src{(here / case.name).suffix}"
    other.write_text(case.source, encoding="utf-8", newline="")
    return case.name, "--source", other.name, *ALWAYS


@by_case
def test_unit_line_and_column_in_every_report(here: Path, run: Run, case: Case) -> None:
    arguments = written(here, case)
    formats = [a for f in ("text", "json", "sarif", "github") for a in ("-f", f"{f}=out.{f}")]
    result = run("check", *arguments, *formats)
    assert result.code == 1, result.err
    out = {f: (here / f"out.{f}").read_text("utf-8") for f in ("text", "json", "sarif", "github")}
    file = case.mt.replace("{}", "")
    at = file.index("Blingen")
    line, column = file.count("\n", 0, at) + 1, at - (file.rfind("\n", 0, at))
    found = {f["code"]: f for f in json.loads(out["json"])["articles"][0]["findings"]}
    assert {"N101", "M701"} <= set(found)
    assert (found["N101"]["line"], found["N101"]["column"]) == (line, column)
    assert found["N101"]["unit"] == {"id": case.unit, "path": case.path}
    assert found["M701"]["unit"] == found["N101"]["unit"]
    assert f"{case.name}:{line}:{column}  major  N101" in out["text"]
    assert f"({case.path})" in out["text"] or f"unit: {case.path}\n" in out["text"]
    results = {r["ruleId"]: r for r in json.loads(out["sarif"])["runs"][0]["results"]}
    location = results["N101"]["locations"][0]
    assert location["physicalLocation"]["region"]["startLine"] == line
    assert location["physicalLocation"]["region"]["startColumn"] == column
    assert location["logicalLocations"][0]["fullyQualifiedName"] == case.path
    assert f"line={line},endLine={line},col={column}," in out["github"]


@by_case
def test_a_fix_changes_words_and_nothing_else(here: Path, run: Run, case: Case) -> None:
    arguments = written(here, case)
    result = run("fix", "--unsafe", *arguments, "--select", "N101,M701")
    assert result.code == 0, result.err
    wanted = case.mt.replace("{}", "").replace("Blingen", "Blinken")
    for wrong, right in (("{Name}", "{name}"), ("%S", "%s"), ("%2$@", "%1$@")):
        wanted = wanted.replace(wrong, right)
    got = (here / case.name).read_bytes().decode(case.encoding)
    assert got.replace("<i>him</i>", "<B>him</B>") == wanted
    once = (here / case.name).read_bytes()
    assert "applied 0 fixes" in run("fix", "--unsafe", *arguments, "--select", "N101,M701").err
    assert (here / case.name).read_bytes() == once


@by_case
def test_a_comment_hides_the_finding(here: Path, run: Run, case: Case) -> None:
    if not case.comment:
        pytest.skip("its comments are tried in ARB")
    result = run("check", *written(here, case, case.comment), "--select", "N101,M701")
    assert "1 hidden (1 by comments)" in result.out, result.out + result.err
    assert "N101 garbled-name" not in result.out
    assert "M701" in result.out
    assert "suppresses nothing" not in result.out


BAD = (
    ("cut.po", b'msgid "a"\nmsgstr "b', "cut.po:2: a quotation mark is not closed"),
    (
        "lies.po",
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n# \xe9',
        "not UTF-8",
    ),
    ("twice.json", b'{"a": "b", "a": "c"}', "twice.json:1: the key 'a' is there twice"),
    ("nul.json", b'{"a": "b\0"}', "nul.json: looks binary"),
    ("escaped.json", b'{"a": "b\\u0000"}', "escaped.json:1: looks binary"),
    ("lone.arb", b'{"a": "b\\ud83d"}', "lone.arb:1: lone surrogate U+D83D"),
    ("long.strings", b'"a" = "' + b"x" * 1_000_001 + b'";', "long.strings:1: a line of 1,000,001"),
    ("half.csv", b'mt,ref\n"a,b\n', "half.csv:2: a quotation mark is not closed"),
    ("tag.yml", b"en:\n  a: !ruby/object:File b\n", "tag.yml:2: the tag !ruby/object:File"),
    ("bomb.yml", b"a: &a [x, x]\nb: &b [*a, *b]\n", "bomb.yml:2: an anchor that is in itself"),
    ("no.srt", b"words\n", "no.srt:1: is not SubRip"),
    ("empty.vtt", b"", "empty.vtt: is empty"),
    ("u.properties", b"a=\\u12", "u.properties:1: \\u12 is no escape"),
)


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    BAD,
    ids=lambda value: value if isinstance(value, str) and "." in value[:14] else "",
)
def test_a_bad_file_is_one_line_and_the_others_are_checked(
    here: Path, run: Run, name: str, raw: bytes, message: str
) -> None:
    (here / name).write_bytes(raw)
    (here / "good.en.strings").write_text('"a" = "They met met him.";', encoding="utf-8")
    result = run("check", name, "good.en.strings", *ALWAYS)
    assert result.code == 2
    assert message in result.err
    assert len(result.err.strip().split("\n")) == 1, result.err
    assert "good.en.strings:1:13  minor  F501" in result.out


def test_languages_by_header_and_folder(here: Path, run: Run) -> None:
    for folder, said in (("de", "Präsident Marcon kam."), ("en", "President Macron came.")):
        (here / "locales" / folder).mkdir(parents=True)
        (here / "locales" / folder / "a.json").write_text(json.dumps({"a": said}), "utf-8")
    result = run("check", "locales/de", "--source", "locales/en", "--model", "none", "-f", "json")
    (article,) = json.loads(result.out)["articles"]
    assert (article["target_lang"], article["source_lang"]) == ("de", "en")


def test_a_language_that_nobody_says_is_asked_for(here: Path, run: Run) -> None:
    (here / "a.json").write_text('{"a": "b c"}', "utf-8")
    result = run("check", "a.json")
    assert result.code == 2
    assert "--target-lang" in result.err


def test_columns_by_name(here: Path, run: Run) -> None:
    (here / "t.csv").write_text(
        "K,Deutsch,English\na,Antony Blinken,Anthony Blingen met.\n", "utf-8"
    )
    columns = ("--column", "target=English", "--column", "source=Deutsch", "--column", "id=K")
    result = run("check", "t.csv", *columns, *ALWAYS)
    assert "t.csv:2:26  major  N101" in result.out
    assert "unit: a (row[2])" in result.out
    (here / "mtcheck.toml").write_text(
        'table-columns = ["target=English", "source=Deutsch"]\n', "utf-8"
    )
    assert "unit: row[2]\n" in run("check", "t.csv", *ALWAYS).out
    assert "is no column" in run("check", "t.csv", "--column", "x").err


def test_plural_branches_are_texts(here: Path, run: Run) -> None:
    (here / "en.json").write_text(
        '{"n": "{n, plural, one {# file of of Anthony Blingen} other {files of Antony Blinken}}"}',
        "utf-8",
    )
    (here / "de.json").write_text(
        '{"n": "{n, plural, one {# Datei von Antony Blinken}'
        ' other {# Dateien von Antony Blinken}}"}',
        "utf-8",
    )
    result = run("check", "en.json", "--source", "de.json", "--model", "none", "-f", "json")
    found = json.loads(result.out)["articles"][0]["findings"]
    assert {(f["code"], f["unit"]["id"]) for f in found} >= {
        ("F501", "n[n=one]"),
        ("N101", "n[n=one]"),
        ("M701", "n[n=other]"),
    }


def test_a_baseline_survives_new_cues(here: Path, run: Run) -> None:
    cue = "{}\n00:00:0{},000 --> 00:00:0{},500\n{}\n\n"
    (here / "a.en.srt").write_text(cue.format(1, 1, 1, "They met met him."), "utf-8")
    assert run("baseline", "write", "a.en.srt", "--baseline", "b.json", "--model", "none").code == 0
    (here / "a.en.srt").write_text(
        cue.format(1, 1, 1, "Before it.") + cue.format(2, 2, 2, "They met met him."), "utf-8"
    )
    result = run("check", "a.en.srt", "--baseline", "b.json", "--model", "none")
    assert "no findings" in result.out

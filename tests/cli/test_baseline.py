"""``mtcheck baseline`` and what else is suppressed, on the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

MT = "Secretary of State Anthony Blingen spoke in Geneva.\n\ncafÃ© is open.\n"
REF = "Secretary of State Antony Blinken spoke in Geneva.\n\nThe café is open.\n"


@pytest.fixture
def texts(here: Path) -> Path:
    (here / "out").mkdir()
    for name in ("a", "b"):
        (here / "out" / f"{name}.mt.txt").write_text(MT, encoding="utf-8")
        (here / "out" / f"{name}.ref.txt").write_text(REF, encoding="utf-8")
    return here


def known(path: Path) -> list[tuple[str, str]]:
    return [(e["path"], e["code"]) for e in json.loads(path.read_text("utf-8"))["findings"]]


def test_write_then_only_new_findings_show(texts: Path, run: Run) -> None:
    result = run("baseline", "write", "out", "--select", "N101,F507")
    assert (result.code, result.out) == (0, "")
    assert result.err == ("mtcheck: wrote mtcheck-baseline.json: 4 findings (4 new, 0 taken out)\n")
    file = texts / "mtcheck-baseline.json"
    assert known(file) == [(f"out/{n}.mt.txt", c) for n in "ab" for c in ("F507", "N101")]
    arguments = ("check", "out", "--select", "N101,F507", "-f", "json")
    assert run(*arguments).code == 1
    result = run(*arguments, "--baseline", str(file))
    assert result.code == 0
    assert result.err == ""
    first = json.loads(result.out)["articles"][0]
    assert first["findings"] == []
    assert first["suppressed"]["by_reason"] == {"baseline": 2}
    (texts / "out" / "a.mt.txt").write_text(f"naÃ¯ve.\n\n{MT}", encoding="utf-8")
    (texts / "out" / "a.ref.txt").write_text(f"Naive.\n\n{REF}", encoding="utf-8")
    result = run(*arguments, "--baseline", str(file))
    assert result.code == 1
    first, second = json.loads(result.out)["articles"]
    assert [f["text"] for f in first["findings"]] == ["naÃ¯ve"]
    assert second["findings"] == []


def test_update_and_prune(texts: Path, run: Run) -> None:
    file = texts / "mtcheck-baseline.json"
    (texts / "mtcheck.toml").write_text(
        'select = ["N101", "F507"]\nbaseline = "mtcheck-baseline.json"\n'
    )
    assert run("check", "out").code == 2
    assert run("baseline", "write", "out").code == 0
    assert run("check", "out").code == 0
    (texts / "out" / "a.mt.txt").write_text(MT.replace("cafÃ©", "naÃ¯ve"), encoding="utf-8")
    result = run("check", "out")
    assert result.code == 1
    assert "warning: mtcheck-baseline.json: 1 finding is not there any more" in result.err
    before = file.read_bytes()
    assert (
        "(0 new, 1 taken out)"
        in run("baseline", "prune", "out/a.mt.txt", "-r", "out/a.ref.txt").err
    )
    assert known(file) == [
        ("out/a.mt.txt", "N101"),
        ("out/b.mt.txt", "F507"),
        ("out/b.mt.txt", "N101"),
    ]
    assert run("check", "out").code == 1
    file.write_bytes(before)
    assert "4 findings (1 new, 1 taken out)" in run("baseline", "update", "out").err
    assert run("check", "out").code == 0
    updated = file.read_bytes()
    assert "(0 new, 0 taken out)" in run("baseline", "update", "out").err
    assert file.read_bytes() == updated


def test_what_was_not_looked_for_is_not_gone(texts: Path, run: Run) -> None:
    assert run("baseline", "write", "out", "--select", "N101,F507").code == 0
    before = (texts / "mtcheck-baseline.json").read_bytes()
    for arguments in (("--select", "N101"), ("--min-confidence", "1", "--select", "N101,F507")):
        for what in ("prune", "update"):
            assert run("baseline", what, "out", *arguments).code == 0
            assert (texts / "mtcheck-baseline.json").read_bytes() == before
    result = run("check", "out", "--select", "N101", "-b", "mtcheck-baseline.json")
    assert (result.code, result.err) == (0, "")


def test_a_renamed_file_keeps_its_baseline(texts: Path, run: Run) -> None:
    assert run("baseline", "write", "out").code == 0
    for role in ("mt", "ref"):
        (texts / "out" / f"a.{role}.txt").rename(texts / "out" / f"z.{role}.txt")
    assert run("check", "out", "-b", "mtcheck-baseline.json").code == 0
    assert run("baseline", "update", "out").code == 0
    assert {path for path, _ in known(texts / "mtcheck-baseline.json")} == {
        "out/b.mt.txt",
        "out/z.mt.txt",
    }


def test_an_ignore_file(texts: Path, run: Run) -> None:
    (texts / "pairs.tsv").write_text("Anthony Blingen\tAntony Blinken\nFoo\tBar\nBar\tFoo\n")
    arguments = ("check", "out/a.mt.txt", "-r", "out/a.ref.txt", "--select", "N101")
    result = run(*arguments, "--ignore-file", "pairs.tsv")
    assert (result.code, result.err) == (0, "")  # not all checks ran that they might be for
    assert "1 hidden (1 by an ignore file)" in result.out
    result = run(*arguments[:4], "--ignore-file", "pairs.tsv")
    assert result.err == "mtcheck: warning: pairs.tsv: lines 2, 3 suppressed nothing in this run\n"


def test_names_and_lists_of_names(texts: Path, run: Run) -> None:
    (texts / "lists").mkdir()
    (texts / "lists" / "names.txt").write_text("# people\nAnthony Blingen\n\n")
    (texts / "mtcheck.toml").write_text('select = ["N101"]\nname-lists = ["lists/names.txt"]\n')
    result = run("check", "out/a.mt.txt", "-r", "out/a.ref.txt")
    assert result.code == 0
    assert "1 hidden (1 accepted names)" in result.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "out", "-b", "gone.json"], "gone.json: there is no such baseline: mtcheck base"),
        (["check", "out", "-b", "out"], "out: is no baseline that can be read: is a directory"),
        (["check", "out", "--ignore-file", "gone.tsv"], "gone.tsv: there is no such file"),
        (["baseline", "prune", "out"], "mtcheck-baseline.json: there is no such baseline"),
        (["baseline", "write", "gone"], "gone: there is no such file"),
        (
            ["baseline", "write", "out", "-b", "no/b.json"],
            "--baseline no/b.json: there is no folder",
        ),
        (["baseline", "write", "out/a.mt.txt", "-b", "out/a.mt.txt"], "it would be overwritten"),
        (["baseline", "write", "out", "--select", "X9"], "select: 'X9' is no check"),
    ],
)
def test_bad_input(texts: Path, run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert result.err.startswith("mtcheck: error: ")
    assert not list(texts.glob("*.json"))


def test_a_file_that_cannot_be_read_leaves_the_baseline(texts: Path, run: Run) -> None:
    assert run("baseline", "write", "out").code == 0
    before = (texts / "mtcheck-baseline.json").read_bytes()
    (texts / "out" / "b.mt.txt").write_bytes(b"\xff\xff")
    result = run("baseline", "update", "out")
    assert result.code == 2
    assert "is left as it was" in result.err
    assert (texts / "mtcheck-baseline.json").read_bytes() == before


def test_sarif_keeps_what_is_known_and_says_what_is_new(here: Path, run: Run) -> None:
    mt, reference = "He met Blingen here.\n", "He met Blinken here.\n"
    (here / "a.txt").write_text(mt, encoding="utf-8")
    (here / "ref.txt").write_text(reference, encoding="utf-8")
    asked = ("a.txt", "--reference", "ref.txt", "--isolated")
    assert run("baseline", "write", *asked, "--baseline", "known.json").code == 0
    (here / "a.txt").write_text(f"The the town is old.\n\n{mt}", encoding="utf-8")
    (here / "ref.txt").write_text(f"The town is old.\n\n{reference}", encoding="utf-8")
    result = run("check", *asked, "--baseline", "known.json", "-f", "sarif")
    found = json.loads(result.out)["runs"][0]["results"]
    assert [(r["ruleId"], r["baselineState"], r.get("suppressions")) for r in found] == [
        ("F501", "new", None),
        ("N101", "unchanged", [{"kind": "external", "justification": "In the baseline."}]),
    ]

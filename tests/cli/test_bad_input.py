"""What cannot be checked gives one clear line, exit code 2, and nothing half-written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mtcheck.reading.decoding import MAX_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Program, Run

FILES = {
    "ok.txt": b"The town is quiet.\n",
    "three.txt": b"a\nb\nc\n",
    "two.txt": b"a\nb\n",
    "empty.txt": b"",
    "latin.txt": b"one\ncaf\xe9 is nice\n",
    "nul.txt": b"a\0b",
    "zip.bin": b"PK\x03\x04\x14\x00\x08\x08\x08\x00",
    "long.txt": b"word " * 300_000,
    "big.txt": b"word " * (MAX_BYTES // 5 + 1),
    "bad.jsonl": b'{"mt": "a", "ref": "b"}\n{"mt": "a"\n',
    "half.jsonl": b'{"mt": "\\ud800", "ref": "b"}\n',
    "bad.tsv": b"mt\tref\na\tb\nc\n",
    "src.txt": b"Es ist still.\n",
    "code.md": b"```\nonly code\n```\n",
    "sheet.xlsx": b"PK",
}

CASES = [
    (["gone.txt"], "gone.txt: there is no such file"),
    (["empty-folder"], "empty-folder: has no articles"),
    (["empty.txt"], "empty.txt: is empty"),
    (["latin.txt"], "latin.txt:2: byte 0xe9 at offset 7 is not UTF-8"),
    (["nul.txt"], "nul.txt: looks binary (NUL byte at offset 1)"),
    (["zip.bin"], "zip.bin: looks binary"),
    (["long.txt"], "long.txt:1: a line of 1,500,000 characters"),
    (["big.txt"], "big.txt: larger than 32 MB"),
    (["bad.jsonl"], "bad.jsonl:2: not JSON"),
    (["half.jsonl"], "half.jsonl:1: lone surrogate U+D800"),
    (["bad.tsv"], "bad.tsv:3: 1 column, but the first row has 2"),
    (["code.md"], "code.md: has no prose"),
    (["sheet.xlsx"], ".xlsx is not a format that is read"),
    (["bad.tsv", "--reference", "ok.txt"], "has its reference in its rows"),
    (["ok.txt", "--reference", "bad.tsv"], "rows are aligned already"),
    (["three.txt", "--reference", "two.txt", "--aligned"], "3 lines, but the reference (two.txt)"),
    (["ok.txt", "--reference", "gone.txt"], "--reference gone.txt: there is no such file"),
    (["ok.txt", "--reference", "empty-folder"], "--reference empty-folder: has no articles"),
    (["ok.txt", "--source", "src.txt"], "in which language is the source src.txt?"),
    (["ok.txt", "--target-lang", "german"], "unknown language 'german'; did you mean de?"),
    (["ok.txt", "--source-lang", "jp"], "unknown language 'jp'; did you mean ja?"),
    (["ok.txt", "--select", "N111"], "select: 'N111' is no check; did you mean N101?"),
    (["ok.txt", "--ignore", "garbeld-name"], "ignore: 'garbeld-name' is no check; did you mean g"),
    (["ok.txt", "--min-confidence", "2"], "2.0 is not in the range"),
    (["ok.txt", "--refrence", "x"], "no option --refrence; did you mean --reference?"),
    (["ok.txt", "--format", "xml"], "--format: 'xml' is no format (they are text, json, "),
    (["ok.txt", "--format", "sarf"], "'sarf' is no format; did you mean sarif?"),
    (["ok.txt", "--format", "sarif="], "'sarif=' names no file: give one after the ="),
    (
        ["ok.txt", "--format", "text", "--format", "json"],
        "two reports would go to report.out: give each its own, as FORMAT=FILE",
    ),
    (
        ["ok.txt", "--format", "csv=a.out", "--format", "json=./a.out", "--format", "text"],
        "two reports would go to a.out",
    ),
    (
        ["ok.txt", "--format", "json=a.out", "--output", "b.out"],
        "--output: b.out is for a --format without a file of its own, and there is none",
    ),
    (
        ["ok.txt", "--format", "json=gone/a.out", "--format", "text"],
        "--format json=gone/a.out: there is no folder ",
    ),
    (["ok.txt", "--format", "json=ok.txt", "--format", "text"], "it would be overwritten"),
    (["ok.txt", "./ok.txt"], "./ok.txt: given twice (also as ok.txt)"),
    (["-", "--reference", "-"], "standard input (-) can be read once only"),
    (["ok.txt", "--output", "gone/report.txt"], "--output gone/report.txt: there is no folder"),
    (["ok.txt", "--output", "empty-folder"], "--output empty-folder: is a folder"),
    (["ok.txt", "--output", "/proc/report.txt"], "--output /proc/report.txt: "),
    (["ok.txt", "--output", "ok.txt"], "it would be overwritten"),
    (["ok.txt", "two.txt", "--format", "html"], "for 2 give --output FOLDER"),
    (["ok.txt", "two.txt", "--format", "html", "--output", "src.txt"], "need a folder"),
    ([], "missing argument 'MT...'"),
]


@pytest.fixture
def files(here: Path) -> Path:
    for name, raw in FILES.items():
        (here / name).write_bytes(raw)
    (here / "empty-folder").mkdir()
    return here


@pytest.mark.parametrize(("arguments", "message"), CASES, ids=lambda a: " ".join(a)[:60])
def test_one_clear_line(files: Path, run: Run, arguments: list[str], message: str) -> None:
    before = sorted(p.name for p in files.iterdir())
    report = [] if "--output" in arguments else ["--output", "report.out"]
    result = run("check", *arguments, *(report if "html" not in arguments else []))
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("mtcheck: error: ")
    assert message in result.err
    assert result.err.count("\n") == 1
    assert sorted(p.name for p in files.iterdir()) == before
    assert (files / "ok.txt").read_bytes() == FILES["ok.txt"]


@pytest.mark.parametrize(
    "arguments",
    [["latin.txt"], ["gone.txt"], ["nul.txt"], ["ok.txt", "--select", "X9"], ["ok.txt", "--nope"]],
    ids=" ".join,
)
def test_the_program_says_so_without_a_traceback(
    files: Path, program: Program, arguments: list[str]
) -> None:
    del files
    result = program("check", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("mtcheck: error: ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("stdin", [b"", b" \n", b"\xff\xff\n", b"a\0b"])
def test_standard_input_is_no_better(program: Program, stdin: bytes) -> None:
    result = program("check", "-", stdin=stdin)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("mtcheck: error: standard input:")


def test_the_other_files_are_still_checked(files: Path, run: Run) -> None:
    result = run("check", "gone.txt", "ok.txt", "latin.txt", "two.txt", "--output", "report.txt")
    assert result.code == 2
    assert result.err.count("mtcheck: error: ") == 2
    report = (files / "report.txt").read_text(encoding="utf-8")
    assert "ok.txt" in report
    assert "two.txt" in report


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["baseline"], "missing command (see mtcheck baseline --help)"),
        (["config"], "missing command (see mtcheck config --help)"),
        (["baseline", "wirte"], "no such command 'wirte'"),
        (["config", "show"], "missing argument 'FILE'"),
        (["init", "a", "b"], "unexpected extra argument (b)"),
    ],
)
def test_commands_below_commands(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_links_in_circles_are_errors_of_their_own(files: Path, run: Run) -> None:
    folder = files / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("All is well.\n")
    (folder / "b.txt").symlink_to("c.txt")
    (folder / "c.txt").symlink_to("b.txt")
    (folder / "again").symlink_to(folder)  # a folder that is a link is not gone into
    (files / "circle").symlink_to("circle")
    result = run("check", "texts")
    assert result.code == 2
    said = "cannot be read: Too many levels of symbolic links"
    assert [line.partition("error: ")[2] for line in result.err.splitlines()] == [
        f"texts/b.txt: {said}",
        f"texts/c.txt: {said}",
    ]
    assert "texts/a.txt: no findings" in result.out
    for option in ("--reference", "--config", "--baseline", "--ignore-file"):
        result = run("check", "texts/a.txt", option, "circle")
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert "oo many levels of symbolic links" in result.err


def test_names_cannot_act_on_the_terminal(run: Run) -> None:
    result = run("check", "evil\x1b[31m\u202e\r.txt")
    assert result.err == ("mtcheck: error: evil\\x1b[31m\\u202e\\r.txt: there is no such file\n")


def test_names_cannot_act_on_a_ci_runner(run: Run) -> None:
    result = run("check", "##[add-path]x.txt")
    assert result.err == "mtcheck: error: #\\x23[add-path]x.txt: there is no such file\n"


@pytest.mark.parametrize("name", ["chek", "ruls", "frobnicate"])
def test_unknown_commands(run: Run, name: str) -> None:
    result = run(name)
    assert result.code == 2
    assert result.err.startswith(f"mtcheck: error: there is no command {name!r}; ")
    meant = {"chek": "did you mean check?", "ruls": "did you mean rules?"}
    assert meant.get(name, "the commands are baseline, batch, cache, ") in result.err


def test_a_file_instead_of_a_command(files: Path, run: Run) -> None:
    del files
    assert "did you mean: mtcheck check ok.txt" in run("ok.txt").err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written(files: Path, run: Run) -> None:
    (files / "empty-folder").chmod(0o555)
    result = run("check", "ok.txt", "--output", "empty-folder/report.txt")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "permission denied" in result.err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110
def test_a_full_disk(files: Path, program: Program) -> None:
    del files
    result = program("check", "ok.txt", "--output", "/dev/full")
    assert result.code == 2
    assert "cannot be written: No space left on device" in result.err


@pytest.mark.parametrize("name", ["big.txt", "big.jsonl", "big.xlf", "big.docx"])
def test_a_gigabyte_is_refused_and_the_others_are_checked(
    program: Program, here: Path, name: str
) -> None:
    with (here / name).open("wb") as file:
        file.truncate(1 << 30)  # sparse: it takes no room
    (here / "good.txt").write_text("He said said so.", encoding="utf-8")
    done = program("check", name, "good.txt", "--model", "none")
    assert done.code == 2
    assert f"{name}: larger than 32 MB" in done.err
    assert "F501" in done.out

"""``mtcheck fix``: what changes, what does not, and what is never touched."""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtcheck.cli import main, mending, writing
from mtcheck.errors import InputError
from mtcheck.span import Span

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Program, Run

MT = "Secretary of State Anthony Blingen met 74 people , in Geneva.\n\nThe door is not open.\n"
REF = "Secretary of State Antony Blinken met 47 people, in Geneva.\n\nThe door is open.\n"
SAFE = "Secretary of State Antony Blinken met 47 people, in Geneva.\n\nThe door is not open.\n"


@pytest.fixture
def texts(here: Path) -> Path:
    (here / "a.txt").write_text(MT, encoding="utf-8", newline="")
    (here / "b.txt").write_text(REF, encoding="utf-8", newline="")
    return here


def fix(run: Run, *arguments: str) -> tuple[int, str, str]:
    result = run("fix", "a.txt", "-r", "b.txt", *arguments)
    return result.code, result.out, result.err


def test_safe_fixes_are_applied_once_and_for_all(texts: Path, run: Run) -> None:
    code, out, err = fix(run)
    assert (code, out) == (0, "")
    assert (
        err == "mtcheck: applied 3 fixes in 1 file (F502 1, N101 1, Q201 1); 1 more with --unsafe\n"
    )
    assert (texts / "a.txt").read_text(encoding="utf-8") == SAFE
    os.utime(texts / "a.txt", (1, 1))
    code, out, err = fix(run)
    assert err == "mtcheck: applied 0 fixes in 0 files; 1 more with --unsafe\n"
    assert (texts / "a.txt").stat().st_mtime == 1
    assert fix(run, "--unsafe")[0] == 0
    assert (texts / "a.txt").read_text(encoding="utf-8") == REF
    assert sorted(p.name for p in texts.iterdir()) == ["a.txt", "b.txt"]


def test_diff_changes_nothing(texts: Path, run: Run) -> None:
    code, out, err = fix(run, "--diff")
    assert code == 1
    assert "-Secretary of State Anthony Blingen met 74 people , in Geneva.\n" in out
    assert "+Secretary of State Antony Blinken met 47 people, in Geneva.\n" in out
    assert err.startswith("mtcheck: would apply 3 fixes in 1 file")
    assert (texts / "a.txt").read_text(encoding="utf-8") == MT
    (texts / "a.txt").write_text("The\x1b[31m door , he said, is open.\n", encoding="utf-8")
    assert "\x1b" not in run("fix", "a.txt", "--diff").out


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_encoding_mark_and_line_ends_are_kept(
    texts: Path, run: Run, encoding: str, end: str
) -> None:
    (texts / "a.txt").write_bytes(MT.replace("\n", end).encode(encoding))
    (texts / "a.txt").chmod(0o640)
    assert fix(run)[0] == 0
    assert (texts / "a.txt").read_bytes() == SAFE.replace("\n", end).encode(encoding)
    assert (texts / "a.txt").stat().st_mode & 0o777 == 0o640


def test_only_the_cells_of_tables_change(here: Path, run: Run) -> None:
    wrong, right = MT.partition("\n")[0], REF.partition("\n")[0]
    tsv = f"mt\tnote\tref\r\n{wrong}\t  {wrong}\t{right}\r\n"
    (here / "a.tsv").write_text(tsv, encoding="utf-8", newline="")
    line = json.dumps({"ref": right, "mt": wrong + " é"}, indent=None)
    (here / "a.jsonl").write_text(f"{line}\n\n", encoding="utf-8")
    assert run("fix", "a.tsv", "a.jsonl").code == 0
    assert (here / "a.tsv").read_bytes().decode() == tsv.replace(f"{wrong}\t ", f"{right}\t ")
    expected = line.replace(wrong, right)
    assert "\\u00e9" in expected
    assert (here / "a.jsonl").read_text(encoding="utf-8") == f"{expected}\n\n"


def test_what_is_suppressed_is_not_fixed(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text('names = ["Anthony Blingen"]\nignore = ["F502"]\n')
    assert "(Q201 1)" in fix(run)[2]
    (texts / "a.md").write_text(
        "The door , he said, was shut. <!-- mtcheck: ignore -->\n\nIt is , he said, open.\n"
    )
    assert run("fix", "a.md", "--isolated").code == 0
    assert (texts / "a.md").read_text() == (
        "The door , he said, was shut. <!-- mtcheck: ignore -->\n\nIt is, he said, open.\n"
    )


def test_a_baseline_is_respected_in_every_round(texts: Path, run: Run) -> None:
    assert run("baseline", "write", "a.txt", "-r", "b.txt").code == 0
    assert "applied 0 fixes" in fix(run, "-b", "mtcheck-baseline.json")[2]
    (texts / "a.txt").write_text(f"{MT}\nIt is , he said, open.\n", encoding="utf-8")
    assert fix(run, "-b", "mtcheck-baseline.json")[0] == 0
    assert (texts / "a.txt").read_text(encoding="utf-8") == f"{MT}\nIt is, he said, open.\n"


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ("y\ny\ny\n", SAFE),
        ("n\nn\nn\n", MT),
        ("x\n\ny\nn\nn\n", MT.replace("Anthony Blingen", "Antony Blinken")),
        ("n\ny\nq\n", MT.replace("74", "47")),
        ("", MT),
    ],
)
def test_interactive(
    texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch, answers: str, text: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    code, out, err = fix(run, "--interactive")
    assert (code, out) == (0, "")
    assert "a.txt:1:20 N101 garbled-name" in err
    assert (texts / "a.txt").read_text(encoding="utf-8") == text


def test_interactive_takes_all_of_a_check(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "a.txt").write_text("One is , he said. Two is , he said. Three is , he said.\n")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\na\n"))
    assert run("fix", "a.txt", "--select", "F502", "-i").code == 0
    assert (here / "a.txt").read_text() == "One is , he said. Two is, he said. Three is, he said.\n"
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert run("fix", "-", "-i").code == 2


def test_standard_input(program: Program, here: Path) -> None:
    result = program("fix", "-", stdin="Café , he said, is open.\r\n".encode())
    assert (result.code, result.out) == (0, "Café, he said, is open.\r\n")
    assert program("fix", "-", stdin=b"All is well.\n").out == "All is well.\n"
    assert list(here.iterdir()) == []


def test_links(texts: Path, run: Run) -> None:
    outside = texts / "outside"
    outside.mkdir()
    inside = texts / "inside"
    inside.mkdir()
    (outside / "x.txt").write_text("It is , he said, open.\n")
    (inside / "y.txt").write_text("It is , he said, open.\n")
    (inside / "x.txt").symlink_to(outside / "x.txt")
    result = run("fix", "inside")
    assert result.code == 2
    assert "error: inside/x.txt: is a link that leads out of " in result.err
    assert (outside / "x.txt").read_text() == "It is , he said, open.\n"
    assert (inside / "y.txt").read_text() == "It is, he said, open.\n"
    assert run("fix", "inside/x.txt").code == 2
    (inside / "x.txt").unlink()
    (inside / "y.txt").write_text("It is , he said, open.\n")
    (inside / "x.txt").symlink_to("y.txt")
    assert run("fix", "inside/x.txt").code == 0
    assert (inside / "y.txt").read_text() == "It is, he said, open.\n"
    assert (inside / "x.txt").is_symlink()


def test_folders_that_are_links_are_not_gone_into(texts: Path, run: Run) -> None:
    wrong = "It is , he said, open.\n"
    (texts / "outside").mkdir()
    (texts / "outside" / "x.txt").write_text(wrong)
    inside = texts / "inside"
    inside.mkdir()
    (inside / "y.txt").write_text(wrong)
    (inside / "out").symlink_to(texts / "outside")
    (inside / "again").symlink_to(inside)
    assert run("fix", "inside").code == 0
    assert (inside / "y.txt").read_text() == "It is, he said, open.\n"
    assert (texts / "outside" / "x.txt").read_text() == wrong


def test_a_loop_of_links_is_an_error_of_that_file(here: Path, run: Run) -> None:
    (here / "a.txt").symlink_to("a.txt")
    result = run("fix", "a.txt")
    assert result.code == 2
    assert "error: a.txt: cannot be read: Too many levels of symbolic links" in result.err


def test_a_file_that_changes_meanwhile_is_left(
    texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    fixed = mending.fixed

    def slow(*arguments: object) -> object:
        (texts / "a.txt").write_text("Somebody else.\n")
        return fixed(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(mending, "fixed", slow)
    code, _, err = fix(run)
    assert code == 2
    assert "a.txt: has changed while it was checked" in err
    assert (texts / "a.txt").read_text() == "Somebody else.\n"


def test_an_interrupted_write_leaves_the_old_file(
    texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "replace", full)
    code, _, err = fix(run)
    assert code == 2
    assert "a.txt: cannot be written: No space left on device" in err
    assert (texts / "a.txt").read_text(encoding="utf-8") == MT
    assert sorted(p.name for p in texts.iterdir()) == ["a.txt", "b.txt"]


def test_fixes_that_undo_each_other_change_nothing(
    texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swap(_: object, __: object, content: str, *, first: bool) -> list[object]:
        del first
        new = content.swapcase()
        return [(mending.Edit(Span(0, len(content)), new), "X100")]

    monkeypatch.setattr(mending, "_round", swap)
    code, _, err = fix(run)
    assert code == 2
    assert "a.txt: its fixes undo each other: it is left as it was" in err
    assert (texts / "a.txt").read_text(encoding="utf-8") == MT


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["gone.txt"], "gone.txt: there is no such file"),
        (["a.txt", "--select", "X1"], "select: 'X1' is no check"),
        (["a.txt", "--fix"], "there is no option --fix"),
        ([], "missing argument 'MT...'"),
    ],
)
def test_bad_input(texts: Path, run: Run, arguments: list[str], message: str) -> None:
    result = run("fix", *arguments)
    assert result.code == 2
    assert message in result.err
    assert (texts / "a.txt").read_text(encoding="utf-8") == MT


def test_the_error_of_a_file_keeps_the_others(texts: Path, run: Run) -> None:
    (texts / "c.txt").write_bytes(b"\xff\xff\n")
    (texts / "d.txt").write_text("It is , he said, open.\n")
    result = run("fix", "c.txt", "d.txt")
    assert result.code == 2
    assert (texts / "d.txt").read_text() == "It is, he said, open.\n"
    assert (texts / "c.txt").read_bytes() == b"\xff\xff\n"


_WORDS = (
    "the the|allies. .| ,,|meatThe|end.The |cafÃ©|&amp;amp;|“so”|„|(|« x »|{0}|%s|<b>|1,234.5|1.5 %"
    "|President Marcon|not |atencin|monday|e\u0301|👩‍👩‍👧|\u00a0|. |Anthony Blingen| 74 |\n\n|\n| "
).split("|")
_TEXTS = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(
    lambda parts: "Start " + "".join(parts)
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    text=_TEXTS,
    reference=_TEXTS,
    lang=st.sampled_from(["en", "de", "fr", "ru", "zh"]),
    suffix=st.sampled_from([".txt", ".md", ".tsv", ".jsonl"]),
    unsafe=st.booleans(),
)
def test_a_second_run_changes_nothing(  # noqa: PLR0913, PLR0917 - what hypothesis draws
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    text: str,
    reference: str,
    lang: str,
    suffix: str,
    unsafe: bool,  # noqa: FBT001
) -> None:
    path, other = tmp_path / f"a{suffix}", tmp_path / "b.txt"
    other.write_text(reference, encoding="utf-8")
    arguments = ["fix", str(path), "--target-lang", lang, *(["--unsafe"] if unsafe else [])]
    cells = (text.replace("\n", " "), reference.replace("\n", " "))
    if suffix == ".tsv":
        path.write_text("mt\tref\n" + "\t".join(cells) + "\n", encoding="utf-8", newline="")
    elif suffix == ".jsonl":
        path.write_text(json.dumps(dict(zip(("mt", "ref"), cells, strict=True))), encoding="utf-8")
    else:
        path.write_text(text, encoding="utf-8", newline="")
        arguments += ["-r", str(other)]

    def call() -> tuple[bytes, str]:
        with pytest.raises(SystemExit):
            main(arguments)
        return path.read_bytes(), capsys.readouterr().err

    before = path.read_bytes()
    first, err = call()
    if "has no prose" in err or "white space" in err:
        return
    if "undo each other" in err:
        assert first == before
    second, again = call()
    assert second == first, again
    assert "applied 0 fixes" in again or "undo each other" in again
    assert other.read_text(encoding="utf-8") == reference


def test_where_the_root_is(texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (texts / "d").mkdir()
    (texts / "d" / "l.txt").symlink_to(texts / "a.txt")
    mending.demand_inside("d/l.txt", (".",))
    with pytest.raises(InputError):
        mending.demand_inside("d/l.txt", ("d",))
    monkeypatch.chdir(texts / "d")
    with pytest.raises(InputError):
        mending.demand_inside("l.txt", ("l.txt",))

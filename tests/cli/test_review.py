"""``mtcheck review`` on the command line: what it says, what it refuses, who may sign in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from desk.serving import Server
from reporting.reported import demo

from mtcheck.reviewing import Desk

if TYPE_CHECKING:
    from conftest import Run

MT = "Secretary of State Anthony Blingen spoke in Geneva. He was was there.\n"


def test_help_is_that_of_opening_and_names_the_rest(run: Run) -> None:
    for arguments in (["review", "--help"], ["review", "open", "--help"]):
        result = run(*arguments)
        assert result.code == 0
        assert "--public-url" in result.out
        assert "mtcheck review user add" in result.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "name translations, a run of mtcheck batch, or a desk"),
        (["nowhere"], "nowhere: there is no such file or folder"),
        (["--desk", "none.sqlite"], "there is no such desk"),
        (["a.txt", "--host", "0.0.0.0"], "say who may sign in"),  # noqa: S104 - is refused
        (["a.txt", "--auth", "none.txt", "--host", "192.0.2.7"], "none.txt"),
        (["a.txt", "--as", "a b"], "nobody can be called 'a b'"),
        (["a.txt", "--port", "99999"], "port"),
        (["a.txt", "--desk", "a.txt"], "is no desk"),
        (["user", "add", "ann"], "--auth"),
        (["user", "remove", "ann", "--auth", "none.txt"], "cannot be read"),
        (["user", "add", "a:b", "--auth", "team.txt"], "nobody can be called 'a:b'"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(
    here: Path, run: Run, arguments: list[str], said: str
) -> None:
    (here / "a.txt").write_text(MT, encoding="utf-8")
    result = run("review", *arguments)
    assert result.code == 2
    assert said in result.err
    assert "Traceback" not in result.err
    assert result.err.splitlines()[-1].startswith("mtcheck: error: ")


def user(folder: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mtcheck", "review", "user", *arguments]
    root = str(Path(__file__).parent.parent.parent)
    return subprocess.run(  # noqa: S603 - this project's own command
        command,
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": root},
    )


def test_people_are_let_in_and_taken_out(tmp_path: Path) -> None:
    added = user(
        tmp_path, "add", "ann", "--auth", "team.txt", "--role", "lead", given="long enough\n"
    )
    assert (added.returncode, added.stderr) == (0, "mtcheck: ann may sign in as lead\n")
    again = user(tmp_path, "add", "ann", "--auth", "team.txt", given="another one\n")
    assert again.stderr == "mtcheck: ann has a new password, as editor\n"
    assert user(tmp_path, "list", "--auth", "team.txt").stdout == "ann  editor\n"
    assert user(tmp_path, "remove", "ann", "--auth", "team.txt").returncode == 0
    nobody = user(tmp_path, "list", "--auth", "team.txt")
    assert (nobody.returncode, "nobody may sign in yet" in nobody.stderr) == (2, True)


def test_a_short_password_is_refused(tmp_path: Path) -> None:
    result = user(tmp_path, "add", "ann", "--auth", "team.txt", given="short\n")
    assert result.returncode == 2
    assert "a password has 10 to 1,024 characters" in result.stderr
    assert not (tmp_path / "team.txt").exists()


@pytest.fixture
def reviewed(here: Path) -> Path:
    """A desk with an edit."""
    path = here / "desk.sqlite"
    with Desk.open(path) as desk:
        desk.take([demo()])
        segment = desk.article(1, "ann").segments[1]
        desk.edit("ann", segment.id, "A corrected sentence.", version=0)
    return path


def test_what_comes_out_of_a_desk_is_written(here: Path, run: Run, reviewed: Path) -> None:
    result = run("review", "export", "decisions", "--desk", str(reviewed), "-o", "made.jsonl")
    assert (result.code, result.err) == (0, "mtcheck: wrote made.jsonl\n")
    result = run("review", "export", "corrected", "--desk", str(reviewed))
    assert result.code == 0
    (made,) = [p for p in here.iterdir() if p.suffix == ".txt"]
    assert "A corrected sentence." in made.read_text("utf-8")


def test_a_backup_is_a_desk_and_overwrites_nothing(here: Path, run: Run, reviewed: Path) -> None:
    result = run("review", "backup", "copy.sqlite", "--desk", str(reviewed))
    assert (result.code, result.err) == (0, "mtcheck: wrote copy.sqlite\n")
    with Desk.open(here / "copy.sqlite") as copy:
        assert copy.article(1, "ann").segments[1].text == "A corrected sentence."
    again = run("review", "backup", "copy.sqlite", "--desk", str(reviewed))
    assert again.code == 2
    assert "overwrites nothing" in again.err


@pytest.mark.parametrize("command", [["export", "tmx"], ["backup", "copy.sqlite"]])
def test_a_desk_that_is_not_there_is_not_made(here: Path, run: Run, command: list[str]) -> None:
    result = run("review", *command, "--desk", "none.sqlite")
    assert result.code == 2
    assert result.err == "mtcheck: error: none.sqlite: there is no such desk\n"
    assert not (here / "none.sqlite").exists()


def test_nobody_else_on_the_machine_can_read_a_desk(here: Path) -> None:
    """Served and closed once: its file, its log, its key and their folder are the owner's."""
    (here / "texts").mkdir()
    (here / "texts" / "a.en.mt.txt").write_text(MT, encoding="utf-8")
    for _ in range(2):  # the second time the folder has a desk in it, which is no translation
        with Server(here / "texts" / ".mtcheck" / "review.sqlite", ("texts",), named=False) as desk:
            lines = desk.lines
    assert lines[0].startswith("mtcheck: texts: 1 article, ")
    assert lines[0].endswith(" of them known")
    folder = here / "texts" / ".mtcheck"
    files = {path.name for path in folder.iterdir()}
    assert {"review.sqlite", "review.sqlite.key", ".gitignore"} <= files
    if os.name == "posix":
        assert folder.stat().st_mode & 0o077 == 0
        for path in folder.iterdir():
            assert path.name == ".gitignore" or path.stat().st_mode & 0o077 == 0, path

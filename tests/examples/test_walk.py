"""The example's page, run as written; and mtcheck as the gate of the example itself."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from examples.sessions import Command, matches, of_page, printed
from shell import ROOT, environment, run

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES = ROOT / "examples"
PAGE = (EXAMPLES / "README.md").read_text(encoding="utf-8")


@pytest.mark.skipif(shutil.which("git") is None, reason="the page makes a repository")
def test_the_page_shows_what_its_commands_print(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    commands = of_page(PAGE)
    assert len(commands) > 20
    outputs = printed(commands, tmp_path, environment(tmp_path / "home"))
    assert len(outputs) == len(commands)
    for command, output in zip(commands, outputs, strict=True):
        assert matches(command.shown, output), f"$ {command.typed}\n{output}"


def test_the_example_is_clean(tmp_path: Path) -> None:
    """What is committed passes its own gate, and nothing in it is out of use."""
    env = environment(tmp_path)
    done = run("mtcheck", "check", "de", "--source", "en", "-f", "json", cwd=EXAMPLES, env=env)
    assert (done.returncode, done.stderr) == (0, "")
    articles = json.loads(done.stdout)["articles"]
    assert [a["path"] for a in articles if a["findings"]] == []
    kinds = {reason for a in articles for reason in a["suppressed"]["by_reason"]}
    assert kinds == {"inline", "pair", "baseline"}


def test_the_page_names_every_file_of_the_example() -> None:
    for path in sorted((EXAMPLES / "de").rglob("*.*")):
        assert f"`{path.relative_to(EXAMPLES)}`" in PAGE


@pytest.mark.parametrize(
    ("shown", "output", "same"),
    [
        ((), "", True),
        ((), "a\n", False),
        (("a",), "a\n", True),
        (("a",), "a\nb\n", False),
        (("...", "b"), "a\na\nb\n", True),
        (("...", "b"), "a\nc\n", False),
        (("a [...]",), "a (b)\n", True),
        (("a (.)",), "a (b)\n", False),
    ],
)
def test_what_matches(shown: tuple[str, ...], output: str, *, same: bool) -> None:
    assert matches(shown, output) is same


def test_a_session_keeps_exit_codes_and_folders(tmp_path: Path) -> None:
    page = "```console\n$ mkdir a && cd a\n$ (exit 3)\n$ echo $? \\\n>   b\n3 b\n```\n"
    commands = of_page(page)
    assert commands[-1] == Command("echo $? \\\n  b", ("3 b",))
    outputs = printed([*commands, Command("pwd", ())], tmp_path, environment(tmp_path / "home"))
    assert outputs == ["", "", "3 b\n", f"{tmp_path / 'a'}\n"]

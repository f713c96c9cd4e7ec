"""What a shell is told when somebody presses Tab, and what patterns that match nothing come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Program, Run


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(program: Program, shell: str) -> None:
    done = program(_MTCHECK_COMPLETE=f"{shell}_source")
    assert done.code == 0
    assert f"_MTCHECK_COMPLETE={shell}_complete" in done.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("mtcheck ch", ["plain,check"]),
        ("mtcheck check --fail-on m", ["plain,minor", "plain,major"]),
        ("mtcheck check --no-c", ["plain,--no-cache"]),
        ("mtcheck check art", ["file,art"]),
        ("mtcheck fix art", ["file,art"]),
        ("mtcheck check --reference art", ["file,art"]),
    ],
)
def test_what_is_offered(program: Program, words: str, told: list[str]) -> None:
    count = str(len(words.split()) - 1)
    done = program(_MTCHECK_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count)
    assert done.code == 0
    assert done.out.splitlines() == told


def test_a_pattern_that_matches_nothing_is_told(run: Run) -> None:
    done = run("check", "texts/*.md")
    assert done.code == 2
    assert done.err.startswith("mtcheck: error: texts/*.md: there is no such file; patterns are")

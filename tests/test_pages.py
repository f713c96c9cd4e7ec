"""The pages of the docs, run as written."""

from __future__ import annotations

import doctest
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from examples.sessions import matches, of_page, printed
from shell import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
PAGES = {page.name: page.read_text(encoding="utf-8") for page in sorted(DOCS.glob("*.md"))}
SESSIONS = [name for name, page in PAGES.items() if "```console\n" in page]
# The docstrings behind reference.md are run where the interface is tested.
EXAMPLES = [name for name, page in PAGES.items() if "```pycon\n" in page and name != "reference.md"]


@pytest.mark.parametrize("name", SESSIONS)
def test_a_page_shows_what_its_commands_print(name: str, tmp_path: Path) -> None:
    work = tmp_path / "work"
    for folder in ("corpora", "examples"):
        shutil.copytree(ROOT / folder, work / folder)
    env = environment(tmp_path / "home", MTCHECK_CACHE_DIR=str(tmp_path / "cache"))
    commands = of_page(PAGES[name])
    outputs = printed(commands, work, env)
    assert len(outputs) == len(commands)
    for command, output in zip(commands, outputs, strict=True):
        assert matches(command.shown, output), f"$ {command.typed}\n{output}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_shows_what_its_examples_give(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    blocks = re.findall(r"```pycon\n(.*?)```", PAGES[name], re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, name, name, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL)
    assert runner.run(test).failed == 0, f"docs/{name}: see the output above"

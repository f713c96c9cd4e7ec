"""Help, version, rules, and how lightly the program starts."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from mtcheck import __version__, languages
from mtcheck.checks import CHECKS
from mtcheck.cli import progress as bar
from mtcheck.cli.pages import overview, page

if TYPE_CHECKING:
    from conftest import Run

_LIGHT = """
import sys
from mtcheck.cli import main
try:
    main({arguments})
except SystemExit:
    pass
print(*sorted(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["rules", "-h"]])
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    done = subprocess.run(  # noqa: S603 - this project's own command
        [sys.executable, "-c", _LIGHT.format(arguments=arguments)],
        capture_output=True,
        check=True,
        timeout=60,
    )
    loaded = set(done.stderr.decode().split())
    assert "click" in loaded
    heavy = {"msgspec", "regex", "rapidfuzz", "sacrebleu", "numpy", "rich", "jinja2", "markdown_it"}
    assert not loaded & (heavy | {"marisa_trie", "mtcheck.checks", "mtcheck.languages", "json"})


@pytest.mark.parametrize("arguments", [(), ("--help",), ("-h",)])
def test_help(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert (result.code, result.err) == (0, "")
    assert "check" in result.out
    assert "rules" in result.out


def test_help_of_check_names_every_default(run: Run) -> None:
    out = " ".join(run("check", "--help").out.split())
    assert "by the file's name (article.de.mt.txt), else en" in out
    assert "0 nothing at or above --fail-on, 1 something is, 2 an error" in out
    assert "[default: major]" in out


def test_version(run: Run) -> None:
    assert run("--version").out == f"mtcheck {__version__}\n"


def test_rules_lists_every_check(run: Run) -> None:
    result = run("rules")
    assert result.code == 0
    rows = [line.split() for line in result.out.splitlines()[1 : len(CHECKS) + 1]]
    assert [row[:4] for row in rows] == [
        [m.CHECK.code, m.CHECK.name, m.CHECK.category.value, m.CHECK.severity.value] for m in CHECKS
    ]
    assert result.out == overview()


@pytest.mark.parametrize("module", CHECKS, ids=lambda m: m.CHECK.code)
def test_a_page_says_all_about_a_check(run: Run, module: object) -> None:
    check = module.CHECK  # type: ignore[attr-defined]
    result = run("rules", check.code.lower())
    assert result.code == 0
    assert result.out == run("rules", check.name).out == page(check.code)
    assert (module.__doc__ or "").strip().splitlines()[0] in result.out
    assert all(example.mt in result.out for example in check.examples)
    able = [c for c in languages.covered() if all(map(languages.load(c).has, check.needs))]
    assert " ".join(able) in result.out


def test_an_unknown_check(run: Run) -> None:
    result = run("rules", "garbled")
    assert (result.code, result.out) == (2, "")
    assert (
        result.err
        == "mtcheck: error: rules: there is no check 'garbled'; did you mean garbled-name?\n"
    )


class _Terminal:
    """A standard error that says it is a terminal and keeps what is drawn."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.drawn = ""

    def write(self, text: str) -> int:
        self.drawn += text
        return len(text)

    def flush(self) -> None:
        """Nothing is kept back."""

    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(bar, "_PATIENCE", 0.0)
    monkeypatch.setattr(bar, "_BEAT", 0.01)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with bar.progress(3) as state:
        state.step("evil\x1b[31m[bold].txt")
        state.finish()
        for _ in range(500):
            if "evil" in terminal.drawn:
                break
            threading.Event().wait(0.02)
    assert "1/3" in terminal.drawn
    assert "evil\\x1b[31m[bold].txt" in terminal.drawn


def test_progress_is_quiet_when_it_is_quick_or_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with bar.progress(1) as state:
        state.step("a.txt")
    assert capsys.readouterr().err == ""
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with bar.progress(1) as state:
        state.step("a.txt")
    assert terminal.drawn == ""

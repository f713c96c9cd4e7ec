"""What makes the exit code 1, and what is told of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

GOOD = "The council met in the town hall and talked about the new bridge. "
BAD = "cafÃ© is open.\n"


@pytest.fixture
def texts(here: Path) -> Path:
    (here / "a.txt").write_text(GOOD * 10 + BAD, encoding="utf-8")  # 133 words, 5 points
    (here / "b.txt").write_text(GOOD * 30, encoding="utf-8")
    return here


def check(run: Run, *arguments: str) -> tuple[int, str]:
    result = run("check", "a.txt", "b.txt", "--select", "F507", *arguments)
    return result.code, result.err


def test_penalty_of_an_article(texts: Path, run: Run) -> None:
    del texts
    never = ("--fail-on", "never")
    assert check(run, *never, "--max-penalty", "4") == (0, "")
    code, err = check(run, *never, "--max-penalty", "3")
    assert code == 1
    assert err == (
        "mtcheck: fails: a.txt: 3.76 penalty points per 100 words, above the 3 of max-penalty\n"
    )
    assert check(run, *never, "--max-penalty", "0")[0] == 1


def test_penalty_of_the_whole(texts: Path, run: Run) -> None:
    del texts
    never = ("--fail-on", "never")
    assert check(run, *never, "--max-total-penalty", "1") == (0, "")
    code, err = check(run, *never, "--max-total-penalty", "0.9")
    assert code == 1
    assert "fails: all articles: 0.96 penalty points per 100 words, above the 0.9 of" in err


def test_mqm_score(texts: Path, run: Run) -> None:
    del texts
    never = ("--fail-on", "never")
    assert check(run, *never, "--min-mqm", "96")[0] == 0
    code, err = check(run, *never, "--min-mqm", "97")
    assert code == 1
    assert "fails: a.txt: MQM score 96.24, below the 97 of min-mqm" in err
    code, err = check(run, "--min-mqm", "97", "--scoring", "google")
    assert code == 2
    assert "min_mqm: goes with scoring mqm2 only" in err


def test_suppressed_findings_cost_nothing(texts: Path, run: Run) -> None:
    del texts
    assert check(run, "--max-penalty", "0", "--min-confidence", "1")[0] == 0


def test_the_strictest_bound_holds_for_the_whole(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text(
        'fail-on = "never"\nmax-total-penalty = 5\n[[overrides]]\nfiles = ["b.txt"]\n'
        "max-total-penalty = 0.5\n"
    )
    assert check(run)[0] == 1


def test_exit_zero(texts: Path, run: Run) -> None:
    del texts
    assert check(run)[0] == 1
    assert check(run, "--exit-zero")[0] == 0
    assert check(run, "--exit-zero", "--max-penalty", "0")[0] == 0
    assert check(run, "--exit-zero", "--baseline", "gone.json")[0] == 2
    assert run("check", "a.txt", "gone.txt", "--exit-zero").code == 2


def test_statistics(texts: Path, run: Run) -> None:
    del texts
    arguments = ("check", "a.txt", "b.txt", "--select", "F507", "-f", "json")
    result = run(*arguments, "--statistics")
    assert result.err == (
        "mtcheck: code  name      critical  major  minor  hidden\n"
        "mtcheck: F507  mojibake  0         1      0      0\n"
        "mtcheck: all             0         1      0      0\n"
        "mtcheck: 2 articles, 523 words, 0.96 penalty points per 100 words\n"
    )
    assert result.out == run(*arguments).out
    hidden = run(*arguments, "--statistics", "--min-confidence", "1").err
    assert "F507  mojibake  0         0      0      1" in hidden


def test_what_is_less_sure_than_asked_stops_nothing(texts: Path, run: Run) -> None:
    source = "Without any details, the council met on Monday in the old town hall."
    (texts / "de.src.txt").write_text(f"{source}\n", encoding="utf-8")
    (texts / "de.mt.txt").write_text(
        "Der Rat der Stadt trat am Montag im alten Rathaus zusammen.\n", encoding="utf-8"
    )
    arguments = ("check", "de.mt.txt", "--source", "de.src.txt", "--target-lang", "de")
    arguments += ("--source-lang", "en", "--select", "A306")
    shown = run(*arguments, "-f", "json")
    (finding,) = json.loads(shown.out)["articles"][0]["findings"]
    assert finding["severity"] == "major"
    assert finding["confidence"] < 0.5
    assert shown.code == 1
    assert run(*arguments, "--fail-confidence", "0.5").code == 0
    (texts / "mtcheck.toml").write_text("fail-confidence = 0.5\n", encoding="utf-8")
    assert run(*arguments).code == 0
    assert run(*arguments, "--fail-confidence", "0.1").code == 1
    assert run(*arguments, "--fail-confidence", "2").code == 2


@pytest.mark.parametrize("option", ["--max-penalty", "--max-total-penalty", "--min-mqm"])
def test_bounds_are_numbers(texts: Path, run: Run, option: str) -> None:
    del texts
    for value in ("-1", "x") if option != "--min-mqm" else ("x",):
        code, err = check(run, option, value)
        assert code == 2
        assert err.count("\n") == 1


@pytest.mark.skipif(shutil.which("git") is None, reason="asks a real git")
def test_changed_since(texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    (texts / "a.txt").write_text(f"{BAD}\nnaÃ¯ve is one.\n", encoding="utf-8")
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=A", "-c", "user.email=a@b.c", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *arguments], cwd=texts, check=True)  # noqa: S603, S607
    assert check(run, "--changed-since", "HEAD")[0] == 0
    (texts / "a.txt").write_text(f"{BAD}\nnaÃ¯ve is all.\n", encoding="utf-8")
    code, err = check(run, "--changed-since", "HEAD")
    assert (code, err) == (1, "")
    result = run("check", "a.txt", "--changed-since", "HEAD", "-f", "json", "--select", "F507")
    (article,) = json.loads(result.out)["articles"]
    assert [f["text"] for f in article["findings"]] == ["naÃ¯ve"]
    assert article["suppressed"]["by_reason"] == {"unchanged": 1}
    code, err = check(run, "--changed-since", "gone")
    assert code == 2
    assert "error: --changed-since gone: git knows no such commit in " in err
    assert run("check", "gone.txt", "b.txt", "--changed-since", "HEAD").code == 2

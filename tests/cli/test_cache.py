"""``mtcheck check`` with kept results, and ``mtcheck cache``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Program, Run

MT = "Secretary of State Anthony Blingen spoke in Geneva. He was was there.\n"
REFERENCE = "Secretary of State Antony Blinken spoke in Geneva. He was there.\n"


@pytest.fixture
def texts(here: Path) -> Path:
    (here / "a.mt.txt").write_text(MT, encoding="utf-8")
    (here / "a.ref.txt").write_text(REFERENCE, encoding="utf-8")
    return here


def kept() -> Path:
    return Path(os.environ["MTCHECK_CACHE_DIR"])


def results(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if len(p.name) == 40]


def test_a_second_run_says_the_same_and_works_nothing_out(
    texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    del texts
    first = run("check", "a.mt.txt")
    assert first.code == 1
    with monkeypatch.context() as patch:
        patch.setattr("mtcheck.analysing.analyse", None)
        assert run("check", "a.mt.txt") == first
    assert run("check", "a.mt.txt", "--no-cache") == first


def test_a_run_whose_results_are_kept_loads_neither_model_nor_checks(texts: Path) -> None:
    script = (
        "import sys\nfrom mtcheck.cli import main\n"
        "try:\n    main(['check', 'a.mt.txt'])\nexcept SystemExit:\n    pass\n"
        "heavy = 'onnxruntime numpy sentencepiece sacrebleu transformers mtcheck.analysing"
        " mtcheck.checks mtcheck.aligning mtcheck.spans.detector'.split()\n"
        "print([m for m in heavy if m in sys.modules], file=sys.stderr)\n"
    )
    said = [
        subprocess.run(  # noqa: S603 - this interpreter, our own script
            [sys.executable, "-c", script], cwd=texts, capture_output=True, text=True, check=True
        )
        for _ in range(2)
    ]
    assert "onnxruntime" in said[0].stderr
    assert said[1].stderr == "[]\n"
    assert said[1].stdout == said[0].stdout


def test_another_text_or_setting_is_worked_out(texts: Path, run: Run) -> None:
    run("check", "a.mt.txt", "--model", "none")
    before = len(results(kept()))
    run("check", "a.mt.txt", "--model", "none", "--fail-on", "never", "--exit-zero")
    assert len(results(kept())) == before
    run("check", "a.mt.txt", "--model", "none", "--ignore", "F")
    assert len(results(kept())) == before + 1
    (texts / "a.mt.txt").write_text(MT + "More.\n", encoding="utf-8")
    assert "F501" in run("check", "a.mt.txt", "--model", "none").out
    assert len(results(kept())) == before + 2


def test_a_renamed_file_is_known(texts: Path, run: Run) -> None:
    first = run("check", "a.mt.txt", "--model", "none")
    before = len(results(kept()))
    (texts / "a.mt.txt").rename(texts / "b.mt.txt")
    (texts / "a.ref.txt").rename(texts / "b.ref.txt")
    again = run("check", "b.mt.txt", "--model", "none")
    assert again.out == first.out.replace("a.mt.txt", "b.mt.txt")
    assert len(results(kept())) == before


def test_nothing_is_kept_where_nobody_wants_it(texts: Path, run: Run) -> None:
    run("check", "a.mt.txt", "--model", "none", "--no-cache")
    assert not kept().exists()
    (texts / "mtcheck.toml").write_text("cache-size = 0\n")
    run("check", "a.mt.txt", "--model", "none")
    assert not kept().exists()


def test_the_configuration_names_the_folder_and_the_environment_wins(
    texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (texts / "mtcheck.toml").write_text('cache-dir = "kept"\n')
    run("check", "a.mt.txt", "--model", "none")
    assert results(kept())
    assert not (texts / "kept").exists()
    monkeypatch.delenv("MTCHECK_CACHE_DIR")
    run("check", "a.mt.txt", "--model", "none")
    assert results(texts / "kept")
    said = run("cache", "info").out
    assert said.startswith(f"folder  {texts / 'kept'}\nholds   2 files (0.0 MB)\nbound   512 MB\n")
    run("check", "a.mt.txt", "--model", "none", "--cache-dir", "other")
    assert results(texts / "other")


@pytest.mark.parametrize("damage", [b"", b"\x00" * 50, b"mtcheck cache 1\n" + b"x" * 200])
def test_a_damaged_cache_is_told_of_and_made_again(texts: Path, run: Run, damage: bytes) -> None:
    del texts
    first = run("check", "a.mt.txt", "--model", "none")
    for path in results(kept()):
        path.write_bytes(damage)
    again = run("check", "a.mt.txt", "--model", "none")
    assert (again.code, again.out) == (first.code, first.out)
    assert "kept results were damaged, and worked out again\n" in again.err
    assert run("check", "a.mt.txt", "--model", "none") == first


def test_a_folder_that_cannot_be_used_is_a_warning(
    texts: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run("check", "a.mt.txt", "--model", "none")
    monkeypatch.setenv("MTCHECK_CACHE_DIR", str(texts / "a.ref.txt" / "below"))
    again = run("check", "a.mt.txt", "--model", "none")
    assert (again.code, again.out) == (first.code, first.out)
    assert again.err.count("\n") == first.err.count("\n") + 1
    assert "cannot be used (" in again.err
    assert "--no-cache" in again.err


def test_programs_at_once_agree(texts: Path, program: Program) -> None:
    expected = program("check", "a.mt.txt", "--model", "none", "--no-cache")
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "mtcheck", "check", "a.mt.txt", "--model", "none"],
            cwd=texts,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for one in running:
        out, err = one.communicate(timeout=60)
        assert (out, err, one.returncode) == (expected.out, expected.err, expected.code)
    assert len(results(kept())) == 2


def test_clear_and_info(texts: Path, run: Run) -> None:
    del texts
    assert run("cache", "info").out.splitlines()[1] == "holds   0 files (0.0 MB)"
    run("check", "a.mt.txt", "--model", "none")
    assert run("cache", "info").out.splitlines()[1] == "holds   2 files (0.0 MB)"
    said = run("cache", "clear")
    assert said.code == 0
    assert said.err == f"mtcheck: took 2 files (0.0 MB) out of {kept()}\n"
    assert not results(kept())
    assert run("cache", "info", "--cache-dir", "no\x1bwhere").code == 0


def test_fix_and_baseline_use_it_too(texts: Path, run: Run) -> None:
    run("baseline", "write", "a.mt.txt", "--model", "none")
    assert results(kept())
    run("fix", "a.mt.txt", "--model", "none")
    assert "He was there." in (texts / "a.mt.txt").read_text(encoding="utf-8")
    assert "applied 0 fixes in 0 files" in run("fix", "a.mt.txt", "--model", "none").err


def test_two_processes_at_once_say_the_same_and_damage_nothing(here: Path) -> None:
    for number in range(12):
        (here / f"a{number}.txt").write_text(f"He said said {number}.", encoding="utf-8")
    command = [sys.executable, "-m", "mtcheck", "check", ".", "--model", "none", "-f", "jsonl"]
    command += ["--cache-dir", str(here / "kept")]
    env = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for _ in range(2):  # an empty cache, then a full one
        both = [
            subprocess.Popen(  # noqa: S603 - this program itself
                command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
            for _ in range(2)
        ]
        said = [process.communicate() for process in both]
        assert said[0] == said[1]
        assert said[0][0].count(b'"F501"') >= 12
        assert said[0][1] == b""

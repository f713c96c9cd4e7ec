"""What may be resumed: the same run, and nothing else; the message says what differs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from batch.runs import batch, manifest, prints, rows

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a run that is complete, and its corpus."""
    folder = tmp_path_factory.mktemp("begun")
    batch(manifest(folder / "corpus.csv", rows(3)), "--output", folder / "run")
    return folder


def test_a_run_is_not_begun_twice(begun: Path) -> None:
    done = batch(begun / "corpus.csv", "--output", begun / "run", code=2)
    assert "holds a run already: --resume goes on with it" in done.stderr


def test_a_complete_run_is_left_as_it_is(begun: Path) -> None:
    before = prints(begun / "run")
    done = batch(begun / "corpus.csv", "--output", begun / "run", "--resume")
    assert "6 of 6 articles" in done.stderr
    assert prints(begun / "run") == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--min-confidence", "0.5"], "settings.min_confidence was not set, now 0.5"),
        (["--select", "N1"], 'settings.select was not set, now ["N1"]'),
        (["--model", "spans"], "models"),
        (["--scores"], "scores was false, now true"),
        (["--shard-rows", "7"], "rows_a_shard was 500, now 7"),
    ],
)
def test_other_settings_are_refused(begun: Path, options: list[str], said: str) -> None:
    done = batch(begun / "corpus.csv", "--output", begun / "run", "--resume", *options, code=2)
    assert "cannot be resumed with this" in done.stderr
    assert said in done.stderr


def test_the_same_settings_are_the_same(tmp_path: Path) -> None:
    options = ["--select", "N1,Q2", "--ignore", "N102", "--min-confidence", "0.25", "--scores"]
    words = (manifest(tmp_path / "corpus.csv", rows(2)), "--output", tmp_path / "run", *options)
    batch(*words)
    (tmp_path / "run" / "shards" / "000000.json").unlink()
    before = prints(tmp_path / "run")
    batch(*words, "--resume")
    assert prints(tmp_path / "run") == before


def test_the_output_may_not_be_a_file_or_inside_the_input(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(2))
    assert "is a file" in batch(corpus, "--output", corpus, code=2).stderr
    (tmp_path / "a.mt.txt").write_text("The town is quiet.\n", encoding="utf-8")
    done = batch(tmp_path, "--output", tmp_path / "run", code=2)
    assert "is inside the input" in done.stderr
    assert not (tmp_path / "run").exists()
    assert "there is no folder" in batch(corpus, "--output", tmp_path / "a" / "b", code=2).stderr


def test_workers_and_timeout_may_differ(begun: Path) -> None:
    options = ("--workers", "3", "--timeout", "5")
    batch(begun / "corpus.csv", "--output", begun / "run", "--resume", *options)


def test_another_input_is_refused(begun: Path, tmp_path: Path) -> None:
    made = rows(3)
    made[5]["mt"] += " Indeed."
    (tmp_path / "corpus.csv").write_bytes((begun / "corpus.csv").read_bytes())
    batch(tmp_path / "corpus.csv", "--output", tmp_path / "run")
    manifest(tmp_path / "corpus.csv", made)
    done = batch(tmp_path / "corpus.csv", "--output", tmp_path / "run", "--resume", code=2)
    assert "input.sha256 was" in done.stderr
    assert "input.articles" not in done.stderr


def test_another_configuration_is_refused(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(2))
    config = tmp_path / "own.toml"
    config.write_text('ignore = ["Q201"]\n', encoding="utf-8")
    words = (corpus, "--output", tmp_path / "run", "--config", config)
    batch(*words, isolated=False)
    config.write_text('ignore = ["N101"]\n', encoding="utf-8")
    done = batch(*words, "--resume", code=2, isolated=False)
    assert f"files.{config} was" in done.stderr


def test_another_version_is_refused(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(2))
    batch(corpus, "--output", tmp_path / "run")
    run = tmp_path / "run" / "run.json"
    text = run.read_text(encoding="utf-8")
    run.write_text(text.replace('"schema": 1', '"schema": 0'), encoding="utf-8")
    done = batch(corpus, "--output", tmp_path / "run", "--resume", code=2)
    assert "schema was 0, now 1" in done.stderr
    assert "run.json: is damaged" in batch("verify", tmp_path / "run", code=1).stderr


def test_a_damaged_plan_is_said(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(2))
    batch(corpus, "--output", tmp_path / "run")
    (tmp_path / "run" / "plan.jsonl").write_bytes(b"")
    for words in ((corpus, "--output", tmp_path / "run", "--resume"), ("verify", tmp_path / "run")):
        assert "plan.jsonl: is damaged" in batch(*words, code=2).stderr


def test_there_must_be_a_run_to_resume_or_verify(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(2))
    done = batch(corpus, "--output", tmp_path / "run", "--resume", code=2)
    assert "holds no run that could be resumed" in done.stderr
    assert not (tmp_path / "run").exists(), "nothing is left of a run that did not begin"
    assert "is no run of mtcheck batch" in batch("verify", tmp_path, code=2).stderr


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(2))
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "thesis.tex").write_text("years of work", encoding="utf-8")
    done = batch(corpus, "--output", tmp_path / "run", code=2)
    assert "has something else in it (thesis.tex)" in done.stderr
    assert [p.name for p in (tmp_path / "run").iterdir()] == ["thesis.tex"]


def test_a_start_that_was_killed_before_it_began_can_begin(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(2))
    batch(corpus, "--output", tmp_path / "whole")
    (tmp_path / "run" / "shards").mkdir(parents=True)
    (tmp_path / "run" / ".plan.jsonl.77.tmp").write_bytes(b'{"sh')
    (tmp_path / "run" / "plan.jsonl").write_bytes(b"")
    batch(corpus, "--output", tmp_path / "run")
    assert prints(tmp_path / "run") == prints(tmp_path / "whole")


def test_a_stray_file_is_found(begun: Path) -> None:
    stray = begun / "run" / "findings" / "part-000099.parquet"
    stray.write_bytes(b"PAR1")
    try:
        assert (
            "part-000099.parquet: belongs to no shard"
            in batch("verify", begun / "run", code=1).stderr
        )
    finally:
        stray.unlink()

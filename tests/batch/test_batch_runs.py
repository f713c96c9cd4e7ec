"""A run that nothing disturbs: the same findings as check, the same bytes for any workers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from batch.runs import batch, manifest, prints, rows, table

from mtcheck.batch import tables
from mtcheck.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable

CORPORA = Path(__file__).parents[2] / "corpora"
OF_FINDING = (
    "code name category severity confidence start end text line column segment reference_text "
    "source_text suggestion safe message basis evidence fingerprint"
).split()
OF_SEGMENT = "index start end text reference source score quality".split()


def _checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    with pytest.raises(SystemExit):
        main(["check", "--isolated", "--format", "jsonl", *arguments])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _picked(found: Iterable[dict[str, Any]], names: Iterable[str]) -> list[list[Any]]:
    return [[one[name] for name in names] for one in found]


@pytest.mark.parametrize("model", ["none", "spans"])
def test_a_folder_has_the_findings_that_check_has(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model: str
) -> None:
    run = tmp_path / "run"
    batch(CORPORA, "--output", run, "--model", model, "--scores", "--workers", "2")
    checked = _checked(capsys, str(CORPORA), "--model", model)
    articles, found = table(run, "articles"), table(run, "findings")
    assert [a["document"] for a in articles] == [
        Path(c["path"]).relative_to(CORPORA).as_posix() for c in checked
    ]
    assert sum(len(c["findings"]) for c in checked) > 40
    for article, one in zip(articles, checked, strict=True):
        own = [f for f in found if f["article"] == article["article"]]
        assert _picked(own, OF_FINDING) == _picked(one["findings"], OF_FINDING)
        segments = [s for s in table(run, "segments") if s["article"] == article["article"]]
        assert _picked([s | {"index": s["segment"]} for s in segments], OF_SEGMENT) == _picked(
            one["segments"], OF_SEGMENT
        )
        scores = one["scores"]
        for name in ("mqm", "bleu", "chrf", "ter", "penalty", "penalty_per_100_words"):
            expected = scores[name]
            assert article[name] == (
                expected if expected is None else pytest.approx(expected, abs=0.01)
            )
        assert article["words"] == scores["words"]
        assert article["notes"] == one["notes"]
        assert article["findings"] == len(one["findings"])
        assert article["suppressed_confidence"] == one["suppressed"]["total"]
        assert (article["source_lang"], article["target_lang"]) == (
            one["source_lang"],
            one["target_lang"],
        )
    (facts,) = table(run, "run")
    assert (facts["model"] is None) == (model == "none")
    assert {s.split()[1] for s in facts["sacrebleu"]} == {"bleu", "chrf", "ter"}
    assert all("version:" in s for s in facts["sacrebleu"])


def test_a_manifest_has_the_findings_that_check_has_for_the_same_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = rows(5, systems=["one"])
    batch(manifest(tmp_path / "corpus.csv", made), "--output", tmp_path / "run")
    lines = [f"{r['mt']}\t{r['ref']}\t{r['doc']}" for r in made]
    (tmp_path / "same.tsv").write_text("mt\tref\tdoc\n" + "\n".join(lines) + "\n", encoding="utf-8")
    checked = _checked(capsys, str(tmp_path / "same.tsv"), "--model", "none")
    found = table(tmp_path / "run", "findings")
    names = [n for n in OF_FINDING if n not in {"fingerprint", "column"}]
    assert _picked(found, names) == [
        [f[n] for n in names] for article in checked for f in article["findings"]
    ]
    assert len(found) >= 5


def test_workers_and_shards_change_no_byte(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(30))
    for workers in ("1", "2", "3"):
        batch(corpus, "--output", tmp_path / workers, "--workers", workers, "--shard-rows", "24")
    one = prints(tmp_path / "1")
    assert len([name for name in one if name.startswith("articles")]) == 10
    assert prints(tmp_path / "2") == one
    assert prints(tmp_path / "3") == one
    assert batch("verify", tmp_path / "3", code=0).stdout == "10 of 10 shards done, whole\n"


def test_every_table_has_its_schema_and_timings_are_apart(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    batch(manifest(tmp_path / "corpus.csv", rows(2)), "--output", tmp_path / "run")
    for one in tables.TABLES:
        (path,) = tables.parts(tmp_path / "run", one)
        assert pq.read_schema(path).equals(tables.schema(one), check_metadata=True)
    timings = table(tmp_path / "run", "timings")
    assert len(timings) == len(table(tmp_path / "run", "articles"))
    assert all(0 < t["seconds"] < 60 for t in timings)


def test_progress_in_lines_and_exit_codes(tmp_path: Path) -> None:
    corpus = manifest(tmp_path / "corpus.csv", rows(3))
    done = batch(corpus, "--output", tmp_path / "a", "--progress", "json")
    lines = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert lines[-1]["event"] == "end"
    assert lines[-1]["articles_done"] == lines[-1]["articles"] == 6
    assert lines[-1]["segments"] == 24
    assert lines[-1]["findings"] == len(table(tmp_path / "a", "findings"))
    batch(corpus, "--output", tmp_path / "b", "--exit-zero", code=0)
    batch(corpus, "--output", tmp_path / "c", "--fail-on", "never", code=0)
    assert "{" not in batch(corpus, "--output", tmp_path / "d").stderr


def test_help_says_what_can_be_done() -> None:
    done = batch("--help", code=0)
    assert "verify" in done.stdout
    assert "INPUT" in batch("run", "--help", code=0).stdout

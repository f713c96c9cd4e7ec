"""``mtcheck eval``: exit codes, files written, and one clear line for what is wrong."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Run

SAMPLES = Path(__file__).parent.parent / "evaluation" / "samples"
NATIVE = str(SAMPLES / "native.jsonl")


def test_tables_go_to_standard_output(run: Run) -> None:
    done = run("eval", NATIVE, "--resamples", "20")
    assert (done.code, done.err) == (0, "")
    assert "Precision at 2% of words" in done.out
    assert "sxs23 de-en" in done.out


def test_json_is_the_same_each_time(run: Run) -> None:
    arguments = ("eval", NATIVE, "--resamples", "20", "--format", "json")
    one, two = run(*arguments), run(*arguments)
    assert one == two
    assert json.loads(one.out)["mode"] == "given"


def test_files_are_written(run: Run, here: Path) -> None:
    done = run(
        "eval", NATIVE, "--resamples", "0", "--format", "markdown", "--output", "tables.md",
        "--save-spans", "spans.jsonl", "--plot", "curve.svg",
    )  # fmt: skip
    assert (done.code, done.out) == (0, "")
    assert (here / "tables.md").read_text(encoding="utf-8").count("## ") > 4
    assert (here / "curve.svg").read_text(encoding="utf-8").startswith("<svg")
    again = run("eval", NATIVE, "--resamples", "20", "--compare", "spans.jsonl")
    assert again.code == 0
    assert "Differences" in again.out


def test_rows_may_be_chosen(run: Run) -> None:
    done = run("eval", NATIVE, "--resamples", "0", "--origin", "sxs23", "--mode", "both")
    assert done.code == 0
    assert "demetr" not in done.out
    wrong = run("eval", NATIVE, "--pair", "fr-en")
    assert (wrong.code, wrong.out) == (2, "")
    assert "--pair: no row is of 'fr-en' (there are: de-en)" in wrong.err


def test_only_some_checks(run: Run) -> None:
    done = run("eval", NATIVE, "--resamples", "0", "--select", "F501", "--format", "json")
    assert {count["label"] for count in json.loads(done.out)["codes"]} <= {"F501"}
    assert run("eval", NATIVE, "--select", "Z999").code == 2


BAD = {
    "not-json.jsonl": b'{"lp": "de-en", "mt": "x", "errors": [], "id": "1"}\n{oops\n',
    "outside.jsonl": b'{"lp": "de-en", "mt": "x", "id": "1", "errors": '
    b'[{"start": 0, "end": 2, "severity": "minor"}]}\n',
    "origin.jsonl": b'{"lp": "de-en", "mt": "x", "errors": [], "id": "1", "origin": "nowhere"}\n',
    "cut.jsonl.gz": gzip.compress(b'{"lp": "de-en", "mt": "x", "errors": [], "id": "1"}\n')[:-12],
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_bad_gold_is_one_line_and_code_2(run: Run, here: Path, name: str) -> None:
    (here / name).write_bytes(BAD[name])
    done = run("eval", name)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"mtcheck: error: {name}:")
    assert done.err.count("\n") == 1


def test_a_missing_reference_is_told(run: Run) -> None:
    done = run("eval", NATIVE, "--mode", "ref")
    assert done.code == 2
    assert "native.jsonl:6: --mode ref needs a reference" in done.err


def test_a_missing_file_and_a_folder_without_gold(run: Run, here: Path) -> None:
    assert "there is no such file" in run("eval", "nothing.jsonl").err
    (here / "empty").mkdir()
    assert "is a folder without gold.json" in run("eval", "empty").err


def test_bad_rows_are_left_out_only_when_asked(run: Run, here: Path) -> None:
    good = Path(NATIVE).read_bytes()
    (here / "gold.jsonl").write_bytes(good + BAD["outside.jsonl"])
    assert run("eval", "gold.jsonl").code == 2
    done = run("eval", "gold.jsonl", "--skip-bad", "--resamples", "0")
    assert done.code == 0
    assert "1 bad rows left out; first: gold.jsonl:7" in done.err


def test_gold_is_not_overwritten(run: Run, here: Path) -> None:
    (here / "gold.jsonl").write_bytes(Path(NATIVE).read_bytes())
    done = run("eval", "gold.jsonl", "--output", "gold.jsonl")
    assert done.code == 2
    assert "would be overwritten" in done.err

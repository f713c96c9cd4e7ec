"""Runs of a batch and annotations by people, taken into a desk and out of it again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from reviewing.desks import take_glued

from mtcheck.errors import InputError
from mtcheck.evaluation import gold
from mtcheck.mqm import Category
from mtcheck.reviewing import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "tests" / "evaluation" / "samples"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(tmp_path / "desk.sqlite") as opened:
        yield opened


@pytest.mark.parametrize("name", ["marot.tsv", "native.jsonl", "standalone.jsonl", "desk.jsonl"])
def test_annotations_stand_where_they_were_made(desk: Desk, name: str) -> None:
    rows = gold.read([str(SAMPLES / name)], gold.Options())
    desk.take_gold(SAMPLES / name)
    wanted = sorted(m.span.of(row.mt) for row in rows for m in row.marks)
    shown = []
    for one in desk.queue(limit=100).rows:
        for segment in desk.article(one.article, "ann").segments:
            for finding in segment.findings:
                assert finding.place is not None
                assert finding.place.of(segment.text) == finding.text
                assert finding.category in set(Category)
                assert finding.origin == "import"
                shown.append(finding.text)
    assert sorted(shown) == wanted


def test_annotations_taken_again_are_the_same(desk: Desk) -> None:
    first = desk.take_gold(SAMPLES / "marot.tsv")
    again = desk.take_gold(SAMPLES / "marot.tsv")
    assert (again.known, again.gone) == (first.findings, 0)


def test_what_a_desk_wrote_for_marot_is_taken_into_another(desk: Desk, tmp_path: Path) -> None:
    desk.decide("ann", take_glued(desk), "accepted", version=0)  # of a text without a source
    path = tmp_path / "1" / "2" / "marot.tsv"  # no folder is named after languages
    path.parent.mkdir(parents=True)
    path.write_bytes(desk.export("marot").raw)
    with Desk.open(tmp_path / "other.sqlite") as other:
        with pytest.raises(InputError, match="--source-lang en --target-lang de"):
            other.take_gold(path)
        taken = other.take_gold(path, ("ru", "en"))
        assert taken.findings == 2  # one in each of the two sentences
        (row,) = other.queue().rows
        assert (row.pair, row.document) == ("ru-en", "glued")


def test_a_run_has_its_sentences_and_findings_where_they_were(desk: Desk, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(ROOT / "corpora" / "security-talks", texts / "security-talks")
    command = [sys.executable, "-m", "mtcheck", "batch", str(texts), "--output"]
    run = tmp_path / "run"
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, str(run), "--model", "none"],
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode in {0, 1}, done.stderr
    taken = desk.take_run(run)
    assert (taken.articles, taken.notes) == (1, ())
    (row,) = desk.queue().rows
    mt = (texts / "security-talks" / "article.en.mt.txt").read_text("utf-8")
    view = desk.article(row.article, "ann")
    assert [s.mt for s in view.segments] == [mt[s.start : s.end] for s in view.segments]
    found = [f for s in view.segments for f in s.findings]
    assert [f.text for f in found] == [mt[f.start : f.end] for f in found]
    assert len(found) == taken.findings > 0
    assert view.segments[4].reference is not None


def test_a_folder_that_is_no_run_is_told(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        desk.take_run(tmp_path)

"""What is learnt from, and folds that no document crosses."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from mtcheck.errors import InputError
from mtcheck.training.collecting import FOLDS, collect, drawn, folds

if TYPE_CHECKING:
    from pathlib import Path


def row(number: int, **changes: object) -> dict[str, object]:
    return {
        "id": f"r{number}", "origin": "sxs23", "lp": "zh-en", "system": f"s{number % 3}",
        "doc": f"d{number // 5}", "seg": str(number), "rater": "a", "src": f"源{number}",
        "mt": f"Text {number}.", "ref": f"A text {number}.", "errors": [], "n_source_errors": 0,
        "flags": [], **changes,
    }  # fmt: skip


def written(path: Path, rows: list[dict[str, object]]) -> list[str]:
    path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    return [str(path)]


def test_what_is_no_use_is_left_out(tmp_path: Path) -> None:
    rows = [
        row(0),
        row(1, flags=["human"]),
        row(2, lp="en-fi"),
        row(3, origin="bio_v1"),
        row(4, origin="demetr", n_source_errors=1),
        row(5, origin="demetr"),
    ]
    paths = written(tmp_path / "gold.jsonl", rows)
    assert [t.row.id for t in collect(paths, ["bio_v1"])] == ["r0", "r5"]
    with pytest.raises(InputError, match=r"gold\.jsonl: no translation left"):
        collect(paths, ["bio_v1", "sxs23", "demetr"])


def test_a_document_is_in_one_fold(tmp_path: Path) -> None:
    rows = [row(n) for n in range(200)]
    found = collect(written(tmp_path / "gold.jsonl", rows))
    fold = folds(found)
    by_document: dict[str | None, set[int]] = {}
    for one in found:
        by_document.setdefault(one.row.document, set()).add(fold(one.row))
    assert all(len(numbers) == 1 for numbers in by_document.values())
    assert {n for numbers in by_document.values() for n in numbers} == set(range(FOLDS))


def test_a_collection_of_few_documents_is_divided_by_segments(tmp_path: Path) -> None:
    rows = [row(n, doc=f"d{n % 2}", src=f"源{n // 4}") for n in range(200)]
    found = collect(written(tmp_path / "gold.jsonl", rows))
    fold = folds(found)
    by_source: dict[str | None, set[int]] = {}
    for one in found:
        by_source.setdefault(one.row.source, set()).add(fold(one.row))
    assert all(len(numbers) == 1 for numbers in by_source.values())
    assert {n for numbers in by_source.values() for n in numbers} == set(range(FOLDS))


def test_a_draw_is_the_same_whatever_the_order(tmp_path: Path) -> None:
    found = collect(written(tmp_path / "gold.jsonl", [row(n) for n in range(60)]))
    some = {one.row.id for one in drawn(found, 20, 1)}
    assert some == {one.row.id for one in drawn(found[::-1], 20, 1)}
    assert some != {one.row.id for one in drawn(found, 20, 2)}

"""Trees by hand, and the numbers that ship."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec
import numpy as np  # noqa: TID253 - what the trees take
import pytest

from mtcheck.errors import ModelError
from mtcheck.spans import fusion, loading
from mtcheck.spans.boosted import Forest, Tree
from mtcheck.spans.features import COLUMNS

if TYPE_CHECKING:
    from pathlib import Path

#        x0 <= 1 (missing: left) ── yes: x1 <= 5 (missing: right) ── yes: 0.5, no: -1
#                                 └─ no: 2
TREE = Tree(
    columns=[0, 1],
    bounds=[1.0, 5.0],
    left=[1, -1],
    right=[-3, -2],
    missing_left=[True, False],
    leaves=[0.5, -1.0, 2.0],
)
NAN = float("nan")


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ((1, 5), 0.5),
        ((1, 5.1), -1.0),
        ((1.1, 0), 2.0),
        ((NAN, 5), 0.5),
        ((NAN, NAN), -1.0),
        ((0, NAN), -1.0),
    ],
)
def test_a_line_ends_in_its_leaf(line: tuple[float, float], value: float) -> None:
    assert Forest([TREE]).log_odds(np.array([line])).tolist() == [value]
    assert Forest([TREE, TREE]).log_odds(np.array([line])).tolist() == [2 * value]


def test_a_line_does_not_depend_on_those_beside_it() -> None:
    forest = Forest(loading.load().fusion.trees)
    lines = np.random.default_rng(1).normal(size=(600, len(COLUMNS)))
    lines[lines > 1.5] = NAN
    together = forest.log_odds(lines)
    assert [forest.log_odds(lines[i : i + 1])[0] for i in range(0, 600, 50)] == [
        together[i] for i in range(0, 600, 50)
    ]


def test_no_trees_say_nothing() -> None:
    assert Forest([]).log_odds(np.zeros((2, 3))).tolist() == [0, 0]


def test_parts_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="tree 0"):
        Forest([msgspec.structs.replace(TREE, leaves=[1.0])])


def test_the_numbers_that_ship_are_sane() -> None:
    numbers = loading.load().fusion
    for name in ("gate", "review", "recall"):
        assert 0 < numbers.profiles[name]["*"] < 1
    assert numbers.profiles["gate"]["*"] > numbers.profiles["review"]["*"]
    assert numbers.profiles["review"]["*"] > numbers.profiles["recall"]["*"]
    assert all(line.slope > 0 for line in numbers.calibration.values())
    assert numbers.rules.chance > 0


def test_log_odds_and_chances_are_each_other_s_inverse() -> None:
    values = np.array([0.001, 0.2, 0.5, 0.97])
    assert np.allclose(fusion.chances(fusion.log_odds(values)), values)
    assert math.isfinite(fusion.log_odds(np.array([0.0]))[0])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "another version"),
        ({"columns": ["kind"]}, "another version"),
        ({"contrast": 2}, "contrast"),
        ({"trees": [{"columns": [0]}]}, "trees"),
        (None, "not the numbers"),
    ],
)
def test_other_numbers_are_refused(
    tmp_path: Path, change: dict[str, object] | None, message: str
) -> None:
    raw = (loading.OWN / "fusion.json").read_bytes()
    path = tmp_path / "fusion.json"
    if change is None:
        path.write_bytes(raw[:1000])
    else:
        path.write_bytes(msgspec.json.encode(msgspec.json.decode(raw) | change))
    with pytest.raises(ModelError, match=message):
        fusion.read(path, COLUMNS)

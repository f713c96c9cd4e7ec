"""Fitted numbers against what made them, and our trees against LightGBM's own."""

from __future__ import annotations

import numpy as np  # noqa: TID253 - a test of numbers
import pytest

from mtcheck.evaluation.characters import Canvas
from mtcheck.evaluation.records import Mark
from mtcheck.mqm import Severity
from mtcheck.span import Span
from mtcheck.spans.boosted import Forest
from mtcheck.spans.features import COLUMNS
from mtcheck.spans.fusion import chances, log_odds
from mtcheck.training import calibrating
from mtcheck.training.marks import Table, span_score
from mtcheck.training.tables import Fired, Marked, Row

pytest.importorskip("scipy")
RNG = np.random.default_rng(7)


def table(
    odds: np.ndarray, read: np.ndarray, intercepts: list[float], weights: tuple[float, float]
) -> Table:
    """Rows of ten words of five letters, in sets with intercepts, marked by chance as weighed."""
    rows = []
    for number in range(len(odds) // 10):
        part = slice(10 * number, 10 * number + 10)
        kind = number % len(intercepts)
        z = intercepts[kind] + weights[0] * log_odds(read[part]) + weights[1] * odds[part]
        marks = tuple(
            Marked(6 * k, 6 * k + 5, 2, "") for k in np.flatnonzero(RNG.random(10) < chances(z))
        )
        rows.append(
            Row(
                origin=f"o{kind}", pair="zh-en", mode="both", fold=number % 5, length=60,
                spans=np.array([(6 * k, 6 * k + 5) for k in range(10)], np.int32).tobytes(),
                table=np.zeros((10, len(COLUMNS)), np.float32).tobytes(),
                read=np.stack([read[part] / 4, read[part] * 3 / 4], axis=1)
                .astype(np.float32).tobytes(),
                raters=(marks,), fired=(),
            )
        )  # fmt: skip
    return Table.of(rows)


def test_the_blend_is_found_again_whatever_the_density() -> None:
    count = 60_000
    odds, read = RNG.normal(-2, 1, count), chances(RNG.normal(-2, 1.5, count))
    held = table(odds, read, [0.5, -1.5], (0.4, 0.8))
    blend = calibrating.blend(held, odds, density=0.1)
    assert blend is not None
    assert blend.share == pytest.approx(0.4 / 1.2, abs=0.03)
    assert blend.line.slope == pytest.approx(1.2, abs=0.06)
    sum_ = blend.share * log_odds(held.read.sum(axis=1)) + (1 - blend.share) * odds
    said = chances(blend.line.intercept + blend.line.slope * sum_).mean()
    assert said == pytest.approx(0.1, abs=0.025)


def test_too_little_held_out_gives_no_blend() -> None:
    odds, read = RNG.normal(-2, 1, 500), chances(RNG.normal(-2, 1, 500))
    assert calibrating.blend(table(odds, read, [0.0], (0.5, 0.5)), odds, 0.1) is None


def test_rules_are_weighed_by_how_often_they_were_right() -> None:
    odds, read = RNG.normal(-1, 1.5, 30_000), np.full(30_000, 0.1)
    made = table(odds, read, [0.0], (0.0, 1.0))
    told = chances(odds)
    rows = tuple(
        Row(
            **{
                **{f: getattr(row, f) for f in row.__struct_fields__},
                "fired": (
                    Fired("N101", 0, 5, 0.6, certain=False),
                    Fired("Q201", 6, 11, 0.6, certain=False),
                ),
            }
        )
        for row in made.rows
    )
    found = calibrating.rules(Table(rows, *(getattr(made, f) for f in FIELDS)), told, ["N101"])
    assert found.chance == pytest.approx(1.0, abs=0.15)


FIELDS = ("columns", "read", "spans", "row")


def test_our_span_f1_is_the_evaluation_s() -> None:
    """Against the scorer that `mtcheck eval` reports, on the same predictions."""
    odds, read = RNG.normal(-1, 1.5, 3000), chances(RNG.normal(-1, 1, 3000))
    made = table(odds, read, [0.0], (0.5, 0.5))
    # A third of the words minor, by the encoder.
    minor = RNG.random(len(made.row)) < 0.3
    opinion = np.where(minor[:, None], read[:, None] * [1, 0], made.read)
    made = Table(made.rows, made.columns, opinion, made.spans, made.row)
    told = chances(odds)
    found, gold = [], []
    for number, row in enumerate(made.rows):
        marks: list[Mark] = []
        for line in range(10 * number, 10 * number + 10):
            if told[line] >= 0.4:
                grade = Severity.MINOR if minor[line] else Severity.MAJOR
                start = 6 * (line - 10 * number)
                if marks and marks[-1].span.end == start - 1:
                    between = min(grade, marks[-1].severity, key=lambda s: s is Severity.MAJOR)
                    marks.append(Mark(Span(start - 1, start), between))
                marks.append(Mark(Span(start, start + 5), grade))
        found.append(marks)
        gold.append([Mark(Span(m.start, m.end), Severity.MAJOR) for m in row.raters[0]])
    canvas = Canvas.of(["x" * 60 for _ in made.rows])
    credit, _, said, meant = canvas.counts(canvas.levels(gold), canvas.levels(found)).sum(axis=0)
    ours = span_score(made, told, 0.4)
    assert ours == pytest.approx((2 * credit / (said + meant), credit / said, credit / meant))


def test_our_trees_are_lightgbm_s() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    from mtcheck.training import trees  # noqa: PLC0415 - the extra's

    columns = RNG.normal(size=(3000, 6))
    columns[RNG.random(columns.shape) < 0.1] = np.nan
    columns[:, 5] = np.where(np.isnan(columns[:, 5]), 0.0, columns[:, 5])
    odds = np.nan_to_num(columns[:, 0]) - 2 * (np.nan_to_num(columns[:, 1]) > 0.3)
    shares, weights = (RNG.random(3000) < chances(odds)).astype(float), np.ones(3000)
    forest = Forest(trees.binary(columns, shares, weights, 30, seed=1))
    data = lightgbm.Dataset(columns.astype("float32"), shares, weight=weights)
    parameters = {**trees._BINARY, "seed": 1, "min_data_in_leaf": 60}  # noqa: SLF001
    theirs = lightgbm.train(parameters, data, 30)
    ours = forest.log_odds(columns.astype(np.float32).astype(float))
    expected = theirs.predict(columns.astype("float32"), raw_score=True)
    assert np.abs(ours - expected).max() < 1e-3
    assert np.corrcoef(ours, odds)[0, 1] > 0.8

"""Correlations against scipy, against counting every pair, and worked by hand."""

from __future__ import annotations

from itertools import combinations

import numpy as np  # noqa: TID253 - a test may take its time
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.evaluation import correlating, resampling, systems

LEVELS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 3)), min_size=2, max_size=25
)


def test_kendall_by_hand() -> None:
    # Pairs: (1,2) concordant, (1,3) concordant, (2,3) tied in gold: 2 / sqrt(2 · 3).
    found = correlating.kendall(np.array([0.0, 1, 1]), np.array([0.1, 0.2, 0.3]))
    assert found == pytest.approx(2 / 6**0.5)
    assert correlating.kendall(np.array([1.0, 2, 3]), np.array([3.0, 2, 1])) == pytest.approx(-1)
    assert correlating.kendall(np.array([1.0, 1, 1]), np.array([3.0, 2, 1])) is None
    assert correlating.kendall(np.array([]), np.array([])) is None


@settings(deadline=None)
@given(LEVELS)
def test_kendall_and_pearson_are_scipys(rows: list[tuple[int, int, int]]) -> None:
    stats = pytest.importorskip("scipy.stats")
    gold, scores, _ = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    ours = correlating.kendall(gold, scores)
    if len(set(gold)) > 1 and len(set(scores)) > 1:
        assert ours == pytest.approx(stats.kendalltau(gold, scores).statistic)
        assert correlating.pearson(gold, scores) == pytest.approx(
            stats.pearsonr(gold, scores).statistic
        )
    else:
        assert ours is None
        assert correlating.pearson(gold, scores) is None


@given(LEVELS)
def test_weights_are_repetitions(rows: list[tuple[int, int, int]]) -> None:
    gold, scores, weights = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    times = np.repeat(np.arange(len(rows)), weights.astype(int))
    for figure in (correlating.kendall, correlating.pearson):
        repeated = figure(gold[times], scores[times])
        assert figure(gold, scores, weights) == pytest.approx(repeated)


def test_many_levels_on_both_sides_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    gold, scores = rng.integers(0, 40, 200).astype(float), rng.integers(0, 50, 200).astype(float)
    weights = rng.integers(0, 3, 200).astype(float)
    by_table = correlating.kendall(gold, scores), correlating.kendall(gold, scores, weights)
    monkeypatch.setattr(correlating, "_MOST_CELLS", 1)
    assert (
        correlating.kendall(gold, scores),
        correlating.kendall(gold, scores, weights),
    ) == pytest.approx(by_table)


def test_grouped_kendall_leaves_out_groups_without_a_figure() -> None:
    gold = np.array([1.0, 2, 5, 5, 1, 2])
    scores = np.array([1.0, 2, 1, 2, 2, 1])
    by = correlating.groups(["a", "a", "b", "b", "c", "c", "d"])
    assert [index.tolist() for index in by] == [[0, 1], [2, 3], [4, 5]]
    assert correlating.grouped_kendall(gold, scores, by) == pytest.approx((1 - 1) / 2)
    assert correlating.grouped_kendall(gold, scores, []) is None


def test_accuracy_with_ties_by_hand() -> None:
    gold, scores = np.array([1.0, 2, 2]), np.array([0.1, 0.5, 0.625])
    everything = [np.arange(3)]
    # ε = 0: two of three; ε = 0.125: the equal pair is equal, too.
    assert correlating.accuracy(gold, scores, everything, 1) == (1.0, 0.125)
    assert correlating.accuracy(gold, -scores, everything, 1) == (pytest.approx(1 / 3), 0.125)
    assert correlating.accuracy(np.array([1.0, 2]), np.array([1.0, 2]), [np.arange(2)], 1) == (1, 0)
    assert correlating.accuracy(gold, scores, [], 1) is None


@given(LEVELS)
def test_accuracy_is_the_best_of_all_thresholds(rows: list[tuple[int, int, int]]) -> None:
    gold, scores, names = (list(map(float, column)) for column in zip(*rows, strict=True))
    by = correlating.groups(names)
    found = correlating.accuracy(np.array(gold), np.array(scores), by, 1)

    def counted(epsilon: float) -> float:
        shares = []
        for index in by:
            right = [
                gold[a] == gold[b]
                if abs(scores[a] - scores[b]) <= epsilon
                else (gold[a] - gold[b]) * (scores[a] - scores[b]) > 0
                for a, b in combinations(index.tolist(), 2)
            ]
            shares.append(sum(right) / len(right))
        return sum(shares) / len(shares)

    if not by:
        assert found is None
        return
    assert found is not None
    candidates = {0.0, *(abs(a - b) for a in scores for b in scores)}
    assert found.value == pytest.approx(max(map(counted, candidates)))
    assert counted(found.epsilon) == pytest.approx(found.value)


def test_very_many_pairs_are_drawn_the_same_way_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(correlating, "_MOST_PAIRS", 500)
    rng = np.random.default_rng(1)
    gold = rng.integers(0, 5, 300).astype(float)
    scores = gold + rng.normal(0, 1, 300)
    everything = [np.arange(300)]
    one = correlating.accuracy(gold, scores, everything, 7)
    assert one == correlating.accuracy(gold, scores, everything, 7)
    assert one is not None
    assert 0.6 < one.value < 1


def test_soft_pairwise_accuracy() -> None:
    rng = np.random.default_rng(1)
    gold = {
        name: {str(n): float(v) for n, v in enumerate(rng.normal(mean, 1, 40))}
        for name, mean in (("A", 0.0), ("B", 1.0), ("C", 3.0))
    }
    upside_down = {name: {s: -v for s, v in row.items()} for name, row in gold.items()}
    assert systems.soft_pairwise_accuracy(gold, gold, 1) == 1
    assert (systems.soft_pairwise_accuracy(gold, upside_down, 1) or 0) < 0.05
    assert systems.soft_pairwise_accuracy({"A": gold["A"]}, gold, 1) is None
    apart = {"A": {"1": 0.0, "2": 1.0}, "B": {"3": 0.0, "4": 1.0}}
    assert systems.soft_pairwise_accuracy(apart, apart, 1) is None


def test_the_permutation_test_by_hand() -> None:
    # Differences 2 and 1: of the four sums 3, 1, -1, -3 one is at least 3.
    gold = {"A": {"1": 2.0, "2": 1.0}, "B": {"1": 0.0, "2": 0.0}}
    same = {"A": {"1": 0.0, "2": 0.0}, "B": {"1": 0.0, "2": 0.0}}
    # p = 1/4 for people; a metric that sees no difference has p = 1: SPA is 1/4.
    assert systems.soft_pairwise_accuracy(gold, same, 1) == pytest.approx(0.25, abs=0.05)


def test_the_bootstrap_draws_whole_documents_and_the_same_ones() -> None:
    drawn = resampling.draws(7, 50, 3)
    assert drawn.shape == (50, 7)
    assert set(drawn.sum(axis=1).tolist()) == {7}
    assert (drawn == resampling.draws(7, 50, 3)).all()
    assert (drawn != resampling.draws(7, 50, 4)).any()


def test_intervals() -> None:
    values = np.arange(1001.0)
    assert resampling.interval(values) == (25, 975)
    assert resampling.interval(np.array([1.0, np.nan, np.nan])) is None
    assert resampling.share_above(np.array([-1.0, 0, 1, 2, np.nan])) == (2 + 0.5) / 4
    assert resampling.share_above(np.array([np.nan])) is None
    drawn = resampling.draws(4, 200, 1)
    mean = resampling.spread(drawn, lambda w: float(w @ np.array([0.0, 1, 2, 3]) / 4))
    low, high = resampling.interval(mean) or (9, 9)
    assert 0 < low < 1.5 < high < 3

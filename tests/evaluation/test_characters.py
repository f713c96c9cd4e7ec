"""Span F1 by characters, worked by hand; whole spans; words; what must hold of all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.evaluation import characters, matching, words
from mtcheck.evaluation.characters import Canvas
from mtcheck.evaluation.records import Mark
from mtcheck.mqm import Severity
from mtcheck.span import Span

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
TEN = "abcdefghij"


def minor(start: int, end: int) -> Mark:
    return Mark(Span(start, end), MINOR)


def major(start: int, end: int) -> Mark:
    return Mark(Span(start, end), MAJOR)


def count(gold: list[Mark], found: list[Mark], text: str = TEN) -> list[float]:
    """Credit, marked by both, predicted, marked by the gold."""
    canvas = Canvas.of([text])
    counted: list[list[float]] = canvas.counts(
        canvas.levels([gold]), canvas.levels([found])
    ).tolist()
    return counted[0]


@pytest.mark.parametrize(
    ("gold", "found", "counts"),
    [
        ([minor(2, 6)], [minor(4, 8)], [2, 2, 4, 4]),
        ([minor(2, 6)], [major(4, 8)], [1, 2, 4, 4]),  # half a character each
        ([major(2, 6)], [Mark(Span(2, 6), CRITICAL)], [4, 4, 4, 4]),  # critical counts as major
        ([minor(0, 4), major(2, 4)], [minor(0, 4)], [4, 4, 4, 4]),  # either where the gold has both
        ([minor(0, 4), major(2, 4)], [major(0, 4)], [3, 4, 4, 4]),
        ([minor(0, 4)], [minor(0, 2), major(0, 4)], [3, 4, 4, 4]),  # ours has both on two of four
        ([minor(0, 2), minor(0, 2)], [minor(0, 2)], [2, 2, 2, 2]),  # a character counts once
        ([major(3, 3)], [major(3, 4)], [1, 1, 1, 1]),  # an empty span marks one character
        ([major(10, 10)], [major(9, 10)], [0, 0, 1, 1]),  # and has room after the last
        ([major(10, 10)], [major(10, 10)], [1, 1, 1, 1]),
        ([], [minor(0, 3)], [0, 0, 3, 0]),
        ([minor(0, 3)], [], [0, 0, 0, 3]),
    ],
)
def test_characters(gold: list[Mark], found: list[Mark], counts: list[float]) -> None:
    assert count(gold, found) == counts


def test_figures_from_counts() -> None:
    # 2 of 4 predicted and of 5 marked: precision .5, recall .4.
    assert characters.f1(2, 4, 5) == pytest.approx(2 * 0.5 * 0.4 / (0.5 + 0.4))
    assert characters.ratio(1, 0) is None
    assert characters.f1(0, 0, 0) is None


def test_texts_do_not_touch_each_other() -> None:
    canvas = Canvas.of(["ab", "", "cd"])
    gold = canvas.levels([[major(2, 2)], [minor(0, 0)], [minor(0, 2)]])
    assert gold.tolist() == [0, 0, 2, 1, 1, 1, 0]
    assert canvas.counts(gold, gold).tolist() == [[1, 1, 1, 1], [1, 1, 1, 1], [2, 2, 2, 2]]


SPANS = st.tuples(st.integers(0, 10), st.integers(0, 10)).map(lambda p: Span(min(p), max(p)))
MARKS = st.lists(st.builds(Mark, SPANS, st.sampled_from(Severity)), max_size=4)


@given(MARKS, MARKS)
def test_bounds_and_symmetry(gold: list[Mark], found: list[Mark]) -> None:
    credit, both, predicted, marked = count(gold, found)
    assert 0 <= credit <= both <= min(predicted, marked)
    assert count(found, gold)[1:] == [both, marked, predicted]


@given(MARKS)
def test_identical_is_perfect_and_empty_is_nothing(marks: list[Mark]) -> None:
    credit, both, predicted, marked = count(marks, marks)
    assert credit == both == predicted == marked
    assert count(marks, [])[:3] == [0, 0, 0]


@given(MARKS, MARKS)
def test_the_order_of_marks_is_nothing(gold: list[Mark], found: list[Mark]) -> None:
    assert count(gold, found) == count(gold[::-1], found[::-1])
    assert matching.matches(gold, found) == matching.matches(gold[::-1], found[::-1])


def test_whole_spans() -> None:
    gold = [minor(0, 3), major(5, 8)]
    found = [major(0, 3), minor(2, 4), minor(9, 10)]
    # exact: 0..3 whatever its severity; 2..4 touches 0..3; of the gold only 0..3 is touched.
    assert matching.matches(gold, found) == (1, 2, 1, 3, 2)
    assert matching.matches([minor(3, 3)], [minor(0, 3)]).right == 1
    assert matching.matches([minor(3, 4)], [minor(0, 3)]).right == 0


def test_words_are_runs_of_letters_and_single_chinese_characters() -> None:
    text = "It's 3 中文 カ x"
    canvas = Canvas.of([text])
    found = words.Words.of([text], canvas)
    spans = zip(found.starts.tolist(), found.ends.tolist(), strict=True)
    assert [text[a:b] for a, b in spans] == ["It", "s", "3", "中", "文", "カ", "x"]


def test_a_word_has_its_highest_confidence_and_is_marked_by_one_character() -> None:
    texts = ["one two", "中文"]
    canvas = Canvas.of(texts)
    found = words.Words.of(texts, canvas)
    ours = [
        [Mark(Span(0, 2), MINOR, confidence=0.5), Mark(Span(2, 5), MINOR, confidence=0.7)],
        [Mark(Span(1, 2), MINOR, confidence=0.0)],
    ]
    assert found.confident(canvas.confidences(ours)).tolist() == [0.7, 0.7, 0.0, 1e-9]
    assert found.marked(canvas.levels([[minor(6, 7)], [minor(0, 1)]])).tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_the_surest_words_share_the_limit_where_they_are_equal() -> None:
    import numpy as np

    confidences = np.array([0.8, 0.9, 0, 0.8, 0, 0.8, 0, 0, 0, 0.1])
    taken = words.surest(confidences, 0.2)
    assert taken.share == 0.2
    assert taken.weights.tolist() == pytest.approx([1 / 3, 1, 0, 1 / 3, 0, 1 / 3, 0, 0, 0, 0])
    everything = words.surest(confidences, 0.9)
    assert (everything.share, everything.weights.sum()) == (0.5, 5)
    assert words.surest(np.zeros(4), 0.5).share == 0

"""Sentences cut at findings, characters that are not seen, and what an edit changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from desk.desking import found, made
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.desk.differing import changes
from mtcheck.desk.limits import Rate
from mtcheck.desk.marking import Mark, pieces, runs
from mtcheck.desk.rendering import direction, link
from mtcheck.span import Span

if TYPE_CHECKING:
    from pathlib import Path

    from mtcheck.reviewing import FindingView


@pytest.fixture(scope="module")
def finding(tmp_path_factory: pytest.TempPathFactory) -> FindingView:
    folder: Path = tmp_path_factory.mktemp("desk")
    with made(folder) as desk:
        return found(desk, "N101")


def marks(finding: FindingView, *spans: tuple[int, int] | None) -> list[Mark]:
    return [
        Mark(n, replace(finding, id=n, place=None if span is None else Span(*span)))
        for n, span in enumerate(spans, start=1)
    ]


def test_a_sentence_is_cut_where_findings_begin_and_end(finding: FindingView) -> None:
    made_of_it = pieces("0123456789", marks(finding, (2, 6), (4, 8), (4, 4), None))
    assert [(p.at, p.text, [m.number for m in p.marks]) for p in made_of_it] == [
        (0, "01", []),
        (2, "23", [1]),
        (4, "", []),
        (4, "45", [1, 2]),
        (6, "67", [2]),
        (8, "89", []),
    ]
    assert [m.number for p in made_of_it for m in p.closed] == [1, 2]
    assert [p.point.number for p in made_of_it if p.point] == [3]


def test_something_missing_at_either_end_is_marked(finding: FindingView) -> None:
    made_of_it = pieces("ab", marks(finding, (0, 0), (2, 2)))
    assert [(p.text, p.point.number if p.point else None) for p in made_of_it] == [
        ("", 1),
        ("ab", None),
        ("", 2),
    ]


@given(st.data())
def test_pieces_are_the_sentence_and_every_finding_is_closed_once(data: st.DataObject) -> None:
    text = data.draw(st.text(max_size=20))
    ends = st.integers(0, len(text))
    spans = [tuple(sorted(p)) for p in data.draw(st.lists(st.tuples(ends, ends), max_size=5))]
    made_of_it = pieces(text, [_placed(n, span) for n, span in enumerate(spans)])
    assert "".join(p.text for p in made_of_it) == text
    closed = [m.number for p in made_of_it for m in p.closed]
    points = [p.point.number for p in made_of_it if p.point]
    assert sorted(closed + points) == list(range(len(spans)))


class _Placed:
    def __init__(self, place: Span) -> None:
        self.place = place


def _placed(number: int, span: tuple[int, ...]) -> Mark:
    return Mark(number, _Placed(Span(*span)))  # type: ignore[arg-type]


@given(st.text(), st.integers(0, 50))
def test_runs_cover_the_text_and_show_nothing_unseen(text: str, at: int) -> None:
    covered = at
    for run in runs(text, at):
        assert run.at == covered
        covered += len(run.text) if run.stands_for is None else run.stands_for
        assert not set(run.text) & set("\x00\x07\x1b\r\u202e\u2066")
    assert covered == at + len(text)


def test_a_line_end_of_two_characters_counts_two() -> None:
    assert [(r.at, r.text, r.stands_for) for r in runs("a\r\nb", 0)] == [
        (0, "a", None),
        (1, "\n", 2),
        (3, "b", None),
    ]


@given(st.text(max_size=60), st.text(max_size=60))
def test_changes_lead_from_the_one_to_the_other(old: str, new: str) -> None:
    found_changes = changes(old, new)
    assert "".join(c.old for c in found_changes) == old
    assert "".join(c.new for c in found_changes) == new


def test_words_that_changed_together_are_one_change() -> None:
    changed = [
        (c.old, c.new) for c in changes("the big dog ran", "the small cat ran") if not c.same
    ]
    assert changed == [("big dog", "small cat")]


@pytest.mark.parametrize(
    ("text", "way"), [("", "ltr"), ("abc", "ltr"), ("שלום", "rtl"), ("(2024) مرحبا", "rtl")]
)
def test_which_way_a_text_runs(text: str, way: str) -> None:
    assert direction([text]) == way


def test_an_address_leaves_out_what_says_nothing() -> None:
    assert (
        link("/d", "/a b/ü", x="1&2", y=None, z=(), w=("p", "q"))
        == "/d/a%20b/%C3%BC?x=1%262&w=p&w=q"
    )


def test_of_clients_without_end_only_some_are_remembered() -> None:
    rate = Rate(burst=1, each=1, now=lambda: 0.0)
    for number in range(10_000):
        rate.wait(str(number))
    assert len(rate._left) == 4_096  # noqa: SLF001 - what it keeps is the point

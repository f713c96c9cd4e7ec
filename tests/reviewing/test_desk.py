from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from reporting.reported import MT, REFERENCE, demo

from mtcheck.errors import Conflict
from mtcheck.reviewing import Desk, Filters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.reviewing import FindingView


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    ticks = (f"2026-01-01T00:00:{n:06.3f}Z" for n in itertools.count())
    with Desk.open(tmp_path / "desk.sqlite", clock=lambda: next(ticks)) as opened:
        opened.take([demo()])
        yield opened


def found(desk: Desk, code: str) -> FindingView:
    view = desk.article(1, "ann")
    return next(f for s in view.segments for f in s.findings if f.code == code)


def text(desk: Desk, number: int) -> str:
    return desk.article(1, "ann").segments[number].text


def test_an_article_is_shown_side_by_side(desk: Desk) -> None:
    view = desk.article(1, "ann")
    assert [MT[s.start : s.end] for s in view.segments] == [s.text for s in view.segments]
    assert view.segments[1].reference in REFERENCE.split("\n")
    name = found(desk, "N101")
    assert name.place is not None
    assert name.place.of(view.segments[1].text) == "Anthony Blingen"


def test_a_suggestion_is_applied_undone_and_done_again(desk: Desk) -> None:
    name = found(desk, "N101")
    desk.apply("ann", name.id, version=0)
    assert text(desk, 1).startswith("Secretary of State Antony Blinken said")
    assert found(desk, "N101").state == "accepted"
    desk.undo("ann")
    assert text(desk, 1).startswith("Secretary of State Anthony Blingen said")
    assert found(desk, "N101").state == "open"
    desk.redo("ann")
    assert text(desk, 1).startswith("Secretary of State Antony Blinken said")


def test_who_edits_an_old_version_is_told_and_changes_nothing(desk: Desk) -> None:
    segment = desk.article(1, "ann").segments[1]
    desk.edit("ann", segment.id, "Ann's words.", version=0)
    with pytest.raises(Conflict) as told:
        desk.edit("bob", segment.id, "Bob's words.", version=0)
    assert (told.value.current, told.value.version, told.value.editor) == ("Ann's words.", 1, "ann")
    assert text(desk, 1) == "Ann's words."


def test_the_queue_knows_what_is_open(desk: Desk) -> None:
    assert desk.queue(Filters(codes=("N101",), state="open")).total == 1
    desk.decide("ann", found(desk, "N101").id, "rejected", version=0)
    assert desk.queue(Filters(codes=("N101",), state="open")).total == 0
    assert desk.queue(Filters(codes=("N101",))).total == 1


@pytest.mark.parametrize(
    ("words", "fit"),
    [
        ("Blingen", 1),  # of the translation
        ("blINGEN said", 1),
        ("Antony Blinken", 1),  # of the reference
        ("Дипломаты", 0),
        ("Bl", 1),  # shorter than the index knows of
        ('"', 0),
        ("%", 0),
        ("no such words", 0),
    ],
)
def test_articles_are_found_by_their_words(desk: Desk, words: str, fit: int) -> None:
    assert desk.queue(Filters(text=words)).total == fit
    assert len(desk.queue(Filters(text=words)).rows) == fit


def test_words_that_were_edited_are_found_and_those_before_are_not(desk: Desk) -> None:
    segment = next(s for s in desk.article(1, "ann").segments if "Blingen" in s.text)
    desk.edit("ann", segment.id, "Nobody said a word of zeppelins.", version=0)
    assert desk.queue(Filters(text="zeppelin")).total == 1
    assert desk.queue(Filters(text="Blingen")).total == 0
    desk.undo("ann")
    assert desk.queue(Filters(text="zeppelin")).total == 0
    assert desk.queue(Filters(text="Blingen")).total == 1

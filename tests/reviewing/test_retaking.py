"""Articles that come again: what was decided and edited stays with what is still there."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from reporting.reported import MT, REFERENCE, SOURCE, at, demo, demo_findings, finding, report
from reviewing.desks import clock, found, fresh

from mtcheck.errors import InputError
from mtcheck.reviewing import Desk, Filters, reports

if TYPE_CHECKING:
    from pathlib import Path


def test_decisions_stay_with_findings_that_are_found_again(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        name = found(desk, "N101")
        desk.decide("ann", name.id, "rejected", reason="his name", version=0)
        # A sentence came before it, and the spacing is right now.
        mt = "A new first sentence.\n\n" + MT.replace(" ,", ",")
        findings = [
            finding(
                at("Anthony Blingen", mt),
                suggestion="Antony Blinken",
                reference_span=at("Antony Blinken", REFERENCE),
            )
        ]
        taken = desk.take([report(mt, REFERENCE, SOURCE, findings)])
        assert (taken.known, taken.gone) == (1, 3)
        again = found(desk, "N101")
        assert (again.id, again.state) == (name.id, "rejected")
        assert mt[again.start : again.end] == "Anthony Blingen"
        assert again.place is not None
        assert desk.queue().rows[0].open == 0
        assert [f.code for s in desk.article(1, "ann").segments for f in s.findings] == ["N101"]


def test_a_finding_that_comes_back_has_what_was_decided(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        desk.decide("ann", found(desk, "F503").id, "accepted", version=0)
        desk.take([report(MT, REFERENCE, SOURCE, demo_findings()[:2])])
        assert found(desk, "F503").gone  # still there to be looked at
        desk.take([report(MT, REFERENCE, SOURCE, demo_findings())])
        assert found(desk, "F503").state == "accepted"
        assert not found(desk, "F503").gone


def test_an_edit_stays_with_its_sentence_and_is_taken_over_by_the_file(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        segment = desk.article(1, "ann").segments[1]
        words = segment.text.replace("Anthony Blingen", "Antony Blinken")
        desk.edit("ann", segment.id, words, version=0)
        desk.take([report(MT, REFERENCE, SOURCE, demo_findings())])
        assert desk.article(1, "ann").segments[1].text == words
        assert desk.queue().rows[0].edited == 1
        corrected = MT.replace("Anthony Blingen", "Antony Blinken")
        taken = desk.take([report(corrected, REFERENCE, SOURCE, [])])
        kept = desk.article(1, "ann").segments[1]
        assert (kept.id, kept.text, kept.mt) == (segment.id, words, words)
        assert desk.queue().rows[0].edited == 0
        assert not [line for line in taken.notes if "edited" in line]


def test_an_edit_of_a_sentence_that_says_something_else_now_is_told_of(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        segment = desk.article(1, "ann").segments[1]
        desk.edit("ann", segment.id, "Ann's own words.", version=0)
        mt = MT.replace("Secretary of State Anthony Blingen said", "The minister was told")
        taken = desk.take([report(mt, REFERENCE, SOURCE, [])])
        assert taken.notes[0].startswith("-: a sentence that ann edited says something else now")
        assert "Ann's own words." in taken.notes[0]
        assert "Ann's own words." in str(desk.history()[0].payload)


def test_marks_of_editors_outlive_a_check(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        segment = desk.article(1, "ann").segments[2]
        desk.mark("ann", segment.id, 4, 11, "style/awkward", "minor", version=0)
        desk.take([report(MT, REFERENCE, SOURCE, demo_findings())])
        assert found(desk, "EDITOR").text == "parties"
        assert not found(desk, "EDITOR").gone


def test_what_no_database_can_hold_is_told_and_nothing_is_taken(tmp_path: Path) -> None:
    with Desk.open(tmp_path / "desk.sqlite", clock=clock()) as desk:
        good = report(MT, REFERENCE, SOURCE, demo_findings())
        bad = report(MT, REFERENCE, SOURCE, [finding(at("ten"), suggestion="t\ud800n")])
        with pytest.raises(InputError, match=r"N101.* has a lone surrogate U\+D800 at offset 1"):
            desk.take([good, replace(bad)])
        assert desk.queue().total == 0


@pytest.mark.parametrize("words", ["half \ud83d of a cat", "nul \0"])
def test_what_is_typed_and_cannot_be_stored_is_told(tmp_path: Path, words: str) -> None:
    with fresh(tmp_path) as desk:
        segment = desk.article(1, "ann").segments[1]
        for act in (
            lambda: desk.edit("ann", segment.id, words, version=0),
            lambda: desk.draft("ann", segment.id, words, 0),
            lambda: desk.comment("ann", words, article=1),
            lambda: desk.decide("ann", 1, "rejected", reason=words, version=0),
            lambda: desk.decide(words, 1, "rejected", version=0),
        ):
            with pytest.raises(InputError, match=r"cannot be stored|has a NUL character"):
                act()
        assert desk.history() == []


@pytest.mark.parametrize("others", [0, 60])
def test_an_article_that_comes_twice_at_once_is_one(tmp_path: Path, others: int) -> None:
    """Whether so few come that each is counted, or so many that everything is."""
    with Desk.open(tmp_path / "desk.sqlite") as desk:
        one = reports.article(demo())
        more = [replace(one, key=f"other {n}", document=f"other {n}") for n in range(others)]
        taken = desk.take_articles([one, *more, one, replace(one, key="last")])
        found = len(one.findings)
        assert (taken.articles, taken.known) == (others + 3, found)
        figures = desk.progress()
        assert (figures.articles, figures.findings) == (others + 2, (others + 2) * found)
        assert sum(f.findings for f in desk.facets().codes) == figures.findings
        assert desk.queue(Filters(text="Blingen")).total == others + 2

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from drawn import reports
from hypothesis import given
from reported import MT, REFERENCE, SOURCE, at, demo_findings, finding, report

from mtcheck.reporting.units import units
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.report import Report


def test_a_unit_is_a_segment_with_what_is_aligned_with_it() -> None:
    made = units(report(MT, REFERENCE, SOURCE, demo_findings()))
    assert [u.text for u in made] == MT.split("\n")[:1] + MT.split("\n")[2:4]
    assert made[0].reference == "Security talks end"
    assert made[1].source == SOURCE.split("\n")[2]
    marked = [[m.span.of(u.text) for m in u.marks] for u in made]
    assert marked == [[], ["Anthony Blingen"], ["kicked ten diplomats ,", " ,", ""]]


def test_a_finding_over_two_segments_is_marked_in_both() -> None:
    mt = "One two. Three four."
    made = units(report(mt, findings=[finding(at("two. Three", mt))]))
    assert [[m.span.of(u.text) for m in u.marks] for u in made] == [["two."], ["Three"]]


def test_a_unit_grows_over_the_white_space_that_is_marked() -> None:
    mt = "One two.  Three four."
    made = units(report(mt, findings=[finding(at("  ", mt))]))
    assert [u.text for u in made] == ["One two.  ", "Three four."]
    made = units(report(mt, findings=[finding(at("  Three", mt))]))
    assert [u.text for u in made] == ["One two.", "  Three four."]


def test_a_text_without_segments() -> None:
    assert units(report("\n\n")) == []
    (made,) = units(report("\n\n", findings=[finding(Span(1, 1))]))
    assert (made.text, made.marks[0].span) == ("\n\n", Span(1, 1))


@given(reports())
def test_units_are_apart_and_hold_every_finding(made: Report) -> None:
    mt = made.article.mt
    found = units(made)
    spans = [unit.span for unit in found]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    for unit, segment in zip(found, mt.segments, strict=False):
        assert unit.span.contains(segment.span)
        assert unit.text == mt.at(unit.span)
    for wanted in made.findings:
        pieces = [
            m.span.shifted(u.span.start) for u in found for m in u.marks if m.finding is wanted
        ]
        assert pieces
        assert all(wanted.span.contains(piece) or not len(piece) for piece in pieces)
        # All that is seen of the finding's words is marked; white space between units may not be.
        seen = {*range(wanted.span.start, wanted.span.end)}
        rest = seen - {i for piece in pieces for i in range(piece.start, piece.end)}
        assert all(
            mt.content[i].isspace() or not any(s.start <= i < s.end for s in spans) for i in rest
        )

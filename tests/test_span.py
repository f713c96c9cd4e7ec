from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.span import Span

SPANS = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda p: Span(min(p), max(p)))


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1), (-3, -2)])
def test_what_is_no_span(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


def test_an_empty_span_is_a_place() -> None:
    assert Span(3, 3)
    assert not len(Span(3, 3))
    assert Span(3, 3).overlaps(Span(1, 3))
    assert Span(3, 3).overlaps(Span(3, 5))
    assert not Span(3, 3).overlaps(Span(4, 5))


@given(SPANS, SPANS)
def test_overlap_is_sharing_a_character(one: Span, other: Span) -> None:
    assert one.overlaps(other) == other.overlaps(one)
    if len(one) and len(other):
        shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
        assert one.overlaps(other) == bool(shared)


@given(st.lists(SPANS, min_size=1))
def test_the_cover_holds_all(spans: list[Span]) -> None:
    cover = Span.cover(spans)
    assert all(cover.contains(s) for s in spans)
    assert cover.start in {s.start for s in spans}
    assert cover.end in {s.end for s in spans}


@given(st.text(alphabet=" \tab\u00a0é", max_size=20))
def test_trimming_leaves_no_blank_at_the_ends(text: str) -> None:
    inside = Span(0, len(text)).trimmed(text)
    assert inside.of(text) == text.strip()


@given(SPANS, st.integers(0, 9))
def test_shifting_keeps_the_length(span: Span, by: int) -> None:
    assert len(span.shifted(by)) == len(span)
    assert span.shifted(by).start == span.start + by


@given(SPANS, SPANS)
def test_clipped_is_what_both_share(one: Span, other: Span) -> None:
    clipped = one.clipped(other)
    assert other.contains(clipped)
    shared = {*range(one.start, one.end)} & {*range(other.start, other.end)}
    assert {*range(clipped.start, clipped.end)} == shared

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.reviewing.placing import moved
from mtcheck.span import Span

_TEXTS = st.text(st.sampled_from("ab c.é字🐈"), max_size=20)


@pytest.mark.parametrize(
    ("old", "new", "words", "place"),
    [
        ("President Marcon spoke.", "The President Marcon spoke.", "Marcon", Span(14, 20)),
        ("President Marcon spoke.", "President Macron spoke.", "Marcon", None),
        ("President Marcon spoke.", "President Marcons spoke.", "Marcon", None),
        ("President Marcon spoke.", "President Marcon, 🐈, spoke here.", "spoke", Span(21, 26)),
        ("他说了什么。", "昨天他说了什么。", "什么", Span(5, 7)),
        ("Yes.", "", "Yes", None),
    ],
)
def test_words_are_found_again_where_they_still_stand(
    old: str, new: str, words: str, place: Span | None
) -> None:
    at = old.index(words)
    assert moved(old, new, Span(at, at + len(words))) == place


def test_what_is_missing_is_not_missing_where_something_came() -> None:
    old = "He spoke. He left."
    assert moved(old, "He spoke. He sang. He left.", Span(9, 9)) is None
    assert moved(old, "Then he spoke. He left.", Span(9, 9)) == Span(14, 14)
    assert moved(old, "He spoke. He left. He slept.", Span(18, 18)) is None


@given(old=_TEXTS, new=_TEXTS, start=st.integers(0, 20), size=st.integers(0, 5))
def test_a_place_has_the_same_words(old: str, new: str, start: int, size: int) -> None:
    span = Span(start, start + size).clipped(Span(0, len(old)))
    place = moved(old, new, span)
    if place is not None:
        assert place.of(new) == span.of(old)
    assert moved(old, old, span) == span


@given(head=_TEXTS, old=_TEXTS, tail=_TEXTS)
def test_what_is_put_before_and_behind_moves_nothing_apart(head: str, old: str, tail: str) -> None:
    """The whole, set off by full stops, is found where it went."""
    place = moved(f".{old}.", f"{head}.{old}.{tail}", Span(0, len(old) + 2))
    assert place is None or place.of(f"{head}.{old}.{tail}") == f".{old}."

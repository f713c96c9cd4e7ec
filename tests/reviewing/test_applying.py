"""A suggestion in its sentence, and in two."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from reviewing.desks import fresh, take_glued

from mtcheck.errors import InputError
from mtcheck.reviewing.applying import put_in_place

if TYPE_CHECKING:
    from pathlib import Path

    from mtcheck.reviewing import Desk


def rows(whole: str, *cuts: tuple[int, int], **changes: Any) -> list[Any]:  # noqa: ANN401 - columns
    usual = {"locked": 0, "gone": 0, **changes}
    return [
        SimpleNamespace(id=n, start=a, end=b, mt=whole[a:b], text=whole[a:b], **usual)
        for n, (a, b) in enumerate(cuts)
    ]


def finding(whole: str, words: str, suggestion: str | None) -> Any:  # noqa: ANN401 - a row
    start = whole.index(words)
    end = start + len(words)
    return SimpleNamespace(start=start, end=end, text=words, suggestion=suggestion, segment=0)


def said(whole: str, cut: int, gap: int, words: str, suggestion: str) -> list[str]:
    segments = rows(whole, (0, cut), (cut + gap, len(whole)))
    return [text for _, text in put_in_place(finding(whole, words, suggestion), segments)]


@pytest.mark.parametrize(
    ("whole", "cut", "gap", "words", "suggestion", "made"),
    [
        ("He ate meatThe end.", 11, 0, "meatThe", "meat. The", ["He ate meat. ", None]),
        ("He ate meat The end.", 11, 1, "meat The", "meat. The", ["He ate meat.", None]),
        ("He ate meat the end.", 11, 1, "meat the", "meat. The", ["He ate meat.", "The end."]),
        ("He ate meatThe end.", 11, 0, "meatThe", "meat, the", ["He ate meat, ", "the end."]),
    ],
)
def test_a_suggestion_over_two_sentences(  # noqa: PLR0913, PLR0917 - a case
    whole: str, cut: int, gap: int, words: str, suggestion: str, made: list[str | None]
) -> None:
    assert said(whole, cut, gap, words, suggestion) == [one for one in made if one is not None]


def test_what_lies_between_two_sentences_stays() -> None:
    """A line end is no sentence's: a suggestion without it cannot be put in place."""
    assert said("He ate meat\nThe end.", 11, 1, "meat\nThe", "meat and the") == []
    assert said("He ate meat\nThe end.", 11, 1, "meat\nThe", "meat.\nThe") == ["He ate meat."]


def test_a_sentence_that_is_locked_or_has_lost_the_words_is_left_alone() -> None:
    whole = "He ate meatThe end."
    one = finding(whole, "meatThe", "meat. The")
    cuts = ((0, 11), (11, len(whole)))
    assert len(put_in_place(one, rows(whole, *cuts))) == 1
    assert put_in_place(one, rows(whole, *cuts, locked=1)) == ()
    changed = rows(whole, *cuts)
    changed[1].text = "An end."
    assert put_in_place(one, changed) == ()
    assert put_in_place(one, changed[:1]) == ()
    assert put_in_place(finding(whole, "meatThe", None), rows(whole, *cuts)) == ()
    assert put_in_place(finding(whole, "meatThe", "meatThe"), rows(whole, *cuts)) == ()


def test_it_is_applied_undone_and_written(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        one = take_glued(desk)
        (before,) = desk.article(2, "ann").segments[0].findings
        assert before.applicable
        event = desk.apply("ann", one, version=0)
        assert texts(desk) == ["Russia bans imports of meat. ", "The United States must answer."]
        assert (event.code, event.quote, event.document) == ("F503", "meatThe", "glued")
        assert desk.export("corrected").raw.startswith(b"Russia bans imports of meat. The United")
        assert desk.undo("ann")
        assert texts(desk) == ["Russia bans imports of meat", "The United States must answer."]
        assert desk.redo("ann")
        with pytest.raises(InputError, match="cannot be put into this sentence"):
            desk.apply("ann", one, version=3)


def texts(desk: Desk) -> list[str]:
    return [segment.text for segment in desk.article(2, "ann").segments]

"""Comments that hide findings: what they are for, and what is wrong with some."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.reading import markdown

if TYPE_CHECKING:
    from mtcheck.article import Text

EN = languages.load("en")


def read(content: str) -> Text:
    return markdown.text(content, EN, "a.md")


def scopes(text: Text) -> list[tuple[str, tuple[str, ...]]]:
    return [(text.at(i.scope), i.codes) for i in text.ignores]


def test_a_comment_in_a_block_is_for_the_block() -> None:
    text = read(
        "# One <!-- mtcheck: ignore[N101] -->\n\nTwo\nthree. <!-- mtcheck: ignore -->\n\nFour."
    )
    assert scopes(text) == [
        ("One <!-- mtcheck: ignore[N101] -->", ("N101",)),
        ("Two\nthree. <!-- mtcheck: ignore -->", ()),
    ]
    assert [text.at(b.span) for b in text.blocks] == ["One", "Two\nthree.", "Four."]


def test_a_comment_on_its_own_line_is_for_the_next_block() -> None:
    text = read("One.\n\n<!-- mtcheck: ignore[F5, garbled-name] so it is -->\nTwo.\n\nThree.")
    assert scopes(text) == [("Two.", ("F5", "garbled-name"))]
    assert text.ignores[0].why == "so it is"
    assert text.ignores[0].line == 3


def test_in_a_table_it_is_for_the_row_and_in_a_list_for_the_item() -> None:
    text = read(
        "| a | b |\n|---|---|\n| c | d <!-- mtcheck: ignore --> |\n\n* e <!--mtcheck:ignore-->\n* f"
    )
    assert [t.split(" <!--")[0] for t, _ in scopes(text)] == ["c | d", "e"]
    assert [text.at(b.span) for b in text.blocks] == ["a", "b", "c", "d", "e", "f"]


def test_off_and_on() -> None:
    text = read("A.\n\n<!-- mtcheck: off[L601] -->\n\nB.\n\n<!-- mtcheck: on[l601] -->\n\nC.")
    assert [(t.strip(), c) for t, c in scopes(text)] == [("B.", ("L601",))]
    text = read("A.\n\n<!-- mtcheck: off -->\n\nB.\n\n<!-- mtcheck: on[L601] -->\n\nC.")
    assert scopes(text)[0][0].endswith("C.")
    assert text.remarks == ("line 7: mtcheck: on, but it was not off",)


def test_code_is_no_comment() -> None:
    text = read(
        "```\n<!-- mtcheck: off -->\n```\n\nSee `<!-- mtcheck: ignore -->`.\n\n"
        "    <!-- mtcheck: off -->\n"
    )
    assert text.ignores == ()
    assert text.remarks == ()


def test_front_matter_and_other_comments_are_left_alone() -> None:
    text = read("---\na: <!-- mtcheck: off -->\n---\nOne <!-- note --> two. <!-- note -->\n")
    assert text.ignores == ()
    assert [text.at(b.span) for b in text.blocks] == ["One <!-- note --> two."]


def test_a_comment_within_a_block_cuts_it() -> None:
    text = read("One two.\nThree <!-- mtcheck: ignore --> four.\nFive.")
    assert [(text.at(b.span), b.line) for b in text.blocks] == [
        ("One two.\nThree", 1),
        ("four.\nFive.", 2),
    ]


@pytest.mark.parametrize(
    ("comment", "remark"),
    [
        ("mtcheck: ingore", "mtcheck: ingore is not understood: write ignore, ignore[CODES], off"),
        ("mtcheck:", "mtcheck: nothing is not understood"),
        ("mtcheck: ignore[]", "mtcheck: ignore[…] needs codes between the brackets"),
        ("mtcheck: ignore[N101", "mtcheck: ignore[…] needs codes between the brackets"),
        ("MTCHECK: on", "mtcheck: on, but it was not off"),
    ],
)
def test_what_is_wrong_is_said(comment: str, remark: str) -> None:
    text = read(f"One.\n\n<!-- {comment} -->\n\nTwo.")
    assert text.ignores == ()
    (said,) = text.remarks
    assert said.startswith(f"line 3: {remark}")


_PIECES = st.sampled_from(
    [
        *"One. <!-- --> mtcheck:ignore [N101] mtcheck:off ` | # <!--> <b>".split(),
        *("\n", "\n\n", "```\n", "<!-- mtcheck: ignore -->", "<!-- mtcheck: on -->", "* ", "---\n"),
    ]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
def test_any_text_is_read_and_nothing_points_outside(content: str) -> None:
    text = read(content)
    ends = [0]
    for block in text.blocks:
        assert ends[-1] <= block.span.start < block.span.end <= len(content)
        assert text.at(block.span) == text.at(block.span).strip()
        ends.append(block.span.end)
    for ignore in text.ignores:
        assert ignore.scope.end <= len(content)
        assert 1 <= ignore.line <= content.count("\n") + 1

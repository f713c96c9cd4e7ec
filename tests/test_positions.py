from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck.positions import Position, Positions

# Combining marks, astral characters, right-to-left text, every line end and what only looks
# like one; long enough at times to cross the index's stride.
_PIECES = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301",
        "日",
        "𝔘",
        "👩‍👧",
        "שלום",
        "\r\n",
        "\r",
        "\n",
        "\u2028",
        "\x0b",
        "\x85",
        " ",
    ]
)
_TEXTS = st.one_of(
    st.text(),
    st.lists(_PIECES).map("".join),
    st.tuples(_PIECES, st.integers(900, 1100), st.text()).map(lambda t: t[0] * t[1] + t[2]),
)


@given(_TEXTS)
def test_every_offset_comes_back_from_every_convention(text: str) -> None:
    positions = Positions(text)
    for offset in {*range(0, len(text) + 1, max(len(text) // 50, 1)), len(text)}:
        assert positions.offset(positions.position(offset)) == offset
        assert positions.from_utf16(positions.utf16(offset)) == offset
        assert positions.from_utf8(positions.utf8(offset)) == offset


@given(_TEXTS, st.data())
def test_counts_are_the_lengths_of_the_encoded_text(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(text)))
    positions = Positions(text)
    assert positions.utf8(offset) == len(text[:offset].encode("utf-8"))
    assert positions.utf16(offset) == len(text[:offset].encode("utf-16-le")) // 2


@given(_TEXTS)
def test_lines_are_what_the_line_ends_leave(text: str) -> None:
    positions = Positions(text)
    expected = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = [positions.line_span(n).of(text) for n in range(1, positions.lines + 1)]
    assert found == expected


def test_lines_and_columns_count_code_points_from_one() -> None:
    positions = Positions("a\r\nbé\rc\n𝔘x")
    assert positions.position(0) == (1, 1)
    assert positions.position(3) == (2, 1)
    assert positions.position(4) == (2, 2)
    assert positions.position(6) == (3, 1)
    assert positions.position(9) == (4, 2)


def test_the_place_between_cr_and_lf_belongs_to_the_line_that_they_end() -> None:
    positions = Positions("a\r\nb")
    assert positions.position(2) == (1, 3)
    assert positions.offset(Position(1, 3)) == 2


def test_a_count_inside_a_character_goes_back_to_its_start() -> None:
    positions = Positions("x𝔘y")
    assert positions.from_utf16(2) == 1
    assert positions.from_utf8(3) == 1
    assert positions.from_utf16(3) == 2


def test_lone_surrogates_are_counted() -> None:
    positions = Positions("\ud83d\ude00!")
    assert positions.utf16(2) == 2
    assert positions.from_utf16(2) == 2
    assert positions.utf8(2) == 6
    assert positions.from_utf8(6) == 2


@pytest.mark.parametrize("place", [Position(0, 1), Position(1, 0), Position(1, 5), Position(3, 1)])
def test_a_line_or_column_outside_the_text_is_an_error(place: Position) -> None:
    with pytest.raises(ValueError, match=r"no such place|outside"):
        Positions("abc\nde").offset(place)


@pytest.mark.parametrize("method", ["position", "utf16", "utf8", "from_utf16", "from_utf8"])
@pytest.mark.parametrize("value", [-1, 4])
def test_an_offset_outside_the_text_is_an_error(method: str, value: int) -> None:
    with pytest.raises(ValueError, match="outside the text"):
        getattr(Positions("abc"), method)(value)

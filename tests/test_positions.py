from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.article import Text
from mtcheck.positions import Columns, Places, Position, Positions, Region
from mtcheck.reading import rows
from mtcheck.span import Span

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


def test_columns_in_every_unit() -> None:
    positions = Positions("x\né𝔘y")
    assert positions.position(4, Columns.CODE_POINTS) == (2, 3)
    assert positions.position(4, Columns.UTF16) == (2, 4)
    assert positions.position(4, Columns.UTF8) == (2, 7)


def test_a_text_that_is_its_file_stands_where_it_stands() -> None:
    places = Places(Text("a\r\nbcd\n", languages.load("en")))
    assert places.span(Span(3, 5)) == Span(3, 5)
    assert places.region(Span(0, 5)) == Region(Position(1, 1), Position(2, 3))
    assert places.position(Span(4, 4)) == (2, 2)


def _places(article_file: str, read: object) -> Places:
    found = read(article_file, "x")  # type: ignore[operator]
    english = languages.load("en")
    (article,) = rows.articles(found, english, english, "x", article_file)
    return Places(article.mt)


def test_a_cell_of_a_table_has_the_place_that_it_has_in_the_file() -> None:
    places = _places("ref\tmt\r\n𝔘\tab\r\n\r\nr\t cd \r\n", rows.tsv)
    assert places.region(Span(1, 2)) == Region(Position(2, 4), Position(2, 5))
    assert places.region(Span(1, 2), Columns.UTF16) == Region(Position(2, 5), Position(2, 6))
    assert places.region(Span(1, 2), Columns.UTF8) == Region(Position(2, 7), Position(2, 8))
    # The text is "ab", a line feed, " cd ".
    assert places.region(Span(4, 6)) == Region(Position(4, 4), Position(4, 6))
    assert places.region(Span(2, 2)) == Region(Position(2, 5), Position(2, 5))
    assert places.span(Span(4, 6)) == Span(19, 21)
    assert places.span(Span(1, 5)) is None


def test_a_json_text_with_escapes_has_only_its_line() -> None:
    lines = '{"mt": "ab"}\n{"mt": "a\\u00e9\\nb"}\n{"mt": "x", "note": "x"}\n'
    places = _places(lines, rows.jsonl)
    assert places.region(Span(1, 2)) == Region(Position(1, 10), Position(1, 11))
    assert places.region(Span(4, 5)) == Region(Position(2, 1), Position(2, 21))
    assert places.position(Span(6, 7)) == (2, 1)
    assert places.position(Span(8, 9)) == (3, 1)
    assert [places.span(Span(*pair)) for pair in ((1, 2), (4, 5), (8, 9))] == [
        Span(9, 10),
        None,
        None,
    ]


_CELLS = st.text(st.sampled_from("aé𝔘\u0301ש \u2028\x85"), max_size=6)


@given(st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=5), st.data())
def test_what_a_table_has_at_a_place_is_the_text(
    cells: list[tuple[str, str]], data: st.DataObject
) -> None:
    table = "".join(f"{ref}\t{mt}\r\n" for ref, mt in [("ref", "mt"), *cells])
    objects = "".join(f"{json.dumps({'mt': mt, 'ref': ref})}\n" for ref, mt in cells)
    for file, read in ((table, rows.tsv), (objects, rows.jsonl)):
        places = _places(file, read)
        text = "\n".join(mt for _, mt in cells)
        start = data.draw(st.integers(0, len(text)))
        span = Span(start, data.draw(st.integers(start, len(text))))
        found = places.span(span)
        assert found is None or found.of(file) == span.of(text)
        row = text.count("\n", 0, start)
        assert places.position(span).line == row + (2 if file == table else 1)
        inside = "\n" not in span.of(text)
        assert file != table or not inside or found is not None

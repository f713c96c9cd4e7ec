from __future__ import annotations

import pytest

from mtcheck.errors import InputError, SettingsError
from mtcheck.reading import columns, csv_units
from mtcheck.reading.columns import Columns


def found(file: str, known: Columns = Columns()) -> list[list[object]]:  # noqa: B008 - frozen
    return [
        [
            (
                e.id,
                e.path,
                e.target.text,
                e.source and e.source.text,
                e.reference and e.reference.text,
            )
            for e in d.entries
        ]
        for d in csv_units.read(file, "a.csv", known)
    ]


def test_named_columns_quoting_and_documents() -> None:
    file = 'doc,key,source,mt,ref\r\nx,a,"s ""1"", 2","t\r\n2",r\r\ny,b,s,t,r\r\nx,c,u,,\r\n'
    assert found(file) == [
        [("a", "row[2]", "t\n2", 's "1", 2', "r"), ("c", "row[5]", "", "u", "")],
        [("b", "row[4]", "t", "s", "r")],
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_shows_in_the_first_row(mark: str) -> None:
    assert found(f"id{mark}target\nx{mark}y\n") == [[("x", "row[2]", "y", None, None)]]
    assert found(f"sep={mark}\nid{mark}target\nx{mark}y\n") == [[("x", "row[3]", "y", None, None)]]


def test_columns_by_setting_and_by_language() -> None:
    file = "Key,English,German,en,de-AT,Notes\nk,e,g,e2,g2,mtcheck: ignore\n"
    named = Columns(columns.parsed(["target=german", "Source = English"]))
    assert found(file, named) == [[("k", "row[2]", "g", "e", None)]]
    assert found(file, Columns((), "de", "en")) == [[("k", "row[2]", "g2", "e2", None)]]
    (document,) = csv_units.read(file, "a.csv", named)
    assert [n.words for n in document.entries[0].notes] == ["mtcheck: ignore"]


def test_a_row_without_an_id_is_its_number_and_not_known_by_it() -> None:
    (document,) = csv_units.read("mt,ref\n\na,b\n", "a.csv", Columns())
    assert [(e.id, e.counted) for e in document.entries] == [("row[3]", True)]
    assert document.entries[0].source is None


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ('mt,ref\n"a,b\n', "a.csv:2: a quotation mark is not closed"),
        ('mt,ref\n"a"b,c\n', "a.csv:2: a quotation mark has letters after it"),
        ("mt,ref\na\n", "a.csv:2: 1 column, but the first row has 2"),
        ("id,mt\nx,a\nx,b\n", "a.csv:3: the id 'x' is there twice (first in line 2)"),
        ("a,b,c,d\n", "a.csv:1: 4 columns and no header"),
        ("ref,source\na,b\n", "a.csv:1: no column for the translation"),
        ("mt,target\na,b\n", "both name the translation"),
        ("\n", "has no rows"),
        ("mt,ref\n" + "x" * 1_000_001 + ",b\n", "is not CSV that can be read: field larger"),
    ],
)
def test_one_clear_line(file: str, message: str) -> None:
    with pytest.raises(InputError) as error:
        csv_units.read(file, "a.csv", Columns())
    assert message in str(error.value)


def test_a_column_that_is_not_there() -> None:
    with pytest.raises(InputError, match="has no column 'German' \\(they are 'mt', 'ref'\\)"):
        found("mt,ref\na,b\n", Columns(columns.parsed(["target=German"])))


@pytest.mark.parametrize("given", ["German", "target=", "colour=blue"])
def test_a_setting_that_is_none(given: str) -> None:
    with pytest.raises(SettingsError, match="is no column: write target=German"):
        columns.parsed([given])


def test_what_a_cell_without_quotation_marks_cannot_hold() -> None:
    write = csv_units.NOTATIONS["csv;"]
    assert write("a, b") == "a, b"
    assert [write(text) for text in ("a;b", 'a"b', "a\nb")] == [None] * 3
    assert csv_units.NOTATIONS["csv-quoted"]('a"b') == 'a""b'

from __future__ import annotations

import json
import re

import pytest
from fuzzing import fuzz
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.article import BlockKind
from mtcheck.errors import InputError
from mtcheck.reading import rows

CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\x85\u2028é😀ש"))


def articles(found: list[rows.Row]) -> tuple[object, ...]:
    en = languages.load("en")
    return rows.articles(found, en, en, "x")


@fuzz
@given(st.lists(st.tuples(CELLS.filter(str.strip), CELLS), min_size=1))
def test_cells_come_out_as_they_went_in(pairs: list[tuple[str, str]]) -> None:
    en = languages.load("en")
    table = "".join(f"{mt}\t{ref}\r\n" for mt, ref in [("MT", "Ref"), *pairs])
    lines = "\n".join(json.dumps({"hyp": mt, "reference": ref}) for mt, ref in pairs)
    for found in (rows.tsv(table, "x"), rows.jsonl(lines, "x")):
        (article,) = rows.articles(found, en, None, "x")
        assert article.aligned
        assert [b.span.of(article.mt.content) for b in article.mt.blocks] == [
            mt.strip() for mt, _ in pairs
        ]
        assert {b.kind for b in article.mt.blocks} == {BlockKind.CELL}
        if article.reference is not None:
            assert len(article.reference.blocks) == len(pairs)
            assert article.reference.content == "\n".join(ref for _, ref in pairs)
        else:
            assert not any(ref for _, ref in pairs)


def test_a_header_names_columns_in_any_order() -> None:
    found = rows.tsv("id\tsrc\tdoc\tRef\tTarget\n1\tq\td\tr\tt\n", "x")
    assert found == [rows.Row(2, "t", "r", "q", "d")]


def test_without_a_header_the_order_is_mt_reference_source() -> None:
    assert rows.tsv("t\tr\n", "x") == [rows.Row(1, "t", "r", None, None)]
    assert rows.tsv("t\tr\tq\n", "x") == [rows.Row(1, "t", "r", "q", None)]


def test_quotes_are_characters() -> None:
    assert rows.tsv('"a\t"b""\n', "x") == [rows.Row(1, '"a', '"b""', None, None)]


def test_documents_are_articles() -> None:
    lines = [{"mt": "a", "doc": "one"}, {"mt": "b", "doc": 2}, {"mt": "c", "doc": "one"}]
    found = rows.jsonl("\n\n".join(map(json.dumps, lines)), "x.jsonl")
    made = rows.articles(found, languages.load("en"), None, "x.jsonl")
    assert [(a.id, a.mt.content) for a in made] == [("x.jsonl#one", "a\nc"), ("x.jsonl#2", "b")]
    assert [b.line for b in made[0].mt.blocks] == [1, 5]


def test_a_cell_may_have_lines() -> None:
    (article,) = rows.articles(
        rows.jsonl('{"mt": " a\\nb ", "ref": "c"}', "x"), languages.load("en"), None, "x"
    )
    assert [b.span.of(article.mt.content) for b in article.mt.blocks] == ["a\nb"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("mt\tref\na\tb\n\nc\n", r"x:4: 1 column, but the first row has 2"),
        ("mt\tref\na\tb\tc\n", r"x:2: 3 columns, but the first row has 2"),
        ("only one\n", r"x:1: 1 column and no header"),
        ("a\tb\tc\td\n", r"x:1: 4 columns and no header"),
        ("ref\tsource\na\tb\n", r"x:1: no column for the translation"),
        ("mt\ttarget\na\tb\n", r"'mt' and 'target' both name the translation"),
        ("mt\tref\n", "has no rows"),
        ("mt\tref\na\tb\\\x00\n", "NUL"),
    ],
)
def test_tables_that_are_refused(table: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        articles(rows.tsv(table, "x"))


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"mt": "a"}\n{"mt": ', r"x:2: not JSON: expecting value \(character 7\)"),
        ("[1]", r"x:1: a list, not an object"),
        ("3", r"x:1: a number, not an object"),
        ('{"ref": "a"}', r"x:1: no translation"),
        ('{"mt": null}', r"x:1: no translation"),
        ('{"mt": 3}', r"'mt' is a number, not text"),
        ('{"mt": "a", "ref": ["b"]}', r"'ref' is a list, not text"),
        ('{"mt": "a", "hyp": "b"}', r"'mt' and 'hyp' both name the translation"),
        ('{"mt": "a\\ud800"}', r"x:1: lone surrogate U\+D800 at offset 1"),
        ('{"mt": "a\\u0000"}', r"x:1: looks binary"),
        ('{"mt": "a", "ref": "b"}\n{"mt": "c"}', r"x:2: no reference, though other rows"),
        ("[" * 100_000, r"x:1: not JSON"),
        (f'{{"mt": {"9" * 10_000}}}', r"x:1: not JSON|is a number"),
    ],
)
def test_lines_that_are_refused(lines: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        articles(rows.jsonl(lines, "x"))
    assert not re.search(r"[\n\ud800]", str(caught.value))

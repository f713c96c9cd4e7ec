"""Edits of a text carried over into its file: nothing else changes, nothing is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.article import Anchor, Text
from mtcheck.errors import InputError
from mtcheck.reading import formats, rows, units
from mtcheck.reading.decoding import decode, encode_like
from mtcheck.reading.json_strings import escaped, offsets
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

EN = languages.load("en")
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
_CELLS = st.lists(_TEXT, min_size=1, max_size=4)


def table(content: str, path: str) -> Text:
    if path.endswith("tsv"):
        (document,) = formats.FORMATS[".tsv"].read(content, path)
        entries = document.entries
        return units.text_of([(e, e.target) for e in entries], EN, units.File(path, content))
    (article,) = rows.articles(rows.jsonl(content, path), EN, None, path, content)
    return article.mt


def edited(content: str, path: str, edit: Edit) -> str | None:
    found = in_file(table(content, path), edit)
    return None if found is None else applied(content, [found])


def test_plain_text_takes_its_own_line_ends() -> None:
    text = Text("one\r\ntwo", EN, "a.txt")
    assert in_file(text, Edit(Span(0, 3), "a\nb")) == Edit(Span(0, 3), "a\r\nb")
    assert in_file(Text("one", EN, "a.txt"), Edit(Span(3, 3), "\r!")) == Edit(Span(3, 3), "\n!")


def test_a_cell_of_a_tsv() -> None:
    content = "doc\tmt\tref\r\na\tone two\t\r\na\tthree\tx\r\n"
    assert edited(content, "a.tsv", Edit(Span(4, 7), "2")) == content.replace("two", "2")
    assert edited(content, "a.tsv", Edit(Span(8, 8), "!")) == content.replace("three", "!three")
    assert edited(content, "a.tsv", Edit(Span(7, 7), "!")) == content.replace("two", "two!")
    assert edited(content, "a.tsv", Edit(Span(4, 9), "x")) is None  # over the edge of the cell
    assert edited(content, "a.tsv", Edit(Span(4, 7), "x\ty")) is None
    assert edited(content, "a.tsv", Edit(Span(4, 7), "x\ny")) is None


def test_a_string_of_json_lines() -> None:
    content = (
        '{"ref": "\\u00e9", "mt" : "caf\\u00e9 \\ud83d\\ude00 \\n\\"so\\"", "x": {"mt": "no"}}\n'
    )
    mt = json.loads(content)["mt"]
    start = mt.index("😀")
    found = edited(content, "a.jsonl", Edit(Span(start, start + 1), '"\n\x1b'))
    assert found == content.replace("\\ud83d\\ude00", '\\"\\n\\u001b')
    found = edited(content, "a.jsonl", Edit(Span(len(mt), len(mt)), "é"))
    assert found == content.replace('so\\""', 'so\\"é"')


def test_of_two_equal_keys_the_last_counts() -> None:
    line = '{"mt": "a", "mt": "b"}'
    assert json.loads(line) == {"mt": "b"}
    assert offsets(line, rows.is_translation) == [19, 20]


def test_what_no_writer_knows_is_not_written() -> None:
    text = Text(
        "one", EN, "a.xyz", file="<one>", anchors=table("mt\tref\none\t\n", "a.tsv").anchors
    )
    assert in_file(text, Edit(Span(0, 1), "x")) is None


@given(_CELLS, st.booleans(), st.data())
def test_json_lines_change_where_the_edit_is_and_nowhere_else(
    cells: Sequence[str],
    ascii_only: bool,  # noqa: FBT001
    data: st.DataObject,
) -> None:
    lines = [
        json.dumps({"id": i, "mt": c, "ref": c}, ensure_ascii=ascii_only)
        for i, c in enumerate(cells)
    ]
    content = "\n".join(lines)
    row = data.draw(st.integers(0, len(cells) - 1))
    start = data.draw(st.integers(0, len(cells[row])))
    end = data.draw(st.integers(start, len(cells[row])))
    new = data.draw(_TEXT)
    before = sum(len(c) + 1 for c in cells[:row])
    text = Text("\n".join(cells), EN, "a.jsonl", file=content, anchors=_anchors(cells))
    found = in_file(text, Edit(Span(before + start, before + end), new))
    assert found is not None
    after = applied(content, [found]).split("\n")
    for number, line in enumerate(after):
        if number != row:
            assert line == lines[number]
        else:
            value = json.loads(line)
            assert value["mt"] == cells[row][:start] + new + cells[row][end:]
            assert (value["id"], value["ref"]) == (row, cells[row])


def _anchors(cells: Sequence[str]) -> tuple[Anchor, ...]:
    starts = [sum(len(c) + 1 for c in cells[:i]) for i in range(len(cells))]
    return tuple(Anchor(start, i + 1) for i, start in enumerate(starts))


@given(_TEXT)
def test_what_is_escaped_reads_back(text: str) -> None:
    assert json.loads(f'"{escaped(text)}"') == text


@given(
    _TEXT.map(lambda t: f"{t}x"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
)
def test_an_encoding_comes_out_as_it_went_in(text: str, encoding: str) -> None:
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    raw = marks.get(encoding, b"") + text.encode(encoding)
    try:
        read = decode(raw, "a.txt")
    except InputError:
        return  # what is refused is not written
    assert encode_like(read, raw) == raw

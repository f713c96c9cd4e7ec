"""Every reader of units against hostile files, its format's own library, and edits."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judges import JUDGES, Judge, documents, items, text

from mtcheck.errors import InputError
from mtcheck.reading import formats
from mtcheck.rewriting import Edit, applied, in_file
from mtcheck.span import Span

EXAMPLES = 2_000
"""How many hostile files each reader is given."""

by_format = pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.suffix[1:])
_quick = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"])
_WORD = st.text(_CHARACTERS | st.sampled_from("\"'\\#{}:=é😀 ,&<>-"), min_size=1, max_size=12)
# Without white space at the edges, which some libraries take off, and without what the formats
# of subtitles take for something else.
_TEXTS = st.lists(
    _WORD.map(str.strip).filter(lambda word: word and "-->" not in word and not word.isdigit()),
    min_size=1,
    max_size=4,
)
_KEYS = "abcdefgh"


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chance, not secrets


def check_places(file: str, suffix: str) -> None:
    """Every letter of every unit stands in the file where its stretch says."""
    for document in documents(file, suffix):
        for entry in document.entries:
            at = -1
            for stretch in entry.target.stretches:
                assert stretch.text
                width = len(stretch.text) if stretch.width is None else stretch.width
                assert at <= stretch.origin <= stretch.origin + width <= len(file)
                if stretch.width is None:
                    place = Span(stretch.origin, stretch.origin + width)
                    assert place.of(file) == stretch.text
                at = stretch.origin + width


@by_format
@given(st.data())
@settings(_quick, max_examples=EXAMPLES)
def test_a_hostile_file_is_read_or_refused(judge: Judge, data: st.DataObject) -> None:
    part = st.sampled_from(judge.fragments) | st.text(max_size=3)
    file = "".join(data.draw(st.lists(part, max_size=12)))
    try:
        found = items(file, judge.suffix)
    except InputError:
        return
    check_places(file, judge.suffix)
    with suppress(InputError):
        text(file, judge.suffix)
    assert found == items(file, judge.suffix)


@by_format
@given(_TEXTS, st.integers(0, 1 << 16))
@settings(_quick, max_examples=EXAMPLES // 10)
def test_a_file_of_the_format_s_own_library_is_read_as_it_reads_it(
    judge: Judge, texts: list[str], seed: int
) -> None:
    table = str.maketrans(dict.fromkeys(judge.unlike, "x"))
    wanted = [(_KEYS[at], said.translate(table)) for at, said in enumerate(texts)]
    file = judge.written(wanted, _chance(seed))
    check_places(file, judge.suffix)
    assert [t for _, t in items(file, judge.suffix)] == [t for _, t in judge.read(file)]


@by_format
@given(_TEXTS, st.integers(0, 1 << 16), st.data())
@settings(_quick, max_examples=EXAMPLES // 10)
def test_an_edit_changes_its_unit_and_nothing_else(
    judge: Judge, texts: list[str], seed: int, data: st.DataObject
) -> None:
    wanted = [(_KEYS[at], said) for at, said in enumerate(texts)]
    file = judge.written(wanted, _chance(seed))
    mt = text(file, judge.suffix)
    before = items(file, judge.suffix)
    unit = data.draw(st.sampled_from(mt.units))
    start = data.draw(st.integers(unit.span.start, unit.span.end))
    end = data.draw(st.integers(start, unit.span.end))
    new = data.draw(_WORD)
    edit = in_file(mt, Edit(Span(start, end), new))
    if edit is None:
        return
    after = applied(file, [edit])
    assert after[: edit.span.start] == file[: edit.span.start]
    assert after[len(after) - len(file) + edit.span.end :] == file[edit.span.end :]
    said = mt.content[unit.span.start : start] + new + mt.content[end : unit.span.end]
    expected = [(i, said if i == unit.id else t) for i, t in before]
    assert items(after, judge.suffix) == expected


@by_format
@given(_TEXTS, st.integers(0, 1 << 16), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
@settings(_quick, max_examples=EXAMPLES // 40)
def test_nothing_written_is_the_same_bytes(
    judge: Judge, texts: list[str], seed: int, encoding: str
) -> None:
    wanted = [(_KEYS[at], said) for at, said in enumerate(texts)]
    raw = judge.written(wanted, _chance(seed)).encode(encoding)
    content = formats.decode(raw, f"a{judge.suffix}")
    assert formats.encode(content, raw, f"a{judge.suffix}") == raw

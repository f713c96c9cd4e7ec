"""Units and rows: everything is read once, in pieces that the encoder can take."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.spans import loading, matching
from mtcheck.spans.rows import rows
from mtcheck.spans.units import joined, units

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle

VOCABULARY = loading.load().vocabulary
WORDS = "the council of an old town has decided to build new bridges and close roads".split()


def aligned(
    mt: str, reference: str | None = None, source: str | None = None, *, lines: bool = False
) -> AlignedArticle:
    english, german = languages.load("en"), languages.load("de")
    article = reading.from_strings(mt, reference, source, english, german, aligned=lines)
    return aligning.align(segmenting.segment(article))


def prose(count: int) -> str:
    """Words without a full stop, in no order that comes again soon."""
    return " ".join(f"{WORDS[i * 7 % len(WORDS)]}{i % 11 or ''}" for i in range(count))


def test_every_segment_is_in_one_unit() -> None:
    article = aligned(
        "One came. Two went. Three stayed there. Four slept.",
        "One came, and two went. Four slept. Three stayed there.",
        "Einer kam. Zwei gingen. Drei blieben dort, und vier schliefen.",
    )
    found = [s.index for atoms in units(article) for atom in atoms for s in atom.mt]
    assert found == [s.index for s in article.mt.segments]


def test_a_block_of_an_aligned_file_is_a_unit() -> None:
    article = aligned("One came. Two went.\nThree.", "One came. Two went.\nThree.", lines=True)
    assert [len(joined(atoms).mt) for atoms in units(article)] == [2, 1]


@pytest.mark.parametrize(
    ("mt", "reference", "source"),
    [
        (3000, None, None),
        (3000, 3000, None),
        (3000, 3000, 3000),
        (5, 3000, 3000),
        (3000, 5, 5),
    ],
)
def test_long_paragraphs_are_read_in_overlapping_windows(
    mt: int, reference: int | None, source: int | None
) -> None:
    article = aligned(
        prose(mt),
        prose(reference) if reference else None,
        prose(source) if source else None,
        lines=True,
    )
    found = list(rows(article, VOCABULARY))
    assert max(len(row.pieces) for row in found) <= 512
    assert all(len(row.pieces) == len(row.types) for row in found)
    assert all(len(row.places) == len(row.weights) for row in found)
    for one, other in itertools.pairwise(found):
        assert one.places[0] < other.places[0] < one.places[-1] < other.places[-1]
    covered = {at for row in found for start, end in row.places for at in range(start, end)}
    assert {i for i, c in enumerate(article.mt.content) if not c.isspace()} <= covered


def test_a_window_sees_the_same_part_of_the_other_text() -> None:
    article = aligned(prose(2000), prose(2000), lines=True)
    found = list(rows(article, VOCABULARY))
    for row in found[1:-1]:
        own = row.pieces[1 : 1 + len(row.places)]
        beside = row.pieces[len(row.places) + 2 :]
        assert len(set(own) - set(beside)) <= len(own) / 10


def test_a_text_without_pieces_beside_a_long_one() -> None:
    found = list(rows(aligned("\u200b", prose(2000), lines=True), VOCABULARY))
    assert [row.places for row in found] == [()]
    assert len(found[0].pieces) <= 512


def test_parts_have_their_types() -> None:
    (row,) = rows(aligned("A twig fell.", "A branch fell.", "Ein Ast fiel."), VOCABULARY)
    assert {kind // 5 for kind in row.types} == {0, 1, 2}
    assert row.pieces.count(2) == 3  # the end of each part
    (alone,) = rows(aligned("A twig fell."), VOCABULARY)
    assert set(alone.types) == {0}


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_pieces_cover_what_is_visible(text: str) -> None:
    pieces = VOCABULARY.cut(text.encode("utf-8", "replace").decode())
    assert all(0 <= p.start <= p.end <= len(text) for p in pieces)
    assert [p.start for p in pieces] == sorted(p.start for p in pieces)


def test_places_of_pieces_are_code_points() -> None:
    text = "𝒵  cafe\u0301 → straße 日本"
    found = "".join(text[p.start : p.end] for p in VOCABULARY.cut(text))
    assert found.replace(" ", "") == text.replace(" ", "")


def test_codes_of_matching() -> None:
    text = "Blinken met Lavrof in 日本"
    painted = matching.codes(text, "blinken spoke to Lavrov, 本")
    assert [painted[text.index(w)] for w in ("Blinken", "met", "Lavrof", "日", "本", " ")] == [
        1,
        3,
        2,
        3,
        1,
        0,
    ]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.aligning import words
from mtcheck.article import LinkKind, Segment, TokenKind, WordAlignment
from mtcheck.span import Span
from mtcheck.tokenising import tokenise


def aligned(mt: str, other: str, code: str = "en") -> WordAlignment:
    language = languages.load(code)
    sides = (
        (Segment(0, Span(0, len(t)), tokenise(t, Span(0, len(t)), language)),) for t in (mt, other)
    )
    return words.align(*sides, language.function_words)


def partner(mt: str, other: str, word: str, code: str = "en", nth: int = 0) -> tuple[int, str]:
    """Index and form of the partner of the ``nth`` token that is ``word``."""
    got = aligned(mt, other, code)
    i = [k for k, t in enumerate(got.mt) if t.form == word][nth]
    j = got.to_other[i]
    return (j, got.other[j].form) if j >= 0 else (-1, "")


def kinds(mt: str, other: str, code: str = "en") -> dict[str, LinkKind]:
    got = aligned(mt, other, code)
    return {got.mt[x.mt].form: x.kind for x in got.links}


@pytest.mark.parametrize(
    ("code", "mt", "other", "word", "found", "kind"),
    [
        ("en", "He met Macron there.", "He met Macron there.", "Macron", "Macron", LinkKind.EXACT),
        ("en", "They signed treaties today.", "They signed the treaty today.",
         "treaties", "treaty", LinkKind.INFLECTED),
        ("en", "Secretary Blingen spoke today.", "Secretary Blinken spoke today.",
         "Blingen", "Blinken", LinkKind.SIMILAR),
        ("en", "They kicked two envoys.", "They expelled two envoys.",
         "kicked", "expelled", LinkKind.PLACE),
        ("de", "Er kritisierte die Verträge scharf.", "Er tadelte die Verträge scharf.",
         "kritisierte", "tadelte", LinkKind.PLACE),
        ("ru", "Встреча в Москве.", "Встреча у Москвы.", "Москве", "Москвы", LinkKind.INFLECTED),
        ("uk", "Він жив в Україні.", "Він жив на Україною.", "Україні", "Україною",
         LinkKind.INFLECTED),
    ],
)  # fmt: skip
def test_kinds_of_links(  # noqa: PLR0913, PLR0917 - one row of the table
    code: str, mt: str, other: str, word: str, found: str, kind: LinkKind
) -> None:
    assert partner(mt, other, word, code)[1] == found
    assert kinds(mt, other, code)[word] is kind


def test_punctuation_has_no_part_in_it() -> None:
    got = aligned("Yes, we can!", "“Yes we can.”")
    assert [t.form for t in got.mt] == ["Yes", "we", "can"]
    assert got.to_other == (0, 1, 2)
    assert all(t.kind is not TokenKind.PUNCTUATION for t in got.other)


def test_repeated_words_keep_their_order() -> None:
    line = "the old man and the old sea and the old wall"
    assert aligned(line, line).to_other == tuple(range(11))


def test_a_repeated_name_goes_with_its_neighbours() -> None:
    mt = "Yesterday President Smith met Doctor Smith in Lima."
    other = "Doctor Smith was met by President Smith in Lima yesterday."
    assert partner(mt, other, "Smith", nth=0) == (6, "Smith")
    assert partner(mt, other, "Smith", nth=1) == (1, "Smith")


def test_a_moved_phrase_is_found_whole() -> None:
    mt = "In the early morning of 3 May the army crossed the northern border."
    other = "The army crossed the northern border in the early morning of 3 May."
    got = aligned(mt, other)
    pairs = {(got.mt[x.mt].form, got.other[x.other].form) for x in got.links}
    assert {("early", "early"), ("morning", "morning"), ("3", "3"), ("May", "May")} <= pairs
    assert {("army", "army"), ("crossed", "crossed"), ("border", "border")} <= pairs


def test_lone_function_words_far_from_all_else_are_not_believed() -> None:
    mt = "Cheap loans ruined the small firms along that coast"
    other = "Heavy winter storms destroyed most of the fishing boats here"
    assert aligned(mt, other).links == ()


def test_ideographs_go_by_runs() -> None:
    mt, other = "大学生在北京大学学习", "他们在北京大学读书"
    got = aligned(mt, other, "zh")
    run = [(got.mt[x.mt].form, got.other[x.other].form) for x in got.links]
    assert [(a, b) for a, b in run if a == b] == [
        ("在", "在"),
        ("北", "北"),
        ("京", "京"),
        ("大", "大"),
        ("学", "学"),
    ]
    assert got.to_other[0] == -1 or got.mt[0].form != got.other[got.to_other[0]].form


def test_unequal_gaps_are_left_open() -> None:
    got = aligned("They quickly kicked two envoys", "They expelled two envoys")
    assert [x.kind for x in got.links] == [LinkKind.EXACT] * 3


TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from("a b the of Smith 12 漢 字 met meets met. naïve 𝒳".split())).map(
        " ".join
    ),
)


@given(mt=TEXTS, other=TEXTS, code=st.sampled_from(("en", "zh", "uk", "eu")))
def test_links_are_one_to_one_and_tell_the_same_both_ways(mt: str, other: str, code: str) -> None:
    got = aligned(mt, other, code)
    assert len(got.to_other) == len(got.mt)
    assert len(got.to_mt) == len(got.other)
    assert [x.mt for x in got.links] == [i for i, j in enumerate(got.to_other) if j >= 0]
    for link in got.links:
        assert got.to_other[link.mt] == link.other
        assert got.to_mt[link.other] == link.mt
        same = got.mt[link.mt].comparable == got.other[link.other].comparable
        assert (link.kind is LinkKind.EXACT) == same or link.kind is LinkKind.PLACE
    assert sum(i >= 0 for i in got.to_mt) == len(got.links)


@given(line=TEXTS)
def test_equal_sides_are_linked_straight(line: str) -> None:
    got = aligned(line, line)
    assert all(x.kind is LinkKind.EXACT for x in got.links)
    assert all(a == b for a, b in enumerate(got.to_other) if b >= 0)


@pytest.mark.parametrize(
    ("mt", "other"),
    [
        ("alpha beta " * 5_000, "beta alpha " * 5_000),
        ("alpha " * 10_000, "alpine " * 10_000),
        ("x1 " * 10_000 + "tail " * 10_000, "tail " * 10_000 + "x1 " * 10_000),
        ("漢" * 10_000, "字" * 10_000),
    ],
)
def test_a_hostile_pair_takes_linear_time(mt: str, other: str) -> None:
    # Quadratic work on 10,000 words would take minutes, not the second it takes.
    assert len(aligned(mt, other).to_other) >= 10_000

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked import unmark

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.finding import Basis, Finding
from mtcheck.fingerprint import fingerprints, matches
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle

REFERENCE = "No statement was made. It rained."
BEFORE = (
    "Talks end\n\n"
    "The minister arrived late. Mr. Blinken met Anthony Blingen in the old town hall of the city "
    "of Bonn. It was the the third visit.\n"
    "The bank paid 15 million francs to creditors in Zurich. Nobody answered.\n"
)


def made(marked: str, *, aligned: bool = False, code: str = "N101", **names: Span) -> list[str]:
    """The fingerprints of what is marked."""
    mt, spans = unmark(marked)
    article, found = _findings(mt, spans, aligned=aligned, code=code, **names)
    return list(fingerprints(article, found))


def _findings(
    mt: str, spans: tuple[Span, ...], *, aligned: bool = False, code: str = "N101", **names: Span
) -> tuple[AlignedArticle, list[Finding]]:
    english = languages.load("en")
    reference = None if aligned else REFERENCE
    article = reading.from_strings(mt, reference, None, english, english, aligned=aligned)
    found = [
        Finding(
            code=code,
            name="garbled-name",
            category=Category.MISTRANSLATION,
            severity=Severity.MAJOR,
            span=span,
            message="This is wrong.",
            basis=Basis.REFERENCE,
            confidence=0.9,
            **names,
        )
        for span in spans
    ]
    return aligning.align(segmenting.segment(article)), found


def one(words: str, text: str = BEFORE) -> str:
    """The fingerprint of the first ``words`` of the text."""
    return made(text.replace(words, f"[[{words}]]", 1))[0]


def test_it_has_four_parts() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}-[0-9a-f]{8}-[0-9a-f]{8}-1", one("Blingen"))


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("moved lines", "A new headline\n\nAnd a paragraph.\n\n" + BEFORE),
        ("paragraphs in another order", "\n".join(reversed(BEFORE.split("\n")))),
        ("other line ends", BEFORE.replace("\n", "\r\n")),
        ("a sentence a line", BEFORE.replace(". ", ".\n")),
        ("one paragraph", BEFORE.replace("end\n\n", "end.\n\n").replace("visit.\n", "visit. ")),
        ("an edit before", BEFORE.replace("The minister arrived late", "He came")),
        ("an edit behind", BEFORE.replace("It was the the third visit", "It was the third")),
        ("an edit far off in the sentence", BEFORE.replace("Bonn", "Geneva")),
        ("no-break spaces", BEFORE.replace("met Anthony", "met\u00a0Anthony")),
        ("decomposed letters elsewhere", BEFORE.replace("late", "late\u0301")),
    ],
)
def test_it_survives(name: str, after: str) -> None:
    assert one("Anthony Blingen", after) == one("Anthony Blingen"), name


def test_wrapped_lines_change_nothing() -> None:
    long = (
        "The foreign minister Anthony Blingen arrived at the old town hall of the city in the "
        "afternoon and spoke with the delegation of the neighbouring country about the border "
        "for more than three hours before the doors were opened to the waiting press again."
    )
    words, lines = long.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) >= 60:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    wrapped = "\n".join(lines) + "\n"
    for place in ("Anthony Blingen", "spoke with", "three hours"):
        flat = one(place, long)
        if place in wrapped:
            assert one(place, wrapped) == flat
            continue
        start, end = re.search(place.replace(" ", r"\s"), wrapped).span()  # type: ignore[union-attr]
        marked = f"{wrapped[:start]}[[{wrapped[start:end]}]]{wrapped[end:]}"
        assert made(marked) == [flat]


def test_it_is_blind_to_segments() -> None:
    mt, spans = unmark(BEFORE.replace("Anthony Blingen", "[[Anthony Blingen]]"))
    article, found = _findings(mt, spans)
    whole = segmenting.segment(article.article)
    cut = replace(article, article=replace(whole, mt=replace(whole.mt, segments=())))
    assert fingerprints(cut, found) == fingerprints(article, found)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("another quote", BEFORE.replace("Anthony Blingen", "Anthony Blinken")),
        ("another context", BEFORE.replace("Blinken met Anthony", "They see Anthony")),
    ],
)
def test_it_tells_apart(name: str, other: str) -> None:
    quote = "Anthony Blingen" if "Anthony Blingen" in other else "Anthony Blinken"
    assert one(quote, other) != one("Anthony Blingen"), name


def test_codes_and_units_tell_apart() -> None:
    mt, spans = unmark("He met [[Blingen]] there.")
    article, found = _findings(mt, spans)
    other, same = _findings(mt, spans, code="N102")
    assert fingerprints(article, found) != fingerprints(other, same)
    first = fingerprints(article, found, unit=lambda _: "menu.open")
    assert first != fingerprints(article, found, unit=lambda _: "menu.close")
    assert first != fingerprints(article, found)


def test_equals_are_numbered_in_the_order_of_the_text() -> None:
    first, second = made("He met [[Blingen]] there.\n\nHe met [[Blingen]] there.\n")
    assert (first[-2:], second[-2:]) == ("-1", "-2")
    assert first[:-1] == second[:-1]
    mt, spans = unmark("He met [[Blingen]] there.\n\nHe met [[Blingen]] there.\n")
    article, found = _findings(mt, spans)
    assert fingerprints(article, found[::-1]) == (second, first)


def test_copies_in_several_articles_stay_apart() -> None:
    seen = Counter[str]()
    article, found = _findings(*unmark("He met [[Blingen]] there."))
    every = [fingerprints(article, found, seen=seen)[0] for _ in range(3)]
    assert [e.rpartition("-")[2] for e in every] == ["1", "2", "3"]


def test_a_gap_is_known_by_what_is_missing() -> None:
    missing = Span(0, len("No statement was made."))
    other = Span(len("No statement was made. "), len(REFERENCE))
    text = "They met.[[]] They left.\n"
    first = made(text, reference_span=missing)
    assert first == made("They met.[[]]\nThey left.\n", reference_span=missing)
    assert first == made("They met.[[]] He stayed.\n", reference_span=missing)
    assert first != made(text, reference_span=other)
    assert first != made("He left.[[]] They left.\n", reference_span=missing)


def test_languages_without_spaces() -> None:
    text = "配对完成后，指示灯变为黑色。请勿关闭电源。"
    after = "新的标题。\n\n" + text.replace("。请", "。\n请")
    assert one("黑色", text) == one("黑色", after)
    assert one("关闭", text) == one("关闭", after)


def test_a_fixed_neighbour_is_an_edit_on_one_side() -> None:
    old = made("In March [[Anthony Blingen]] met [[Angele Merkle]] in Bonn.")
    new = made("In March [[Anthony Blingen]] met Angela Merkel in Bonn.")
    assert new[0] not in old
    assert matches(old, new) == {new[0]: old[0]}


def test_matches_use_each_once_and_the_equal_first() -> None:
    assert matches(["a-1-2-1", "a-1-3-1"], ["a-1-3-1", "a-1-4-1"]) == {
        "a-1-3-1": "a-1-3-1",
        "a-1-4-1": "a-1-2-1",
    }
    assert matches(["a-1-2-1"], ["a-1-5-1", "a-1-6-1"]) == {"a-1-5-1": "a-1-2-1"}
    assert matches(["a-1-2-1"], ["a-9-2-1"]) == {"a-9-2-1": "a-1-2-1"}
    assert matches(["a-1-2-1"], ["b-1-2-1", "a-3-4-1"]) == {}


def test_an_empty_side_says_nothing() -> None:
    nothing = "00000000"
    assert matches([f"a-{nothing}-2-1"], [f"a-{nothing}-3-1"]) == {}
    assert one("Blingen", "[[x]]Blingen met her.".replace("[[x]]", "")).split("-")[1] == nothing


def test_what_is_no_fingerprint_matches_its_equal_alone() -> None:
    assert matches(["x", "", "a-b"], ["a-b", "x-y-z-1", "x"]) == {"a-b": "a-b", "x": "x"}


_TEXTS = st.lists(
    st.sampled_from(
        [
            "e\u0301",
            "𝔘",
            "שלום ",
            "日本。",
            "\r\n",
            "\n\n",
            "\r",
            " ",
            "a. B ",
            "\x85",
            "- ",
            "the ",
        ]
    )
).map("".join)


@given(_TEXTS, st.data())
def test_they_are_unique_whatever_the_text(mt: str, data: st.DataObject) -> None:
    places = st.integers(0, len(mt))
    pairs = data.draw(st.lists(st.tuples(places, places), max_size=5))
    spans = tuple(Span(*sorted(pair)) for pair in pairs)
    article, found = _findings(mt, spans)
    every = fingerprints(article, found)
    assert len(set(every)) == len(found)
    assert matches(every, every) == {e: e for e in every}


@given(_TEXTS, _TEXTS, st.data())
def test_other_paragraphs_change_nothing(mt: str, more: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(mt)))
    span = Span(start, data.draw(st.integers(start, len(mt))))
    # Lines that stand alone, so that neither text decides how the other is read.
    article, found = _findings(f"{mt}\n", (span,), aligned=True)
    longer = f"{more}\n"
    after, moved = _findings(f"{longer}{mt}\n", (span.shifted(len(longer)),), aligned=True)
    assert fingerprints(article, found)[0] == fingerprints(after, moved)[0]

"""What the trees are told of each token, column by column, on sentences one can check by hand."""

from __future__ import annotations

import math

import pytest

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.aligning import synonyms
from mtcheck.finding import Basis, Finding
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span
from mtcheck.spans.features import COLUMNS, Known
from mtcheck.spans.units import joined, units

MT = "The old Council has closed closed the bridge near Lyon."
REFERENCE = "The old council has shut the bridges near Lyon today."


def columns(
    mt: str, reference: str | None, source: str | None = None, *findings: Finding
) -> dict[str, dict[str, float]]:
    """By word (its first occurrence) and column."""
    english, german = languages.load("en"), languages.load("de")
    article = aligning.align(
        segmenting.segment(reading.from_strings(mt, reference, source, english, german))
    )
    known = Known(article, findings)
    found: dict[str, dict[str, float]] = {}
    for atoms in units(article):
        tokens, lines = known.table(joined(atoms))
        for token, line in zip(tokens, lines, strict=True):
            assert len(line) == len(COLUMNS)
            word = mt[token.start : token.end]
            found.setdefault(word, dict(zip(COLUMNS, line, strict=True)))
    return found


def finding(code: str, start: int, end: int, confidence: float) -> Finding:
    return Finding(
        code=code,
        name="made-up",
        span=Span(start, end),
        severity=Severity.MAJOR,
        category=Category.MISTRANSLATION,
        message="",
        confidence=confidence,
        basis=Basis.REFERENCE,
    )


def test_the_word_itself() -> None:
    words = columns(MT, None)
    assert words["Council"]["capitalised"] == 1
    assert words["old"]["capitalised"] == 0
    assert words["the"]["function_word"] == 1
    assert words["bridge"]["length"] == 6
    assert words["old"]["zipf"] > words["bridge"]["zipf"]
    assert math.isnan(words["The"]["zipf_before"])
    assert words["old"]["zipf_before"] == words["The"]["zipf"]
    assert words["The"]["from_start"] == 0
    assert words["."]["to_end"] == 0


def test_a_word_said_twice_is_told() -> None:
    english = languages.load("en")
    article = aligning.align(
        segmenting.segment(reading.from_strings(MT, None, None, english, english))
    )
    tokens, lines = Known(article, ()).table(joined(units(article)[0]))
    repeated = [
        line[COLUMNS.index("repeated")]
        for token, line in zip(tokens, lines, strict=True)
        if MT[token.start : token.end] == "closed"
    ]
    assert repeated == [0, 1]


def test_the_word_in_the_reference() -> None:
    words = columns(MT, REFERENCE)
    assert words["old"]["equal"] == 1
    assert words["old"]["bigram_before"] == 1
    assert words["bridge"]["equal"] == 0
    assert words["bridge"]["equal_stem"] == 1
    assert words["bridge"]["alike"] == pytest.approx(6 / 7)
    assert words["Council"]["case_differs"] == 1
    assert words["closed"]["surplus"] == 2
    assert words["The"]["surplus"] == 0


def test_without_a_reference_its_columns_are_unknown() -> None:
    words = columns(MT, None, "Der alte Rat hat die Brücke bei Lyon geschlossen.")
    assert all(math.isnan(words["old"][name]) for name in COLUMNS[11:28])
    assert words["Lyon"]["in_source"] == 1
    assert words["bridge"]["in_source"] == 0
    assert math.isnan(columns(MT, REFERENCE)["Lyon"]["in_source"])


def test_rules_are_told_by_family() -> None:
    start = MT.index("bridge")
    words = columns(
        MT,
        REFERENCE,
        None,
        finding("A301", start, start + 6, 0.6),
        finding("F501", start, start + 6, 0.9),
    )
    assert words["bridge"]["rule"] == 0.9
    assert words["bridge"]["rule_accuracy"] == 0.6
    assert words["bridge"]["rule_fluency"] == 0.9
    assert words["bridge"]["rule_name"] == 0
    assert words["near"]["rule"] == 0


def test_links_by_vectors_change_nothing_since_the_trees_were_fitted_without() -> None:
    import numpy as np

    english = languages.load("en")
    read = reading.from_strings(
        "They signed a very wide pact in Lyon.",
        "They signed a broad and lasting accord in Lyon.",
        None,
        english,
        None,
    )
    plain = aligning.align(segmenting.segment(read))
    linked = synonyms.link(plain, lambda left, right: np.ones((len(left), len(right)), np.float32))
    assert linked is not plain
    tables = [
        [Known(article, ()).table(joined(atoms))[1] for atoms in units(article)]
        for article in (plain, linked)
    ]
    np.testing.assert_array_equal(*map(np.array, tables))

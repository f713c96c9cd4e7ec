"""Stretches: which words belong together, what is offered for them, whose business they are."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.article import AS_IT_IS, AlignedArticle, Risk, Risks, Trust
from mtcheck.mqm import Category, Severity
from mtcheck.spans.stretches import Kind, Stretch, stretches, trusted


def suspected(  # noqa: PLR0913 - what a model may say
    mt: str,
    reference: str | None,
    chances: dict[str, float],
    *,
    major: float = 0.9,
    contrast: float = 0.3,
    trust: Trust = AS_IT_IS,
    least: float = 0.0,
) -> tuple[AlignedArticle, tuple[Stretch, ...]]:
    """The stretches where words have these chances, and all others .01; bound .5."""
    language = languages.load("en")
    article = aligning.align(
        segmenting.segment(reading.from_strings(mt, reference, None, language, language))
    )
    tokens = tuple(
        tuple(Risk(t, chances.get(mt[t.start : t.end], 0.01), major, (0.2, 0.8)) for t in s.tokens)
        for s in article.mt.segments
    )
    names = (Category.MISTRANSLATION.value, Category.STYLE.value)
    found = Risks(tokens, tuple(1.0 for _ in tokens), names, 0.5, contrast, least, trust)
    article = replace(article, risks=found)
    return article, stretches(article)


def test_neighbours_are_one_stretch_and_others_are_not() -> None:
    article, found = suspected(
        "A very big twig opened in town.", None, {"big": 0.9, "twig": 0.7, "town": 0.6}
    )
    assert [article.mt.at(s.span) for s in found] == ["big twig", "town"]


def test_the_confidence_is_the_mean_over_characters() -> None:
    _, found = suspected("A big twig.", None, {"big": 0.9, "twig": 0.55})
    assert found[0].confidence == round((3 * 0.9 + 4 * 0.55) / 7, 3)


def test_a_stretch_does_not_cross_a_line_end() -> None:
    article, found = suspected("a big\ntwig here", None, {"big": 0.9, "twig": 0.9})
    assert [article.mt.at(s.span) for s in found] == ["big", "twig"]


def test_what_is_far_less_suspicious_than_its_neighbour_is_left_out() -> None:
    chances = {"big": 0.95, "town": 0.55}
    _, both = suspected("A big twig opened in town.", None, chances, contrast=0.3)
    _, one = suspected("A big twig opened in town.", None, chances, contrast=0.7)
    assert (len(both), len(one)) == (2, 1)


def test_severity_and_category_are_the_likeliest() -> None:
    _, minor = suspected("A big twig.", None, {"twig": 0.9}, major=0.4)
    _, major = suspected("A big twig.", None, {"twig": 0.9}, major=0.6)
    assert minor[0].severity is Severity.MINOR
    assert major[0].severity is Severity.MAJOR
    assert major[0].category is Category.STYLE


def test_the_reference_s_words_are_offered_between_the_same_neighbours() -> None:
    _, found = suspected(
        "The bank opened a twig in Lyon.", "The bank opened a branch in Lyon.", {"twig": 0.9}
    )
    assert found[0].suggestion == "branch"


def test_nothing_is_offered_where_the_neighbours_differ() -> None:
    _, found = suspected(
        "Nobody wants the twig whatever happens.",
        "It was the branch of which people spoke most often in those days.",
        {"twig": 0.9},
    )
    assert found[0].suggestion is None


def test_names_are_left_to_the_checks_of_names() -> None:
    _, spelt = suspected("He met Zelenskyy there.", "He met Zelensky there.", {"Zelenskyy": 0.9})
    assert spelt == ()
    _, alone = suspected("He met Zelenskyy there.", None, {"Zelenskyy": 0.9})
    assert alone == ()
    _, word = suspected("He met nobody there.", None, {"nobody": 0.9})
    assert len(word) == 1


def test_trust_tells_stretches_of_equal_chance_apart() -> None:
    trust = Trust(intercept=-0.5, placed=1.0, name=-0.5, words=0.3)
    chance = 0.6
    plain = trusted(chance, Kind(placed=False, name=False, words=1), trust)
    assert plain == pytest.approx(1 / (1 + math.exp(0.5) / 1.5))
    assert trusted(chance, Kind(placed=True, name=False, words=1), trust) > plain
    assert trusted(chance, Kind(placed=False, name=False, words=4), trust) > plain
    assert trusted(chance, Kind(placed=False, name=True, words=1), trust) < plain


def test_without_trust_the_chance_stays_as_it_is() -> None:
    assert trusted(0.6, Kind(placed=True, name=True, words=3), AS_IT_IS) == 0.6


def test_a_stretch_below_the_bound_of_the_profile_is_none() -> None:
    chances = {"big": 0.9, "town": 0.6}
    article, found = suspected("A big twig opened in town.", None, chances, least=0.8)
    assert [article.mt.at(s.span) for s in found] == ["big"]


def test_what_the_reference_has_words_for_is_trusted_more() -> None:
    mt = "A small twig opened in town."
    trust = Trust(placed=1.0)
    _, placed = suspected(mt, "A small branch opened in town.", {"twig": 0.6}, trust=trust)
    _, added = suspected(mt, "A small opened in town.", {"twig": 0.6}, trust=trust)
    assert placed[0].kind.placed
    assert placed[0].confidence > added[0].confidence == 0.6

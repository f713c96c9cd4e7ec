from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.finding import Basis, Finding
from mtcheck.fusing import fuse
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle

MT = "Secretary Anthony Blingen spoke , and kicked ten diplomats. He is here now."
REFERENCE = "Secretary Antony Blinken spoke in Lyon on Monday, and expelled ten diplomats."


def aligned(mt: str = MT, reference: str | None = REFERENCE) -> AlignedArticle:
    english = languages.load("en")
    article = reading.from_strings(mt, reference, None, english, languages.load("und"))
    return aligning.align(segmenting.segment(article))


ARTICLE = aligned()


def at(text: str, where: str = MT) -> Span:
    start = where.index(text)
    return Span(start, start + len(text))


def finding(  # noqa: PLR0913 - a finding with what each test is about
    code: str,
    span: Span,
    *,
    category: Category = Category.MISTRANSLATION,
    severity: Severity = Severity.MAJOR,
    confidence: float = 0.8,
    suggestion: str | None = None,
    reference_span: Span | None = None,
) -> Finding:
    return Finding(
        code=code,
        name="a-name",
        category=category,
        severity=severity,
        span=span,
        message=f"{code} says so",
        basis=Basis.REFERENCE,
        confidence=confidence,
        suggestion=suggestion,
        reference_span=reference_span,
        evidence=(code,),
    )


NAME = finding("N101", at("Anthony Blingen"), suggestion="Antony Blinken")
SPELLING = finding("F506", at("Blingen"), category=Category.SPELLING, severity=Severity.MINOR)
SPACE = finding(
    "F503", at(" ,"), category=Category.PUNCTUATION, severity=Severity.MINOR, suggestion=","
)
LYON = finding(
    "N104", Span(31, 31), category=Category.OMISSION, reference_span=at("Lyon", REFERENCE)
)
MONDAY = finding(
    "Q202", Span(31, 31), category=Category.OMISSION, reference_span=at("Monday", REFERENCE)
)
CLAUSE = finding(
    "A302",
    Span(31, 31),
    category=Category.OMISSION,
    reference_span=at("in Lyon on Monday", REFERENCE),
)


def codes(*findings: Finding, min_confidence: float = 0.0) -> list[tuple[str, ...]]:
    return [f.evidence for f in fuse(findings, ARTICLE, min_confidence=min_confidence)]


def test_two_checks_that_see_one_error_give_one_finding_with_both_as_evidence() -> None:
    (fused,) = fuse([SPELLING, NAME], ARTICLE)
    assert fused == replace(NAME, evidence=("N101", "F506"))


def test_the_more_severe_wins_then_the_one_with_a_fix_then_the_more_confident() -> None:
    weak = finding("A301", at("kicked"), severity=Severity.MINOR, suggestion="x", confidence=0.9)
    plain = finding("A302", at("kicked"), confidence=0.9)
    fixed = finding("A303", at("kicked"), suggestion="expelled", confidence=0.6)
    surer = finding("A304", at("kicked"), suggestion="expelled", confidence=0.7)
    assert codes(weak, plain) == [("A302", "A301")]
    assert codes(plain, fixed) == [("A303", "A302")]
    assert codes(fixed, surer) == [("A304", "A303")]


def test_errors_side_by_side_stay_two() -> None:
    assert codes(NAME, SPACE) == [("N101",), ("F503",)]
    touching = finding("F503", Span(25, 25), category=Category.PUNCTUATION)
    assert codes(NAME, touching) == [("N101",), ("F503",)]


def test_a_chain_does_not_swallow_an_error_that_the_winner_does_not_touch() -> None:
    first = finding("A301", Span(0, 10), severity=Severity.CRITICAL)
    middle = finding("A302", Span(8, 20), severity=Severity.MINOR)
    last = finding("A303", Span(18, 30))
    assert codes(first, middle, last) == [("A301", "A302"), ("A303",)]


def test_a_mark_inside_a_phrase_without_a_fix_keeps_its_own_line() -> None:
    phrase = finding("A301", at("spoke , and kicked"))
    assert codes(phrase, SPACE) == [("A301",), ("F503",)]


def test_the_fix_of_a_phrase_settles_the_marks_inside_it() -> None:
    phrase = finding(
        "A301", at("spoke , and kicked"), severity=Severity.MINOR, suggestion="spoke and expelled"
    )
    assert codes(phrase, SPACE) == [("A301", "F503")]


def test_a_mark_that_is_most_of_what_the_other_flags_is_the_same_error() -> None:
    number = finding("Q201", at("ten"), suggestion=None)
    locale = finding("L601", at("ten"), category=Category.LOCALE, severity=Severity.MINOR)
    assert codes(number, locale) == [("Q201", "L601")]


def test_a_segment_in_another_language_absorbs_every_finding_in_it() -> None:
    segment = ARTICLE.mt.segments[0].span
    whole = finding(
        "A305", segment, category=Category.UNTRANSLATED, severity=Severity.MINOR, confidence=0.5
    )
    (fused,) = fuse([NAME, SPELLING, SPACE, whole], ARTICLE)
    assert fused.span == segment
    assert fused.evidence == ("A305", "N101", "F503", "F506")
    assert fused.severity is Severity.MAJOR


def test_an_addition_absorbs_what_is_wrong_in_it_but_not_what_is_worse() -> None:
    added = finding("A303", at("and kicked ten diplomats"), category=Category.ADDITION)
    number = finding("Q201", at("ten"), suggestion="12", confidence=0.99)
    worse = replace(number, severity=Severity.CRITICAL)
    assert codes(added, number) == [("A303", "Q201")]
    assert codes(added, worse) == [("Q201", "A303")]


def test_a_missing_clause_absorbs_the_name_and_the_date_that_are_missing_with_it() -> None:
    elsewhere = replace(LYON, span=Span(5, 5))
    assert codes(elsewhere, MONDAY, CLAUSE) == [("A302", "N104", "Q202")]


def test_two_things_missing_at_one_place_stay_two() -> None:
    assert codes(LYON, MONDAY) == [("N104",), ("Q202",)]


def test_a_wrong_word_and_an_omission_of_the_same_reference_words_are_one_error() -> None:
    wrong = finding("N102", at("here"), suggestion="Lyon", reference_span=at("Lyon", REFERENCE))
    assert codes(wrong, LYON) == [("N102", "N104")]


def test_the_same_reference_words_at_two_wrong_places_stay_two() -> None:
    one = finding("N101", at("Anthony"), reference_span=at("Antony", REFERENCE))
    two = finding("N101", at("Secretary"), reference_span=at("Antony", REFERENCE))
    assert len(codes(one, two)) == 2


def test_a_finding_that_will_be_hidden_does_not_hide_a_surer_one() -> None:
    unsure = finding("A301", at("Blingen"), severity=Severity.CRITICAL, confidence=0.3)
    sure = finding("N101", at("Blingen"), confidence=0.9)
    assert codes(unsure, sure) == [("A301", "N101")]
    assert codes(unsure, sure, min_confidence=0.5) == [("N101", "A301")]


def test_the_fix_of_the_whole_name_settles_those_of_its_parts() -> None:
    part = finding("N101", at("Blingen"), suggestion="Blinken", confidence=0.9)
    (fused,) = fuse([part, NAME], ARTICLE)
    assert (fused.suggestion, fused.confidence) == ("Antony Blinken", 0.9)
    other = replace(part, suggestion="Blinker")
    (fused,) = fuse([other, NAME], ARTICLE)
    assert (fused.suggestion, fused.confidence) == ("Blinker", 0.9)
    (fused,) = fuse([part, NAME], ARTICLE, min_confidence=0.85)
    assert fused.suggestion == "Blinken"


def test_the_winner_takes_over_where_the_reference_says_it() -> None:
    silent = finding("N101", at("Blingen"), suggestion="Blinken")
    pointing = finding("A301", at("Blingen"), reference_span=at("Blinken", REFERENCE))
    (fused,) = fuse([silent, pointing], ARTICLE)
    assert fused.reference_span == at("Blinken", REFERENCE)


_SPANS = st.tuples(st.integers(0, len(MT)), st.integers(0, 12)).map(
    lambda t: Span(t[0], min(t[0] + t[1], len(MT)))
)
_FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(["A301", "A302", "F503", "N101", "Q201"]),
        _SPANS,
        category=st.sampled_from(list(Category)),
        severity=st.sampled_from(list(Severity)),
        confidence=st.sampled_from([0.25, 0.5, 0.75]),
        suggestion=st.sampled_from([None, "", "x"]),
        reference_span=st.none() | _SPANS,
    ),
    max_size=12,
)


@given(_FINDINGS, st.randoms(use_true_random=False), st.sampled_from([0.0, 0.6]))
def test_the_order_of_the_findings_changes_nothing(
    findings: list[Finding], random: object, minimum: float
) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    expected = fuse(findings, ARTICLE, min_confidence=minimum)
    assert fuse(shuffled, ARTICLE, min_confidence=minimum) == expected


@given(_FINDINGS)
def test_nothing_is_lost_and_the_order_is_that_of_the_text(findings: list[Finding]) -> None:
    fused = fuse(findings, ARTICLE)
    assert {c for f in fused for c in f.evidence} == {f.code for f in findings}
    assert {f.span for f in fused} <= {f.span for f in findings}
    assert [f.span for f in fused] == sorted(f.span for f in fused)


@given(_FINDINGS)
def test_only_a_mark_and_a_phrase_without_a_fix_may_overlap(findings: list[Finding]) -> None:
    fused = fuse(findings, ARTICLE)
    for i, one in enumerate(fused):
        for other in fused[i + 1 :]:
            if len(one.span) and len(other.span) and one.span.overlaps(other.span):
                dimensions = {one.category.dimension, other.category.dimension}
                assert dimensions & {"fluency", "locale-convention"}
                assert one.category is not other.category


@pytest.mark.parametrize("count", [20_000])
def test_a_text_full_of_findings_is_fused_in_linear_time(count: int) -> None:
    mt = "( " * count
    article = aligned(mt, None)
    found = [
        finding("F504", Span(2 * i, 2 * i + 1), category=Category.PUNCTUATION) for i in range(count)
    ]
    assert len(fuse(found, article)) == count

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from mtcheck import fixing
from mtcheck.finding import Basis, Finding
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from random import Random

TEXT = "Anthony Blingen spoke , and kicked 10 diplomats."


def finding(
    span: Span,
    suggestion: str | None,
    *,
    confidence: float = 0.8,
    severity: Severity = Severity.MAJOR,
    reference_span: Span | None = None,
) -> Finding:
    return Finding(
        code="N101",
        name="garbled-name",
        category=Category.MISTRANSLATION,
        severity=severity,
        span=span,
        message="why",
        basis=Basis.REFERENCE,
        confidence=confidence,
        suggestion=suggestion,
        reference_span=reference_span,
    )


NAME = finding(Span(0, 15), "Antony Blinken")
SPACE = finding(Span(21, 23), ",")
VERB = finding(Span(28, 34), None)


def test_every_suggestion_stands_in_place_of_its_span() -> None:
    fixed = fixing.apply(TEXT, [SPACE, VERB, NAME])
    assert fixed.text == "Antony Blinken spoke, and kicked 10 diplomats."
    assert fixed.applied == (NAME, SPACE)
    assert fixed.left == (VERB,)


def test_an_empty_span_inserts_and_an_empty_suggestion_deletes() -> None:
    inserted = finding(Span(21, 21), " in Lyon")
    deleted = finding(Span(34, 37), "")
    assert (
        fixing.apply(TEXT, [inserted, deleted]).text
        == "Anthony Blingen spoke in Lyon , and kicked diplomats."
    )


def test_of_two_that_conflict_the_more_confident_is_applied() -> None:
    unsure = finding(Span(8, 21), "x", confidence=0.5, severity=Severity.CRITICAL)
    fixed = fixing.apply(TEXT, [unsure, NAME])
    assert fixed.applied == (NAME,)
    assert fixed.left == (unsure,)


def test_insertions_at_one_place_follow_the_reference() -> None:
    monday = finding(Span(21, 21), " on Monday", reference_span=Span(40, 49))
    lyon = finding(Span(21, 21), " in Lyon", reference_span=Span(30, 37))
    assert "spoke in Lyon on Monday ," in fixing.apply(TEXT, [monday, lyon]).text


def test_an_insertion_beside_a_replaced_word_is_no_conflict() -> None:
    before = finding(Span(0, 0), "Mr ")
    assert fixing.apply(TEXT, [NAME, before]).text.startswith("Mr Antony Blinken spoke")


_SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 8)).map(
    lambda t: Span(t[0], min(t[0] + t[1], len(TEXT)))
)
_FINDINGS = st.lists(
    st.builds(
        finding,
        _SPANS,
        st.sampled_from([None, "", "x", "𝔘e\u0301", "longer than what it replaces"]),
        confidence=st.sampled_from([0.25, 0.5]),
        severity=st.sampled_from(list(Severity)),
    ),
    max_size=10,
)


@given(_FINDINGS, st.randoms(use_true_random=False))
def test_the_order_of_the_findings_changes_nothing(findings: list[Finding], random: Random) -> None:
    shuffled = list(findings)
    random.shuffle(shuffled)
    assert fixing.apply(TEXT, shuffled) == fixing.apply(TEXT, findings)


@given(_FINDINGS)
def test_what_no_suggestion_touches_stays_and_every_finding_is_accounted_for(
    findings: list[Finding],
) -> None:
    fixed = fixing.apply(TEXT, findings)
    assert len(fixed.applied) + len(fixed.left) == len(findings)
    grown = sum(len(f.suggestion or "") - len(f.span) for f in fixed.applied)
    assert len(fixed.text) == len(TEXT) + grown
    shift = 0
    for f in fixed.applied:
        assert f.suggestion is not None
        start = f.span.start + shift
        assert fixed.text[start : start + len(f.suggestion)] == f.suggestion
        shift += len(f.suggestion) - len(f.span)

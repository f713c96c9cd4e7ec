"""Rules' confidence weighed with the model's chance: whose, which way, and whose not."""

from __future__ import annotations

from dataclasses import replace

from mtcheck import languages
from mtcheck.article import Risk, Risks
from mtcheck.finding import Basis, Finding
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span
from mtcheck.spans.fusion import Weights
from mtcheck.spans.weighing import weigh
from mtcheck.tokenising import tokenise

TEXT = "The twig in Lyon"
WEIGHTS = Weights(0.0, 0.5, 0.5)


def risks(**chances: float) -> Risks:
    tokens = tokenise(TEXT, Span(0, len(TEXT)), languages.load("en"))
    found = tuple(Risk(t, chances.get(TEXT[t.start : t.end], 0.1), 0.5, ()) for t in tokens)
    return Risks(tokens=(found,), scores=(1.0,), categories=(), limit=0.8, contrast=0.3)


def finding(code: str, confidence: float = 0.5, span: Span | None = None) -> Finding:
    return Finding(
        code=code,
        name="made-up",
        span=Span(4, 8) if span is None else span,
        severity=Severity.MAJOR,
        category=Category.MISTRANSLATION,
        message="",
        confidence=confidence,
        basis=Basis.REFERENCE,
    )


def confidence(one: Finding, found: Risks) -> float:
    (weighed,) = weigh([one], found, WEIGHTS)
    return weighed.confidence


def test_a_suspicious_word_lifts_a_rule_and_a_harmless_one_lowers_it() -> None:
    for code in ("N101", "A301"):
        assert confidence(finding(code), risks(twig=0.9)) > 0.7
        assert confidence(finding(code), risks(twig=0.02)) < 0.3


def test_the_most_suspicious_word_counts() -> None:
    both = finding("A301", span=Span(0, 8))
    one, other = risks(The=0.9, twig=0.1), risks(The=0.1, twig=0.9)
    assert confidence(both, one) == confidence(both, other) > 0.7


def test_rules_that_compare_values_and_characters_keep_their_figure() -> None:
    for code in ("Q201", "F503", "L601", "M701", "T401"):
        assert confidence(finding(code), risks(twig=0.01)) == 0.5


def test_what_is_missing_has_no_word_to_ask() -> None:
    assert confidence(finding("A302", span=Span(8, 8)), risks(twig=0.01)) == 0.5


def test_a_certain_name_with_a_fix_keeps_its_figure() -> None:
    sure = replace(finding("N101", 0.95), certain=True, suggestion="Twigg")
    assert confidence(sure, risks(twig=0.01)) == 0.95
    assert confidence(replace(sure, suggestion=None), risks(twig=0.01)) < 0.95

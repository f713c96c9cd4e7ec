"""The model at work: the same whatever is beside, bounded, quiet where it must be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mtcheck
from mtcheck.spans import detector, loading
from mtcheck.spans.quality import quality

if TYPE_CHECKING:
    from mtcheck.article import Risks

ROOT = Path(__file__).parent.parent.parent
MT = "The company will open a twig in Lyon. It were closed since ten years.\n\nNobody , knows why."
REFERENCE = (
    "The company will open a branch in Lyon. It had been shut for ten years.\n\nWhy, no one knows."
)
SOURCE = "Die Firma eröffnet eine Filiale in Lyon. Sie war zehn Jahre zu.\n\nNiemand weiß, warum."


def risks(mt: str, reference: str | None = None, source: str | None = None) -> Risks:
    report = mtcheck.check(mt, reference, source, source_lang="de" if source else None)
    assert report.article.risks is not None
    return report.article.risks


@pytest.mark.parametrize(
    ("reference", "source"),
    [(REFERENCE, SOURCE), (REFERENCE, None), (None, SOURCE), (None, None)],
)
def test_every_token_has_a_risk(reference: str | None, source: str | None) -> None:
    report = mtcheck.check(MT, reference, source, source_lang="de")
    found = report.article.risks
    assert found is not None
    for segment, own in zip(report.article.mt.segments, found.tokens, strict=True):
        assert [r.token for r in own] == list(segment.tokens)
        for risk in own:
            assert 0 <= risk.chance <= 1
            assert 0 <= risk.major <= 1
            assert sum(risk.weights) == pytest.approx(1)
            assert len(risk.weights) == len(found.categories)
    assert 0 <= quality(found, range(len(found.tokens))) <= 1
    assert quality(found, []) == 1
    weaker = [note for note in report.notes if "weaker without a reference" in note]
    assert bool(weaker) == (reference is None)


def test_threads_change_nothing() -> None:
    text, other = f"{MT}\n\n" * 6, f"{REFERENCE}\n\n" * 6
    found = []
    for cores in (1, 2, 8):
        with mock.patch.object(detector, "_cores", return_value=cores):
            found.append(risks(text, other))
    assert found[0] == found[1] == found[2]


def test_what_was_checked_before_changes_nothing() -> None:
    alone = risks(MT, REFERENCE)
    risks("Quite another text stands here.", "Here stands another text.")
    assert risks(MT, REFERENCE) == alone


def test_the_hash_seed_changes_nothing() -> None:
    script = (
        "import mtcheck, sys\n"
        f"report = mtcheck.check({MT!r}, {REFERENCE!r}, profile='recall')\n"
        "print([(f.code, f.span, f.confidence, f.category) for f in report.findings])\n"
    )
    outputs = {
        subprocess.run(  # noqa: S603 - this interpreter, our own script
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1


@pytest.mark.parametrize("profile", ["gate", "review", "recall"])
def test_profiles_show_more_and_more(profile: str) -> None:
    order = ["gate", "review", "recall"]
    shown = {
        p: {f.span for f in mtcheck.check(MT, REFERENCE, profile=p, select=["S"]).findings}  # type: ignore[arg-type]
        for p in order
    }
    for weaker in order[order.index(profile) :]:
        covered = shown[weaker]
        assert all(any(w.overlaps(s) for w in covered) for s in shown[profile])


def test_a_translation_equal_to_its_reference_is_not_suspected() -> None:
    for text in (REFERENCE, "KYIV. Nguyễn Văn Thiệu met J. Xi on 3/4 at 5.30 p.m.; nobody spoke."):
        assert mtcheck.check(text, text, select=["S"]).findings == ()


def test_a_rule_s_name_for_an_error_wins() -> None:
    report = mtcheck.check("President Marcon spoke in Lyon.", "President Macron spoke in Lyon.")
    (finding,) = report.findings
    assert finding.code == "N101"
    assert finding.suggestion == "Macron"


def test_without_the_model_nothing_is_suspected() -> None:
    report = mtcheck.check(MT, REFERENCE, model="none", profile="recall")
    assert report.article.risks is None
    assert not [f for f in report.findings if f.code.startswith("S")]


def test_form_alone_does_not_need_the_model() -> None:
    with mock.patch.object(loading, "load", side_effect=AssertionError("loaded")):
        mtcheck.check(MT, REFERENCE, select=["F", "Q"])


def test_an_uncovered_language_gets_rules_and_a_note() -> None:
    report = mtcheck.check("Hän tuli taloon.", "Hän tuli kotiin.", target_lang="fi")
    assert report.article.risks is None
    assert "the span model does not know Finnish: only rules ran" in report.notes


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=120), st.none() | st.text(max_size=120))
def test_no_text_is_too_odd(mt: str, reference: str | None) -> None:
    mt = mt.encode("utf-8", "replace").decode()
    if reference is not None:
        reference = reference.encode("utf-8", "replace").decode()
    report = mtcheck.check(mt, reference, profile="recall")
    assert not report.failures
    assert all(f.span.end <= len(mt) for f in report.findings)


def test_a_pool_says_how_many_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    cores_of = detector._cores  # noqa: SLF001 - what a worker is bounded by
    free = cores_of()
    for said, cores in (("1", 1), ("100000", free), ("0", free), ("many", free), ("", free)):
        monkeypatch.setenv("OMP_NUM_THREADS", said)
        assert cores_of() == cores

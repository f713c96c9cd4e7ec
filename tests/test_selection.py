from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import mtcheck
from mtcheck import selection
from mtcheck.checks import CHECKS
from mtcheck.errors import SettingsError
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from mtcheck.finding import Finding


def codes(*, select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    chosen = selection.choose(Settings(select=select, ignore=ignore))
    return [module.CHECK.code for module in chosen]


EVERY = [module.CHECK.code for module in CHECKS]
NAMES = [c for c in EVERY if c.startswith("N")]


def test_nothing_said_means_all() -> None:
    assert codes() == EVERY


def test_codes_names_and_beginnings_in_any_case() -> None:
    assert codes(select=("n101",)) == codes(select=("Garbled-Name",)) == ["N101"]
    assert codes(select=("n",)) == codes(select=("N", "N1", "n101")) == NAMES


def test_ignore_wins() -> None:
    assert codes(ignore=("N",)) == [c for c in EVERY if c not in NAMES]
    assert codes(select=("N101",), ignore=("garbled-name",)) == []


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("N111", "did you mean N101?"),
        ("garbledname", "did you mean garbled-name?"),
        ("", "(mtcheck rules lists them)"),
        ("zzzzzz", "is no check (mtcheck rules lists them)"),
    ],
)
def test_an_unknown_name_is_told_with_a_near_one(pattern: str, hint: str) -> None:
    with pytest.raises(SettingsError) as caught:
        codes(select=(pattern,))
    assert str(caught.value).startswith(f"select: {pattern!r} is no check")
    assert hint in str(caught.value)


def findings(*confidences: float) -> list[Finding]:
    (one,) = mtcheck.check("The cafÃ© is open.", select=["F507"]).findings
    return [replace(one, confidence=c) for c in confidences]


def test_findings_below_the_bound_are_counted_only() -> None:
    low, edge, high = findings(0.4, 0.5, 0.9)
    shown, hidden = selection.split([low, edge, high], Settings(min_confidence=0.5))
    assert (shown, hidden) == ((edge, high), (low,))


def test_a_language_without_data_is_noted() -> None:
    report = mtcheck.check("Hæ.", target_lang="is")
    assert any("no data for Icelandic (is)" in note for note in report.notes)
    assert not any("no data" in note for note in mtcheck.check("Hi.").notes)

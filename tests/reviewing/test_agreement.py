"""Figures of agreement, against a hand-worked example and the library that others use."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from reviewing.desks import found, fresh

from mtcheck.reviewing.leading import alpha, threshold, wilson

if TYPE_CHECKING:
    from pathlib import Path

A, R = "accepted", "rejected"


def test_alpha_of_the_published_example() -> None:
    """Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section A: binary data.

    Ten units, two observers: 0 and 1 as accepted and rejected; alpha is 0.095.
    """
    meg = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0)
    owen = (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    units = [{"meg": (A, R)[m], "owen": (A, R)[o]} for m, o in zip(meg, owen, strict=True)]
    assert alpha(units) == pytest.approx(0.095, abs=0.0005)


def test_alpha_worked_by_hand_with_a_third_who_saw_little() -> None:
    """Units AA, AR, RR, AAR: coincidences of pairs, each weighed by 1 / (raters - 1).

    o(A,R) = 1 + 2 * 1/2 = 2 and o(R,A) the same; n(A) = 2 + 1 + 0 + 2 = 5, n(R) = 0 + 1 + 2 + 1
    = 4, n = 9. Alpha is 1 - (9 - 1) * 4 / (5 * 4 * 2) = 0.2.
    """
    units = [{"a": A, "b": A}, {"a": A, "b": R}, {"a": R, "b": R}, {"a": A, "b": A, "c": R}]
    assert alpha([*units, {"c": A}]) == pytest.approx(0.2)


def test_alpha_is_not_defined_without_two_or_without_difference() -> None:
    assert alpha([{"a": A}, {"b": R}]) is None
    assert alpha([{"a": A, "b": A}]) is None


@pytest.mark.parametrize(
    ("right", "judged", "low", "high"),
    # Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_intervals_are_those_that_are_published(
    right: int, judged: int, low: float, high: float
) -> None:
    assert wilson(right, judged) == pytest.approx((low, high), abs=0.00006)


def test_a_threshold_keeps_findings_of_one_confidence_together() -> None:
    sure = [(0.9, True)] * 9 + [(0.9, False)]
    assert threshold(sure) == 0.0
    assert threshold([*sure, *[(0.4, False)] * 10]) == 0.9
    assert threshold(sure[:9]) is None
    assert threshold([(0.9, False)] * 10) is None


def test_a_leads_figures_are_of_what_editors_said(tmp_path: Path) -> None:
    with fresh(tmp_path) as desk:
        for editor, verdict in (("ann", "accepted"), ("bob", "accepted")):
            desk.decide(editor, found(desk, "N101").id, verdict, version=0)
        desk.decide("ann", found(desk, "F503").id, "accepted", version=0)
        desk.decide("bob", found(desk, "F503").id, "rejected", version=0)
        seen = desk.lead()
        by_code = {one.code: one for one in seen.checks}
        assert (by_code["N101"].judged, by_code["N101"].right) == (1, 1)
        assert by_code["F503"].judged == 0  # they differ
        assert seen.both == 2
        assert [(n.wrong, n.right, n.times) for n in seen.names] == [
            ("Anthony Blingen", "Antony Blinken", 1)
        ]
        # 15 characters that both hold for wrong; Ann has the two of the spacing besides.
        assert seen.f1 == pytest.approx(2 * 15 / (15 + 15 + 2))
        assert not math.isnan(seen.alpha or 0.0)

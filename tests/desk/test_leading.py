"""The lead's figures, and how they are drawn."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from desk.desking import Client, found, made, security, view, words

from mtcheck.cli import main
from mtcheck.desk.leading import settings_of
from mtcheck.desk.plotting import columns, intervals
from mtcheck.reviewing.figures import CheckFigures, DayFigures
from mtcheck.reviewing.leading import alpha, threshold, wilson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.reviewing import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with made(tmp_path) as opened:
        yield opened


def test_wilsons_interval() -> None:
    """Figures of Brown, Cai and DasGupta's formula, worked out by hand for 8 of 10."""
    low, high = wilson(8, 10)
    assert (round(low, 4), round(high, 4)) == (0.4902, 0.9433)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 5)[0] == 0.0
    assert wilson(5, 5)[1] == 1.0


def test_krippendorffs_alpha() -> None:
    """Binary data of two observers on ten units, as Krippendorff (2011) works through them."""
    one, other = "0100000010", "1110010000"
    units = [{"a": x, "b": y} for x, y in zip(one, other, strict=True)]
    assert alpha(units) == pytest.approx(0.095, abs=0.0005)


def test_agreement_of_nobody_is_none() -> None:
    assert alpha([]) is None
    assert alpha([{"a": "accepted"}]) is None
    assert alpha([{"a": "accepted", "b": "accepted"}]) is None


def test_agreement_and_disagreement() -> None:
    same = [{"a": v, "b": v} for v in ("accepted", "rejected", "accepted")]
    assert alpha(same) == 1.0
    apart = [{"a": "accepted", "b": "rejected"}, {"a": "rejected", "b": "accepted"}]
    found = alpha(apart)
    assert found is not None
    assert found < 0


def test_a_threshold_keeps_four_of_five() -> None:
    sure = [(0.9, True)] * 12
    unsure = [(0.4, False)] * 8
    assert threshold([*sure, *unsure]) == 0.9
    assert threshold(sure) == 0.0
    assert threshold(unsure * 2) is None
    assert threshold(sure[:9]) is None


def test_the_figures_are_those_of_the_judgements(desk: Desk) -> None:
    name = found(desk, "N101")
    other = next(f for s in view(desk).segments for f in s.findings if f.code != "N101")
    desk.decide("ann", name.id, "accepted", version=0)
    desk.decide("bob", name.id, "accepted", version=0)
    desk.decide("ann", other.id, "accepted", version=0)
    desk.decide("bob", other.id, "rejected", version=0)
    desk.spend("ann", 1, 90)
    figures = desk.lead()
    check = next(c for c in figures.checks if c.code == "N101")
    assert (check.right, check.judged) == (1, 1)
    disputed = next(c for c in figures.checks if c.code == other.code)
    assert disputed.judged == 0
    assert figures.both == 2
    assert figures.alpha is not None
    assert figures.f1 is not None
    assert 0 < figures.f1 < 1
    assert [(n.wrong, n.right, n.times) for n in figures.names] == [
        ("Anthony Blingen", "Antony Blinken", 1)
    ]
    assert [(e.editor, e.judged, e.seconds) for e in figures.editors] == [
        ("ann", 2, 90.0),
        ("bob", 2, 0.0),
    ]
    assert [day.judged for day in figures.days] == [4]


def test_the_page_has_them(desk: Desk) -> None:
    client = Client(desk, security()).enter()
    assert "Nothing has been judged yet" in client.get("/lead").text
    desk.decide("ann", found(desk, "N101").id, "accepted", version=0)
    html = client.get("/lead").text
    assert "Anthony Blingen" in words(html)
    assert html.count('role="img"') == 2
    assert "N101 1 of 1" in html


def figures(code: str, bound: float | None) -> CheckFigures:
    return CheckFigures(
        code=code,
        name="a check",
        judged=10,
        right=8,
        low=0.49,
        high=0.94,
        stated=0.7,
        threshold=bound,
        alpha=None,
        f1=None,
    )


def test_suggested_bounds_are_settings_that_mtcheck_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checks = [figures("N101", 0.6789), figures("Q201", None), figures("F502", 0.0)]
    said = settings_of([*checks, figures("X]\n[gate", 0.9), figures("EDITOR", 0.9)])
    assert said == "[checks.N101]\nmin-confidence = 0.67\n"
    assert settings_of([]) == ""
    (tmp_path / "mtcheck.toml").write_text(said, "utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["config", "show", "a.txt", "--config", str(tmp_path / "mtcheck.toml")])
    assert ended.value.code in {0, None}
    assert "min-confidence = 0.67" in capsys.readouterr().out


def test_plots_are_xml_with_their_figures_as_text() -> None:
    check = replace(figures("N101", None), name="<garbled>")
    drawn = ET.fromstring(intervals([check]))  # noqa: S314 - our own
    assert "N101 8 of 10" in drawn.attrib["aria-label"]
    assert any(text.text == "N101 <garbled>" for text in drawn.iter("text"))
    drawn = ET.fromstring(columns([DayFigures("2026-11-24", 3, 0), DayFigures("2026-11-25", 6, 1)]))  # noqa: S314
    heights = [float(bar.attrib["height"]) for bar in drawn.iter("rect")]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert "9 in all" in drawn.attrib["aria-label"]
    assert intervals([]) == ""
    assert columns([]) == ""

"""Editors beside each other at one served desk: no update is lost, and nobody waits long."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pytest
from desk.desking import Client, security

from benchmarks import desk_load
from benchmarks.desk import articles
from mtcheck.reviewing import Desk

if TYPE_CHECKING:
    from pathlib import Path


def test_no_update_of_five_editors_is_lost() -> None:
    tally, wrong = desk_load.run(editors=5, seconds=5, articles=3, pause=0.2)
    assert wrong == []
    assert tally.errors == []
    assert tally.edits


def test_a_lost_update_would_be_seen(tmp_path: Path) -> None:
    tally = desk_load.Tally()
    with Desk.open(tmp_path / "desk.sqlite") as desk:
        desk.take_articles([desk_load.article(0)])
        for version, text in enumerate(("One.", "Two.")):
            desk.edit("ann", 1, text, version=version)
            tally.edits.append((1, version, text))
        assert desk_load.lost(desk, tally) == []
        tally.edits += [(1, 1, "Another two."), (1, 2, "Three.")]
        assert len(desk_load.lost(desk, tally)) == 2


@pytest.mark.soak
def test_twenty_editors_for_a_minute_wait_less_than_200_ms() -> None:
    tally, wrong = desk_load.run(editors=20, seconds=60, articles=200, pause=1.0)
    assert wrong == []
    assert tally.errors == []
    assert tally.p95 < 0.2


FILTERS = (
    "",
    "state=open",
    "check=N101",
    "check=N101&severity=major&state=open",
    "check=M701",
    "severity=minor",
    "category=accuracy/mistranslation",
    "lang=en-ja&system=system-1",
    "text=minister+said",
    "text=zeppelin",
    "mine=1",
    "unjudged=1",
)


@pytest.mark.soak
def test_a_page_of_a_queue_of_a_hundred_thousand_articles_takes_less_than_300_ms(
    tmp_path: Path,
) -> None:
    with Desk.open(tmp_path / "desk.sqlite") as desk:
        desk.take_articles(articles(100_000, 10))
        client = Client(desk, security()).enter()
        took = {}
        for filters in FILTERS:
            rounds = []
            for _ in range(3):
                begun = time.perf_counter()
                assert client.get(f"/?{filters}").status_code == 200
                rounds.append(time.perf_counter() - begun)
            took[filters] = statistics.median(rounds)
        assert desk.progress().findings == 1_000_000
        assert {filters: t for filters, t in took.items() if t >= 0.3} == {}

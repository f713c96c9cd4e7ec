"""A sentence checked while it is typed: what is known is known again, what is mended is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from reviewing.desks import clock

from mtcheck import languages, pipeline, reading
from mtcheck.reviewing import Desk
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MT = "President Emanuel Marcon spoke in Lyon about the new bridge .\n"
_REFERENCE = "President Emmanuel Macron spoke in Lyon about the new bridge.\n"


def _opened(folder: Path) -> Desk:
    language = languages.load("en")
    article = reading.from_strings(_MT, _REFERENCE, None, language, language)
    opened = Desk.open(folder / "desk.sqlite", clock=clock())
    opened.take([pipeline.check(article, Settings(model="none"))])
    return opened


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with _opened(tmp_path) as opened:
        yield opened


def test_what_is_still_wrong_is_known_again_at_its_new_place(desk: Desk) -> None:
    (segment,) = desk.article(1, "ann").segments
    ids = {f.code: f.id for f in segment.findings}
    assert set(ids) == {"N101", "F502"}
    words = "Yesterday " + segment.text.replace("President", "president")
    seen = {f.code: f for f in desk.recheck(segment.id, words)}
    assert seen["N101"].known == ids["N101"]
    assert seen["F502"].known == ids["F502"]
    assert words[seen["N101"].start : seen["N101"].end] == seen["N101"].text == "Emanuel Marcon"


def test_what_is_mended_is_gone_and_what_is_new_is_told_and_nothing_is_stored(desk: Desk) -> None:
    (segment,) = desk.article(1, "ann").segments
    assert desk.recheck(segment.id, _REFERENCE.strip()) == ()
    (new,) = desk.recheck(segment.id, _REFERENCE.strip().replace("the", "the the"))
    assert (new.code, new.known) == ("F501", None)
    assert desk.article(1, "ann").segments[0] == segment
    assert desk.history() == []


def test_nothing_is_found_in_nothing(desk: Desk) -> None:
    (segment,) = desk.article(1, "ann").segments
    assert desk.recheck(segment.id, "  ") == ()

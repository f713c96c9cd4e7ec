"""Desks to test with: the article of the reports, a clock that ticks, what stands in a desk."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from reporting.reported import demo

from mtcheck.mqm import Category
from mtcheck.reviewing import Desk
from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment, key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.reviewing import FindingView


def clock() -> Callable[[], str]:
    ticks = (f"2026-01-01T00:{n // 60:02}:{n % 60:06.3f}Z" for n in itertools.count())
    return lambda: next(ticks)


@cache
def _made() -> Path:
    """A desk with the demo article, made once: the tests work on copies."""
    path = Path(tempfile.mkdtemp(prefix="mtcheck-desk-")) / "made.sqlite"
    with Desk.open(path, clock=clock()) as desk:
        desk.take([demo()])
        desk.backup(path.with_name("whole.sqlite"))
    return path.with_name("whole.sqlite")


def fresh(folder: Path) -> Desk:
    path = folder / "desk.sqlite"
    shutil.copyfile(_made(), path)
    return Desk.open(path, clock=clock())


def take_glued(desk: Desk, suggestion: str = "meat. The") -> int:
    """Take in two sentences without a space between them, and a finding of both; its number."""
    mt = "Russia bans imports of meatThe United States must answer."
    at = mt.index("The")
    segments = tuple(
        IncomingSegment(row=row, start=start, end=end, mt=mt[start:end], reference=reference)
        for row, start, end, reference in (
            (0, 0, at, "Russia bans imports of meat."),
            (1, at, len(mt), "The United States must answer."),
        )
    )
    one = IncomingFinding(
        segment=0,
        code="F503",
        name="punctuation",
        category=Category.PUNCTUATION.value,
        severity="major",
        confidence=0.9,
        start=at - 4,
        end=at + 3,
        text="meatThe",
        message="two sentences without a space between them",
        fingerprint="0-0-0-1",
        suggestion=suggestion,
        safe=True,
    )
    made = IncomingArticle(
        key=key_of("glued", "", "en"),
        document="glued",
        path=None,
        system="",
        source_lang=None,
        target_lang="en",
        words=9,
        mt=mt,
        segments=segments,
        findings=(one,),
    )
    desk.take_articles([made])
    number = max(row.article for row in desk.queue().rows)
    (finding,) = desk.article(number, "ann").segments[0].findings
    return finding.id


def found(desk: Desk, code: str, editor: str = "ann") -> FindingView:
    view = desk.article(1, editor)
    return next(f for s in view.segments for f in s.findings if f.code == code)


def state(desk: Desk) -> object:
    """All that an editor sees and the queue counts, but for versions and times."""
    view = desk.article(1, "nobody")
    row = desk.queue().rows[0]
    return (
        [
            (
                s.text,
                [
                    (
                        f.id,
                        f.state,
                        f.place,
                        [
                            (d.editor, d.verdict, d.reason, d.comment)
                            for d in f.decisions
                            if d.verdict or d.comment
                        ],
                        [c.text for c in f.comments],
                    )
                    for f in s.findings
                ],
            )
            for s in view.segments
        ],
        [c.text for c in view.comments],
        (row.priority, row.findings, row.open, row.accepted, row.rejected, row.disputed),
        (row.minor, row.major, row.critical, row.edited),
        desk.facets(),
    )

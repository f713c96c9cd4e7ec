"""An article as the page has it: rows of sentences, with their findings numbered through."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from mtcheck.desk.marking import Mark
from mtcheck.desk.rendering import direction

if TYPE_CHECKING:
    from mtcheck.reviewing.views import ArticleView, Event, FindingView, SegmentView

__all__ = ["ConflictView", "Row", "Sides", "direction_of", "rows_of", "sides_of"]


@dataclass(frozen=True, slots=True)
class Row:
    """Sentences that share what they are compared with."""

    number: int
    segments: tuple[SegmentView, ...]
    marks: tuple[Mark, ...]

    @property
    def reference(self) -> str | None:
        """What the reference has here."""
        return self.segments[0].reference

    @property
    def source(self) -> str | None:
        """What the source has here."""
        return self.segments[0].source

    def has(self, segment: int) -> bool:
        """Whether that sentence is one of its."""
        return any(s.id == segment for s in self.segments)

    def holds(self, event: Event) -> bool:
        """Whether something was done here: to one of its sentences, or to a finding of them."""
        return any(map(self.has, event.segments)) or any(
            m.finding.id == event.finding for m in self.marks
        )

    def marks_of(self, segment: SegmentView) -> list[Mark]:
        """The findings of one of its sentences."""
        return [mark for mark in self.marks if mark.finding.segment == segment.id]

    def segment_of(self, mark: Mark) -> SegmentView:
        """The sentence that a finding is of."""
        return next(s for s in self.segments if s.id == mark.finding.segment)


@dataclass(frozen=True, slots=True)
class Sides:
    """What there is beside the translation."""

    reference: bool
    source: bool


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What somebody typed whose sentence was changed meanwhile, and by whom."""

    segment: int
    mine: str
    by: str | None


def rows_of(view: ArticleView) -> list[Row]:
    """The rows of an article, in order."""
    rows: list[Row] = []
    number = 0
    for row, members in groupby(view.segments, key=lambda s: s.row):
        segments = tuple(members)
        found = [f for s in segments for f in sorted(s.findings, key=_in_text)]
        marks = tuple(Mark(number + n, f) for n, f in enumerate(found, start=1))
        number += len(marks)
        rows.append(Row(row, segments, marks))
    return rows


def sides_of(view: ArticleView) -> Sides:
    """Which texts the article is compared with."""
    return Sides(
        any(s.reference is not None for s in view.segments),
        any(s.source is not None for s in view.segments),
    )


def direction_of(view: ArticleView) -> tuple[str, str]:
    """Which way the translation runs, and the source."""
    return (
        direction(s.text for s in view.segments),
        direction(s.source or "" for s in view.segments),
    )


def _in_text(finding: FindingView) -> tuple[object, ...]:
    return finding.start, -finding.end, finding.id

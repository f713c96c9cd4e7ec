"""What is found of each severity and category, and how often each of ours is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.evaluation import characters, matching
from mtcheck.evaluation.results import Count

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtcheck.evaluation.characters import Levels
    from mtcheck.evaluation.records import Mark
    from mtcheck.evaluation.views import View

__all__ = ["by_category", "by_code", "by_severity", "counts"]


def by_severity(mark: Mark) -> str:
    """Its severity."""
    return mark.severity.value


def by_category(mark: Mark) -> str:
    """Its category as labelled, but for case and the sign between words."""
    return mark.category.lower().replace(" - ", "/").replace("_", " ").replace("-", " ")


def by_code(mark: Mark) -> str:
    """The code of the check that found it."""
    return mark.code


def counts(
    view: View,
    marks: Sequence[Sequence[Mark]],
    others: Sequence[Sequence[Mark]],
    label: Callable[[Mark], str],
) -> list[Count]:
    """``marks`` by label, each held against ``others``; the most frequent first.

    Marks without a label are left out.
    """
    levels = view.canvas.levels(others)
    tables: dict[str, list[int]] = {}
    starts = view.canvas.starts.tolist()
    for start, row, beside in zip(starts, marks, others, strict=True):
        spans = {other.span for other in beside}
        for mark in row:
            if not (name := label(mark)):
                continue
            size, hit = _characters(levels, start, mark)
            table = tables.setdefault(name, [0, 0, 0, 0])
            touched = matching.touched(mark.span, spans)
            for column, value in enumerate((1, size, hit, int(touched))):
                table[column] += value
    ordered = sorted(tables.items(), key=lambda item: (-item[1][0], item[0]))
    return [
        Count(name, number, characters.ratio(hit, size), characters.ratio(touched, number))
        for name, (number, size, hit, touched) in ordered
    ]


def _characters(levels: Levels, start: int, mark: Mark) -> tuple[int, int]:
    at = start + mark.span.start
    end = max(start + mark.span.end, at + 1)
    return end - at, int((levels[at:end] > 0).sum())

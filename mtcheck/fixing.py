"""Fixing: a report's suggestions put into its text."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.finding import Finding
    from mtcheck.report import Report
    from mtcheck.span import Span

__all__ = ["Fixed", "apply", "fix"]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A corrected text. ``applied`` are the findings whose suggestion it has, in its order.

    ``left`` are those without a suggestion, and those whose suggestion would have changed
    characters that a surer one changes.
    """

    text: str
    applied: tuple[Finding, ...]
    left: tuple[Finding, ...]


def fix(report: Report) -> Fixed:
    """The MT of a report with the suggestions of its shown findings."""
    return apply(report.article.mt.content, report.findings)


def apply(text: str, findings: Iterable[Finding]) -> Fixed:
    """``text`` with the suggestions of ``findings``, none of which overlap.

    Where two would, the more confident is applied, then the more severe, then the first in the
    text. What is inserted at one place stands in the order of the reference. A suggestion
    equal to what it replaces counts as left. The order of ``findings`` does not matter.
    """
    every = sorted(findings, key=_in_text)
    wanted = [f for f in every if f.suggestion is not None and f.suggestion != f.span.of(text)]
    spans: list[Span] = []
    chosen: list[Finding] = []
    for finding in sorted(wanted, key=_surest_first):
        at = bisect_left(spans, finding.span)
        # What is chosen never conflicts, so that only the two neighbours can.
        if not any(_conflict(finding.span, span) for span in spans[max(at - 1, 0) : at + 1]):
            spans.insert(at, finding.span)
            chosen.append(finding)
    chosen.sort(key=_in_text)
    kept = set(map(id, chosen))
    left = tuple(f for f in every if id(f) not in kept)
    return Fixed(_replaced(text, chosen), tuple(chosen), left)


def _replaced(text: str, chosen: Iterable[Finding]) -> str:
    pieces, at = [], 0
    for finding in chosen:
        pieces += [text[at : finding.span.start], finding.suggestion or ""]
        at = finding.span.end
    return "".join([*pieces, text[at:]])


def _in_text(finding: Finding) -> tuple[object, ...]:
    return (
        finding.span,
        finding.reference_span is None,
        finding.reference_span or finding.span,
        finding.code,
        finding.suggestion is None,
        finding.suggestion or "",
        finding.message,
        finding.severity.rank,
        finding.confidence,
    )


def _surest_first(finding: Finding) -> tuple[object, ...]:
    return (-finding.confidence, -finding.severity.rank, *_in_text(finding))


def _conflict(one: Span, other: Span) -> bool:
    """Whether they share characters, or an empty one lies between two characters of the other."""
    if len(one) and len(other):
        return one.overlaps(other)
    return one.start < other.start < one.end or other.start < one.start < other.end

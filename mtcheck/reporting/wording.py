"""The words that several formats use for a finding: what to do, how sure, how many there are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Protocol

from mtcheck import scoring
from mtcheck.finding import Reason
from mtcheck.reporting.showing import exact, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.article import Unit
    from mtcheck.finding import Finding
    from mtcheck.report import Report

__all__ = [
    "also",
    "counted",
    "fix",
    "hidden",
    "name",
    "notes",
    "percent",
    "sentence",
    "title",
    "unit",
]


class _Found(Protocol):
    """What a finding of a report and one at the desk have in common."""

    @property
    def code(self) -> str: ...
    @property
    def confidence(self) -> float: ...
    @property
    def evidence(self) -> Sequence[str]: ...


_WHY = {
    Reason.CONFIDENCE: "too unsure",
    Reason.NAME: "accepted names",
    Reason.INLINE: "by comments",
    Reason.PAIR: "by an ignore file",
    Reason.UNCHANGED: "in unchanged lines",
    Reason.BASELINE: "in the baseline",
}


def fix(finding: Finding) -> str:
    """What to do, as ``replace with "…"``; empty where the finding suggests nothing."""
    if finding.suggestion is None:
        return ""
    if not finding.suggestion:
        return "delete it"
    verb = "replace with" if len(finding.span) else "insert"
    return f'{verb} "{exact(finding.suggestion)}"'


def percent(finding: _Found) -> str:
    """How often such findings are right, rounded, but never up to a certainty."""
    rounded = round(100 * finding.confidence)
    return f"{min(rounded, 99) if finding.confidence < 1 else rounded}%"


def title(finding: Finding) -> str:
    """Code and name, as in ``N101 garbled-name``."""
    return f"{finding.code} {finding.name}"


def unit(of: Unit | None) -> str:
    """A unit by its id, and where it stands in the file where that says more; may be empty."""
    if of is None:
        return ""
    return visible(of.id if of.path == of.id else f"{of.id} ({of.path})")


def sentence(finding: Finding, of: Unit | None = None) -> str:
    """Why and what to do, in one line: for formats that give a finding a single message.

    ``of`` is the unit that it stands in, which the line then names.
    """
    todo = fix(finding)
    place = unit(of)
    parts = (
        visible(finding.message),
        f"Fix: {todo}" if todo else "",
        f"Unit: {place}" if place else "",
    )
    return " ".join(
        part if part.rstrip('"')[-1:] in ".!?" else f"{part}." for part in parts if part
    )


def also(finding: _Found) -> str:
    """What else holds the place for wrong: ``the span model (S901), check F506``; may be empty."""
    others = [code for code in finding.evidence if code != finding.code]
    return ", ".join(
        f"the span model ({code})" if code.startswith(_SUSPICIONS) else f"check {code}"
        for code in others
    )


_SUSPICIONS = "S"  # the family of the span model's findings


def notes(reports: Sequence[Report]) -> tuple[list[list[str]], list[str]]:
    """What is noted of each of ``reports``, and what of several, which is said once."""
    times = Counter(note for report in reports for note in dict.fromkeys(report.notes))
    short = [report for report in reports if report.scores.notes]
    several = len(short) > 1
    own = [
        [n for n in report.notes if times[n] == 1] + [*report.scores.notes] * (not several)
        for report in reports
    ]
    once = [f"{note} ({often} articles)" for note, often in times.items() if often > 1]
    if several:
        once.append(scoring.short(len(short)))
    return own, once


def counted(findings: Iterable[Finding]) -> str:
    """``9 findings (8 major, 1 minor)``, or ``no findings``."""
    by_severity = Counter(finding.severity for finding in findings)
    total = by_severity.total()
    if not total:
        return "no findings"
    parts = ", ".join(f"{by_severity[s]} {s.value}" for s in sorted(by_severity, reverse=True))
    return f"{total} finding{'s' * (total > 1)} ({parts})"


def hidden(report: Report) -> str:
    """How many findings are hidden, and why: "3 hidden (2 in the baseline, 1 too unsure)"."""
    counted = Counter(suppressed.reason for suppressed in report.suppressed)
    parts = ", ".join(
        f"{counted[reason]} {words}" for reason, words in _WHY.items() if counted[reason]
    )
    return f"{len(report.suppressed)} hidden ({parts})"


def name(report: Report) -> str:
    """What an article is called: its file, and the document in it where there are several."""
    identity, path = report.article.article.id, report.article.mt.path
    return visible(identity if path is None or identity.startswith(f"{path}#") else path)

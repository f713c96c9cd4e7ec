"""The gate: what of one article's report makes a run fail.

Severity says how bad a finding would be, not how likely it is: with the setting
``fail_confidence`` it counts from a confidence on.
The command line asks it for the exit code, and JUnit for the tests that fail: they must agree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtcheck.report import Report

__all__ = ["breaches", "severe", "too_many"]


def severe(report: Report) -> bool:
    """Whether a shown finding is as severe and as sure as ``fail_on`` and its confidence say."""
    bound, least = report.settings.fail_on, report.settings.fail_confidence
    return bound != "never" and any(
        f.severity >= bound and f.confidence >= least for f in report.findings
    )


def breaches(report: Report) -> list[str]:
    """The figures of the article that are out of the bounds that its settings give."""
    settings, scores = report.settings, report.scores
    points = scores.penalty_per_100_words
    found = []
    if settings.max_penalty is not None and points > settings.max_penalty:
        found.append(too_many(points, settings.max_penalty, "max-penalty"))
    if settings.min_mqm is not None and scores.mqm < settings.min_mqm:
        found.append(f"MQM score {scores.mqm:.2f}, below the {settings.min_mqm:g} of min-mqm")
    return found


def too_many(points: float, bound: float, setting: str) -> str:
    """That a penalty is above the ``bound`` which ``setting`` gives."""
    return f"{points:.2f} penalty points per 100 words, above the {bound:g} of {setting}"

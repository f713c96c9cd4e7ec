"""Report: what checking one article gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding, Suppressed
    from mtcheck.scoring import Scores
    from mtcheck.settings import Settings

__all__ = ["Failure", "Report"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that crashed. The rest of the report stands; the exit code is 2."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in the order of the text; ``suppressed`` ones are counted, never shown.

    ``fingerprints`` are those of the findings, in their order; ``baselined`` says that there
    was a baseline, so that what is shown is new. ``notes`` are lines for the reader: a language
    that is not covered, a check that had no data, a comment that suppresses nothing, a text too
    short for its score.
    """

    article: AlignedArticle
    settings: Settings
    findings: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]
    scores: Scores
    fingerprints: tuple[str, ...] = ()
    baselined: bool = False

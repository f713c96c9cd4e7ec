"""Analysis and report: what the checks find in one article, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding, Suppressed
    from mtcheck.scoring import Comparison, Scores
    from mtcheck.settings import Settings

__all__ = ["LATER", "Analysis", "Failure", "Report"]

LATER = frozenset(
    (
        "names allow_download fail_on fail_confidence max_penalty max_total_penalty min_mqm scoring"
    ).split()
)
"""The settings on which no analysis depends: they decide what is shown of it, and what fails."""


def _no_figures() -> None:
    """There is no reference to measure against."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that crashed. The rest of the report stands; the exit code is 2."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the checks find in one article, before anything of it is hidden.

    ``ran`` are the codes of the checks that ran. ``qualities`` are the span model's scores of the
    MT segments (1 for a perfect one, 0 for the worst), none where no model read it. ``against``
    works out BLEU, chrF and TER against the reference. A kept analysis is not ``tokenised``: its
    segments have no tokens, its pairs no word alignment, its article no risks.
    """

    article: AlignedArticle
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]
    ran: tuple[str, ...]
    qualities: tuple[float, ...]
    against: Callable[[], Comparison | None]
    tokenised: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """Findings in the order of the text; ``suppressed`` ones are counted, never shown.

    ``article`` is what was checked: ``article.mt.content`` is the text that spans point into.
    ``settings`` are those that held. ``failures`` are the checks that crashed, ``scores`` the MQM
    figures of what is shown. ``notes`` are lines for the reader: a language that is not covered, a
    check that had no data, a comment that suppresses nothing, a text too short for its score.

    ``fingerprints`` are those of the findings, in their order; ``baselined`` says that there
    was a baseline, so that what is shown is new. ``ran`` are the codes of the checks that ran.
    ``qualities`` are the span model's scores of the MT segments, from 0 (worst) to 1, none where
    no model read it. ``against()`` gives BLEU, chrF and TER against the reference, None without
    one; it takes some 2 ms a segment, at each call.
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
    ran: tuple[str, ...] = ()
    qualities: tuple[float, ...] = ()
    against: Callable[[], Comparison | None] = field(default=_no_figures, compare=False)

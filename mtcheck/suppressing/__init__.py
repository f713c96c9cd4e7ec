"""Suppressing: which findings are counted and not shown, and why.

In the order of :class:`mtcheck.finding.Reason`: too little confidence, a name that the settings
accept, a comment in the text, a pair of an ignore file, lines that a change does not touch, the
baseline. Nothing is lost: every suppressed finding stays in the report with its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtcheck import fingerprint, selection
from mtcheck.finding import Reason, Suppressed
from mtcheck.suppressing import comments, names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings
    from mtcheck.span import Span
    from mtcheck.suppressing.baseline import Baseline
    from mtcheck.suppressing.pairs import Pairs

__all__ = ["Rules", "Sorted", "sort"]


@dataclass(slots=True)
class Rules:
    """What a run suppresses beside its settings; keeps count of what was of use.

    ``touched`` says whether the change in question touches a place of an article.
    """

    pairs: tuple[Pairs, ...] = ()
    baseline: Baseline | None = None
    touched: Callable[[AlignedArticle, Span], bool] | None = None
    _seen: dict[str | None, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def prints(self, article: AlignedArticle, findings: Sequence[Finding]) -> tuple[str, ...]:
        """Fingerprints, numbered through all articles of one file: no other file changes them."""
        seen = self._seen[article.mt.path]
        return fingerprint.fingerprints(article, findings, seen=seen)


@dataclass(frozen=True, slots=True)
class Sorted:
    """The findings of an article: those to show with their fingerprints, and the others.

    ``notes`` are for the reader: comments that suppress nothing or cannot be understood.
    """

    shown: tuple[Finding, ...]
    fingerprints: tuple[str, ...]
    suppressed: tuple[Suppressed, ...]
    notes: tuple[str, ...]


def sort(
    article: AlignedArticle,
    findings: Iterable[Finding],
    settings: Settings,
    ran: Iterable[str],
    rules: Rules,
) -> Sorted:
    """Sort the findings of one article, which must all be given, by what is to be shown.

    ``ran`` are the codes of the checks that ran.
    """
    every, codes = tuple(findings), frozenset(ran)
    by_comment = comments.Comments(article.mt, codes, settings)
    for pairs in rules.pairs:
        pairs.ran(codes)
    accepted = names.Accepted(article.mt, settings.names)
    prints = rules.prints(article, every)
    _, unsure = selection.split(every, settings)
    is_unsure = set(map(id, unsure))
    known = rules.baseline.known(article, prints, codes) if rules.baseline else frozenset()
    shown, kept, hidden = [], [], []
    for finding, one in zip(every, prints, strict=True):
        # All are asked, so that a comment or pair is of use however the others decide.
        said = (
            Suppressed(finding, Reason.CONFIDENCE) if id(finding) in is_unsure else None,
            accepted.suppresses(finding),
            by_comment.suppresses(finding),
            *(pairs.suppresses(article, finding) for pairs in rules.pairs),
            _untouched(rules, article, finding),
            Suppressed(finding, Reason.BASELINE) if one in known else None,
        )
        reasons = [s for s in said if s is not None]
        if reasons:
            hidden.append(replace(reasons[0], fingerprint=one))
        else:
            shown.append(finding)
            kept.append(one)
    return Sorted(tuple(shown), tuple(kept), tuple(hidden), tuple(by_comment.notes()))


def _untouched(rules: Rules, article: AlignedArticle, finding: Finding) -> Suppressed | None:
    if rules.touched is None or rules.touched(article, finding.span):
        return None
    return Suppressed(finding, Reason.UNCHANGED)

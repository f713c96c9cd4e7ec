"""How likely a rule's finding is right, now that the span model has read the place too.

For names and meaning the model and the rules look at the same words: a name that a rule takes
for garbled and the model for harmless was marked by annotators in one case of six, one that
both suspect in more than half. Their opinions are added as log-odds with fitted weights
(``fusion.json``). Figures, form, locale and markup keep the precision that was measured for the
check: there the rule compares values and characters, of which the model knows nothing better.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck import spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.article import Risk, Risks
    from mtcheck.finding import Finding
    from mtcheck.spans.fusion import Weights

__all__ = ["stands", "weigh"]

_SMALLEST = 0.001


def weigh(findings: Iterable[Finding], risks: Risks, weights: Weights) -> list[Finding]:
    """The findings, those of names and meaning with the confidence of rule and model together."""
    tokens = [risk for segment in risks.tokens for risk in segment]
    starts = [risk.token.start for risk in tokens]
    return [_weighed(finding, tokens, starts, weights) for finding in findings]


def stands(finding: Finding) -> bool:
    """Whether a rule's own figure stands, whatever the model thinks.

    A name that the check is certain of was right nineteen times in twenty.
    """
    return finding.certain and finding.suggestion is not None and finding.code[0] == "N"


def _weighed(finding: Finding, tokens: list[Risk], starts: list[int], weights: Weights) -> Finding:
    # An omission is no word's: annotators mark it in the source.
    if finding.code[0] not in spans.WEIGHED or stands(finding) or not len(finding.span):
        return finding
    first = max(bisect_left(starts, finding.span.start + 1) - 1, 0)
    last = bisect_left(starts, finding.span.end)
    inside = [r.chance for r in tokens[first:last] if r.token.end > finding.span.start]
    if not inside:
        return finding
    odds = weights.intercept
    odds += weights.judged * _log_odds(finding.confidence)
    odds += weights.chance * _log_odds(max(inside))
    return replace(finding, confidence=round(1 / (1 + math.exp(-odds)), 3))


def _log_odds(chance: float) -> float:
    kept = min(max(chance, _SMALLEST), 1 - _SMALLEST)
    return math.log(kept / (1 - kept))

"""Which suggestions may be applied without anybody reading them.

Nothing here names a check. A suggestion is safe where these things hold: the check's record says
that its suggestions follow from the evidence by a rule (``fixes``); the check is certain of this
one; of the suggestions of this check and basis that it was certain of at least nine of ten were
right when measured (``fixes.toml``), shrunk towards one half as every measured share is, so that
a few lucky ones are not enough; and in this language the check's findings, certain or not, were
right more often than not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mtcheck import measured

if TYPE_CHECKING:
    from mtcheck.finding import Finding

__all__ = ["SAFE", "is_safe"]

SAFE = 0.9
_MORE_OFTEN_THAN_NOT = 0.5


def is_safe(finding: Finding) -> bool:
    """Whether the suggestion of a finding may be applied unread; False without one."""
    return (
        finding.suggestion is not None
        and finding.certain
        and finding.code in _codes()
        and (finding.measured or 0.0) > _MORE_OFTEN_THAN_NOT
        and measured.fix_precision(finding.code, finding.basis) >= SAFE
    )


@cache
def _codes() -> frozenset[str]:
    from mtcheck.checks import CHECKS  # noqa: PLC0415 - asked for where there are suggestions alone

    return frozenset(module.CHECK.code for module in CHECKS if module.CHECK.fixes)

"""Asking about one fix after the other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.positions import Places
from mtcheck.reporting.excerpts import excerpt
from mtcheck.reporting.showing import exact, visible

if TYPE_CHECKING:
    from mtcheck.finding import Finding
    from mtcheck.report import Report

__all__ = ["Asker"]

_COLUMNS = 90
_AROUND = 60  # characters on either side, of whose letters the nearest …
_LETTERS = 12  # … so many tell one place from another
_ANSWERS = "[y]es, [n]o, [a]ll of this check, [q]uit"


class _Decision(NamedTuple):
    """What was answered, and the letters around the place in question."""

    before: str
    after: str
    wanted: bool


class Asker:
    """Asks on stderr, reads standard input, and never asks the same twice.

    ``over``: the user has had enough, or standard input has ended.
    """

    def __init__(self) -> None:
        self.over = False
        self._known: dict[tuple[str, ...], list[_Decision]] = {}
        self._all: set[str] = set()

    def wants(self, report: Report, finding: Finding) -> bool:
        """Whether a finding's suggestion is to be applied; no, where there is none.

        A finding is known again by the letters on either side, of which the fixes of a round
        before may have changed one.
        """
        if finding.suggestion is None:
            return False
        mt, span = report.article.mt, finding.span
        before = _letters(mt.content[max(span.start - _AROUND, 0) : span.start])
        after = _letters(mt.content[span.end : span.end + _AROUND][::-1])
        key = (mt.path or "", finding.code, mt.at(span), finding.suggestion)
        decisions = self._known.setdefault(key, [])
        for known in decisions:
            if before == known.before or after == known.after:
                return known.wanted
        wanted = finding.code in self._all or (not self.over and self._ask(report, finding))
        decisions.append(_Decision(before, after, wanted))
        return wanted

    def _ask(self, report: Report, finding: Finding) -> bool:
        mt = report.article.mt
        line, column = Places(mt).position(finding.span)
        shown = excerpt(mt, finding.span, _COLUMNS)
        instead = f"“{exact(finding.suggestion or '')}”" if finding.suggestion else "nothing"
        sys.stderr.write(
            f"{visible(mt.path or '-')}:{line}:{column} {finding.code} {finding.name}\n"
            f"  {visible(finding.message)}\n"
            f"  {shown.before}⟦{shown.inside}⟧{shown.after}\n"
            f"  put {instead} there?\n"
        )
        while True:
            sys.stderr.write(f"{_ANSWERS}: ")
            sys.stderr.flush()
            answer = sys.stdin.readline()
            choice = answer.strip().lower()[:1]
            if not answer or choice == "q":
                self.over = True
                return False
            if choice == "a":
                self._all.add(finding.code)
            if choice in {"y", "a", "n"}:
                return choice != "n"


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))[-_LETTERS:]

"""The gate: what the reports of a run mean for the exit code, and the figures behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtcheck import gate
from mtcheck.mqm import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.report import Report

__all__ = ["Gate"]

_SEVERITIES = (Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)


@dataclass(slots=True)
class Gate:
    """Looks at every report that passes, and adds up. ``reasons`` are for the user."""

    reasons: list[str] = field(default_factory=list)
    _severe: bool = False
    _articles: int = 0
    _words: int = 0
    _penalty: float = 0.0
    _total_bounds: set[float] = field(default_factory=set)
    _shown: Counter[tuple[str, str, Severity]] = field(default_factory=Counter)
    _hidden: Counter[tuple[str, str]] = field(default_factory=Counter)

    def passing(self, reports: Iterable[Report]) -> Iterator[Report]:
        """The reports as they are."""
        for report in reports:
            self._add(report)
            yield report

    @property
    def failed(self) -> bool:
        """Whether a finding is too severe or a figure out of bounds; ask when all have passed."""
        return self._severe or bool([*self.reasons, *self._of_the_whole()])

    def verdicts(self) -> list[str]:
        """The figures that are out of bounds, a line each."""
        return [*self.reasons, *self._of_the_whole()]

    def statistics(self) -> list[str]:
        """A table of the findings by check, and the figures of the run."""
        kinds = sorted({key[:2] for key in self._shown} | set(self._hidden))
        rows: list[tuple[str, ...]] = [("code", "name", "critical", "major", "minor", "hidden")]
        rows += [
            (
                code,
                name,
                *(str(self._shown[code, name, s]) for s in _SEVERITIES),
                str(self._hidden[code, name]),
            )
            for code, name in kinds
        ]
        every = [str(sum(n for k, n in self._shown.items() if k[2] is s)) for s in _SEVERITIES]
        rows.append(("all", "", *every, str(self._hidden.total())))
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            "  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows
        ]
        articles = f"{self._articles} article{'s' * (self._articles != 1)}"
        points = f"{self._per_100_words():.2f} penalty points per 100 words"
        return [*lines, f"{articles}, {self._words:,} words, {points}"]

    def _add(self, report: Report) -> None:
        settings, scores = report.settings, report.scores
        self._severe |= gate.severe(report)
        self._articles += 1
        self._words += scores.words
        self._penalty += scores.penalty
        self._shown.update((f.code, f.name, f.severity) for f in report.findings)
        self._hidden.update((s.finding.code, s.finding.name) for s in report.suppressed)
        if settings.max_total_penalty is not None:
            self._total_bounds.add(settings.max_total_penalty)
        name = report.article.article.id
        self.reasons.extend(f"{name}: {breach}" for breach in gate.breaches(report))

    def _of_the_whole(self) -> list[str]:
        bound, points = min(self._total_bounds, default=None), self._per_100_words()
        if bound is None or points <= bound:
            return []
        return [f"all articles: {gate.too_many(points, bound, 'max-total-penalty')}"]

    def _per_100_words(self) -> float:
        return 100 * self._penalty / max(self._words, 1)

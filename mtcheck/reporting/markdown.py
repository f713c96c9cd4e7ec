"""Markdown, for the summary page of a job or a comment in a pull request.

A table of the articles, then of each article's findings, the worst first. GitHub takes a
mebibyte for a step's summary and shows nothing of a longer one: the least severe and least sure
findings are left out before that, and a line says how many.

Every text is escaped, so that it is shown as it is: no markup, no HTML, no link, no mention.

Source: GitHub Flavored Markdown; "Adding a job summary" in GitHub's documentation.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from mtcheck.mqm import Severity
from mtcheck.reporting import wording
from mtcheck.reporting.excerpts import excerpt
from mtcheck.reporting.located import located, worst_first
from mtcheck.reporting.showing import exact, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.located import Located

__all__ = ["render"]

_MOST_BYTES = 1_000_000  # of the mebibyte, with some left for what else a job writes
_COLUMNS = 100  # of the text around a finding
# What means something inside a line or a cell: emphasis, code, links, HTML, mathematics, names of
# emoji, and what makes an address a link.
_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~#@!:$^{}]|(?<=www)\.", re.IGNORECASE)
_ICONS = {Severity.CRITICAL: "🟣", Severity.MAJOR: "🔴", Severity.MINOR: "🟡"}


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One page for the run. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    findings = worst_first(located(reports))
    every = [found.finding for found in findings]
    head = "\n".join((f"## mtcheck: {wording.counted(every)}", "", *_overview(reports)))
    tail = "\n".join(_remarks(reports))
    rows, cut = _fitting(findings, _MOST_BYTES - len(f"{head}{tail}".encode()), len(reports))
    parts = [head]
    for number, report in enumerate(reports):
        if listed := rows.get(number):
            table = ("| | line | check | text | why |", "|---|---:|---|---|---|", *listed)
            parts.append("\n".join((f"### {_plain(wording.name(report))}", "", *table)))
    if cut:
        parts.append(f"{cut} more findings are left out here, the least severe and least sure.")
    return "\n\n".join(part for part in (*parts, tail) if part) + "\n"


def _overview(reports: Iterable[Report]) -> Iterable[str]:
    yield "| article | critical | major | minor | MQM | penalty per 100 words | words |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for report in reports:
        counts = Counter(finding.severity for finding in report.findings)
        scores = report.scores
        cells = (
            _plain(wording.name(report)),
            *(str(counts[severity]) for severity in sorted(Severity, reverse=True)),
            f"{scores.mqm:.1f}" + (" (0 is best)" if scores.profile == "google" else ""),
            f"{scores.penalty_per_100_words:.1f}",
            f"{scores.words:,}",
        )
        yield f"| {' | '.join(cells)} |"


def _remarks(reports: Sequence[Report]) -> Iterable[str]:
    own, once = wording.notes(reports)
    for report, notes in zip(reports, own, strict=True):
        name = _plain(wording.name(report))
        for failure in report.failures:
            yield f"- **error** {name}: check {failure.code} failed: {_plain(failure.message)}"
        if report.suppressed:
            yield f"- {name}: {wording.hidden(report)}"
        yield from (f"- {name}: {_plain(note)}" for note in notes)
    yield from (f"- {_plain(note)}" for note in once)


def _fitting(
    findings: Sequence[Located], room: int, articles: int
) -> tuple[dict[int, list[str]], int]:
    """The rows of each article, by its number, that fit in ``room`` bytes; how many do not."""
    rows: dict[int, list[str]] = defaultdict(list)
    room -= 200 * (articles + 1)  # headings, and the line about what was cut
    for number, found in enumerate(findings):
        row = _row(found)
        room -= len(row.encode()) + 1
        if room < 0:
            return rows, len(findings) - number
        rows[found.article].append(row)
    return rows, 0


def _row(found: Located) -> str:
    finding, mt = found.finding, found.report.article.mt
    around = excerpt(mt, finding.span, _COLUMNS)
    inside = f"**{_plain(around.inside)}**" if around.inside.strip() else _plain(around.inside)
    why = _plain(finding.message)
    if finding.suggestion is not None:
        what = _plain(exact(finding.suggestion))
        verb = "replace with" if len(finding.span) else "insert"
        why += f"<br>fix: {verb} “{what}”" if what else "<br>fix: delete it"
    if place := wording.unit(found.unit):
        why += f"<br>unit: {_plain(place)}"
    for other in found.others:
        if other.exact:
            why += f"<br>{other.label}: “{_plain(other.text.at(other.span))}”"
    cells = (
        _ICONS[finding.severity],
        str(found.places.position(finding.span).line),
        f"{wording.title(finding)} ({finding.severity.value}, {wording.percent(finding)})",
        f"{_plain(around.before)}{inside or '▲'}{_plain(around.after)}",
        why,
    )
    return f"| {' | '.join(cells)} |"


def _plain(text: str) -> str:
    """``text`` as Markdown that shows it as it is, on one line."""
    escaped = _SPECIAL.sub(r"\\\g<0>", visible(text))
    # A name after @ or # would be a mention or a reference; a comment between breaks neither up
    # for the reader.
    return escaped.replace(r"\@", r"\@<!-- -->").replace(r"\#", r"\#<!-- -->")

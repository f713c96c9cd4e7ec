"""Text for a terminal: each finding with its line, a caret under the span, why, and the fix.

::

    talks.mt.txt:3:35  major  N101 garbled-name  97%
      "Blingen" is not a known name; the reference has "Blinken" here.
        3 │ … Secretary of State Anthony Blingen said …
          │                              ^^^^^^^
      fix: replace with "Blinken"
      ref: … Secretary of State Antony Blinken said …
      also found by the span model (S901)

Findings follow the text, article by article, and a line of figures ends each. Of several articles,
what is to be noted of more than one is said once, before the line for all. BLEU, chrF and
TER are left to the formats that programs and browsers read: computing them takes longer than
all checks together, and nobody looks for them between findings.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.finding import Basis
from mtcheck.mqm import Severity
from mtcheck.positions import Places
from mtcheck.reporting import wording
from mtcheck.reporting.excerpts import Excerpt, excerpt, width_of, wrapped
from mtcheck.reporting.showing import visible
from mtcheck.scoring import home

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.article import Text
    from mtcheck.finding import Finding
    from mtcheck.report import Report
    from mtcheck.span import Span

__all__ = ["render", "without_commands"]

_NARROWEST, _WIDEST = 40, 120
_GUTTER = 6  # columns before the bar: room for line numbers up to 99,999
_LABEL = len("  fix: ")
_COMMAND = re.compile(r"(^\s*:|#(?=#\[))([:#])", re.MULTILINE)
_BOLD, _DIM, _GREEN = "1", "2", "32"
_OF_SEVERITY = {Severity.MINOR: "33", Severity.MAJOR: "31", Severity.CRITICAL: "1;35"}


@dataclass(frozen=True, slots=True)
class _Terminal:
    colour: bool
    columns: int

    def paint(self, text: str, style: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self.colour and text else text


def render(reports: Sequence[Report], *, colour: bool, width: int) -> str:
    """The findings of every report, in the order given. ``width``: the terminal's columns."""
    terminal = _Terminal(colour, min(max(width, _NARROWEST), _WIDEST))
    own, once = wording.notes(reports)
    blocks = [
        "\n".join(block)
        for report, notes in zip(reports, own, strict=True)
        for block in _article(report, notes, terminal)
    ]
    if len(reports) > 1:
        blocks.append("\n".join((*_notes(once, terminal), _total(reports, terminal))))
    return without_commands("\n\n".join(blocks) + "\n" if blocks else "")


def without_commands(text: str) -> str:
    """``text`` with nothing in it that the log of a CI system would take for a command.

    GitHub's runner acts on ``::command::`` at the start of a line and ``##[command]`` anywhere.
    """
    return _COMMAND.sub(r"\1 \2", text)


@dataclass(frozen=True, slots=True)
class _Other:
    """The text that a finding of one basis points into, quoted under its label.

    ``beside`` is the place that stands beside each MT segment, by the segment's index.
    """

    label: str
    basis: Basis
    text: Text
    beside: dict[int, Span]

    def place(self, finding: Finding, segment: int) -> Span | None:
        reference = self.basis is Basis.REFERENCE
        own = finding.reference_span if reference else finding.source_span
        if own is None and finding.basis is self.basis:
            return self.beside.get(segment)
        return own


def _article(report: Report, notes: Iterable[str], terminal: _Terminal) -> Iterator[list[str]]:
    article = report.article
    places = Places(article.mt)
    others = [
        _Other(
            label, basis, text, {s.index: p.other[0].span for p in pairs if p.other for s in p.mt}
        )
        for label, basis, text, pairs in (
            ("ref", Basis.REFERENCE, article.reference, article.reference_pairs),
            ("src", Basis.SOURCE, article.source, article.source_pairs),
        )
        if text is not None
    ]
    for finding in report.findings:
        yield list(_finding(finding, report, places, others, terminal))
    yield [*_ending(report, terminal), *_notes(notes, terminal)]


def _finding(
    finding: Finding,
    report: Report,
    places: Places,
    others: Iterable[_Other],
    terminal: _Terminal,
) -> Iterator[str]:
    mt = report.article.mt
    line, column = places.position(finding.span)
    yield _heading(finding, f"{_name(report)}:{line}:{column}", terminal)
    for part in wrapped(visible(finding.message), terminal.columns - 2):
        yield f"  {part}"
    yield from _place(finding, mt, line, terminal)
    if finding.suggestion is not None:
        yield from _labelled("fix", wording.fix(finding), terminal, _GREEN)
    if of := wording.unit(mt.unit_at(finding.span.start)):
        yield from _labelled("unit", of, terminal, _DIM)
    for other in others:
        if (place := other.place(finding, home(mt, finding.span))) is not None:
            shown = excerpt(other.text, place, terminal.columns - _LABEL)
            yield _quotation(other.label, shown, terminal)
    if names := wording.also(finding):
        yield terminal.paint(f"  also found by {names}", _DIM)


def _heading(finding: Finding, place: str, terminal: _Terminal) -> str:
    return "  ".join(
        (
            terminal.paint(place, _BOLD),
            terminal.paint(finding.severity.value, _OF_SEVERITY[finding.severity]),
            f"{terminal.paint(finding.code, _BOLD)} {finding.name}",
            terminal.paint(wording.percent(finding), _DIM),
        )
    )


def _place(finding: Finding, mt: Text, line: int, terminal: _Terminal) -> Iterator[str]:
    style = _OF_SEVERITY[finding.severity]
    shown = excerpt(mt, finding.span, terminal.columns - _GUTTER - 2)
    bar = terminal.paint(f"{line:>{_GUTTER - 1}} │ ", _DIM)
    if shown.right_to_left:
        # The terminal decides the order of such a line, so the span is marked in the text.
        yield f"{bar}{shown.before}⟦{terminal.paint(shown.inside, style)}⟧{shown.after}"
        return
    yield f"{bar}{shown.before}{terminal.paint(shown.inside, style)}{shown.after}".rstrip()
    carets = "^" * max(width_of(shown.inside), 1)
    bar = terminal.paint(f"{' ' * _GUTTER}│ ", _DIM)
    yield f"{bar}{' ' * width_of(shown.before)}{terminal.paint(carets, style)}"


def _labelled(label: str, words: str, terminal: _Terminal, style: str) -> Iterator[str]:
    first, *rest = wrapped(words, terminal.columns - _LABEL)
    yield f"  {terminal.paint(f'{label}:', style)} {first}"
    for part in rest:
        yield " " * _LABEL + part


def _quotation(label: str, shown: Excerpt, terminal: _Terminal) -> str:
    quoted = f"{shown.before}{terminal.paint(shown.inside, _BOLD)}{shown.after}"
    return f"  {terminal.paint(f'{label}:', _DIM)} {quoted}".rstrip()


def _ending(report: Report, terminal: _Terminal) -> Iterator[str]:
    scores = report.scores
    figures = [
        f"{terminal.paint(wording.name(report), _BOLD)}: {_counted(report.findings, terminal)}",
        f"MQM {scores.mqm:.1f}" + (" (Google, 0 is best)" if scores.profile == "google" else ""),
        f"{scores.penalty_per_100_words:.1f} penalty points per 100 words",
        f"{scores.words:,} words",
    ]
    if report.suppressed:
        figures.insert(1, wording.hidden(report))
    if scores.failed:
        figures.append(terminal.paint("fails: critical error", _OF_SEVERITY[Severity.CRITICAL]))
    yield " · ".join(figures)
    for failure in report.failures:
        label = terminal.paint("error:", _OF_SEVERITY[Severity.MAJOR])
        yield f"{label} check {failure.code} failed: {visible(failure.message)}"


def _notes(notes: Iterable[str], terminal: _Terminal) -> list[str]:
    return [f"{terminal.paint('note:', _DIM)} {visible(note)}" for note in notes]


def _total(reports: Sequence[Report], terminal: _Terminal) -> str:
    every = [finding for report in reports for finding in report.findings]
    clean = sum(not report.findings for report in reports)
    return (
        f"{terminal.paint(f'{len(reports)} articles', _BOLD)}: {_counted(every, terminal)}"
        f" · {clean} without findings"
    )


def _counted(findings: Sequence[Finding], terminal: _Terminal) -> str:
    if not findings:
        return terminal.paint("no findings", _GREEN)
    by_severity = Counter(finding.severity for finding in findings)
    parts = ", ".join(
        terminal.paint(f"{by_severity[s]} {s.value}", _OF_SEVERITY[s])
        for s in sorted(by_severity, reverse=True)
    )
    return f"{len(findings)} finding{'s' * (len(findings) > 1)} ({parts})"


def _name(report: Report) -> str:
    return visible(report.article.mt.path or report.article.article.id)

"""Units: the segments of an MT with their findings, for formats that know nothing larger.

A unit is a segment, grown where a finding that counts for it begins before it or ends in the
white space behind it. A finding that goes on into other units is marked in each, cut at their
edges. The units of an article never overlap, and every finding is marked at least once.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck import scoring
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Pair, Text
    from mtcheck.finding import Finding
    from mtcheck.report import Report

__all__ = ["Mark", "Unit", "pair", "units"]


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding in a unit: ``span`` is a stretch of the unit's text, counted from its start.

    ``source`` is the stretch of the unit's source that the finding names, likewise; None where
    it names none there.
    """

    finding: Finding
    span: Span
    source: Span | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """``span`` is its stretch of the MT. The other texts are those aligned with it, or None."""

    index: int
    span: Span
    text: str
    reference: str | None
    source: str | None
    marks: tuple[Mark, ...]


def units(report: Report) -> list[Unit]:
    """The units of an article, in the order of the text."""
    article = report.article
    mt = article.mt
    spans = _spans(report)
    references = _beside(article.reference_pairs)
    sources = _beside(article.source_pairs)
    marks: list[list[Mark]] = [[] for _ in spans]
    for finding in report.findings:
        for index in _touched(finding, spans, report):
            inside = finding.span.clipped(spans[index]).shifted(-spans[index].start)
            marks[index].append(Mark(finding, inside, _source_place(finding, sources.get(index))))
    return [
        Unit(
            index=index,
            span=span,
            text=mt.at(span),
            reference=_at(article.reference, references.get(index)),
            source=_at(article.source, sources.get(index)),
            marks=tuple(sorted(marks[index], key=lambda m: (m.span, m.finding.code))),
        )
        for index, span in enumerate(spans)
    ]


def pair(report: Report) -> tuple[str | None, str]:
    """The codes of the source's and the target's languages, without their regions."""
    article = report.article
    return article.source.language.code if article.source else None, article.mt.language.code


def _spans(report: Report) -> list[Span]:
    mt = report.article.mt
    if not mt.segments:
        return [Span(0, len(mt.content))] if report.findings else []
    starts = [segment.span.start for segment in mt.segments]
    ends = [segment.span.end for segment in mt.segments]
    homes = [(scoring.home(mt, finding.span), finding.span) for finding in report.findings]
    free = [0, *ends]
    for home, span in homes:
        starts[home] = min(starts[home], max(span.start, free[home]))
    limits = [*starts[1:], len(mt.content)]
    for home, span in homes:
        if span.end <= limits[home]:
            ends[home] = max(ends[home], span.end)
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _touched(finding: Finding, spans: Sequence[Span], report: Report) -> list[int]:
    """The unit that a finding counts for, and the others that it shares characters with."""
    mt = report.article.mt
    home = scoring.home(mt, finding.span) if mt.segments else 0
    last = bisect_left(spans, finding.span.end, key=lambda span: span.start)
    others = range(home + 1, last)
    return [home, *(at for at in others if len(finding.span.clipped(spans[at])))]


def _beside(pairs: Sequence[Pair]) -> dict[int, Span]:
    return {
        segment.index: Span.cover(s.span for s in pair.other)
        for pair in pairs
        if pair.other
        for segment in pair.mt
    }


def _at(text: Text | None, span: Span | None) -> str | None:
    return None if text is None or span is None else text.at(span)


def _source_place(finding: Finding, source: Span | None) -> Span | None:
    named = finding.source_span
    if named is None or source is None or not len(named.clipped(source)):
        return None
    return named.clipped(source).shifted(-source.start)

"""Rows of a report that shows texts side by side: what belongs together, cut at its marks.

A row holds MT segments with the segments of the reference and of the source that say the same.
Where an aligned pair joins two segments on one side, so does the row. A passage that the MT
lacks has a row without MT, where it would stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TYPE_CHECKING

from mtcheck import scoring
from mtcheck.article import BlockKind
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Text
    from mtcheck.finding import Finding
    from mtcheck.report import Report

__all__ = ["Note", "Piece", "Row", "joined", "rows"]


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with its number in the report, from 1."""

    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks.

    ``marks`` are the notes that cover it, outermost first; ``closed`` those that end with it in
    the row where they begin. A ``point`` is the empty span of its one note: something is
    missing there.
    """

    text: str
    marks: tuple[Note, ...] = ()
    closed: tuple[Note, ...] = ()
    point: bool = False


@dataclass(slots=True)
class Row:
    """What belongs together, with the findings that begin in it.

    ``line`` is the line of the MT file, 0 in a row without MT.
    """

    mt: list[Piece] = field(default_factory=list)
    reference: list[Piece] = field(default_factory=list)
    source: list[Piece] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    kind: BlockKind = BlockKind.PARAGRAPH
    line: int = 0


@dataclass(slots=True)
class _Plan:
    """A row before its texts are cut: the segments of each side, and the findings it begins."""

    mt: list[Segment] = field(default_factory=list)
    reference: list[Segment] = field(default_factory=list)
    source: list[Segment] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


_Marks = dict[int, list[tuple[Note, Span]]]


def rows(report: Report) -> list[Row]:
    """The rows of a report, in the order of the MT, with its findings numbered from 1."""
    article = report.article
    plans = _plans(article) or [_Plan()]
    notes = [Note(number, finding) for number, finding in enumerate(report.findings, 1)]
    moved = _place(notes, plans, article)
    in_mt = _by_segment(article.mt, [(n, n.finding.span) for n in notes if n.number not in moved])
    in_reference = _by_segment(article.reference, [(n, n.finding.reference_span) for n in notes])
    in_source = _by_segment(article.source, [(n, n.finding.source_span) for n in notes])
    return [
        Row(
            mt=_cut(article.mt, plan.mt, in_mt, frozenset(n.number for n in plan.notes))
            or [Piece("", (n,), (n,), point=True) for n in plan.notes],
            reference=_cut(article.reference, plan.reference, in_reference),
            source=_cut(article.source, plan.source, in_source),
            notes=plan.notes,
            kind=plan.mt[0].kind if plan.mt else BlockKind.PARAGRAPH,
            line=_line(plan, article.mt),
        )
        for plan in plans
    ]


def _line(plan: _Plan, mt: Text) -> int:
    return mt.blocks[plan.mt[0].block].line if plan.mt and mt.blocks else 0


def _plans(article: AlignedArticle) -> list[_Plan]:
    """The rows that the pairs of both other texts agree on, and those without MT among them."""
    count = len(article.mt.segments)
    together = joined(count, (*article.reference_pairs, *article.source_pairs))
    plans = [_Plan() for _ in range(together[-1] + 1)] if count else []
    for segment in article.mt.segments:
        plans[together[segment.index]].mt.append(segment)
    reference_only = _fill(article.reference_pairs, together, plans, "reference")
    source_only = _fill(article.source_pairs, together, plans, "source")
    out: list[_Plan] = []
    for at in range(-1, len(plans)):
        if at >= 0:
            out.append(plans[at])
        # What the MT lacks is missing from it whichever text one reads: one row for both.
        for left, right in zip_longest(reference_only.get(at, ()), source_only.get(at, ())):
            out.append(_Plan(reference=list(left or ()), source=list(right or ())))
    return out


def joined(count: int, pairs: Iterable[Pair]) -> list[int]:
    """For each MT segment the number of its row: neighbours share one where a pair has both."""
    glued = [False] * (count + 1)
    for pair in pairs:
        if pair.mt:
            for index in range(pair.mt[0].index + 1, pair.mt[-1].index + 1):
                glued[index] = True
    numbers, number = [], -1
    for index in range(count):
        number += not glued[index] or index == 0
        numbers.append(number)
    return numbers


def _fill(
    pairs: Iterable[Pair], joined: list[int], plans: list[_Plan], side: str
) -> dict[int, list[tuple[Segment, ...]]]:
    """Put one text's segments into the rows; give back those without MT, by the row before."""
    alone: dict[int, list[tuple[Segment, ...]]] = {}
    last = -1
    for pair in pairs:
        if pair.mt:
            last = joined[pair.mt[0].index]
            getattr(plans[last], side).extend(pair.other)
        elif pair.other:
            alone.setdefault(last, []).append(pair.other)
    return alone


def _place(notes: Sequence[Note], plans: Sequence[_Plan], article: AlignedArticle) -> set[int]:
    """Give every note to its row; the numbers of those shown in a row without MT come back."""
    by_mt = {segment.index: plan for plan in plans for segment in plan.mt}
    lacking = {s.index: plan for plan in plans if not plan.mt for s in plan.reference}
    moved = set[int]()
    for note in notes:
        span, reference_span = note.finding.span, note.finding.reference_span
        plan = by_mt.get(scoring.home(article.mt, span))
        if article.reference is not None and reference_span is not None and not len(span):
            missing = lacking.get(article.reference.segment_index(reference_span.start))
            if missing is not None:
                plan = missing
                moved.add(note.number)
        if plan is None:
            # An MT without a segment: its findings stand in a row of their own.
            plan = plans[0]
        plan.notes.append(note)
    return moved


def _by_segment(text: Text | None, marks: Iterable[tuple[Note, Span | None]]) -> _Marks:
    found: _Marks = {}
    if text is None or not text.segments:
        return found
    for note, span in marks:
        if span is not None:
            first = scoring.home(text, span)
            last = text.segment_index(max(span.end - 1, span.start))
            for index in range(first, last + 1):
                found.setdefault(index, []).append((note, span))
    return found


def _cut(
    text: Text | None,
    segments: Sequence[Segment],
    marks: _Marks,
    begun: frozenset[int] | None = None,
) -> list[Piece]:
    """The pieces of a row's segments.

    ``begun``, given for the MT, are the numbers of the row's own notes; its pieces take in what
    those mark of the white space between segments.
    """
    if text is None or not segments:
        return []
    pieces: list[Piece] = []
    for run in _runs(segments):
        stretch = Span(run[0].span.start, run[-1].span.end)
        met = {note.number: (note, span) for s in run for note, span in marks.get(s.index, ())}
        if begun is not None:
            after = run[-1].index + 1
            limit = (
                text.segments[after].span.start if after < len(text.segments) else len(text.content)
            )
            ends = (min(span.end, limit) for _, span in met.values())
            starts = (span.start for _, span in met.values() if run[0].index == 0)
            stretch = Span(min(stretch.start, *starts, limit), max(stretch.end, *ends, 0))
        if pieces:
            pieces.append(Piece(" "))
        pieces.extend(_pieces(text, stretch, list(met.values()), begun or frozenset()))
    return pieces


def _runs(segments: Iterable[Segment]) -> list[list[Segment]]:
    runs: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.index):
        if runs and segment.index == runs[-1][-1].index + 1:
            runs[-1].append(segment)
        else:
            runs.append([segment])
    return runs


def _pieces(
    text: Text, stretch: Span, marks: list[tuple[Note, Span]], begun: frozenset[int]
) -> list[Piece]:
    """``stretch`` cut wherever a mark begins or ends."""
    events: dict[int, list[tuple[Note, Span]]] = {stretch.start: [], stretch.end: []}
    for note, span in marks:
        start = max(span.start, stretch.start)
        events.setdefault(min(start, stretch.end), []).append((note, span))
        events.setdefault(min(span.end, stretch.end), [])
    pieces: list[Piece] = []
    active: list[tuple[Note, Span]] = []
    places = sorted(events)
    for at, end in zip(places, [*places[1:], None], strict=True):
        active = [(note, span) for note, span in active if span.end > at]
        opening = sorted(events[at], key=lambda mark: (-len(mark[1]), mark[0].number))
        for note, span in opening:
            if not len(span):
                pieces.append(Piece("", (note,), (note,), point=True))
        active += [mark for mark in opening if len(mark[1])]
        if end is not None:
            # What goes on in the next row gets its number here, where it begins.
            last = end == stretch.end
            closed = [n for n, s in active if n.number in begun and (last or s.end <= end)]
            covering = tuple(note for note, _ in active)
            pieces.append(Piece(text.content[at:end], covering, tuple(reversed(closed))))
    return pieces

"""A suggestion put in place: in the sentence of its finding, or in all that the finding lies in.

"He ate meatThe end." may be two sentences, and "meat. The" be suggested for a stretch of both. The
suggestion is then cut where the sentences meet; what it adds there belongs to the first. Where
there are characters between them, which are no sentence's and stay, it must have them, too.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from rapidfuzz.distance import Levenshtein

from mtcheck.reviewing.placing import local, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from mtcheck.span import Span

__all__ = ["place", "put_in_place"]


def place(start: int, end: int, segment: Row[Any]) -> Span | None:
    """Where a stretch of an article stands in what a segment says now, cut at its edges."""
    return moved(segment.mt, segment.text, local(start, end, segment))


def put_in_place(
    finding: Row[Any], segments: Sequence[Row[Any]]
) -> tuple[tuple[Row[Any], str], ...]:
    """The sentences that change, each with what it is to say; none where it cannot be done.

    ``finding`` and ``segments`` (of its article, in order) are rows of the desk.
    """
    if finding.suggestion is None or finding.suggestion == finding.text:
        return ()
    touched = _touched(finding, segments)
    if not touched or any(one.locked or one.gone for one in touched):
        return ()
    pieces = _pieces(finding, touched)
    made: list[tuple[Row[Any], str]] = []
    for segment, piece in zip(touched, pieces, strict=False):
        where = place(finding.start, finding.end, segment)
        if where is None or not _reaches(finding, segment, where):
            return ()
        words = segment.text[: where.start] + piece + segment.text[where.end :]
        if words != segment.text:
            made.append((segment, words))
    return tuple(made) if len(pieces) == len(touched) else ()


def _reaches(finding: Row[Any], segment: Row[Any], where: Span) -> bool:
    """Whether a stretch that goes on beyond the segment still goes to its edge."""
    return (finding.start >= segment.start or where.start == 0) and (
        finding.end <= segment.end or where.end == len(segment.text)
    )


def _touched(finding: Row[Any], segments: Sequence[Row[Any]]) -> list[Row[Any]]:
    """The segments that have characters of a finding; its own alone where it has none."""
    home = [one for one in segments if one.id == finding.segment]
    if any(one.start <= finding.start and finding.end <= one.end for one in home):
        return home
    found = [one for one in segments if one.start < finding.end and finding.start < one.end]
    covers = found and found[0].start <= finding.start and finding.end <= found[-1].end
    return found if covers else []


def _pieces(finding: Row[Any], touched: Sequence[Row[Any]]) -> list[str]:
    """The suggestion cut where the segments meet; nothing where it cannot be."""
    old, new = finding.text, finding.suggestion
    if len(touched) == 1:
        return [new]
    if len(old) != finding.end - finding.start:
        return []
    out: list[str] = []
    at = 0
    for one, other in pairwise(touched):
        meet, goes_on = one.end - finding.start, other.start - finding.start
        between = old[meet:goes_on]
        # With nothing between them, what is added where they meet is the first one's.
        cut = next((c for c in _cuts(old, new, meet) if c >= at and new.startswith(between, c)), -1)
        if cut < 0:
            return []
        out.append(new[at:cut])
        at = cut + len(between)
    return [*out, new[at:]]


def _cuts(old: str, new: str, at: int) -> list[int]:
    """Where ``at`` of ``old`` may lie in ``new``: behind what comes in there, or before it."""
    found = set()
    for op in Levenshtein.opcodes(old, new):
        if op.src_start <= at <= op.src_end:
            found.add(min(op.dest_start + at - op.src_start, op.dest_end))
            if at == op.src_end:
                found.add(op.dest_end)
    return sorted(found, reverse=True)

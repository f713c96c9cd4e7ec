"""A sentence cut where findings begin and end, so that each piece is under the same ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.reporting.showing import UNSAFE, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.reviewing.views import FindingView

__all__ = ["Mark", "Piece", "Run", "pieces", "runs"]

_ODD = re.compile(rf"\r\n|(?![\n\t])(?:{UNSAFE.pattern})")


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding with the number that it goes by on the page."""

    number: int
    finding: FindingView


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters from ``at`` of the sentence on, under ``marks``, longest first.

    ``closed`` end with this piece. A ``point`` has no characters: something is missing there.
    """

    at: int
    text: str
    marks: tuple[Mark, ...] = ()
    closed: tuple[Mark, ...] = ()
    point: Mark | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Characters as they are; or the name of one that is not seen, which ``stands_for`` so many."""

    at: int
    text: str
    stands_for: int | None = None


def pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """``text`` in pieces, in order; findings without a place in it are left out."""
    placed = [(m.finding.place, m) for m in marks if m.finding.place is not None]
    points = [(place, m) for place, m in placed if not len(place)]
    spans = sorted(
        ((place, m) for place, m in placed if len(place)), key=lambda p: (p[0].start, -p[0].end)
    )
    edges = {0, len(text)}.union(*({place.start, place.end} for place, _ in placed))
    cuts = sorted(edge for edge in edges if 0 <= edge <= len(text))
    out: list[Piece] = []
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        out += [Piece(start, "", point=m) for place, m in points if place.start == start]
        if start == end:
            continue
        under = tuple(m for place, m in spans if place.start <= start and end <= place.end)
        closed = tuple(m for place, m in spans if place.end == end)
        out.append(Piece(start, text[start:end], under, closed))
    return out


def runs(text: str, at: int) -> Iterator[Run]:
    """``text`` as it can be looked at, each run with the place of its first character."""
    done = 0
    for odd in _ODD.finditer(text):
        if odd.start() > done:
            yield Run(at + done, text[done : odd.start()])
        shown = "\n" if odd[0] == "\r\n" else "↵\n" if odd[0] == "\r" else visible(odd[0])
        yield Run(at + odd.start(), shown, len(odd[0]))
        done = odd.end()
    if done < len(text):
        yield Run(at + done, text[done:])

"""Units into rows of pieces for the encoder, windowed where they are long, and back to tokens.

A row is ``<s> translation </s> reference </s> source </s>``; a missing part is left out, with
its mark. Every piece has a type: five times the text it is of, plus how it matches the other
text (:mod:`mtcheck.spans.matching`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.spans import matching
from mtcheck.spans.pieces import START, STOP
from mtcheck.spans.units import Unit, joined, units

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Segment, Text
    from mtcheck.spans.pieces import Piece, Pieces

__all__ = ["Row", "rows"]

_MATCHES = 5  # types of one text
_LONGEST = 160  # pieces of the translation that are read at once
_WHOLE = 400  # pieces of all texts that are read at once
_WINDOW = 110  # pieces of the translation in a stretch of a unit that had to be cut
_OVERLAP = 40  # pieces that a window shares with the next
_SLACK = 20  # pieces of the other text on either side of a window's place in it


@dataclass(frozen=True, slots=True)
class Row:
    """One call of the encoder.

    ``pieces`` and ``types`` are the whole row. ``places`` says which stretch of the whole MT
    text each of its first pieces after the start mark stands for, ``weights`` how much is given
    on each: less at a window's edge.
    """

    unit: Unit
    pieces: tuple[int, ...]
    types: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    weights: tuple[float, ...]


def rows(article: AlignedArticle, vocabulary: Pieces) -> Iterator[Row]:
    """The rows of an article in the order of its text."""
    cut = _Cut(article, vocabulary)
    for atoms in units(article):
        for unit in cut.stretches(atoms):
            yield from cut.rows(unit)


@dataclass(frozen=True, slots=True)
class _Part:
    """Pieces of a unit on one side: ids, types, and places in the whole text."""

    ids: list[int]
    types: list[int]
    places: list[tuple[int, int]]


class _Cut:
    """Segments into pieces, each once, for one article."""

    def __init__(self, article: AlignedArticle, vocabulary: Pieces) -> None:
        self._article = article
        self._vocabulary = vocabulary
        self._known: dict[tuple[int, int], list[Piece]] = {}

    def stretches(self, atoms: Sequence[Unit]) -> Iterator[Unit]:
        """The unit whole where it is short enough, else runs of its atoms."""
        whole = joined(atoms)
        if len(atoms) == 1 or self._fits(whole, _LONGEST):
            yield whole
            return
        run: list[Unit] = []
        for atom in atoms:
            if run and not self._fits(joined([*run, atom]), _WINDOW):
                yield joined(run)
                run = []
            run.append(atom)
        yield joined(run)

    def _fits(self, unit: Unit, longest: int) -> bool:
        article = self._article
        mine = self._count(article.mt, unit.mt)
        others = self._count(article.reference, unit.reference)
        others += self._count(article.source, unit.source)
        return mine <= longest and mine + others <= _WHOLE

    def _count(self, text: Text | None, segments: Sequence[Segment]) -> int:
        return sum(len(self._pieces(text, segment)) for segment in segments) if text else 0

    def _pieces(self, text: Text, segment: Segment) -> list[Piece]:
        key = (id(text), segment.index)
        if key not in self._known:
            self._known[key] = self._vocabulary.cut(text.at(segment.span))
        return self._known[key]

    def rows(self, unit: Unit) -> Iterator[Row]:
        """One row, or several windows where the unit cannot be read at once."""
        article = self._article
        mine, theirs = _written(article.mt, unit.mt), _written(article.reference, unit.reference)
        mt = self._part(0, article.mt, unit.mt, mine, theirs)
        reference = self._part(1, article.reference, unit.reference, theirs, mine)
        source = self._part(2, article.source, unit.source, "", "")
        others = [part for part in (reference, source) if part.ids]
        whole = len(mt.ids) + sum(len(part.ids) for part in others)
        if len(mt.ids) <= _LONGEST and whole <= _WHOLE:
            yield _row(unit, mt, others, [1.0] * len(mt.ids))
            return
        for start, stop in _windows(len(mt.ids)):
            inside = _sliced(mt, start, stop)
            beside = [_beside(part, start, stop, len(mt.ids)) for part in others]
            yield _row(unit, inside, beside, _weights(start, stop, len(mt.ids)))

    def _part(
        self, number: int, text: Text | None, segments: Sequence[Segment], own: str, other: str
    ) -> _Part:
        part = _Part([], [], [])
        if text is None:
            return part
        painted = matching.codes(own, other) if other else bytearray(len(own))
        at = 0
        for segment in segments:
            content = text.at(segment.span)
            stretch = painted[at : at + len(content)]
            pieces = self._pieces(text, segment)
            part.ids.extend(piece.id for piece in pieces)
            matches = matching.of_pieces(pieces, content, stretch, other)
            part.types.extend(number * _MATCHES + code for code in matches)
            begin = segment.span.start
            part.places.extend((begin + start, begin + end) for _, start, end in pieces)
            at += len(content) + 1
        return part


def _written(text: Text | None, segments: Sequence[Segment]) -> str:
    return " ".join(text.at(segment.span) for segment in segments) if text else ""


def _row(unit: Unit, mt: _Part, others: Sequence[_Part], weights: list[float]) -> Row:
    pieces, types = [START, *mt.ids, STOP], [0, *mt.types, 0]
    for part in others:
        if part.ids:
            pieces += [*part.ids, STOP]
            types += [*part.types, part.types[0] // _MATCHES * _MATCHES]
    return Row(unit, tuple(pieces), tuple(types), tuple(mt.places), tuple(weights))


def _windows(length: int) -> Iterator[tuple[int, int]]:
    """Where windows over ``length`` pieces begin and end: alike in size, overlapping."""
    step = _WINDOW - _OVERLAP
    count = max(-(-(length - _OVERLAP) // step), 1)
    for number in range(count):
        start = round((length - _WINDOW) * number / max(count - 1, 1)) if count > 1 else 0
        yield start, min(start + _WINDOW, length)


def _sliced(part: _Part, start: int, stop: int) -> _Part:
    return _Part(part.ids[start:stop], part.types[start:stop], part.places[start:stop])


def _beside(part: _Part, start: int, stop: int, length: int) -> _Part:
    """The stretch of another text at the same share of its length, with some slack."""
    scale = len(part.ids) / max(length, 1)  # a text of invisible characters has no pieces
    begin = max(int(start * scale) - _SLACK, 0)
    return _sliced(part, begin, min(int(stop * scale) + _SLACK, begin + _WINDOW + 2 * _SLACK))


def _weights(start: int, stop: int, length: int) -> list[float]:
    """Full in the middle; falling towards an edge that is not the text's own."""
    return [
        min(
            1.0,
            (at - start + 1) / _OVERLAP if start else 1.0,
            (stop - at) / _OVERLAP if stop < length else 1.0,
        )
        for at in range(start, stop)
    ]

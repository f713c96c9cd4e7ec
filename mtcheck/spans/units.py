"""What the encoder reads at once: a stretch of the translation with what belongs to it.

The block of an aligned file is a unit, else a pair of sentences as aligned with the reference
and the source. A unit that is too long is cut between pairs, where no alignment crosses, and a
pair that is too long still into overlapping windows, each with the part of the other texts that
stands at the same place. Lengths are in pieces (see :mod:`mtcheck.spans.pieces`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment

__all__ = ["Unit", "units"]


@dataclass(frozen=True, slots=True)
class Unit:
    """MT segments and the segments of the other texts that say the same; those may be absent."""

    mt: tuple[Segment, ...]
    reference: tuple[Segment, ...] = ()
    source: tuple[Segment, ...] = ()


def units(article: AlignedArticle) -> list[list[Unit]]:
    """The units in the order of the text, each as the atoms that it may be cut into.

    Every MT segment is in one atom; an atom has all that any of its segments is paired with.
    """
    atoms = _atoms(article)
    if not article.article.aligned:
        return [[atom] for atom in atoms]
    grouped: list[list[Unit]] = []
    for atom in atoms:
        if grouped and grouped[-1][-1].mt[-1].block == atom.mt[0].block:
            grouped[-1].append(atom)
        else:
            grouped.append([atom])
    return grouped


def joined(atoms: Sequence[Unit]) -> Unit:
    """Neighbouring atoms as one."""
    return Unit(
        tuple(s for atom in atoms for s in atom.mt),
        tuple(s for atom in atoms for s in atom.reference),
        tuple(s for atom in atoms for s in atom.source),
    )


def _atoms(article: AlignedArticle) -> list[Unit]:
    segments = article.mt.segments
    references = _by_first(article.reference_pairs)
    sources = _by_first(article.source_pairs)
    found: list[Unit] = []
    start = 0
    while start < len(segments):
        # The shortest stretch that no pair of either list crosses.
        stop, at = start + 1, start
        mine: list[Pair] = []
        theirs: list[Pair] = []
        while at < stop:
            for pairs, kept in ((references, mine), (sources, theirs)):
                if (pair := pairs.get(at)) is not None:
                    kept.append(pair)
                    stop = max(stop, pair.mt[-1].index + 1)
            at += 1
        found.append(Unit(segments[start:stop], _others(mine), _others(theirs)))
        start = stop
    return found


def _by_first(pairs: Iterable[Pair]) -> dict[int, Pair]:
    return {pair.mt[0].index: pair for pair in pairs if pair.mt}


def _others(pairs: Iterable[Pair]) -> tuple[Segment, ...]:
    return tuple(_each(pairs))


def _each(pairs: Iterable[Pair]) -> Iterator[Segment]:
    for pair in pairs:
        yield from pair.other

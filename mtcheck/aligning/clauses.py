"""Whole clauses and sentences inside a pair that the other side lacks.

The aligner puts two sentences of one text on one of the other wherever that reads best, also
where the second has simply been dropped. So the parts of a pair are looked at one by one: a part
between strong marks (full stop, semicolon, colon, dash) none of whose content words has a
partner, beside a part whose words have theirs, is lacking, if the other side has no words to
spare that could say it otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.gaps import content, unmatched
from mtcheck.aligning.lacks import Run
from mtcheck.article import TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Segment, Token, WordAlignment
    from mtcheck.languages import Language

__all__ = ["lacking_clauses"]

_STRONG = frozenset(".!?…;:。！？；：—–")
_FEWEST_WORDS = 5  # of a clause; in scripts without spaces each token is half of one
_FEWEST_CONTENT = 2
_ALONE = 0.85  # share of its content words that must have no partner
_SISTER = 0.5  # share of the rest's content words that must have one
_SPARE = 0.34  # share of the clause that the other side may have to say beyond the rest
_SURPLUS = 0.6  # share of the clause by which this side must have more to say in all


class _Side(NamedTuple):
    """One side's words: which say something, and which of these have no partner."""

    says: list[bool]
    alone: list[bool]


def lacking_clauses(
    words: WordAlignment, segments: Sequence[Segment], language: Language, *, other: bool
) -> Iterator[Run]:
    """The clauses that the other side lacks; ``other``: clauses of ``words.other``.

    ``segments`` are the pair's segments of the side that has them.
    """
    here, there = (words.other, words.mt) if other else (words.mt, words.other)
    unit = 1.0 if language.core.spaced else 0.5
    partners, back = (words.to_mt, words.to_other) if other else (words.to_other, words.to_mt)
    if (len(here) - len(there)) * unit < _FEWEST_CONTENT or partners.count(-1) < _FEWEST_CONTENT:
        return
    parts = list(_parts(segments))
    if len(parts) < 2:  # noqa: PLR2004 - a clause and its sister
        return
    flags = unmatched(words)
    ours = _side(here, flags[1] if other else flags[0], language)
    theirs = _side(there, flags[0] if other else flags[1], language)
    surplus = sum(ours.says) - sum(theirs.says)
    for start, end in parts:
        size = sum(ours.says[start:end])
        if (end - start) * unit < _FEWEST_WORDS or size * unit < _FEWEST_CONTENT:
            continue
        lost = sum(ours.alone[start:end])
        rest, rest_lost = sum(ours.says) - size, sum(ours.alone) - lost
        if lost < _ALONE * size or rest - rest_lost < max(_SISTER * rest, 1):
            continue
        if surplus < _SURPLUS * size or sum(theirs.alone) - rest_lost > _SPARE * size:
            continue
        before = max((partners[n] for n in range(start) if not ours.alone[n]), default=-1)
        after = next((back_n for n in range(end, len(here)) if (back_n := partners[n]) > before),
                     len(back))  # fmt: skip
        yield Run(start, end, lost * unit, before, after)


def _side(tokens: Sequence[Token], free: list[bool], language: Language) -> _Side:
    says = [content(t, language.function_words) for t in tokens]
    return _Side(says, [a and b for a, b in zip(says, free, strict=True)])


def _parts(segments: Sequence[Segment]) -> Iterator[tuple[int, int]]:
    # Indices into the words of the alignment, which leave the marks out.
    start = at = 0
    for segment in segments:
        for token in segment.tokens:
            if token.kind is not TokenKind.PUNCTUATION:
                at += 1
            elif token.form[-1] in _STRONG and at > start:
                yield start, at
                start = at
        if at > start:
            yield start, at
            start = at

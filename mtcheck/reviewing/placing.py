"""Where a stretch of a text stands after the text was edited.

An edit moves what comes after it. A stretch is still there where its characters are, in one
piece, and words begin and end at it where they did; else it is gone, and so is what was said of
it. Something missing is no longer missing where the text has grown at that very place.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["local", "moved"]

_MOST = 1_500  # words that differ; beyond that nothing of them is looked for
# Words, and single characters of scripts that set no spaces between words.
_UNITS = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff]|[^\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff"
    r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+|\s+|.",
    re.DOTALL,
)
_WORD = re.compile(r"\w")


def moved(old: str, new: str, span: Span) -> Span | None:
    """``span`` of ``old`` as one of ``new``; None where it is not there any more."""
    if old == new:
        return span
    if not len(span) and _came_in(old, new, span.start):
        return None
    for start, end, to_start, to_end in _kept(old, new):
        if start <= span.start and span.end <= end:
            place = span.shifted(to_start - start)
            if not len(span) and _grown(span.start, (start, end, to_start, to_end), old, new):
                return None
            return place if _edges(old, span) == _edges(new, place) else None
    return None


def local(start: int, end: int, segment: Any) -> Span:  # noqa: ANN401 - a row of segments
    """A stretch of an article as one of a segment's own translation, cut at its edges."""
    whole = Span(segment.start, segment.end)
    return Span(start, end).clipped(whole).shifted(-segment.start)


@lru_cache(maxsize=256)
def _kept(old: str, new: str) -> Sequence[tuple[int, int, int, int]]:
    """The stretches that both have: start and end in the one, start and end in the other."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    # Words count as a whole: "spoke." and "spoke here." do not end alike but for the full stop.
    while head and (_goes_on(old, head) or _goes_on(new, head)):
        head -= 1
    while tail and (_goes_on(old, len(old) - tail) or _goes_on(new, len(new) - tail)):
        tail -= 1
    one, other = old[head : len(old) - tail], new[head : len(new) - tail]
    found = [(0, head, 0, head)]
    found += [
        (start + head, start + size + head, to + head, to + size + head)
        for start, to, size in _alike_within(one, other)
    ]
    found.append((len(old) - tail, len(old), len(new) - tail, len(new)))
    joined: list[tuple[int, int, int, int]] = []
    for piece in found:
        if joined and joined[-1][1] == piece[0] and joined[-1][3] == piece[2]:
            joined[-1] = (joined[-1][0], piece[1], joined[-1][2], piece[3])
        else:
            joined.append(piece)
    return joined


def _alike_within(one: str, other: str) -> Iterator[tuple[int, int, int]]:
    """The runs of words that both have: where in each, and how many characters."""
    mine, theirs = _UNITS.findall(one), _UNITS.findall(other)
    if len(mine) + len(theirs) > _MOST:
        return
    at, to = ([0, *accumulate(map(len, units))] for units in (mine, theirs))
    for start, start_to, size in SequenceMatcher(
        None, mine, theirs, autojunk=False
    ).get_matching_blocks():
        yield at[start], to[start_to], at[start + size] - at[start]


def _came_in(old: str, new: str, at: int) -> bool:
    """Whether ``new`` may be ``old`` with something put in at ``at``.

    "He spoke. He left." may have become "He spoke. He sang. He left." at either of two places.
    """
    head, tail = _alike(old, new), _alike(old[::-1], new[::-1])
    return head + tail >= len(old) < len(new) and len(old) - tail <= at <= head


def _grown(at: int, piece: tuple[int, int, int, int], old: str, new: str) -> bool:
    """Whether an empty stretch lies at an edge of what both have, so that something came there."""
    start, end, to_start, to_end = piece
    return (at == start and (start, to_start) != (0, 0)) or (
        at == end and (end, to_end) != (len(old), len(new))
    )


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _edges(text: str, span: Span) -> tuple[bool, bool]:
    """Whether a word goes on over the start, and over the end, of a stretch."""
    if not len(span):
        return False, False
    return _goes_on(text, span.start), _goes_on(text, span.end)


def _goes_on(text: str, at: int) -> bool:
    around = text[max(at - 1, 0) : at + 1]
    return 0 < at < len(text) and all(map(_WORD.match, around))

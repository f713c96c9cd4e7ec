"""Cues of subtitles put together: into sentences, and with the cues of another file.

A cue goes on from the one before it where a sentence visibly runs over both, or where a cue of
the other file lasts over both. A cue of the other file belongs to the cue that it shares most
time with.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from mtcheck.reading.units import Side, Stretch
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.reading.units import Entry

__all__ = ["beside", "joined"]

_ENDS = re.compile(r"[.!?…。！？♪♫:\])）]['\"’”»›」』]*\s*(?:</\w+>\s*|\{/?\w\}\s*)*$")
_BEGINS = re.compile(r"\s*(?:<[^<>]*>|\{[^{}]*\})*\s*[-–—♪♫\[(（]")  # another speaks, or it is sung
_PAUSE = 2_000  # milliseconds between cues after which nobody still waits for the sentence's end
_NEVER = Span(0, 0)
_MOST = 8  # cues of one sentence
_SHARED = 0.5  # of a cue's time that a cue of the other file must last over


def joined(entries: Sequence[Entry], others: Sequence[Sequence[Entry]]) -> tuple[Entry, ...]:
    """The cues, each with whether it goes on from the one before it."""
    bridged: set[int] = set()
    for other in others:
        bridged |= _bridged(entries, other)
    made, run = list(entries[:1]), 1
    for at, (before, entry) in enumerate(pairwise(entries), 1):
        goes_on = at in bridged or _runs_over(before, entry)
        run = run + 1 if goes_on and run < _MOST else 1
        made.append(replace(entry, joins=run > 1))
    return tuple(made)


def beside(entries: Sequence[Entry], other: Sequence[Entry]) -> Iterator[Side | None]:
    """For each cue what the other file says meanwhile; None where it says nothing."""
    found: dict[int, list[Entry]] = defaultdict(list)
    for theirs, shares in _shares(entries, other):
        if shares:
            found[max(shares, key=lambda at: (shares[at], -at))].append(theirs)
    for at in range(len(entries)):
        yield _together(found[at]) if found[at] else None


def _runs_over(before: Entry, entry: Entry) -> bool:
    if before.time is None or entry.time is None or entry.skipped or before.skipped:
        return False
    text = before.target.text
    pause = entry.time.start - before.time.end
    return pause <= _PAUSE and not _ENDS.search(text) and not _BEGINS.match(entry.target.text)


def _bridged(entries: Sequence[Entry], other: Sequence[Entry]) -> set[int]:
    """The cues that share a cue of the other file with the one before."""
    found: set[int] = set()
    for _, shares in _shares(entries, other):
        under = {
            at
            for at, time in shares.items()
            if (own := entries[at].time) is not None and time >= _SHARED * len(own)
        }
        found |= {at for at in under if at - 1 in under}
    return found


def _shares(
    entries: Sequence[Entry], other: Sequence[Entry]
) -> Iterator[tuple[Entry, dict[int, int]]]:
    """The cues of another file, and how long each of ours is shown together with them."""
    order = sorted(range(len(entries)), key=lambda at: entries[at].time or _NEVER)
    starts = [(entries[at].time or _NEVER).start for at in order]
    for theirs in other:
        if theirs.skipped or theirs.time is None:
            continue
        first = max(bisect_left(starts, theirs.time.start) - _MOST, 0)
        shares: dict[int, int] = {}
        for at in order[first : bisect_left(starts, theirs.time.end)]:
            own = entries[at].time
            if own is not None and not entries[at].skipped:
                shares[at] = len(own.clipped(theirs.time))
        yield theirs, {at: shared for at, shared in shares.items() if shared > 0}


def _together(cues: Sequence[Entry]) -> Side:
    """What several cues say, one below the other."""
    parts: list[Stretch] = list(cues[0].target.stretches)
    for before, cue in pairwise(cues):
        last = before.target.stretches[-1]
        at = last.origin + (len(last.text) if last.width is None else last.width)
        parts += [Stretch("\n", at, max(cue.target.origin - at, 0)), *cue.target.stretches]
    return Side(tuple(parts), cues[0].target.origin)

"""Excerpts: a place with as much of its sentence as a line of the terminal holds.

Widths are columns: East Asian wide characters and most emoji take two, combining marks none.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from mtcheck.reporting.showing import visible
from mtcheck.scoring import home
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import Text

__all__ = ["Excerpt", "excerpt", "is_right_to_left", "width_of", "wrapped"]

_CUT = "… "
_SHORTEST_END = 8  # columns that stay of what stands on either side of a long span
_CHARACTERS_A_COLUMN = 4  # no script stacks more marks on a letter than this leaves room for
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})
_WIDE = frozenset({"W", "F"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One line, safe to print: what stands ``before`` the span, ``inside`` it, and ``after``."""

    before: str
    inside: str
    after: str

    @property
    def right_to_left(self) -> bool:
        """Whether a terminal may show it in another order, so that no caret can be placed."""
        return any(map(is_right_to_left, (self.before, self.inside, self.after)))


def excerpt(text: Text, span: Span, columns: int) -> Excerpt:
    """``span`` in its segment, cut to ``columns``: the ends of the segment go first."""
    around = _around(text, span)
    # A line of megabytes is not measured for the hundred columns that are shown of it.
    most = _CHARACTERS_A_COLUMN * columns
    start, end = max(around.start, span.start - most), min(around.end, span.end + most)
    before = _CUT * (start > around.start) + visible(text.content[start : span.start])
    after = visible(text.content[span.end : end]) + _CUT[::-1] * (end < around.end)
    inside = visible(text.at(span) if len(span) <= 2 * most else _ends(text, span, most))
    room = columns - width_of(inside)
    left, right = width_of(before), width_of(after)
    if room < min(left, _SHORTEST_END) + min(right, _SHORTEST_END):
        inside = _middle_cut(inside, columns - min(left, _SHORTEST_END) - min(right, _SHORTEST_END))
        room = columns - width_of(inside)
    if left + right > room:
        # Each side gets half, and what the other side does not need.
        before = _last_columns(before, max(room // 2, room - right))
        after = _first_columns(after, max(room - room // 2, room - left))
    return Excerpt(before, inside, after)


def is_right_to_left(text: str) -> bool:
    """Whether any letter is of a script that runs from right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in text)


def width_of(text: str) -> int:
    """How many columns a terminal takes for ``text``."""
    if text.isascii():
        return len(text)
    if "\u200d" in text or "\ufe0f" in text:
        # Joined and coloured emoji take what their whole cluster takes.
        from rich.cells import cell_len

        return cell_len(text)
    return sum(map(_columns_of, text))


@lru_cache(maxsize=8192)
def _columns_of(character: str) -> int:
    if unicodedata.category(character) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def wrapped(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``, broken at spaces; a longer word stands alone."""
    lines: list[str] = []
    line, length = "", 0
    for word in text.split(" "):
        width = width_of(word)
        if line and length + 1 + width > columns:
            lines.append(line)
            line, length = word, width
        elif line:
            line, length = f"{line} {word}", length + 1 + width
        else:
            line, length = word, width
    return [*lines, line]


def _ends(text: Text, span: Span, most: int) -> str:
    return (
        f"{text.content[span.start : span.start + most]}{text.content[span.end - most : span.end]}"
    )


def _around(text: Text, span: Span) -> Span:
    if not text.segments:
        return span
    first = text.segments[home(text, span)].span
    last = text.segments[text.segment_index(max(span.end - 1, span.start))].span
    # A span may reach outside of segments, into the white space between two of them.
    return Span.cover((span, *(s for s in (first, last) if s.overlaps(span))))


def _middle_cut(text: str, columns: int) -> str:
    half = (columns - 1) // 2
    head = _first_columns(text, columns - 1 - half)
    return f"{head} {_last_columns(text, half).removeprefix(_CUT)}"


def _first_columns(text: str, columns: int) -> str:
    if width_of(text) <= columns:
        return text
    kept = _fitting(text, max(columns - len(_CUT), 0))
    whole = kept.rpartition(" ")[0]
    # Cut at a word's end, unless that costs more than a word.
    if len(kept) - len(whole) <= 2 * _SHORTEST_END and " " in kept:
        kept = whole
    return kept.rstrip() + _CUT[::-1]


def _last_columns(text: str, columns: int) -> str:
    if width_of(text) <= columns:
        return text
    kept = _fitting(text[::-1], max(columns - len(_CUT), 0))[::-1]
    whole = kept.partition(" ")[2]
    if len(kept) - len(whole) <= 2 * _SHORTEST_END and " " in kept:
        kept = whole
    # A combining mark that lost its letter goes too.
    while kept and unicodedata.combining(kept[0]):
        kept = kept[1:]
    return _CUT + kept.lstrip()


def _fitting(text: str, columns: int) -> str:
    """As many characters from the start as ``columns`` hold."""
    taken = 0
    for at, character in enumerate(text):
        taken += _columns_of(character)
        if taken > columns:
            return text[:at]
    return text

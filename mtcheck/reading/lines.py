"""Lines of a text, with their places.

Only CR LF, LF and CR end a line here. ``str.splitlines`` also splits at form feeds, NEL and the
Unicode separators, which editors and ``wc -l`` do not count: line *n* would be another line.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Line", "lines"]

_END = re.compile(r"\r\n?|\n")


class Line(NamedTuple):
    """``number`` counts from 1; ``start`` and ``end`` are code points, the line end left out."""

    number: int
    start: int
    end: int

    def of(self, content: str) -> str:
        """Its characters."""
        return content[self.start : self.end]


def lines(content: str) -> list[Line]:
    """Every line of ``content``; the empty stretch after a last line end is none."""
    found, start = [], 0
    for number, match in enumerate(_END.finditer(content), 1):
        found.append(Line(number, start, match.start()))
        start = match.end()
    if start < len(content):
        found.append(Line(len(found) + 1, start, len(content)))
    return found

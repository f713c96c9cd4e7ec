"""Texts with the expected spans marked inline, so that nobody counts characters.

``President [[Marcon]] spoke.`` marks a span; ``[[]]`` marks the place of an omission.
"""

from __future__ import annotations

import re

from mtcheck.span import Span

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """The plain text, and the marked spans in it."""
    spans: list[Span] = []
    parts: list[str] = []
    at = length = 0
    for match in _MARK.finditer(marked):
        before = marked[at : match.start()]
        start = length + len(before)
        spans.append(Span(start, start + len(match[1])))
        parts += (before, match[1])
        length = start + len(match[1])
        at = match.end()
    parts.append(marked[at:])
    return "".join(parts), tuple(spans)


def mark(text: str, spans: list[Span]) -> str:
    """The text with ``spans`` marked: what a failing case shows."""
    out, at = [], 0
    for span in sorted(spans):
        out += (text[at : span.start], "[[", text[span.start : span.end], "]]")
        at = max(at, span.end)
    return "".join((*out, text[at:]))

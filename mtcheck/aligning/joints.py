"""The joints of a text: letters round a place, addresses, and where segments were cut apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import Segment, Text, Token

__all__ = ["around", "inside_name", "seam_words", "seams_of"]

_LONGEST = 40  # letters of a word that are looked at
_LETTERS = re.compile(rf"[^\W\d_]{{0,{_LONGEST}}}")


def around(content: str, left: int, right: int) -> Span:
    """The letters on both sides of a place."""
    before = _LETTERS.match(content[max(left - _LONGEST, 0) : left][::-1])
    after = _LETTERS.match(content, right)
    start = left - (before.end() if before else 0)
    return Span(start, after.end() if after else right)


def inside_name(content: str, span: Span) -> bool:
    """Whether a word is part of an address, a path or code."""
    before, after = content[max(span.start - 1, 0) : span.start], content[span.end : span.end + 2]
    if before and before in "@/\\#:=&?-_.0123456789":
        return True
    return after[:1] in {"@", "/", "\\", "=", "(", "_"} or (
        after[:1] in {".", ":"} and after[1:].isalnum()
    )


def seam_words(text: Text, after: Segment) -> tuple[Token, Token] | None:
    """The words on both sides of the place where ``after`` was cut off."""
    before = text.segments[after.index - 1]
    if not before.tokens or not after.tokens:
        return None
    left = next((t for t in reversed(before.tokens) if t.is_word), before.tokens[-1])
    return left, next((t for t in after.tokens if t.is_word), after.tokens[0])


def seams_of(text: Text | None) -> frozenset[str]:
    """What the other text writes together as well."""
    if text is None:
        return frozenset()
    fused = (s for s in text.segments if s.fused and s.index)
    found = (seam_words(text, s) for s in fused)
    return frozenset(text.content[w[0].start : w[1].end] for w in found if w is not None)

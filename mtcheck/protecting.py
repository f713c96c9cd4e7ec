"""Placeholders and tags are whole or not there: no check speaks of a part of one.

"{count, plural}" has no space missing, "%(name)s" no unpaired bracket and "<i>" no lower-case
start. A finding that lies within a piece of markup, or takes a part of one, is none; and no fix
can cut one. What concerns whole pieces is for M701.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from mtcheck.article import TokenKind
from mtcheck.mqm import Category

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.article import Text, Token
    from mtcheck.finding import Finding
    from mtcheck.span import Span

__all__ = ["kept"]

_OPENS = frozenset("<{$%")  # other markup is addresses, entities and code


def kept(findings: Iterable[Finding], mt: Text) -> list[Finding]:
    """The findings that cut no placeholder and no tag of the translation."""
    pieces = [
        token
        for segment in mt.segments
        for token in segment.tokens
        if token.word.kind is TokenKind.MARKUP and token.word.form[0] in _OPENS
    ]
    if not pieces:
        return list(findings)
    return [f for f in findings if f.category is Category.MARKUP or not _cuts(f.span, pieces)]


def _cuts(span: Span, pieces: Sequence[Token]) -> bool:
    at = bisect_left(pieces, span.start, key=lambda token: token.end)
    for piece in pieces[at:]:
        if piece.start > span.end:
            return False
        inside = span.contains(piece.span)
        if not len(span):
            if piece.start < span.start < piece.end:
                return True
        elif piece.start < span.end and span.start < piece.end and not inside:
            return True
    return False

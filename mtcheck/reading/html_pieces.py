"""A page of HTML cut into its pieces as a browser cuts it: tags, comments, text.

The grammar is the tokenizer's of the HTML standard (13.2.5), with places. Python's own parser
takes minutes for 150 KB that were made to hurt; lxml and html5lib tell no places within a line.
Every expression here takes what it has once read for good, so that time is that of the length.
"""

from __future__ import annotations

import html
import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Kind", "Piece", "pieces", "values"]

_VALUE = r"""(?:\s*+=\s*+(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|((?!["'])[^\s>]*+)))?+"""
_ATTRIBUTE = re.compile(rf"([^\s/>][^\s/>=]*+){_VALUE}")
_TAG = re.compile(rf"</?([A-Za-z][^\s/>]*+)((?:[\s/]++|[^\s/>][^\s/>=]*+{_VALUE})*+)>")
_DOUBLE, _SINGLE, _BARE = 2, 3, 4  # groups of an attribute
_COMMENT_END = re.compile(r"--!?>")
# What holds no tags; in the last two entities are letters.
_RAW = frozenset({"script", "style", "xmp", "iframe", "noembed", "noframes"})
_TEXT_ONLY = frozenset({"title", "textarea"})


class Kind(Enum):
    """What a piece is."""

    OPEN = auto()
    CLOSE = auto()
    TEXT = auto()
    COMMENT = auto()
    OTHER = auto()  # a document type, an instruction, a script: nothing that is read
    UNCLOSED = auto()  # a tag without an end: browsers show nothing of what follows


class Piece(NamedTuple):
    """A piece from ``start`` to ``end``; ``name`` is a tag's in small letters."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = {}


def pieces(content: str) -> Iterator[Piece]:
    """The pieces of a page, which together are the whole of it."""
    at, text = 0, 0
    while (start := content.find("<", at)) >= 0:
        piece = _piece(content, start)
        if piece is None:  # "1 < 2"
            at = start + 1
            continue
        if text < start:
            yield Piece(Kind.TEXT, text, start)
        yield piece
        at = text = piece.end
        if piece.kind is Kind.OPEN and (piece.name in _RAW or piece.name in _TEXT_ONLY):
            close = re.compile(rf"</{piece.name}(?=[\s/>])", re.IGNORECASE).search(content, at)
            end = close.start() if close else len(content)
            if at < end:
                kind = Kind.OTHER if piece.name in _RAW else Kind.TEXT
                yield Piece(kind, at, end)
            at = text = end
    if text < len(content):
        yield Piece(Kind.TEXT, text, len(content))


def values(content: str, piece: Piece) -> Iterator[tuple[str, int, int]]:
    """The quoted values of a tag, by the name of their attribute: where they begin and end."""
    seen: set[str] = set()
    for match in _ATTRIBUTE.finditer(content, piece.start + 1 + len(piece.name), piece.end - 1):
        name = match[1].lower()
        group = _SINGLE if match[_DOUBLE] is None else _DOUBLE
        if name not in seen and match[group] is not None:
            yield name, match.start(group), match.end(group)
        seen.add(name)


def _piece(content: str, start: int) -> Piece | None:
    """The piece that begins with the ``<`` at ``start``; None where that is text."""
    following = content[start + 1 : start + 2]
    if following.isascii() and following.isalpha():
        return _tag(content, start, Kind.OPEN)
    if following == "/":
        letter = content[start + 2 : start + 3]
        if letter.isascii() and letter.isalpha():
            return _tag(content, start, Kind.CLOSE)
        return _bogus(content, start) if letter else None
    if content.startswith("<!--", start):
        return _comment(content, start)
    return _bogus(content, start) if following in {"!", "?"} else None


def _tag(content: str, start: int, kind: Kind) -> Piece:
    match = _TAG.match(content, start)
    if match is None:
        return Piece(Kind.UNCLOSED, start, len(content))
    has: dict[str, str] = {}
    if kind is Kind.OPEN:
        for one in _ATTRIBUTE.finditer(content, *match.span(2)):
            value = one[_DOUBLE] or one[_SINGLE] or one[_BARE] or ""
            has.setdefault(one[1].lower(), html.unescape(value))
    return Piece(kind, start, match.end(), match[1].lower(), has)


def _comment(content: str, start: int) -> Piece:
    inner = start + len("<!--")
    for short in (">", "->"):
        if content.startswith(short, inner):
            return Piece(Kind.COMMENT, start, inner + len(short))
    close = _COMMENT_END.search(content, inner)
    end = close.end() if close else len(content)
    words = content[inner : close.start() if close else end]
    return Piece(Kind.COMMENT, start, end, words)


def _bogus(content: str, start: int) -> Piece:
    close = content.find(">", start)
    return Piece(Kind.OTHER, start, close + 1 if close >= 0 else len(content))

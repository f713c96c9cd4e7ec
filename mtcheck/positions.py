"""Code-point offsets as other programs count them: lines and columns, UTF-16 units, UTF-8 bytes.

mtcheck counts code points of the whole text. Terminals want a line and a column, LSP and SARIF
UTF-16 units, rdjson bytes. This module alone converts, and only reporting, fixing and the
language server use it. Lines end as in LSP: at LF, CRLF or a lone CR.

A lone surrogate, which no file can hold but a Python string can, counts one UTF-16 unit and
three UTF-8 bytes.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.article import Anchor, Text

__all__ = ["Columns", "Places", "Position", "Positions", "Region"]

_LINE_END = re.compile(r"\r\n|\r|\n")
# The distance, in code points, of the places whose byte and unit counts are kept: a text of
# 100,000 words keeps some 600 of them, and a lookup encodes at most this many characters.
_STRIDE = 1024
_ONE_BYTE, _TWO_BYTES, _BASIC_PLANE = 0x80, 0x800, 0x10000


class Columns(Enum):
    """What a column counts."""

    CODE_POINTS = auto()
    UTF16 = auto()
    UTF8 = auto()


class Position(NamedTuple):
    """A place as people count: both from 1, the column in code points unless asked otherwise."""

    line: int
    column: int


class Region(NamedTuple):
    """A stretch of a file; ``end`` is exclusive and may stand on a later line."""

    start: Position
    end: Position


class Positions:
    """The index of one text; build it once and ask it often.

    Every method raises ``ValueError`` for a place outside the text. A count that falls inside
    a character goes back to the start of that character.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(text))]
        self._utf16: list[int] | None = None
        self._utf8: list[int] | None = None

    @property
    def lines(self) -> int:
        """How many lines there are; a text that ends in a line end has an empty last one."""
        return len(self._starts)

    def position(self, offset: int, columns: Columns = Columns.CODE_POINTS) -> Position:
        """Line and column of a code-point offset."""
        self._demand(offset, len(self._text))
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        if columns is Columns.CODE_POINTS:
            return Position(line, offset - start + 1)
        count = self.utf16 if columns is Columns.UTF16 else self.utf8
        return Position(line, count(offset) - count(start) + 1)

    def offset(self, position: Position) -> int:
        """The code-point offset of a line and column."""
        line, column = position
        if not 1 <= line <= len(self._starts) or column < 1:
            msg = f"no such place: line {line}, column {column}"
            raise ValueError(msg)
        last = self._starts[line] - 1 if line < len(self._starts) else len(self._text)
        found = self._starts[line - 1] + column - 1
        self._demand(found, last)
        return found

    def line_span(self, line: int) -> Span:
        """The characters of a line, counted from 1, without its line end."""
        start = self.offset(Position(line, 1))
        match = _LINE_END.search(self._text, start)
        return Span(start, match.start() if match else len(self._text))

    def utf16(self, offset: int) -> int:
        """How many UTF-16 code units stand before ``offset``."""
        return self._count(offset, self._utf16_marks(), _utf16_length)

    def from_utf16(self, units: int) -> int:
        """The offset that has ``units`` UTF-16 code units before it."""
        return self._find(units, self._utf16_marks(), _utf16_width)

    def utf8(self, offset: int) -> int:
        """How many UTF-8 bytes stand before ``offset``."""
        return self._count(offset, self._utf8_marks(), _utf8_length)

    def from_utf8(self, count: int) -> int:
        """The offset that has ``count`` UTF-8 bytes before it."""
        return self._find(count, self._utf8_marks(), _utf8_width)

    def _utf16_marks(self) -> list[int]:
        if self._utf16 is None:
            self._utf16 = self._marks(_utf16_length)
        return self._utf16

    def _utf8_marks(self) -> list[int]:
        if self._utf8 is None:
            self._utf8 = self._marks(_utf8_length)
        return self._utf8

    def _marks(self, length: Callable[[str], int]) -> list[int]:
        marks = [0]
        for at in range(0, len(self._text), _STRIDE):
            marks.append(marks[-1] + length(self._text[at : at + _STRIDE]))
        return marks

    def _count(self, offset: int, marks: list[int], length: Callable[[str], int]) -> int:
        self._demand(offset, len(self._text))
        mark = offset // _STRIDE
        return marks[mark] + length(self._text[mark * _STRIDE : offset])

    def _find(self, count: int, marks: list[int], width: Callable[[str], int]) -> int:
        self._demand(count, marks[-1])
        mark = min(bisect_right(marks, count) - 1, len(self._text) // _STRIDE)
        left = count - marks[mark]
        at = mark * _STRIDE
        for character in self._text[at : at + _STRIDE]:
            left -= width(character)
            if left < 0:
                break
            at += 1
        return at

    @staticmethod
    def _demand(value: int, last: int) -> None:
        if not 0 <= value <= last:
            msg = f"outside the text: {value} (the last place is {last})"
            raise ValueError(msg)


class Places:
    """Where the spans of a text stand in its file as it is on disk.

    For a text that is its whole file, or whose file has no lines, these are the positions of the
    text itself.
    """

    def __init__(self, text: Text) -> None:
        self._text = text
        self._own = text.file is None or text.paged
        self._file = text.content if text.file is None or text.paged else text.file
        self._positions = Positions(self._file)

    def span(self, span: Span) -> Span | None:
        """The same characters in the file; None where the file has them written otherwise."""
        found = self._covering(span)
        return found if found and found.of(self._file) == span.of(self._text.content) else None

    def position(self, span: Span) -> Position:
        """Where ``span`` begins; column 1 where only the line is known."""
        return self.region(span).start

    def region(self, span: Span, columns: Columns = Columns.CODE_POINTS) -> Region:
        """The stretch of the file that holds ``span``; the whole line where no more is known."""
        found = self._covering(span) or self._positions.line_span(self._anchor(span.start).line)
        return self.region_of_file(found, columns)

    def region_of_file(self, span: Span, columns: Columns = Columns.CODE_POINTS) -> Region:
        """The same for a span of the file itself."""
        return Region(
            self._positions.position(span.start, columns),
            self._positions.position(span.end, columns),
        )

    def _covering(self, span: Span) -> Span | None:
        if self._own:
            return span
        # The end belongs to the last character, not to what may stand after it in the file.
        last = max(span.end - 1, span.start)
        start, end = self._in_file(span.start), self._in_file(last)
        if start is None or end is None:
            return None
        stop = end.end if len(span) else start.start
        return Span(start.start, stop) if stop >= start.start else None

    def _in_file(self, offset: int) -> Span | None:
        """What the file has for the character at ``offset``."""
        anchor = self._anchor(offset)
        if anchor.origin is None:
            return None
        if anchor.width is not None:
            return Span(anchor.origin, anchor.origin + anchor.width)
        at = anchor.origin + (offset - anchor.start)
        return Span(at, at + 1)

    def _anchor(self, offset: int) -> Anchor:
        anchors = self._text.anchors
        return anchors[max(bisect_right(anchors, offset, key=lambda a: a.start) - 1, 0)]


def _utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _utf8_length(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _utf16_width(character: str) -> int:
    return 1 if ord(character) < _BASIC_PLANE else 2


def _utf8_width(character: str) -> int:
    code = ord(character)
    return 1 + (code >= _ONE_BYTE) + (code >= _TWO_BYTES) + (code >= _BASIC_PLANE)

"""Plain text into blocks.

In most files a line is a paragraph. In some, paragraphs are wrapped by hand at a column and set
off by blank lines; cutting those into lines would cut their sentences. A file is taken for
wrapped where the lines themselves show it: line after line is filled until the next line's first
word would not have fitted, and breaks in mid-sentence (:func:`_column`).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.article import Block, BlockKind
from mtcheck.reading import layout
from mtcheck.reading.lines import lines
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.languages import Language
    from mtcheck.reading.lines import Line

__all__ = ["line_blocks", "paragraph_blocks"]

_WIDEST = 132  # characters; no one wraps prose by hand beyond this
_NARROWEST = 40
_NARROWEST_UNSPACED = 16
_LONGEST_WORD = 40  # longer ones are addresses, or text without spaces
_FEWEST = 2  # line breaks in mid-sentence that a text without spaces must show
_SLACK_UNSPACED = 3  # a line that may not end in a bracket or begin with a stop is shorter
_FILLED = 0.6  # of the line breaks inside paragraphs must be at the column …
_MID_SENTENCE = 0.4  # … and so many of them must break a sentence
_SMALL = 1 / 3  # of those, so many must go on without a capital …
_SMALL_BESIDE_NOUNS = 1 / 6  # … where every noun has one
_SHORTEST_BROKEN = 40  # a shorter line that ends without a mark is a headline


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line without its margins: what it begins with, and what kind of block it would be."""

    line: Line
    text: str
    indent: int
    marker: int
    kind: BlockKind

    @property
    def start(self) -> int:
        """Where its text begins, in the whole text."""
        return self.line.start + self.indent

    @property
    def end(self) -> int:
        """Where its text ends."""
        return self.start + len(self.text)


class _Column(NamedTuple):
    """Where paragraphs are wrapped: ``width`` characters, between words where ``spaced``."""

    width: int
    spaced: bool


def line_blocks(content: str, language: Language) -> tuple[Block, ...]:
    """A block for every line, blank ones too (an empty span): line *n* is block *n*."""
    blocks = []
    for piece in _pieces(content, language):
        span = Span(piece.start + piece.marker, piece.end)
        blocks.append(Block(span, piece.kind, piece.line.number))
    return tuple(blocks)


def paragraph_blocks(content: str, language: Language) -> tuple[Block, ...]:
    """A block for every paragraph, list item, headline, caption and link line."""
    pieces = _pieces(content, language)
    column = _column(pieces, language)
    groups: list[list[_Piece]] = []
    before: _Piece | None = None
    for piece in pieces:
        if piece.text and before is not None and _goes_on(groups[-1][0], before, piece, column):
            groups[-1].append(piece)
        elif piece.text:
            groups.append([piece])
        before = piece if piece.text else None
    return tuple(_blocks(groups))


def _blocks(groups: list[list[_Piece]]) -> Iterator[Block]:
    for group in groups:
        first, last = group[0], group[-1]
        kind = first.kind
        alone = len(group) == 1 and kind is BlockKind.PARAGRAPH
        if alone and len(groups) > 1 and layout.headline(first.text):
            kind = BlockKind.HEADLINE
        yield Block(Span(first.start + first.marker, last.end), kind, first.line.number)


def _pieces(content: str, language: Language) -> list[_Piece]:
    made = []
    stripped = [(line, line.of(content)) for line in lines(content)]
    stops = _list_numbers(text.strip() for _, text in stripped)
    for index, (line, whole) in enumerate(stripped):
        text = whole.strip()
        indent = len(whole) - len(whole.lstrip()) if text else 0
        marker = layout.marker(text) or stops.get(index, 0)
        kind = BlockKind.BULLET if marker else layout.kind_of(text, language)
        made.append(_Piece(line, text, indent, marker, kind))
    return made


def _list_numbers(texts: Iterable[str]) -> dict[int, int]:
    """The lines that a number with a stop makes list items, and how long that marker is.

    "1. Mai" begins with an ordinal: a number counts only beside its neighbour, 1 before 2.
    """
    found = [(i, n) for i, text in enumerate(texts) if (n := layout.numbered(text)) is not None]
    kept = {}
    for (i, one), (j, two) in itertools.pairwise(found):
        if two.number == one.number + 1:
            kept[i], kept[j] = one.length, two.length
    return kept


def _goes_on(first: _Piece, before: _Piece, piece: _Piece, column: _Column | None) -> bool:
    """Whether ``piece`` continues the block that began with ``first``."""
    if piece.marker or piece.kind is not BlockKind.PARAGRAPH:
        return False
    if first.marker and first.indent < piece.indent <= first.indent + max(first.marker, 2):
        return True  # hangs under its bullet
    if piece.indent > first.indent + 1 and piece.indent > before.indent:
        return False  # indented: a new paragraph
    if first.kind in {BlockKind.CAPTION, BlockKind.LINK}:
        return False
    if column is not None:
        return _filled(before, piece, column) or _broken(before, piece)
    return _broken(before, piece)


def _broken(before: _Piece, piece: _Piece) -> bool:
    """Whether a sentence visibly runs over the line end."""
    if not _SHORTEST_BROKEN <= len(before.text) <= _WIDEST:
        return False
    return piece.text[0].islower() and not layout.ends_sentence(before.text)


def _filled(before: _Piece, piece: _Piece, column: _Column) -> bool:
    """Whether the first word of ``piece`` would not have fitted on the line before."""
    length = before.indent + len(before.text)
    if not column.spaced:
        return length >= column.width - _SLACK_UNSPACED
    word = piece.text.find(" ")
    return length + 1 + (word if 0 < word < _LONGEST_WORD else _LONGEST_WORD) > column.width


def _column(pieces: list[_Piece], language: Language) -> _Column | None:
    """The column that paragraphs are wrapped at, or None where a line is a paragraph."""
    spaced = language.core.spaced
    breaks = [(a, b) for a, b in itertools.pairwise(pieces) if _may_go_on(a, b)]
    widest = max((p.indent + len(p.text) for pair in breaks for p in pair), default=0)
    if not (_NARROWEST if spaced else _NARROWEST_UNSPACED) <= widest <= _WIDEST:
        return None
    column = _Column(widest, spaced)
    filled = [(a, b) for a, b in breaks if _filled(a, b, column)]
    broken = [(a, b) for a, b in filled if not layout.ends_sentence(a.text)]
    # Capitals after the break too often: these are titles or names, one a line.
    small = [(a, b) for a, b in broken if not b.text[0].isupper()]
    enough = len(filled) >= len(breaks) * _FILLED and len(broken) >= len(breaks) * _MID_SENTENCE
    share = _SMALL_BESIDE_NOUNS if language.core.nouns_capitalised else _SMALL
    too_few = len(small) < len(broken) * share or (not spaced and len(broken) < _FEWEST)
    if not enough or too_few:
        return None
    return column


def _may_go_on(a: _Piece, b: _Piece) -> bool:
    if not a.text or not b.text or b.marker or b.kind is not BlockKind.PARAGRAPH:
        return False
    return a.kind in {BlockKind.PARAGRAPH, BlockKind.BULLET}

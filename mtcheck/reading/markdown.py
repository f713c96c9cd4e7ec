"""Markdown into blocks: prose only. Code, HTML blocks, front matter and link targets are left out.

markdown-it-py says which lines are what; the spans point into the raw text, so inline markup
(``**``, backticks, link addresses) stays inside them. HTML comments at the edges of a block are
no part of it. Those that begin with ``mtcheck:`` hide findings (see
:mod:`mtcheck.reading.directives`): of the block that they stand in, or, on lines of their own,
of the next one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.article import Block, BlockKind, Text
from mtcheck.reading import directives, layout, markdown_comments
from mtcheck.reading.lines import Line, lines
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from mtcheck.languages import Language
    from mtcheck.reading.directives import Comment

__all__ = ["blocks", "text"]

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_IMAGE = re.compile(r"!\[([^\[\]\n]*)\]\([^()\n]*\)\s*")
_CELL = re.compile(r"(?:[^|\\]|\\.)+|\\")


def text(content: str, language: Language, path: str | None) -> Text:
    """A Markdown text with its blocks, and what its comments hide."""
    found, comments = _parsed(content, language)
    hidden, remarks = directives.ignores(comments, len(content))
    return Text(content, language, path, found, ignores=hidden, remarks=remarks)


def blocks(content: str, language: Language) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order."""
    return _parsed(content, language)[0]


def _parsed(content: str, language: Language) -> tuple[tuple[Block, ...], tuple[Comment, ...]]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table").disable("inline")
    all_lines = lines(content)
    skipped = _front_matter(content, all_lines)
    if skipped == len(all_lines):
        return (), ()
    own_lines = all_lines[skipped:]
    tokens = parser.parse(content[own_lines[0].start :])
    found: list[Block] = []
    for block in _blocks(tokens, own_lines, content, language):
        if not found or found[-1].span.end <= block.span.start:
            found.append(block)
    if "<!--" not in content:
        return tuple(found), ()
    apart = [_html(t.map, own_lines) for t in tokens if t.type == "html_block" and t.map]
    return markdown_comments.taken_out(content, own_lines, found, apart)


def _html(lines_of_it: Sequence[int], own_lines: Sequence[Line]) -> Span:
    first, last = lines_of_it
    return Span(own_lines[first].start, own_lines[min(last, len(own_lines)) - 1].end)


def _front_matter(content: str, all_lines: Sequence[Line]) -> int:
    """How many lines at the start are metadata between ``---`` or ``+++``."""
    opening = all_lines[0].of(content).rstrip() if all_lines else ""
    for number, line in enumerate(all_lines[1:], 2):
        if opening not in _FENCES:
            break
        if line.of(content).rstrip() in _FENCES[opening]:
            return number
    return 0


def _blocks(
    tokens: Sequence[Token], all_lines: Sequence[Line], content: str, language: Language
) -> Iterator[Block]:
    heading, fresh, row = False, False, -1
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            heading = token.type == "heading_open"
        elif token.type == "list_item_open":
            fresh = True  # the item's first paragraph is the item; those after it are prose
        elif token.type == "tr_open" and token.map and token.map[0] != row:
            row = token.map[0]
            yield from _cells(all_lines[row], content)
        elif token.type == "inline" and token.map and token.map[0] != row and token.content:
            block = _block(token.content.split("\n"), token.map[0], all_lines, content)
            if block is None:
                continue
            text = block.span.of(content)
            kind = _kind(text, language, heading=heading, item=fresh)
            fresh = False
            yield Block(_inside(block.span, text, kind), kind, block.line)


def _kind(text: str, language: Language, *, heading: bool, item: bool) -> BlockKind:
    if heading:
        return BlockKind.HEADLINE
    if _IMAGE.fullmatch(text):
        return BlockKind.CAPTION
    kind = layout.kind_of(text, language)
    return BlockKind.BULLET if item and kind is BlockKind.PARAGRAPH else kind


def _inside(span: Span, text: str, kind: BlockKind) -> Span:
    """The words of a picture that stands alone; anything else as it is."""
    if kind is BlockKind.CAPTION and (match := _IMAGE.fullmatch(text)):
        return Span(*match.span(1)).shifted(span.start)
    return span


def _block(
    parts: Sequence[str], first: int, all_lines: Sequence[Line], content: str
) -> Block | None:
    """The place of the lines ``parts``: from the first one's text to the last one's."""
    if first + len(parts) > len(all_lines):
        return None
    start, _ = _place(parts[0], all_lines[first], content)
    _, end = _place(parts[-1], all_lines[first + len(parts) - 1], content)
    return Block(Span(start, end), line=all_lines[first].number) if start < end else None


def _place(part: str, line: Line, content: str) -> tuple[int, int]:
    """Where ``part`` stands in its line, which ends with it but for closing marks."""
    raw = line.of(content)
    part = part.strip()
    at = raw.rfind(part)
    if at < 0:  # changed by the parser (a tab, a NUL): the whole line without its margins
        span = Span(0, len(raw)).trimmed(raw).shifted(line.start)
        return span.start, span.end
    return line.start + at, line.start + at + len(part)


def _cells(line: Line, content: str) -> Iterator[Block]:
    """The cells of a table's row: what stands between its bars."""
    for match in _CELL.finditer(content, line.start, line.end):
        span = Span(*match.span()).trimmed(content)
        if len(span):
            yield Block(span, BlockKind.CELL, line.number)

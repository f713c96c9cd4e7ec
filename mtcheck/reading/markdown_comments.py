"""The HTML comments of a Markdown text: found, and taken out of its blocks."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck.article import BlockKind
from mtcheck.reading.directives import Comment
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.article import Block
    from mtcheck.reading.lines import Line

__all__ = ["taken_out"]

_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_BLANK = re.compile(r"\s*")
_OPEN, _CLOSE = "<!--", "-->"


def taken_out(
    content: str, lines: Sequence[Line], blocks: Sequence[Block], apart: Iterable[Span]
) -> tuple[tuple[Block, ...], tuple[Comment, ...]]:
    """The blocks without their comments, and all comments in order.

    ``apart`` are the stretches of HTML between the blocks. A comment there is for the block
    that follows, one in a block for it, in a table for the whole row.
    """
    starts = [block.span.start for block in blocks]
    comments: list[Comment] = []
    for stretch in apart:
        at = bisect_left(starts, stretch.end)
        after = blocks[at].span if at < len(blocks) else Span(stretch.end, stretch.end)
        comments += [_comment(content, lines, place, after) for place in _places(content, stretch)]
    bare: list[Block] = []
    rows = _rows(blocks)
    for block in blocks:
        scope = rows.get(block.line, block.span)
        found = [_comment(content, lines, place, scope) for place in _shown(content, block.span)]
        bare += _without(content, lines, block, found) if found else [block]
        comments += found
    return tuple(bare), tuple(sorted(comments, key=lambda c: c.at))


def _rows(blocks: Iterable[Block]) -> dict[int, Span]:
    """The rows of tables by their line."""
    rows: dict[int, Span] = {}
    for block in blocks:
        if block.kind is BlockKind.CELL:
            rows[block.line] = Span.cover((block.span, rows.get(block.line, block.span)))
    return rows


def _places(content: str, within: Span) -> Iterator[Span]:
    """The comments in a stretch of text."""
    at = within.start
    while (start := content.find(_OPEN, at, within.end)) >= 0:
        # "<!-->" is a comment, too.
        close = content.find(_CLOSE, start + len("<!"), within.end)
        if close < 0:
            return
        at = close + len(_CLOSE)
        yield Span(start, at)


def _shown(content: str, within: Span) -> Iterator[Span]:
    """The comments in a block, but for those that stand in code."""
    places = list(_places(content, within))
    if not places:
        return
    code = [match.span() for match in _CODE.finditer(content, within.start, within.end)]
    for place in places:
        at = bisect_right(code, place.start, key=lambda c: c[0]) - 1
        if at < 0 or code[at][1] <= place.start:
            yield place


def _comment(content: str, lines: Sequence[Line], place: Span, scope: Span) -> Comment:
    words = content[place.start + len(_OPEN) : place.end - len(_CLOSE)]
    return Comment(words, _line(lines, place.start), place, scope)


def _without(
    content: str, lines: Sequence[Line], block: Block, comments: Iterable[Comment]
) -> Iterator[Block]:
    """What is left of a block: comments at its edges are cut off, ours also cut it in two."""
    start, end = block.span.start, block.span.end
    for comment in comments:
        before = Span(start, comment.at.start).trimmed(content)
        rest = _past_blanks(content, comment.at.end, end)
        if len(before) and rest < end and not comment.is_ours:
            continue
        if len(before):
            yield replace(block, span=before, line=_line(lines, before.start))
        start = rest
    left = Span(start, end).trimmed(content)
    if len(left):
        yield replace(block, span=left, line=_line(lines, left.start))


def _past_blanks(content: str, start: int, end: int) -> int:
    match = _BLANK.match(content, start, end)
    return match.end() if match else start


def _line(lines: Sequence[Line], offset: int) -> int:
    return lines[bisect_right(lines, offset, key=lambda line: line.start) - 1].number

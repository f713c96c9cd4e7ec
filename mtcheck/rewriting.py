"""Edits of a text carried over into its file, of which nothing else changes.

A plain text or Markdown file is its text. Of a table an edit changes one cell: in TSV as it is,
in JSON lines with JSON's escapes. What a format cannot hold is not written: a tab or a line end
in a cell of a TSV, an edit over the edge of a cell.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.positions import Positions
from mtcheck.reading import json_strings, rows
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.article import Anchor, Text

__all__ = ["Edit", "applied", "in_file"]

_END = re.compile(r"\r\n|\r|\n")
_NO_CELL = re.compile(r"[\t\r\n]")


class Edit(NamedTuple):
    """``new`` instead of the characters of ``span``."""

    span: Span
    new: str


def in_file(text: Text, edit: Edit) -> Edit | None:
    """An edit of a text as one of its file; None where the file cannot hold it.

    Line ends in ``new`` become those of the file.
    """
    if text.file is None:
        end = _END.search(text.content)
        return Edit(edit.span, _END.sub(end.group() if end else "\n", edit.new))
    number = bisect_right(text.anchors, edit.span.start, key=lambda a: a.start) - 1
    anchor = text.anchors[number]
    after = text.anchors[number + 1].start - 1 if number + 1 < len(text.anchors) else None
    if after is not None and edit.span.end > after:
        return None
    write = _WRITERS.get(PurePath(text.path or "").suffix.lower())
    return write(text.file, edit, anchor) if write else None


def applied(content: str, edits: Iterable[Edit]) -> str:
    """``content`` with all of ``edits``, none of which overlap."""
    pieces, at = [], 0
    for span, new in sorted(edits, key=lambda e: e.span):
        pieces += [content[at : span.start], new]
        at = span.end
    return "".join([*pieces, content[at:]])


def _in_tsv(file: str, edit: Edit, anchor: Anchor) -> Edit | None:
    del file
    if anchor.origin is None or _NO_CELL.search(edit.new):
        return None
    return Edit(edit.span.shifted(anchor.origin - anchor.start), edit.new)


def _in_json(file: str, edit: Edit, anchor: Anchor) -> Edit | None:
    line = _positions(file).line_span(anchor.line)
    at = json_strings.offsets(line.of(file), rows.is_translation)
    start, end = edit.span.start - anchor.start, edit.span.end - anchor.start
    if at is None or not 0 <= start <= end < len(at):
        return None
    return Edit(Span(at[start], at[end]).shifted(line.start), json_strings.escaped(edit.new))


@lru_cache(maxsize=2)
def _positions(file: str) -> Positions:
    return Positions(file)


_WRITERS = {".tsv": _in_tsv, ".jsonl": _in_json, ".ndjson": _in_json}

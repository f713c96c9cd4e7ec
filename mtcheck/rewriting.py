"""Edits of a text carried over into its file, of which nothing else changes.

A plain text or Markdown file is its text. Of a table an edit changes one cell: in TSV as it is,
in JSON lines with JSON's escapes. Of a file of units it changes the letters of one unit, written
as the file writes letters there. What a format cannot hold is not written: a tab or a line end
in a cell of a TSV, an edit over the edge of a cell or unit. Nor is what would change the file's own
markup, cut a placeholder in two, or touch a unit that is locked.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.article import TokenKind
from mtcheck.positions import Positions
from mtcheck.reading import (
    android,
    apple_strings,
    csv_units,
    docx,
    html_text,
    json_strings,
    json_units,
    po,
    properties,
    rows,
    subtitles,
    xml_text,
    yaml_scalars,
)
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mtcheck.article import Anchor, Text, Token

__all__ = ["Edit", "applied", "in_file"]

_END = re.compile(r"\r\n|\r|\n")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")


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
    write = _WRITERS.get(PurePath(text.path or "").suffix.lower())
    if write is None:
        return _in_unit(text, text.file, edit) if text.units else None
    number = bisect_right(text.anchors, edit.span.start, key=lambda a: a.start) - 1
    anchor = text.anchors[number]
    after = text.anchors[number + 1].start - 1 if number + 1 < len(text.anchors) else None
    if after is not None and edit.span.end > after:
        return None
    return write(text.file, edit, anchor)


def applied(content: str, edits: Iterable[Edit]) -> str:
    """``content`` with all of ``edits``, none of which overlap."""
    pieces, at = [], 0
    for span, new in sorted(edits, key=lambda e: e.span):
        pieces += [content[at : span.start], new]
        at = span.end
    return "".join([*pieces, content[at:]])


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


_WRITERS = {".jsonl": _in_json, ".ndjson": _in_json}


class _Part(NamedTuple):
    """A stretch of the text under one anchor, and of the file."""

    anchor: Anchor
    text: Span
    file: Span


def _in_unit(text: Text, file: str, edit: Edit) -> Edit | None:
    unit = text.unit_at(edit.span.start)
    if unit is None or unit.locked or not unit.span.contains(edit.span):
        return None
    if any(_cuts(edit.span, token) for token in _markup(text, edit.span)):
        return None
    if _loses_markup(text, edit):
        return None
    # First without what stays as it is at either end: that keeps the way it is written.
    for tried in (_core(text, edit), edit):
        made = _made(text, file, tried)
        if made is not None and _reads_back(text, file, unit.span, tried, made):
            return made
    return None


def _core(text: Text, edit: Edit) -> Edit:
    """The part of an edit that changes something."""
    old, new = text.at(edit.span), edit.new
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    span = Span(edit.span.start + start, edit.span.end - end)
    return Edit(span, new[start : len(new) - end])


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _made(text: Text, file: str, edit: Edit) -> Edit | None:
    """The edit in the file, as far as its letters can be written."""
    parts = list(_parts(text, edit.span))
    # What lies between the letters in the file, and is no part of the text, must stay.
    joints = [Span(a.file.end, max(a.file.end, b.file.start)) for a, b in itertools.pairwise(parts)]
    between = "".join(joint.of(file) for joint in joints)
    if not parts or (between and not _goes_on(parts)):
        return None
    new = _written(text, file, parts, edit)
    if new is None:
        return None
    made = Edit(Span(parts[0].file.start, parts[-1].file.end), new + between)
    return made if _keeps_edges(file, parts, made) else None


def _keeps_edges(file: str, parts: list[_Part], made: Edit) -> bool:
    """Whether no space comes to stand where the format does not count it."""
    edges = [docx.EDGES[p.anchor.notation] for p in parts if p.anchor.notation in docx.EDGES]
    return all(edge(file, made.span.start, made.span.end, made.new) for edge in edges[:1])


def _goes_on(parts: list[_Part]) -> bool:
    """Whether words go on over what lies between them, as over the edges of Word's runs.

    What comes in place of several runs then stands in the first.
    """
    return all(p.anchor.notation in docx.NOTATIONS and not p.anchor.markup for p in parts)


def _loses_markup(text: Text, edit: Edit) -> bool:
    """Whether a placeholder or tag would go, or a tag come in as if somebody had typed it."""
    replaced = [token for token in _markup(text, edit.span) if len(edit.span)]
    new = tokenise(edit.new, Span(0, len(edit.new)), text.language)
    if sum(t.kind is TokenKind.MARKUP for t in new) < len(replaced):
        return True
    return len(_TAG.findall(edit.new)) > len(_TAG.findall(text.at(edit.span)))


def _reads_back(text: Text, file: str, unit: Span, edit: Edit, made: Edit) -> bool:
    """Whether the unit will say what it should, where a notation cannot promise it."""
    parts = list(_parts(text, unit))
    proof = _PROOFS.get(parts[0].anchor.notation) if parts else None
    if proof is None:
        return True
    start, end = parts[0].file.start, parts[-1].file.end
    whole = file[start : made.span.start] + made.new + file[made.span.end : end]
    said = text.content[unit.start : edit.span.start] + edit.new
    return proof(whole, said + text.content[edit.span.end : unit.end])


def _parts(text: Text, span: Span) -> Iterator[_Part]:
    """What ``span`` is made of; nothing where the file has it as a part of something else."""
    found: list[_Part] = []
    number = bisect_right(text.anchors, span.start, key=lambda a: a.start) - 1
    at = span.start
    while at < span.end or not found:
        anchor = text.anchors[number]
        after = text.anchors[number + 1].start if number + 1 < len(text.anchors) else span.end
        stop = min(after, span.end)
        if anchor.origin is None:
            return
        if anchor.width is None:
            start = anchor.origin + at - anchor.start
            place = Span(start, start + stop - at)
        elif at == anchor.start and at == stop:
            place = Span(anchor.origin, anchor.origin)
        elif at == anchor.start and stop == after:
            place = Span(anchor.origin, anchor.origin + anchor.width)
        else:
            return
        found.append(_Part(anchor, Span(at, stop), place))
        at, number = stop, number + 1
    yield from found


def _written(text: Text, file: str, parts: list[_Part], edit: Edit) -> str | None:
    """The new letters as the file writes them, with the tags that stood between the old ones."""
    notations = {part.anchor.notation for part in parts if not part.anchor.markup}
    if _goes_on(parts):
        notations = {parts[0].anchor.notation}
    if len(notations) > 1:
        return None
    notation = notations.pop() if notations else parts[0].anchor.notation
    write = _NOTATIONS.get(notation)
    if write is None:
        return None
    end = _END.search(file)
    rest = _END.sub(end.group() if end else "\n", edit.new)
    out = ""
    for part in parts:
        shown = text.at(part.text)
        if not part.anchor.markup or not shown:
            continue
        before, found, rest = rest.partition(shown)
        letters = write(before)
        if not found or letters is None:
            return None
        out += letters + part.file.of(file)
    letters = write(rest)
    return None if letters is None else out + letters


def _markup(text: Text, span: Span) -> list[Token]:
    """The tags and placeholders that share characters with ``span``, or have it in them."""
    if not text.segments:
        return []
    first, last = text.segment_index(span.start), text.segment_index(span.end)
    return [
        token
        for segment in text.segments[first : last + 1]
        for token in segment.tokens
        if token.kind is TokenKind.MARKUP and token.start < span.end and span.start < token.end
    ]


def _cuts(span: Span, token: Token) -> bool:
    return not span.contains(token.span)


_NOTATIONS: Mapping[str, Callable[[str], str | None]] = {
    "xml": xml_text.escaped,
    "cdata": xml_text.cdata,
    "po": po.written,
    "json": json_units.written,
    "strings": apple_strings.written,
    **properties.NOTATIONS,
    **yaml_scalars.NOTATIONS,
    **csv_units.NOTATIONS,
    "srt": str,
    "vtt": subtitles.written_in_vtt,
    **android.NOTATIONS,
    **html_text.NOTATIONS,
    **docx.NOTATIONS,
}
_PROOFS: Mapping[str, Callable[[str, str], bool]] = {
    **android.PROOFS,
    **yaml_scalars.PROOFS,
    **html_text.PROOFS,
    **properties.PROOFS,
}

"""Google's MQM files, as Marot reads them: TSV, a line for each marked error.

Columns: system, doc, docSegId, globalSegId, rater, source, target, category, severity, and
maybe metadata; the names ``doc_id`` and ``seg_id`` of older files are known too. ``<v>…</v>``
sets off the error in the source or the target. Where the metadata has the tokens of the target
and ``target_spans`` (indexes of the first and the last token, both inclusive), they give the
place: they are exact, and the text may hold the letters ``<v>`` itself. White space at the ends
of a mark is left out, as far as there is anything else. A quotation mark is a
character like any other. Rows without a rater carry metadata only.

Source: ``marot/README.md`` in google-research/google-research.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow, Mark
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["read", "suits"]

_COLUMNS = (
    "system", "doc", "docSegId", "globalSegId", "rater",
    "source", "target", "category", "severity", "metadata",
)  # fmt: skip
_NAMES = {
    "docsegid": "docSegId",
    "doc_seg_id": "docSegId",
    "doc_id": "docSegId",
    "globalsegid": "globalSegId",
    "global_seg_id": "globalSegId",
    "seg_id": "globalSegId",
    "note": "metadata",
}
_OPTIONAL = frozenset({"globalSegId", "metadata"})
_TAG = re.compile(r"</?v>")
_DOCUMENT_PAIR = re.compile(r".*:(.+)")


class _Segment(msgspec.Struct, frozen=True):
    target_tokens: list[str] | None = None
    reference_tokens: dict[str, list[str]] | None = None
    references: dict[str, str] | None = None
    primary_reference: str | None = None


class _Evaluation(msgspec.Struct, frozen=True):
    source_language: str | None = None
    target_language: str | None = None


class _Metadata(msgspec.Struct, frozen=True):
    target_spans: list[tuple[int, int]] | None = None
    segment: _Segment | None = None
    evaluation: _Evaluation | None = None


@dataclass(slots=True)
class _Known:
    """What rows say once for all rows of their segment or file."""

    tokens: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    references: dict[tuple[str, str], str] = field(default_factory=dict)
    pair: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: dict[str, str]
    metadata: _Metadata

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.cells["system"], self.cells["doc"], self.cells["docSegId"])


def suits(path: str, first: str) -> bool:
    """Whether the first line is such a header, or has ten cells with marks or "no-error"."""
    del path
    cells = first.rstrip("\r\n").split("\t")
    if cells[:2] == ["system", "doc"]:
        return True
    severities = {"major", "minor", "neutral", "critical", "no-error"}
    return len(cells) in {9, 10} and cells[8].lower() in severities


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text: one a segment, system and rater."""
    grouped: dict[tuple[str, ...], list[_Line]] = {}
    known = _Known()
    for line in _lines(content, path, options):
        _learn(line, known)
        if line.cells["rater"]:
            grouped.setdefault((*line.key, line.cells["rater"]), []).append(line)
    for same in grouped.values():
        try:
            yield _row(same, known, path, options)
        except InputError as error:
            options.bad(error)


def _lines(content: str, path: str, options: Options) -> Iterator[_Line]:
    columns: tuple[str, ...] = ()
    for number, raw in opening.lines(content):
        cells = raw.split("\t")
        if cells[:2] == ["system", "doc"]:
            names = [c.strip().lower() for c in cells if not c.startswith("#")]  # a comment
            columns = tuple(_NAMES.get(name, name) for name in names)
            lacking = {c for c in _COLUMNS if c not in _OPTIONAL} - {*columns}
            if lacking:
                message = f"no column {', '.join(sorted(lacking))}"
                raise InputError(message, path=path, line=number)
            continue
        columns = columns or _COLUMNS[: len(cells)]
        try:
            line = _line(cells, columns, path, number)
        except InputError as error:
            options.bad(error)
            continue
        yield line


def _line(cells: list[str], columns: tuple[str, ...], path: str, number: int) -> _Line:
    if len(cells) != len(columns):
        message = f"{len(cells)} cells, but there are {len(columns)} columns"
        raise InputError(message, path=path, line=number)
    named = dict(zip(columns, cells, strict=True))
    metadata = named.get("metadata", "")
    # Older files have a free note where newer ones have an object.
    plain = not metadata.startswith("{")
    extra = _Metadata() if plain else opening.decoded(metadata, _Metadata, path, number)
    return _Line(number, named, extra)


def _learn(line: _Line, known: _Known) -> None:
    evaluation, segment = line.metadata.evaluation, line.metadata.segment
    if evaluation and evaluation.source_language and evaluation.target_language:
        known.pair = _codes(evaluation.source_language, evaluation.target_language)
    if segment is None:
        return
    if segment.target_tokens is not None:
        known.tokens[line.key] = segment.target_tokens
    name = segment.primary_reference
    place = (line.cells["doc"], line.cells["docSegId"])
    if name is not None and name in (segment.reference_tokens or {}):
        known.references[place] = "".join((segment.reference_tokens or {})[name])
    elif name is not None and name in (segment.references or {}):
        known.references[place] = (segment.references or {})[name]


def _codes(source: str, target: str) -> tuple[str, str] | None:
    pair = source.partition("-")[0].lower(), target.partition("-")[0].lower()
    return pair if all(map(pairs.known, pair)) else None


def _row(same: list[_Line], known: _Known, path: str, options: Options) -> GoldRow:
    first = same[0]
    tokens = known.tokens.get(first.key)
    mt = "".join(tokens) if tokens else _TAG.sub("", first.cells["target"])
    marks: list[Mark] = []
    unplaced = 0
    for line in same:
        rank = opening.severity(line.cells["severity"], path, line.number)
        if rank is None:
            continue
        spans = _spans(line, tokens, mt, path)
        unplaced += not spans
        category = line.cells["category"]
        marks += [Mark(span, rank, category) for span in spans]
    source_lang, target_lang = _pair(first, known, path, options)
    doc, segment = first.cells["doc"], first.cells["docSegId"]
    system, rater = first.cells["system"], first.cells["rater"]
    return GoldRow(
        id=f"{system}/{doc}/{segment}/{rater}",
        origin="mqm",
        source_lang=source_lang,
        target_lang=target_lang,
        mt=mt,
        marks=tuple(marks),
        source=opening.text(_TAG.sub("", first.cells["source"])),
        reference=opening.text(known.references.get((doc, segment))),
        system=system,
        document=doc,
        segment=segment,
        rater=rater,
        unplaced=unplaced,
        path=path,
        line=first.number,
    )


def _spans(line: _Line, tokens: list[str] | None, mt: str, path: str) -> list[Span]:
    pairs_of_tokens = line.metadata.target_spans
    if tokens is not None and pairs_of_tokens is not None:
        # Files have spans that run to one token more than there are: the end of the text.
        ends = [0, *accumulate(map(len, tokens)), len(mt)]
        spans = []
        for start, last in pairs_of_tokens:
            if not 0 <= start <= last <= len(tokens):
                message = f"target_spans {start}..{last}, but there are {len(tokens)} tokens"
                raise InputError(message, path=path, line=line.number)
            spans.append(_without_blanks(Span(ends[start], ends[last + 1]), mt))
        return spans
    return [_without_blanks(span, mt) for span in _tagged(line, mt, path)]


def _without_blanks(span: Span, mt: str) -> Span:
    """Without the white space at its ends, which the annotation tool lets in."""
    inside = span.trimmed(mt)
    return inside if len(inside) else span


def _tagged(line: _Line, mt: str, path: str) -> list[Span]:
    """The spans between ``<v>`` and ``</v>``, in a target that is ``mt`` without the tags."""
    target = line.cells["target"]
    spans: list[Span] = []
    begun: int | None = None
    removed = 0
    for tag in _TAG.finditer(target):
        at = tag.start() - removed
        removed += len(tag.group())
        opens = tag.group() == "<v>"
        if opens == (begun is not None):
            message = f"a {tag.group()} without its {'</v>' if opens else '<v>'} in the target"
            raise InputError(message, path=path, line=line.number)
        if begun is not None:
            spans.append(Span(begun, at))
        begun = at if opens else None
    if begun is not None:
        msg = "a <v> without its </v> in the target"
        raise InputError(msg, path=path, line=line.number)
    if _TAG.sub("", target) != mt:
        message = "the target differs from that of the segment's other rows"
        raise InputError(message, path=path, line=line.number)
    return spans


def _pair(line: _Line, known: _Known, path: str, options: Options) -> tuple[str, str]:
    if options.pair is None:
        if known.pair is not None:
            return known.pair
        suffix = _DOCUMENT_PAIR.fullmatch(line.cells["doc"])
        if suffix and (pair := pairs.found(suffix[1])) is not None:
            return pair
    return pairs.from_name(path, options)

"""The biomedical MQM of WMT 2021 systems (bio-MQM): JSON lists, or the TSV beside them.

JSON: ``[{"source", "target", "SEG_ID", "MT_Engine", "source_locale": "de_en", "target_errors":
[{"term", "startIndex", "endIndex", "error_category", "severity"}], "source_errors",
"Annotator_ID"}]``; the end is **inclusive**. Where ``term`` is not what stands there but occurs
once elsewhere, it is what was meant. A number that does not rise begins another document.

TSV, a line for each error: ``SEG_ID Doc Source Tagged_Source Target MT Tagged_Target "Error
Category" Severity Annotator_ID``, the error set off by ``<tag>…</tag>``.

Neutral marks are no errors. Source: amazon-science/bio-mqm-dataset.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow, Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["read", "suits"]

_COLUMNS = (
    "SEG_ID", "Doc", "Source", "Tagged_Source", "Target", "MT", "Tagged_Target",
    "Error Category", "Severity", "Annotator_ID",
)  # fmt: skip
_TAGGED = re.compile(r"(.*?)<tag>(.*?)</tag>(.*)", re.DOTALL)


class _Error(msgspec.Struct, frozen=True):
    startIndex: int  # noqa: N815 - the format's name
    endIndex: int  # noqa: N815
    term: str = ""
    error_category: str | None = None
    severity: str | None = None


class _Segment(msgspec.Struct, frozen=True):
    source: str
    target: str
    target_errors: list[_Error]
    SEG_ID: str | int
    source_errors: list[msgspec.Raw] = []
    MT_Engine: str = ""
    source_locale: str = ""
    Annotator_ID: str | int | None = None


def suits(path: str, first: str) -> bool:
    """Whether the first line is the TSV's header, or the file a list of such segments."""
    del path
    if first.startswith("SEG_ID\t"):
        return True
    return first.lstrip().startswith("[") and '"target' in first


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text."""
    if content.startswith("SEG_ID\t"):
        yield from _of_table(content, path, options)
        return
    document, before = 0, 0
    segments = opening.decoded(content, list[_Segment], path)
    for raw, line in zip(segments, opening.key_lines(content, "SEG_ID"), strict=False):
        here = int(raw.SEG_ID) if str(raw.SEG_ID).isdecimal() else before + 1
        document += here <= before or not document
        before = here
        try:
            yield _row(raw, str(document), path, line, options)
        except InputError as error:
            options.bad(error)


def _row(raw: _Segment, document: str, path: str, line: int, options: Options) -> GoldRow:
    marks: list[Mark] = []
    unplaced = len(raw.source_errors)
    for error in raw.target_errors:
        rank = opening.severity(error.severity, path, line)
        if rank is None:
            continue
        start, end = error.startIndex, error.endIndex + 1
        if error.term and raw.target[start:end] != error.term:
            if raw.target.count(error.term) == 1:
                start = raw.target.index(error.term)
                end = start + len(error.term)
            elif end <= len(raw.target):
                unplaced += 1
                continue
        where = (start, end, rank, error.error_category, raw.target, path, line)
        marks.append(opening.mark(*where))
    if options.pair is None and raw.source_locale:
        pair = pairs.parse(raw.source_locale, path, line)
    else:
        pair = pairs.from_name(path, options)
    rater = "" if raw.Annotator_ID is None else str(raw.Annotator_ID)
    return GoldRow(
        id=f"{raw.MT_Engine}/{document}/{raw.SEG_ID}/{rater}",
        origin="bio-mqm",
        source_lang=pair[0],
        target_lang=pair[1],
        mt=raw.target,
        marks=tuple(marks),
        source=opening.text(raw.source),
        system=raw.MT_Engine,
        document=document,
        segment=str(raw.SEG_ID),
        rater=rater,
        unplaced=unplaced,
        path=path,
        line=line,
    )


def _of_table(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    pair = pairs.from_name(path, options)
    grouped: dict[tuple[str, ...], list[tuple[int, dict[str, str]]]] = {}
    for line, raw in opening.lines(content):
        cells = raw.split("\t")
        if cells[0] == "SEG_ID":
            continue
        if len(cells) != len(_COLUMNS):
            message = f"{len(cells)} cells, but there are {len(_COLUMNS)} columns"
            options.bad(InputError(message, path=path, line=line))
            continue
        named = dict(zip(_COLUMNS, cells, strict=True))
        key = (named["MT"], named["Doc"], named["SEG_ID"], named["Annotator_ID"], named["Target"])
        grouped.setdefault(key, []).append((line, named))
    for (system, document, segment, rater, mt), same in grouped.items():
        line, first = same[0]
        try:
            found = [_tagged(named, number, path) for number, named in same]
        except InputError as error:
            options.bad(error)
            continue
        yield GoldRow(
            id=f"{system}/{document}/{segment}/{rater}",
            origin="bio-mqm",
            source_lang=pair[0],
            target_lang=pair[1],
            mt=mt,
            marks=tuple(mark for mark in found if isinstance(mark, Mark)),
            source=opening.text(first["Source"]),
            system=system,
            document=document,
            segment=segment,
            rater=rater,
            unplaced=found.count("source"),
            path=path,
            line=line,
        )


def _tagged(named: dict[str, str], line: int, path: str) -> Mark | str | None:
    """The mark of one line of the table; "source" for an error without a place in the target."""
    rank = opening.severity(named["Severity"], path, line)
    if rank is None:
        return None
    match = _TAGGED.fullmatch(named["Tagged_Target"])
    if match is None:
        return "source"
    before, term, after = match.groups()
    if before + term + after != named["Target"]:
        message = "Tagged_Target without its <tag> differs from Target"
        raise InputError(message, path=path, line=line)
    end = len(before) + len(term)
    return opening.mark(
        len(before), end, rank, named["Error Category"], named["Target"], path, line
    )

"""Subtitles: SubRip (``.srt``) and WebVTT (``.vtt``). A unit is a cue, its id the number or name.

A sentence may run over several cues; how they go together, and which cues of another file they
belong to, is for :mod:`mtcheck.reading.cues`. ``<i>`` and the like stay in the text, where they
are markup. WebVTT has comments (``NOTE mtcheck: ignore``), SubRip has none.

The libraries that read them give no places: webvtt-py judges in the tests.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.article import BlockKind
from mtcheck.errors import InputError
from mtcheck.reading import escapes
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtcheck.reading.lines import Line
    from mtcheck.reading.units import Stretch

__all__ = ["read_srt", "read_vtt", "written_in_vtt"]

_SRT_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})[,.:](\d{1,3})"
_VTT_TIME = r"(?:(\d{2,4}):)?(\d{2}):(\d{2})\.(\d{3})"
_SRT = re.compile(rf"\s*{_SRT_TIME}\s*-->\s*{_SRT_TIME}(?:\s.*)?")
_VTT = re.compile(rf"\s*{_VTT_TIME}\s*-->\s*{_VTT_TIME}(?:\s.*)?")
_NUMBER = re.compile(r"\s*\d+\s*")
_LINE_END = re.compile(r"\r\n?|\n")
_ENTITY = re.compile(r"\r\n?|\n|&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
_NOTE = re.compile(r"NOTE(?=[ \t\r\n]|$)(.*)", re.DOTALL)
_APART = re.compile(r"(?:STYLE|REGION)\s*")
_TAG = re.compile(r"</?[a-z][^<>\n]{0,200}>|<\d[\d:.]*>")
_TO_WRITE = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class _Cue:
    """``time`` is in milliseconds; ``text`` is the stretch of the file with its lines."""

    name: str
    time: Span
    text: Span
    notes: tuple[Note, ...] = ()


def read_srt(file: str, path: str) -> tuple[Document, ...]:
    """The one document of a SubRip file; raises :class:`InputError` that names the line."""
    every = lines(file)
    times = [i for i, line in enumerate(every) if "-->" in line.of(file)]
    heads = [i - (i > 0 and _NUMBER.fullmatch(every[i - 1].of(file)) is not None) for i in times]
    first = heads[0] if heads else len(every)
    before = next((line for line in every[:first] if line.of(file).strip()), None)
    if before is not None:
        message = "is not SubRip: a number and a line with --> should stand here"
        raise InputError(message, path=path, line=before.number)
    cues = []
    for number, (head, at) in enumerate(zip(heads, times, strict=True), 1):
        time = _time(file, every[at], path, _SRT)
        # A blank line in a cue is bad style, but players show what follows.
        end = heads[number] if number < len(heads) else len(every)
        rest = [line for line in every[at + 1 : end] if line.of(file).strip()]
        name = every[head].of(file).strip() if head < at else str(number)
        cues.append(_Cue(name, time, _over(rest, every[at])))
    if cues and _NUMBER.fullmatch(every[-1].of(file)) and not every[-2].of(file).strip():
        message = "a number without a cue: is the file cut short?"
        raise InputError(message, path=path, line=every[-1].number)
    return (Document(tuple(_entries(file, cues, _no_entities, "srt"))),)


def read_vtt(file: str, path: str) -> tuple[Document, ...]:
    """The one document of a WebVTT file; raises :class:`InputError` that names the line."""
    blocks = _blocks(file)
    head = blocks[0][0] if blocks else None
    if head is None or head.number > 1 or not _HEADER.fullmatch(head.of(file)):
        message = "is not WebVTT: its first line should be WEBVTT"
        raise InputError(message, path=path, line=1)
    cues: list[_Cue] = []
    notes: list[Note] = []
    for block in blocks[1:]:
        words = [line.of(file) for line in block]
        at = next((i for i, line in enumerate(words[:2]) if "-->" in line), None)
        if at is not None:
            name = words[0].strip() if at else str(len(cues) + 1)
            text = _over(block[at + 1 :], block[at])
            time = _time(file, block[at], path, _VTT)
            cues.append(_Cue(name, time, text, tuple(notes)))
            notes = []
        elif match := _NOTE.fullmatch(file, block[0].start, block[-1].end):
            notes.append(Note(match[1].strip(), block[0].start))
        elif not (_APART.fullmatch(words[0]) and not cues):
            message = "belongs to no cue: a line with --> should stand here or in the next line"
            raise InputError(message, path=path, line=block[0].number)
    entries = tuple(_entries(file, cues, _entities, "vtt"))
    return (Document(entries, closing=tuple(notes)),)


def written_in_vtt(new: str) -> str:
    """``new`` as it stands in a cue of WebVTT; tags stay tags."""
    made, at = [], 0
    for match in _TAG.finditer(new):
        made += [_escaped(new[at : match.start()]), match.group()]
        at = match.end()
    return "".join([*made, _escaped(new[at:])])


def _escaped(text: str) -> str:
    return "".join(_TO_WRITE.get(character, character) for character in text)


def _blocks(file: str) -> list[list[Line]]:
    """The lines of a file in groups that blank lines part."""
    found: list[list[Line]] = [[]]
    for line in lines(file):
        if line.end > line.start:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def _over(rest: Sequence[Line], head: Line) -> Span:
    return Span(rest[0].start, rest[-1].end) if rest else Span(head.end, head.end)


def _time(file: str, line: Line, path: str, form: re.Pattern[str]) -> Span:
    match = form.fullmatch(line.of(file))
    if match is None:
        message = "is no line of times: it should be 00:00:01.000 --> 00:00:02.000"
        raise InputError(message, path=path, line=line.number)
    numbers = [int(group or 0) for group in match.groups()]
    start, end = (
        ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
        for hours, minutes, seconds, thousandths in (numbers[:4], numbers[4:])
    )
    return Span(start, max(start, end))


def _entries(
    file: str,
    cues: Sequence[_Cue],
    cut: Callable[[str, Span], Iterator[Stretch]],
    notation: str,
) -> Iterator[Entry]:
    for number, cue in enumerate(cues, 1):
        parts = tuple(part._replace(notation=notation) for part in cut(file, cue.text))
        side = Side(parts, cue.text.start)
        yield Entry(
            id=cue.name,
            path=f"cue[{number}]/{_shown(cue.time.start)}",
            target=side,
            key=(str(number),),
            kind=BlockKind.PARAGRAPH,
            skipped="" if side.text.strip() else "without text",
            notes=cue.notes,
            time=cue.time,
            counted=cue.name.isdecimal(),
        )


def _no_entities(file: str, span: Span) -> Iterator[Stretch]:
    yield from escapes.stretches(file, span, _LINE_END, _line_end, "")


def _entities(file: str, span: Span) -> Iterator[Stretch]:
    yield from escapes.stretches(file, span, _ENTITY, _entity, "")


def _line_end(match: re.Match[str]) -> str:
    del match
    return "\n"


def _entity(match: re.Match[str]) -> str:
    found = match.group()
    return "\n" if found[0] in "\r\n" else html.unescape(found)


def _shown(time: int) -> str:
    seconds, thousandths = divmod(time, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{thousandths:03}"

"""ICU messages cut into what a reader of the program may come to see.

::

    You have {n, plural, one {# file} other {# files}} left.

is one unit that says "You have {n,plural} left.", and one unit a branch: "# file" and "{#} files".
In the branches for one, two or an exact number the number may be left out; in the others its
sign ``#`` is a placeholder like any other. A doubled apostrophe is one.

What is no message by ICU's grammar stays one unit, as it is written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.reading import escapes
from mtcheck.reading.units import Side, Stretch
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtcheck.reading.units import Entry

__all__ = ["NUMBERED", "opened"]

_COMPLEX = re.compile(r"\{\s*([\w.-]+)\s*,\s*(plural|select|selectordinal)\s*,")
_OFFSET = re.compile(r"\s*offset:\s*\d+")
_SELECTOR = re.compile(r"\s*(=\d+|[\w-]+)\s*\{")
_BLANK = re.compile(r"\s*")
_DEEPEST = 20
_LONGEST = 20_000  # characters of a message; what is longer is none

NUMBERED = frozenset({"few", "many", "other"})
"""The plural forms that stand for several numbers in every language, so that one must be said."""


class _Branch(NamedTuple):
    selector: str
    span: Span


class _Argument(NamedTuple):
    """``span`` is the whole of it, from brace to brace."""

    name: str
    kind: str
    span: Span
    branches: tuple[_Branch, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """A text that somebody may see; ``way`` are the choices that lead to it, ``n=few``.

    ``singular``: it is for one number, or for none, and need not say it.
    """

    way: tuple[str, ...]
    side: Side
    singular: bool


class _NotIcuError(ValueError):
    """The text does not follow the grammar."""


def opened(entry: Entry, *, quoting: bool = True) -> Iterator[Entry]:
    """An entry as it is, or as many as its ICU message has texts.

    ``quoting``: a brace after an apostrophe is a letter, as in ICU. Flutter takes it so only
    where it is told to.
    """
    if entry.skipped or len(entry.target.text) > _LONGEST:
        yield entry
        return
    parts = _parts(entry.target, quoting=quoting)
    if parts is None:
        yield entry
        return
    beside: Mapping[tuple[str, ...], Side] = {}
    if entry.source is not None:
        theirs = _parts(entry.source, quoting=quoting)
        beside = {part.way: part.side for part in theirs or ()}
    for part in parts:
        named = "".join(f"[{choice}]" for choice in part.way)
        ways = [part.way, *_other_ways(part.way)]
        keys = [(*key, *way) for key in (entry.key, *entry.otherwise) for way in ways]
        yield replace(
            entry,
            id=entry.id + named,
            path="/".join((entry.path, *part.way)),
            target=part.side,
            source=next((beside[way] for way in ways if way in beside), None),
            key=keys[0],
            otherwise=tuple(keys[1:]),
            notes=() if part.way else entry.notes,
            singular=part.singular if part.way else entry.singular,
            family=entry.family or entry.path,
        )


def _other_ways(way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """What a branch is compared with where the other file has no such branch."""
    for at in range(len(way) - 1, -1, -1):
        name, _, choice = way[at].partition("=")
        if choice in NUMBERED and choice != "other":
            yield (*way[:at], f"{name}=other", *way[at + 1 :])


def _parts(side: Side, *, quoting: bool) -> list[_Part] | None:
    text = side.text
    if not _COMPLEX.search(text):
        return None
    for way in (quoting, not quoting):
        try:
            return list(_texts(side, Span(0, len(text)), (), quoting=way, numbered=None))
        except _NotIcuError:
            continue
    return None


def _texts(
    side: Side, span: Span, way: tuple[str, ...], *, quoting: bool, numbered: bool | None
) -> Iterator[_Part]:
    """The texts of a stretch of a message: its own first, then those of its branches.

    ``numbered`` says of a plural's branch whether its number must be said; None: it is none.
    """
    if len(way) > _DEEPEST:
        raise _NotIcuError
    text = side.text
    found = list(_arguments(text, span, plural=numbered is not None, quoting=quoting))
    made: list[Stretch] = []
    at = span.start
    for argument in found:
        made += _plain(side, Span(at, argument.span.start), numbered=numbered)
        where = escapes.file_span(side.stretches, argument.span, side.origin)
        shown = f"{{{argument.name},{argument.kind}}}"
        made.append(Stretch(shown, where.start, len(where), markup=True, notation=_notation(side)))
        at = argument.span.end
    made += _plain(side, Span(at, span.end), numbered=numbered)
    origin = escapes.file_span(side.stretches, Span(span.start, span.start), side.origin).start
    yield _Part(way, Side(tuple(made), origin), numbered is False)
    for argument in found:
        for selector, inner in argument.branches:
            needs = selector in NUMBERED if argument.kind != "select" else numbered
            yield from _texts(
                side,
                inner,
                (*way, f"{argument.name}={selector.lstrip('=')}"),
                quoting=quoting,
                numbered=needs,
            )


def _notation(side: Side) -> str:
    return side.stretches[0].notation if side.stretches else ""


def _plain(side: Side, span: Span, *, numbered: bool | None) -> Iterator[Stretch]:
    """The stretches of ``span``: doubled apostrophes as one, the sign of a number as ``{#}``."""
    text = span.of(side.text)
    at = 0
    for match in re.finditer(r"''|#" if numbered else r"''", text):
        yield from escapes.part(side.stretches, Span(at, match.start()).shifted(span.start))
        where = Span(*match.span()).shifted(span.start)
        place = escapes.file_span(side.stretches, where, side.origin)
        sign = match.group() == "#"
        yield Stretch(
            "{#}" if sign else "'", place.start, len(place), markup=sign, notation=_notation(side)
        )
        at = match.end()
    yield from escapes.part(side.stretches, Span(at, len(text)).shifted(span.start))


def _arguments(text: str, span: Span, *, plural: bool, quoting: bool) -> Iterator[_Argument]:
    """The plurals and selects of a stretch, those in their branches left out.

    Raises :class:`_NotIcuError` where braces do not pair off.
    """
    at = span.start
    while at < span.end:
        character = text[at]
        if character == "'" and quoting:
            at = _past_quoted(text, at, span.end, plural=plural)
        elif character == "{":
            match = _COMPLEX.match(text, at, span.end)
            if match is None:
                at = _close(text, at, span.end, quoting=quoting) + 1
                continue
            argument = _argument(text, match, span.end, quoting=quoting)
            yield argument
            at = argument.span.end
        elif character == "}":
            raise _NotIcuError
        else:
            at += 1


def _argument(text: str, match: re.Match[str], end: int, *, quoting: bool) -> _Argument:
    at = match.end()
    if offset := _OFFSET.match(text, at, end):
        at = offset.end()
    branches = []
    while selector := _SELECTOR.match(text, at, end):
        close = _close(text, selector.end() - 1, end, quoting=quoting)
        branches.append(_Branch(selector[1], Span(selector.end(), close)))
        at = close + 1
    blank = _BLANK.match(text, at, end)
    at = blank.end() if blank else at
    names = [branch.selector for branch in branches]
    if not branches or text[at : at + 1] != "}" or len(set(names)) < len(names):
        raise _NotIcuError
    return _Argument(match[1], match[2], Span(match.start(), at + 1), tuple(branches))


def _close(text: str, start: int, end: int, *, quoting: bool) -> int:
    """Where the brace that opens at ``start`` closes."""
    depth, at = 0, start
    while at < end:
        character = text[at]
        if character == "'" and quoting:
            at = _past_quoted(text, at, end, plural=True)
            continue
        depth += (character == "{") - (character == "}")
        if depth == 0:
            return at
        at += 1
    raise _NotIcuError


def _past_quoted(text: str, at: int, end: int, *, plural: bool) -> int:
    """Where reading goes on after an apostrophe: behind what it quotes, if it quotes anything."""
    following = text[at + 1 : min(at + 2, end)]
    if following == "'":
        return at + 2
    if following not in ({"{", "}", "#", "|"} if plural else {"{", "}", "|"}):
        return at + 1
    at += 1
    while at < end:
        if text[at] == "'":
            if text[at + 1 : min(at + 2, end)] != "'":
                return at + 1
            at += 1
        at += 1
    return end

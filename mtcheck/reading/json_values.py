"""The strings of a JSON file, and where each stands in it.

The standard library reads the file and says what is wrong with it; where each string stands is
found beside, since no library tells.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mtcheck.errors import InputError
from mtcheck.reading import escapes
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Note
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.reading.units import Stretch

__all__ = ["String", "note", "parsed", "pointer", "stretches", "strings"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
# A surrogate pair is one character, and two escapes.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class String:
    """A string that is a value: its keys from the top, and what stands between its quotes.

    ``named``: what stands between the quotes of each key; None for a place in a list.
    """

    keys: tuple[str | int, ...]
    span: Span
    named: tuple[Span | None, ...] = ()


@dataclass(slots=True)
class _Open:
    """An object or list that is not closed yet."""

    is_list: bool
    key: str | int | None = None
    known: dict[str, int] | None = None
    named: Span | None = None


def parsed(file: str, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """What a file holds; raises :class:`InputError` that says where it is no JSON."""
    try:
        return json.loads(file)
    except json.JSONDecodeError as error:
        what = f"{error.msg[:1].lower()}{error.msg[1:]}"
        message = f"not JSON: {what} (column {error.colno})"
        raise InputError(message, path=path, line=error.lineno) from None
    except RecursionError:
        message = "not JSON that can be read: nested too deeply"
        raise InputError(message, path=path) from None
    except ValueError:
        message = "not JSON that can be read: a number too long"
        raise InputError(message, path=path) from None


def strings(file: str, path: str) -> Iterator[String]:
    """The strings of a file that is JSON; raises for a key that is in an object twice."""
    stack: list[_Open] = []
    wants_key = False
    for match in _TOKEN.finditer(file):
        mark = match.group()[0]
        top = stack[-1] if stack else None
        if mark in "{[":
            if len(stack) >= _DEEPEST:
                raise _error(file, path, match.start(), "nested too deeply")
            stack.append(_Open(mark == "[", 0 if mark == "[" else None, {}))
            wants_key = mark == "{"
        elif mark in "}]":
            stack.pop()
            wants_key = False
        elif mark == "," and top is not None:
            wants_key = not top.is_list
            if isinstance(top.key, int):
                top.key += 1
        elif mark == ":":
            wants_key = False
        elif wants_key and top is not None and top.known is not None:
            _name(file, path, top, match)
        elif mark == '"' and top is not None:
            opened = [part for part in stack if part.key is not None]
            keys = tuple(part.key for part in opened if part.key is not None)
            place = Span(match.start() + 1, match.end() - 1)
            yield String(keys, place, tuple(part.named for part in opened))


def _name(file: str, path: str, top: _Open, match: re.Match[str]) -> None:
    top.key = key = json.loads(match.group(), strict=False)
    top.named = Span(match.start() + 1, match.end() - 1)
    known = top.known if top.known is not None else {}
    if key in known:
        first = _line(file, known[key])
        message = f"the key {key!r} is there twice (first in line {first}): take one out"
        raise _error(file, path, match.start(), message)
    known[key] = match.start()


def _error(file: str, path: str, offset: int, message: str) -> InputError:
    return InputError(message, path=path, line=_line(file, offset))


def _line(file: str, offset: int) -> int:
    return bisect_right([line.start for line in lines(file)], offset)


def stretches(file: str, span: Span) -> tuple[Stretch, ...]:
    """What a string says that stands at ``span``."""
    return tuple(escapes.stretches(file, span, _ESCAPE, _meaning, "json"))


def note(file: str, span: Span) -> Note:
    """A string as a comment."""
    return Note(escapes.joined(stretches(file, span)), span.start)


def _meaning(escape: re.Match[str]) -> str:
    meant: str = json.loads(f'"{escape.group()}"')
    return meant


def pointer(keys: Iterable[str | int]) -> str:
    """Keys as JSON Pointer (RFC 6901) writes them."""
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in keys)

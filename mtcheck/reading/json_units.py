"""JSON of translations: a unit is a string, its id the keys above it, its path a JSON Pointer.

Nested objects and lists as i18next, vue-i18n, next-intl and others have them; ARB files of
Flutter (``"@@locale"``, ``"@key"`` with what is said of a key); and files whose values are objects
with a text in them: Chrome's ``messages.json`` and FormatJS (``message``, ``defaultMessage``,
``string``).

No unit is what is said about one: the values of ``"@key"`` beside ``"key"``, of ``"_comment"``,
``"_comment…"`` and ``"//…"``. Where such a comment begins with ``mtcheck:`` it counts for the
key, or for what follows it.

The standard library reads the file and says what is wrong with it; where each string stands is
found beside, since no library tells.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.errors import InputError
from mtcheck.reading import escapes, locales, plurals
from mtcheck.reading.json_strings import escaped
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["read", "written"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+')
# A surrogate pair is one character, and two escapes.
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_COMMENT_KEY = re.compile(r"(?:__?comment|//).*", re.IGNORECASE | re.DOTALL)
_TEXT_KEYS = ("message", "defaultMessage", "string")
_SAID = ("description", "comment", "developer_comment", "context")
_DEEPEST = 100


@dataclass(frozen=True, slots=True)
class _String:
    """A string that is a value: its keys from the top, and what stands between its quotes."""

    keys: tuple[str | int, ...]
    span: Span


@dataclass(slots=True)
class _Open:
    """An object or list that is not closed yet."""

    is_list: bool
    key: str | int | None = None
    known: dict[str, int] | None = None


def read(file: str, path: str) -> tuple[Document, ...]:
    """The one document of a JSON file; raises :class:`InputError` that names the line."""
    value = _parsed(file, path)
    if not isinstance(value, dict | list):
        message = "is no object of translations: it needs keys with texts"
        raise InputError(message, path=path, line=1)
    found = list(_strings(file, path))
    arb = path.lower().endswith(".arb") or (isinstance(value, dict) and "@@locale" in value)
    field = None if arb else _text_key(value)
    units, closing = _entries(file, found, _Flavour(value, arb, field))
    # Flutter takes an apostrophe for a letter, unless it is told otherwise.
    entries = tuple(plurals.keyed(units, quoting=not arb))
    locale = value.get("@@locale") if isinstance(value, dict) else None
    tag = locales.tag(locale) if isinstance(locale, str) else None
    return (Document(entries, target_lang=tag, closing=tuple(closing)),)


def written(new: str) -> str:
    """``new`` as it stands in a JSON string."""
    return escaped(new.replace("\r\n", "\n"))


class _Flavour(NamedTuple):
    """The file as read, whether it is ARB, and the key of the text where units are objects."""

    value: Any
    arb: bool
    field: str | None


def _parsed(file: str, path: str) -> Any:  # noqa: ANN401 - whatever JSON holds
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


def _strings(file: str, path: str) -> Iterator[_String]:
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
            keys = tuple(part.key for part in stack if part.key is not None)
            yield _String(keys, Span(match.start() + 1, match.end() - 1))


def _name(file: str, path: str, top: _Open, match: re.Match[str]) -> None:
    top.key = key = json.loads(match.group(), strict=False)
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


def _text_key(value: object) -> str | None:
    """The key under which every unit of a file has its text; None where units are strings."""
    if not isinstance(value, dict) or not value:
        return None
    units = [v for k, v in value.items() if not _COMMENT_KEY.fullmatch(k)]
    for name in _TEXT_KEYS:
        if units and all(isinstance(v, dict) and isinstance(v.get(name), str) for v in units):
            return name
    return None


def _entries(
    file: str, found: Sequence[_String], flavour: _Flavour
) -> tuple[list[Entry], list[Note]]:
    """The units, and the comments after the last one."""
    waiting: list[Note] = []
    entries: list[Entry] = []
    about = _about(file, found, flavour)
    for string in found:
        if any(isinstance(key, str) and _COMMENT_KEY.fullmatch(key) for key in string.keys):
            waiting.append(Note(_text(file, string.span), string.span.start))
        elif not _is_said(string, flavour) and _is_text(string, flavour):
            entries.append(_entry(file, string, flavour, (*waiting, *about.get(string.keys, ()))))
            waiting = []
    return entries, waiting


def _entry(file: str, string: _String, flavour: _Flavour, notes: tuple[Note, ...]) -> Entry:
    parts = tuple(escapes.stretches(file, string.span, _ESCAPE, _meaning, "json"))
    keys = tuple(map(str, string.keys[:1] if flavour.field else string.keys))
    return Entry(
        id=".".join(keys),
        path="".join(f"/{_pointed(key)}" for key in string.keys),
        target=Side(parts, string.span.start),
        key=keys,
        skipped="" if escapes.joined(parts).strip() else "untranslated",
        notes=notes,
    )


def _is_text(string: _String, flavour: _Flavour) -> bool:
    """Whether a string is a unit's text, where units are objects with a text in them."""
    return flavour.field is None or string.keys[1:] == (flavour.field,)


def _about(
    file: str, found: Sequence[_String], flavour: _Flavour
) -> dict[tuple[str | int, ...], list[Note]]:
    """What is said of single keys, by the keys."""
    notes: dict[tuple[str | int, ...], list[Note]] = {}
    for string in found:
        owner = _owner(string, flavour)
        if owner is not None:
            note = Note(_text(file, string.span), string.span.start)
            notes.setdefault(owner, []).append(note)
    return notes


def _owner(string: _String, flavour: _Flavour) -> tuple[str | int, ...] | None:
    """The keys of the text that a string is said of; None where it is said of none."""
    keys = string.keys
    if flavour.field:
        told = len(keys) == len(("key", "description")) and keys[1] in _SAID
        return (keys[0], flavour.field) if told else None
    if not _is_said(string, flavour):
        return None
    at = next(i for i, key in enumerate(keys) if isinstance(key, str) and key.startswith("@"))
    inner = keys[at + 1 :]
    if inner and inner[0] not in _SAID:
        return None
    return (*keys[:at], str(keys[at])[1:])


def _is_said(string: _String, flavour: _Flavour) -> bool:
    """Whether a string is part of what is said about a key, or about the file."""
    value = flavour.value
    for key in string.keys:
        if isinstance(key, str) and key.startswith("@"):
            beside = isinstance(value, dict) and key[1:] in value
            if flavour.arb or beside or key.startswith("@@"):
                return True
        value = value[key]
    return False


def _text(file: str, span: Span) -> str:
    return escapes.joined(escapes.stretches(file, span, _ESCAPE, _meaning, ""))


def _meaning(escape: re.Match[str]) -> str:
    meant: str = json.loads(f'"{escape.group()}"')
    return meant


def _pointed(key: str | int) -> str:
    """A key as JSON Pointer (RFC 6901) writes it."""
    return str(key).replace("~", "~0").replace("/", "~1")

"""JSON of translations: a unit is a string, its id the keys above it, its path a JSON Pointer.

Nested objects and lists as i18next, vue-i18n, next-intl and others have them; ARB files of
Flutter (``"@@locale"``, ``"@key"`` with what is said of a key); and files whose values are objects
with a text in them: Chrome's ``messages.json`` and FormatJS (``message``, ``defaultMessage``,
``string``).

No unit is what is said about one: the values of ``"@key"`` beside ``"key"``, of ``"_comment"``,
``"_comment…"`` and ``"//…"``. Where such a comment begins with ``mtcheck:`` it counts for the
key, or for what follows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.errors import InputError
from mtcheck.reading import escapes, json_values, locales, plurals
from mtcheck.reading.json_strings import escaped
from mtcheck.reading.units import Document, Entry, Note, Side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.reading.json_values import String

__all__ = ["read", "written"]

_COMMENT_KEY = re.compile(r"(?:__?comment|//).*", re.IGNORECASE | re.DOTALL)
_TEXT_KEYS = ("message", "defaultMessage", "string")
_SAID = ("description", "comment", "developer_comment", "context")


def read(file: str, path: str) -> tuple[Document, ...]:
    """The one document of a JSON file; raises :class:`InputError` that names the line."""
    value = json_values.parsed(file, path)
    if not isinstance(value, dict | list):
        message = "is no object of translations: it needs keys with texts"
        raise InputError(message, path=path, line=1)
    found = list(json_values.strings(file, path))
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
    file: str, found: Sequence[String], flavour: _Flavour
) -> tuple[list[Entry], list[Note]]:
    """The units, and the comments after the last one."""
    waiting: list[Note] = []
    entries: list[Entry] = []
    about = _about(file, found, flavour)
    for string in found:
        if any(isinstance(key, str) and _COMMENT_KEY.fullmatch(key) for key in string.keys):
            waiting.append(json_values.note(file, string.span))
        elif not _is_said(string, flavour) and _is_text(string, flavour):
            entries.append(_entry(file, string, flavour, (*waiting, *about.get(string.keys, ()))))
            waiting = []
    return entries, waiting


def _entry(file: str, string: String, flavour: _Flavour, notes: tuple[Note, ...]) -> Entry:
    parts = json_values.stretches(file, string.span)
    keys = tuple(map(str, string.keys[:1] if flavour.field else string.keys))
    return Entry(
        id=".".join(keys),
        path=json_values.pointer(string.keys),
        target=Side(parts, string.span.start),
        key=keys,
        skipped="" if escapes.joined(parts).strip() else "untranslated",
        notes=notes,
    )


def _is_text(string: String, flavour: _Flavour) -> bool:
    """Whether a string is a unit's text, where units are objects with a text in them."""
    return flavour.field is None or string.keys[1:] == (flavour.field,)


def _about(
    file: str, found: Sequence[String], flavour: _Flavour
) -> dict[tuple[str | int, ...], list[Note]]:
    """What is said of single keys, by the keys."""
    notes: dict[tuple[str | int, ...], list[Note]] = {}
    for string in found:
        owner = _owner(string, flavour)
        if owner is not None:
            note = json_values.note(file, string.span)
            notes.setdefault(owner, []).append(note)
    return notes


def _owner(string: String, flavour: _Flavour) -> tuple[str | int, ...] | None:
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


def _is_said(string: String, flavour: _Flavour) -> bool:
    """Whether a string is part of what is said about a key, or about the file."""
    value = flavour.value
    for key in string.keys:
        if isinstance(key, str) and key.startswith("@"):
            beside = isinstance(value, dict) and key[1:] in value
            if flavour.arb or beside or key.startswith("@@"):
                return True
        value = value[key]
    return False

"""Plural and device variants of iOS and macOS (``.stringsdict``): a property list in XML.

A unit is a string of it: the format of a key (``NSStringLocalizedFormatKey``), each plural form of
each variable in that, each variant by width or device. What only names a rule or a type is no
text, nor is a format that is nothing but a variable.

Property lists name Apple's document type, which is let by and not read; a comment is for the key
that follows it. Binary property lists are what Xcode makes of these files, and not read.

Source: "Localizing strings that contain plurals", developer.apple.com; ``PropertyList-1.0.dtd``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import xml_text, xml_tree
from mtcheck.reading.icu import NUMBERED
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.reading.xml_tree import Comment, Element, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.reading.units import Stretch

__all__ = ["read"]

# Apple's own document type, by either of its addresses.
_OWN = re.compile(
    r"(?:https?://www\.apple\.com/DTDs/|file://localhost/System/Library/DTDs/)"
    r"PropertyList(?:-1\.0)?\.dtd"
)
_FORMAT = "NSStringLocalizedFormatKey"
_VARIANTS = frozenset({"NSStringVariableWidthRuleType", "NSStringDeviceSpecificRuleType"})
_NO_TEXT = frozenset({"NSStringFormatSpecTypeKey", "NSStringFormatValueTypeKey"})
_ONE = frozenset({"zero", "one", "two"})  # forms that may leave their number out
_VARIABLE = re.compile(r"\s*%(?:\d+\$)?#@\w+@\s*")


def read(content: str, path: str) -> list[Document]:
    """The one document of a file; raises :class:`InputError` where it is no such property list."""
    root = xml_tree.parse(content, path, _is_own)
    top = root.first("dict")
    if root.name != "plist" or top is None:
        message = "is no stringsdict: it needs a <plist> with a <dict>"
        raise InputError(message, path=path, line=1)
    reader = _Reader(content, path)
    reader.read(top, ())
    return [Document(tuple(reader.entries), closing=tuple(reader.waiting))]


def _is_own(name: str, system: str | None) -> bool:
    return name == "plist" and _OWN.fullmatch(system or "") is not None


@dataclass(slots=True)
class _Reader:
    """``waiting`` are the comments before the next string."""

    content: str
    path: str
    entries: list[Entry] = field(default_factory=list)
    waiting: list[Note] = field(default_factory=list)

    def read(self, element: Element, keys: tuple[str, ...]) -> None:
        """The strings of a dictionary; ``keys`` are those that lead to it."""
        seen: dict[str, Element] = {}
        for name, key, value in self._pairs(element):
            if name in seen:
                line = self._line(seen[name].start)
                message = f"the key {name!r} is there twice (first in line {line}): take one out"
                raise self._error(message, key)
            seen[name] = key
            if value.name == "dict":
                self.read(value, (*keys, name))
            elif value.name == "string" and name not in _NO_TEXT:
                self._string((*keys, name), value)

    def _pairs(self, element: Element) -> Iterator[tuple[str, Element, Element]]:
        """Each key of a dictionary, as text and element, with its value."""
        key: Element | None = None
        for child in element.children:
            if isinstance(child, Comment) and child.words is not None:
                self.waiting.append(Note(child.words, child.start))
            elif isinstance(child, Element) and (child.name == "key") == (key is None):
                if key is not None:
                    yield self._side(key).text, key, child
                    key = None
                else:
                    key = child
            elif isinstance(child, Element):
                what = "a key" if key is None else "the value of a key"
                message = f"{what} should stand here"
                raise self._error(message, child)
        if key is not None:
            message = "a key has no value"
            raise self._error(message, key)

    def _string(self, keys: tuple[str, ...], element: Element) -> None:
        side = self._side(element)
        steps = tuple(key for key in keys[1:] if key not in _VARIANTS and key != _FORMAT)
        form = keys[-1]
        why = "" if side.text.strip() else "untranslated"
        if form == _FORMAT and _VARIABLE.fullmatch(side.text):
            why = "they are nothing but a variable"
        several = form in NUMBERED and form != "other"
        notes = (*self.waiting, *xml_text.notes(self.content, element))
        self.entries.append(
            Entry(
                id=keys[0] + "".join(f"[{step}]" for step in steps),
                path="/".join(keys),
                target=side,
                key=keys,
                otherwise=((*keys[:-1], "other"),) if several else (),
                singular=form in _ONE,
                skipped=why,
                notes=notes,
                family=keys[0],
            )
        )
        if not why:
            self.waiting.clear()

    def _side(self, element: Element) -> Side:
        """What a key or a string says."""
        found: list[Stretch] = []
        for child in element.children:
            if isinstance(child, Element):
                message = f"<{element.name}> holds text, no <{child.name}>"
                raise self._error(message, child)
            if isinstance(child, Run):
                found += xml_text.stretches(self.content, child)
        return Side(tuple(found), element.inner)

    def _error(self, message: str, element: Element) -> InputError:
        return InputError(message, path=self.path, line=self._line(element.start))

    def _line(self, offset: int) -> int:
        return sum(line.start <= offset for line in lines(self.content))

"""Strings files of iOS and macOS: a unit is ``"key" = "value";``, its id the key.

``/* … */`` and ``// …`` are comments. In UTF-16 with its mark or in UTF-8, as Xcode writes them.

No library tells where anything stands: the translate-toolkit judges in the tests.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import escapes, plurals
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["read", "written"]

_BLANK = re.compile(r"\s*")
_COMMENT = re.compile(r"/\*(.*?)\*/|//([^\r\n]*)", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|([A-Za-z0-9_.$:/-]+)', re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:(?P<pair>[uU][dD][89abAB][0-9a-fA-F]{2}\\[uU][dD][c-fC-F][0-9a-fA-F]{2})"
    r"|[uU](?P<code>[0-9a-fA-F]{4})|(?P<octal>[0-7]{3})|(?P<letter>.))",
    re.DOTALL,
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "b": "\b", "a": "\a", "v": "\v"}
_WRITTEN = str.maketrans({"\\": "\\\\", '"': '\\"', "\r": "\\r", "\t": "\\t", "\n": "\\n"})
_BASIC_PLANE = 0x10000


def read(file: str, path: str) -> tuple[Document, ...]:
    """The one document of a strings file; raises :class:`InputError` that names the line."""
    return (_Reader(file, path, [line.start for line in lines(file)]).read(),)


def written(new: str) -> str:
    """``new`` as it stands between the quotation marks of a strings file."""
    return new.replace("\r\n", "\n").translate(_WRITTEN)


class _Reader:
    """Reads one file from its start to its end."""

    def __init__(self, file: str, path: str, starts: Sequence[int]) -> None:
        self._file, self._path, self._starts = file, path, starts
        self._notes: list[Note] = []
        self._at = 0

    def read(self) -> Document:
        """Its units; raises where a part of one is not there, or a key is there twice."""
        entries: list[Entry] = []
        seen: dict[str, int] = {}
        while self._next():
            start = self._at
            line = bisect_right(self._starts, start)
            key_span = self._string("a key")
            notes = tuple(self._notes)
            key = escapes.joined(escapes.stretches(self._file, key_span, _ESCAPE, _meaning, ""))
            value = key_span  # as Xcode takes it: "key"; says the key
            if self._next() == "=":
                self._at += 1
                self._next()
                value = self._string("a value")
                self._next()
            self._demand(";")
            if (first := seen.setdefault(key, line)) != line:
                message = f"the key {key!r} is there twice (first in line {first}): take one out"
                raise InputError(message, path=self._path, line=line)
            entries.append(self._entry(key, value, notes))
            self._notes.clear()
        return Document(tuple(plurals.keyed(entries)), closing=tuple(self._notes))

    def _entry(self, key: str, value: Span, notes: tuple[Note, ...]) -> Entry:
        parts = tuple(escapes.stretches(self._file, value, _ESCAPE, _meaning, "strings"))
        skipped = "" if escapes.joined(parts).strip() else "untranslated"
        side = Side(parts, value.start)
        return Entry(id=key, path=key, target=side, key=(key,), skipped=skipped, notes=notes)

    def _next(self) -> str:
        """The next character that is no comment or space; nothing at the end."""
        while True:
            blank = _BLANK.match(self._file, self._at)
            self._at = blank.end() if blank else self._at
            comment = _COMMENT.match(self._file, self._at)
            if comment is None:
                break
            self._notes.append(Note((comment[1] or comment[2] or "").strip(), comment.start()))
            self._at = comment.end()
        if self._file.startswith("/*", self._at):
            message = "a comment is not closed: is the file cut short?"
            raise self._error(message)
        return self._file[self._at : self._at + 1]

    def _string(self, what: str) -> Span:
        match = _STRING.match(self._file, self._at)
        if match is None:
            cut = self._file.startswith('"', self._at)
            why = "a quotation mark is not closed: is the file cut short?"
            raise self._error(why if cut else f"{what} should stand here")
        self._at = match.end()
        return Span(*match.span(1 if match[1] is not None else 2))

    def _demand(self, mark: str) -> None:
        if not self._file.startswith(mark, self._at):
            message = f"a {mark} should stand here"
            raise self._error(message)
        self._at += len(mark)

    def _error(self, message: str) -> InputError:
        line = max(bisect_right(self._starts, self._at), 1)
        return InputError(message, path=self._path, line=line)


def _meaning(escape: re.Match[str]) -> str:
    if escape["pair"]:
        high, low = int(escape["pair"][1:5], 16), int(escape["pair"][-4:], 16)
        return chr(_BASIC_PLANE + ((high & 0x3FF) << 10) + (low & 0x3FF))
    if escape["code"]:
        return chr(int(escape["code"], 16))
    if escape["octal"]:
        # Beyond ASCII it is of an encoding of NeXTSTEP's: shown as it is written.
        code = int(escape["octal"], 8)
        return chr(code) if code < ord("\x80") else escape.group()
    return _LETTERS.get(escape["letter"], escape["letter"])

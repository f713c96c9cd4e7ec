r"""Java properties: a unit is a value, its id the key.

In UTF-8, or else in Latin-1, as Java reads them. What is written back is ``\uXXXX`` where the file
has no such letters as they are. In values with ``{0}`` a doubled apostrophe is one, as Java's
MessageFormat takes it.

No library gives the places of letters in a value: javaproperties and the translate-toolkit judge
in the tests.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import decoding, escapes, plurals
from mtcheck.reading.lines import lines
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["NOTATIONS", "PROOFS", "decode", "encode", "read"]

_LOGICAL = re.compile(r"(?:[^\\\r\n]|\\(?:\r\n|[^\r]|\r|$))*")
_BLANK = re.compile(r"[ \t\f\r\n]*")
_COMMENT = re.compile(r"[#!]([^\r\n]*)")
_GAP = r"(?:[ \t\f]|\\(?:\r\n?|\n)[ \t\f]*)*"
_KEY = re.compile(r"((?:[^\\:= \t\f\r\n]|\\(?:\r\n|[\s\S]|$))*)" + _GAP + r"(?:[=:]" + _GAP + r")?")
_ESCAPE = re.compile(
    r"\\(?:(?P<goes_on>(?:\r\n?|\n)[ \t\f]*|$)"
    r"|(?P<pair>u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u(?P<code>[0-9a-fA-F]{4})|(?P<letter>.))"
)
_QUOTED = re.compile(rf"{_ESCAPE.pattern}|(?P<apostrophes>'')")
_WRONG = re.compile(r"(?<!\\)(?:\\\\)*(\\u(?![0-9a-fA-F]{4}).{0,4})")
_ARGUMENT = re.compile(r"\{\d")
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f"}
_WRITTEN = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\f": "\\f"})
_LEVELS = {"ascii": 0x80, "latin1": 0x100, "unicode": 0x110000}
_BASIC_PLANE = 0x10000


def read(file: str, path: str) -> tuple[Document, ...]:
    """The one document of a file; raises :class:`InputError` that names the line."""
    entries, closing = _entries(file, path)
    return (Document(tuple(plurals.keyed(entries)), closing=tuple(closing)),)


def decode(raw: bytes, path: str, encodings: Sequence[str] = ()) -> str:
    """The file's bytes as text; raises :class:`InputError` where they are none."""
    if _is_latin1(raw):
        text = raw.decode("latin-1")
        decoding.check_text(text, path, limited=False)
        return text
    return decoding.decode(raw, path, encodings, limited=False)


def encode(text: str, raw: bytes, path: str) -> bytes:
    """``text`` in the encoding of ``raw``."""
    del path
    return text.encode("latin-1") if _is_latin1(raw) else decoding.encode_like(text, raw)


def _is_latin1(raw: bytes) -> bool:
    """Whether bytes that are no UTF-8 can be a text in Latin-1, which has no NUL in it."""
    if raw.startswith(decoding.MARKS) or b"\0" in raw:
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def _entries(file: str, path: str) -> tuple[list[Entry], list[Note]]:
    starts = [line.start for line in lines(file)]
    level = _level(file)
    entries: list[Entry] = []
    notes: list[Note] = []
    seen: dict[str, int] = {}
    at = 0
    while (at := _end(_BLANK, file, at)) < len(file):
        line = bisect_right(starts, at)
        comment = _COMMENT.match(file, at)
        if comment:
            notes.append(Note(comment[1], at))
            at = comment.end()
            continue
        end = _end(_LOGICAL, file, at)
        entry = _entry(file, Span(at, end), level, tuple(notes))
        if wrong := _WRONG.search(file, at, end):
            message = f"{wrong[1]} is no escape: \\u needs four hexadecimal digits"
            raise InputError(message, path=path, line=bisect_right(starts, wrong.start(1)))
        if (first := seen.setdefault(entry.id, line)) != line:
            message = f"the key {entry.id!r} is there twice (first in line {first}): take one out"
            raise InputError(message, path=path, line=line)
        entries.append(entry)
        notes, at = [], end
    return entries, notes


def _end(pattern: re.Pattern[str], file: str, at: int) -> int:
    match = pattern.match(file, at)
    return match.end() if match else at


def _entry(file: str, span: Span, level: str, notes: tuple[Note, ...]) -> Entry:
    match = _KEY.match(file, span.start, span.end)
    key_span, start = (Span(*match.span(1)), match.end()) if match else (span, span.end)
    key = escapes.joined(escapes.stretches(file, key_span, _ESCAPE, _meaning, ""))
    value = Span(start, span.end)
    quoted = _ARGUMENT.search(file, start, span.end) is not None
    notation = f"properties-{level}{'-quoted' if quoted else ''}"
    parts = escapes.stretches(file, value, _QUOTED if quoted else _ESCAPE, _meaning, notation)
    side = Side(tuple(parts), start)
    return Entry(
        id=key,
        path=key,
        target=side,
        key=(key,),
        skipped="" if side.text.strip() else "untranslated",
        notes=notes,
    )


def _meaning(escape: re.Match[str]) -> str:
    groups = escape.groupdict()
    if groups["pair"]:
        high, low = int(groups["pair"][1:5], 16), int(groups["pair"][-4:], 16)
        return chr(_BASIC_PLANE + ((high & 0x3FF) << 10) + (low & 0x3FF))
    if groups["code"]:
        return chr(int(groups["code"], 16))
    if groups.get("apostrophes"):
        return "'"
    letter = groups["letter"] or ""
    return _LETTERS.get(letter, letter)


def _level(file: str) -> str:
    """Up to which letters the keys and values of a file have them as they are."""
    highest, at = 0, 0
    while (at := _end(_BLANK, file, at)) < len(file):
        comment = _COMMENT.match(file, at)
        end = comment.end() if comment else _end(_LOGICAL, file, at)
        if comment is None:
            highest = max(highest, ord(max(file[at:end])))
        at = end
    return next(name for name, limit in _LEVELS.items() if highest < limit)


def _writer(level: str, *, quoted: bool) -> Callable[[str], str]:
    limit = _LEVELS[level]

    def written(new: str) -> str:
        """``new`` as it stands in a value."""
        kept = new.replace("\r\n", "\n").translate(_WRITTEN)
        kept = kept.replace("'", "''") if quoted else kept
        # At the start of a value that a space alone sets off it would be the sign itself.
        kept = f"\\{kept}" if kept[:1] in {"=", ":"} else kept
        return "".join(c if ord(c) < limit else _escaped(c) for c in kept)

    return written


def _escaped(character: str) -> str:
    raw = character.encode("utf-16-be")
    units: Iterator[int] = (int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2))
    return "".join(f"\\u{unit:04X}" for unit in units)


NOTATIONS = {
    f"properties-{level}{'-quoted' if quoted else ''}": _writer(level, quoted=quoted)
    for level in _LEVELS
    for quoted in (False, True)
}
"""How values are written, by their notation."""


def _begins(whole: str, said: str) -> bool:
    """Whether a value begins where it should: a space before it would be no part of it."""
    del said
    return whole[:1] not in {" ", "\t", "\f"}


PROOFS = dict.fromkeys(NOTATIONS, _begins)
"""What says of a changed value that it will be read as it should, by its notation."""

"""Bytes into text, exactly: a byte order mark is dropped, nothing else changes.

UTF-8, with or without a byte order mark, and UTF-16 with one. Whatever cannot be an article is
refused here, in one line that says what stands where and what to do about it.
"""

from __future__ import annotations

import codecs
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading.lines import lines

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "MARKS",
    "MAX_BYTES",
    "MAX_LINE",
    "MAX_TEXT",
    "check_text",
    "decode",
    "encode_like",
    "read_bytes",
    "read_text",
]

MAX_BYTES = 32 * 1024 * 1024
"""The largest file, in bytes. A table of many articles may be that large."""

MAX_TEXT = 8_000_000
"""The longest text of one article, in characters: more than a million words."""

MAX_LINE = 1_000_000
"""The longest line, in characters. A line that long is data, not prose."""

MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""The byte order marks of what is read."""

_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_MOSTLY_CONTROL = 0.05  # texts have next to none; compressed data has a tenth and more
_PRINTABLE = 0.97  # of the characters of a text
_SHORTEST_UTF16 = 8  # bytes
_SAMPLE = 4096
_LONGEST_CHARACTER = 4  # bytes of UTF-8


def read_text(path: str, encodings: Sequence[str] = ()) -> str:
    """The text of a file, or of standard input for ``-``; raises :class:`InputError`.

    ``encodings`` are those to suggest where the file is not UTF-8, likeliest first.
    """
    return decode(read_bytes(path), path, encodings)


def read_bytes(path: str) -> bytes:
    """The bytes of a file that is no larger than :data:`MAX_BYTES`."""
    if path == "-":
        raw = sys.stdin.buffer.read(MAX_BYTES + 1)
        name = "standard input"
    else:
        raw = _file(path)
        name = path
    if len(raw) > MAX_BYTES:
        megabytes = MAX_BYTES >> 20
        message = f"larger than {megabytes} MB, the most that is read: split it into articles"
        raise InputError(message, path=name)
    return raw


def _file(path: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        msg = "there is no such file"
        raise InputError(msg, path=path) from None
    except IsADirectoryError:
        msg = "is a folder, not a file"
        raise InputError(msg, path=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        msg = f"cannot be read: {reason}"
        raise InputError(msg, path=path) from None


def decode(raw: bytes, path: str, encodings: Sequence[str] = (), *, limited: bool = True) -> str:
    """``raw`` as text; raises :class:`InputError` where it is empty, binary or undecodable.

    ``limited``: its lines and the whole are no longer than a text may be. The file of a format
    that is more than its text may be longer.
    """
    name = "standard input" if path == "-" else path
    if not raw:
        msg = "is empty: there is nothing to check"
        raise InputError(msg, path=name)
    text = _decode(raw, name, encodings)
    if not text.strip():
        msg = "has nothing but white space: there is nothing to check"
        raise InputError(msg, path=name)
    check_text(text, name, limited=limited)
    return text


def encode_like(text: str, raw: bytes) -> bytes:
    """``text`` in the encoding of ``raw``, a file that :func:`decode` read, with its mark.

    Decoding is strict, so that the text of ``raw`` comes out as ``raw`` itself.
    """
    for mark, encoding in (*_UTF16, (codecs.BOM_UTF8, "utf-8")):
        if raw.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode("utf-8")


def _decode(raw: bytes, name: str, encodings: Sequence[str]) -> str:
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        msg = "is UTF-32: save it as UTF-8"
        raise InputError(msg, path=name)
    for mark, encoding in _UTF16:
        if raw.startswith(mark):
            return _utf16(raw[len(mark) :], encoding, name)
    if b"\0" in raw:
        raise InputError(_what_nuls_mean(raw), path=name)
    bom = len(codecs.BOM_UTF8) if raw.startswith(codecs.BOM_UTF8) else 0
    try:
        return raw[bom:].decode("utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(raw, bom + error.start, name, encodings) from None


def _utf16(raw: bytes, encoding: str, name: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        at = error.start + 2
        line = raw[: error.start].decode(encoding, "replace").count("\n") + 1
        wrong = " ".join(f"0x{b:02x}" for b in raw[error.start : error.start + 2])
        message = (
            f"{wrong} at offset {at} is no character of UTF-16: the file is damaged or cut "
            "short; save it again as UTF-8"
        )
        raise InputError(message, path=name, line=line) from None


def _what_nuls_mean(raw: bytes) -> str:
    even, odd = raw[::2].count(0), raw[1::2].count(0)
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    # In UTF-16 spaces and ASCII have their NUL at the same half; in other data it may be anywhere.
    if min(even, odd) == 0 and len(raw) % 2 == 0 and len(raw) > _SHORTEST_UTF16:
        sample = raw[:_SAMPLE].decode(encoding, "replace")
        if sum(c.isprintable() or c.isspace() for c in sample) >= len(sample) * _PRINTABLE:
            return f"looks like {encoding} without a byte order mark: save it as UTF-8"
    return f"looks binary (NUL byte at offset {raw.index(0)}): give a text file"


def _undecodable(raw: bytes, at: int, name: str, encodings: Sequence[str]) -> InputError:
    line = len(re.findall(rb"\r\n?|\n", raw[:at])) + 1
    what = f"byte 0x{raw[at]:02x} at offset {at} is not UTF-8"
    # The first bytes of zip, gzip, PDF and pictures; a text in an old encoding has few of these.
    controls = sum(b < ord("\t") or ord("\r") < b < ord(" ") for b in raw[:_SAMPLE])
    if controls / len(raw[:_SAMPLE]) > _MOSTLY_CONTROL:
        return InputError(f"looks binary ({what}): give a text file", path=name)
    rest = raw[at + 1 :]
    if 0 < len(rest) < _LONGEST_CHARACTER - 1 and all(0x80 <= b < 0xC0 for b in rest):  # noqa: PLR2004 - UTF-8's continuation bytes
        what = f"{what}: the file is cut short within a character"
        return InputError(what, path=name, line=line)
    for encoding in encodings:
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        hint = f"if it is {encoding}: iconv -f {encoding} -t utf-8"
        return InputError(f"{what}: save it as UTF-8 ({hint})", path=name, line=line)
    return InputError(f"{what}: save it as UTF-8", path=name, line=line)


def check_text(
    text: str, name: str | None = None, line: int | None = None, *, limited: bool = True
) -> None:
    """Raise :class:`InputError` where a text cannot be an article.

    That is: a lone surrogate, NUL or mostly control characters, and where it is ``limited`` a
    line over :data:`MAX_LINE`.
    """
    check_surrogates(text, name, line)
    if "\0" in text:
        at = text.index("\0")
        message = f"looks binary (NUL character at offset {at}): give a text file"
        raise InputError(message, path=name, line=line)
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > max(len(sample) * _MOSTLY_CONTROL, 1):
        message = "looks binary (many control characters): give a text file"
        raise InputError(message, path=name, line=line)
    if limited:
        check_length(text, name, line)


def check_surrogates(text: str, name: str | None = None, line: int | None = None) -> None:
    """Raise :class:`InputError` at a lone surrogate: half of a character, no text at all."""
    if text.isascii() or (match := _SURROGATE.search(text)) is None:
        return
    message = (
        f"lone surrogate U+{ord(match.group()):04X} at offset {match.start()}: half of a "
        "character; write the text again from its origin"
    )
    raise InputError(message, path=name, line=line)


def check_length(text: str, name: str | None = None, line: int | None = None) -> None:
    """Raise where a text is longer than :data:`MAX_TEXT` or a line than :data:`MAX_LINE`."""
    if len(text) <= MAX_LINE:
        return
    if len(text) > MAX_TEXT:
        message = f"{len(text):,} characters in one text; at most {MAX_TEXT:,} are read: split it"
        raise InputError(message, path=name, line=line)
    for one in lines(text):
        if (length := one.end - one.start) > MAX_LINE:
            message = f"a line of {length:,} characters; at most {MAX_LINE:,} are read: break it"
            raise InputError(message, path=name, line=line or one.number)

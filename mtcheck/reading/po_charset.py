"""The encoding that the header of a PO file names, and the bytes of the file in it."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import decoding

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["decode", "encode"]

_CHARSET = re.compile(rb'"Content-Type:[^"\r\n]*?charset=([\w.:-]{1,40})', re.IGNORECASE)
_HEADER = 1 << 16  # bytes: a header is far smaller, the comments before it may be long
_TEMPLATE = "CHARSET"  # what xgettext writes where nobody has said it yet
_ASCII = bytes(range(0x20, 0x7F)) + b"\n\r\t"


def decode(raw: bytes, path: str, encodings: Sequence[str] = ()) -> str:
    """The file's bytes as text; raises :class:`InputError` where they are not what it says."""
    name, codec = _named(raw, path)
    if codec == "utf-8":
        return decoding.decode(raw, path, encodings, limited=False)
    if raw.startswith(decoding.MARKS):
        message = f"its header says that it is {name}, but it begins with the mark of Unicode"
        raise InputError(message, path=path, line=1)
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        wrong = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        message = f"{wrong} is not {name}, which its header says it is: save it as UTF-8"
        raise InputError(message, path=path, line=line) from None
    if not raw.isascii() and _is_utf8(raw):
        message = f"its header says that it is {name}, but it is UTF-8: correct the header"
        raise InputError(message, path=path, line=1)
    decoding.check_text(text, path, limited=False)
    return text


def encode(text: str, raw: bytes, path: str) -> bytes:
    """``text`` in the encoding of ``raw``; raises where that has no letter for a fix."""
    name, codec = _named(raw, path)
    if codec == "utf-8":
        return decoding.encode_like(text, raw)
    if raw.decode(codec).encode(codec) != raw:
        message = f"cannot be written back byte by byte in {name}: save it as UTF-8"
        raise InputError(message, path=path)
    try:
        return text.encode(codec)
    except UnicodeEncodeError as error:
        message = f"a fix has {text[error.start]!r}, which {name} cannot write: save it as UTF-8"
        raise InputError(message, path=path) from None


def _named(raw: bytes, path: str) -> tuple[str, str]:
    """The encoding as the header names it, and as Python does."""
    match = _CHARSET.search(raw, 0, _HEADER)
    name = match[1].decode("ascii", "replace") if match else _TEMPLATE
    if name == _TEMPLATE:
        return name, "utf-8"
    try:
        codec = codecs.lookup(name).name
        known = _ASCII.decode(codec) == _ASCII.decode("ascii")
    except (LookupError, ValueError):
        known = False
    if not known:
        message = f"its header says {name}, which is not an encoding that is read: save it as UTF-8"
        raise InputError(message, path=path, line=1)
    # ASCII is part of UTF-8, and of a file that says ASCII and is not, UTF-8 is the likeliest.
    return name, "utf-8" if codec == "ascii" else codec


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

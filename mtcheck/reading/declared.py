"""The encoding that a file itself declares: XML's ``<?xml … encoding="…"?>``, HTML's ``<meta>``.

Where a file declares one and is in another, whoever reads it next may take it for the one or the
other; so it is refused, with a line that says what stands there.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.errors import InputError
from mtcheck.reading import decoding

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["decode", "encode"]

# Byte for byte or in a few bytes, with ASCII where it always is: not UTF-7, not codecs of Python's
# own, nor what hides its "<" in an escape.
_KNOWN = re.compile(
    r"us-ascii|ascii|utf-?8|utf-?16(?:le|be)?|(?:iso[-_]?)?(?:ir-)?(?:8859[-_]\d{1,2})(?::\d{4})?"
    r"|latin-?\d{1,2}|l\d|(?:windows|cp)-?(?:125\d|874|866|850|852|437|93[26]|949|950)"
    r"|koi8[-_][rut]|gb2312|gbk|gb18030|big5(?:-?hkscs)?|shift[-_]?jis|sjis|ms932|euc[-_](?:jp|kr|cn)"
    r"|mac(?:intosh|[-_]?roman|[-_]?cyrillic)|tis-?620",
    re.IGNORECASE,
)
_XML = re.compile(rb"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]{1,40})""")
_META = re.compile(
    rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE
)
_WITHOUT_ESCAPES = re.compile(r"<!--.*?-->|<!\[CDATA\[.*?\]\]>", re.DOTALL)
_HEAD = 4096  # bytes at the start of HTML where a declaration counts


class _Said(NamedTuple):
    """An encoding by its name in the file, and as Python calls it."""

    name: str
    codec: str


def decode(raw: bytes, path: str, encodings: Sequence[str] = ()) -> str:
    """``raw`` as text, as :func:`mtcheck.reading.decoding.decode` does, in the declared encoding.

    Raises :class:`InputError` also where the declaration is not true.
    """
    said = _declared(raw, path)
    if said is None or said.codec == "utf-8":
        if said is not None and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise _lies(said, "a byte order mark of UTF-16", path)
        return decoding.decode(raw, path, encodings, limited=False)
    if said.codec.startswith("utf-16"):
        if not raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise _lies(said, "no byte order mark", path)
        return decoding.decode(raw, path, encodings, limited=False)
    for mark, name in ((codecs.BOM_UTF8, "UTF-8"), (codecs.BOM_UTF16_LE, "UTF-16")):
        if raw.startswith((mark, mark[::-1])):
            raise _lies(said, f"a byte order mark of {name}", path)
    try:
        text = raw.decode(said.codec)
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n?|\n", raw[: error.start])) + 1
        wrong = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
        message = f"{wrong} is not {said.name}, which the file says it is: save it as UTF-8"
        raise InputError(message, path=path, line=line) from None
    if not raw.isascii() and _is_utf8(raw):
        raise _lies(said, "bytes that are UTF-8", path)
    decoding.check_text(text, path, limited=False)
    return text


def encode(text: str, raw: bytes, path: str) -> bytes:
    """``text`` in the encoding of ``raw``, a file that :func:`decode` read.

    What that has no letters for is written as a character reference; raises :class:`InputError`
    where none can stand.
    """
    said = _declared(raw, path)
    if said is None or said.codec.startswith("utf-"):
        return decoding.encode_like(text, raw)
    for match in _WITHOUT_ESCAPES.finditer(text):
        try:
            match.group().encode(said.codec)
        except UnicodeEncodeError as error:
            letter = match.group()[error.start]
            message = f"a fix has {letter!r}, which {said.name} cannot write there: use UTF-8"
            raise InputError(message, path=path) from None
    return text.encode(said.codec, "xmlcharrefreplace")


def _declared(raw: bytes, path: str) -> _Said | None:
    head = raw[:_HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head[2:].replace(b"\0", b"")
    match = _XML.match(head.removeprefix(codecs.BOM_UTF8))
    if match is None and path.lower().endswith((".html", ".htm", ".xhtml")):
        match = _META.search(head)
    if match is None:
        return None
    name = match[1].decode("ascii")
    try:
        codec = codecs.lookup(name).name if _KNOWN.fullmatch(name) else ""
    except LookupError:
        codec = ""
    if not codec:
        message = f"says that it is {name}, which is not an encoding that is read: save it as UTF-8"
        raise InputError(message, path=path, line=1)
    if match.re is _META and codec in {"iso8859-1", "ascii"}:
        codec = "cp1252"  # as browsers take these names
    return _Said(name, codec)


def _lies(said: _Said, has: str, path: str) -> InputError:
    message = f"says that it is {said.name}, but has {has}: correct the declaration"
    return InputError(message, path=path, line=1)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

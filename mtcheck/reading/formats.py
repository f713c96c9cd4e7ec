"""The formats of files that hold units: how each is decoded, read and encoded again.

A format without a line here is a text, a Markdown file or a table of rows; see
:mod:`mtcheck.reading.files`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtcheck.reading import android, declared, decoding, html_text, tmx, xliff

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtcheck.reading.units import Document

__all__ = ["FORMATS", "Format", "decode", "encode", "of"]


@dataclass(frozen=True, slots=True)
class Format:
    """How files of units are read.

    ``bilingual``: they have source and translation in them. ``read`` makes documents of a file's
    decoded text and its path. ``among`` does so for files that have many languages in them: it
    is told of the source's and the target's, where somebody said them. ``paired``: units of two
    files belong together by their keys; of running text, sentences are aligned.
    """

    read: Callable[[str, str], Sequence[Document]]
    bilingual: bool
    decode: Callable[[bytes, str, Sequence[str]], str]
    encode: Callable[[str, bytes, str], bytes]
    among: Callable[[str, str, str | None, str | None], Sequence[Document]] | None = None
    paired: bool = True


def _xml(read: Callable[[str, str], Sequence[Document]], *, bilingual: bool) -> Format:
    return Format(read, bilingual, declared.decode, declared.encode)


_XLIFF = _xml(xliff.read, bilingual=True)
_HTML = replace(_xml(html_text.read, bilingual=False), paired=False)
_TMX = replace(_xml(tmx.read, bilingual=True), among=tmx.among)

FORMATS = {
    ".xlf": _XLIFF,
    ".xliff": _XLIFF,
    ".sdlxliff": _XLIFF,
    ".mxliff": _XLIFF,
    ".mqxliff": _XLIFF,
    ".tmx": _TMX,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".xml": _xml(android.read, bilingual=False),
}
"""By the ending of a file's name."""


def of(path: str) -> Format | None:
    """The format of units that a file is in; None where it is in none."""
    return FORMATS.get(PurePath(path).suffix.lower())


def decode(raw: bytes, path: str, encodings: Sequence[str] = ()) -> str:
    """A file's bytes as the text that offsets count in; raises :class:`InputError`."""
    found = of(path)
    return (found.decode if found else decoding.decode)(raw, path, encodings)


def encode(text: str, raw: bytes, path: str) -> bytes:
    """``text`` as bytes, as ``raw`` was that :func:`decode` read; raises :class:`InputError`."""
    found = of(path)
    return found.encode(text, raw, path) if found else decoding.encode_like(text, raw)

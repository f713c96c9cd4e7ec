"""The formats of files that hold units: how each is decoded, read and encoded again.

A format without a line here is a text, a Markdown file or a table of rows; see
:mod:`mtcheck.reading.files`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtcheck.reading import (
    android,
    apple_strings,
    columns,
    csv_units,
    declared,
    decoding,
    docx,
    docx_zip,
    html_text,
    json_units,
    po,
    po_charset,
    properties,
    string_catalogs,
    stringsdict,
    subtitles,
    tmx,
    xliff,
    yaml_units,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtcheck.reading.columns import Columns
    from mtcheck.reading.units import Document

__all__ = ["FORMATS", "Format", "decode", "encode", "of", "shown"]


@dataclass(frozen=True, slots=True)
class Format:
    """How files of units are read.

    ``bilingual``: they have source and translation in them. ``read`` makes documents of a file's
    decoded text and its path. ``source_beside``: a source may be given as a file all the same, as
    for a PO file whose msgids are names. ``source_lang`` and ``target_lang`` are the languages of
    the texts in the file where nothing and nobody says them. ``timed``: units are paired by when
    they are shown. ``among`` reads files that have many languages in them: it is told of the
    source's and the target's, where somebody said them. ``table`` reads what has columns, with
    what is known of them. ``paired``: units of two files belong together by their keys; of
    running text, sentences are aligned. ``shown`` gives the text of files that are no text
    themselves (DOCX), a unit a line.
    """

    read: Callable[[str, str], Sequence[Document]]
    bilingual: bool
    decode: Callable[[bytes, str, Sequence[str]], str]
    encode: Callable[[str, bytes, str], bytes]
    source_beside: bool = False
    source_lang: str | None = None
    target_lang: str | None = None
    timed: bool = False
    among: Callable[[str, str, str | None, str | None], Sequence[Document]] | None = None
    table: Callable[[str, str, Columns], Sequence[Document]] | None = None
    paired: bool = True
    shown: Callable[[str], str] | None = None

    def documents(self, file: str, path: str, known: Columns) -> Sequence[Document]:
        """The documents of a file; ``known`` is what somebody said of its languages and columns."""
        if self.table is not None:
            return self.table(file, path, known)
        if self.among is not None:
            return self.among(file, path, known.source, known.target)
        return self.read(file, path)


def _xml(read: Callable[[str, str], Sequence[Document]], *, bilingual: bool) -> Format:
    return Format(read, bilingual, declared.decode, declared.encode)


def _text(read: Callable[[str, str], Sequence[Document]], *, timed: bool = False) -> Format:
    """Of one language; in UTF-8, or in UTF-16 with its mark."""
    return Format(read, bilingual=False, decode=_decode_text, encode=_encode_text, timed=timed)


def _decode_text(raw: bytes, path: str, encodings: Sequence[str]) -> str:
    return decoding.decode(raw, path, encodings, limited=False)


def _encode_text(text: str, raw: bytes, path: str) -> bytes:
    del path
    return decoding.encode_like(text, raw)


_PO = Format(
    po.read,
    bilingual=True,
    decode=po_charset.decode,
    encode=po_charset.encode,
    source_beside=True,
    source_lang="en",
)
_PROPERTIES = Format(
    properties.read, bilingual=False, decode=properties.decode, encode=properties.encode
)
_JSON = _text(json_units.read)


def _table(read: Callable[[str, str, Columns], Sequence[Document]]) -> Format:
    """A table with the source, and maybe the reference, beside the translation."""
    return Format(
        lambda file, path: read(file, path, columns.Columns()),
        bilingual=True,
        decode=_decode_text,
        encode=_encode_text,
        target_lang="en",
        table=read,
    )


_YAML = _text(yaml_units.read)
_XLIFF = _xml(xliff.read, bilingual=True)
_HTML = replace(_xml(html_text.read, bilingual=False), paired=False)
_DOCX = Format(
    docx.read,
    bilingual=False,
    decode=docx_zip.decode,
    encode=docx_zip.encode,
    paired=False,
    shown=docx.shown,
)
_CATALOG = Format(
    string_catalogs.read,
    bilingual=True,
    decode=_decode_text,
    encode=_encode_text,
    among=string_catalogs.among,
)
_TMX = replace(_xml(tmx.read, bilingual=True), among=tmx.among)

FORMATS = {
    ".po": _PO,
    ".json": _JSON,
    ".arb": _JSON,
    ".properties": _PROPERTIES,
    ".yml": _YAML,
    ".yaml": _YAML,
    ".csv": _table(csv_units.read),
    ".tsv": _table(csv_units.read_tsv),
    ".srt": _text(subtitles.read_srt, timed=True),
    ".vtt": _text(subtitles.read_vtt, timed=True),
    ".strings": _text(apple_strings.read),
    ".stringsdict": _xml(stringsdict.read, bilingual=False),
    ".xcstrings": _CATALOG,
    ".xlf": _XLIFF,
    ".xliff": _XLIFF,
    ".sdlxliff": _XLIFF,
    ".mxliff": _XLIFF,
    ".mqxliff": _XLIFF,
    ".tmx": _TMX,
    ".docx": _DOCX,
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


def shown(text: str, path: str) -> str:
    """What people see of a file that says ``text``: that itself, or its units' text."""
    found = of(path)
    return found.shown(text) if found and found.shown else text

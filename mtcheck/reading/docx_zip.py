"""The parts of a DOCX that hold text, out of its zip and into it again.

What a format counts as its text is the XML of these parts, one after the other with a form feed
between them, which no XML can hold. Written back, every other part is as it was.

Nothing is unpacked to disk, nothing is fetched, and no more is unpacked than texts may have:
a size that the zip states is not believed.
"""

from __future__ import annotations

import io
import itertools
import posixpath
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import declared, xml_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["PART_END", "decode", "encode"]

PART_END = "\f"
_MOST_BYTES = 96 * 1024 * 1024  # unpacked, of the parts that are read
_MOST_PARTS = 20_000  # in the zip; long documents with many pictures have hundreds
_ROOT = "_rels/.rels"
_OFFICE = "/officeDocument"
_TEXTS = ("/header", "/footer", "/footnotes", "/endnotes", "/comments")
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|\\|\0")
_HEADER = struct.Struct("<4s5H3I2H")  # before each part …
_RECORD = struct.Struct("<4s6H3I5H2I")  # … its record in the directory, and what ends that
_END = struct.Struct("<4s4H2IH")
_END_SIGN = b"PK\x05\x06"
_DESCRIPTOR = 8
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError,
    RuntimeError, ValueError, OverflowError,
)  # fmt: skip


def decode(raw: bytes, path: str, encodings: Sequence[str] = ()) -> str:
    """The XML of the parts of a DOCX that hold text; raises :class:`InputError`."""
    del encodings
    with _opened(raw, path) as package:
        texts = [_text(package, name, path) for name in _parts(package, path)]
    return PART_END.join(texts)


def encode(text: str, raw: bytes, path: str) -> bytes:
    """The DOCX ``raw`` with ``text`` for the XML of its parts, as :func:`decode` gives it."""
    with _opened(raw, path) as package:
        names = _parts(package, path)
        changed: dict[str, bytes] = {}
        for name, part in zip(names, text.split(PART_END), strict=True):
            old = _read(package, name, path)
            new = declared.encode(part, old, path)
            if new != old:
                changed[name] = new
        if not changed:
            return raw
        return _rewritten(package, raw, changed, path)


def _rewritten(package: zipfile.ZipFile, raw: bytes, changed: dict[str, bytes], path: str) -> bytes:
    """The zip with some parts changed; the others are copied packed, to the byte.

    :mod:`zipfile` can only pack a part anew. The layout is that of PKWARE's APPNOTE, 4.3.
    """
    start = package.start_dir
    offsets = sorted({info.header_offset for info in package.infolist()} | {start})
    out = bytearray(raw[: offsets[0]])
    records, at = bytearray(), start
    moved: dict[int, tuple[int, bytes | None]] = {}
    names = {info.header_offset: info.filename for info in package.infolist()}
    end_at = len(raw) - _END.size - len(package.comment)
    if len(names) < len(package.infolist()) or not raw.startswith(_END_SIGN, max(end_at, 0)):
        message = "is a zip of a kind that is not written: save it again with Word"
        raise InputError(message, path=path)
    for offset, after in itertools.pairwise(offsets):
        data = changed.get(names[offset])
        moved[offset] = (len(out), data)
        out += raw[offset:after] if data is None else _packed(raw, offset, data)
    for info in package.infolist():
        record = list(_RECORD.unpack_from(raw, at))
        length = _RECORD.size + sum(record[10:13])
        place, data = moved[info.header_offset]
        record[-1] += place - info.header_offset
        if data is not None:
            # Flags without a descriptor behind the data; deflated; checksum and sizes.
            record[3], record[4] = record[3] & ~_DESCRIPTOR, zipfile.ZIP_DEFLATED
            record[7:10] = zlib.crc32(data), len(_deflated(data)), len(data)
        records += _RECORD.pack(*record) + raw[at + _RECORD.size : at + length]
        at += length
    end = list(_END.unpack_from(raw, end_at))
    end[5:7] = len(records), end[6] + len(out) - start
    return bytes(out + records + _END.pack(*end) + package.comment)


def _packed(raw: bytes, offset: int, data: bytes) -> bytes:
    """A part as it stands in a zip, by the header that it has in ``raw``."""
    header = list(_HEADER.unpack_from(raw, offset))
    name = raw[offset + _HEADER.size : offset + _HEADER.size + header[9]]
    packed = _deflated(data)
    header[2], header[3] = header[2] & ~_DESCRIPTOR, zipfile.ZIP_DEFLATED
    header[6:9] = zlib.crc32(data), len(packed), len(data)
    header[10] = 0  # no fields of its own
    return _HEADER.pack(*header) + name + packed


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _opened(raw: bytes, path: str) -> zipfile.ZipFile:
    try:
        package = zipfile.ZipFile(io.BytesIO(raw))
    except _BROKEN:
        message = "is no DOCX: it is no zip, or a damaged one"
        raise InputError(message, path=path) from None
    names = package.namelist()
    if len(names) > _MOST_PARTS:
        message = f"is no DOCX that is read: {len(names):,} parts, at most {_MOST_PARTS:,}"
        raise InputError(message, path=path)
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        message = f"is no DOCX that is read: it has the part {twice!r} twice"
        raise InputError(message, path=path)
    for info in package.infolist():
        if _OUTSIDE.search(info.filename):
            message = f"is no DOCX that is read: a part outside of it, {info.filename!r}"
            raise InputError(message, path=path)
        if info.flag_bits & 1:
            message = "is encrypted: save it without a password"
            raise InputError(message, path=path)
    return package


def _parts(package: zipfile.ZipFile, path: str) -> list[str]:
    """The names of the parts with text: the document itself, then those that it names."""
    found = list(_related(package, _ROOT, "", (_OFFICE,), path))
    if not found:
        message = "is no DOCX: it names no document"
        raise InputError(message, path=path)
    main = found[0]
    folder, name = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    others = _related(package, relations, folder, _TEXTS, path)
    return [main, *dict.fromkeys(name for name in others if name != main)]


def _related(
    package: zipfile.ZipFile, relations: str, folder: str, kinds: tuple[str, ...], path: str
) -> Iterator[str]:
    """The parts that a list of relations names, of some kinds, in its order."""
    if relations not in package.namelist():
        return
    for relation in xml_tree.parse(_text(package, relations, path), path).elements():
        has = relation.attributes
        if has.get("TargetMode") == "External" or not has.get("Type", "").endswith(kinds):
            continue
        target = has.get("Target", "")
        name = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        name = posixpath.normpath(name)
        if name not in package.namelist():
            message = f"is no DOCX that is read: it names a part that is not in it, {target!r}"
            raise InputError(message, path=path)
        yield name


def _text(package: zipfile.ZipFile, name: str, path: str) -> str:
    return declared.decode(_read(package, name, path), path)


def _read(package: zipfile.ZipFile, name: str, path: str) -> bytes:
    return _unpacked(package, package.getinfo(name), path, _MOST_BYTES)


def _unpacked(package: zipfile.ZipFile, info: zipfile.ZipInfo, path: str, most: int) -> bytes:
    try:
        with package.open(info) as part:
            data = part.read(most + 1)
    except _BROKEN as error:
        message = f"is a damaged DOCX: {info.filename!r} cannot be unpacked ({error})"
        raise InputError(message, path=path) from None
    if len(data) > most:
        message = (
            f"is no DOCX that is read: {info.filename!r} unpacks to more than {most >> 20:,} MB"
        )
        raise InputError(message, path=path)
    return data

"""Lines of huge text files: decoded one by one, with errors that name file and line."""

from __future__ import annotations

import codecs
import gzip
import zlib
from contextlib import closing
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from mtcheck.errors import InputError
from mtcheck.reading.decoding import MAX_LINE, check_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["lines", "opened"]

_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MOST_BYTES = 4 * MAX_LINE  # of one line


def opened(path: str) -> IO[bytes]:
    """A file for reading bytes, unpacked where its name ends in ``.gz``."""
    try:
        if Path(path).is_dir():
            message = "is a folder, not a file"
            raise InputError(message, path=path)
        return cast("IO[bytes]", gzip.open(path) if path.endswith(".gz") else Path(path).open("rb"))
    except FileNotFoundError:
        message = "there is no such file"
        raise InputError(message, path=path) from None
    except (OSError, ValueError) as error:
        message = f"cannot be read: {getattr(error, 'strerror', None) or error}"
        raise InputError(message, path=path) from None


def lines(path: str, *, check: bool = True) -> Iterator[str]:
    """The lines of a UTF-8 file without their ends (LF or CRLF).

    Raises :class:`InputError` with the line's number for bytes that are no UTF-8, for NULs and
    other marks of binary data (unless ``check`` is off), and for a line over the limit.
    """
    with closing(opened(path)) as file:
        number = 0
        try:
            while raw := file.readline(_MOST_BYTES + 2):
                number += 1
                yield _line(raw, path, number, check=check)
        except (OSError, EOFError, zlib.error) as error:
            message = f"cannot be read on: {getattr(error, 'strerror', None) or error}"
            raise InputError(message, path=path, line=number + 1) from None


def _line(raw: bytes, path: str, number: int, *, check: bool) -> str:
    if number == 1:
        if raw.startswith(_MARKS):
            message = "is UTF-16 or UTF-32: save it as UTF-8"
            raise InputError(message, path=path)
        raw = raw.removeprefix(codecs.BOM_UTF8)
    if len(raw) > _MOST_BYTES:
        message = f"a line of more than {_MOST_BYTES:,} bytes: that is no text"
        raise InputError(message, path=path, line=number)
    raw = raw.removesuffix(b"\n").removesuffix(b"\r")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"byte 0x{raw[error.start]:02x} is not UTF-8: save the file as UTF-8 throughout"
        raise InputError(message, path=path, line=number) from None
    if check:
        check_text(text, path, number)
    return text

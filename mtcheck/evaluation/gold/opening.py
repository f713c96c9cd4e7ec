"""Opening gold files: plain or gzip, UTF-8, and what every reader needs of a line.

All that can be wrong with a file becomes an :class:`InputError` that names file and line.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.records import Mark
from mtcheck.mqm import Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Options", "decoded", "key_lines", "keys", "lines", "mark", "read", "severity", "text"]

T = TypeVar("T")

_GZIP = b"\x1f\x8b"
_SEVERITIES = {
    "minor": Severity.MINOR,
    "major": Severity.MAJOR,
    "critical": Severity.CRITICAL,
    "base": Severity.CRITICAL,
    # What annotators marked without holding it for an error, and rows that only say "nothing".
    "neutral": None,
    "no-error": None,
    "no error": None,
    "no_error": None,
    "hotw-test": None,
    "": None,
}


@dataclass(slots=True)
class Options:
    """How to read: the language pair of files that name none, and what to do with bad rows.

    It has state: ``skipped`` collects the bad rows where they may be skipped.
    """

    pair: tuple[str, str] | None = None
    skip_bad: bool = False
    skipped: list[InputError] = field(default_factory=list)

    def bad(self, error: InputError) -> None:
        """Raise ``error``, or note it where bad rows are skipped."""
        if not self.skip_bad:
            raise error
        self.skipped.append(error)


def read(path: str) -> str:
    """The text of a file, unpacked where it is gzip; raises :class:`InputError`."""
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError:
        msg = "there is no such file"
        raise InputError(msg, path=path) from None
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise InputError(message, path=path) from None
    raw = _unpacked(raw, path)
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = f"byte 0x{raw[error.start]:02x} at offset {error.start} is not UTF-8"
        raise InputError(message, path=path, line=line) from None
    if not content.strip():
        msg = "is empty: there is nothing to evaluate"
        raise InputError(msg, path=path)
    return content


def _unpacked(raw: bytes, path: str) -> bytes:
    if not raw.startswith(_GZIP):
        return raw
    parts: list[bytes] = []
    rest = raw
    try:
        while rest.startswith(_GZIP):  # a gzip file is one member or several in a row
            stream = zlib.decompressobj(wbits=31)
            parts.append(stream.decompress(rest))
            if not stream.eof:
                line = b"".join(parts).count(b"\n") + 1
                msg = "the gzip file is cut short here: copy it again"
                raise InputError(msg, path=path, line=line)
            rest = stream.unused_data
    except zlib.error as error:
        line = b"".join(parts).count(b"\n") + 1
        message = f"the gzip file is damaged: {error}"
        raise InputError(message, path=path, line=line) from None
    return b"".join(parts)


def lines(content: str) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1."""
    for number, line in enumerate(content.split("\n"), 1):
        bare = line.removesuffix("\r")
        if bare.strip():
            yield number, bare


def decoded(raw: str, kind: type[T], path: str, line: int | None = None) -> T:
    """JSON as a record; raises :class:`InputError` that says what is wrong and where."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        at = f" at {place.rstrip('`').lstrip('.')}" if place.rstrip("`") else ""
        message = f"{message[:1].lower()}{message[1:]}{at}"
        raise InputError(message, path=path, line=line) from None
    except (msgspec.DecodeError, RecursionError) as error:
        if line is None:
            found = re.search(r"\(byte (\d+)\)", str(error))
            line = raw.encode()[: int(found[1])].count(b"\n") + 1 if found else None
        message = f"not JSON: {error}"
        raise InputError(message, path=path, line=line) from None


def text(value: str | None) -> str | None:
    """``value``, or None where it is blank: an absent reference is written both ways."""
    return value if value is not None and value.strip() else None


def severity(name: str | None, path: str, line: int | None) -> Severity | None:
    """The severity of a label; None where it says that there is no error."""
    label = (name or "").strip().lower()
    if label not in _SEVERITIES:
        message = f"unknown severity {name!r} (known: minor, major, critical, neutral, no-error)"
        raise InputError(message, path=path, line=line)
    return _SEVERITIES[label]


def mark(  # noqa: PLR0913, PLR0917 - the fields of a mark, and where it stands
    start: int,
    end: int,
    rank: Severity,
    category: str | None,
    mt: str,
    path: str,
    line: int | None,
) -> Mark:
    """A mark on ``mt``; raises :class:`InputError` for offsets outside it."""
    if not 0 <= start <= end <= len(mt):
        message = f"an error at {start}..{end}, but the translation has {len(mt)} characters"
        raise InputError(message, path=path, line=line)
    return Mark(Span(start, end), rank, (category or "").strip())


def keys(raw: Any) -> frozenset[str]:  # noqa: ANN401 - any JSON value
    """The keys of a JSON object; none for any other value."""
    return frozenset(raw) if isinstance(raw, dict) else frozenset()


def key_lines(content: str, key: str) -> Iterator[int]:
    """The lines on which ``key`` stands in a JSON text, one after the other."""
    line, at = 1, 0
    for match in re.finditer(re.escape(f'"{key}"'), content):
        line += content.count("\n", at, match.start())
        at = match.start()
        yield line

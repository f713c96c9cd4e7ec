"""A folder of kept results: a file each, whole or not there, and no more of them than allowed.

Several processes may use it at once: a file comes to its place by renaming, and what one process
takes out another makes again. Every file carries a hash of its key and content, so that a damaged
or misplaced one is found out, taken out, and made again. Which files are oldest is told by their
time of change, which reading sets anew once a day.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Content", "Store"]

_MAGIC = b"mtcheck cache 1\n"
_DIGEST = 16  # bytes
_NAME = re.compile(r"[0-9a-f]{40}")
_FOLDER = re.compile(r"[0-9a-f]{2}")
_TEMPORARY = ".tmp"
_MOST = 256 * 1024 * 1024  # bytes of one result; what says to be larger is no result of ours
_DAY = 24 * 60 * 60.0  # seconds
_LEFT_OVER = 60 * 60.0  # seconds after which a temporary file belongs to nobody any more
_ROOM = 0.9  # of the bound is what trimming leaves, so that not every run has to trim
_QUICK = 1  # zlib's level: a tenth of the time of the usual one, and a fifth more bytes
# Backup programs and version control leave the folder out: https://bford.info/cachedir/
_TAGS = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Results that mtcheck keeps.\n",
    ".gitignore": "*\n",
}


class Content(NamedTuple):
    """How many results a folder holds, and how many bytes they take."""

    results: int
    bytes: int


class Store:
    """The results in ``folder``, of ``limit`` bytes at most.

    Nothing here raises for what is wrong with the disk: ``problem`` says it, ``damaged`` counts the
    results that were not as they were written.
    """

    def __init__(self, folder: str, limit: int) -> None:
        self.folder = Path(folder)
        self.limit = limit
        self.damaged = 0
        self.problem: str | None = None
        self._written = False

    def read(self, key: str) -> bytes | None:
        """The result of a key; None where there is none that can be used."""
        path = self._path(key)
        try:
            with path.open("rb") as file:
                raw = file.read(_MOST + 1)
                age = time.time() - os.fstat(file.fileno()).st_mtime
        except FileNotFoundError:
            return None
        except OSError as error:
            self._fails(error)
            return None
        payload = _opened(raw, key)
        if payload is None:
            self.spoilt(key)
            return None
        if age > _DAY:
            with suppress(OSError):
                os.utime(path)
        return payload

    def write(self, key: str, payload: bytes) -> None:
        """Keep a result."""
        if self.problem is not None:
            return
        packed = zlib.compress(payload, _QUICK)
        raw = _MAGIC + _digest(key, packed) + packed
        path = self._path(key)
        try:
            if not self._written:
                self._prepare()
            path.parent.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(suffix=_TEMPORARY, dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(raw)
                os.replace(temporary, path)  # noqa: PTH105 - one of them is a plain string
            except BaseException:
                with suppress(OSError):
                    os.unlink(temporary)  # noqa: PTH108
                raise
        except OSError as error:
            self._fails(error)

    def spoilt(self, key: str) -> None:
        """Take out a result that turned out to be damaged."""
        self.damaged += 1
        with suppress(OSError):
            self._path(key).unlink()

    def trim(self) -> None:
        """Take out the results that were not used for longest, where there are too many."""
        if not self._written:
            return
        found = sorted(self._files())
        total = sum(size for _, size, _ in found)
        if total <= self.limit:
            return
        for _, size, path in found:
            if total <= self.limit * _ROOM:
                break
            with suppress(OSError):
                path.unlink()
            total -= size

    def content(self) -> Content:
        """What the folder holds."""
        sizes = [size for _, size, path in self._files() if path.suffix != _TEMPORARY]
        return Content(len(sizes), sum(sizes))

    def clear(self) -> Content:
        """Take out every result, and nothing that is not one; gives what was taken out."""
        results = taken = 0
        for _, size, path in self._files(everything=True):
            try:
                path.unlink()
            except OSError as error:
                self._fails(error)
                continue
            results += path.suffix != _TEMPORARY
            taken += size
            with suppress(OSError):  # not empty yet
                path.parent.rmdir()
        return Content(results, taken)

    def _files(self, *, everything: bool = False) -> Iterator[tuple[float, int, Path]]:
        """Time of change, size and path of every result; of temporary files those left over."""
        now = time.time()
        try:
            folders = [f for f in self.folder.iterdir() if _FOLDER.fullmatch(f.name)]
        except FileNotFoundError:
            return
        except OSError as error:
            self._fails(error)
            return
        for folder in folders:
            with suppress(OSError):
                for entry in os.scandir(folder):
                    with suppress(OSError):
                        about = entry.stat(follow_symlinks=False)
                        old = everything or now - about.st_mtime > _LEFT_OVER
                        ours = _NAME.fullmatch(entry.name) and entry.name[:2] == folder.name
                        if ours or (entry.name.endswith(_TEMPORARY) and old):
                            yield about.st_mtime, about.st_size, Path(entry.path)

    def _prepare(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, text in _TAGS.items():
            if not (self.folder / name).exists():
                (self.folder / name).write_text(text, encoding="utf-8")
        self._written = True

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key

    def _fails(self, error: OSError) -> None:
        self.problem = self.problem or f"cannot be used ({error.strerror or error})"


def _digest(key: str, packed: bytes) -> bytes:
    return hashlib.blake2b(key.encode() + packed, digest_size=_DIGEST).digest()


def _opened(raw: bytes, key: str) -> bytes | None:
    """The payload of a file; None where it is not as it was written."""
    head = len(_MAGIC) + _DIGEST
    if not raw.startswith(_MAGIC) or raw[len(_MAGIC) : head] != _digest(key, raw[head:]):
        return None
    unpacking = zlib.decompressobj()
    try:
        payload = unpacking.decompress(raw[head:], _MOST)
    except zlib.error:
        return None
    return payload if unpacking.eof else None

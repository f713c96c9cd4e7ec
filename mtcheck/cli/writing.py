"""Writing reports: to standard output, or to files that are whole or not there at all."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["prepare", "to_files", "to_stdout"]


def prepare(output: str, *, folder: bool, inputs: Iterable[str], option: str = "--output") -> None:
    """Find out before the work whether ``output`` can be written; raises :class:`InputError`."""
    path = Path(output)
    real = os.path.realpath(output)
    if any(real == os.path.realpath(i) for i in inputs if i != "-"):
        message = "is one of the texts to check: it would be overwritten"
        raise InputError(message, path=f"{option} {output}")
    if folder and path.exists() and not path.is_dir():
        message = "is a file: several HTML reports need a folder"
        raise InputError(message, path=f"{option} {output}")
    if not folder and path.is_dir():
        msg = "is a folder: give a file"
        raise InputError(msg, path=f"{option} {output}")
    place = path if path.is_dir() else Path(real).parent
    if not place.is_dir():
        message = f"there is no folder {place}"
        raise InputError(message, path=f"{option} {output}")
    if not os.access(path if path.exists() else place, os.W_OK):
        msg = "cannot be written: permission denied"
        raise InputError(msg, path=f"{option} {output}")


def to_stdout(text: str) -> None:
    """Write ``text``; a reader that has gone away is no error."""
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # What is left in the buffer must not raise again when Python exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        message = f"cannot be written: {error.strerror}"
        raise InputError(message, path="standard output") from None


def to_files(texts: Mapping[Path, str | bytes], *, option: str = "--output ") -> None:
    """Write every file beside its place first, then move all in; on failure leave none.

    Raises :class:`InputError`. A device or a pipe (``/dev/stdout``) is written to as it is.
    """
    made: list[tuple[str, str]] = []
    try:
        for path, text in texts.items():
            path.parent.mkdir(exist_ok=True)
            raw = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
            real = os.path.realpath(path)
            if path.exists() and not path.is_file():
                path.write_bytes(raw)
                continue
            made.append((_temporary(real), real))
            Path(made[-1][0]).write_bytes(raw)
        for temporary, real in made:
            os.replace(temporary, real)  # noqa: PTH105 - both are plain strings
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise InputError(message, path=f"{option}{error.filename2 or next(iter(texts))}") from None
    finally:
        for temporary, _ in made:
            with suppress(FileNotFoundError):
                os.unlink(temporary)  # noqa: PTH108


def _temporary(real: str) -> str:
    """An empty file beside ``real``, with the rights that a new file or the old one has."""
    folder, name = os.path.split(real)
    handle, temporary = tempfile.mkstemp(prefix=f".{name[:80]}.", suffix=".tmp", dir=folder)
    try:
        mode = os.stat(real).st_mode & 0o777  # noqa: PTH116
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    try:
        if hasattr(os, "fchmod"):
            os.fchmod(handle, mode)
    finally:
        os.close(handle)
    return temporary

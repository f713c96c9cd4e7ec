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

__all__ = ["prepare", "stream", "to_files", "to_stdout"]


def prepare(output: str, *, folder: bool, inputs: Iterable[str], option: str | None = None) -> None:
    """Find out before the work whether ``output`` can be written; raises :class:`InputError`.

    ``option`` is how the user gave it, for messages, where it was not by ``--output``.
    """
    option = option or f"--output {output}"
    path = Path(output)
    real = os.path.realpath(output)
    if any(real == os.path.realpath(i) for i in inputs if i != "-"):
        message = "is one of the texts to check: it would be overwritten"
        raise InputError(message, path=option)
    if folder and path.exists() and not path.is_dir():
        message = "is a file: several reports need a folder"
        raise InputError(message, path=option)
    if not folder and path.is_dir():
        msg = "is a folder: give a file"
        raise InputError(msg, path=option)
    place = path if path.is_dir() else Path(real).parent
    if not place.is_dir():
        message = f"there is no folder {place}"
        raise InputError(message, path=option)
    if not os.access(path if path.exists() else place, os.W_OK):
        msg = "cannot be written: permission denied"
        raise InputError(msg, path=option)


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


def to_files(
    texts: Mapping[Path, str | bytes],
    options: Mapping[Path, str] | None = None,
    *,
    option: str = "--output ",
) -> None:
    """Write every file beside its place first, then move all in; on failure leave none.

    ``options`` say how the user gave each, for messages; for the others ``option`` does. Raises
    :class:`InputError`. A device or a pipe (``/dev/stdout``) is written to as it is.
    """
    made: list[tuple[str, str, Path]] = []
    current = next(iter(texts))
    try:
        for current, text in texts.items():
            current.parent.mkdir(exist_ok=True)
            raw = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
            real = os.path.realpath(current)
            if current.exists() and not current.is_file():
                current.write_bytes(raw)
                continue
            made.append((_temporary(real), real, current))
            Path(made[-1][0]).write_bytes(raw)
        for temporary, real, path in made:
            current = path
            os.replace(temporary, real)  # noqa: PTH105 - both are plain strings
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        where = (options or {}).get(current, f"{option}{current}")
        raise InputError(message, path=where) from None
    finally:
        for temporary, *_ in made:
            with suppress(FileNotFoundError):
                os.unlink(temporary)  # noqa: PTH108


def stream(path: Path, pieces: Iterable[str]) -> None:
    """Write what comes piece by piece: the file is there when all of it is, or not at all.

    Raises :class:`InputError`, and whatever ``pieces`` raises. A device or a pipe is written to as
    it is.
    """
    option = f"--output {path}"
    real = os.path.realpath(path)
    temporary = None
    try:
        if not path.exists() or path.is_file():
            temporary = _temporary(real)
        with Path(temporary or real).open("w", encoding="utf-8", newline="") as file:
            file.writelines(piece.encode("utf-8", "backslashreplace").decode() for piece in pieces)
        if temporary is not None:
            os.replace(temporary, real)  # noqa: PTH105 - both are plain strings
    except OSError as error:
        message = f"cannot be written: {error.strerror or error}"
        raise InputError(message, path=option) from None
    finally:
        if temporary is not None:
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

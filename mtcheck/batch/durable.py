"""Files that are whole or not there, whenever the plug is pulled.

A file is written beside its place, forced to disk, moved in, and its folder forced to disk too.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["TEMPORARY", "sync", "write"]

TEMPORARY = ".tmp"
"""How the names of files end that are under way; they begin with a dot."""


def write(path: Path, raw: bytes) -> None:
    """Put ``raw`` at ``path``, in place of what is there; raises ``OSError`` and leaves nothing."""
    # The process is in the name: an orphan of a killed run may still write the same file.
    temporary = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        with temporary.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    sync(path.parent)


def sync(folder: Path) -> None:
    """Force the names in a folder to disk, where the system has that (Windows has not)."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

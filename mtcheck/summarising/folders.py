"""Folders that a summary writes: whole or not at all, and never in place of somebody else's.

A folder is filled beside its place and then put there. What stood there before goes only if it was
one of ours: a file in it says so.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Filled", "check", "filled"]

_MARK = ".mtcheck-summary"
_WORDS = "Made by mtcheck summary, which replaces this folder as a whole.\n"


class Filled:
    """A folder under way: its files are written to ``path`` until :meth:`put` moves it in."""

    def __init__(self, path: Path, place: Path) -> None:
        self.path = path
        self._place = place
        self._old: Path | None = None

    @property
    def name(self) -> str:
        """The name that it will have."""
        return self._place.name

    def write(self, name: str, text: str) -> None:
        """Write one of its files; raises ``OSError``."""
        (self.path / name).write_text(text, encoding="utf-8", errors="backslashreplace", newline="")

    def put(self) -> None:
        """Move it to its place; raises ``OSError`` and leaves what was there."""
        if self._place.exists():
            old = self.path.with_name(f"{self.path.name}.old")
            self._place.rename(old)
            self._old = old
        try:
            self.path.rename(self._place)
        except OSError:
            if self._old is not None:
                self._old.rename(self._place)
                self._old = None
            raise

    def close(self) -> None:
        """Take away what is left over."""
        for path in (self.path, self._old):
            if path is not None:
                shutil.rmtree(path, ignore_errors=True)


@contextmanager
def filled(place: Path) -> Iterator[Filled]:
    """A new folder for ``place``; gone again unless it was put there. Raises ``OSError``."""
    place = Path(os.path.realpath(place))
    made = Path(tempfile.mkdtemp(prefix=f".{place.name[:80]}.", dir=place.parent))
    folder = Filled(made, place)
    try:
        mask = os.umask(0)
        os.umask(mask)
        made.chmod(0o777 & ~mask)
        (made / _MARK).write_text(_WORDS, encoding="utf-8")
        yield folder
    finally:
        folder.close()


def check(place: Path, option: str) -> None:
    """Raise :class:`InputError` where something stands at ``place`` that is not ours."""
    if not place.exists() and not place.is_symlink():
        return
    if not place.is_dir():
        message = f"{place} is a file: it would have to be a folder"
    elif (place / _MARK).is_file() or not any(place.iterdir()):
        return
    else:
        message = f"the folder {place} holds other files: nothing is written there"
    raise InputError(message, path=option)

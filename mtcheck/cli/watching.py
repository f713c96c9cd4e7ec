"""Checking again whenever a file changes, until somebody interrupts."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.cli.telling import tell
from mtcheck.errors import InputError, MissingExtra, MtcheckError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.cli.running import Texts

__all__ = ["watch"]

_LATEST = 2_000  # milliseconds to a look at the files though nothing was told of: before the
# system begins to tell, something may have changed


def watch(texts: Texts, outputs: tuple[str, ...], run: Callable[[], int]) -> int:
    """Run once, and again after every change below the folders of what is checked.

    ``outputs`` are files that the run itself writes: their changes count for nothing. An error ends
    one run, not the watch. The exit code is the last run's. Raises :class:`MissingExtra` without
    watchfiles, :class:`InputError` where standard input is to be checked.
    """
    try:
        from watchfiles import watch as changes  # noqa: PLC0415 - for this alone
    except ImportError:
        feature = "mtcheck check --watch"
        raise MissingExtra(feature, hint="pip install 'mtcheck[watch]'") from None
    named = [path for path in (*texts.mt, texts.reference, texts.source) if path is not None]
    if "-" in named:
        message = "cannot be watched: give a file or a folder"
        raise InputError(message, path="standard input (-)")
    folders = {_folder(Path(path)) for path in named}
    own = {Path(path).resolve() for path in outputs}
    state = _state(folders, own)
    code = _once(run)
    tell("watching for changes; end it with Ctrl-C")
    listening = changes(*sorted(folders), rust_timeout=_LATEST, yield_on_timeout=True)
    with suppress(KeyboardInterrupt):
        for _ in listening:
            # Compared with what was there before the last run: what the run wrote meanwhile, and
            # took away again, is no change; what somebody else wrote meanwhile is one.
            before, state = state, _state(folders, own)
            if state != before:
                code = _once(run)
                tell("watching for changes; end it with Ctrl-C")
    return code


def _state(folders: set[Path], own: set[Path]) -> dict[str, tuple[int, int]]:
    """When each file was changed last, and its size; hidden ones and ``own`` left out."""
    found = {}
    for folder in folders:
        for place, below, names in os.walk(folder):
            below[:] = [name for name in below if not name.startswith(".")]
            for name in names:
                path = Path(place, name)
                if not name.startswith(".") and path.resolve() not in own:
                    with suppress(OSError):  # gone in between
                        seen = path.stat()
                        found[str(path)] = (seen.st_mtime_ns, seen.st_size)
    return found


def _folder(path: Path) -> Path:
    """The folder to watch: an editor that saves replaces the file itself."""
    folder = path if path.is_dir() else path.parent
    if not folder.is_dir():
        message = "there is no such folder to watch"
        raise InputError(message, path=str(folder))
    return folder


def _once(run: Callable[[], int]) -> int:
    try:
        return run()
    except MtcheckError as error:
        tell(f"error: {error}")
        return 2

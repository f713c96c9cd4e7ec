"""The folder of a run: one that suits, and that one process at a time writes into."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.batch import attempts
from mtcheck.batch.ledger import Ledger
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LOG", "locked", "suits"]

LOCK, LOG = "lock", "log.jsonl"


def suits(folder: Path, given: str) -> None:
    """Raise :class:`InputError` where the folder cannot be that of a run over ``given``."""
    ledger = Ledger(folder)
    known = {LOCK, LOG, *ledger.names, attempts.FOLDER}
    if ledger.folder.exists() and not ledger.folder.is_dir():
        message = "is a file: a run is a folder"
        raise InputError(message, path=f"--output {folder}")
    if not ledger.folder.absolute().parent.is_dir():
        message = f"there is no folder {ledger.folder.parent}"
        raise InputError(message, path=f"--output {folder}")
    there = [p.name for p in ledger.folder.iterdir()] if ledger.folder.exists() else []
    foreign = [name for name in there if name not in known and name[0] != "."]
    if foreign and not ledger.exists:
        message = f"has something else in it ({min(foreign)}): give a new or empty folder"
        raise InputError(message, path=f"--output {folder}")
    if ledger.folder.resolve().is_relative_to(Path(given).resolve()):
        message = "is inside the input: it would be read as a part of it"
        raise InputError(message, path=f"--output {folder}")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """The run's folder, made if need be, for this process alone."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only here

    made = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        lock = FileLock(folder / LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        message = "another run is at work in it: wait until it has ended"
        raise InputError(message, path=f"--output {folder}") from None
    except OSError as error:
        message = f"cannot be written: {error.strerror}"
        raise InputError(message, path=f"--output {folder}") from None
    try:
        yield
    finally:
        lock.release()
        if made and not (folder / "run.json").exists():
            _remove(folder)


def _remove(folder: Path) -> None:
    """Take away the folder of a run that did not begin; what others put there stays."""
    with suppress(OSError):
        (folder / LOCK).unlink()
        folder.rmdir()

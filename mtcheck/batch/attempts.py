"""Attempts: what a worker that died was at, so that no document can end workers for ever.

Before a worker begins a document of a shard, it notes its index in a file that outlives it. When
the shard is worked on again in the same session (one start of the parent), the last index of an
attempt that did not end is the document that was under way: ended :data:`MOST` workers, it is left
out, with its error. Notes of an earlier session say nothing: then it was the parent that died.

The limit of time is kept by a watchdog in C (:mod:`faulthandler`), which ends the process whatever
Python is doing, and leaves the stack in a second file. Both are the same on every engine.
"""

from __future__ import annotations

import faulthandler
import os
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Self

from mtcheck.batch.durable import sync

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["FOLDER", "MOST", "Attempt", "Culprit", "begun", "clear"]

FOLDER = "under-way"

MOST = 3
"""Workers that a document may end before it is left out."""

_REARM = 1.0  # seconds; arming takes 0.1 ms, so that it is not done for every short document
_START, _CHECKED = b"start", b"checked"
_LATE = b"late "
_TIMEOUT = "Timeout"


class Culprit(NamedTuple):
    """A document that is left out: ``kind`` and ``error`` as in the table of articles."""

    kind: str
    error: str


def clear(run: Path) -> None:
    """Forget all attempts; for the parent that has the lock, before it begins."""
    folder = run / FOLDER
    folder.mkdir(exist_ok=True)
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            path.unlink()
    sync(run)


def begun(run: Path, session: str, shard: int) -> int:
    """How many documents of a shard were begun in this session, all attempts together."""
    try:
        raw = _notes(run, session, shard).read_bytes()
    except FileNotFoundError:
        return 0
    return sum(line.isdigit() for line in raw.split(b"\n"))


def _notes(run: Path, session: str, shard: int) -> Path:
    return run / FOLDER / f"{shard:06d}-{session}"


class Attempt:
    """One worker's try at one shard, as a context.

    ``number`` counts from 0, ``left_out`` says which documents to skip, and ``stack`` where the
    attempt before was when its time was up, if it was.
    """

    def __init__(self, run: Path, session: str, shard: int, timeout: float | None) -> None:
        """Read what became of the earlier attempts. ``timeout`` is in seconds, None for none."""
        self._path = _notes(run, session, shard)
        self._stacks = self._path.with_name(f"{self._path.name}.stack")
        self._timeout = timeout
        self._armed: float | None = None
        self.stack = ""
        self.number = 0
        self.left_out = self._judge()

    def _judge(self) -> dict[int, Culprit]:
        lines = self._path.read_bytes().splitlines() if self._path.exists() else []
        with suppress(FileNotFoundError):
            self.stack = self._stacks.read_text(encoding="utf-8", errors="replace")
        ended: Counter[int] = Counter()
        late: set[int] = set()
        last: int | None = None
        for line in [*lines, _START]:
            self.number += line == _START
            if line == _START and last is not None:
                ended[last] += 1
            if line.startswith(_LATE):
                late.add(int(line.removeprefix(_LATE)))
            else:
                last = int(line) if line.isdigit() else None
        if self.stack.startswith(_TIMEOUT):
            at = next(int(line) for line in reversed(lines) if line.isdigit())
            late.add(at)
            with self._path.open("ab") as file:
                file.write(b"%s%d\n" % (_LATE, at))
            self._stacks.unlink()
        self.number -= 1  # the last one is this one
        found = {
            at: Culprit("killed", f"ended the process that checked it, {MOST} times")
            for at, count in ended.items()
            if count >= MOST
        }
        limit = f"{self._timeout:g}" if self._timeout else ""
        return found | dict.fromkeys(
            late, Culprit("timeout", f"took longer than {limit} seconds and was ended")
        )

    def __enter__(self) -> Self:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        self._handle = os.open(self._path, flags, 0o666)
        self._stack_file = self._stacks.open("wb")
        os.write(self._handle, _START + b"\n")
        return self

    def begin(self, index: int) -> None:
        """Note that document ``index`` is under way, and start its time."""
        os.write(self._handle, b"%d\n" % index)
        now = time.monotonic()
        if self._timeout and (self._armed is None or now - self._armed > _REARM):
            # The time of the re-arming is added: no document is ended before its time.
            faulthandler.dump_traceback_later(
                self._timeout + _REARM, file=self._stack_file, exit=True
            )
            self._armed = now

    def checked(self) -> None:
        """Note that no document is under way any more: what follows is writing."""
        faulthandler.cancel_dump_traceback_later()
        os.write(self._handle, _CHECKED + b"\n")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        faulthandler.cancel_dump_traceback_later()
        os.close(self._handle)
        self._stack_file.close()
        if error is None:
            for path in (self._path, self._stacks):
                with suppress(FileNotFoundError):
                    path.unlink()

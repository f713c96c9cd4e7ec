"""The engine of one machine: a process a core, each with one thread.

The standard library's pools, and loky's, give up as a whole when one worker dies, and end no task
that takes too long; pebble does both but is LGPL. Here a worker is a process at the other end of
a pipe, and the parent waits for all pipes and all ends of processes at once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import connection, forkserver
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtcheck.batch import attempts
from mtcheck.batch.engines import EngineError, Trouble, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from mtcheck.batch.work import Done, Setup, Task

__all__ = ["Pool", "begin"]

# Elsewhere than on Linux systems' own libraries may have begun threads in any process.
_FORKED = sys.platform == "linux"
_BEAT = 0.2  # seconds between looks at whether to stop
_PATIENCE = 5.0  # seconds for an idle worker to leave
_STILLBORN = 3  # times that a shard's workers may die before they begin a document


def begin() -> None:
    """Start to load what workers need, beside whatever the parent does before it has any."""
    if _FORKED:
        multiprocessing.set_forkserver_preload(["mtcheck.batch.engines.nursery"])
        forkserver.ensure_running()


@dataclass(slots=True, eq=False)
class _Hand:
    """A worker as the parent sees it; ``task`` is what it is at."""

    process: BaseProcess
    pipe: Connection
    task: Task | None = None


@dataclass(slots=True)
class Pool:
    """``workers`` processes; ``tell`` is told of those that die, for the log."""

    setup: Setup
    workers: int
    tell: Callable[..., None]
    _hands: list[_Hand] = field(default_factory=list)
    _stillborn: dict[int, tuple[int, int]] = field(default_factory=dict)

    def run(self, tasks: Iterable[Task], stopping: Callable[[], bool]) -> Iterator[Done]:
        """See :class:`mtcheck.batch.engines.Engine`."""
        waiting = iter(tasks)
        try:
            # All at once: to be given a task a worker must have started.
            while len(self._hands) < self.workers:
                self._hire()
            over = False
            while True:
                while not (over or stopping()) and (hand := self._free()) is not None:
                    task = next(waiting, None)
                    over = task is None
                    if task is not None:
                        self._give(hand, task)
                busy = [hand for hand in self._hands if hand.task is not None]
                if not busy:
                    return
                yield from self._heard(busy)
        finally:
            self._end()

    def _free(self) -> _Hand | None:
        """A worker without a task; None where all are busy."""
        return next((hand for hand in self._hands if hand.task is None), None)

    def _hire(self) -> _Hand:
        context: SpawnContext | ForkServerContext = multiprocessing.get_context("spawn")
        if _FORKED:
            context = multiprocessing.get_context("forkserver")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self.setup), daemon=True)
        try:
            process.start()
        except (EOFError, OSError) as error:
            message = f"workers cannot be started: {str(error) or type(error).__name__}"
            raise EngineError(message) from error
        theirs.close()
        self._hands.append(_Hand(process, ours))
        return self._hands[-1]

    def _give(self, hand: _Hand, task: Task) -> None:
        hand.task = task
        # One that is dead cannot be written to; its end is heard next.
        with suppress(BrokenPipeError, ConnectionError):
            hand.pipe.send(task)

    def _heard(self, busy: list[_Hand]) -> Iterator[Done]:
        """Wait a beat for workers that are done, or dead."""
        waited: list[Any] = [hand.pipe for hand in busy]
        waited += [hand.process.sentinel for hand in busy]
        ready = connection.wait(waited, _BEAT)
        for hand in busy:
            if hand.pipe in ready:
                try:
                    answer = hand.pipe.recv()
                except (EOFError, ConnectionError):
                    self._replace(hand)
                    continue
                if isinstance(answer, Trouble):
                    raise answer.error()
                hand.task = None
                if answer.tired:
                    self._retire(hand)
                yield answer
            elif hand.process.sentinel in ready:
                self._replace(hand)

    def _retire(self, hand: _Hand) -> None:
        """Send an idle worker home, and take on another."""
        self.tell("worker retired", pid=hand.process.pid)
        self._hands.remove(hand)
        with suppress(BrokenPipeError, ConnectionError):
            hand.pipe.send(None)
        hand.process.join(_PATIENCE)
        hand.process.kill()
        hand.pipe.close()
        self._hire()

    def _replace(self, hand: _Hand) -> None:
        """Give the shard of a worker that has died to a new one."""
        task = hand.task
        assert task is not None  # noqa: S101 - it was busy
        hand.process.join()
        self._hands.remove(hand)
        hand.pipe.close()
        code, shard = hand.process.exitcode, task.shard.shard
        self.tell("worker died", level="warning", exit_code=code, shard=shard)
        run, session = Path(self.setup.run), self.setup.session
        begun = attempts.begun(run, session, shard)
        before, times = self._stillborn.get(shard, (0, 0))
        times = times + 1 if begun == before else 0
        self._stillborn[shard] = begun, times
        if times >= _STILLBORN:
            message = (
                f"workers die before they begin (exit code {code}), {times} times with shard"
                f" {shard}; is there enough memory for {self.workers} of them?"
            )
            raise EngineError(message)
        self._give(self._hire(), task)

    def _end(self) -> None:
        """Send idle workers home, and kill what is left."""
        for hand in self._hands:
            if hand.task is None:
                with suppress(BrokenPipeError, ConnectionError):
                    hand.pipe.send(None)
            else:
                hand.process.kill()
        for hand in self._hands:
            hand.process.join(_PATIENCE)
            if hand.process.is_alive():
                hand.process.kill()
                hand.process.join()
            hand.pipe.close()
        self._hands.clear()


def serve(pipe: Connection, setup: Setup) -> None:
    """Be a worker: work on the tasks that come through the pipe until None comes, or its end."""
    prepare(setup.collected_after)
    # The terminal and the system signal all of a group: it is the parent that decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    from mtcheck.batch.work import Worker  # noqa: PLC0415 - after the limits on threads

    try:
        worker = Worker(setup)
    except Exception as error:  # noqa: BLE001 - the parent says what it means
        with suppress(ConnectionError):
            pipe.send(Trouble.of(error))
        return
    with suppress(EOFError, ConnectionError):
        while (task := pipe.recv()) is not None:
            answer: Done | Trouble
            try:
                answer = worker.work(task)
            except Exception as error:  # noqa: BLE001 - the parent says what it means
                answer = Trouble.of(error)
            pipe.send(answer)
    # All is written: to take apart what has been learnt, object by object, takes a second.
    os._exit(0)


def _leave_with_parent() -> None:
    """End this process, whatever it is at, when the parent has died."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - it was started by one
    connection.wait([parent.sentinel])
    os._exit(1)

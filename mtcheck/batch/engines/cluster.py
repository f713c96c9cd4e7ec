"""The engine of many machines: a pool of actors on a Ray cluster. The one door to Ray.

Ray schedules the actors, starts those anew that die, and gives their tasks out again; Ray's own
pool of actors hands out the work, one shard an actor, so that no more is read than is worked on.
Ray keeps no results: the shards are written by the actors into the run's folder, which every
machine must see at the same path, and resuming is by those shards as on any engine.

There are fewer actors than CPUs: one that needs the last one waits for it for ever when something
else on the cluster, such as Ray itself after a failure, holds a part of it.
"""

from __future__ import annotations

import logging
import os
import socket
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtcheck.batch.engines import EngineError, Trouble, prepare
from mtcheck.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mtcheck.batch.work import Done, Setup, Task

__all__ = ["Cluster"]

_BEAT = 0.2  # seconds between looks at whether to stop
_CONNECT = 10.0  # seconds
_PATIENCE = 300.0  # seconds for a first actor to be ready
_STORE = 256 << 20  # bytes of the object store of a cluster of our own: tasks are some 100 KB


@dataclass(slots=True)
class Cluster:
    """At most ``wanted`` actors on the cluster at ``address``, or one of this machine for None.

    ``tasks`` is how many tasks there are. ``workers`` is how many actors there are, from the start
    of :meth:`run` on.
    """

    setup: Setup
    wanted: int
    address: str | None
    tasks: int
    workers: int = field(init=False, default=0)

    def run(self, tasks: Iterable[Task], stopping: Callable[[], bool]) -> Iterator[Done]:
        """See :class:`mtcheck.batch.engines.Engine`."""
        ray = self._connected()
        try:
            self.workers = self._count(ray)
            actor = ray.remote(num_cpus=1, max_restarts=-1, max_task_retries=-1)(_Hand)
            hands = [actor.remote(self.setup, number) for number in range(self.workers)]
            yield from _Work(ray, hands).answers(tasks, stopping)
        except ray.exceptions.RayError as error:
            message = f"the Ray cluster is lost: {_first_line(error)}"
            raise EngineError(message) from error
        finally:
            ray.shutdown()  # the actors end with their driver

    def _connected(self) -> Any:  # noqa: ANN401 - a module without types
        try:
            import ray
        except ImportError:
            feature = "--engine ray"
            raise MissingExtra(feature, hint="pip install 'mtcheck[batch,ray]'") from None
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        if self.address is not None:
            _reachable(self.address)
        own: dict[str, Any] = {}
        if self.address is None:
            count = min(self.wanted, self.tasks) + 1
            own = {
                "num_cpus": count,
                "object_store_memory": _STORE,
                "include_dashboard": False,
            }
        try:
            ray.init(
                address=self.address or "local",
                log_to_driver=False,
                logging_level=logging.ERROR,
                **own,
            )
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            where = f"at {self.address}" if self.address else "of this machine"
            message = f"no Ray cluster {where}: {_first_line(error)}"
            raise EngineError(message) from None
        return ray

    def _count(self, ray: Any) -> int:  # noqa: ANN401 - a module without types
        cpus = int(ray.cluster_resources().get("CPU", 0))
        if cpus < 2:  # noqa: PLR2004 - an actor, and one that is left free
            message = f"the Ray cluster has {cpus} CPU: it needs one more than there are workers"
            raise EngineError(message)
        return min(self.wanted, self.tasks, cpus - 1)


def _reachable(address: str) -> None:
    """Raise where nothing listens: Ray would end this process after a while, without a word."""
    host, joint, port = address.removeprefix("ray://").rpartition(":")
    if joint and port.isdigit():
        try:
            socket.create_connection((host.strip("[]"), int(port)), _CONNECT).close()
        except OSError as error:
            message = f"no Ray cluster at {address}: {error.strerror or error}"
            raise EngineError(message) from None


class _Work:
    """The handing out of tasks to actors as they are ready and free, and what they answer."""

    def __init__(self, ray: Any, hands: list[Any]) -> None:  # noqa: ANN401 - a module without types
        from ray.util import ActorPool

        self._ray = ray
        self._pool: Any = ActorPool([])
        # An actor is given work when it is ready: one that finds no CPU must not sit on a shard.
        self._coming = {hand.ready.remote(): hand for hand in hands}
        self._all = hands
        self._since = time.monotonic()

    def answers(self, tasks: Iterable[Task], stopping: Callable[[], bool]) -> Iterator[Done]:
        waiting, over = iter(tasks), False
        while True:
            self._welcome()
            while not (over or stopping()) and self._pool.has_free():
                task = next(waiting, None)
                over = task is None
                if task is not None:
                    self._pool.submit(_work, task)
            if self._pool.has_next():
                yield from self._answer()
            elif over or stopping():
                return

    def _welcome(self) -> None:
        """Take actors that are ready into the pool; with nothing under way, wait for them a beat.

        Raises what keeps them from working.
        """
        if not self._coming:
            return
        beat = 0 if self._pool.has_next() else _BEAT
        ready, _ = self._ray.wait(list(self._coming), timeout=beat)
        for reference in ready:
            if (trouble := self._ray.get(reference)) is not None:
                raise trouble.error()
            self._pool.push(self._coming.pop(reference))
        if len(self._coming) == len(self._all) and time.monotonic() - self._since > _PATIENCE:
            message = f"no worker was ready in {_PATIENCE:.0f} s: has the cluster free CPUs?"
            raise EngineError(message)

    def _answer(self) -> Iterator[Done]:
        try:
            answer = self._pool.get_next_unordered(timeout=_BEAT)
        except TimeoutError:
            return
        if isinstance(answer, Trouble):
            raise answer.error()
        number, done = answer
        if done.tired:  # it has no task now, and Ray starts it anew
            self._ray.kill(self._all[number], no_restart=False)
        yield done


def _work(hand: Any, task: Task) -> Any:  # noqa: ANN401 - an actor, and the reference to its answer
    return hand.work.remote(task)


class _Hand:
    """A worker as an actor. What keeps it from working is an answer, not an exception."""

    def __init__(self, setup: Setup, number: int) -> None:
        self._number = number
        prepare(setup.collected_after)
        from mtcheck.batch.work import Worker  # noqa: PLC0415 - after the limits on threads

        self._trouble: Trouble | None = None
        try:
            self._worker = Worker(setup)
        except Exception as error:  # noqa: BLE001 - the driver says what it means
            self._trouble = Trouble.of(error)

    def ready(self) -> Trouble | None:
        """None when there is nothing in the way of work."""
        return self._trouble

    def work(self, task: Task) -> tuple[int, Done] | Trouble:
        """Work on a shard; the answer says whose it is."""
        try:
            return self._number, self._worker.work(task)
        except Exception as error:  # noqa: BLE001 - the driver says what it means
            return Trouble.of(error)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]

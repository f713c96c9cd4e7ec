"""A run from its input to its tables: planned, worked on, resumed."""

from __future__ import annotations

import gc
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtcheck.batch import attempts, facts_of_run, identity, inputs, places, planning, tables
from mtcheck.batch.cores import cores
from mtcheck.batch.engines import pool
from mtcheck.batch.engines.cluster import Cluster
from mtcheck.batch.ledger import Ledger
from mtcheck.batch.log import Log
from mtcheck.batch.work import Setup, Task
from mtcheck.errors import InputError
from mtcheck.governing import Governing

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from mtcheck.batch.documents import Document
    from mtcheck.batch.engines import Engine
    from mtcheck.batch.inputs import Asked, Corpus
    from mtcheck.batch.ledger import Record
    from mtcheck.batch.planning import Plan

__all__ = ["MEMORY", "Request", "State", "run"]


MEMORY = 600
"""Megabytes from which on a worker is replaced after its shard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to run, and how.

    ``run`` is the folder. ``given``, ``config`` and ``isolated`` are as in :class:`Governing`.
    ``engine`` is ``pool`` or ``ray``, ``address`` that of a Ray cluster; ``workers`` None for one
    a core. ``timeout`` is of a document, in seconds, None for none; ``memory`` of a worker, in
    megabytes. ``command`` began the run. How it is worked on (engine, workers, timeout, memory)
    may change when it is resumed; all else not.
    """

    asked: Asked
    run: str
    given: Mapping[str, object]
    config: str | None = None
    isolated: bool = False
    allow_download: bool = False
    scores: bool = False
    rows_a_shard: int = planning.ROWS_A_SHARD
    engine: str = "pool"
    address: str | None = None
    workers: int | None = None
    timeout: float | None = None
    memory: int = MEMORY
    resume: bool = False
    retry_failed: bool = False
    command: tuple[str, ...] = ()


@dataclass(slots=True)
class State:
    """How far a run is; written by the run, read by whoever shows it.

    ``phase`` is ``reading``, ``checking`` or ``done``. ``done`` are shards, as ``shards`` is;
    ``before`` are the rows that were done when this session began, at ``since`` by the monotonic
    clock. ``begun``: there is a run now. ``stopped``: it was asked to stop before all was done.
    """

    phase: str = "reading"
    shards: int = 0
    articles: int = 0
    rows: int = 0
    done: int = 0
    done_articles: int = 0
    done_rows: int = 0
    before: int = 0
    segments: int = 0
    session_segments: int = 0
    findings: int = 0
    failed: int = 0
    fails: int = 0
    broken: int = 0
    workers: int = 0
    since: float = field(default_factory=time.monotonic)
    begun: bool = False
    stopped: bool = False
    warnings: list[str] = field(default_factory=list)

    def add(self, record: Record, *, now: bool) -> None:
        """Count a shard; ``now``: it was done in this session."""
        self.done += 1
        self.done_articles += record.articles
        self.done_rows += record.rows
        self.segments += record.segments
        self.findings += record.findings
        self.failed += record.failed
        self.fails += record.fails
        self.broken += record.broken
        if now:
            self.session_segments += record.segments
        else:
            self.before += record.rows


def run(request: Request, state: State, stopping: Callable[[], bool]) -> None:
    """Begin a run or go on with it; ``state`` tells what came of it.

    Raises :class:`mtcheck.errors.MtcheckError` where it cannot begin or go on. What was done
    until then is kept.
    """
    tables.schema(tables.RUN)  # without pyarrow there is nothing to begin with
    folder = Path(request.run)
    places.suits(folder, request.asked.input)
    with places.locked(folder):
        try:
            _run(request, Ledger(folder), state, stopping)
        except _StoppedError:
            state.stopped = True
        except OSError as error:
            message = f"cannot be written: {error.strerror or error}; what is done is kept"
            raise InputError(message, path=request.run) from error


class _StoppedError(Exception):
    """It was time to stop before the input was read to its end."""


def _run(request: Request, ledger: Ledger, state: State, stopping: Callable[[], bool]) -> None:
    if ledger.exists and not (request.resume or request.retry_failed):
        message = "holds a run already: --resume goes on with it"
        raise InputError(message, path=f"--output {request.run}")
    if (request.resume or request.retry_failed) and not ledger.exists:
        message = "holds no run that could be resumed: leave out --resume to begin one"
        raise InputError(message, path=f"--output {request.run}")
    if request.engine == "pool":
        pool.begin()
    governing = Governing(request.given, request.config, request.isolated)
    corpus = inputs.opened(request.asked, governing)
    state.warnings += corpus.warnings
    deciding = identity.Deciding(governing)

    def look(document: Document) -> None:
        if stopping():
            raise _StoppedError
        deciding.look(document)

    plan = planning.plan(corpus, request.rows_a_shard, request.asked.input, look)
    state.warnings += deciding.warnings
    decided = identity.identity(
        deciding=deciding,
        options=_options(request),
        scores=request.scores,
        kind=corpus.kind,
        path=request.asked.input,
        plan=plan,
        rows_a_shard=request.rows_a_shard,
        allow_download=request.allow_download,
    )
    log = Log(ledger.folder / places.LOG)
    if not ledger.exists:
        begun = ledger.create(decided, plan.shards, request.command)
        log("run begun", run=begun.run, articles=plan.articles, shards=len(plan.shards))
    else:
        _same(ledger, decided, request)
    state.begun = True
    facts_of_run.write(ledger, plan)
    attempts.clear(ledger.folder)
    ledger.tidy()
    todo = _todo(ledger, plan, state, log, retry_failed=request.retry_failed)
    _Session(request=request, ledger=ledger, corpus=corpus, state=state, log=log).work(
        todo, stopping
    )


def _options(request: Request) -> dict[str, Any]:
    """What decides beside settings and texts; what stands in the documents is left out."""
    asked = request.asked
    return {"config": request.config, "isolated": request.isolated, "aligned": asked.aligned}


def _same(ledger: Ledger, decided: Mapping[str, Any], request: Request) -> None:
    """Raise where the run is not the one that was begun; the message says what differs."""
    old = ledger.run()
    found = identity.differences(old.identity, decided)
    if found:
        message = (
            f"was begun with something else and cannot be resumed with this: {'; '.join(found)}"
        )
        raise InputError(message, path=f"--output {request.run}")


def _todo(
    ledger: Ledger, plan: Plan, state: State, log: Log, *, retry_failed: bool
) -> frozenset[int]:
    """The shards that are not done, not whole, or to be retried."""
    ledger.plan()  # raises where it is damaged
    state.shards, state.articles = len(plan.shards), plan.articles
    state.rows = plan.rows
    todo = set()
    for shard in plan.shards:
        record, damage = ledger.standing(shard)
        if damage is not None:
            log("shard is damaged", level="warning", shard=shard.shard, damage=damage)
            state.warnings.append(f"{damage}: the shard is done again")
        if record is None or damage is not None or (retry_failed and record.failed):
            todo.add(shard.shard)
        else:
            state.add(record, now=False)
    return frozenset(todo)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Session:
    """One start of the parent: the work on what is left."""

    request: Request
    ledger: Ledger
    corpus: Corpus
    state: State
    log: Log
    name: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    def work(self, todo: frozenset[int], stopping: Callable[[], bool]) -> None:
        """Do the shards that are left, until all are done or it is time to stop."""
        state, log = self.state, self.log
        state.phase, state.since = "checking", time.monotonic()
        if todo:
            engine = self._engine(len(todo))
            log("session begun", session=self.name, engine=self.request.engine, shards=len(todo))
            for done in engine.run(self._tasks(todo), stopping):
                if state.workers != engine.workers:
                    state.workers = engine.workers
                    log("workers ready", workers=engine.workers)
                for event in done.events:
                    log(**event)
                state.add(done.record, now=True)
            self.ledger.tidy()
        state.stopped = state.done < state.shards
        state.phase = "done"
        log("session ended", session=self.name, shards=state.done, stopped=state.stopped)

    def _tasks(self, todo: Collection[int]) -> Iterator[Task]:
        """The tasks that are to be done, with their texts as they are read."""
        request = self.request
        planned = {shard.shard: shard for shard in self.ledger.plan()}
        for shard, documents in planning.cut(self.corpus.documents(), request.rows_a_shard):
            if planned.get(shard.shard) != shard:
                message = "has changed while the run was under way: begin a new one"
                raise InputError(message, path=request.asked.input)
            if shard.shard in todo:
                yield Task(shard, documents)

    def _engine(self, tasks: int) -> Engine:
        request = self.request
        setup = Setup(
            run=str(self.ledger.folder.absolute()),
            session=self.name,
            given=request.given,
            config=request.config,
            isolated=request.isolated,
            scores=request.scores,
            timeout=request.timeout,
            memory=request.memory,
            models=tuple(self.ledger.run().identity["models"]),
            collected_after=gc.get_threshold()[0],
        )
        if request.engine == "ray":
            return Cluster(setup, request.workers or cores(), request.address, tasks)
        return pool.Pool(setup, min(request.workers or cores(), tasks), self.log)

"""The work on a shard: documents in, its files and its record out. The same on every engine."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from mtcheck import pipeline
from mtcheck.batch import documents, facts, memory, tables
from mtcheck.batch.attempts import Attempt
from mtcheck.batch.ledger import Ledger, Record
from mtcheck.errors import ModelError, MtcheckError
from mtcheck.governing import Governing
from mtcheck.reading import files
from mtcheck.spans import loading
from mtcheck.suppressing import Rules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtcheck.article import Article
    from mtcheck.batch.attempts import Culprit
    from mtcheck.batch.documents import Document
    from mtcheck.batch.facts import Row
    from mtcheck.batch.planning import Shard
    from mtcheck.reading.pairing import Job
    from mtcheck.settings import Files, Settings

__all__ = ["Done", "Setup", "Task", "Worker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What every worker of a session knows. ``run`` is the run's folder, ``session`` one start.

    ``given``, ``config`` and ``isolated`` are as in :class:`Governing`; ``scores``: compute BLEU,
    chrF and TER; ``timeout`` is of a document, in seconds; ``models`` are loaded before any work;
    a worker that has come to use more than ``memory`` megabytes is tired;
    ``collected_after`` is for the garbage collector, as the parent has it.
    """

    run: str
    session: str
    given: Mapping[str, object]
    config: str | None
    isolated: bool
    scores: bool
    timeout: float | None
    models: tuple[str, ...]
    memory: int
    collected_after: int


class Task(NamedTuple):
    """A shard, and its documents with their texts."""

    shard: Shard
    documents: tuple[Document, ...]


class Done(NamedTuple):
    """A shard that is done: its record, and events for the log.

    ``tired``: the worker has come to use so much memory that another one should take its place.
    Word forms and names that it has met are kept, and there is always a new one.
    """

    record: Record
    events: tuple[dict[str, Any], ...]
    tired: bool = False


@dataclass(slots=True)
class _Rows:
    """The rows of a shard so far, by table."""

    articles: list[Row] = field(default_factory=list)
    segments: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    timings: list[Row] = field(default_factory=list)


class Worker:
    """Works on one shard after the other; keeps what it has loaded."""

    def __init__(self, setup: Setup) -> None:
        """Be ready for work as ``setup`` says.

        A model that takes more memory than there is ends a worker here, and blames no document.
        """
        self._setup = setup
        self._ledger = Ledger(Path(setup.run))
        self._governing = Governing(setup.given, setup.config, setup.isolated)
        self._settled: dict[tuple[str, str, str | None], tuple[Settings, Files]] = {}
        self._events: list[dict[str, Any]] = []
        self._needed = 0
        self._read: tuple[Job, tuple[Article, ...]] | None = None
        for model in setup.models:
            loading.named(model, allow_download=bool(setup.given.get("allow_download")))

    def work(self, task: Task) -> Done:
        """Check a shard's documents and write its files.

        What goes wrong with a document is in its row. Raises ``OSError`` where the run's folder
        cannot be written, and :class:`ModelError`.
        """
        setup, shard, found = self._setup, task.shard, _Rows()
        self._events = []
        before = time.monotonic()
        with Attempt(self._ledger.folder, setup.session, shard.shard, setup.timeout) as attempt:
            if attempt.number:
                self._tell("shard begun again", level="warning", attempt=attempt.number)
            if attempt.stack:
                self._tell("stack of a document that took too long", stack=attempt.stack)
            for index, document in enumerate(task.documents):
                culprit = attempt.left_out.get(index)
                if culprit is None:
                    attempt.begin(index)
                self._document(document, shard.first + index, shard.shard, found, culprit)
            attempt.checked()
            record = self._written(shard, found)
            self._ledger.commit(record)
        seconds = round(time.monotonic() - before, 3)
        self._tell(
            "shard done",
            shard=shard.shard,
            segments=record.segments,
            seconds=seconds,
            pid=os.getpid(),
            megabytes=memory.used(),
        )
        return Done(record, tuple(self._events), self._tired())

    def _document(
        self, document: Document, number: int, shard: int, found: _Rows, culprit: Culprit | None
    ) -> None:
        before = time.perf_counter()
        kind, error = culprit or self._checked(document, number, shard, found)
        if kind is not None:
            found.articles.append(facts.failed(document, number, shard, kind, error))
            self._tell("document failed", article=number, name=document.name, error=error)
        seconds = time.perf_counter() - before
        found.timings.append(facts.of_article(document, number) | {"seconds": seconds})

    def _checked(
        self, document: Document, number: int, shard: int, found: _Rows
    ) -> tuple[str | None, str]:
        """Add the rows of a document; or what kind of failure there was, and its words."""
        if document.error is not None:
            return "input", documents.printable(document.error)
        try:
            article = self._article(document)
            settings, files = self._settings(article, document.path)
            pairs = self._governing.beside.rules(files).pairs
            # Fresh rules, since fingerprints are numbered within the article, whatever came before.
            report = pipeline.check(article, settings, Rules(pairs=pairs))
            compared = facts.compared(report, asked=self._setup.scores)
            rows = (
                facts.of_report(report, document, number, shard, compared),
                list(facts.segments(report, document, number, compared)),
                list(facts.findings(report, document, number)),
            )
        except ModelError:
            raise
        except MtcheckError as error:
            return "input", _line(error)
        except Exception as error:  # noqa: BLE001 - one document must not lose the others' work
            self._tell("crash", article=number, traceback=traceback.format_exc())
            return "crash", f"{type(error).__name__}: {_line(error)}"
        found.articles.append(rows[0])
        found.segments += rows[1]
        found.findings += rows[2]
        return None, ""

    def _article(self, document: Document) -> Article:
        if document.job is None or document.said is None:
            return documents.article(document)
        # Its other documents come next: a file of many is read once.
        if self._read is None or self._read[0] != document.job:
            found = files.read(document.job, document.said, aligned=document.aligned)
            self._read = document.job, found
        return self._read[1][document.part]

    def _settings(self, article: Article, path: str) -> tuple[Settings, Files]:
        source = article.source.language.tag if article.source else None
        key = (path, article.mt.language.tag, source)
        if key not in self._settled:
            if len(self._settled) >= _MOST_SETTLED:
                self._settled.clear()
            settings, files = self._governing.settings(article, path)
            # A baseline is for one run of `check`: here all findings are facts.
            self._settled[key] = settings, msgspec.structs.replace(files, baseline=None)
        return self._settled[key]

    def _written(self, shard: Shard, found: _Rows) -> Record:
        files = {}
        for table in tables.OF_SHARDS:
            rows = getattr(found, table.name)
            raw = tables.encode(table, rows)
            files[table.name] = self._ledger.write(table, shard.shard, raw, len(rows))
        checked = [row for row in found.articles if row["status"] == "checked"]
        return Record(
            shard=shard.shard,
            sha256=shard.sha256,
            files=files,
            articles=shard.articles,
            rows=shard.rows,
            segments=len(found.segments),
            findings=len(found.findings),
            failed=len(found.articles) - len(checked),
            fails=sum(row["fails"] for row in checked),
            broken=sum(bool(row["failures"]) for row in checked),
        )

    def _tired(self) -> bool:
        used = memory.used()
        if used is None:
            return False
        # What it needs at all is no reason: the next one would need it, too.
        self._needed = self._needed or used
        return used > max(self._setup.memory, self._needed + _GROWN)

    def _tell(self, event: str, **values: object) -> None:
        self._events.append({"event": event} | values)


_GROWN = 64  # megabytes, so that a worker is not replaced after every shard
_MOST_SETTLED = 1000
_LONGEST = 500


def _line(error: BaseException) -> str:
    """An error as one line, without what no table can hold."""
    return documents.printable(" ".join(str(error).split())[:_LONGEST])

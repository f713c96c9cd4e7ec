"""The desk: one file with articles under review, what was found, what editors made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from mtcheck.errors import InputError
from mtcheck.mqm import Category, Severity
from mtcheck.reviewing import (
    annotated,
    doing,
    drafting,
    events,
    exporting,
    leading,
    looking,
    queueing,
    rechecking,
    reports,
    runs,
    steps,
    taking,
)
from mtcheck.reviewing.demanding import demand_words, the_article, the_segment
from mtcheck.reviewing.queued import Filters
from mtcheck.reviewing.store import Store
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike
    from typing import Self

    from mtcheck.report import Report
    from mtcheck.reviewing.exporting import Exported
    from mtcheck.reviewing.figures import LeadView
    from mtcheck.reviewing.incoming import IncomingArticle
    from mtcheck.reviewing.queued import Cursor, Facets, QueuePage, QueueRow
    from mtcheck.reviewing.views import (
        ArticleView,
        DraftView,
        Event,
        LiveFinding,
        Progress,
        Taken,
        Verdict,
    )

__all__ = ["Desk"]

_PAGE = 50


def _now() -> str:
    """The time in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Desk:
    """One open desk; safe from several threads, and several processes may have it open.

    Whatever is done is one transaction: when the method comes back it is on the disk, and where
    it raises nothing has changed. Every method may raise :class:`mtcheck.errors.DeskError` (the
    file is busy, the disk is full) and :class:`InputError` (there is no such article; a text that
    cannot be stored); those that change what others may change, too, :class:`Conflict`.
    """

    def __init__(self, store: Store, clock: Callable[[], str] = _now) -> None:
        self._store = store
        self._clock = clock

    @classmethod
    def open(cls, path: str | PathLike[str], *, clock: Callable[[], str] = _now) -> Self:
        """Open the desk at ``path``; it is made where there is none, brought up to date else.

        Raises :class:`InputError` where the file is no desk, or one of a newer mtcheck.
        """
        return cls(Store(Path(path)), clock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    @property
    def path(self) -> Path:
        """The file of the desk."""
        return self._store.path

    # Into it

    def take(self, found: Iterable[Report], *, columns: tuple[str, ...] = ()) -> Taken:
        """Take in reports of a check, all or none.

        Articles that are there already keep what was decided of findings that are found again.
        ``columns`` is the setting ``table-columns`` that the files were read with.
        """
        # The checks come first: the desk is not locked for others while they run.
        coming = [reports.article(report, columns) for report in found]
        with self._store.writing() as connection:
            return taking.take(connection, coming, self._clock())

    def take_articles(self, articles: Iterable[IncomingArticle]) -> Taken:
        """Take in articles from anywhere, all or none."""
        with self._store.writing() as connection:
            return taking.take(connection, articles, self._clock())

    def take_run(self, run: Path) -> Taken:
        """Take in a folder that ``mtcheck batch`` made, all or none of what can be read."""
        notes: list[str] = []
        taken = self.take_articles(runs.articles(run, notes))
        return replace(taken, notes=(*taken.notes, *notes))

    def take_gold(self, path: Path, pair: tuple[str, str] | None = None) -> Taken:
        """Take in annotations by people, in any format that ``mtcheck eval`` reads.

        ``pair`` are the source and target language, where the file names none.
        """
        return self.take_articles(annotated.articles(path, pair))

    # Looking

    def queue(
        self, filters: Filters | None = None, after: Cursor | None = None, limit: int = _PAGE
    ) -> QueuePage:
        """The articles that fit, the most urgent first, from behind ``after`` on."""
        with self._store.reading() as connection:
            return queueing.queue(connection, filters or Filters(), after, limit)

    def neighbours(self, filters: Filters, at: Cursor) -> tuple[QueueRow | None, QueueRow | None]:
        """The articles before and behind a place in the queue."""
        with self._store.reading() as connection:
            return queueing.neighbours(connection, filters, at)

    def facets(self, filters: Filters | None = None) -> Facets:
        """What the filters of the queue may be set to, with numbers of findings."""
        with self._store.reading() as connection:
            return queueing.facets(connection, filters or Filters())

    def article(self, number: int, editor: str) -> ArticleView:
        """An article side by side, with what everyone said and what ``editor`` was typing."""
        with self._store.reading() as connection:
            return looking.article(connection, number, editor)

    def history(
        self,
        article: int | None = None,
        *,
        editor: str | None = None,
        before: int | None = None,
        after: int | None = None,
        limit: int = _PAGE,
    ) -> list[Event]:
        """What was done, the latest first: before one event, after another, or both."""
        asked = events.Asked(article, editor, before, after, limit)
        with self._store.reading() as connection:
            return events.history(connection, asked)

    def progress(self, editor: str | None = None) -> Progress:
        """How far the work is, of one editor or of all."""
        with self._store.reading() as connection:
            return looking.progress(connection, editor)

    def drafts(self, editor: str) -> list[DraftView]:
        """What an editor has typed and not saved, the latest first."""
        with self._store.reading() as connection:
            return drafting.drafts(connection, editor)

    # Out of it

    def export(self, kind: str) -> Exported:
        """A file of one of :data:`mtcheck.reviewing.exporting.KINDS`, as things stand now."""
        with self._store.reading() as connection:
            return exporting.exported(connection, kind)

    def backup(self, to: str | PathLike[str]) -> None:
        """Write the desk as it is now into a new file, while editors go on working."""
        self._store.backup(Path(to))

    def lead(self) -> LeadView:
        """What the judgements say of the checks, of the work, and of each other."""
        with self._store.reading() as connection:
            return leading.lead(connection)

    # Doing

    def decide(  # noqa: PLR0913 - what a decision says
        self,
        editor: str,
        finding: int,
        verdict: Verdict | None,
        *,
        reason: str | None = None,
        comment: str | None = None,
        version: int,
    ) -> Event:
        """Judge a finding; None takes the judgement back.

        ``version`` is that of the editor's own decision as they saw it, 0 for none.
        """
        demand_words(editor, reason, comment)
        if verdict not in {None, "accepted", "rejected"}:
            message = f"{verdict!r} is no verdict: accepted, rejected or none"
            raise InputError(message)
        with self._store.writing() as connection:
            step = steps.decided(connection, editor, finding, verdict, reason, comment, version)
            return doing.do(connection, editor, step, self._clock())

    def edit(self, editor: str, segment: int, words: str, *, version: int) -> Event:
        """Put ``words`` in place of what a sentence says; the editor's draft of it goes."""
        demand_words(editor, words)
        with self._store.writing() as connection:
            step = steps.edited(connection, segment, words, version)
            drafting.drop(connection, editor, segment)
            return doing.do(connection, editor, step, self._clock())

    def apply(self, editor: str, finding: int, *, version: int) -> Event:
        """Accept a finding and put its suggestion in place; ``version`` is the sentence's."""
        demand_words(editor)
        with self._store.writing() as connection:
            step = steps.applied(connection, editor, finding, version)
            return doing.do(connection, editor, step, self._clock())

    def mark(  # noqa: PLR0913, PLR0917 - the fields of a mark
        self,
        editor: str,
        segment: int,
        start: int,
        end: int,
        category: str,
        severity: str,
        comment: str = "",
        *,
        version: int,
    ) -> Event:
        """Add a finding of one's own on ``start`` to ``end`` of what the sentence says now.

        It is about the translation, so it must lie in words that were there.
        """
        demand_words(editor, comment)
        category, severity = Category(category).value, Severity(severity).value
        span = Span(start, end)
        with self._store.writing() as connection:
            step = steps.marked(
                connection, editor, segment, span, category, severity, comment, version
            )
            return doing.do(connection, editor, step, self._clock())

    def withdraw(self, editor: str, finding: int) -> Event:
        """Take back a finding of one's own, which nobody else has judged."""
        with self._store.writing() as connection:
            step = steps.withdrawn(connection, editor, finding)
            return doing.do(connection, editor, step, self._clock())

    def comment(
        self, editor: str, words: str, *, article: int | None = None, finding: int | None = None
    ) -> Event:
        """Remark on an article, or on a finding."""
        demand_words(editor, words)
        at = self._clock()
        with self._store.writing() as connection:
            step = steps.commented(connection, editor, words, at, article=article, finding=finding)
            return doing.do(connection, editor, step, at)

    def undo(self, editor: str, article: int | None = None) -> Event | None:
        """Take back the editor's last step, in one article or in all; None where there is none."""
        with self._store.writing() as connection:
            return doing.undo(connection, editor, article, self._clock())

    def redo(self, editor: str, article: int | None = None) -> Event | None:
        """Do again what the editor undid last; None where there is nothing."""
        with self._store.writing() as connection:
            return doing.redo(connection, editor, article, self._clock())

    def draft(self, editor: str, segment: int, words: str, base_version: int) -> None:
        """Keep what an editor is typing; equal to the sentence as it stands, it is forgotten."""
        demand_words(editor, words)
        with self._store.writing() as connection:
            drafting.keep(connection, editor, segment, words, base_version, self._clock())

    def drop_draft(self, editor: str, segment: int) -> None:
        """Forget what an editor was typing."""
        with self._store.writing() as connection:
            drafting.drop(connection, editor, segment)

    def spend(self, editor: str, article: int, seconds: float) -> None:
        """Note that an editor has had an article before them for some seconds."""
        demand_words(editor)
        with self._store.writing() as connection:
            the_article(connection, article)
            connection.execute(
                text(
                    "INSERT INTO work (editor, article, seconds) VALUES (:editor, :article, :s)"
                    " ON CONFLICT DO UPDATE SET seconds = seconds + :s"
                ),
                {"editor": editor, "article": article, "s": max(seconds, 0.0)},
            )

    def recheck(self, segment: int, words: str, *, model: bool = False) -> tuple[LiveFinding, ...]:
        """What a check finds in a sentence if it says ``words``; nothing is stored.

        ``model``: the span model reads it, too, which is loaded the first time.
        """
        demand_words("-", words)
        with self._store.reading() as connection:
            asked = rechecking.question(connection, the_segment(connection, segment), words)
        return rechecking.answer(asked, model=model)

"""The desk: one file with articles under review, what was found, what editors made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.dialects.sqlite import insert as upsert

from mtcheck.errors import Conflict, InputError, NotFound
from mtcheck.mqm import Category, Severity
from mtcheck.reviewing import (
    annotated,
    doing,
    exporting,
    incoming,
    leading,
    looking,
    queueing,
    rechecking,
    reports,
    runs,
    tables,
    taking,
)
from mtcheck.reviewing.doing import Act, Change, demand_storable
from mtcheck.reviewing.store import Store
from mtcheck.reviewing.views import Filters
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from os import PathLike
    from typing import Self

    from sqlalchemy import Connection, Row

    from mtcheck.report import Report
    from mtcheck.reviewing.exporting import Exported
    from mtcheck.reviewing.views import (
        ArticleView,
        Cursor,
        DraftView,
        Event,
        Facets,
        LeadView,
        LiveFinding,
        Progress,
        QueuePage,
        QueueRow,
        Taken,
        Verdict,
    )

__all__ = ["Desk"]

_LONGEST = 100_000  # characters of a remark or a sentence
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

    def take_articles(self, articles: Iterable[incoming.IncomingArticle]) -> Taken:
        """Take in articles from anywhere, all or none."""
        with self._store.writing() as connection:
            return taking.take(connection, articles, self._clock())

    def take_run(self, run: Path) -> Taken:
        """Take in a folder that ``mtcheck batch`` made, all or none of what can be read."""
        notes: list[str] = []
        taken = self.take_articles(runs.articles(run, notes))
        return replace(taken, notes=(*taken.notes, *notes))

    def take_gold(self, path: Path) -> Taken:
        """Take in annotations by people, in any format that ``mtcheck eval`` reads."""
        return self.take_articles(annotated.articles(path))

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
        asked = looking.Asked(article, editor, before, after, limit)
        with self._store.reading() as connection:
            return looking.history(connection, asked)

    def progress(self, editor: str | None = None) -> Progress:
        """How far the work is, of one editor or of all."""
        with self._store.reading() as connection:
            return looking.progress(connection, editor)

    def drafts(self, editor: str) -> list[DraftView]:
        """What an editor has typed and not saved, the latest first."""
        with self._store.reading() as connection:
            return looking.drafts(connection, editor)

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
        _demand_words(editor, reason, comment)
        if verdict not in {None, "accepted", "rejected"}:
            message = f"{verdict!r} is no verdict: accepted, rejected or none"
            raise InputError(message)
        with self._store.writing() as connection:
            found = _finding(connection, finding)
            change = _decision(connection, editor, finding, verdict, reason, comment, version)
            return self._do(connection, editor, "decide", found, (change,))

    def edit(self, editor: str, segment: int, words: str, *, version: int) -> Event:
        """Put ``words`` in place of what a sentence says; the editor's draft of it goes."""
        _demand_words(editor, words)
        with self._store.writing() as connection:
            row = _segment(connection, segment)
            _demand_version(row, version)
            _demand_open(row)
            change = Change(what="text", id=segment, before=row.text, after=words)
            _forget_draft(connection, editor, segment)
            act = self._act(editor, "edit", row.article, (change,), segment=segment)
            return doing.do(connection, act)

    def apply(self, editor: str, finding: int, *, version: int) -> Event:
        """Accept a finding and put its suggestion in place; ``version`` is the sentence's."""
        _demand_words(editor)
        with self._store.writing() as connection:
            found = _finding(connection, finding)
            row = _segment(connection, found.segment)
            _demand_version(row, version)
            where = looking.place(found.start, found.end, row)
            if where is None or not looking.is_applicable(found, row, where):
                message = (
                    "there is no suggestion to put in place"
                    if found.suggestion is None
                    else "the words that the suggestion is for are not there any more"
                    if where is None
                    else "the suggestion cannot be put into this sentence: edit it"
                )
                raise InputError(message)
            words = row.text[: where.start] + found.suggestion + row.text[where.end :]
            held, _ = doing.held(connection, finding, editor)
            accepted = {"verdict": "accepted", "reason": None, "comment": None}
            if held is not None:
                accepted["comment"] = held["comment"]
            changes = (
                Change(what="text", id=row.id, before=row.text, after=words),
                Change(what="decision", id=finding, editor=editor, before=held, after=accepted),
            )
            act = self._act(editor, "apply", row.article, changes, segment=row.id, finding=finding)
            return doing.do(connection, act)

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
        _demand_words(editor, comment)
        category, severity = Category(category).value, Severity(severity).value
        with self._store.writing() as connection:
            row = _segment(connection, segment)
            _demand_version(row, version)
            found = doing.marked(
                connection, row, Span(start, end), editor, category, severity, comment
            )
            accepted = {"verdict": "accepted", "reason": None, "comment": comment or None}
            changes = (
                Change(what="finding", id=found, before=False, after=True),
                Change(what="decision", id=found, editor=editor, before=None, after=accepted),
            )
            act = self._act(editor, "mark", row.article, changes, segment=segment, finding=found)
            return doing.do(connection, act)

    def withdraw(self, editor: str, finding: int) -> Event:
        """Take back a finding of one's own."""
        with self._store.writing() as connection:
            found = _finding(connection, finding)
            if found.author != editor or found.origin != "editor":
                message = "only who marked a finding can withdraw it: reject it"
                raise InputError(message)
            change = Change(what="finding", id=finding, before=True, after=False)
            return self._do(connection, editor, "withdraw", found, (change,))

    def comment(
        self, editor: str, words: str, *, article: int | None = None, finding: int | None = None
    ) -> Event:
        """Remark on an article, or on a finding."""
        _demand_words(editor, words)
        if not words.strip():
            message = "a comment without words says nothing"
            raise InputError(message)
        with self._store.writing() as connection:
            if finding is not None:
                article = _finding(connection, finding).article
            elif article is None:
                message = "a comment is on an article or on a finding: say which"
                raise InputError(message)
            else:
                _article(connection, article)
            at, table = self._clock(), tables.comments
            made = connection.execute(
                insert(table)
                .values(
                    article=article,
                    finding=finding,
                    editor=editor,
                    text=words,
                    at=at,
                    withdrawn=1,
                )
                .returning(table.c.id)
            ).scalar_one()
            change = Change(what="comment", id=made, before=False, after=True)
            act = self._act(editor, "comment", article, (change,), finding=finding)
            return doing.do(connection, act)

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
        _demand_words(editor, words)
        with self._store.writing() as connection:
            row = _segment(connection, segment)
            if words == row.text:
                _forget_draft(connection, editor, segment)
                return
            values = {"text": words, "base_version": base_version, "at": self._clock()}
            connection.execute(
                upsert(tables.drafts)
                .values(editor=editor, segment=segment, **values)
                .on_conflict_do_update(index_elements=["editor", "segment"], set_=values)
            )

    def drop_draft(self, editor: str, segment: int) -> None:
        """Forget what an editor was typing."""
        with self._store.writing() as connection:
            _forget_draft(connection, editor, segment)

    def spend(self, editor: str, article: int, seconds: float) -> None:
        """Note that an editor has had an article before them for some seconds."""
        _demand_words(editor)
        with self._store.writing() as connection:
            _article(connection, article)
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
        _demand_words("-", words)
        with self._store.reading() as connection:
            asked = rechecking.question(connection, _segment(connection, segment), words)
        return rechecking.answer(asked, model=model)

    def _do(
        self,
        connection: Connection,
        editor: str,
        kind: str,
        found: Row[Any],
        changes: tuple[Change, ...],
    ) -> Event:
        act = self._act(
            editor, kind, found.article, changes, segment=found.segment, finding=found.id
        )
        return doing.do(connection, act)

    def _act(  # noqa: PLR0913 - the fields of an act
        self,
        editor: str,
        kind: str,
        article: int,
        changes: tuple[Change, ...],
        *,
        segment: int | None = None,
        finding: int | None = None,
    ) -> Act:
        return Act(
            editor=editor,
            article=article,
            kind=kind,
            at=self._clock(),
            changes=changes,
            segment=segment,
            finding=finding,
        )


def _article(connection: Connection, number: int) -> Row[Any]:
    table = tables.articles
    row = connection.execute(select(table).where(table.c.id == number)).first()
    if row is None:
        message = f"there is no article {number} in this desk"
        raise NotFound(message)
    return row


def _finding(connection: Connection, number: int) -> Row[Any]:
    table = tables.findings
    row = connection.execute(
        select(table).where(table.c.id == number, table.c.withdrawn == 0)
    ).first()
    if row is None:
        message = f"there is no finding {number} in this desk"
        raise NotFound(message)
    return row


def _segment(connection: Connection, number: int) -> Row[Any]:
    table = tables.segments
    row = connection.execute(select(table).where(table.c.id == number)).first()
    if row is None:
        message = f"there is no sentence {number} in this desk"
        raise NotFound(message)
    return row


def _demand_version(row: Row[Any], version: int) -> None:
    if row.version != version:
        message = f"{row.editor or 'somebody'} has changed the sentence since"
        raise Conflict(message, current=row.text, version=row.version, editor=row.editor)


def _demand_open(row: Row[Any]) -> None:
    if row.locked:
        message = "the file says that this sentence is not to be changed"
        raise InputError(message)
    if row.gone:
        message = "the sentence is not in the text any more: it was taken in anew"
        raise InputError(message)


def _demand_words(editor: str, *said: str | None) -> None:
    if not editor.strip():
        message = "who is it? An editor needs a name"
        raise InputError(message)
    for words in (editor, *said):
        if words is not None:
            demand_storable(words, "the text")
            if len(words) > _LONGEST:
                message = f"{len(words):,} characters; at most {_LONGEST:,} are kept: shorten it"
                raise InputError(message)


def _decision(  # noqa: PLR0913, PLR0917 - what a decision says
    connection: Connection,
    editor: str,
    finding: int,
    verdict: Verdict | None,
    reason: str | None,
    comment: str | None,
    version: int,
) -> Change:
    held, now = doing.held(connection, finding, editor)
    if now != version:
        message = "you have judged the finding anew since, in another window"
        current = held["verdict"] if held else None
        raise Conflict(message, current=current, version=now, editor=editor)
    after = None
    if verdict is not None or comment:
        after = {"verdict": verdict, "reason": reason or None, "comment": comment or None}
    return Change(what="decision", id=finding, editor=editor, before=held, after=after)


def _forget_draft(connection: Connection, editor: str, segment: int) -> None:
    table = tables.drafts
    connection.execute(delete(table).where(table.c.editor == editor, table.c.segment == segment))

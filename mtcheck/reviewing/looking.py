"""What editors look at: an article, and how far the work is."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, func, select

from mtcheck.reviewing import tables
from mtcheck.reviewing.applying import place, put_in_place
from mtcheck.reviewing.demanding import the_article
from mtcheck.reviewing.drafting import drafts
from mtcheck.reviewing.views import (
    ArticleView,
    CommentView,
    DecisionView,
    FindingView,
    Progress,
    SegmentView,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from mtcheck.reviewing.views import DraftView

__all__ = ["article", "progress"]


def article(connection: Connection, number: int, editor: str) -> ArticleView:
    """An article with all that was said of it; raises :class:`NotFound`."""
    row = the_article(connection, number)
    comments = _comments(connection, number)
    seg = tables.segments
    segments = connection.execute(
        select(seg).where(seg.c.article == number, seg.c.gone == 0).order_by(seg.c.number)
    ).all()
    found = _findings(connection, number, segments, comments)
    drafted = {draft.segment: draft for draft in drafts(connection, editor, number)}
    steps, work = tables.steps, tables.work
    mine = (steps.c.editor == editor) & (steps.c.article == number)
    return ArticleView(
        id=row.id,
        position=row.position,
        document=row.document,
        path=row.path,
        system=row.system,
        source_lang=row.source_lang,
        target_lang=row.target_lang,
        words=row.words,
        priority=row.priority,
        segments=tuple(_segment(one, found[one.id], drafted) for one in segments),
        comments=tuple(comments[None]),
        writable=row.file is not None,
        can_undo=_is_there(connection, mine & steps.c.undone.is_(None)),
        can_redo=_is_there(connection, mine & steps.c.undone.is_not(None)),
        last_event=connection.execute(
            select(func.coalesce(func.max(tables.events.c.id), 0)).where(
                tables.events.c.article == number
            )
        ).scalar_one(),
        seconds=connection.execute(
            select(func.coalesce(func.sum(work.c.seconds), 0.0)).where(
                work.c.article == number, work.c.editor == editor
            )
        ).scalar_one(),
    )


def progress(connection: Connection, editor: str | None) -> Progress:
    """How far the work is."""
    work = tables.work
    total = connection.execute(select(tables.totals)).one()
    asked = select(
        func.count(work.c.article.distinct()),
        func.coalesce(func.sum(work.c.seconds), 0.0),
        func.coalesce(func.sum(work.c.judged), 0),
    )
    if editor is not None:
        asked = asked.where(work.c.editor == editor)
    visited, seconds, judged = connection.execute(asked).one()
    return Progress(
        articles=total.articles,
        done=total.done,
        findings=total.findings,
        decided=total.decided if editor is None else judged,
        edited=total.edited,
        visited=visited,
        seconds=seconds,
    )


def _comments(connection: Connection, article: int) -> dict[int | None, list[CommentView]]:
    """The remarks on an article (None) and on its findings."""
    table = tables.comments
    rows = connection.execute(
        select(table).where(table.c.article == article, table.c.withdrawn == 0).order_by(table.c.id)
    )
    found: dict[int | None, list[CommentView]] = defaultdict(list)
    for row in rows:
        found[row.finding].append(CommentView(row.id, row.editor, row.text, row.at))
    return found


def _findings(
    connection: Connection,
    article: int,
    segments: Sequence[Row[Any]],
    comments: dict[int | None, list[CommentView]],
) -> dict[int, list[FindingView]]:
    """The findings of an article by their segment, in the order of the text.

    One that was not found again is shown where somebody has judged it.
    """
    table = tables.findings
    rows = connection.execute(
        select(table)
        .where(table.c.article == article, table.c.withdrawn == 0)
        .where((table.c.gone == 0) | (table.c.state != "open"))
        .order_by(table.c.start, table.c.end, table.c.id)
    ).all()
    decided = _decisions(connection, article)
    by_id = {segment.id: segment for segment in segments}
    found: dict[int, list[FindingView]] = defaultdict(list)
    for row in rows:
        segment = by_id.get(row.segment)
        if segment is not None:
            said = tuple(comments[row.id])
            found[row.segment].append(
                _finding(row, segment, segments, tuple(decided[row.id]), said)
            )
    return found


def _decisions(connection: Connection, article: int) -> dict[int, list[DecisionView]]:
    table, found = tables.decisions, tables.findings
    rows = connection.execute(
        select(table)
        .join(found, found.c.id == table.c.finding)
        .where(found.c.article == article)
        .order_by(table.c.editor)
    )
    decided: dict[int, list[DecisionView]] = defaultdict(list)
    for row in rows:
        said = (row.editor, row.verdict, row.reason, row.comment, row.version, row.at)
        decided[row.finding].append(DecisionView(*said))
    return decided


def _finding(
    row: Row[Any],
    segment: Row[Any],
    segments: Sequence[Row[Any]],
    decided: tuple[DecisionView, ...],
    comments: tuple[CommentView, ...],
) -> FindingView:
    where = None if row.gone else place(row.start, row.end, segment)
    return FindingView(
        id=row.id,
        segment=row.segment,
        code=row.code,
        name=row.name,
        category=row.category,
        severity=row.severity,
        confidence=row.confidence,
        start=row.start,
        end=row.end,
        text=row.text,
        place=where,
        suggestion=row.suggestion,
        safe=bool(row.safe),
        applicable=where is not None and bool(put_in_place(row, segments)),
        message=row.message,
        reference_text=row.reference_text,
        source_text=row.source_text,
        evidence=tuple(json.loads(row.evidence)),
        fingerprint=row.fingerprint,
        origin=row.origin,
        author=row.author,
        state=row.state,
        gone=bool(row.gone),
        decisions=decided,
        comments=comments,
    )


def _segment(
    row: Row[Any], found: Sequence[FindingView], drafted: dict[int, DraftView]
) -> SegmentView:
    return SegmentView(
        id=row.id,
        number=row.number,
        row=row.line,
        start=row.start,
        end=row.end,
        mt=row.mt,
        text=row.text,
        version=row.version,
        edited_by=row.editor,
        edited_at=row.at,
        reference=row.reference,
        source=row.source,
        locked=bool(row.locked),
        findings=tuple(found),
        draft=drafted.get(row.id),
    )


def _is_there(connection: Connection, what: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(what))).scalar())

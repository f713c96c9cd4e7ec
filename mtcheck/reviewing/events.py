"""What was done, with what it was done to: read from the table that nothing is taken out of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import select

from mtcheck.reviewing import tables
from mtcheck.reviewing.views import Event

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

__all__ = ["Asked", "history", "the_event"]

_EVENTS = (
    select(
        tables.events,
        tables.articles.c.document,
        tables.articles.c.target_lang,
        tables.findings.c.code,
        tables.findings.c.name,
        tables.findings.c.text.label("quote"),
    )
    .outerjoin(tables.articles, tables.articles.c.id == tables.events.c.article)
    .outerjoin(tables.findings, tables.findings.c.id == tables.events.c.finding)
)


class Asked(NamedTuple):
    """Which events are asked for; None is for all."""

    article: int | None
    editor: str | None
    before: int | None
    after: int | None
    limit: int


def history(connection: Connection, asked: Asked) -> list[Event]:
    """What was done, the latest first."""
    table = tables.events
    found = _EVENTS.order_by(table.c.id.desc()).limit(asked.limit)
    if asked.article is not None:
        found = found.where(table.c.article == asked.article)
    if asked.editor is not None:
        found = found.where(table.c.editor == asked.editor)
    if asked.before is not None:
        found = found.where(table.c.id < asked.before)
    if asked.after is not None:
        found = found.where(table.c.id > asked.after)
    return [_event(row) for row in connection.execute(found)]


def the_event(connection: Connection, number: int) -> Event:
    """One event, which is there."""
    return _event(connection.execute(_EVENTS.where(tables.events.c.id == number)).one())


def _event(row: Row[Any]) -> Event:
    return Event(
        id=row.id,
        at=row.at,
        editor=row.editor,
        kind=row.kind,
        article=row.article,
        segment=row.segment,
        finding=row.finding,
        payload=msgspec.json.decode(row.payload),
        undoes=row.undoes,
        document=row.document,
        target_lang=row.target_lang,
        code=row.code,
        name=row.name,
        quote=row.quote,
    )

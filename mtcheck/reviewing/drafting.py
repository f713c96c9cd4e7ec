"""What editors have typed and not saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert as upsert

from mtcheck.reviewing import tables
from mtcheck.reviewing.demanding import the_segment
from mtcheck.reviewing.views import DraftView

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["drafts", "drop", "keep"]


def drafts(connection: Connection, editor: str, article: int | None = None) -> list[DraftView]:
    """What an editor has typed and not saved, the latest first."""
    draft, seg = tables.drafts, tables.segments
    asked = (
        select(draft, seg.c.article, seg.c.version)
        .join(seg, seg.c.id == draft.c.segment)
        .where(draft.c.editor == editor)
        .order_by(draft.c.at.desc(), draft.c.segment)
    )
    if article is not None:
        asked = asked.where(seg.c.article == article)
    return [
        DraftView(
            article=row.article,
            segment=row.segment,
            text=row.text,
            base_version=row.base_version,
            at=row.at,
            stale=row.version != row.base_version,
        )
        for row in connection.execute(asked)
    ]


def keep(  # noqa: PLR0913, PLR0917 - what a draft says
    connection: Connection, editor: str, segment: int, words: str, base_version: int, at: str
) -> None:
    """Keep what an editor is typing; equal to the sentence as it stands, it is forgotten."""
    if words == the_segment(connection, segment).text:
        drop(connection, editor, segment)
        return
    values = {"text": words, "base_version": base_version, "at": at}
    connection.execute(
        upsert(tables.drafts)
        .values(editor=editor, segment=segment, **values)
        .on_conflict_do_update(index_elements=["editor", "segment"], set_=values)
    )


def drop(connection: Connection, editor: str, segment: int) -> None:
    """Forget what an editor was typing."""
    table = tables.drafts
    connection.execute(delete(table).where(table.c.editor == editor, table.c.segment == segment))

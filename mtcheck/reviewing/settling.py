"""What follows of a change: which findings a text has overtaken, what those who judged agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from mtcheck.reviewing import tables
from mtcheck.reviewing.placing import local, moved

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["settle_stale", "settle_state"]


def settle_stale(connection: Connection, segment: int) -> None:
    """Find out which findings of a segment its text has overtaken."""
    found, seg = tables.findings, tables.segments
    one = connection.execute(select(seg).where(seg.c.id == segment)).one()
    rows = connection.execute(
        select(found.c.id, found.c.start, found.c.end, found.c.stale).where(
            found.c.segment == segment, found.c.gone == 0
        )
    ).all()
    for row in rows:
        inside = local(row.start, row.end, one)
        stale = int(moved(one.mt, one.text, inside) is None)
        if stale != row.stale:
            connection.execute(update(found).where(found.c.id == row.id).values(stale=stale))


def settle_state(connection: Connection, finding: int) -> None:
    """Find out what those who judged a finding agree on."""
    table = tables.decisions
    asked = select(table.c.verdict).where(table.c.finding == finding, table.c.verdict.is_not(None))
    verdicts = set(connection.execute(asked.distinct()).scalars())
    state = "disputed" if len(verdicts) > 1 else verdicts.pop() if verdicts else "open"
    found = tables.findings
    connection.execute(update(found).where(found.c.id == finding).values(state=state))

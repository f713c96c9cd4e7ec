"""What editors do: each one transaction, each written down so that it can be taken back.

An event's payload lists what it changed, with what was before and after. To undo is to put the
before back where the after still stands, to redo the other way round; both are events of their
own. Nothing is ever taken out of the list of events.

Who undoes takes back their own last step: of an article, or of all. A new step in an article
closes the way to redo what was undone there. Where somebody else has gone on from what is to be
taken back, there is a :class:`Conflict`, and nothing changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert

from mtcheck.errors import Conflict
from mtcheck.reviewing import tables
from mtcheck.reviewing.counting import counted
from mtcheck.reviewing.events import the_event
from mtcheck.reviewing.settling import settle_stale, settle_state

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mtcheck.reviewing.views import Event

__all__ = ["Change", "Step", "demand_unjudged", "do", "held", "redo", "undo"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that an event changed.

    ``what`` is ``text`` (of segment ``id``), ``decision`` (of ``editor`` on finding ``id``, as
    verdict, reason and comment, or None), ``finding`` or ``comment`` (``id`` is there, or not).
    """

    what: str
    id: int
    before: Any
    after: Any
    editor: str | None = None

    def back(self) -> Change:
        """The change that takes it back."""
        return msgspec.structs.replace(self, before=self.after, after=self.before)


class _Payload(msgspec.Struct, frozen=True, kw_only=True):
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is to be done in an article: what it is called, and what it changes."""

    kind: str
    article: int
    changes: tuple[Change, ...]
    segment: int | None = None
    finding: int | None = None
    undoes: int | None = None


def do(connection: Connection, editor: str, step: Step, at: str) -> Event:
    """Do it at the time ``at``, as a step that can be undone."""
    made = _written(connection, editor, step, at)
    steps = tables.steps
    # What was undone here before cannot be done again: things have gone another way.
    connection.execute(
        delete(steps).where(
            steps.c.editor == editor,
            steps.c.article == step.article,
            steps.c.undone.is_not(None),
        )
    )
    connection.execute(
        insert(steps).values(event=made, editor=editor, article=step.article, undone=None)
    )
    return the_event(connection, made)


def undo(connection: Connection, editor: str, article: int | None, at: str) -> Event | None:
    """Take back the editor's last step; None where there is none."""
    return _turned(connection, editor, article, at, back=True)


def redo(connection: Connection, editor: str, article: int | None, at: str) -> Event | None:
    """Do again what the editor undid last; None where there is nothing."""
    return _turned(connection, editor, article, at, back=False)


def _turned(
    connection: Connection, editor: str, article: int | None, at: str, *, back: bool
) -> Event | None:
    steps, events = tables.steps, tables.events
    asked = select(events, steps.c.undone).join(steps, steps.c.event == events.c.id)
    asked = asked.where(steps.c.editor == editor)
    if article is not None:
        asked = asked.where(steps.c.article == article)
    if back:
        asked = asked.where(steps.c.undone.is_(None)).order_by(steps.c.event.desc())
    else:
        asked = asked.where(steps.c.undone.is_not(None)).order_by(steps.c.undone.desc())
    row = connection.execute(asked.limit(1)).first()
    if row is None:
        return None
    changes = msgspec.json.decode(row.payload, type=_Payload).changes
    if back:
        changes = tuple(change.back() for change in reversed(changes))
    step = Step(
        "undo" if back else "redo",
        row.article,
        changes,
        segment=row.segment,
        finding=row.finding,
        undoes=row.id if back else row.undone,
    )
    made = _written(connection, editor, step, at)
    undone = made if back else None
    connection.execute(update(steps).where(steps.c.event == row.id).values(undone=undone))
    return the_event(connection, made)


def _written(connection: Connection, editor: str, step: Step, at: str) -> int:
    """Do it and write it down; the number of the event."""
    with counted(connection, step.article):
        for change in step.changes:
            _SETTERS[change.what](connection, change, editor, at)
    payload = msgspec.json.encode(_Payload(changes=step.changes)).decode()
    table = tables.events
    values = {
        "at": at,
        "editor": editor,
        "kind": step.kind,
        "article": step.article,
        "segment": step.segment,
        "finding": step.finding,
        "payload": payload,
        "undoes": step.undoes,
    }
    made = connection.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()
    _tally_work(connection, editor, step.article)
    return int(made)


def _set_text(connection: Connection, change: Change, editor: str, at: str) -> None:
    seg = tables.segments
    now = connection.execute(select(seg).where(seg.c.id == change.id)).one()
    if now.text != change.before:
        message = f"{now.editor or 'somebody'} has changed the sentence since"
        raise Conflict(message, current=now.text, version=now.version, editor=now.editor)
    connection.execute(
        update(seg)
        .where(seg.c.id == change.id)
        .values(text=change.after, version=now.version + 1, editor=editor, at=at)
    )
    settle_stale(connection, change.id)


def _set_decision(connection: Connection, change: Change, editor: str, at: str) -> None:
    del editor  # a decision is its own editor's, whoever takes it back
    table = tables.decisions
    key = (table.c.finding == change.id) & (table.c.editor == change.editor)
    now = connection.execute(select(table).where(key)).first()
    held = None if now is None else _held(now)
    if held != change.before:
        message = f"{change.editor} has judged the finding anew since"
        current, version = (None, 0) if now is None else (now.verdict, now.version)
        raise Conflict(message, current=current, version=version, editor=change.editor)
    values = change.after or {"verdict": None, "reason": None, "comment": None}
    values = {**values, "version": (now.version if now else 0) + 1, "at": at}
    connection.execute(
        upsert(table)
        .values(finding=change.id, editor=change.editor, **values)
        .on_conflict_do_update(index_elements=["finding", "editor"], set_=values)
    )
    settle_state(connection, change.id)


def _held(row: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a row of decisions
    """What a row of decisions says; None where it was taken back."""
    if row.verdict is None and row.comment is None:
        return None
    return {"verdict": row.verdict, "reason": row.reason, "comment": row.comment}


def _set_there(connection: Connection, change: Change, editor: str, at: str) -> None:
    del at
    table = tables.comments
    if change.what == "finding":
        table = tables.findings
        if not change.after:
            demand_unjudged(connection, change.id, editor)
    connection.execute(
        update(table).where(table.c.id == change.id).values(withdrawn=int(not change.after))
    )


def demand_unjudged(connection: Connection, finding: int, editor: str) -> None:
    """Raise :class:`Conflict` where somebody else has judged what ``editor`` marked."""
    table = tables.decisions
    others = select(table).where(
        table.c.finding == finding, table.c.editor != editor, table.c.verdict.is_not(None)
    )
    row = connection.execute(others.order_by(table.c.editor).limit(1)).first()
    if row is not None:
        message = f"{row.editor} has judged what you marked: reject it instead"
        raise Conflict(message, current=row.verdict, version=row.version, editor=row.editor)


_SETTERS = {
    "text": _set_text,
    "decision": _set_decision,
    "finding": _set_there,
    "comment": _set_there,
}


def _tally_work(connection: Connection, editor: str, article: int) -> None:
    found, table = tables.findings, tables.decisions
    judged = connection.execute(
        select(func.count())
        .select_from(table)
        .join(found, found.c.id == table.c.finding)
        .where(
            found.c.article == article,
            table.c.editor == editor,
            table.c.verdict.is_not(None),
            found.c.gone == 0,
            found.c.withdrawn == 0,
        )
    ).scalar_one()
    connection.execute(
        text(
            "INSERT INTO work (editor, article, judged, done) VALUES (:editor, :article, :n, 1)"
            " ON CONFLICT DO UPDATE SET judged = :n, done = done + 1"
        ),
        {"editor": editor, "article": article, "n": judged},
    )


def held(connection: Connection, finding: int, editor: str) -> tuple[dict[str, Any] | None, int]:
    """What an editor holds of a finding, and its version; 0 where they never said."""
    table = tables.decisions
    row = connection.execute(
        select(table).where(table.c.finding == finding, table.c.editor == editor)
    ).first()
    return (None, 0) if row is None else (_held(row), row.version)

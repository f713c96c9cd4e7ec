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

from mtcheck.errors import Conflict, InputError
from mtcheck.reviewing import tables
from mtcheck.reviewing.counting import counted
from mtcheck.reviewing.placing import local, moved
from mtcheck.reviewing.views import Event

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mtcheck.span import Span

__all__ = [
    "MARKED",
    "Act",
    "Change",
    "demand_storable",
    "do",
    "event",
    "held",
    "marked",
    "redo",
    "settle_stale",
    "settle_state",
    "undo",
]

MARKED = "EDITOR"
"""The code of findings that editors mark themselves."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something to be done by ``editor`` in ``article``, at the time ``at``."""

    editor: str
    article: int
    kind: str
    at: str
    changes: tuple[Change, ...]
    segment: int | None = None
    finding: int | None = None
    undoes: int | None = None


def do(connection: Connection, act: Act) -> Event:
    """Do it, as a step that can be undone."""
    made = _written(connection, act)
    steps = tables.steps
    # What was undone here before cannot be done again: things have gone another way.
    connection.execute(
        delete(steps).where(
            steps.c.editor == act.editor,
            steps.c.article == act.article,
            steps.c.undone.is_not(None),
        )
    )
    connection.execute(
        insert(steps).values(event=made.id, editor=act.editor, article=act.article, undone=None)
    )
    return made


def undo(connection: Connection, editor: str, article: int | None, at: str) -> Event | None:
    """Take back the editor's last step; None where there is none."""
    return _turned(connection, editor, article, at, back=True)


def redo(connection: Connection, editor: str, article: int | None, at: str) -> Event | None:
    """Do again what the editor undid last; None where there is nothing."""
    return _turned(connection, editor, article, at, back=False)


def event(row: Any) -> Event:  # noqa: ANN401 - a row of the table of events
    """A row as an event."""
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
    )


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
    act = Act(
        editor=editor,
        article=row.article,
        kind="undo" if back else "redo",
        at=at,
        changes=changes,
        segment=row.segment,
        finding=row.finding,
        undoes=row.id if back else row.undone,
    )
    made = _written(connection, act)
    undone = made.id if back else None
    connection.execute(update(steps).where(steps.c.event == row.id).values(undone=undone))
    return made


def _written(connection: Connection, act: Act) -> Event:
    with counted(connection, act.article):
        for change in act.changes:
            _SETTERS[change.what](connection, change, act)
    payload = msgspec.json.encode(_Payload(changes=act.changes)).decode()
    row = connection.execute(
        insert(tables.events)
        .values(
            at=act.at,
            editor=act.editor,
            kind=act.kind,
            article=act.article,
            segment=act.segment,
            finding=act.finding,
            payload=payload,
            undoes=act.undoes,
        )
        .returning(tables.events)
    ).one()
    _tally_work(connection, act.editor, act.article)
    return event(row)


def _set_text(connection: Connection, change: Change, act: Act) -> None:
    seg = tables.segments
    now = connection.execute(select(seg).where(seg.c.id == change.id)).one()
    if now.text != change.before:
        message = f"{now.editor or 'somebody'} has changed the sentence since"
        raise Conflict(message, current=now.text, version=now.version, editor=now.editor)
    connection.execute(
        update(seg)
        .where(seg.c.id == change.id)
        .values(text=change.after, version=now.version + 1, editor=act.editor, at=act.at)
    )
    settle_stale(connection, change.id)


def _set_decision(connection: Connection, change: Change, act: Act) -> None:
    table = tables.decisions
    key = (table.c.finding == change.id) & (table.c.editor == change.editor)
    now = connection.execute(select(table).where(key)).first()
    held = None if now is None else _held(now)
    if held != change.before:
        message = f"{change.editor} has judged the finding anew since"
        current, version = (None, 0) if now is None else (now.verdict, now.version)
        raise Conflict(message, current=current, version=version, editor=change.editor)
    values = change.after or {"verdict": None, "reason": None, "comment": None}
    values = {**values, "version": (now.version if now else 0) + 1, "at": act.at}
    connection.execute(
        upsert(table)
        .values(finding=change.id, editor=change.editor, **values)
        .on_conflict_do_update(index_elements=["finding", "editor"], set_=values)
    )
    settle_state(connection, change.id)


def settle_state(connection: Connection, finding: int) -> None:
    """Find out what those who judged a finding agree on."""
    table = tables.decisions
    asked = select(table.c.verdict).where(table.c.finding == finding, table.c.verdict.is_not(None))
    verdicts = set(connection.execute(asked.distinct()).scalars())
    state = "disputed" if len(verdicts) > 1 else verdicts.pop() if verdicts else "open"
    found = tables.findings
    connection.execute(update(found).where(found.c.id == finding).values(state=state))


def _held(row: Any) -> dict[str, Any] | None:  # noqa: ANN401 - a row of decisions
    """What a row of decisions says; None where it was taken back."""
    if row.verdict is None and row.comment is None:
        return None
    return {"verdict": row.verdict, "reason": row.reason, "comment": row.comment}


def _set_there(connection: Connection, change: Change, act: Act) -> None:
    del act
    table = tables.findings if change.what == "finding" else tables.comments
    connection.execute(
        update(table).where(table.c.id == change.id).values(withdrawn=int(not change.after))
    )


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


def demand_storable(value: str, what: str) -> None:
    """Raise :class:`InputError` for what no database can keep as text."""
    if "\0" in value:
        message = f"{what} has a NUL character: leave it out"
        raise InputError(message)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        at = error.start
        message = (
            f"{what} has a lone surrogate U+{ord(value[at]):04X} at offset {at}: half of a"
            " character, which cannot be stored; write it again"
        )
        raise InputError(message) from None


def held(connection: Connection, finding: int, editor: str) -> tuple[dict[str, Any] | None, int]:
    """What an editor holds of a finding, and its version; 0 where they never said."""
    table = tables.decisions
    row = connection.execute(
        select(table).where(table.c.finding == finding, table.c.editor == editor)
    ).first()
    return (None, 0) if row is None else (_held(row), row.version)


def marked(  # noqa: PLR0913, PLR0917 - the fields of a mark
    connection: Connection,
    segment: Any,  # noqa: ANN401 - a row of segments
    span: Span,
    editor: str,
    category: str,
    severity: str,
    comment: str,
) -> int:
    """The id of a new finding on ``span`` of what a segment says, not there before it is done."""
    if span.end > len(segment.text):
        message = f"a mark at {span.start}..{span.end}, but the sentence has {len(segment.text)}"
        raise InputError(message)
    origin = moved(segment.text, segment.mt, span)
    if origin is None:
        message = "these words are not the translation's own: somebody has written them here"
        raise InputError(message)
    words = origin.of(segment.mt)
    table = tables.findings
    values = {
        "article": segment.article,
        "segment": segment.id,
        "code": MARKED,
        "name": "marked",
        "category": category,
        "severity": severity,
        "confidence": 1.0,
        "start": origin.start + segment.start,
        "end": origin.end + segment.start,
        "text": words,
        "message": comment or "an editor holds this for wrong",
        "fingerprint": "",
        "origin": "editor",
        "author": editor,
        "withdrawn": 1,
    }
    made = connection.execute(insert(table).values(**values).returning(table.c.id))
    return int(made.scalar_one())

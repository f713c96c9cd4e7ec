"""The steps of editors: what each changes, found out in the transaction that will do it.

Each raises where it cannot be taken: :class:`mtcheck.errors.Conflict` where somebody was faster,
:class:`mtcheck.errors.NotFound` and :class:`InputError` where it makes no sense.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from mtcheck.errors import Conflict, InputError
from mtcheck.reviewing import tables
from mtcheck.reviewing.applying import place, put_in_place
from mtcheck.reviewing.demanding import (
    demand_changeable,
    demand_version,
    the_article,
    the_finding,
    the_segment,
)
from mtcheck.reviewing.doing import Change, Step, demand_unjudged, held
from mtcheck.reviewing.placing import moved

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from mtcheck.reviewing.views import Verdict
    from mtcheck.span import Span

__all__ = ["MARKED", "applied", "commented", "decided", "edited", "marked", "withdrawn"]

MARKED = "EDITOR"
"""The code of findings that editors mark themselves."""


def decided(  # noqa: PLR0913, PLR0917 - what a decision says
    connection: Connection,
    editor: str,
    finding: int,
    verdict: Verdict | None,
    reason: str | None,
    comment: str | None,
    version: int,
) -> Step:
    """Judge a finding; ``version`` is that of the editor's decision as they saw it."""
    found = the_finding(connection, finding)
    before, now = held(connection, finding, editor)
    if now != version:
        message = "you have judged the finding anew since, in another window"
        current = before["verdict"] if before else None
        raise Conflict(message, current=current, version=now, editor=editor)
    after = None
    if verdict is not None or comment:
        after = {"verdict": verdict, "reason": reason or None, "comment": comment or None}
    change = Change(what="decision", id=finding, editor=editor, before=before, after=after)
    return _on(found, "decide", change)


def edited(connection: Connection, segment: int, words: str, version: int) -> Step:
    """Put ``words`` in place of what a sentence says."""
    row = the_segment(connection, segment)
    demand_version(row, version)
    demand_changeable(row)
    change = Change(what="text", id=segment, before=row.text, after=words)
    return Step("edit", row.article, (change,), segment=segment)


def applied(connection: Connection, editor: str, finding: int, version: int) -> Step:
    """Accept a finding and put its suggestion in place; ``version`` is its sentence's."""
    found = the_finding(connection, finding)
    home = the_segment(connection, found.segment)
    demand_version(home, version)
    seg = tables.segments
    asked = select(seg).where(seg.c.article == found.article, seg.c.gone == 0)
    segments = connection.execute(asked.order_by(seg.c.number)).all()
    changed = put_in_place(found, segments)
    if not changed:
        raise InputError(_why_not(found, home))
    before, _ = held(connection, finding, editor)
    comment = before["comment"] if before else None
    accepted = {"verdict": "accepted", "reason": None, "comment": comment}
    texts = (Change(what="text", id=s.id, before=s.text, after=words) for s, words in changed)
    decision = Change(what="decision", id=finding, editor=editor, before=before, after=accepted)
    return _on(found, "apply", *texts, decision)


def marked(  # noqa: PLR0913, PLR0917 - the fields of a mark
    connection: Connection,
    editor: str,
    segment: int,
    span: Span,
    category: str,
    severity: str,
    comment: str,
    version: int,
) -> Step:
    """Add a finding of one's own on ``span`` of what the sentence says now."""
    row = the_segment(connection, segment)
    demand_version(row, version)
    origin = _origin(row, span)
    table = tables.findings
    values = {
        "article": row.article,
        "segment": row.id,
        "code": MARKED,
        "name": "marked",
        "category": category,
        "severity": severity,
        "confidence": 1.0,
        "start": origin.start + row.start,
        "end": origin.end + row.start,
        "text": origin.of(row.mt),
        "message": comment or "an editor holds this for wrong",
        "fingerprint": "",
        "origin": "editor",
        "author": editor,
        "withdrawn": 1,  # until the step is done
    }
    made = connection.execute(insert(table).values(**values).returning(table.c.id)).scalar_one()
    accepted = {"verdict": "accepted", "reason": None, "comment": comment or None}
    return Step(
        "mark",
        row.article,
        (
            Change(what="finding", id=made, before=False, after=True),
            Change(what="decision", id=made, editor=editor, before=None, after=accepted),
        ),
        segment=segment,
        finding=made,
    )


def withdrawn(connection: Connection, editor: str, finding: int) -> Step:
    """Take back a finding of one's own that nobody else has judged."""
    found = the_finding(connection, finding)
    if found.author != editor or found.origin != "editor":
        message = "only who marked a finding can withdraw it: reject it"
        raise InputError(message)
    demand_unjudged(connection, finding, editor)
    return _on(found, "withdraw", Change(what="finding", id=finding, before=True, after=False))


def commented(  # noqa: PLR0913 - where it is, and when
    connection: Connection,
    editor: str,
    words: str,
    at: str,
    *,
    article: int | None,
    finding: int | None,
) -> Step:
    """Remark on an article, or on a finding."""
    if not words.strip():
        message = "a comment without words says nothing"
        raise InputError(message)
    if finding is not None:
        article = the_finding(connection, finding).article
    elif article is None:
        message = "a comment is on an article or on a finding: say which"
        raise InputError(message)
    else:
        the_article(connection, article)
    table = tables.comments
    values = {"article": article, "finding": finding, "editor": editor, "text": words, "at": at}
    made = connection.execute(
        insert(table).values(**values, withdrawn=1).returning(table.c.id)
    ).scalar_one()
    change = Change(what="comment", id=made, before=False, after=True)
    return Step("comment", int(article or 0), (change,), finding=finding)


def _on(found: Row[Any], kind: str, *changes: Change) -> Step:
    """A step that has to do with a finding."""
    return Step(kind, found.article, changes, segment=found.segment, finding=found.id)


def _origin(segment: Row[Any], span: Span) -> Span:
    """The words of the translation that ``span`` of what a sentence says now is of."""
    if span.end > len(segment.text):
        message = f"a mark at {span.start}..{span.end}, but the sentence has {len(segment.text)}"
        raise InputError(message)
    origin = moved(segment.text, segment.mt, span)
    if origin is None:
        message = "these words are not the translation's own: somebody has written them here"
        raise InputError(message)
    return origin


def _why_not(found: Row[Any], home: Row[Any]) -> str:
    if found.suggestion is None:
        return "there is no suggestion to put in place"
    if place(found.start, found.end, home) is None:
        return "the words that the suggestion is for are not there any more"
    return "the suggestion cannot be put into this sentence: edit it"

"""What editors do: each a form that is posted, and what the page is sent for it.

With scripts that is the row that has changed; without, the article once more. What somebody else
was faster with is shown beside what was typed, and nothing is overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from mtcheck.desk import pages
from mtcheck.desk.articles import ConflictView, rows_of
from mtcheck.desk.recounting import recounted
from mtcheck.desk.site import LONGEST_COMMENT, LONGEST_TEXT, bounded, session_of, telling, whole
from mtcheck.errors import Conflict, InputError
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from starlette.requests import Request

    from mtcheck.desk.site import Form, Site
    from mtcheck.reviewing.views import Event, Verdict

__all__ = [
    "comment_article",
    "comment_finding",
    "decide",
    "draft",
    "edit",
    "mark",
    "recheck",
    "redo",
    "spend",
    "undo",
]

_VERDICTS: dict[str, Verdict | None] = {
    "accepted": "accepted",
    "rejected": "rejected",
    "undecided": None,
}
_LONGEST_VISIT = 300.0  # seconds that one report of time may be of


def decide(site: Site, request: Request, form: Form) -> Response:
    """Accept or reject a finding, open it again, apply its suggestion, or take back a mark."""
    finding = whole(request.path_params["finding"], "the finding")
    try:
        return _decided(site, request, form, finding)
    except Conflict as conflict:
        return _overtaken(site, request, conflict, finding)


def _decided(site: Site, request: Request, form: Form, finding: int) -> Response:
    editor = session_of(request).editor
    verdict = form.get("verdict", "")
    version = whole(form.get("version"), "the version")
    if verdict == "apply":
        event = site.desk.apply(
            editor, finding, version=whole(form.get("segment_version"), "the sentence's version")
        )
        return _after(site, request, event, told="Applied", next=True)
    if verdict == "withdrawn":
        return _after(site, request, site.desk.withdraw(editor, finding), told="Taken back")
    if verdict not in _VERDICTS:
        message = f"a finding is accepted, rejected or undecided, not {verdict[:20]!r}"
        raise InputError(message)
    event = site.desk.decide(
        editor,
        finding,
        _VERDICTS[verdict],
        reason=bounded(form, "reason", 200) or None if verdict == "rejected" else None,
        comment=bounded(form, "comment", LONGEST_COMMENT) or None,
        version=version,
    )
    said = {"accepted": "Accepted", "rejected": "Rejected"}.get(verdict, "Open again")
    return _after(site, request, event, told=said, next=verdict != "undecided")


def edit(site: Site, request: Request, form: Form) -> Response:
    """Save what a sentence should say; or discard what was typed."""
    editor = session_of(request).editor
    segment = whole(request.path_params["segment"], "the sentence")
    version = whole(form.get("version"), "the version")
    if form.get("discard"):
        site.desk.drop_draft(editor, segment)
        return _redrawn(site, request, segment, told="Discarded")
    text = _text(form)
    try:
        event = site.desk.edit(editor, segment, text, version=version)
    except Conflict as conflict:
        site.desk.draft(editor, segment, text, version)
        view = ConflictView(segment, text, conflict.editor)
        told = f"Not saved: {conflict.editor or 'somebody'} changed this sentence meanwhile"
        return _redrawn(site, request, segment, conflict=view, told=told)
    return _after(site, request, event, told="Saved", segment=segment)


def draft(site: Site, request: Request, form: Form) -> Response:
    """Keep what is being typed."""
    segment = whole(request.path_params["segment"], "the sentence")
    base = whole(form.get("version"), "the version")
    site.desk.draft(session_of(request).editor, segment, _text(form), base)
    return JSONResponse({"kept": True})


def recheck(site: Site, request: Request, form: Form) -> Response:
    """What the checks say of what is being typed; nothing of it is kept."""
    segment = whole(request.path_params["segment"], "the sentence")
    with site.checking:
        found = site.desk.recheck(segment, _text(form), model=site.model and "model" in form)
    return site.page(request, "live", found=found)


def mark(site: Site, request: Request, form: Form) -> Response:
    """An error that no check has found."""
    segment = whole(request.path_params["segment"], "the sentence")
    try:
        category, severity = Category(form.get("category", "")), Severity(form.get("severity", ""))
    except ValueError as error:
        message = f"an error has one of MQM's categories and severities: {error}"
        raise InputError(message) from None
    start = whole(form.get("start"), "where it starts")
    end = whole(form.get("end"), "where it ends")
    if end < start:
        message = "an error ends where it starts or behind that"
        raise InputError(message)
    event = site.desk.mark(
        session_of(request).editor,
        segment,
        start,
        end,
        category,
        severity,
        bounded(form, "comment", LONGEST_COMMENT),
        version=whole(form.get("version"), "the version"),
    )
    return _after(site, request, event, told="Marked")


def comment_finding(site: Site, request: Request, form: Form) -> Response:
    """A remark on a finding."""
    finding = whole(request.path_params["finding"], "the finding")
    text = bounded(form, "text", LONGEST_COMMENT)
    event = site.desk.comment(session_of(request).editor, text, finding=finding)
    return _after(site, request, event, told="Commented")


def comment_article(site: Site, request: Request, form: Form) -> Response:
    """A remark on an article."""
    article = whole(request.path_params["article"], "the article")
    editor = session_of(request).editor
    event = site.desk.comment(editor, bounded(form, "text", LONGEST_COMMENT), article=article)
    return _after(site, request, event, told="Commented")


def undo(site: Site, request: Request, form: Form) -> Response:
    """Take back the editor's last step in an article."""
    del form
    article = whole(request.path_params["article"], "the article")
    event = site.desk.undo(session_of(request).editor, article)
    return _turned(site, request, event, done="Undone", nothing="There is nothing to undo here")


def redo(site: Site, request: Request, form: Form) -> Response:
    """Do again what the editor took back last."""
    del form
    article = whole(request.path_params["article"], "the article")
    event = site.desk.redo(session_of(request).editor, article)
    return _turned(site, request, event, done="Done again", nothing="There is nothing to redo here")


def spend(site: Site, request: Request, form: Form) -> Response:
    """Time on an article, told by the page while it is looked at."""
    article = whole(request.path_params["article"], "the article")
    seconds = min(float(whole(form.get("seconds"), "the time")), _LONGEST_VISIT)
    site.desk.spend(session_of(request).editor, article, seconds)
    return JSONResponse({"kept": True})


def _turned(
    site: Site, request: Request, event: Event | None, *, done: str, nothing: str
) -> Response:
    if event is not None:
        return _after(site, request, event, told=done)
    if _scripted(request):
        return telling(Response(status_code=204), told=nothing)
    return site.away(f"/articles/{whole(request.path_params['article'], 'the article')}")


def _after(site: Site, request: Request, event: Event, **said: object) -> Response:
    """The page after an event: the row it was in, or the remarks on the article."""
    article = event.article or 0
    if not _scripted(request):
        mark = f"#finding-{event.finding}" if event.finding else f"#segment-{event.segment}"
        return site.away(f"/articles/{article}", mark=mark)
    editor = session_of(request).editor
    view = site.desk.article(article, editor)
    rows = [r for r in rows_of(view) if r.holds(event)]
    parts = pages.article_parts(site, view, editor)
    told = {"finding": event.finding, **said, "last": event.id}
    if event.kind in {"undo", "redo"}:
        told["told"] = f"{said['told']}: {recounted(event).did}"
    if not rows:
        response = site.page(request, "remarks", **parts)
        response.headers["X-Desk-Target"] = "remarks"
        return telling(response, **told)
    response = site.page(request, "rows", rows=rows, conflict=None, **parts)
    response.headers["X-Desk-Target"] = f"row-{rows[0].number}"
    response.headers["X-Desk-Last"] = str(view.last_event)
    return telling(response, **told)


def _overtaken(site: Site, request: Request, conflict: Conflict, finding: int) -> Response:
    """The row of a finding as it stands: somebody was faster, or oneself in another window."""
    editor = session_of(request).editor
    view = site.desk.article(whole(request.path_params["article"], "the article"), editor)
    rows = [r for r in rows_of(view) if any(m.finding.id == finding for m in r.marks)]
    if not rows or not _scripted(request):
        raise conflict
    parts = pages.article_parts(site, view, editor)
    response = site.page(request, "rows", status=409, rows=rows, conflict=None, **parts)
    said = str(conflict)
    return telling(response, warned=f"Not done: {said}", finding=finding)


def _redrawn(
    site: Site,
    request: Request,
    segment: int,
    *,
    told: str,
    conflict: ConflictView | None = None,
) -> Response:
    """The row of a sentence to which nothing was done."""
    editor = session_of(request).editor
    article = whole(request.path_params["article"], "the article")
    view = site.desk.article(article, editor)
    if not _scripted(request):
        if conflict is None:
            return site.away(f"/articles/{article}", mark=f"#segment-{segment}")
        return pages.article(site, request, conflict)
    rows = [r for r in rows_of(view) if r.has(segment)]
    status = 409 if conflict else 200
    parts = pages.article_parts(site, view, editor)
    response = site.page(request, "rows", status=status, rows=rows, conflict=conflict, **parts)
    return telling(response, told=told, segment=segment, conflict=conflict is not None)


def _scripted(request: Request) -> bool:
    return "hx-request" in request.headers


def _text(form: Form) -> str:
    """A sentence as a form sends it, whose line ends are CRLF whatever they were."""
    text = form.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST_TEXT:
        message = f"a sentence has {len(text):,} characters: {LONGEST_TEXT:,} at most"
        raise InputError(message)
    return text

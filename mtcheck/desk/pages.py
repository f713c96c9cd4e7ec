"""The pages: queue, article, history, exports, keys, and what an open article asks for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from mtcheck.desk.articles import direction_of, rows_of, sides_of
from mtcheck.desk.filtering import STATES, chosen, cursor_of, filters_of, query_of, written
from mtcheck.desk.recounting import recounted
from mtcheck.desk.site import session_of, whole
from mtcheck.mqm import Category

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from mtcheck.desk.articles import ConflictView
    from mtcheck.desk.site import Site
    from mtcheck.reviewing.queued import Facet, Filters
    from mtcheck.reviewing.views import ArticleView

__all__ = ["article", "article_parts", "help_page", "history", "news", "queue", "row", "whoami"]

LIMIT = 50  # articles of a page of the queue
_EVENTS = 100  # of a page of the history
_Option = tuple[str, str, int | None]  # value, what it is called, how many findings have it
_NEWS = 200  # events that an open page may have missed


def queue(site: Site, request: Request) -> Response:
    """The articles, the most urgent first."""
    editor = session_of(request).editor
    filters = filters_of(request.query_params, editor)
    after = cursor_of(request.query_params, "after")
    page = site.desk.queue(filters, after, LIMIT)
    query = query_of(filters)
    return site.page(
        request,
        "queue",
        page=page,
        progress=site.desk.progress(editor),
        filter_selects=_selects(site, filters),
        chosen=chosen(filters),
        filtered=bool(query),
        query=query,
        written=written,
        systems=any(row.system for row in page.rows),
        limit=LIMIT,
        first_query=None if after is None else query,
        next_query=None if page.next is None else {**query, "after": written(page.next)},
    )


def article(site: Site, request: Request, conflict: ConflictView | None = None) -> Response:
    """An article side by side."""
    session = session_of(request)
    view = _view(site, request)
    filters = filters_of(request.query_params, session.editor)
    # Where it stood in the queue when it was opened: it sinks as it is judged.
    stood = cursor_of(request.query_params, "at") or view.cursor
    previous, following = site.desk.neighbours(filters, stood)
    return site.page(
        request,
        "article",
        status=409 if conflict else 200,
        rows=rows_of(view),
        conflict=conflict,
        query=query_of(filters),
        written=written,
        previous=previous,
        next=following,
        categories=list(Category),
        **article_parts(site, view, session.editor),
    )


def article_parts(site: Site, view: ArticleView, editor: str) -> Mapping[str, Any]:
    """What the templates need to draw any part of an article."""
    ways = direction_of(view)
    return {
        "view": view,
        "sides": sides_of(view),
        "dir": ways[0],
        "source_dir": ways[1],
        "progress": site.desk.progress(editor),
        "findings_of": lambda of: sum(len(s.findings) for s in of.segments),
        "judged": lambda of: sum(
            bool((mine := f.decision(editor)) and mine.verdict)
            for s in of.segments
            for f in s.findings
        ),
    }


def row(site: Site, request: Request) -> Response:
    """One row of an article as it stands now."""
    view = _view(site, request)
    number = whole(request.path_params["row"], "the row")
    editor = session_of(request).editor
    rows = [r for r in rows_of(view) if r.number == number]
    if not rows:
        raise HTTPException(404, "There is no such row.")
    parts = article_parts(site, view, editor)
    return site.page(request, "rows", rows=rows, conflict=None, **parts)


def news(site: Site, request: Request) -> Response:
    """What others did in an article since an event: rows to fetch again, and a line for each."""
    view = _view(site, request)
    editor = session_of(request).editor
    after = whole(request.query_params.get("after"), "the event")
    newer = site.desk.history(view.id, after=after, limit=_NEWS)[::-1]
    rows = rows_of(view)
    others = [e for e in newer if e.editor != editor]
    changed = {r.number for r in rows for e in newer if r.holds(e)}
    return JSONResponse(
        {
            "last": newer[-1].id if newer else after,
            "rows": sorted(changed),
            "told": [recounted(e).said for e in others][-3:],
        }
    )


def history(site: Site, request: Request) -> Response:
    """Everything that was done, latest first."""
    query = request.query_params
    view = None
    if query.get("article"):
        number = whole(query["article"], "the article")
        view = site.desk.article(number, session_of(request).editor)
    before = whole(query["before"], "the place") if query.get("before") else None
    events = site.desk.history(view.id if view else None, before=before, limit=_EVENTS + 1)
    older = None
    if len(events) > _EVENTS:
        events = events[:_EVENTS]
        older = {"article": view.id if view else None, "before": events[-1].id}
    undone = {e.undoes for e in events if e.kind == "undo"}
    undone -= {e.undoes for e in events if e.kind == "redo"}
    entries = [recounted(e, undone=e.id in undone) for e in events]
    return site.page(request, "history", view=view, entries=entries, older=older)


def help_page(site: Site, request: Request) -> Response:
    """The keys, for who reads them on a page of their own."""
    return site.page(request, "help")


def whoami(site: Site, request: Request) -> Response:
    """The form token of the session that is now: for a page that outlived the one it had."""
    session = session_of(request)
    token = site.security.sessions.form_token(session)
    return JSONResponse({"editor": session.editor, "token": token})


def _view(site: Site, request: Request) -> ArticleView:
    number = whole(request.path_params["article"], "the article")
    return site.desk.article(number, session_of(request).editor)


def _selects(site: Site, filters: Filters) -> list[tuple[str, str, str, list[_Option]]]:
    """The filters that are lists: name, label, what no choice is called, and the choices."""
    facets = site.desk.facets(filters)

    def options(found: tuple[Facet, ...]) -> list[_Option]:
        return [(f.value, f.value or "none named", f.findings) for f in found]

    categories = [
        (value, value.replace("/", ": ").replace("-", " "), count)
        for value, _, count in options(facets.categories)
    ]
    languages = [(v, v.removeprefix("*-"), count) for v, _, count in options(facets.languages)]
    states: list[_Option] = [(value, said, None) for value, said in STATES.items()]
    every = [
        ("lang", "Languages", "all", languages),
        ("check", "Check", "all", options(facets.codes)),
        ("category", "Category", "all", categories),
        ("severity", "Severity", "all", options(facets.severities)),
        ("system", "System", "all", options(facets.systems)),
        ("state", "State", "all", states),
    ]
    said = chosen(filters)
    return [one for one in every if said[one[0]] or len(one[3]) > 1]

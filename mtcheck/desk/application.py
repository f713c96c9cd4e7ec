"""The application: which address is which page, and how errors are answered."""

from __future__ import annotations

import hashlib
import json
import sys
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mtcheck.desk import acting, downloading, entering, leading, pages
from mtcheck.desk.guarding import WRONG, Guard
from mtcheck.desk.rendering import prepare
from mtcheck.desk.site import Site
from mtcheck.errors import Conflict, DeskError, MtcheckError, NotFound

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp

    from mtcheck.desk.guarding import Security
    from mtcheck.desk.site import Form
    from mtcheck.reviewing import Desk

__all__ = ["application"]

_KINDS = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
}
_STATUS = ((Conflict, 409), (DeskError, 503), (NotFound, 404), (MtcheckError, 400))
_HEADINGS = {
    400: "That cannot be done",
    401: "You are not signed in",
    403: "Not allowed",
    404: "There is nothing here",
    409: "Somebody was faster",
    415: "That cannot be done",
    413: "That is too much",
    429: "Too much at once",
    500: "That went wrong",
    503: "The desk cannot be written to",
}


def application(
    desk: Desk,
    security: Security,
    report: Callable[[str], None] | None = None,
    *,
    model: bool = False,
) -> ASGIApp:
    """The desk's pages for a browser, guarded. ``report`` is told of what goes wrong inside.

    ``model``: sentences are checked by the span model, too, as they are typed.
    """
    prepare()
    site = Site(desk, security, model)

    def get(path: str, page: Callable[[Site, Request], Response]) -> Route:
        def endpoint(request: Request) -> Response:
            return page(site, request)

        return Route(path, endpoint, methods=["GET"])

    def post(path: str, act: Callable[[Site, Request, Form], Response]) -> Route:
        async def endpoint(request: Request) -> Response:
            form = await site.form(request)
            return await run_in_threadpool(act, site, request, form)

        return Route(path, endpoint, methods=["POST"])

    async def sign_in(request: Request) -> Response:
        return await entering.sign_in(site, request)

    one = "/articles/{article}"
    routes = [
        get("/", pages.queue),
        get("/enter", entering.enter),
        get("/login", entering.login),
        Route("/login", sign_in, methods=["POST"]),
        post("/logout", entering.logout),
        get("/session", pages.whoami),
        get("/help", pages.help_page),
        get("/history", pages.history),
        get("/exports", downloading.exports),
        post("/exports/{kind}", downloading.download),
        get("/lead", leading.lead),
        get(one, pages.article),
        get(f"{one}/news", pages.news),
        get(f"{one}/rows/{{row}}", pages.row),
        post(f"{one}/undo", acting.undo),
        post(f"{one}/redo", acting.redo),
        post(f"{one}/time", acting.spend),
        post(f"{one}/comment", acting.comment_article),
        post(f"{one}/findings/{{finding}}/decision", acting.decide),
        post(f"{one}/findings/{{finding}}/comment", acting.comment_finding),
        post(f"{one}/segments/{{segment}}/edit", acting.edit),
        post(f"{one}/segments/{{segment}}/draft", acting.draft),
        post(f"{one}/segments/{{segment}}/recheck", acting.recheck),
        post(f"{one}/segments/{{segment}}/mark", acting.mark),
        Route("/static/{name}", _static, methods=["GET"]),
    ]
    handlers = {
        HTTPException: _answering(site, _of_http),
        MtcheckError: _answering(site, partial(_of_ours, site)),
        Exception: _answering(site, lambda _: (500, WRONG, {})),
    }
    inner = Starlette(
        routes=routes,
        exception_handlers=handlers,
    )
    inner.router.redirect_slashes = False
    return Guard(inner, security, report or _report)


def _answering(
    site: Site, told: Callable[[Exception], tuple[int, str, dict[str, str]]]
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        status, message, headers = told(error)
        if "hx-request" in request.headers or "x-desk" in request.headers:
            response: Response = PlainTextResponse(message, status)
            if status == 409:  # noqa: PLR2004 - HTTP's: htmx puts what comes with it in place
                response.headers["HX-Reswap"] = "none"
                response.headers["HX-Trigger"] = json.dumps({"desk:done": {"warned": message}})
        else:
            heading = _HEADINGS.get(status, "That cannot be done")
            response = site.page(
                request, "problem", status=status, heading=heading, message=message
            )
        response.headers.update(headers)
        return response

    return answer


def _of_http(error: Exception) -> tuple[int, str, dict[str, str]]:
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for nothing else
    return error.status_code, error.detail, dict(error.headers or {})


def _of_ours(site: Site, error: Exception) -> tuple[int, str, dict[str, str]]:
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    # Where the file lies is nothing to an editor.
    said = str(error).removeprefix(f"{site.desk.path}: ")
    if said.startswith(("is ", "cannot ")):
        said = f"the desk {said}"
    return status, said[:1].upper() + said[1:], {}


async def _static(request: Request) -> Response:
    found = _files().get(request.path_params["name"])
    if found is None:
        raise HTTPException(404, "There is no such file.")
    content, kind, tag = found
    headers = {"Cache-Control": "no-cache", "ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=kind, headers=headers)


@cache
def _files() -> dict[str, tuple[bytes, str, str]]:
    """All that is served as it is: content, media type and tag by name. Nothing else is."""
    found: dict[str, tuple[bytes, str, str]] = {}
    for file in resources.files("mtcheck.desk").joinpath("static").iterdir():
        content = file.read_bytes()
        kind = _KINDS[file.name.rpartition(".")[2]]
        found[file.name] = content, kind, f'"{hashlib.sha256(content).hexdigest()[:20]}"'
    return found


def _report(line: str) -> None:
    sys.stderr.write(f"mtcheck: {line}\n")

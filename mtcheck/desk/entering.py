"""Signing in and out, and the address that lets one in on this machine."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse

from mtcheck.desk.guarding import cookie_header
from mtcheck.desk.site import form_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mtcheck.desk.sessions import Session
    from mtcheck.desk.site import Form, Site

__all__ = ["enter", "login", "logout", "sign_in"]


def enter(site: Site, request: Request) -> Response:
    """Let in who has the token of the address, and go on to an address without it."""
    security = site.security
    client = request.state.client
    if security.token is None:
        raise HTTPException(404, "There is nothing here.")
    _slow_down(site, client)
    given = request.query_params.get("token", "").encode("utf-8", "surrogatepass")
    if not hmac.compare_digest(given, security.token.encode()):
        security.tries.wait(client)
        raise HTTPException(401, "That key is not this desk's: open the address in its terminal.")
    session = security.sessions.begin(security.editor, lead=True)
    return _let_in(site, session, "/")


def login(site: Site, request: Request) -> Response:
    """The form to sign in with."""
    if site.security.accounts is None:
        raise HTTPException(404, "There is nothing here.")
    goes_on = _inside(request.query_params.get("next", "/"))
    return site.page(request, "login", wrong="", name="", next=goes_on)


async def sign_in(site: Site, request: Request) -> Response:
    """Let in who knows the password."""
    accounts = site.security.accounts
    if accounts is None:
        raise HTTPException(404, "There is nothing here.")
    form = await form_of(request)
    name, password = form.get("name", "").strip(), form.get("password", "")
    goes_on = _inside(form.get("next", "/"))
    for who in (request.state.client, f"name:{name}"):
        _slow_down(site, who)
    account = await run_in_threadpool(accounts.signed_in, name, password)
    if account is None:
        for who in (request.state.client, f"name:{name}"):
            site.security.tries.wait(who)
        wrong = "That name and password do not go together."
        return site.page(request, "login", status=401, wrong=wrong, name=name[:64], next=goes_on)
    sessions = site.security.sessions
    session = sessions.begin(account.name, lead=account.lead, proof=account.proof)
    return _let_in(site, session, goes_on)


def logout(site: Site, request: Request, form: Form) -> Response:
    """End the session, whoever else may have its cookie."""
    del form
    site.security.sessions.end(request.state.session)
    response = site.away("/login")
    response.headers["set-cookie"] = cookie_header(site.security, None)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _let_in(site: Site, session: Session, path: str) -> RedirectResponse:
    response = RedirectResponse(site.security.base + path, status_code=303)
    response.headers["set-cookie"] = cookie_header(site.security, session)
    return response


def _slow_down(site: Site, who: str) -> None:
    wait = site.security.tries.wait(who, take=0)
    if wait:
        headers = {"Retry-After": str(int(wait) + 1)}
        raise HTTPException(429, "Too many tries: wait a few minutes.", headers)


def _inside(path: str) -> str:
    """A path of this desk to go on to; the queue for anything that leads elsewhere."""
    leads_out = not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path
    plain = path.isprintable() and path.isascii()
    return "/" if leads_out or not plain else path

"""What stands between the network and the pages: who is let in, and what leaves with every answer.

In the order of the questions: is the request meant for this desk (its Host; against DNS rebinding),
for the path that is its own, from a page of its own where it would change something (its Origin),
not too often and not too large, from somebody who may? Everything that is answered carries the
same headers, errors too, and no error says more than one line.
"""

from __future__ import annotations

import ipaddress
import os
import traceback
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse

from mtcheck.desk.limits import Rate

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from mtcheck.desk.accounts import Accounts
    from mtcheck.desk.sessions import Session, Sessions

__all__ = ["HEADERS", "LARGEST", "WRONG", "Guard", "Proxy", "Security", "cookie_header"]

LARGEST = 1_048_576  # bytes of a request's body
_LONGEST_NAME = 64
WRONG = "Something went wrong in the desk; its terminal says what."
"""All that a client is told of an error of ours."""

_TOO_MUCH = "That is more than the desk takes at once."
_SAFE = frozenset({"GET", "HEAD"})
_METHODS = frozenset({*_SAFE, "POST"})
_PUBLIC = ("/enter", "/login", "/static/")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Proxy:
    """A reverse proxy that says who somebody is: by which header, and from which addresses."""

    header: str
    networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]
    leads: frozenset[str] = frozenset()

    def vouches(self, client: str) -> bool:
        """Whether a request from that address may say it."""
        try:
            address = ipaddress.ip_address(client)
        except ValueError:
            return False
        return any(address in network for network in self.networks)


@dataclass(frozen=True, slots=True)
class Security:
    """Who may use a desk, and under which names it answers.

    ``hosts`` are the values of Host that are its own. On loopback a ``token`` in the address lets
    ``editor`` in, who is its lead; a team has ``accounts`` or a ``proxy``, and no token. ``base``
    is the path that everything lies under; ``secure``: it is reached by https alone.
    """

    hosts: frozenset[str]
    sessions: Sessions
    base: str = ""
    cookie: str = "mtcheck-desk"
    secure: bool = False
    token: str | None = None
    editor: str = ""
    accounts: Accounts | None = None
    proxy: Proxy | None = None
    rate: Rate = field(default_factory=lambda: Rate(burst=240, each=40))
    tries: Rate = field(default_factory=lambda: Rate(burst=8, each=8 / 300))


@dataclass(frozen=True, slots=True)
class Guard:
    """Asks of every request what the module says, and gives the rest to ``app``.

    ``report`` is told in one line of what went wrong inside.
    """

    app: ASGIApp
    security: Security
    report: Callable[[str], None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._dress(scope, MutableHeaders(scope=message))
            await send(message)

        try:
            refused = self._refused(scope)
            if refused is not None:
                await refused(scope, receive, sending)
                return
            await self.app(scope, self._bounded(receive), sending)
        except Exception as error:  # noqa: BLE001 - told on the terminal, never to a client
            self._tell(scope, error)
            if not begun:
                await _plain(500, WRONG)(scope, receive, sending)

    def _refused(self, scope: Scope) -> ASGIApp | None:  # noqa: PLR0911 - one question each
        """The answer to a request that is not let through; the session of one that is."""
        headers = Headers(scope=scope)
        if headers.getlist("host") not in [[host] for host in self.security.hosts]:
            return _plain(421, "This desk does not go by that name.")
        if scope["method"] not in _METHODS:
            return _plain(405, "The desk only answers GET and POST.", {"Allow": "GET, POST"})
        if (foreign := _foreign(scope["method"], headers)) is not None:
            return _plain(403, foreign)
        path = self._inside(scope)
        if path is None:
            return _plain(404, "There is nothing here. The desk's address is in its terminal.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > LARGEST:
            return _plain(413, _TOO_MUCH)
        client = str((scope.get("client") or ("?", 0))[0])
        session = self._session(headers, client)
        scope.setdefault("state", {})["session"] = session
        scope["state"]["client"] = client
        if not path.startswith("/static/"):
            wait = self.security.rate.wait(session.id if session else client)
            if wait:
                later = {"Retry-After": str(int(wait) + 1)}
                return _plain(429, "Too much at once: try again in a moment.", later)
        if session is None and not path.startswith(_PUBLIC):
            return self._stranger(scope, headers, path)
        return None

    def _inside(self, scope: Scope) -> str | None:
        """The path below the desk's own; None where it is another."""
        path: str = scope["path"]
        if not self.security.base:
            return path
        inside = path.removeprefix(self.security.base)
        if inside == path or not inside.startswith("/"):
            return None
        scope["root_path"] = self.security.base
        return inside

    def _session(self, headers: Headers, client: str) -> Session | None:
        security = self.security
        if security.proxy is not None:
            name = headers.get(security.proxy.header, "").strip()
            if not name or len(name) > _LONGEST_NAME or not security.proxy.vouches(client):
                return None
            lead = name in security.proxy.leads
            return security.sessions.for_proxy(name, lead=lead)
        session = security.sessions.read(_cookie(headers, security.cookie))
        if session is None or security.accounts is None:
            return session
        account = security.accounts.known(session.editor)
        same = account is not None and account.proof == session.proof
        return session if same and account and account.lead == session.lead else None

    def _stranger(self, scope: Scope, headers: Headers, path: str) -> ASGIApp:
        """What somebody is told who is not let in."""
        script = "x-desk" in headers or "hx-request" in headers
        if self.security.proxy is not None:
            return _plain(403, "The proxy before this desk has not said who you are.")
        if self.security.accounts is None:
            said = "Open the address that the desk printed in its terminal: it has a key to it."
            return _plain(401, said)
        if script or scope["method"] not in _SAFE:
            return _plain(401, "You have been signed out: sign in in another tab, then go on here.")
        query = scope["query_string"].decode("latin-1")
        back = quote(path + (f"?{query}" if query else ""), safe="")
        return RedirectResponse(f"{self.security.base}/login?next={back}", status_code=303)

    def _dress(self, scope: Scope, headers: MutableHeaders) -> None:
        """The headers of every answer, and the cookie anew where it is due."""
        for name, value in HEADERS.items():
            headers[name] = value
        headers.setdefault("Cache-Control", "no-store")
        security = self.security
        session = scope.get("state", {}).get("session")
        renewed = session is not None and security.proxy is None and "set-cookie" not in headers
        if renewed and security.sessions.due(session):
            headers.append("set-cookie", cookie_header(security, session))

    def _bounded(self, receive: Receive) -> Receive:
        """``receive`` that stops a body which says less of its length than it has."""
        taken = 0

        async def receiving() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > LARGEST:
                raise HTTPException(413, _TOO_MUCH)
            return message

        return receiving

    def _tell(self, scope: Scope, error: Exception) -> None:
        if os.environ.get("MTCHECK_TRACEBACK"):
            traceback.print_exception(error)
        what = f"{type(error).__name__}: {error}"[:200]
        self.report(f"internal error in {scope['method']} {scope['path']}: {what}")


def cookie_header(security: Security, session: Session | None) -> str:
    """Set-Cookie for a session, or for nobody any more."""
    value = security.sessions.cookie(session) if session else ""
    parts = [f"{security.cookie}={value}", f"Path={security.base or '/'}", "HttpOnly"]
    parts += ["SameSite=Strict", *(["Secure"] if security.secure else [])]
    return "; ".join(parts if session else [*parts, "Max-Age=0"])


def _foreign(method: str, headers: Headers) -> str | None:
    """What a request is told that another site's page has sent; None for one of our own."""
    fetched = headers.get("sec-fetch-site", "none")
    wandering = method in _SAFE and headers.get("sec-fetch-mode", "navigate") == "navigate"
    if fetched not in {"none", "same-origin"} and not wandering:
        return "Another site's page has asked for this."
    if method in _SAFE:
        return None
    origin = headers.get("origin", "")
    own = {f"http://{headers['host']}", f"https://{headers['host']}"}
    return None if origin in own else "Only the desk's own pages may ask for this."


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _plain(status: int, text: str, headers: dict[str, str] | None = None) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status, headers)

"""What every page and every act is given: the desk, who asks, and how to answer them."""

from __future__ import annotations

import hmac
import json
import threading
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from mtcheck.desk.rendering import link, template
from mtcheck.desk.wording import KEYS, NAV, REASONS
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from mtcheck.desk.guarding import Security
    from mtcheck.desk.sessions import Session
    from mtcheck.reviewing import Desk

__all__ = [
    "LONGEST_COMMENT",
    "LONGEST_TEXT",
    "Form",
    "Site",
    "bounded",
    "form_of",
    "session_of",
    "telling",
    "whole",
]

LONGEST_COMMENT = 2_000  # characters
LONGEST_TEXT = 100_000  # characters of a sentence
_FIELDS = 40  # of a form
_DIGITS = 18  # of a number: SQLite's end at 2⁶³

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """The desk as a place of pages.

    ``model``: the span model reads a sentence, too, when it is checked as it is typed.
    ``checking`` lets few such checks run at once, so that they do not slow down the rest.
    """

    desk: Desk
    security: Security
    model: bool = False
    checking: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(2))

    def link(self, path: str, **query: object) -> str:
        """An address of this desk."""
        return link(self.security.base, path, **query)

    def page(
        self,
        request: Request,
        which: str,
        /,
        *,
        status: int = 200,
        **values: Any,  # noqa: ANN401 - whatever the template names
    ) -> HTMLResponse:
        """A page, or a part of one, for who asks."""
        session: Session | None = request.state.session
        token = self.security.sessions.form_token(session) if session else ""
        html = template(which).render(
            base=self.security.base,
            link=partial(link, self.security.base),
            here=request.scope["path"].removeprefix(self.security.base),
            session=session,
            form_token=token,
            token_field=Markup('<input type="hidden" name="token" value="{}">').format(token),
            nav=NAV if session and session.lead else NAV[:-1],
            with_model=self.model,
            can_sign_out=self.security.accounts is not None,
            key_groups=KEYS,
            reasons=REASONS,
            longest_comment=LONGEST_COMMENT,
            longest_text=LONGEST_TEXT,
            **values,
        )
        return HTMLResponse(html, status)

    def away(self, path: str, *, mark: str = "", **query: object) -> RedirectResponse:
        """To another page, after something was done without scripts."""
        return RedirectResponse(self.link(path, **query) + mark, status_code=303)

    async def form(self, request: Request) -> Form:
        """The form of a request that carries this session's token; 403 for any other."""
        form = await form_of(request)
        session = session_of(request)
        token = request.headers.get("x-desk-token") or form.get("token", "")
        own = self.security.sessions.form_token(session)
        if not hmac.compare_digest(own.encode(), token.encode("utf-8", "surrogatepass")):
            raise HTTPException(403, "This page is from an earlier session: load it again.")
        return form


async def form_of(request: Request) -> Form:
    """The fields of a form; 415 or 400 where it is none."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise HTTPException(415, "The desk takes forms alone.")
    try:
        body = (await request.body()).decode("ascii")
        pairs = parse_qsl(body, keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError:
        raise HTTPException(400, "That is no form of this desk.") from None
    return dict(pairs)


def session_of(request: Request) -> Session:
    """Who asks; the guard has let nobody else through."""
    session: Session | None = request.state.session
    if session is None:
        raise HTTPException(401, "Nobody is signed in.")
    return session


def whole(value: str | None, what: str) -> int:
    """A whole number of a form or address; raises :class:`InputError` for anything else."""
    if not value or len(value) > _DIGITS or not (value.isascii() and value.isdecimal()):
        message = f"{what} is missing, or no number"
        raise InputError(message)
    return int(value)


def telling(response: Response, **said: Any) -> Response:  # noqa: ANN401 - whatever JSON holds
    """``response``, and what the page's scripts are to do once it is in place."""
    response.headers["HX-Trigger-After-Settle"] = json.dumps({"desk:done": said})
    return response


def bounded(form: Mapping[str, str], name: str, longest: int) -> str:
    """A field of a form, without white space around it; raises where it is too long."""
    value = form.get(name, "").strip()
    if len(value) > longest:
        message = f"{name} has {len(value):,} characters: {longest:,} at most"
        raise InputError(message)
    return value

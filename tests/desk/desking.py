"""A desk with one article, and clients that sit at it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reporting.reported import demo
from starlette.testclient import TestClient

from mtcheck.desk.application import application
from mtcheck.desk.guarding import Security
from mtcheck.desk.sessions import Sessions
from mtcheck.reviewing import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from mtcheck.reviewing import ArticleView, FindingView

HOST = "127.0.0.1:8473"
ORIGIN = f"http://{HOST}"
KEY = bytes(range(32))
TOKEN = "the-token-of-this-address"  # noqa: S105 - a test's own


def made(folder: Path) -> Desk:
    """A desk with the demo article of the reports."""
    desk = Desk.open(folder / "desk.sqlite")
    desk.take([demo()])
    return desk


def security(**changes: Any) -> Security:  # noqa: ANN401 - fields of the record
    """As on loopback, unless changed."""
    usual = Security(hosts=frozenset({HOST}), sessions=Sessions(KEY), token=TOKEN, editor="ann")
    return replace(usual, **changes)


class Client(TestClient):
    """A browser at the desk: it sends Host and Origin as one does, and tokens with forms."""

    token = ""

    def __init__(
        self, desk: Desk, guarded: Security, lines: list[str] | None = None, *, model: bool = False
    ) -> None:
        report = (lines if lines is not None else []).append
        super().__init__(
            application(desk, guarded, report, model=model),
            base_url=ORIGIN,
            follow_redirects=False,
            raise_server_exceptions=False,
        )
        self.guarded = guarded

    def enter(self) -> Client:
        """With the token of the address."""
        answer = self.get(f"{self.guarded.base}/enter", params={"token": TOKEN})
        assert answer.status_code == 303, answer.text
        return self.known()

    def sign_in(self, name: str, password: str) -> Client:
        """With a password."""
        answer = self.fill("/login", name=name, password=password)
        assert answer.status_code == 303, answer.text
        return self.known()

    def known(self) -> Client:
        """Once the session is there: with its token for forms."""
        self.token = self.get(f"{self.guarded.base}/session").json()["token"]
        return self

    def fill(self, path: str, /, headers: dict[str, str] | None = None, **fields: object) -> Any:  # noqa: ANN401 - a response
        """Post a form, as a page of the desk would."""
        form = {"token": self.token, **{name: str(value) for name, value in fields.items()}}
        sent = {"origin": ORIGIN, **(headers or {})}
        return self.post(self.guarded.base + path, data=form, headers=sent)

    def act(self, path: str, /, **fields: object) -> Any:  # noqa: ANN401 - a response
        """As with scripts."""
        return self.fill(path, {"hx-request": "true"}, **fields)


def view(desk: Desk, editor: str = "ann") -> ArticleView:
    return desk.article(1, editor)


def found(desk: Desk, code: str) -> FindingView:
    return next(f for s in view(desk).segments for f in s.findings if f.code == code)


def words(html: str) -> str:
    """A page without its tags."""
    return re.sub(r"<[^>]*>", "", html)

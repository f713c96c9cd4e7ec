"""Who sits at a browser: signed cookies, and the tokens that forms carry.

A session is kept in no table: its cookie says who it is and until when, signed by a key that lies
beside the desk's database. So it outlives a server that was killed, and the page that stood open
goes on where it was. What cannot be known from a cookie, that somebody signed out, is kept in
memory until the cookie would have ended by itself.

A browser sends a cookie to every port of its host. On a machine that several people use, another's
server on another port could be given it, were it not that the cookie is for a path that is
derived from the key, too: ``http://127.0.0.1:8473/d-5f1c09ab47/``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import os
import secrets
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["IDLE", "LONGEST", "RENEWED_AFTER", "Session", "Sessions", "key_of"]

IDLE = 12 * 3600.0  # seconds without a request after which a session ends
LONGEST = 7 * 24 * 3600.0  # seconds after which it ends whatever happens
RENEWED_AFTER = 600.0  # a cookie older than that is written anew
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody at a browser. ``lead``: sees the lead's page and everybody's progress.

    ``id`` is random; ``since`` and ``seen`` are seconds of the epoch. ``proof`` ties it to the
    password it began with: another password ends it.
    """

    editor: str
    lead: bool
    id: str
    since: float
    seen: float
    proof: str = ""


@dataclass(slots=True)
class Sessions:
    """Makes cookies and reads them; ``now`` gives seconds of the epoch."""

    key: bytes
    idle: float = IDLE
    longest: float = LONGEST
    now: Callable[[], float] = time.time
    _ended: dict[str, float] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The path that a loopback desk and its cookies live under, by its key."""
        return f"/d-{self._signed('path').hex()[:10]}"

    def begin(self, editor: str, *, lead: bool, proof: str = "") -> Session:
        """A new session of ``editor``."""
        now = self.now()
        return Session(editor, lead, secrets.token_urlsafe(18), now, now, proof)

    def cookie(self, session: Session) -> str:
        """The value of the cookie, as of now."""
        said = [session.editor, session.lead, session.id, int(session.since), int(self.now())]
        raw = json.dumps([*said, session.proof], separators=(",", ":")).encode()
        body = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
        return f"{body}.{self._signed(f'cookie:{body}').hex()}"

    def read(self, cookie: str) -> Session | None:
        """The session of a cookie; None where it is not ours, has ended, or was ended."""
        body, _, mark = cookie.partition(".")
        if not hmac.compare_digest(self._signed(f"cookie:{body}").hex().encode(), mark.encode()):
            return None
        try:
            raw = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
            editor, lead, number, since, seen, proof = json.loads(raw)
        except (binascii.Error, ValueError):
            return None  # signed by an earlier version, which wrote it in another way
        now = self.now()
        ended = number in self._ended or now - seen > self.idle or now - since > self.longest
        return None if ended else Session(editor, lead, number, since, seen, proof)

    def due(self, session: Session) -> bool:
        """Whether its cookie should be written anew, so that who works is not signed out."""
        return self.now() - session.seen > RENEWED_AFTER

    def end(self, session: Session) -> None:
        """Nobody is let in by its cookie any more."""
        now = self.now()
        self._ended = {n: until for n, until in self._ended.items() if until > now}
        self._ended[session.id] = now + self.longest

    def for_proxy(self, editor: str, *, lead: bool) -> Session:
        """The session of somebody whom a reverse proxy vouches for at every request."""
        session = self.begin(editor, lead=lead)
        return replace(session, id=self._signed(f"proxy:{editor}").hex())

    def form_token(self, session: Session) -> str:
        """What every form of this session carries, which no other site can know."""
        return self._signed(f"form:{session.id}").hex()

    def _signed(self, text: str) -> bytes:
        return hmac.new(self.key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def key_of(path: Path) -> bytes:
    """The key in a file that only its owner may read; made where there is none.

    Raises :class:`InputError` where it cannot be read or written, or others may read it.
    """
    try:
        try:
            made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(made, "wb") as file:
                file.write(secrets.token_bytes(_KEY_BYTES))
        mode = path.stat().st_mode
        key = path.read_bytes()
    except OSError as error:
        message = f"the desk's key cannot be kept: {error.strerror or error}"
        raise InputError(message, path=str(path)) from error
    if os.name == "posix" and mode & 0o077:
        message = "others may read the desk's key: chmod 600, or delete it for a new one"
        raise InputError(message, path=str(path))
    if len(key) != _KEY_BYTES:
        message = "is no key of a desk: delete it for a new one"
        raise InputError(message, path=str(path))
    return key

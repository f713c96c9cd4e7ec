"""The desk on a port: which names it answers to, who is let in, and how it ends.

On loopback nobody needs an account: the address that is printed has a key to it. On any other
address somebody must say who is who, and without that the desk does not open.
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import uvicorn

from mtcheck.desk.accounts import Accounts, checked_name
from mtcheck.desk.application import application
from mtcheck.desk.guarding import Proxy, Security
from mtcheck.desk.sessions import IDLE, Sessions, key_of
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.reviewing import Desk

__all__ = ["PORT", "Asked", "listening", "security_of", "serve"]

PORT = 8473
_BACKLOG = 128
_TRIED = 20  # ports, from the usual one on


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says of the server. ``port`` None: the usual one, or the next free."""

    host: str = "127.0.0.1"
    port: int | None = None
    editor: str = "editor"
    public_url: str | None = None
    auth: Path | None = None
    auth_header: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    idle: float = IDLE
    model: bool = False

    @property
    def local(self) -> bool:
        """Whether nobody but this machine can reach it."""
        return _is_loopback(self.host)

    def demand(self) -> None:
        """Raise :class:`InputError` for what does not go together, or would let everybody in."""
        guarded = self.auth is not None or self.auth_header is not None
        if not self.local and not guarded:
            message = (
                f"{self.host} can be reached from other machines: say who may sign in, with "
                "--auth FILE, or with --auth-header NAME and --trusted-proxy ADDRESS"
            )
            raise InputError(message, path="--host")
        if self.auth is not None and self.auth_header is not None:
            message = "goes without --auth-header: one of the two says who somebody is"
            raise InputError(message, path="--auth")
        if (self.auth_header is not None) != bool(self.trusted_proxies):
            message = "--auth-header and --trusted-proxy go together: whose header is believed?"
            raise InputError(message)
        if self.leads and self.auth_header is None:
            message = "goes with --auth-header; a file of accounts says itself who is a lead"
            raise InputError(message, path="--lead")
        _public(self.public_url)
        checked_name(self.editor)
        if self.auth is not None:
            Accounts(self.auth)


def security_of(asked: Asked, desk: Path, port: int) -> Security:
    """Who may use a desk that is served on ``port``. Raises :class:`InputError`."""
    asked.demand()
    sessions = Sessions(key_of(desk.with_name(f"{desk.name}.key")), idle=asked.idle)
    public = _public(asked.public_url)
    hosts = {_named(asked.host, port)}
    if asked.local:
        hosts |= {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    if public is not None:
        hosts.add(public[1])
    proxy = None
    if asked.auth_header is not None:
        networks = tuple(map(_network, asked.trusted_proxies))
        proxy = Proxy(asked.auth_header, networks, frozenset(asked.leads))
    alone = asked.auth is None and proxy is None
    return Security(
        hosts=frozenset(hosts),
        sessions=sessions,
        base=sessions.path if alone else "",
        cookie=f"mtcheck-desk-{port}",
        secure=public is not None and public[0] == "https",
        token=secrets.token_urlsafe(24) if alone else None,
        editor=asked.editor,
        accounts=None if asked.auth is None else Accounts(asked.auth),
        proxy=proxy,
    )


def listening(asked: Asked) -> socket.socket:
    """The socket to serve on. Raises :class:`InputError` where its port is not to be had."""
    asked.demand()
    ports = range(PORT, PORT + _TRIED) if asked.port is None else (asked.port,)
    problem: OSError | None = None
    for port in ports:
        try:
            found = socket.getaddrinfo(asked.host, port, type=socket.SOCK_STREAM)
            family, kind, protocol, _, address = found[0]
            made = socket.socket(family, kind, protocol)
        except OSError as error:
            message = f"cannot be served on: {error.strerror or error}"
            raise InputError(message, path=f"--host {asked.host}") from error
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
            made.listen(_BACKLOG)
        except OSError as error:
            made.close()
            problem = error
            continue
        return made
    said = problem.strerror if problem else "no port"
    message = f"cannot be served on: {said}; name another with --port"
    raise InputError(message, path=f"{asked.host}:{ports[0]}")


def serve(
    desk: Desk,
    asked: Asked,
    sock: socket.socket,
    *,
    opened: Callable[[str], None],
    report: Callable[[str], None],
) -> None:
    """Serve a desk on ``sock`` until it is interrupted.

    ``opened`` is told the address once it answers.
    """
    port = sock.getsockname()[1]
    security = security_of(asked, Path(desk.path), port)
    config = uvicorn.Config(
        application(desk, security, report, model=asked.model),
        http="h11",  # refuses two Hosts, and what else is ambiguous
        ws="none",
        lifespan="off",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_config=None,
        limit_concurrency=200,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    address = asked.public_url or f"http://{_named(asked.host, port)}"
    way = f"{security.base}/enter?token={security.token}" if security.token else "/"

    async def run() -> None:
        serving = asyncio.ensure_future(server.serve(sockets=[sock]))
        while not server.started and not serving.done():  # noqa: ASYNC110 - uvicorn has no event
            await asyncio.sleep(0.01)
        if server.started:
            opened(address.rstrip("/") + way)
        await serving

    asyncio.run(run())


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _named(host: str, port: int) -> str:
    """An address as Host has it."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _public(url: str | None) -> tuple[str, str] | None:
    """Scheme and Host of the address by which others reach the desk."""
    if url is None:
        return None
    parts = urlsplit(url)
    plain = parts.path in {"", "/"} and not parts.query and not parts.fragment and parts.hostname
    if parts.scheme not in {"http", "https"} or not plain or "@" in parts.netloc:
        message = f"{url!r} is no address of a desk: https://review.example.org, without a path"
        raise InputError(message, path="--public-url")
    return parts.scheme, parts.netloc.lower()


def _network(address: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(address)
    except ValueError as error:
        raise InputError(str(error), path="--trusted-proxy") from None

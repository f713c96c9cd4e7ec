"""One run of ``mtcheck review``: what is taken into the desk, and the desk served."""

from __future__ import annotations

import getpass
import os
import re
import sys
import webbrowser
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mtcheck.batch.ledger import Ledger
from mtcheck.cli.running import Run
from mtcheck.cli.telling import tell
from mtcheck.errors import InputError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.cli.running import Texts
    from mtcheck.reviewing import Desk, Taken

__all__ = [
    "Opening",
    "add_user",
    "list_users",
    "open_and_serve",
    "remove_user",
    "write_backup",
    "write_export",
]

_NEEDED = ("alembic", "argon2", "sqlalchemy", "starlette", "uvicorn")
_ODD = re.compile(r"[^\w.@+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the command line says of the desk and its server."""

    desk: str | None
    annotations: tuple[str, ...]
    editor: str | None
    port: int | None
    no_browser: bool
    host: str
    public_url: str | None
    auth: str | None
    auth_header: str | None
    trusted_proxies: tuple[str, ...]
    leads: tuple[str, ...]
    session_hours: float


def open_and_serve(texts: Texts, opening: Opening) -> int:
    """Take in what was named and serve the desk until it is closed; the exit code."""
    demand_extra("mtcheck review")
    from mtcheck.desk.serving import Asked, listening, serve  # noqa: PLC0415 - heavy, and an extra
    from mtcheck.reviewing import Desk  # noqa: PLC0415

    asked = Asked(
        host=opening.host,
        port=opening.port,
        editor=opening.editor or _user(),
        public_url=opening.public_url,
        auth=Path(opening.auth) if opening.auth else None,
        auth_header=opening.auth_header,
        trusted_proxies=opening.trusted_proxies,
        leads=opening.leads,
        idle=opening.session_hours * 3600,
        model=texts.given.get("model") != "none",
    )
    asked.demand()
    path = place(texts.mt, opening.desk, opening.annotations)
    # The port first: nobody waits for the checks to be told that there is none.
    with listening(asked) as sock, Desk.open(_private(path)) as desk:
        if not _take(desk, texts, opening.annotations):
            return 2
        _told_of(desk)

        def opened(address: str) -> None:
            tell(f"the desk is open at {address}")
            tell("Ctrl-C closes it")
            if not opening.no_browser and _has_browser():
                webbrowser.open(address)

        with suppress(KeyboardInterrupt):
            serve(desk, asked, sock, opened=opened, report=tell)
        tell(f"the desk is closed; everything is in {path}")
    return 0


def demand_extra(feature: str) -> None:
    """Raise :class:`MissingExtra` where the libraries of the desk are not there."""
    if any(find_spec(name) is None for name in _NEEDED):
        raise MissingExtra(feature, hint="pip install 'mtcheck[review]'")


def place(inputs: tuple[str, ...], desk: str | None, annotations: tuple[str, ...] = ()) -> Path:
    """The file of the desk. Raises :class:`InputError` where none can be told."""
    if desk is not None:
        path = Path(desk)
        if not inputs and not annotations and not path.exists():
            message = "there is no such desk: name translations, and it will be made of them"
            raise InputError(message, path=desk)
        return path
    first = next((name for name in (*inputs, *annotations) if name != "-"), None)
    if first is None:
        message = "name translations, a run of mtcheck batch, or a desk with --desk FILE"
        raise InputError(message)
    there = Path(first)
    if not there.exists():
        message = "there is no such file or folder"
        raise InputError(message, path=first)
    folder = (there if there.is_dir() else there.parent) / ".mtcheck"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")
    except OSError as error:
        message = f"the desk cannot be made there: {error.strerror}; name a file with --desk"
        raise InputError(message, path=str(folder)) from error
    return folder / "review.sqlite"


def _private(path: Path) -> Path:
    """``path``; where there is no desk yet, an empty file that only its owner may read."""
    with suppress(OSError):  # what is wrong with it opening it will tell
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    return path


def _take(desk: Desk, texts: Texts, annotations: Iterable[str]) -> bool:
    """Take in all that was named, and tell of it; whether the desk can be opened."""
    from dataclasses import replace  # noqa: PLC0415

    runs = [name for name in texts.mt if Path(name).is_dir() and Ledger(Path(name)).exists]
    for name in runs:
        _told(name, desk.take_run(Path(name)))
    source, target = (texts.given.get(name) for name in ("source_lang", "target_lang"))
    pair = (str(source), str(target)) if source and target else None
    for name in annotations:
        _told(name, desk.take_gold(Path(name), pair))
    files = tuple(name for name in texts.mt if name not in runs)
    if not files:
        return True
    work = Run(replace(texts, mt=files))
    work.tell()
    taken = desk.take(work.reports())
    work.finish()
    for line in work.beside.warnings():
        tell(line)
    _told(files[0] if len(files) == 1 else f"{len(files)} inputs", taken)
    return bool(taken.articles) or not work.outcome.errors


def _told(what: str, taken: Taken) -> None:
    for note in taken.notes:
        tell(note)
    known = f", {taken.known:,} of them known" if taken.known else ""
    gone = f"; {taken.gone:,} of before not found again" if taken.gone else ""
    articles, findings = _many(taken.articles, "article"), _many(taken.findings, "finding")
    tell(f"{what}: {articles}, {findings}{known}{gone}")


def _told_of(desk: Desk) -> None:
    figures = desk.progress()
    tell(
        f"the desk has {_many(figures.articles, 'article')} with "
        f"{_many(figures.findings, 'finding')}, {figures.decided:,} of them judged"
    )


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number != 1)}"


def _user() -> str:
    """The user's name, as an editor's."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = ""
    return _ODD.sub("-", name).strip("-._@+")[:64] or "editor"


def _has_browser() -> bool:
    """Whether somebody sits at a screen of this machine."""
    if not sys.stderr.isatty() or os.environ.get("SSH_CONNECTION"):
        return False
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(shown) or sys.platform in {"darwin", "win32"}


def _existing(desk: str) -> Path:
    if not Path(desk).is_file():
        message = "there is no such desk"
        raise InputError(message, path=desk)
    return Path(desk)


def write_export(kind: str, desk: str, output: str | None) -> None:
    """Write one export, whole or not at all."""
    demand_extra("mtcheck review export")
    from mtcheck.cli import writing  # noqa: PLC0415
    from mtcheck.reviewing import Desk  # noqa: PLC0415

    with Desk.open(_existing(desk)) as opened:
        made = opened.export(kind)
    target = output or made.name
    writing.prepare(target, folder=False, inputs=[desk], option=f"--output {target}")
    writing.to_files({Path(target): made.raw}, option="--output ")
    for note in made.notes:
        tell(note)
    tell(f"wrote {target}")


def write_backup(desk: str, target: str) -> None:
    """Copy a desk that may be in use."""
    demand_extra("mtcheck review backup")
    from mtcheck.reviewing import Desk  # noqa: PLC0415

    with Desk.open(_existing(desk)) as opened:
        opened.backup(target)
    tell(f"wrote {target}")


def add_user(name: str, auth: str, role: str) -> None:
    """Ask for a password, and write the account."""
    demand_extra("mtcheck review user")
    from mtcheck.desk import accounts  # noqa: PLC0415

    accounts.checked_name(name)
    if sys.stdin is not None and sys.stdin.isatty():
        password = click.prompt(
            f"Password of {name}", hide_input=True, confirmation_prompt="Once more", err=True
        )
    else:
        password = (sys.stdin.readline() if sys.stdin else "").rstrip("\r\n")
    new = accounts.added(Path(auth), name, password, role)
    tell(f"{name} may sign in as {role}" if new else f"{name} has a new password, as {role}")


def remove_user(name: str, auth: str) -> None:
    """Take an account out."""
    demand_extra("mtcheck review user")
    from mtcheck.desk import accounts  # noqa: PLC0415

    accounts.removed(Path(auth), name)
    tell(f"{name} may not sign in any more")


def list_users(auth: str) -> None:
    """Print the accounts."""
    demand_extra("mtcheck review user")
    from mtcheck.desk import accounts  # noqa: PLC0415

    for account in accounts.Accounts(Path(auth)).all().values():
        click.echo(f"{account.name}  {account.role}")

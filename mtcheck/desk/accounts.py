"""Who may sign in: a file of names, roles and hashed passwords, one a line.

``anna:lead:$argon2id$v=19$m=65536,t=3,p=4$…``. The hashes are argon2id's with the library's own
parameters, which follow RFC 9106. The file is read again when it has changed: a name that is taken
out is signed out at its next request, and so is one whose password has changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import threading
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import InputError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

__all__ = ["ROLES", "SHORTEST", "Account", "Accounts", "added", "checked_name", "removed"]

ROLES = ("editor", "lead")
SHORTEST = 10  # characters of a password
_LONGEST = 1_024  # characters; hashing takes longer with every one
_NAME = re.compile(r"[^\W_][\w.@+-]{0,63}")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in; ``hash`` is argon2's own notation."""

    name: str
    role: str
    hash: str

    @property
    def lead(self) -> bool:
        """Whether the lead's page is theirs."""
        return self.role == "lead"

    @property
    def proof(self) -> str:
        """Stands in their sessions; another password has another."""
        return hashlib.sha256(self.hash.encode()).hexdigest()[:16]


@dataclass(slots=True)
class Accounts:
    """The accounts of a file, as it stands now."""

    path: Path
    _read: dict[str, Account] = field(init=False, default_factory=dict)
    _stamp: tuple[int, int, int] | None = field(init=False, default=None)
    _lock: threading.Lock = field(init=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        if not self.all():
            message = "nobody may sign in yet: mtcheck review user add NAME --auth FILE"
            raise InputError(message, path=str(self.path))

    def all(self) -> dict[str, Account]:
        """Every account by its name. Raises :class:`InputError` where the file cannot be read."""
        with self._lock:
            stamp = _stamp(self.path)
            if stamp != self._stamp:
                self._read, self._stamp = _read(self.path), stamp
            return self._read

    def known(self, name: str) -> Account | None:
        """The account of that name, if it still has one."""
        return self.all().get(name)

    def signed_in(self, name: str, password: str) -> Account | None:
        """The account, if that is its password; an unknown name takes as long as a wrong one."""
        from argon2.exceptions import InvalidHashError, VerificationError  # noqa: PLC0415 - an extra

        account = self.known(name)
        try:
            _hasher().verify(account.hash if account else _nobody(), password[:_LONGEST])
        except (VerificationError, InvalidHashError):
            return None
        return account


def added(path: Path, name: str, password: str, role: str = "editor") -> bool:
    """Write an account, or its new password and role; whether the name is new."""
    checked_name(name)
    if not SHORTEST <= len(password) <= _LONGEST:
        message = f"a password has {SHORTEST} to {_LONGEST:,} characters"
        raise InputError(message)
    accounts = _read(path) if path.exists() else {}
    new = name not in accounts
    _write(path, {**accounts, name: Account(name, role, _hasher().hash(password))})
    return new


def removed(path: Path, name: str) -> None:
    """Take an account out. Raises :class:`InputError` where there is none of that name."""
    accounts = _read(path)
    if name not in accounts:
        message = f"there is no {name!r}"
        raise InputError(message, path=str(path))
    _write(path, {n: a for n, a in accounts.items() if n != name})


def checked_name(name: str) -> str:
    """``name``, if somebody can be called that; raises :class:`InputError` otherwise."""
    if not _NAME.fullmatch(name):
        message = (
            f"nobody can be called {name!r}: a name has up to 64 letters, digits and . _ @ + -, "
            "and begins with a letter or digit"
        )
        raise InputError(message)
    return name


def _read(path: Path) -> dict[str, Account]:
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or "is not UTF-8"
        message = f"the accounts cannot be read: {what}"
        raise InputError(message, path=str(path)) from error
    found: dict[str, Account] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, rest = line.partition(":")
        role, _, mark = rest.partition(":")
        if not _NAME.fullmatch(name) or role not in ROLES or not mark.startswith("$argon2"):
            message = (
                "is no account: it should be name:role:hash, as mtcheck review user add writes"
            )
            raise InputError(message, path=str(path), line=number)
        found[name] = Account(name, role, mark)
    return found


def _write(path: Path, accounts: dict[str, Account]) -> None:
    """Whole or not at all, for its owner alone."""
    lines = [f"{a.name}:{a.role}:{a.hash}\n" for _, a in sorted(accounts.items())]
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        message = f"the accounts cannot be written: {error.strerror or error}"
        raise InputError(message, path=str(path)) from error


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


@cache
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher  # noqa: PLC0415 - an extra

    return PasswordHasher()


@cache
def _nobody() -> str:
    """A hash that no password has, made with the same parameters as the others."""
    return _hasher().hash(os.urandom(16).hex())

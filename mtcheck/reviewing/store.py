"""The file of a desk: opened, brought to this version, read and written in transactions.

SQLite with a write-ahead log, so that many read while one writes. A transaction that has ended
is on the disk (``synchronous=FULL``): what was acknowledged survives a crash of the machine.
Every writer asks for the write lock first, so that what it read is still so when it writes.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, create_engine, event, exc

from mtcheck.errors import DeskError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

__all__ = ["Store"]

_APPLICATION = 0x6D74636B  # "mtck": by it SQLite's file says whose it is
_WAIT = 5.0  # seconds that a writer waits for another one
_THREADS = 40
_MIGRATIONS = Path(__file__).parent / "migrations"
_WRITES = "mtcheck_writes"


class Store:
    """One open file. Safe from several threads; several processes may have it open.

    Raises :class:`InputError` where the file is no desk, or one of a newer mtcheck, and
    :class:`DeskError` where it cannot be read or written as things are.
    """

    def __init__(self, path: Path, *, wait: float = _WAIT) -> None:
        self.path = path
        _demand(path)
        self._engine = _engine(path, wait)
        try:
            self._prepare()
        except BaseException:
            self._engine.dispose()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the desk as it is at its beginning."""
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that nobody else writes beside: all of it is kept, or nothing."""
        with (
            self._told(),
            self._engine.connect().execution_options(**{_WRITES: True}) as connection,
            connection.begin(),
        ):
            yield connection

    def backup(self, to: Path) -> None:
        """Write the desk as it is at this moment into a new file, while others go on working.

        Raises :class:`InputError` where there is such a file already.
        """
        if to.exists():
            message = "is there already: a backup overwrites nothing"
            raise InputError(message, path=str(to))
        _demand(to)
        with self._told(), self._engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("VACUUM INTO ?", (str(to),))

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite says, as a line that a user can act on."""
        try:
            yield
        except (exc.DBAPIError, sqlite3.Error) as error:
            raise _as_told(error, self.path) from None
        except exc.TimeoutError:
            message = f"{self.path}: too many at once: nothing was stored; try again"
            raise DeskError(message) from None

    def _prepare(self) -> None:
        with self._told(), self._engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            (found,) = raw.execute("PRAGMA application_id").fetchone()
            (tables,) = raw.execute("SELECT count(*) FROM sqlite_master").fetchone()
            if tables and found != _APPLICATION:
                message = "is a database, but no desk: give another file"
                raise InputError(message, path=str(self.path))
            raw.execute("PRAGMA journal_mode=WAL")
        with self.writing() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id={_APPLICATION}")
            _migrate(connection, self.path)


def _demand(path: Path) -> None:
    if path.is_dir():
        message = "is a folder: give a file for the desk"
        raise InputError(message, path=str(path))
    if not path.parent.is_dir():
        message = f"there is no folder {path.parent}"
        raise InputError(message, path=str(path))


def _engine(path: Path, wait: float) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        pool_size=_THREADS,
        max_overflow=0,
        pool_timeout=wait,
        connect_args={"timeout": wait, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _: object) -> None:  # noqa: ANN401 - sqlite3's, as a pool has it
        # Transactions are begun by the listener below, never by the driver in between.
        connection.isolation_level = None
        for pragma in ("foreign_keys=ON", "synchronous=FULL", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _migrate(connection: Connection, path: Path) -> None:
    from alembic import command  # noqa: PLC0415 - only where a desk is opened
    from alembic.config import Config  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = ScriptDirectory.from_config(config)
    newest = known.get_current_head()
    now = MigrationContext.configure(connection).get_current_revision()
    if now == newest:
        return
    if now is not None and now not in {script.revision for script in known.walk_revisions()}:
        message = (
            f"is a desk of a newer mtcheck (version {now}; this one knows up to {newest}):"
            " update mtcheck"
        )
        raise InputError(message, path=str(path))
    command.upgrade(config, "head")


_SAID = {
    "SQLITE_BUSY": "is busy: another program is writing to it; nothing was stored, try again",
    "SQLITE_LOCKED": "is busy: another program is writing to it; nothing was stored, try again",
    "SQLITE_FULL": "the disk is full: nothing was stored; make room and try again",
    "SQLITE_READONLY": "cannot be written to: nothing was stored",
    "SQLITE_CANTOPEN": "cannot be opened",
    "SQLITE_PERM": "cannot be opened: permission denied",
    "SQLITE_CORRUPT": "is damaged: go back to a backup",
    "SQLITE_IOERR": "cannot be read or written: the disk reports an error; nothing was stored",
}


def _as_told(error: Exception, path: Path) -> Exception:
    """The error to raise for SQLite's; one of our own making (a bug) stays as it is."""
    origin = getattr(error, "orig", error)
    name = getattr(origin, "sqlite_errorname", None) or ""
    if name == "SQLITE_NOTADB":
        message = "is no desk: give another file"
        return InputError(message, path=str(path))
    for known, words in _SAID.items():
        if name.startswith(known):
            return DeskError(f"{path}: {words}")
    return error

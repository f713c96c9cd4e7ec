"""The ledger of a run: what it is, its plan, and a record of every shard that is done.

::

    RUN/run.json             what decides the run, and the digest that is its name
    RUN/plan.jsonl           a line a shard: its documents, and the hash of their texts
    RUN/shards/000000.json   the record of a shard: rows, bytes and SHA-256 of each of its files

A shard is done when its record is there: it is written last, after the files that it vouches for.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from mtcheck.batch import durable, identity, tables
from mtcheck.batch.planning import Shard
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from mtcheck.batch.tables import Table

__all__ = ["File", "Ledger", "Record", "Run", "Standing"]

_RUN, _PLAN, _SHARDS = "run.json", "plan.jsonl", "shards"
_VERSION = 1
T = TypeVar("T")


class File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a record says of a file."""

    rows: int
    bytes: int
    sha256: str


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a shard came to. ``sha256`` is that of its texts, as in the plan.

    ``failed`` counts articles that could not be checked, ``fails`` those that are beyond the
    bounds of the settings, ``broken`` those of which a check crashed.
    """

    version: int = _VERSION
    shard: int
    sha256: str
    files: dict[str, File]
    articles: int
    rows: int
    segments: int
    findings: int
    failed: int
    fails: int
    broken: int


class Run(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``run.json``. ``plan_sha256`` is of the plan's file, ``command`` what began the run."""

    version: int = _VERSION
    run: str
    identity: dict[str, Any]
    plan_sha256: str
    command: tuple[str, ...]


class Standing(NamedTuple):
    """Where a shard stands: done where it has a record and no damage, else to be done.

    Without a record it is not done yet, or ``damage`` says why its record cannot be read.
    """

    record: Record | None
    damage: str | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """The ledger of the run in ``folder``. Every method may raise ``OSError``."""

    folder: Path

    @property
    def names(self) -> frozenset[str]:
        """The names that a run has in its folder."""
        return frozenset({_RUN, _PLAN, _SHARDS, *(table.name for table in tables.TABLES)})

    @property
    def exists(self) -> bool:
        """Whether a run was begun there."""
        return (self.folder / _RUN).exists()

    def create(
        self, decided: Mapping[str, Any], shards: Iterable[Shard], command: tuple[str, ...]
    ) -> Run:
        """Begin a run: its folders, its plan, and last what it is."""
        for name in (_SHARDS, *(table.name for table in tables.TABLES)):
            (self.folder / name).mkdir(exist_ok=True)
        encoder = msgspec.json.Encoder()
        plan = b"".join(encoder.encode(shard) + b"\n" for shard in shards)
        durable.write(self.folder / _PLAN, plan)
        made = Run(
            run=identity.digest(decided),
            identity=dict(decided),
            plan_sha256=hashlib.sha256(plan).hexdigest(),
            command=command,
        )
        durable.write(self.folder / _RUN, msgspec.json.format(encoder.encode(made)) + b"\n")
        return made

    def run(self) -> Run:
        """What the run is; raises :class:`InputError` where the folder has none that is whole."""
        return self._read(self.folder / _RUN, Run)

    def plan(self) -> tuple[Shard, ...]:
        """The shards; raises :class:`InputError` where the plan is not the one of the run."""
        path = self.folder / _PLAN
        try:
            raw = path.read_bytes()
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            raise InputError(message, path=str(path)) from None
        if hashlib.sha256(raw).hexdigest() != self.run().plan_sha256:
            message = "is damaged: it is not the plan that the run was begun with"
            raise InputError(message, path=str(path))
        decoder = msgspec.json.Decoder(Shard)
        return tuple(map(decoder.decode, raw.splitlines()))

    def tidy(self) -> None:
        """Take away what processes that were killed had under way."""
        for name in (_SHARDS, *(table.name for table in tables.TABLES)):
            for path in (self.folder / name).glob(f".*{durable.TEMPORARY}"):
                path.unlink(missing_ok=True)

    def write(self, table: Table, shard: int, raw: bytes, rows: int) -> File:
        """Put a table's file of a shard in its place."""
        durable.write(tables.part(self.folder, table, shard), raw)
        return File(rows=rows, bytes=len(raw), sha256=hashlib.sha256(raw).hexdigest())

    def commit(self, record: Record) -> None:
        """Say that a shard is done: all its files are in their places."""
        raw = msgspec.json.format(msgspec.json.encode(record)) + b"\n"
        durable.write(self._path(record.shard), raw)

    def record(self, shard: int) -> Record | None:
        """The record of a shard, None where it is not done; raises :class:`InputError`."""
        path = self._path(shard)
        return self._read(path, Record) if path.exists() else None

    def standing(self, shard: Shard, *, thorough: bool = True) -> Standing:
        """Where a shard stands; ``thorough`` reads all of its files, else their sizes tell."""
        try:
            record = self.record(shard.shard)
        except InputError as error:
            return Standing(None, str(error))
        if record is None:
            return Standing(None, None)
        return Standing(record, self._damage(shard, record, thorough=thorough))

    def _damage(self, shard: Shard, record: Record, *, thorough: bool) -> str | None:
        path = self._path(shard.shard)
        if record.sha256 != shard.sha256:
            return f"{path}: is of other texts than the plan says"
        if record.files.keys() != {table.name for table in tables.OF_SHARDS}:
            return f"{path}: does not name the files that a shard has"
        return next(self._damaged(record, thorough=thorough), None)

    def _damaged(self, record: Record, *, thorough: bool) -> Iterator[str]:
        for table in tables.OF_SHARDS:
            path, said = tables.part(self.folder, table, record.shard), record.files[table.name]
            try:
                size = path.stat().st_size
                raw = path.read_bytes() if thorough and size == said.bytes else None
            except OSError as error:
                yield f"{path}: cannot be read: {error.strerror}"
                continue
            if size != said.bytes:
                yield f"{path}: has {size:,} bytes instead of {said.bytes:,}"
            elif raw is not None and hashlib.sha256(raw).hexdigest() != said.sha256:
                yield f"{path}: is damaged: its checksum is not that of the record"

    def _path(self, shard: int) -> Path:
        return self.folder / _SHARDS / f"{shard:06d}.json"

    def _read(self, path: Path, kind: type[T]) -> T:
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except FileNotFoundError:
            message = "is no run of mtcheck batch: there is no run.json in it"
            raise InputError(message, path=str(self.folder)) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error).replace("`", "'")
            # "JSON is malformed" stays as it is.
            lower = reason[1:2].islower()
            message = f"cannot be read: {reason[:1].lower() if lower else reason[:1]}{reason[1:]}"
            raise InputError(message, path=str(path)) from None

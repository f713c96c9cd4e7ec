"""Is a run whole? Every file that it should have is there, and is what its record says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.batch import identity, tables
from mtcheck.batch.durable import TEMPORARY
from mtcheck.batch.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.batch.ledger import Record

__all__ = ["Verdict", "verify"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """``damages`` are lines; ``missing`` counts shards that are not done yet."""

    shards: int
    missing: int
    failed: int
    damages: tuple[str, ...]


def verify(folder: Path) -> Verdict:
    """Look at every file of the run in ``folder``.

    Raises :class:`InputError` where it is no run, or its plan is damaged, so that nothing can be
    said of its shards.
    """
    ledger = Ledger(folder)
    begun = ledger.run()
    plan = ledger.plan()
    damages: list[str] = []
    if identity.digest(begun.identity) != begun.run:
        damages.append(f"{folder / 'run.json'}: is damaged: its digest is not that of its content")
    missing = failed = 0
    for shard in plan:
        record, damage = ledger.standing(shard)
        failed += record.failed if record is not None else 0
        if damage is not None:
            damages.append(damage)
        elif record is None:
            missing += 1
        else:
            damages += _counts(folder, record)
    damages += _run_table(folder)
    damages += _strays(folder, len(plan))
    return Verdict(len(plan), missing, failed, tuple(damages))


def _counts(folder: Path, record: Record) -> Iterator[str]:
    """What is wrong inside the files of a shard whose checksums are right."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for table in tables.OF_SHARDS:
        path = tables.part(folder, table, record.shard)
        try:
            metadata = pq.read_metadata(path)
        except (OSError, pa.ArrowException) as error:
            yield f"{path}: is no Parquet: {error}"
            continue
        if metadata.num_rows != record.files[table.name].rows:
            yield f"{path}: has {metadata.num_rows:,} rows, not those of its record"
        version = (metadata.metadata or {}).get(b"mtcheck.schema", b"none").decode()
        if version != str(tables.VERSION):
            yield f"{path}: has schema version {version}, not {tables.VERSION}"


def _run_table(folder: Path) -> Iterator[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tables.part(folder, tables.RUN, 0)
    try:
        names = pq.read_table(path)["run"].to_pylist()
    except (OSError, KeyError, pa.ArrowException) as error:
        yield f"{path}: cannot be read: {error}"
        return
    if names != [Ledger(folder).run().run]:
        yield f"{path}: is of another run"


def _strays(folder: Path, shards: int) -> Iterator[str]:
    """Files in the tables' folders that no shard of the plan has."""
    for table in tables.OF_SHARDS:
        known = {tables.part(folder, table, shard).name for shard in range(shards)}
        for path in sorted((folder / table.name).iterdir()):
            if path.name not in known and not path.name.endswith(TEMPORARY):
                yield f"{path}: belongs to no shard"

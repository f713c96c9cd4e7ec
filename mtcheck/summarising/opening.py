"""Opening a run for reading: which of its shards can be read, and what is not as it should be.

A run that is not complete, or damaged in part, is read without what is missing;
:attr:`Opened.lacks` says so, and whoever shows figures of it shows that, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.batch import tables
from mtcheck.batch.ledger import Ledger
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.batch.tables import Table

__all__ = ["Opened", "opened"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A run that can be read.

    ``shards`` are the numbers of those that can be read, of ``planned``; ``missing`` are not done
    yet, and ``damages`` are lines, one a shard that is not what its record says.
    """

    folder: Path
    name: str
    planned: int
    shards: tuple[int, ...]
    missing: int
    damages: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every shard can be read."""
        return not self.missing and not self.damages

    @property
    def lacks(self) -> tuple[str, ...]:
        """What figures of this run leave out, in lines; none of a whole one."""
        return tuple(self._lacks())

    def _lacks(self) -> Iterator[str]:
        if self.missing:
            yield (
                f"the run is not complete: {self.missing:,} of {self.planned:,} shards are not done"
            )
        yield from (f"left out: {damage}" for damage in self.damages)

    def files(self, table: Table) -> tuple[Path, ...]:
        """The files of a table that can be read, in the order of the shards."""
        if table is tables.RUN:
            return (tables.part(self.folder, table, 0),)
        return tuple(tables.part(self.folder, table, shard) for shard in self.shards)


def opened(folder: Path, *, thorough: bool) -> Opened:
    """Look at a run; ``thorough`` reads every byte and compares checksums, else only sizes.

    Raises :class:`InputError` where the folder is no run, or nothing of it can be read.
    """
    ledger = Ledger(folder)
    try:
        return _opened(ledger, thorough=thorough)
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        raise InputError(message, path=str(folder)) from None


def _opened(ledger: Ledger, *, thorough: bool) -> Opened:
    begun = ledger.run()
    plan = ledger.plan()
    facts = tables.part(ledger.folder, tables.RUN, 0)
    if not facts.is_file():
        message = "is not there: mtcheck batch --resume writes it again"
        raise InputError(message, path=str(facts))
    shards: list[int] = []
    damages: list[str] = []
    missing = 0
    for shard in plan:
        record, damage = ledger.standing(shard, thorough=thorough)
        if damage is not None:
            damages.append(damage)
        elif record is None:
            missing += 1
        else:
            shards.append(shard.shard)
    if not shards:
        why = damages[0] if damages else "no shard of it is done yet"
        message = f"nothing can be read of the run: {why}"
        raise InputError(message, path=str(ledger.folder))
    return Opened(ledger.folder, begun.run, len(plan), tuple(shards), missing, tuple(damages))

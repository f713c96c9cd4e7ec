"""A folder of articles, paired by their names as ``mtcheck check`` pairs them."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from mtcheck.batch.documents import of_job
from mtcheck.errors import InputError
from mtcheck.reading import pairing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.batch.documents import Document
    from mtcheck.batch.inputs.asking import Asked, Kind
    from mtcheck.governing import Governing
    from mtcheck.reading.pairing import Job

__all__ = ["Folder"]


class Folder:
    """A folder; with ``by_system`` its folders are systems, each with the same articles."""

    kind: Kind = "folder"

    def __init__(self, asked: Asked, governing: Governing) -> None:
        """Pair the files; raises :class:`InputError` for what cannot be paired."""
        self._asked = asked
        self._governing = governing
        self._jobs: list[tuple[str | None, str, Job]] = []
        self.warnings: tuple[str, ...] = ()
        for system, folder in self._folders():
            plan = pairing.plan((folder,), asked.reference, asked.source)
            if plan.problems:
                raise plan.problems[0]
            if not asked.by_system:
                words = "has no partner among the translations"
                self.warnings = tuple(f"{path}: {words}" for path in plan.unused)
            self._jobs += [(system, folder, job) for job in plan.jobs]

    def _folders(self) -> list[tuple[str | None, str]]:
        root = self._asked.input
        if not self._asked.by_system:
            return [(self._asked.system, root)]
        found = sorted(p for p in Path(root).iterdir() if p.is_dir() and p.name[0] != ".")
        if not found:
            message = "has no folders that could be systems"
            raise InputError(message, path=root)
        # Joined as strings: "./a" stays as the user gave it.
        return [(p.name, os.path.join(root, p.name)) for p in found]  # noqa: PTH118

    def documents(self) -> Iterator[Document]:
        """The documents; see :class:`mtcheck.batch.inputs.asking.Corpus`."""
        for system, folder, job in self._jobs:
            name = PurePath(os.path.relpath(job.mt, folder)).as_posix()
            said = self._governing.languages(
                job.mt, self._asked.target_lang, self._asked.source_lang
            )
            yield from of_job(
                name=name, system=system, job=job, said=said, aligned=self._asked.aligned
            )

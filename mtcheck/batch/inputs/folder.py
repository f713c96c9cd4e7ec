"""A folder of articles, paired by their names as ``mtcheck check`` pairs them."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.batch.documents import Texts, of_files, of_rows
from mtcheck.errors import InputError, MtcheckError, SettingsError
from mtcheck.reading import decoding, files, pairing, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.batch.documents import Document
    from mtcheck.batch.inputs.asking import Asked, Kind
    from mtcheck.governing import Governing
    from mtcheck.reading.pairing import Job

__all__ = ["Folder"]

_TABLES = {".tsv": rows.tsv, ".jsonl": rows.jsonl, ".ndjson": rows.jsonl}


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
            if PurePath(job.mt).suffix.lower() in _TABLES:
                yield from self._of_table(system, name, job)
            else:
                target, source = self._languages(job, has_source=job.source is not None)
                yield of_files(
                    name=name,
                    system=system,
                    target_lang=target,
                    source_lang=source,
                    job=job,
                    aligned=self._asked.aligned,
                )

    def _of_table(self, system: str | None, name: str, job: Job) -> Iterator[Document]:
        """A document for each that a table has; one with an error where it cannot be read."""
        try:
            content = decoding.read_text(job.mt)
            found = _TABLES[PurePath(job.mt).suffix.lower()](content, job.mt)
            target, source = self._languages(job, has_source=rows.has_source(found))
            groups: dict[str | None, list[rows.Row]] = {}
            for row in found:
                groups.setdefault(row.document, []).append(row)
            made = [
                of_rows(
                    name=name if document is None else f"{name}#{document}",
                    system=system,
                    target_lang=target,
                    source_lang=source,
                    path=job.mt,
                    texts=Texts(
                        tuple(row.line for row in group),
                        tuple(row.mt for row in group),
                        rows.side(
                            [(row.line, row.reference) for row in group], "reference", job.mt
                        ),
                        rows.side([(row.line, row.source) for row in group], "source", job.mt),
                    ),
                )
                for document, group in groups.items()
            ]
        except SettingsError:
            raise
        except MtcheckError as error:
            target, _ = self._languages(job, has_source=False)
            yield of_files(
                name=name,
                system=system,
                target_lang=target,
                source_lang=None,
                job=job,
                aligned=True,
                error=str(error),
            )
            return
        yield from made

    def _languages(self, job: Job, *, has_source: bool) -> tuple[str, str | None]:
        asked = self._asked
        said = self._governing.languages(job.mt, asked.target_lang, asked.source_lang)
        target = languages.load(files.target_of(job, said)).tag
        if not has_source:
            return target, None
        code = files.source_of(job, said)
        if code is None:
            message = f"in which language is the source of {job.mt}? Give it, for example ru"
            raise SettingsError(message, key="--source-lang")
        return target, languages.load(code).tag

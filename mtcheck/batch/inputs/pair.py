"""An aligned pair of text files, however long: line *n* of each belongs together."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.batch.inputs import grouping, streams
from mtcheck.batch.inputs.grouping import Cells
from mtcheck.errors import InputError, SettingsError
from mtcheck.reading import files
from mtcheck.reading.pairing import Job

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.batch.documents import Document
    from mtcheck.batch.inputs.asking import Asked, Kind
    from mtcheck.reading.files import Languages

__all__ = ["Pair", "rows"]


class Pair:
    """A translation, and its reference or source, as files of aligned lines."""

    kind: Kind = "pair"
    warnings: tuple[str, ...] = ()

    def __init__(self, asked: Asked, said: Languages) -> None:
        """Find the languages; raises :class:`mtcheck.errors.MtcheckError`."""
        self._asked = asked
        for path in (asked.input, asked.reference, asked.source, asked.documents):
            if path is not None:
                streams.opened(path).close()
                if Path(path).is_dir():
                    message = "is a folder: an aligned pair is of files"
                    raise InputError(message, path=path)
        job = Job(asked.input, asked.reference, asked.source)
        self._target = languages.load(files.target_of(job, said)).tag
        source = files.source_of(job, said) if asked.source is not None else None
        if asked.source is not None and source is None:
            message = f"in which language is the source {asked.source}? Give it, for example ru"
            raise SettingsError(message, key="--source-lang")
        self._source = source and languages.load(source).tag

    def documents(self) -> Iterator[Document]:
        """The documents; see :class:`mtcheck.batch.inputs.asking.Corpus`."""
        asked = self._asked
        texts = {
            "reference": asked.reference,
            "source": asked.source,
            "document": asked.documents,
        }
        cells = (
            row._replace(system=asked.system, target_lang=self._target, source_lang=self._source)
            for row in rows(asked.input, texts)
        )
        yield from grouping.documents(cells, asked.input, asked.rows_each)


def rows(mt: str, others: dict[str, str | None]) -> Iterator[Cells]:
    """The rows of aligned files. ``others`` are those of ``reference``, ``source``, ``document``.

    Raises :class:`InputError` where they differ in their number of lines, with both numbers.
    """
    given = {role: path for role, path in others.items() if path is not None}
    streamed = [streams.lines(mt), *map(streams.lines, given.values())]
    for number, cells in enumerate(zip_longest(*streamed), 1):
        if None in cells:
            _differ([mt, *given.values()], cells, streamed, number - 1)
        found = dict(zip(given, cells[1:], strict=True))
        if "document" in found:
            found["document"] = _document(found["document"], given["document"], number)
        yield Cells(number, cells[0], **found)


def _document(line: str, path: str, number: int) -> str:
    """The document of a line; before a tab may stand its domain."""
    name = line.rpartition("\t")[2].strip()
    if not name:
        message = "no name of a document"
        raise InputError(message, path=path, line=number)
    return name


def _differ(
    paths: list[str], cells: tuple[str | None, ...], streamed: list[Iterator[str]], number: int
) -> None:
    """Say how many lines each file has, counting those that are left."""
    counts = {
        path: number + (cell is not None) + sum(1 for _ in lines)
        for path, cell, lines in zip(paths, cells, streamed, strict=True)
    }
    first, *rest = counts.items()
    other, count = next((p, n) for p, n in rest if n != first[1])
    message = f"{first[1]:,} lines, but {other} has {count:,}: line n must belong to line n"
    raise InputError(message, path=first[0])

"""Documents: what an input gives and a worker is given, one a time.

A document is whole: one article by one system. Its texts are either rows, of which row *n* of one
text belongs to row *n* of the others, or files that the worker reads.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mtcheck import languages
from mtcheck.errors import InputError
from mtcheck.reading import files, rows

if TYPE_CHECKING:
    from mtcheck.article import Article
    from mtcheck.reading.pairing import Job

__all__ = ["Document", "Texts", "article", "of_files", "of_rows", "printable"]


class Texts(NamedTuple):
    """The rows of a document. ``lines`` are their places in the input, from 1.

    A reference or source is None where the input has none for any row.
    """

    lines: tuple[int, ...]
    mt: tuple[str, ...]
    reference: tuple[str, ...] | None
    source: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document as the input has it.

    ``path`` is the file that it stands in, by which its configuration is found, ``row`` the row
    or line of the input that it begins at. ``size`` is its
    rows, or of files an estimate of their sentences; shards are cut by it. ``sha256`` is of all
    that decides its findings, the settings apart. ``error`` says why it cannot be checked.
    """

    name: str
    system: str | None
    target_lang: str
    source_lang: str | None
    path: str
    size: int
    sha256: str
    texts: Texts | None = None
    job: Job | None = None
    aligned: bool = True
    row: int | None = None
    error: str | None = None

    @property
    def language_pair(self) -> str:
        """As in ``ru-en``; ``*-en`` without a source."""
        return f"{self.source_lang or '*'}-{self.target_lang}"


def of_rows(  # noqa: PLR0913 - what an input says of a document
    *,
    name: str,
    system: str | None,
    target_lang: str,
    source_lang: str | None,
    path: str,
    texts: Texts,
) -> Document:
    """A document of rows. ``source_lang`` counts only where there is a source."""
    origin = source_lang if texts.source is not None else None
    said = (name, system, target_lang, origin, texts.mt, texts.reference, texts.source)
    return Document(
        name=name,
        system=system,
        target_lang=target_lang,
        source_lang=origin,
        path=path,
        size=len(texts.mt),
        sha256=hashlib.sha256(msgspec.msgpack.encode(said)).hexdigest(),
        texts=texts,
        row=texts.lines[0],
    )


def of_files(  # noqa: PLR0913 - what an input says of a document
    *,
    name: str,
    system: str | None,
    target_lang: str,
    source_lang: str | None,
    job: Job,
    aligned: bool,
    row: int | None = None,
    error: str | None = None,
) -> Document:
    """A document of files; one that cannot be opened has its ``error``, and is kept."""
    origin = source_lang if job.source is not None else None
    said = (name, system, target_lang, origin, aligned, job.mt, job.reference, job.source)
    total = hashlib.sha256(json.dumps(said).encode())  # a file's name need not be UTF-8
    size = 0
    for path in (job.mt, job.reference, job.source):
        if path is None:
            continue
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - a path as given
                content = hashlib.file_digest(file, "sha256")
                size = size or file.tell()
        except (OSError, ValueError) as problem:
            error = f"{path}: cannot be read: {getattr(problem, 'strerror', None) or problem}"
            content = hashlib.sha256(error.encode("utf-8", "surrogateescape"))
        total.update(content.digest())
    return Document(
        name=printable(name),
        system=system,
        target_lang=target_lang,
        source_lang=origin,
        path=job.mt,
        size=1 + size // _BYTES_A_SENTENCE,
        sha256=total.hexdigest(),
        job=job,
        aligned=aligned,
        row=row,
        error=error,
    )


_BYTES_A_SENTENCE = 150


def printable(text: str) -> str:
    """A file's name as tables can hold it: bytes that are no UTF-8 are written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def article(document: Document) -> Article:
    """The article of a document, as ``mtcheck check`` would read it.

    Raises :class:`mtcheck.errors.InputError` where it cannot be read.
    """
    said = files.Languages(target=document.target_lang, source=document.source_lang)
    if document.job is not None:
        every = files.read(document.job, said, aligned=document.aligned)
        if len(every) > 1:
            message = f"holds {len(every)} articles: a batch takes a file for one; split it"
            raise InputError(message, path=document.job.mt)
        return every[0]
    assert document.texts is not None  # noqa: S101 - it has one or the other
    lines, mt, reference, source = document.texts
    without = (None,) * len(mt)
    made = [
        rows.Row(line, text, other, original, document.name)
        for line, text, other, original in zip(
            lines, mt, reference or without, source or without, strict=True
        )
    ]
    target = languages.load(document.target_lang)
    origin = languages.load(document.source_lang) if document.source_lang else None
    (found,) = rows.articles(made, target, origin, document.path)
    return found

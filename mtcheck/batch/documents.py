"""Documents: what an input gives and a worker is given, one a time.

A document is whole: one article by one system. Its texts are either rows, of which row *n* of one
text belongs to row *n* of the others, or files that the worker reads.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from mtcheck import languages
from mtcheck.errors import MtcheckError, SettingsError
from mtcheck.reading import files, formats, pairing, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Article
    from mtcheck.reading.files import Languages
    from mtcheck.reading.pairing import Job

__all__ = ["Document", "Texts", "article", "of_job", "of_rows", "printable"]


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
    or line of the input that it begins at. ``size`` is its rows, or of files an estimate of their
    sentences; shards are cut by it. Of files ``said`` is what was said of their languages, and
    ``part`` which of the articles in them it is. ``sha256`` is of all that decides its findings,
    the settings apart. ``error`` says why it cannot be checked.
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
    said: Languages | None = None
    part: int = 0
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


def of_job(  # noqa: PLR0913 - what an input says of a document
    *,
    name: str,
    system: str | None,
    job: Job,
    said: Languages,
    aligned: bool,
    row: int | None = None,
) -> Iterator[Document]:
    """The documents of files: one, or each that a table or a file of units has.

    Files that cannot be read are one document, which has its ``error`` and is kept. Raises
    :class:`SettingsError` where nothing says the language of the source.
    """
    sha256, size, error = _looked_at(job)
    made = Document(
        name=printable(name),
        system=system,
        target_lang=languages.load(files.target_of(job, said)).tag,
        source_lang=None,
        path=job.mt,
        size=1 + size // _BYTES_A_SENTENCE,
        sha256=_combined(sha256, name, system),
        job=job,
        said=said,
        aligned=aligned,
        row=row,
        error=error,
    )
    if error is not None:
        yield made
    elif PurePath(job.mt).suffix.lower() in pairing.ROWS or formats.of(job.mt) is not None:
        yield from _parts(made)
    else:
        if job.source is not None:
            made = replace(made, source_lang=_source(job, said))
        yield replace(made, sha256=_combined(made.sha256, made.target_lang, made.source_lang))


def _parts(whole: Document) -> Iterator[Document]:
    """The documents that a file of many has."""
    assert whole.job is not None  # noqa: S101 - it is of files
    assert whole.said is not None  # noqa: S101
    try:
        found = files.read(whole.job, whole.said, aligned=whole.aligned)
    except SettingsError:
        raise
    except MtcheckError as error:
        yield replace(whole, error=printable(str(error)))
        return
    names: set[str] = set()
    for part, one in enumerate(found):
        inner = one.id.removeprefix(PurePath(whole.job.mt).as_posix())
        name = whole.name + printable(inner)
        if name in names:  # an XLIFF may name the same original twice
            name = f"{name}#{part + 1}"
        names.add(name)
        source = one.source.language.tag if one.source else None
        target = one.mt.language.tag
        yield replace(
            whole,
            name=name,
            target_lang=target,
            source_lang=source,
            size=max(len(one.mt.blocks), 1),
            sha256=_combined(whole.sha256, name, target, source),
            part=part,
        )


def _source(job: Job, said: Languages) -> str:
    code = files.source_of(job, said)
    if code is None:
        message = f"in which language is the source {job.source}? Give it, for example ru"
        raise SettingsError(message, key="--source-lang")
    return languages.load(code).tag


def _looked_at(job: Job) -> tuple[str, int, str | None]:
    """The hash of a job's files, the size of its first, and why they cannot be read, if so."""
    total, size, problem = hashlib.sha256(), 0, None
    for path in (job.mt, job.reference, job.source):
        if path is None:
            total.update(b"none")
            continue
        try:
            with open(path, "rb") as file:  # noqa: PTH123 - a path as given
                content = hashlib.file_digest(file, "sha256").digest()
                size = size or file.tell()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            problem = printable(f"{path}: cannot be read: {reason}")
            content = hashlib.sha256(problem.encode()).digest()
        total.update(content)
    return total.hexdigest(), size, problem


def _combined(sha256: str, *said: str | None) -> str:
    # In JSON, that is ASCII: a file's name need not be UTF-8.
    return hashlib.sha256(json.dumps([sha256, *said]).encode()).hexdigest()


_BYTES_A_SENTENCE = 150


def printable(text: str) -> str:
    """A file's name as tables can hold it: bytes that are no UTF-8 are written out."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def article(document: Document) -> Article:
    """The article of a document, as ``mtcheck check`` would read it.

    Raises :class:`mtcheck.errors.InputError` where it cannot be read.
    """
    if document.job is not None and document.said is not None:
        return files.read(document.job, document.said, aligned=document.aligned)[document.part]
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

"""Files into articles: which format, which language, which limits."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtcheck import languages, reading
from mtcheck.errors import InputError, SettingsError
from mtcheck.reading import formats, markdown, pages, rows, unit_files
from mtcheck.reading.decoding import read_text
from mtcheck.reading.naming import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Article, Text
    from mtcheck.languages import Language
    from mtcheck.reading.pairing import Job

__all__ = ["Languages", "read", "source_of", "target_of"]

_MARKDOWN = frozenset({".md", ".markdown"})
_TABLES = {".jsonl": rows.jsonl, ".ndjson": rows.jsonl}
_NOT_READ = frozenset({".odt", ".pdf", ".xlsx"})
_DEFAULT_TARGET = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Languages:
    """The languages of a job's texts, as far as somebody said.

    ``target`` and ``source`` count before what the files' names say, ``else_target`` and
    ``else_source`` where they say nothing. ``columns`` is the setting ``table-columns``.
    """

    target: str | None = None
    source: str | None = None
    else_target: str | None = None
    else_source: str | None = None
    columns: tuple[str, ...] = ()


def read(
    job: Job, said: Languages, *, aligned: bool, content: str | None = None
) -> tuple[Article, ...]:
    """The articles of a job: one, or one a document of a table.

    ``content`` is what the translation's file is to say in place of what it says on disk.

    A language that nobody said is taken from the file names (``article.de.mt.txt``); the
    target's is English where they say nothing. Raises :class:`InputError`,
    :class:`SettingsError` where nothing says the source's language, :class:`LanguageError`.
    """
    if (form := formats.of(job.mt)) is not None and form.paired:
        return unit_files.read(job, form, said, content)
    page = pages.opened(job.mt, content)
    target = languages.load(target_of(job, said, page.language if page else None))
    suffix = PurePath(job.mt).suffix.lower()
    if suffix in _TABLES:
        return _table(job, suffix, target, source_of(job, said), content)
    mt = page.text(target) if page else _text(job.mt, target, aligned=aligned, content=content)
    reference = _other(job.reference, target, aligned=aligned) if job.reference else None
    source = None
    if job.source is not None:
        page = pages.opened(job.source)
        own = page.language if page else None
        origin = _origin(said.source or own or source_of(job, said), job.source)
        source = page.text(origin) if page else _text(job.source, origin, aligned=aligned)
    identity = "-" if job.mt == "-" else PurePath(job.mt).as_posix()
    return (reading.article(mt, reference, source, identity, aligned=aligned),)


def _other(path: str, language: Language, *, aligned: bool) -> Text:
    page = pages.opened(path)
    return page.text(language) if page else _text(path, language, aligned=aligned)


def target_of(job: Job, said: Languages, own: str | None = None) -> str:
    """The tag of the target language: as said, else by the files' names, else English.

    ``own`` is the language that the translation's file itself says it is in.
    """
    code = said.target or own or parse(job.mt).language
    if code is None and job.reference is not None:
        code = parse(job.reference).language
    return code or said.else_target or _DEFAULT_TARGET


def source_of(job: Job, said: Languages) -> str | None:
    """The tag of the source language, likewise; None where nothing says it."""
    own = parse(job.source).language if job.source is not None else None
    return said.source or own or parse(job.mt).origin or said.else_source


def _table(
    job: Job, suffix: str, target: Language, source_lang: str | None, content: str | None
) -> tuple[Article, ...]:
    for other, role in ((job.reference, "reference"), (job.source, "source")):
        if other is not None:
            message = f"has its {role} in its rows: leave out --{role} {other}"
            raise InputError(message, path=job.mt)
    content = read_text(job.mt, _encodings(target)) if content is None else content
    found: Sequence[rows.Row] = _TABLES[suffix](content, job.mt)
    origin = _origin(source_lang, job.mt) if rows.has_source(found) else None
    return rows.articles(found, target, origin, job.mt, content)


def _text(path: str, language: Language, *, aligned: bool, content: str | None = None) -> Text:
    suffix = PurePath(path).suffix.lower()
    form = formats.of(path)
    if suffix in _TABLES or (form is not None and form.table):
        message = f"{suffix} rows are aligned already: give it as the translation, alone"
        raise InputError(message, path=path)
    if form is not None:
        message = f"{suffix} holds units: give it beside a translation in the same format"
        raise InputError(message, path=path)
    if suffix in _NOT_READ:
        message = f"{suffix} is not a format that is read: give .txt, .md, .tsv or .jsonl"
        raise InputError(message, path=path)
    content = read_text(path, _encodings(language)) if content is None else content
    if suffix in _MARKDOWN and not aligned:
        text = markdown.text(content, language, path)
    else:
        text = reading.text(content, language, path, aligned=aligned)
    if not text.blocks:
        msg = "has no prose: there is nothing to check"
        raise InputError(msg, path=path)
    return text


def _origin(code: str | None, path: str) -> Language:
    if code is None:
        name = "standard input" if path == "-" else path
        message = f"in which language is the source {name}? Give --source-lang, for example ru"
        raise SettingsError(message, key="--source-lang")
    return languages.load(code)


def _encodings(language: Language) -> tuple[str, ...]:
    """Those that old files of the language come in, then the ones that most others do."""
    own = language.layout.encodings if language.layout else ()
    return own or ("windows-1252",)

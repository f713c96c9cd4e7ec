"""What an editor has open, checked as ``mtcheck check`` would check it if it were saved."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtcheck import languages, pipeline
from mtcheck.errors import MtcheckError
from mtcheck.governing import Governing
from mtcheck.reading import files, pairing
from mtcheck.reading.naming import Role, parse
from mtcheck.reading.pairing import Job
from mtcheck.reporting.located import located

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtcheck.article import Article
    from mtcheck.report import Report
    from mtcheck.reporting.located import Located
    from mtcheck.settings import Files

__all__ = ["Asked", "Checked", "check", "reread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says: where partners are, languages, settings that win over files."""

    reference: str | None = None
    source: str | None = None
    target_lang: str | None = None
    source_lang: str | None = None
    config: str | None = None
    isolated: bool = False
    given: Mapping[str, object] = field(default_factory=dict)

    def demand(self) -> None:
        """Raise :class:`MtcheckError` for languages that there are not."""
        for tag in (self.target_lang, self.source_lang):
            if tag is not None:
                languages.load(tag)


@dataclass(frozen=True, slots=True)
class Checked:
    """A document as it was in one version: ``content``, and what was found.

    ``job`` is None for a reference or a source, in which nothing is looked for. ``error`` says
    why there is nothing: it cannot be read, a setting is wrong.
    """

    path: str
    content: str
    asked: Asked
    job: Job | None = None
    found: tuple[Located, ...] = ()
    files: Files | None = None
    error: MtcheckError | None = None


def check(path: str, content: str, asked: Asked) -> Checked:
    """Check the file at ``path`` as if it said ``content``.

    Configuration, baseline and lists are read anew: they may have been edited in between.
    """
    job = _job(path, asked)
    if job is None or not content.strip():
        return Checked(path, content, asked)
    governing = Governing(asked.given, asked.config, asked.isolated)
    reports: list[Report] = []
    named: Files | None = None
    try:
        governing.prepare(path)
        for article in _articles(job, content, asked, governing):
            settings, named = governing.settings(article, path)
            reports.append(pipeline.check(article, settings, governing.beside.rules(named)))
    except MtcheckError as error:
        return Checked(path, content, asked, job, error=error)
    return Checked(path, content, asked, job, tuple(located(reports)), named)


def reread(checked: Checked, content: str) -> tuple[Article, ...]:
    """The articles that the same file would be if it said ``content``; none where it is broken."""
    if checked.job is None:
        return ()
    asked = checked.asked
    governing = Governing(asked.given, asked.config, asked.isolated)
    try:
        return _articles(checked.job, content, asked, governing)
    except MtcheckError:
        return ()


def _articles(job: Job, content: str, asked: Asked, governing: Governing) -> tuple[Article, ...]:
    said = governing.languages(job.mt, asked.target_lang, asked.source_lang)
    return files.read(job, said, aligned=False, content=content)


def _job(path: str, asked: Asked) -> Job | None:
    """The file with its partners: those in the folders that were named, else those beside it.

    None for a file that is itself a reference or a source, by its name or by where it lies.
    """
    own = pairing.beside(path)
    if asked.reference is None and asked.source is None:
        return own
    if parse(path).role in {Role.REFERENCE, Role.SOURCE}:
        return None
    try:
        (job,) = pairing.plan([path], asked.reference, asked.source).jobs
    except (MtcheckError, ValueError):
        return own
    partners = [os.path.realpath(p) for p in (job.reference, job.source) if p is not None]
    if os.path.realpath(path) in partners:
        return None
    if own is None:
        return job
    return Job(path, job.reference or own.reference, job.source or own.source)

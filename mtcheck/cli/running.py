"""From what the command line names to reports: read every article, check it, tell what fails.

The commands that check (``check``, ``fix``, ``baseline``) share this; what they do with the
reports is their own.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtcheck import languages, pipeline
from mtcheck.caching import Caches
from mtcheck.changes import Changes
from mtcheck.cli.progress import progress
from mtcheck.cli.telling import tell
from mtcheck.configuring import unmatched
from mtcheck.errors import InputError, MtcheckError
from mtcheck.governing import Governing, verify
from mtcheck.reading import files, pairing
from mtcheck.settings import Files, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Article
    from mtcheck.configuring import Config
    from mtcheck.governing import Beside
    from mtcheck.reading.pairing import Job, Plan
    from mtcheck.report import Report

__all__ = ["Outcome", "Run", "Texts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What to check, and what the command line says of it.

    ``given`` are the settings that the command line has; they win over every configuration.
    """

    mt: tuple[str, ...]
    reference: str | None
    source: str | None
    target_lang: str | None
    source_lang: str | None
    aligned: bool
    config: str | None
    isolated: bool
    changed_since: str | None = None
    no_cache: bool = False
    given: dict[str, object] = field(default_factory=dict)

    @staticmethod
    def taken(mt: tuple[str, ...], options: dict[str, Any]) -> Texts:
        """From a command's options; those that belong here are taken out of ``options``."""
        own = {name: options.pop(name) for name in Texts.__slots__ if name in options}
        given = {
            name: value
            for name in (*Settings.__struct_fields__, *Files.__struct_fields__)
            if (value := options.pop(name, None)) not in (None, ())
        }
        return Texts(mt=mt, given=given, **own)


@dataclass(slots=True)
class Outcome:
    """What has come of a run so far; the exit code depends on it."""

    errors: bool = False

    def error(self, message: object) -> None:
        """Tell the user; the run will end with 2."""
        tell(f"error: {message}")
        self.errors = True


@dataclass(slots=True)
class Run:
    """One run over ``texts``: made, it has found and checked everything but the texts.

    Raises :class:`mtcheck.errors.MtcheckError` where nothing at all can be checked.
    """

    texts: Texts
    outcome: Outcome = field(default_factory=Outcome)
    plan: Plan = field(init=False)
    _governing: Governing = field(init=False)
    _changes: Changes | None = field(init=False, default=None)
    _caches: Caches = field(init=False, default_factory=Caches)
    _configs: dict[str, Config] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        texts = self.texts
        if texts.isolated and texts.config is not None:
            message = "goes with --isolated only where it is left out"
            raise InputError(message, path=f"--config {texts.config}")
        verify(texts.given, "")
        for tag in (texts.target_lang, texts.source_lang):
            if tag is not None:
                languages.load(tag)
        self.plan = pairing.plan(texts.mt, texts.reference, texts.source)
        if texts.changed_since is not None:
            self._changes = Changes(texts.changed_since)
            for job in self.plan.jobs:
                self._changes.look(job.mt)
        self._governing = Governing(texts.given, texts.config, texts.isolated)
        for job in self.plan.jobs:
            self._configs[job.mt] = self._governing.prepare(job.mt)

    @property
    def beside(self) -> Beside:
        """The files that the run reads beside its texts."""
        return self._governing.beside

    def configs(self) -> tuple[Config, ...]:
        """The configurations of all texts, each once."""
        return tuple({id(config): config for config in self._configs.values()}.values())

    def unmatched(self) -> Iterator[str]:
        """Lines that tell of overrides in the configurations whose globs match no file."""
        for config in self.configs():
            paths = [path for path, own in self._configs.items() if own is config]
            for origin, override in unmatched(config, paths):
                globs = ", ".join(override.files)
                yield f"warning: {origin}: no file is there that matches {globs}"

    def tell(self) -> None:
        """Tell what the plan leaves out, and of standard input that waits for a person."""
        for problem in self.plan.problems:
            self.outcome.error(problem)
        for path in self.plan.unused:
            tell(f"warning: {path}: has no partner among the translations")
        reads_stdin = any("-" in (job.mt, job.reference, job.source) for job in self.plan.jobs)
        if reads_stdin and sys.stdin is not None and sys.stdin.isatty():
            tell("reading standard input: end it with Ctrl-D")

    def reports(self) -> Iterator[Report]:
        """The report of every article that can be read; the others are told of."""
        with progress(len(self.plan.jobs)) as state:
            for job in self.plan.jobs:
                state.step(job.mt)
                for article in self.articles(job):
                    yield self.report(article, job)
                state.finish()

    def finish(self) -> None:
        """Keep the caches within their bounds, and tell what was wrong with them."""
        for line in self._caches.finish():
            tell(line)

    def anew(self) -> None:
        """Forget what was suppressed so far: the same texts are going to be checked again."""
        self.beside.forget()

    def articles(self, job: Job, content: str | None = None) -> tuple[Article, ...]:
        """The articles of a job; none, told, where it cannot be read.

        ``content`` is what the translation's file is to say in place of what it says on disk.
        """
        texts = self.texts
        said = self._governing.languages(job.mt, texts.target_lang, texts.source_lang)
        try:
            return files.read(job, said, aligned=texts.aligned, content=content)
        except MtcheckError as error:
            self.outcome.error(error)
            return ()

    def report(self, article: Article, job: Job) -> Report:
        """The report of one article of a job, with the settings that hold for it."""
        settings, files = self._governing.settings(article, job.mt)
        rules = self.beside.rules(files)
        rules.touched = self._changes.touches if self._changes else None
        cache = None if self.texts.no_cache else self._caches.of(files)
        report = pipeline.check(article, settings, rules, cache.analysis if cache else None)
        for failure in report.failures:
            what = f"check {failure.code} crashed: {failure.message}"
            self.outcome.error(f"{article.id}: {what}")
        return report

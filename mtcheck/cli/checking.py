"""One run of ``mtcheck check``: read, check, report, and say by the exit code what was found."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import msgspec

from mtcheck import languages, pipeline, selection
from mtcheck.cli import targets
from mtcheck.cli.progress import progress
from mtcheck.cli.telling import tell
from mtcheck.errors import MtcheckError
from mtcheck.reading import files, pairing
from mtcheck.settings import Settings, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Article
    from mtcheck.cli.targets import Target
    from mtcheck.mqm import Severity
    from mtcheck.reading.pairing import Plan
    from mtcheck.report import Report

__all__ = ["Asked", "run"]

_WIDTH = 100  # columns where no terminal says its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says, option by option."""

    mt: tuple[str, ...]
    reference: str | None
    source: str | None
    target_lang: str | None
    source_lang: str | None
    aligned: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    min_confidence: float
    fail_on: Literal["never", "minor", "major", "critical"]
    formats: tuple[str, ...]
    output: str | None
    scoring: str
    color: Literal["auto", "always", "never"]


@dataclass(slots=True)
class _Outcome:
    """What has come of a run so far; the exit code depends on it."""

    errors: bool = False
    severities: set[Severity] = field(default_factory=set)

    def error(self, message: object) -> None:
        """Tell the user; the run will end with 2."""
        tell(f"error: {message}")
        self.errors = True


def run(asked: Asked) -> int:
    """Check what was asked and write the reports; the exit code.

    Raises :class:`mtcheck.errors.MtcheckError` where nothing at all can be checked or written.
    """
    outputs = targets.parse(asked.formats, asked.output)
    settings = _settings(asked)
    plan = pairing.plan(asked.mt, asked.reference, asked.source)
    outputs = targets.prepare(outputs, plan)
    outcome = _Outcome()
    _tell_of(plan, outcome)
    written = targets.render(
        _reports(asked, plan, settings, outcome),
        outputs,
        colour=lambda target: _colour(asked, target),
        width=shutil.get_terminal_size((_WIDTH, 24)).columns,
    )
    if not written:
        return 2
    targets.write(written)
    if outcome.errors:
        return 2
    return int(asked.fail_on != "never" and any(s >= asked.fail_on for s in outcome.severities))


def _settings(asked: Asked) -> Settings:
    """The settings of the run; everything that is wrong with them is told before any work."""
    settings = make(
        source_lang=asked.source_lang,
        select=asked.select,
        ignore=asked.ignore,
        min_confidence=asked.min_confidence,
        fail_on=asked.fail_on,
        scoring=asked.scoring,
    )
    selection.choose(settings)
    for tag in (asked.target_lang, asked.source_lang):
        if tag is not None:
            languages.load(tag)
    return settings


def _tell_of(plan: Plan, outcome: _Outcome) -> None:
    for problem in plan.problems:
        outcome.error(problem)
    for path in plan.unused:
        tell(f"warning: {path}: has no partner among the translations")
    reads_stdin = any("-" in (job.mt, job.reference, job.source) for job in plan.jobs)
    if reads_stdin and sys.stdin is not None and sys.stdin.isatty():
        tell("reading standard input: end it with Ctrl-D")


def _reports(asked: Asked, plan: Plan, settings: Settings, outcome: _Outcome) -> Iterator[Report]:
    """The report of every article that can be read; the others are told of."""
    with progress(len(plan.jobs)) as state:
        for job in plan.jobs:
            state.step(job.mt)
            try:
                articles = files.read(
                    job,
                    target_lang=asked.target_lang,
                    source_lang=asked.source_lang,
                    aligned=asked.aligned,
                )
            except MtcheckError as error:
                outcome.error(error)
                articles = ()
            for article in articles:
                report = pipeline.check(article, _own(settings, article))
                outcome.severities |= {f.severity for f in report.findings}
                for failure in report.failures:
                    what = f"check {failure.code} crashed: {failure.message}"
                    outcome.error(f"{article.id}: {what}")
                yield report
            state.finish()


def _own(settings: Settings, article: Article) -> Settings:
    """The settings with the article's own languages, which its file names may have given."""
    source = article.source.language.tag if article.source else None
    return msgspec.structs.replace(
        settings, target_lang=article.mt.language.tag, source_lang=source
    )


def _colour(asked: Asked, target: Target) -> bool:
    if asked.color != "auto":
        return asked.color == "always"
    off = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return target.file is None and not off and sys.stdout.isatty()

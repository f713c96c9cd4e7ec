"""One run of ``mtcheck check``: read, check, report, and say by the exit code what was found."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from mtcheck import languages, pipeline, selection
from mtcheck.cli import naming, writing
from mtcheck.cli.progress import progress
from mtcheck.cli.telling import tell
from mtcheck.errors import InputError, MtcheckError
from mtcheck.reading import files, pairing
from mtcheck.reporting import FORMATS
from mtcheck.settings import Settings, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Article
    from mtcheck.mqm import Severity
    from mtcheck.reading.pairing import Plan
    from mtcheck.report import Report
    from mtcheck.reporting import Format

__all__ = ["Asked", "run"]

_WIDTH = 100  # columns where no terminal says its own
_BY_ARTICLE = frozenset({"jsonl", "html"})  # rendered one by one: a run keeps text, not records


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
    profile: Literal["gate", "review", "recall"]
    model: str
    allow_download: bool
    fail_on: Literal["never", "minor", "major", "critical"]
    format_name: str
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
    """Check what was asked and write the report; the exit code.

    Raises :class:`mtcheck.errors.MtcheckError` where nothing at all can be checked or written.
    """
    form = FORMATS[asked.format_name]
    settings = _settings(asked)
    plan = pairing.plan(asked.mt, asked.reference, asked.source)
    output = None if asked.output == "-" else asked.output
    folder = output is not None and form.one_article and _is_folder(plan, output)
    if form.one_article and not folder:
        _one_only(form, len(plan.jobs))
    if output is not None:
        texts = [t for job in plan.jobs for t in (job.mt, job.reference, job.source) if t]
        writing.prepare(output, folder=folder, inputs=texts)
    outcome = _Outcome()
    _tell_of(plan, outcome)
    reports = _reports(asked, plan, settings, outcome)
    rendered = _render(reports, form, colour=_colour(asked, output))
    if not rendered:
        return 2
    _write(rendered, form, output, folder=folder)
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
        profile=asked.profile,
        model=asked.model,
        allow_download=asked.allow_download,
        fail_on=asked.fail_on,
        scoring=asked.scoring,
    )
    selection.choose(settings)
    for tag in (asked.target_lang, asked.source_lang):
        if tag is not None:
            languages.load(tag)
    return settings


def _is_folder(plan: Plan, output: str) -> bool:
    """Whether the output is a folder of files: one is there, or several articles may come."""
    tables = any(Path(job.mt).suffix.lower() in pairing.ROWS for job in plan.jobs)
    return len(plan.jobs) > 1 or tables or Path(output).is_dir()


def _one_only(form: Format, count: int) -> None:
    """Raise where several articles would have to go into one file."""
    if count > 1:
        message = f"holds one article a file: for {count} give --output FOLDER"
        raise InputError(message, path=f"--format {form.name}")


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


def _render(reports: Iterator[Report], form: Format, *, colour: bool) -> list[tuple[str, str]]:
    """Articles' ids with their output; all under the first where one file holds all."""
    width = shutil.get_terminal_size((_WIDTH, 24)).columns
    if form.name in _BY_ARTICLE:
        return [
            (r.article.article.id, form.render([r], colour=colour, width=width)) for r in reports
        ]
    found = list(reports)
    if not found:
        return []
    return [(found[0].article.article.id, form.render(found, colour=colour, width=width))]


def _write(
    rendered: list[tuple[str, str]], form: Format, output: str | None, *, folder: bool
) -> None:
    texts = [text for _, text in rendered]
    if folder and output is not None:
        paths = naming.file_names([name for name, _ in rendered], Path(output), form.suffix)
        writing.to_files(dict(zip(paths, texts, strict=True)))
        return
    if form.one_article:
        _one_only(form, len(rendered))
    if output is None:
        writing.to_stdout("".join(texts))
    else:
        writing.to_files({Path(output): "".join(texts)})


def _colour(asked: Asked, output: str | None) -> bool:
    if asked.color != "auto":
        return asked.color == "always"
    off = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return output is None and not off and sys.stdout.isatty()

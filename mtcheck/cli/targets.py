"""Where the reports of a run go: which format into which file, several at once.

``--format FORMAT`` goes to standard output or to ``--output``, ``--format FORMAT=FILE`` to its
own file. All files of a run are written whole, or none is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.cli import naming, writing
from mtcheck.cli.destinations import apart, asked
from mtcheck.errors import InputError
from mtcheck.reading import pairing
from mtcheck.reporting import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mtcheck.reading.pairing import Plan
    from mtcheck.report import Report
    from mtcheck.reporting import Format

__all__ = ["Target", "Written", "parse", "prepare", "render", "write"]


@dataclass(frozen=True, slots=True)
class Target:
    """A format and its file; None is standard output. ``option`` is what the user gave it by.

    ``folder``: the file is a folder for the files of several articles.
    """

    form: Format
    file: str | None
    option: str
    folder: bool = False


@dataclass(slots=True)
class Written:
    """The texts of a target: one, or one an article with the article's id beside it."""

    target: Target
    texts: list[str] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)


def parse(formats: Sequence[str], output: str | None) -> list[Target]:
    """The targets that ``--format`` and ``--output`` ask for.

    Raises :class:`SettingsError` for an unknown format, for two reports of one file and for an
    ``--output`` that no format is left for.
    """
    every = asked(formats, output, FORMATS)
    apart([one.file for one in every], "reports")
    return [Target(FORMATS[one.form], one.file, one.option) for one in every]


def prepare(targets: Iterable[Target], plan: Plan) -> list[Target]:
    """The targets, found to be writable before any work; raises :class:`InputError`."""
    texts = [t for job in plan.jobs for t in (job.mt, job.reference, job.source) if t]
    made = []
    for target in targets:
        folder = target.form.one_article and target.file and _is_folder(plan, target.file)
        if target.form.one_article and not folder:
            _one_only(target.form, len(plan.jobs))
        if target.file is not None:
            writing.prepare(target.file, folder=bool(folder), inputs=texts, option=target.option)
        made.append(replace(target, folder=bool(folder)))
    return made


def _is_folder(plan: Plan, output: str) -> bool:
    """Whether the output is a folder of files: one is there, or several articles may come."""
    tables = any(Path(job.mt).suffix.lower() in pairing.SOURCED for job in plan.jobs)
    return len(plan.jobs) > 1 or tables or Path(output).is_dir()


def _one_only(form: Format, count: int) -> None:
    """Raise where several articles would have to go into one file."""
    if count > 1:
        message = f"holds one article a file: for {count} give --output FOLDER"
        raise InputError(message, path=f"--format {form.name}")


def render(
    reports: Iterable[Report],
    targets: Sequence[Target],
    *,
    colour: Callable[[Target], bool],
    width: int,
) -> list[Written]:
    """The text of every target; none where there was no report.

    Where every format is rendered article by article, no report is kept.
    """
    made = [Written(target) for target in targets]
    single = [w for w in made if w.target.form.by_article]
    kept: list[Report] = []
    any_report = False
    for report in reports:
        any_report = True
        for written in single:
            form = written.target.form
            written.texts.append(form.render([report], colour=colour(written.target), width=width))
            written.articles.append(report.article.article.id)
        if len(single) < len(made):
            kept.append(report)
    if not any_report:
        return []
    for written in made:
        if not written.target.form.by_article:
            form = written.target.form
            written.texts.append(form.render(kept, colour=colour(written.target), width=width))
    return made


def write(every: Iterable[Written]) -> None:
    """Write all files, then print what is for standard output; raises :class:`InputError`."""
    files: dict[Path, str] = {}
    options: dict[Path, str] = {}
    printed = ""
    for written in every:
        target = written.target
        if target.form.one_article and not target.folder:
            _one_only(target.form, len(written.texts))
        if target.file is None:
            printed = "".join(written.texts)
            continue
        folder = Path(target.file)
        paths = (
            naming.file_names(written.articles, folder, target.form.suffix)
            if target.folder
            else [folder]
        )
        texts = written.texts if target.folder else ["".join(written.texts)]
        for path, text in zip(paths, texts, strict=True):
            files[path] = text
            options[path] = target.option
    if files:
        writing.to_files(files, options)
    if printed:
        writing.to_stdout(printed)

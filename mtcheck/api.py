"""The Python interface: check a text, check a file, write a report in a format.

>>> import mtcheck
>>> report = mtcheck.check(
...     "President Marcon spoke.", reference="President Macron spoke.", model="none"
... )
>>> [(f.code, f.suggestion) for f in report.findings]
[('N101', 'Macron')]
"""

from __future__ import annotations

import os
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypedDict, cast

from mtcheck import languages, pipeline, reading
from mtcheck.errors import InputError, SettingsError
from mtcheck.report import Report
from mtcheck.settings import Files, Settings, fields, make, make_files, near

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Unpack

    from mtcheck.settings import FailOn, Profile, Scoring

__all__ = ["Options", "check", "check_file", "render"]

_NO_TABLES: Mapping[str, Mapping[str, object]] = MappingProxyType({})


class Options(TypedDict, total=False):
    """The settings that :func:`check_file` takes by name, as in the configuration.

    What is left out is as the configuration says, else the default. Each is described in
    [settings](settings.md), with underscores here in place of hyphens.
    """

    select: Sequence[str]
    ignore: Sequence[str]
    min_confidence: float
    profile: Profile
    model: str
    allow_download: bool
    fail_on: FailOn
    fail_confidence: float
    max_penalty: float | None
    max_total_penalty: float | None
    min_mqm: float | None
    scoring: Scoring
    names: Sequence[str]
    do_not_translate: Sequence[str]
    terms: Sequence[Mapping[str, object]]
    checks: Mapping[str, Mapping[str, object]]
    baseline: str | None
    ignore_files: Sequence[str]
    glossaries: Sequence[str]
    do_not_translate_lists: Sequence[str]
    name_lists: Sequence[str]
    table_columns: Sequence[str]


def check(  # noqa: PLR0913 - one keyword per setting, so that editors and type checkers know them
    mt: str,
    reference: str | None = None,
    source: str | None = None,
    *,
    target_lang: str = "en",
    source_lang: str | None = None,
    aligned: bool = False,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    min_confidence: float = 0.0,
    profile: Profile = "review",
    model: str = "spans",
    allow_download: bool = False,
    fail_on: FailOn = "major",
    fail_confidence: float = 0.0,
    max_penalty: float | None = None,
    max_total_penalty: float | None = None,
    min_mqm: float | None = None,
    scoring: Scoring = "mqm2",
    names: Sequence[str] = (),
    do_not_translate: Sequence[str] = (),
    terms: Sequence[Mapping[str, object]] = (),
    checks: Mapping[str, Mapping[str, object]] = _NO_TABLES,
) -> Report:
    """Check one machine translation given as plain text; the same as ``mtcheck check``.

    ``reference`` is a human translation into the same language, ``source`` the original, whose
    ``source_lang`` must then be given. ``aligned``: line *n* of each text belongs together.
    ``select`` and ``ignore`` name checks by code, name or the first letters of codes; findings
    less likely to be right than ``min_confidence`` (0 to 1) are in ``report.suppressed`` alone.
    ``profile`` says how much of what the span model suspects is shown; ``model`` is ``spans``,
    ``none``, or another: its folder, or its ID in the local hub cache, from which nothing is
    fetched unless ``allow_download``.
    ``names`` are right as they are. ``terms`` are the glossary of T401:
    ``{"source": ["ceasefire"], "target": ["Waffenruhe"]}``. ``checks`` has settings of single ones:
    ``{"N101": {"severity": "minor"}}``. Configuration files are not read, nothing is kept. Spans
    are code points of ``mt``. An empty ``mt`` is an article without segments.

    ``fail_on``, ``fail_confidence`` and the bounds of penalty and score decide nothing here: they
    stand in ``report.settings``, where :mod:`mtcheck.gate` finds them.

    Raises :class:`mtcheck.errors.MtcheckError`, always in one of its kinds: ``SettingsError`` for
    a setting, ``LanguageError`` for a language code, ``InputError`` for a text that is wrong,
    ``ModelError`` for a model. A check that crashes raises nothing: it is in ``report.failures``.

    >>> report = mtcheck.check("He paid 1500 euros.", "He paid 15,000 euros.", model="none")
    >>> finding, = report.findings
    >>> finding.code, finding.severity.value, finding.span.of(report.article.mt.content)
    ('Q204', 'major', '1500')
    """
    settings = make(
        target_lang=target_lang,
        source_lang=None if source is None else source_lang,
        select=_names(select, "select"),
        ignore=_names(ignore, "ignore"),
        min_confidence=min_confidence,
        profile=profile,
        model=model,
        allow_download=allow_download,
        fail_on=fail_on,
        fail_confidence=fail_confidence,
        max_penalty=max_penalty,
        max_total_penalty=max_total_penalty,
        min_mqm=min_mqm,
        scoring=scoring,
        names=_names(names, "names"),
        do_not_translate=_names(do_not_translate, "do_not_translate"),
        terms=tuple(terms),
        checks=dict(checks),
    )
    if source is not None and source_lang is None:
        message = "in which language is the source? Give source_lang, for example 'ru'"
        raise SettingsError(message, key="source_lang")
    target = languages.load(target_lang)
    origin = languages.load(source_lang or target_lang)
    article = reading.from_strings(mt, reference, source, target, origin, aligned=aligned)
    return pipeline.check(article, settings)


def check_file(  # noqa: PLR0913 - the three files of an article, their languages, and how to read
    mt: str | os.PathLike[str],
    reference: str | os.PathLike[str] | None = None,
    source: str | os.PathLike[str] | None = None,
    *,
    target_lang: str | None = None,
    source_lang: str | None = None,
    aligned: bool = False,
    config: str | os.PathLike[str] | None = None,
    **options: Unpack[Options],
) -> tuple[Report, ...]:
    """Check one file in any format that is read; the same as ``mtcheck check FILE``.

    The reports are those of its articles, in their order: one for a text, one a document of a
    table, one a ``<file>`` of an XLIFF. Spans are code points of ``report.article.mt.content``;
    :class:`mtcheck.positions.Places` says where they are in the file.

    A language that is not given is that of the file, of its name or of the configuration, as on
    the command line. ``config`` is a configuration file, whose overrides and lists hold for
    ``mt``; without it none is read. ``options`` are settings by name and win over it. Nothing is
    kept in a cache.

    Raises :class:`mtcheck.errors.MtcheckError`: ``InputError`` for a file that cannot be read,
    ``SettingsError`` for a setting or where nothing says the source's language,
    ``LanguageError`` for a language code, ``ModelError`` for a model.

    >>> reports = mtcheck.check_file("app.de.po", model="none")
    >>> [(f.code, report.article.mt.unit_at(f.span.start).id)
    ...  for report in reports for f in report.findings]
    [('M701', 'Hello, {name}!')]
    """
    from mtcheck.governing import Governing, verify  # noqa: PLC0415 - texts alone go without
    from mtcheck.reading import files, pairing  # noqa: PLC0415

    given = _given(options)
    verify(given, "")
    paths = [None if path is None else os.fspath(path) for path in (mt, reference, source)]
    for path in filter(None, paths):
        if os.path.isdir(path):  # noqa: PTH112 - a string, as the readers want it
            message = "is a folder: give a file"
            raise InputError(message, path=path)
    job = pairing.Job(os.fspath(mt), *paths[1:])
    governing = Governing(given, None if config is None else os.fspath(config), config is None)
    governing.prepare(job.mt)
    said = governing.languages(job.mt, target_lang, source_lang)
    reports = []
    for article in files.read(job, said, aligned=aligned):
        settings, beside = governing.settings(article, job.mt)
        reports.append(pipeline.check(article, settings, governing.beside.rules(beside)))
    return tuple(reports)


def render(
    reports: Report | Iterable[Report],
    format: str = "text",  # noqa: A002 - the command line's word for it
    *,
    colour: bool = False,
    width: int = 100,
) -> str:
    """One report, or several together, in a format of ``mtcheck check --format``.

    ``colour`` and ``width`` (columns) matter to ``text`` alone. The text ends in a line end, and
    is the same for the same reports. HTML and XLIFF 2 hold one report.

    Raises :class:`mtcheck.errors.SettingsError` for a format that there is not, and for several
    reports in one that holds one.

    >>> report = mtcheck.check("The the mayor spoke.", model="none")
    >>> print(mtcheck.render(report, "rdjson").count("F501"))
    1
    """
    from mtcheck.reporting import FORMATS  # noqa: PLC0415 - checking needs none of it

    if format not in FORMATS:
        message = f"{format!r} is no format{near(format, tuple(FORMATS))}"
        raise SettingsError(message, key="format")
    every = [reports] if isinstance(reports, Report) else list(reports)
    form = FORMATS[format]
    if form.one_article and len(every) != 1:
        message = f"{format!r} holds one report, and there are {len(every)}: render each by itself"
        raise SettingsError(message, key="format")
    return form.render(every, colour=colour, width=width)


def _given(options: Options) -> dict[str, object]:
    """The options as settings and files; raises :class:`SettingsError` for one that is wrong."""
    known = tuple(Options.__annotations__)
    lists = {f.name for f in (*fields(), *fields(Files)) if f.kind == "list of text"}
    given: dict[str, object] = {}
    for name, value in cast("dict[str, Any]", options).items():
        if name not in known:
            message = f"there is no such option{near(name, known)}"
            raise SettingsError(message, key=name)
        given[name] = _names(value, name) if name in lists else value
    if "checks" in given:
        given["checks"] = dict(options["checks"])
    if "terms" in given:
        given["terms"] = make(terms=tuple(options["terms"])).terms
    make(**{name: value for name, value in given.items() if name in Settings.__struct_fields__})
    make_files({name: value for name, value in given.items() if name in Files.__struct_fields__})
    return given


def _names(names: Sequence[str], key: str) -> tuple[str, ...]:
    if isinstance(names, str):  # a sequence of letters, each a family of checks
        message = f"give a list of names: [{names!r}]"
        raise SettingsError(message, key=key)
    return tuple(names)

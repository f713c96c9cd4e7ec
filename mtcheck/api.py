"""The Python interface: ``mtcheck.check("…", reference="…")``.

::

    import mtcheck

    report = mtcheck.check("President Marcon spoke.", reference="President Macron spoke.")
    for finding in report.findings:
        print(finding.code, finding.span, finding.message, finding.suggestion)
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from mtcheck import languages, pipeline, reading
from mtcheck.errors import SettingsError
from mtcheck.settings import make

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Literal

    from mtcheck.report import Report

__all__ = ["check"]

_NO_TABLES: Mapping[str, Mapping[str, object]] = MappingProxyType({})


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
    profile: Literal["gate", "review", "recall"] = "review",
    model: str = "spans",
    allow_download: bool = False,
    fail_on: Literal["never", "minor", "major", "critical"] = "major",
    max_penalty: float | None = None,
    max_total_penalty: float | None = None,
    min_mqm: float | None = None,
    scoring: Literal["mqm2", "google"] = "mqm2",
    names: Sequence[str] = (),
    do_not_translate: Sequence[str] = (),
    terms: Sequence[Mapping[str, object]] = (),
    checks: Mapping[str, Mapping[str, object]] = _NO_TABLES,
) -> Report:
    """Check one machine translation given as plain text; the same as ``mtcheck check``.

    ``reference`` is a human translation into the same language, ``source`` the original, whose
    ``source_lang`` must then be given. ``aligned``: line *n* of each text belongs together.
    ``select`` and ``ignore`` name checks by code, name or the first letters of codes; findings
    less likely to be right than ``min_confidence`` are counted in ``report.suppressed``.
    ``profile`` says how much of what the span model suspects is shown; ``model`` is ``spans``,
    ``none``, or another: its folder, or its ID in the local hub cache, from which nothing is
    fetched unless ``allow_download``.
    ``names`` are right as they are. ``terms`` are the glossary of T401:
    ``{"source": ["ceasefire"], "target": ["Waffenruhe"]}``. ``checks`` has settings of single ones:
    ``{"N101": {"severity": "minor"}}``. Configuration files are not read. Spans are code points
    of ``mt``. An empty ``mt`` is an article without segments.

    ``fail_on`` and the bounds of penalty and score decide nothing here: they stand in
    ``report.settings`` for who decides on an exit code.

    Raises :class:`mtcheck.errors.MtcheckError`, always in one of its kinds: ``SettingsError`` for
    a setting, ``LanguageError`` for a language code, ``InputError`` for a text that is wrong.
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


def _names(names: Sequence[str], key: str) -> tuple[str, ...]:
    if isinstance(names, str):  # a sequence of letters, each a family of checks
        message = f"give a list of names: [{names!r}]"
        raise SettingsError(message, key=key)
    return tuple(names)

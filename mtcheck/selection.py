"""Selection: which checks run, and which findings are shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck.errors import SettingsError
from mtcheck.mqm import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.check import Check, CheckModule
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["adjusted", "all_codes", "choose", "codes", "least", "limits", "near", "notes", "split"]

# Confidence below which a profile shows no finding, whatever found it. Below .45 fewer than
# half of the rules' findings on names were marked (docs/accuracy.md).
_LEAST = {"gate": 0.45}


def choose(settings: Settings) -> tuple[CheckModule, ...]:
    """The checks that ``select`` and ``ignore`` leave; raises for a name that fits none."""
    chosen = _matching(settings.select, "select") if settings.select else set(_codes())
    chosen -= _matching(settings.ignore, "ignore")
    _matching(settings.checks, "checks")
    return tuple(m for m in _checks() if m.CHECK.code in chosen)


def adjusted(findings: Iterable[Finding], check: Check, settings: Settings) -> Iterator[Finding]:
    """The findings of one check with the severity that the settings give it."""
    severity = settings.of_check(check.code, check.name).severity
    for finding in findings:
        yield finding if severity is None else replace(finding, severity=Severity(severity))


def least(settings: Settings) -> float:
    """The confidence from which a finding is shown, where its check has no bound of its own."""
    return max(settings.min_confidence, _LEAST.get(settings.profile, 0.0))


def limits(settings: Settings) -> dict[str, float]:
    """The bounds of confidence of checks that have one of their own, by code."""
    if not settings.checks:
        return {}
    own = ((c.CHECK.code, settings.of_check(c.CHECK.code, c.CHECK.name)) for c in _checks())
    return {code: of.min_confidence for code, of in own if of.min_confidence is not None}


def split(
    findings: Iterable[Finding], settings: Settings
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Those to show and those to count only."""
    shown: list[Finding] = []
    hidden: list[Finding] = []
    own, general = limits(settings), least(settings)
    for finding in findings:
        bound = own.get(finding.code, general)
        (shown if finding.confidence >= bound else hidden).append(finding)
    return tuple(shown), tuple(hidden)


def all_codes() -> frozenset[str]:
    """The codes of all checks that there are."""
    return frozenset(_codes())


def codes(patterns: Iterable[str], key: str) -> frozenset[str]:
    """The codes that names, codes and beginnings of codes stand for.

    Raises :class:`SettingsError`, which ``key`` names, for one that stands for none.
    """
    return frozenset(_matching(patterns, key))


def notes(
    article: AlignedArticle, chosen: Iterable[CheckModule], settings: Settings
) -> tuple[str, ...]:
    """What the reader must know of checks that could not run, or saw less than they might."""
    language = article.mt.language
    found: list[str] = []
    quiet = [m.CHECK.code for m in chosen if not all(map(language.has, m.CHECK.needs))]
    if not language.covered:
        found.append(f"no data for {language.core.name} ({language.tag}): only some checks ran")
    elif quiet:
        found.append(f"without data for {language.core.name}, quiet: {', '.join(quiet)}")
    return (*found, *_of_the_model(article, settings))


def _of_the_model(article: AlignedArticle, settings: Settings) -> Iterator[str]:
    """How far the span model could help."""
    if settings.model == "none":
        return
    if article.risks is None:
        yield f"the span model does not know {article.mt.language.core.name}: only rules ran"
    else:
        yield from article.risks.notes


def near(name: str) -> str | None:
    """The code or name of the check that a mistyped ``name`` most likely stands for."""
    import difflib  # noqa: PLC0415 - only to word an error

    known = {form.lower(): form for m in _checks() for form in (m.CHECK.code, m.CHECK.name)}
    found = difflib.get_close_matches(name.lower(), known, n=1)
    return known[found[0]] if found else None


def _checks() -> tuple[CheckModule, ...]:
    from mtcheck.checks import CHECKS  # noqa: PLC0415 - a run whose results are kept needs none

    return CHECKS


def _codes() -> list[str]:
    return [m.CHECK.code for m in _checks()]


def _matching(patterns: Iterable[str], key: str) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        fits = {
            m.CHECK.code
            for m in _checks()
            if m.CHECK.name == pattern.lower() or m.CHECK.code.startswith(pattern.upper())
        }
        if not pattern or not fits:
            meant = near(pattern)
            hint = f"; did you mean {meant}?" if meant else ""
            message = f"{pattern!r} is no check{hint} (mtcheck rules lists them)"
            raise SettingsError(message, key=key)
        found |= fits
    return found

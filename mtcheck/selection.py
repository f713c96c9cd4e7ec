"""Selection: which checks run, and which findings are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.checks import CHECKS
from mtcheck.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.check import CheckModule
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["choose", "least", "near", "notes", "split"]

# Confidence below which a profile shows no finding, whatever found it. Below .45 fewer than
# half of the rules' findings on names were marked (docs/accuracy.md).
_LEAST = {"gate": 0.45}


def choose(settings: Settings) -> tuple[CheckModule, ...]:
    """The checks that ``select`` and ``ignore`` leave; raises for a name that fits none."""
    chosen = _matching(settings.select, "select") if settings.select else set(_codes())
    chosen -= _matching(settings.ignore, "ignore")
    return tuple(m for m in CHECKS if m.CHECK.code in chosen)


def least(settings: Settings) -> float:
    """The confidence from which a finding is shown."""
    return max(settings.min_confidence, _LEAST.get(settings.profile, 0.0))


def split(
    findings: Iterable[Finding], settings: Settings
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Those to show and those to count only."""
    limit = least(settings)
    shown: list[Finding] = []
    hidden: list[Finding] = []
    for finding in findings:
        (shown if finding.confidence >= limit else hidden).append(finding)
    return tuple(shown), tuple(hidden)


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
    elif article.reference is None:
        seen = "no source either" if article.source is None else "the source alone"
        yield f"the span model is weaker without a reference ({seen})"


def near(name: str) -> str | None:
    """The code or name of the check that a mistyped ``name`` most likely stands for."""
    import difflib  # noqa: PLC0415 - only to word an error

    known = {form.lower(): form for m in CHECKS for form in (m.CHECK.code, m.CHECK.name)}
    found = difflib.get_close_matches(name.lower(), known, n=1)
    return known[found[0]] if found else None


def _codes() -> list[str]:
    return [m.CHECK.code for m in CHECKS]


def _matching(patterns: Iterable[str], key: str) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        fits = {
            m.CHECK.code
            for m in CHECKS
            if m.CHECK.name == pattern.lower() or m.CHECK.code.startswith(pattern.upper())
        }
        if not pattern or not fits:
            meant = near(pattern)
            hint = f"; did you mean {meant}?" if meant else ""
            message = f"{pattern!r} is no check{hint} (mtcheck rules lists them)"
            raise SettingsError(message, key=key)
        found |= fits
    return found

"""The way through, in one screen: article → segments → pairs → findings → report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck import aligning, fusing, scoring, segmenting, selection, suppressing
from mtcheck.report import Failure, Report
from mtcheck.suppressing import Rules

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Article
    from mtcheck.check import CheckModule
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["check"]


def check(article: Article, settings: Settings, rules: Rules | None = None) -> Report:
    """Check one article as read (its texts have blocks, no segments yet).

    ``rules`` are what a run over many articles suppresses beside its settings.

    Raises :class:`mtcheck.errors.SettingsError` where ``select`` or ``ignore`` names no check.
    A check that crashes becomes a :class:`Failure` in the report; the others still run.
    """
    chosen = selection.choose(settings)
    aligned = aligning.align(segmenting.segment(article))
    found: list[Finding] = []
    failures: list[Failure] = []
    for module in chosen:
        _run(module, aligned, settings, found, failures)
    fused = fusing.fuse(
        found, aligned, min_confidence=settings.min_confidence, limits=selection.limits(settings)
    )
    found_out = suppressing.sort(aligned, fused, settings, chosen, rules or Rules())
    return Report(
        article=aligned,
        settings=settings,
        findings=found_out.shown,
        suppressed=found_out.suppressed,
        failures=tuple(failures),
        notes=(*selection.notes(aligned, chosen), *found_out.notes),
        scores=scoring.score(aligned, found_out.shown, settings),
        fingerprints=found_out.fingerprints,
        baselined=rules is not None and rules.baseline is not None,
    )


def _run(
    module: CheckModule,
    aligned: AlignedArticle,
    settings: Settings,
    found: list[Finding],
    failures: list[Failure],
) -> None:
    languages = aligned.mt.language
    if not all(languages.has(section) for section in module.CHECK.needs):
        return
    try:
        found.extend(selection.adjusted(module.find(aligned, settings), module.CHECK, settings))
    except Exception as error:  # noqa: BLE001 - one broken check must not lose the others' work
        failures.append(Failure(module.CHECK.code, f"{type(error).__name__}: {error}"))

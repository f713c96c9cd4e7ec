"""The way through, in one screen: article → segments → pairs → findings → report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck import aligning, fusing, protecting, scoring, segmenting, selection, spans, suppressing
from mtcheck.report import Failure, Report
from mtcheck.spans import loading
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

    Raises :class:`mtcheck.errors.SettingsError` where ``select`` or ``ignore`` names no check,
    :class:`mtcheck.errors.ModelError` where the span model cannot be loaded.
    A check that crashes becomes a :class:`Failure` in the report; the others still run.
    """
    chosen = selection.choose(settings)
    aligned = aligning.align(segmenting.segment(article))
    found: list[Finding] = []
    failures: list[Failure] = []
    for module in chosen:
        if not module.CHECK.reads_risks:
            _run(module, aligned, settings, found, failures)
    detector = loading.chosen(settings, aligned) if any(map(_wants_risks, chosen)) else None
    if detector is not None:
        risks = detector.risks(aligned, found, settings.profile)
        aligned = replace(aligned, risks=risks)
        found = detector.weighed(found, risks)
        for module in chosen:
            if module.CHECK.reads_risks:
                _run(module, aligned, settings, found, failures)
    fused = fusing.fuse(
        protecting.kept(found, aligned.mt),
        aligned,
        min_confidence=selection.least(settings),
        limits=selection.limits(settings),
    )
    found_out = suppressing.sort(aligned, fused, settings, chosen, rules or Rules())
    return Report(
        article=aligned,
        settings=settings,
        findings=found_out.shown,
        suppressed=found_out.suppressed,
        failures=tuple(failures),
        notes=(*selection.notes(aligned, chosen, settings), *found_out.notes),
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


def _wants_risks(module: CheckModule) -> bool:
    return module.CHECK.reads_risks or module.CHECK.code[0] in spans.WEIGHED

"""The first half of the way: article → segments → pairs → findings, one a place.

What is found depends on the texts, the settings and this release alone, so that it can be kept
(:mod:`mtcheck.caching`); what is shown of it is decided anew each time, in
:mod:`mtcheck.pipeline`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mtcheck import aligning, fusing, protecting, scoring, segmenting, selection, spans
from mtcheck.aligning import synonyms
from mtcheck.report import Analysis, Failure
from mtcheck.spans import loading
from mtcheck.spans.quality import quality

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Article
    from mtcheck.check import CheckModule
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["analyse"]


def analyse(article: Article, settings: Settings) -> Analysis:
    """Run the checks over one article as read (its texts have blocks, no segments yet).

    Raises :class:`mtcheck.errors.SettingsError` where ``select`` or ``ignore`` names no check,
    :class:`mtcheck.errors.ModelError` where the span model cannot be loaded.
    A check that crashes becomes a :class:`Failure` of the analysis; the others still run.
    """
    chosen = selection.choose(settings)
    aligned = aligning.align(segmenting.segment(article))
    detector = loading.chosen(settings, aligned) if any(map(_wants_risks, chosen)) else None
    if detector is not None and detector.likeness is not None:
        aligned = synonyms.link(aligned, detector.likeness)
    found: list[Finding] = []
    failures: list[Failure] = []
    for module in chosen:
        if not module.CHECK.reads_risks:
            _run(module, aligned, settings, found, failures)
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
    return Analysis(
        article=aligned,
        findings=tuple(fused),
        failures=tuple(failures),
        notes=tuple(selection.notes(aligned, chosen, settings)),
        ran=tuple(module.CHECK.code for module in chosen),
        qualities=_qualities(aligned),
        against=partial(scoring.compare, aligned),
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


def _qualities(aligned: AlignedArticle) -> tuple[float, ...]:
    risks = aligned.risks
    if risks is None:
        return ()
    return tuple(quality(risks, [segment.index]) for segment in aligned.mt.segments)

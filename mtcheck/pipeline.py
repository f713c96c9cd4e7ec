"""The way through: article → what the checks find → what is shown → scores → report."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck import scoring, suppressing
from mtcheck.report import Report
from mtcheck.suppressing import Rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.article import AlignedArticle, Article
    from mtcheck.report import Analysis
    from mtcheck.settings import Settings

__all__ = ["check"]


def check(
    article: Article,
    settings: Settings,
    rules: Rules | None = None,
    analysed: Callable[[Article, Settings], Analysis] | None = None,
) -> Report:
    """Check one article as read (its texts have blocks, no segments yet).

    ``rules`` are what a run over many articles suppresses beside its settings; ``analysed`` gives
    the analysis of an article where it may be kept.

    Raises what :func:`mtcheck.analysing.analyse` does.
    """
    if analysed is None:
        # Loaded here: a run whose analyses are all kept goes without the checks and their data.
        from mtcheck.analysing import analyse  # noqa: PLC0415

        analysed = analyse
    analysis = analysed(article, settings)
    rules = rules or Rules()
    aligned = analysis.article
    # Lists of names and pairs look for words; edits of a part of a file must not cut its markup.
    asked = settings.names or rules.pairs or aligned.mt.file is not None
    if not analysis.tokenised and asked:
        aligned = _tokenised(aligned)
    found_out = suppressing.sort(aligned, analysis.findings, settings, analysis.ran, rules)
    return Report(
        article=aligned,
        settings=settings,
        findings=found_out.shown,
        suppressed=found_out.suppressed,
        failures=analysis.failures,
        notes=(*analysis.notes, *found_out.notes),
        scores=scoring.score(aligned, found_out.shown, settings),
        fingerprints=found_out.fingerprints,
        baselined=rules.baseline is not None,
        ran=analysis.ran,
        qualities=analysis.qualities,
        against=analysis.against,
    )


def _tokenised(aligned: AlignedArticle) -> AlignedArticle:
    """The same article with the tokens of its segments, which a kept analysis goes without."""
    from mtcheck import segmenting  # noqa: PLC0415 - only where words are looked for

    return replace(aligned, article=segmenting.segment(aligned.article))

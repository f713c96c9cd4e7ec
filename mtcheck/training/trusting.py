"""How far stretches of suspected words are to be trusted, by annotation that nothing has seen.

The chances of words are calibrated word by word, and a stretch is more than its words: one that
stands where the reference has other words is marked more often than one for which it has nothing,
several words more often than one, names more seldom than other words. A logistic regression says
how much. As with the words' chances (:mod:`mtcheck.training.calibrating`) each collection gets an
intercept, and the one that is kept is theirs, moved to the mean density of marks.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mtcheck import aligning, segmenting
from mtcheck.aligning import synonyms
from mtcheck.article import Trust
from mtcheck.evaluation import detecting
from mtcheck.spans.detector import mode_of
from mtcheck.spans.fusion import FORMING, log_odds
from mtcheck.spans.stretches import stretches
from mtcheck.training.calibrating import DENSE, logistic, moved
from mtcheck.training.tables import MODES, able, findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtcheck.article import AlignedArticle
    from mtcheck.evaluation.records import Translation
    from mtcheck.spans.detector import Detector
    from mtcheck.spans.fusion import Mode
    from mtcheck.spans.stretches import Kind

__all__ = ["fit"]

_RIDGE = 0.5
_FEWEST = 200  # stretches of a mode from which it is fitted
_MARKED = 20  # of them marked

Density = dict[tuple[str, str], float]


class _Line(NamedTuple):
    """A stretch: its collection, its mean chance, its kind, the share of raters who marked it."""

    group: tuple[str, str]
    chance: float
    kind: Kind
    marked: float


def fit(
    train: Sequence[Translation],
    held: Sequence[Translation],
    detector: Detector,
    tell: Callable[[str], None],
) -> dict[Mode, Trust]:
    """Weights for every mode of which enough is ``held`` out; ``tell`` is told them.

    ``train`` gives the mean density of marks that confidence is stated for. ``detector`` must
    trust stretches as they are.
    """
    dense = [share for share in _density(train).values() if share <= DENSE]
    density = sum(dense) / max(len(dense), 1)
    shares = _density(held)
    found: dict[Mode, Trust] = {}
    for mode, lines in sorted(_lines(held, detector).items()):
        marked = sum(line.marked > 0 for line in lines)
        if len(lines) < _FEWEST or marked < _MARKED:
            tell(f"{mode}: {marked} of {len(lines)} stretches marked: too little, as they are")
            continue
        found[mode] = _fitted(lines, shares, density)
        tell(f"{mode}: {marked} of {len(lines)} stretches marked: {found[mode]}")
    return found


def _fitted(lines: Sequence[_Line], shares: Density, density: float) -> Trust:
    import numpy as np

    groups = sorted({line.group for line in lines})
    columns = np.array(
        [
            [
                *(float(line.group == group) for group in groups),
                *log_odds(np.array([line.chance])),
                line.kind.placed,
                line.kind.name,
                math.log2(max(line.kind.words, 1)),
            ]
            for line in lines
        ]
    )
    marked = np.array([line.marked for line in lines])
    weights = logistic(columns, marked, np.ones(len(lines)), _RIDGE)
    own = np.array([shares[group] for group in groups])
    intercept = moved(weights[: len(groups)], own, density)
    return Trust(*(round(float(w), 3) for w in (intercept, *weights[len(groups) :])))


def _lines(held: Sequence[Translation], detector: Detector) -> dict[Mode, list[_Line]]:
    """The stretches of all articles, by the mode in which they were read."""
    found: defaultdict[Mode, list[_Line]] = defaultdict(list)
    for name, indices in detecting.articles(held, "given"):
        members = [held[index] for index in indices]
        rows = [one.row for one in members]
        for mode in MODES:
            if not able(members, mode):
                continue
            article = detecting.article_of(name, rows, mode)
            if article.mt.language.code not in detector.languages:
                continue
            aligned = aligning.align(segmenting.segment(article))
            if detector.likeness is not None:
                aligned = synonyms.link(aligned, detector.likeness)
            found[mode_of(aligned)] += _of_article(aligned, members, detector)
    return found


def _of_article(
    article: AlignedArticle, members: Sequence[Translation], detector: Detector
) -> Iterator[_Line]:
    """Its stretches at which no rule says anything: those that a reader would be shown."""
    rows = [one.row for one in members]
    fired = findings(article, rows[0].target_lang, rows[0].source_lang)
    risks = detector.risks(article, fired, "review")
    article = replace(article, risks=replace(risks, limit=FORMING, least=0.0))
    starts = detecting.starts(rows)
    for stretch in stretches(article):
        if any(stretch.span.overlaps(finding.span) for finding in fired):
            continue
        number = bisect_right(starts, stretch.span.start) - 1
        one, start = members[number], starts[number]
        hits = [
            any(
                start + mark.span.start < stretch.span.end
                and stretch.span.start < start + mark.span.end
                for mark in rater.marks
            )
            for rater in one.rows
        ]
        group = (one.row.origin, one.row.pair)
        yield _Line(group, stretch.chance, stretch.kind, sum(hits) / len(hits))


def _density(translations: Sequence[Translation]) -> Density:
    """The share of characters that a rater marks, by collection."""
    totals: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in translations:
        total = totals[one.row.origin, one.row.pair]
        for rater in one.rows:
            inside = bytearray(len(one.row.mt))
            for mark in rater.marks:
                length = mark.span.end - mark.span.start
                inside[mark.span.start : mark.span.end] = b"\1" * length
            total[0] += sum(inside)
            total[1] += len(inside)
    return {
        group: min(max(marked / max(length, 1), 1e-3), 1 - 1e-3)
        for group, (marked, length) in totals.items()
    }

"""A set of rows laid out for scoring: each text beside the marks that count as the gold.

A view may hold one rater's row each, or for every translation what any rater marked, or one
rater beside another: the same figures are computed on all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.evaluation import characters, matching, resampling, words
from mtcheck.evaluation.characters import Canvas
from mtcheck.evaluation.results import Curve, Figure, Spans
from mtcheck.evaluation.words import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.evaluation.characters import Levels, Numbers
    from mtcheck.evaluation.records import GoldRow, Mark
    from mtcheck.evaluation.results import Kind

    Marks = tuple[Mark, ...]

__all__ = ["SUREST", "Tallies", "View", "curve", "document", "span_figures", "tally"]

SUREST = 0.02
"""The share of words among which precision is taken."""

_POINTS = 200  # of a curve, at most


@dataclass(frozen=True, slots=True)
class View:
    """Texts, the marks that are the gold on each, and the document that each belongs to."""

    canvas: Canvas
    words: Words
    gold: tuple[Marks, ...]
    levels: Levels
    documents: npt.NDArray[np.int64]

    @staticmethod
    def of(rows: Sequence[GoldRow], gold: Sequence[Marks]) -> View:
        """The view of ``rows`` with ``gold`` as what counts."""
        import numpy as np

        texts = [row.mt for row in rows]
        canvas = Canvas.of(texts)
        # Sorted, so that the bootstrap draws the same documents whatever the order of the rows.
        numbers = {name: at for at, name in enumerate(sorted({document(row) for row in rows}))}
        documents = [numbers[document(row)] for row in rows]
        return View(
            canvas,
            Words.of(texts, canvas),
            tuple(gold),
            canvas.levels(gold),
            np.array(documents, dtype=np.int64),
        )

    def by_document(self, values: Numbers) -> Numbers:
        """The sums over the rows of each document."""
        import numpy as np

        count = int(self.documents.max()) + 1 if len(self.documents) else 0
        sums = np.zeros((count, *values.shape[1:]))
        np.add.at(sums, self.documents, values)
        return sums


@dataclass(frozen=True, slots=True)
class Tallies:
    """A tool's counts by document, which any sample of documents can be summed from.

    Columns of ``characters``: credit, marked by both, by the tool, by the gold; of ``surest``:
    words taken, and those of them that are right.
    """

    characters: Numbers
    surest: Numbers
    surest_share: float
    whole: matching.Matches

    def f1(self, weights: Numbers | None = None) -> float | None:
        """WMT's span F1 of the documents, each counted ``weights`` times."""
        sums = _summed(self.characters, weights)
        return characters.f1(sums[0], sums[2], sums[3])

    def precision(self, weights: Numbers | None = None) -> float | None:
        """Credit over predicted characters."""
        sums = _summed(self.characters, weights)
        return characters.ratio(sums[0], sums[2])

    def recall(self, weights: Numbers | None = None) -> float | None:
        """Credit over marked characters."""
        sums = _summed(self.characters, weights)
        return characters.ratio(sums[0], sums[3])

    def surest_precision(self, weights: Numbers | None = None) -> float | None:
        """The share of right words among those taken."""
        sums = _summed(self.surest, weights)
        return characters.ratio(sums[1], sums[0])


def document(row: GoldRow) -> tuple[str, ...]:
    """What is drawn together in a bootstrap: a document in all its translations, or a segment."""
    if row.document is None:
        return (row.origin, row.pair, "", row.segment)
    return (row.origin, row.pair, row.document)


def _summed(table: Numbers, weights: Numbers | None) -> list[float]:
    sums = table.sum(axis=0) if weights is None else weights @ table
    return [float(value) for value in sums]


def tally(view: View, marks: Sequence[Marks]) -> Tallies:
    """The counts of a tool's ``marks`` on the rows of ``view``."""
    import numpy as np

    counts = view.canvas.counts(view.levels, view.canvas.levels(marks))
    sure = words.surest(view.words.confident(view.canvas.confidences(marks)), SUREST)
    right = sure.weights * view.words.marked(view.levels)
    by_row = np.zeros((len(marks), 2))
    np.add.at(by_row[:, 0], view.words.texts, sure.weights)
    np.add.at(by_row[:, 1], view.words.texts, right)
    whole = [matching.matches(g, m) for g, m in zip(view.gold, marks, strict=True)]
    return Tallies(
        view.by_document(counts),
        view.by_document(by_row),
        sure.share,
        matching.Matches(*(sum(column) for column in zip(*whole, strict=True))),
    )


def span_figures(  # noqa: PLR0913 - whose spans, and how the figures are found
    name: str,
    kind: Kind,
    view: View,
    tallies: Tallies,
    drawn: Numbers | None,
    *,
    of_any: Tallies | None = None,
) -> Spans:
    """The figures of one tool.

    ``drawn`` are the bootstrap's draws, ``of_any`` its counts against any rater's marks.
    """
    _, both, predicted, marked = _summed(tallies.characters, None)
    whole = tallies.whole
    right = characters.ratio(whole.right, whole.predicted)
    found = characters.ratio(whole.found, whole.marked)
    total = right + found if right is not None and found is not None else None
    both_any, predicted_any = (
        _summed(of_any.characters, None)[1:3] if of_any is not None else (0.0, 0.0)
    )
    return Spans(
        tool=name,
        kind=kind,
        precision=_figure(tallies.precision, drawn),
        recall=_figure(tallies.recall, drawn),
        f1=_figure(tallies.f1, drawn),
        f1_blind=characters.f1(both, predicted, marked),
        exact_f1=characters.ratio(2 * whole.exact, whole.predicted + whole.marked),
        overlap_precision=right,
        overlap_recall=found,
        overlap_f1=None
        if total is None
        else characters.ratio(2 * (right or 0) * (found or 0), total),
        flagged=predicted / max(sum(view.canvas.lengths), 1),
        surest=_figure(tallies.surest_precision, drawn),
        surest_share=tallies.surest_share,
        any=characters.ratio(both_any, predicted_any),
        surest_any=of_any.surest_precision() if of_any is not None else None,
    )


def _figure(figure: Callable[..., float | None], drawn: Numbers | None) -> Figure:
    value = figure()
    if drawn is None or value is None:
        return Figure(value)
    borders = resampling.interval(resampling.spread(drawn, figure))
    return Figure(value) if borders is None else Figure(value, *borders)


def curve(name: str, view: View, marks: Sequence[Marks]) -> Curve:
    """Precision and recall by character as the least confidence falls."""
    import numpy as np

    confidences = view.canvas.confidences(marks)
    kept = np.flatnonzero(confidences)
    order = kept[np.argsort(-confidences[kept], kind="stable")]
    sorted_confidences = confidences[order]
    hits = np.cumsum(view.levels[order] > 0)
    last = (
        np.flatnonzero(np.append(np.diff(sorted_confidences) != 0, [True])) if len(order) else order
    )
    if len(last) > _POINTS:
        last = last[np.unique(np.linspace(0, len(last) - 1, _POINTS).round().astype(np.int64))]
    marked = max(int((view.levels > 0).sum()), 1)
    return Curve(
        tool=name,
        confidences=[round(float(c), 6) for c in sorted_confidences[last]],
        precisions=[float(hits[i] / (i + 1)) for i in last],
        recalls=[float(hits[i] / marked) for i in last],
    )

"""The figures of segment scores on one set of rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.evaluation import correlating, resampling, systems
from mtcheck.evaluation.results import Figure, Scores

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.evaluation.characters import Numbers
    from mtcheck.evaluation.records import Translation
    from mtcheck.evaluation.results import Kind

__all__ = ["Ranking", "score_figures"]


@dataclass(frozen=True, slots=True)
class Ranking:
    """People's scores of a set, by row and by translation.

    ``owner`` is the translation of each row, ``documents`` the document of each row.
    """

    translations: tuple[Translation, ...]
    by_row: Numbers
    by_translation: Numbers
    owner: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int64]

    @staticmethod
    def of(translations: Sequence[Translation], documents: npt.NDArray[np.int64]) -> Ranking:
        """The ranking of ``translations``, whose rows lie in ``documents``."""
        import numpy as np

        rows = [(row.quality, at) for at, one in enumerate(translations) for row in one.rows]
        means = [sum(r.quality for r in one.rows) / len(one.rows) for one in translations]
        return Ranking(
            tuple(translations),
            np.array([quality for quality, _ in rows]),
            np.array(means),
            np.array([at for _, at in rows], dtype=np.int64),
            documents,
        )

    def kendall(self, scores: Numbers, weights: Numbers | None = None) -> float | None:
        """Tau-b over all rows, each counted as often as its document was drawn."""
        drawn = None if weights is None else weights[self.documents]
        return correlating.kendall(self.by_row, scores[self.owner], drawn)


def score_figures(  # noqa: PLR0913, PLR0917 - whose scores, and how the figures are found
    name: str,
    kind: Kind,
    ranking: Ranking,
    scores: Numbers,
    drawn: Numbers | None,
    seed: int,
    signature: str = "",
) -> Scores:
    """The figures of one tool's ``scores``, one a translation, higher for better."""
    import numpy as np

    value = ranking.kendall(scores)
    borders = None
    if drawn is not None and value is not None:
        values = resampling.spread(drawn, lambda weights: ranking.kendall(scores, weights))
        borders = resampling.interval(values)
    gold = ranking.by_translation
    everything = [np.arange(len(gold), dtype=np.int64)] if len(gold) > 1 else []
    overall = correlating.accuracy(gold, scores, everything, seed)
    segments = _segments(ranking)
    grouped = correlating.accuracy(gold, scores, segments, seed)
    return Scores(
        tool=name,
        kind=kind,
        kendall=Figure(value) if borders is None else Figure(value, *borders),
        pearson=correlating.pearson(ranking.by_row, scores[ranking.owner]),
        accuracy=overall.value if overall else None,
        epsilon=overall.epsilon if overall else None,
        kendall_by_segment=correlating.grouped_kendall(gold, scores, segments),
        accuracy_by_segment=grouped.value if grouped else None,
        epsilon_by_segment=grouped.epsilon if grouped else None,
        spa=_soft_accuracy(ranking, scores, seed),
        signature=signature,
    )


def _segments(ranking: Ranking) -> list[npt.NDArray[np.int64]]:
    """The translations of one segment, where several systems translated it."""
    rows = [one.row for one in ranking.translations]
    return correlating.groups([(row.document, row.segment, row.source) for row in rows])


def _soft_accuracy(ranking: Ranking, scores: Numbers, seed: int) -> float | None:
    gold: dict[str, dict[str, float]] = {}
    ours: dict[str, dict[str, float]] = {}
    for one, *values in zip(
        ranking.translations, ranking.by_translation.tolist(), scores.tolist(), strict=True
    ):
        row = one.row
        if row.document is None:  # made sentence by sentence, not by systems
            return None
        for table, value in zip((gold, ours), values, strict=True):
            table.setdefault(row.system, {})[f"{row.document}\t{row.segment}"] = value
    return systems.soft_pairwise_accuracy(gold, ours, seed)

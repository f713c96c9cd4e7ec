"""One set scored: every tool, the floor and the ceiling on the same rows.

A set is one origin and language pair whose rows give the detector the same inputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.evaluation import (
    ceilings,
    correlating,
    detecting,
    floors,
    rankings,
    records,
    resampling,
    views,
)
from mtcheck.evaluation.differences import Side, differences
from mtcheck.evaluation.rankings import Ranking
from mtcheck.evaluation.results import Comparison, Data, Figure, Scores, Set, Spans
from mtcheck.evaluation.views import View

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mtcheck.evaluation.characters import Numbers
    from mtcheck.evaluation.detecting import Mode
    from mtcheck.evaluation.records import Mark, Prediction, Translation
    from mtcheck.evaluation.results import Kind

__all__ = ["Bootstrap", "Part", "Tool", "laid_out", "parts", "pooled", "scored_set"]

_ENOUGH_DOCUMENTS = 3  # fewer cannot show how figures vary from one to another


class Bootstrap(NamedTuple):
    """How many samples of documents are drawn for intervals (0: none), and the seed of chance."""

    resamples: int
    seed: int


class Tool(NamedTuple):
    """A tool with its prediction for each translation."""

    name: str
    kind: Kind
    predictions: list[Prediction]

    @property
    def scores(self) -> Numbers | None:
        """Its scores; None where it gives none."""
        import numpy as np

        values = [p.score for p in self.predictions if p.score is not None]
        complete = bool(values) and len(values) == len(self.predictions)
        return np.array(values, dtype=np.float64) if complete else None


class Part(NamedTuple):
    """The translations of one set by index, with what its rows have in common."""

    origin: str
    pair: str
    inputs: str
    reference: bool
    indexes: list[int]


def parts(translations: Sequence[Translation], mode: Mode) -> list[Part]:
    """The sets that translations fall into, in the order of their names."""
    grouped: dict[tuple[str, str, str, bool], list[int]] = {}
    for index, one in enumerate(translations):
        row = one.row
        seen = detecting.inputs(row, mode)
        names = [name for name, there in zip(("ref", "src"), seen, strict=True) if there]
        key = (row.origin, row.pair, "+".join(names) or "none", row.reference is not None)
        grouped.setdefault(key, []).append(index)
    return [Part(*key, indexes) for key, indexes in sorted(grouped.items())]


def laid_out(
    translations: Sequence[Translation], predictions: Sequence[Prediction]
) -> tuple[list[tuple[Mark, ...]], list[tuple[Mark, ...]]]:
    """The gold's marks and the prediction's, row by row."""
    gold = [row.marks for one in translations for row in one.rows]
    ours = [p.marks for one, p in zip(translations, predictions, strict=True) for _ in one.rows]
    return gold, ours


def scored_set(
    part: Part,
    translations: Sequence[Translation],
    tools: Sequence[Tool],
    bootstrap: Bootstrap,
    step: Callable[[str], None],
) -> Set:
    """The set of ``part``; ``step`` is told of what takes time."""
    chosen = [translations[index] for index in part.indexes]
    firsts = [one.row for one in chosen]
    here = [Tool(t.name, t.kind, [t.predictions[i] for i in part.indexes]) for t in tools]
    if part.reference:
        found = [floors.token_difference(row) for row in firsts]
        here.append(Tool("token difference", "floor", found))
    here.append(Tool("flag all", "floor", [floors.flag_all(row) for row in firsts]))
    metrics = floors.metrics(firsts, step) if part.reference else ()
    name = f"{part.origin} {part.pair}"
    return _scored(name, part, chosen, here, metrics, bootstrap)


def pooled(
    translations: Sequence[Translation],
    tools: Sequence[Tool],
    sets: Sequence[Set],
    bootstrap: Bootstrap,
) -> Set:
    """All rows as one set: spans alone, since scores of different sets do not compare."""
    origins = ", ".join(sorted({one.data.origin for one in sets}))
    pairs = ", ".join(sorted({one.data.pair for one in sets}))
    inputs = ", ".join(sorted({one.data.inputs for one in sets}))
    reference = all(one.row.reference is not None for one in translations)
    part = Part(origins, pairs, inputs, reference, [])
    rows = [one.row for one in translations]
    here = list(tools)
    if reference:
        here.append(Tool("token difference", "floor", list(map(floors.token_difference, rows))))
    here.append(Tool("flag all", "floor", list(map(floors.flag_all, rows))))
    without_scores = [
        Tool(t.name, t.kind, [records.Prediction(p.marks, None) for p in t.predictions])
        for t in here
    ]
    return _scored("all", part, translations, without_scores, (), bootstrap)


def _scored(  # noqa: PLR0913, PLR0917 - a set, its tools, and how to score them
    name: str,
    part: Part,
    chosen: Sequence[Translation],
    tools: Sequence[Tool],
    metrics: Sequence[floors.Metric],
    bootstrap: Bootstrap,
) -> Set:
    rows = [row for one in chosen for row in one.rows]
    view = View.of(rows, [row.marks for row in rows])
    several = [at for at, one in enumerate(chosen) if len(one.rows) > 1]
    shared = [chosen[at] for at in several]
    any_view = View.of([one.row for one in shared], ceilings.any_rater(shared))
    drawn = _drawn(view, bootstrap)
    spans, curves, tallies = [], [], {}
    for tool in tools:
        _, marks = laid_out(chosen, tool.predictions)
        tallies[tool.name] = views.tally(view, marks)
        of_any = None
        if shared:
            of_any = views.tally(any_view, [tool.predictions[at].marks for at in several])
        figures = (tool.name, tool.kind, view, tallies[tool.name], drawn)
        spans.append(views.span_figures(*figures, of_any=of_any))
        if tool.kind in {"tool", "other"}:
            curves.append(views.curve(tool.name, view, marks))
    ceiling = _another_rater(shared)
    ranking = Ranking.of(chosen, view.documents)
    scores = _scores(ranking, tools, metrics, drawn, bootstrap)
    return Set(
        name=name,
        data=_data(part, chosen, view),
        spans=[*spans, *ceiling],
        scores=[*scores, *_scores_of_another(shared, scores)],
        curves=curves,
        comparisons=[
            Comparison(
                tool.name,
                differences(
                    Side(tallies[tools[0].name], tools[0].scores),
                    Side(tallies[tool.name], tool.scores),
                    ranking,
                    drawn,
                ),
            )
            for tool in tools
            if tool.kind == "other"
        ],
    )


def _drawn(view: View, bootstrap: Bootstrap) -> Numbers | None:
    count = len(set(view.documents.tolist()))
    if count < _ENOUGH_DOCUMENTS or not bootstrap.resamples:
        return None
    return resampling.draws(count, bootstrap.resamples, bootstrap.seed)


def _data(part: Part, chosen: Sequence[Translation], view: View) -> Data:
    rows = [row for one in chosen for row in one.rows]
    return Data(
        origin=part.origin,
        pair=part.pair,
        inputs=part.inputs,
        rows=len(rows),
        translations=len(chosen),
        documents=len(set(view.documents.tolist())),
        systems=len({row.system for row in rows}),
        raters=len({row.rater for row in rows}),
        marked=int((view.levels > 0).sum()) / max(sum(view.canvas.lengths), 1),
    )


def _another_rater(shared: Sequence[Translation]) -> list[Spans]:
    if not shared:
        return []
    against = ceilings.one_against_others(shared)
    view = View.of(against.rows, against.gold)
    rest = ceilings.one_against_the_rest(shared)
    of_any = views.tally(View.of(rest.rows, rest.gold), rest.predicted)
    made = views.tally(view, against.predicted)
    return [views.span_figures("another rater", "ceiling", view, made, None, of_any=of_any)]


def _scores(
    ranking: Ranking,
    tools: Sequence[Tool],
    metrics: Sequence[floors.Metric],
    drawn: Numbers | None,
    bootstrap: Bootstrap,
) -> list[Scores]:
    import numpy as np

    made = []
    for tool in tools:
        if (values := tool.scores) is None:
            continue
        # Intervals for what is compared; the floor is the same rows without them.
        own = drawn if tool.kind != "floor" else None
        figures = (tool.name, tool.kind, ranking, values, own, bootstrap.seed)
        made.append(rankings.score_figures(*figures))
    for metric in metrics:
        scores = np.array(metric.scores)
        made.append(
            rankings.score_figures(
                metric.name, "floor", ranking, scores, None, bootstrap.seed, metric.signature
            )
        )
    return made


def _scores_of_another(shared: Sequence[Translation], scores: Sequence[Scores]) -> list[Scores]:
    import numpy as np

    if not shared or not scores:
        return []
    against = [
        (gold.quality, other.quality)
        for one in shared
        for gold in one.rows
        for other in one.rows
        if gold is not other
    ]
    pairs = np.array(against)
    value = correlating.kendall(pairs[:, 0], pairs[:, 1])
    linear = correlating.pearson(pairs[:, 0], pairs[:, 1])
    return [Scores("another rater", "ceiling", Figure(value), linear, None, None)]

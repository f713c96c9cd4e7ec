"""What the encoder learns from: rows of pieces with a target for every piece of the translation.

An annotated translation gives its raters' marks, averaged. A translation in which no rater
marked anything can also be planted with errors (:mod:`mtcheck.training.planting`); its other
words then keep the opinion that a ``teacher`` has of them as they were, or none where there is
no teacher, so that a network that is trained further does not unlearn what it knows.
"""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from mtcheck import aligning, segmenting
from mtcheck.evaluation.detecting import article_of
from mtcheck.evaluation.records import penalty
from mtcheck.mqm import Severity
from mtcheck.spans.detector import Painted
from mtcheck.spans.rows import rows
from mtcheck.training.planting import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.article import AlignedArticle
    from mtcheck.evaluation.detecting import Mode
    from mtcheck.evaluation.records import Translation
    from mtcheck.spans.encoder import Reading
    from mtcheck.spans.pieces import Pieces
    from mtcheck.spans.rows import Row
    from mtcheck.training.planting import Exchange, Planter

    Floats = npt.NDArray[np.float64]
    Teacher = Callable[[Row], Reading]

__all__ = ["Sample", "annotated", "mode_of", "planted"]

CLASS_WEIGHTS = (1.0, 2.0, 3.0)
"""What a piece weighs in training by its target: none, minor, major."""

_PLANTED_WEIGHT = 4.0  # of a piece that is planted: there are few in a row
_WORST = 25.0
_COST = {Kind.SENSE: 5.0, Kind.FORM: 1.0, Kind.REWORDED: 0.0}
_MODES: tuple[tuple[Mode, float], ...] = (("both", 0.4), ("ref", 0.35), ("src", 0.25))
_KINDS = ([Kind.SENSE, Kind.REWORDED], [Kind.FORM, Kind.REWORDED], [Kind.SENSE, Kind.FORM])


class Sample(msgspec.Struct, frozen=True, array_like=True):
    """A row for the encoder and what it should say.

    ``targets``: for each piece of the translation the chances of a minor and of a major error;
    ``weights``: what each counts. They begin at the second piece of the row. ``score``: of the
    whole, 1 best, 0 worst.
    """

    pieces: tuple[int, ...]
    types: tuple[int, ...]
    targets: tuple[tuple[float, float], ...]
    weights: tuple[float, ...]
    score: float


def mode_of(translation: Translation, seed: int) -> Mode:
    """Which texts a translation is read with, drawn at random among those that it has."""
    row = translation.row
    if row.reference is None:
        return "src"
    if row.source is None:
        return "ref"
    rng = random.Random(f"{seed} {row.id}")  # noqa: S311 - a draw, not a secret
    names, shares = zip(*_MODES, strict=True)
    mode: Mode = rng.choices(names, shares)[0]
    return mode


def annotated(translation: Translation, mode: Mode, vocabulary: Pieces) -> list[Sample]:
    """The samples of a translation as its raters marked it: one, or several windows."""
    import numpy as np

    row = translation.row
    painted = np.zeros((len(row.mt), 2))
    for rater in translation.rows:
        minor, major = np.zeros(len(row.mt), bool), np.zeros(len(row.mt), bool)
        for mark in rater.marks:
            into = minor if mark.severity is Severity.MINOR else major
            into[mark.span.start : mark.span.end] = True
        painted[:, 0] += minor & ~major
        painted[:, 1] += major
    painted /= len(translation.rows)
    costs = [penalty(rater.marks, rater.unplaced) for rater in translation.rows]
    score = 1 - sum(costs) / len(costs) / _WORST
    article = _aligned(translation, mode, row.mt)
    return [
        Sample(one.pieces, one.types, *_labelled(one, painted), score)
        for one in rows(article, vocabulary)
    ]


def _labelled(
    row: Row, painted: Floats
) -> tuple[tuple[tuple[float, float], ...], tuple[float, ...]]:
    """Of each piece the largest share of raters on its characters, and its weight."""
    targets, weights = [], []
    for (start, end), weight in zip(row.places, row.weights, strict=True):
        inside = painted[start:end]
        if not len(inside):
            targets.append((0.0, 0.0))
            weights.append(0.0)
            continue
        minor, major = map(float, inside[inside.sum(axis=1).argmax()])
        none, some, much = CLASS_WEIGHTS
        factor = none * (1 - minor - major) + some * minor + much * major
        targets.append((some * minor / factor, much * major / factor))
        weights.append(weight * factor)
    return tuple(targets), tuple(weights)


def planted(  # noqa: PLR0913, PLR0917 - the tools that it needs
    translation: Translation,
    mode: Mode,
    vocabulary: Pieces,
    planter: Planter,
    teacher: Teacher | None,
    seed: int,
) -> list[Sample]:
    """The samples of a clean translation with errors planted; none where nothing can be."""
    row = translation.row
    name = f"{seed} {row.id}"
    kinds = random.Random(name).choice(_KINDS)  # noqa: S311 - a draw, not a secret
    others = f"{row.reference or ''}\n{row.source or ''}"
    exchanges = planter.exchanges(row.mt, row.target_lang, kinds, name, others)
    if not exchanges:
        return []
    before, score = _opinion(_aligned(translation, mode, row.mt), vocabulary, teacher)
    text, painted, sure = _exchanged(row.mt, exchanges, before)
    cost = sum(_COST[exchange.kind] for exchange in exchanges)
    article = _aligned(translation, mode, text)
    return [
        Sample(
            one.pieces,
            one.types,
            tuple(
                (float(minor), float(major))
                for minor, major in (_mean(painted, place) for place in one.places)
            ),
            tuple(
                weight * (_PLANTED_WEIGHT if sure[start:end].any() else 1.0)
                for (start, end), weight in zip(one.places, one.weights, strict=True)
            ),
            max(score - cost / _WORST, 0.0),
        )
        for one in rows(article, vocabulary)
    ]


def _mean(painted: Floats, place: tuple[int, int]) -> Floats:
    import numpy as np

    start, end = place
    found: Floats = painted[start:end].mean(axis=0) if end > start else np.zeros(2)
    return found


def _opinion(
    article: AlignedArticle, vocabulary: Pieces, teacher: Teacher | None
) -> tuple[Floats, float]:
    """What the teacher says of each character as minor and major, and of the whole."""
    import numpy as np

    length = len(article.mt.content)
    if teacher is None:
        return np.zeros((length, 2)), 1.0
    made = list(rows(article, vocabulary))
    painted = Painted(length, len(article.mt.segments))
    for row in made:
        painted.add(row, teacher(row))
    scores = painted.scores()
    return painted.characters(), sum(scores) / max(len(scores), 1)


def _exchanged(
    text: str, exchanges: Sequence[Exchange], before: Floats
) -> tuple[str, Floats, npt.NDArray[np.bool_]]:
    """The text with the exchanges made; what each character is now; which ones were exchanged."""
    import numpy as np

    pieces, painted, sure, at = [], [], [], 0
    for exchange in exchanges:
        start, end = exchange.span.start, exchange.span.end
        value = {
            Kind.SENSE: np.array([0.0, 1.0]),
            Kind.FORM: np.array([1.0, 0.0]),
            Kind.REWORDED: before[start:end].mean(axis=0),
        }[exchange.kind]
        pieces += [text[at:start], exchange.new]
        painted += [before[at:start], np.tile(value, (len(exchange.new), 1))]
        sure += [np.zeros(start - at, bool), np.ones(len(exchange.new), bool)]
        at = end
    pieces.append(text[at:])
    painted.append(before[at:])
    sure.append(np.zeros(len(text) - at, bool))
    return "".join(pieces), np.concatenate(painted), np.concatenate(sure)


def _aligned(translation: Translation, mode: Mode, text: str) -> AlignedArticle:
    row = replace(translation.row, mt=text)
    return aligning.align(segmenting.segment(article_of(row.id, [row], mode)))

"""What an evaluation gives: the records that tables and JSON are made from.

Shares and figures are 0 to 1 (correlations −1 to 1). A figure is None where the data do not
define it: no prediction to take the precision of, a score that is the same everywhere.
"""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = [
    "Comparison",
    "Count",
    "Curve",
    "Data",
    "Difference",
    "Evaluation",
    "Figure",
    "Scores",
    "Set",
    "Spans",
]

Kind = Literal["tool", "other", "floor", "ceiling"]


class Figure(msgspec.Struct, frozen=True):
    """A figure with its 95% bootstrap interval, where one was asked for and is defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Data(msgspec.Struct, frozen=True):
    """What was evaluated: ``rows`` count every rater of every translation.

    ``inputs`` is what the detector saw: ``ref+src``, ``ref``, ``src`` or ``none``. ``marked`` is
    the share of characters that the gold marks.
    """

    origin: str
    pair: str
    inputs: str
    rows: int
    translations: int
    documents: int
    systems: int
    raters: int
    marked: float


class Spans(msgspec.Struct, frozen=True):
    """How well a tool's spans fit the gold's.

    ``precision``, ``recall`` and ``f1`` are WMT's by character; ``f1_blind`` counts every
    severity alike. ``exact_f1`` and the ``overlap`` figures count whole spans. ``surest`` is
    the precision among the 2% of words of highest confidence, ``surest_share`` how many that
    were; ``any`` and ``surest_any`` count what any rater marked, on translations with several.
    """

    tool: str
    kind: Kind
    precision: Figure
    recall: Figure
    f1: Figure
    f1_blind: float | None
    exact_f1: float | None
    overlap_precision: float | None
    overlap_recall: float | None
    overlap_f1: float | None
    flagged: float
    surest: Figure
    surest_share: float
    any: float | None = None
    surest_any: float | None = None


class Scores(msgspec.Struct, frozen=True):
    """How well a tool's segment scores order translations as people do.

    ``kendall`` and ``pearson`` compare all rows. The rest takes the raters' mean for a
    translation: ``accuracy`` (acc-t) over all pairs, ``by_segment`` figures over the
    translations of one segment, ``spa`` over systems. ``signature`` is sacrebleu's.
    """

    tool: str
    kind: Kind
    kendall: Figure
    pearson: float | None
    accuracy: float | None
    epsilon: float | None
    kendall_by_segment: float | None = None
    accuracy_by_segment: float | None = None
    epsilon_by_segment: float | None = None
    spa: float | None = None
    signature: str = ""


class Curve(msgspec.Struct, frozen=True):
    """Precision and recall by character, severity aside, the highest confidence first.

    Point *i* takes the marks of at least ``confidences[i]``.
    """

    tool: str
    confidences: list[float]
    precisions: list[float]
    recalls: list[float]


class Count(msgspec.Struct, frozen=True):
    """Marks of one label: how many there are, and what the other side has of them.

    ``characters`` is the share of their characters that it marks, severity aside; ``touched``
    the share of marks that it touches.
    """

    label: str
    marks: int
    characters: float | None
    touched: float | None


class Difference(msgspec.Struct, frozen=True):
    """Our figure minus another tool's on the same rows.

    ``better`` is how often it was above 0 among the bootstrap's draws.
    """

    figure: str
    value: float | None
    low: float | None
    high: float | None
    better: float | None


class Comparison(msgspec.Struct, frozen=True):
    """Our spans and scores against another tool's."""

    other: str
    differences: list[Difference]


class Set(msgspec.Struct, frozen=True):
    """One origin and language pair, with the same inputs; or all of them."""

    name: str
    data: Data
    spans: list[Spans]
    scores: list[Scores]
    curves: list[Curve]
    comparisons: list[Comparison]


class Evaluation(msgspec.Struct, frozen=True):
    """All of it.

    ``pooled`` has all rows as one set (spans only), ``macro`` the mean of a figure over the
    sets, for each tool that is in all of them.
    """

    version: int
    tool: str
    mode: str
    seed: int
    resamples: int
    sets: list[Set]
    pooled: Set
    macro: dict[str, dict[str, float]]
    gold_severities: list[Count]
    severities: list[Count]
    gold_categories: list[Count]
    categories: list[Count]
    codes: list[Count]
    notes: list[str]

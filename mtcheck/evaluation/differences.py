"""Our figures minus another tool's on the same rows, with a paired bootstrap."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.evaluation import resampling
from mtcheck.evaluation.results import Difference

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.evaluation.characters import Numbers
    from mtcheck.evaluation.rankings import Ranking
    from mtcheck.evaluation.views import Tallies

    Measured = Callable[..., float | None]

__all__ = ["Side", "differences"]


class Side(NamedTuple):
    """One of the two tools: its counts, and its scores where it gives any."""

    tallies: Tallies
    scores: Numbers | None


def differences(
    ours: Side, theirs: Side, ranking: Ranking, drawn: Numbers | None
) -> list[Difference]:
    """The differences; both tools are measured on the same ``drawn`` samples of documents."""
    one, two = ours.tallies, theirs.tallies
    made = [
        _difference("span F1", one.f1, two.f1, drawn),
        _difference("precision", one.precision, two.precision, drawn),
        _difference("recall", one.recall, two.recall, drawn),
        _difference("precision at 2% of words", one.surest_precision, two.surest_precision, drawn),
    ]
    if (a := ours.scores) is not None and (b := theirs.scores) is not None:

        def kendall_of_ours(weights: Numbers | None = None) -> float | None:
            return ranking.kendall(a, weights)

        def kendall_of_theirs(weights: Numbers | None = None) -> float | None:
            return ranking.kendall(b, weights)

        made.append(_difference("Kendall", kendall_of_ours, kendall_of_theirs, drawn))
    return made


def _difference(
    name: str,
    ours: Measured,
    theirs: Measured,
    drawn: Numbers | None,
) -> Difference:
    def minus(weights: Numbers | None = None) -> float | None:
        one, two = ours(weights), theirs(weights)
        return None if one is None or two is None else one - two

    value = minus()
    if drawn is None or value is None:
        return Difference(name, value, None, None, None)
    values = resampling.spread(drawn, minus)
    low, high = resampling.interval(values) or (None, None)
    return Difference(name, value, low, high, resampling.share_above(values))

"""The ceiling: what another person finds in the same translations."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.evaluation.records import GoldRow, Mark, Translation

__all__ = ["Against", "any_rater", "one_against_others", "one_against_the_rest"]


class Against(NamedTuple):
    """Rows, the marks that count as the gold on each, and those that count as predicted."""

    rows: list[GoldRow]
    gold: list[tuple[Mark, ...]]
    predicted: list[tuple[Mark, ...]]


def any_rater(translations: Iterable[Translation]) -> list[tuple[Mark, ...]]:
    """What any rater marked, for each translation."""
    return [tuple(m for row in one.rows for m in row.marks) for one in translations]


def one_against_others(translations: Sequence[Translation]) -> Against:
    """Every rater beside every other one of the same translation."""
    pairs = [
        (gold, other)
        for one in translations
        for gold in one.rows
        for other in one.rows
        if gold is not other
    ]
    return Against(
        [gold for gold, _ in pairs],
        [gold.marks for gold, _ in pairs],
        [other.marks for _, other in pairs],
    )


def one_against_the_rest(translations: Sequence[Translation]) -> Against:
    """Every rater beside all that any other one marked in the same translation."""
    made = Against([], [], [])
    for one in translations:
        for row in one.rows if len(one.rows) > 1 else ():
            made.rows.append(row)
            made.gold.append(tuple(m for o in one.rows if o is not row for m in o.marks))
            made.predicted.append(row.marks)
    return made

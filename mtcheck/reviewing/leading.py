"""What judgements say: of the checks, of the work, and of how far editors agree.

A finding counts as right or wrong where all who judged it agree; where they differ it counts for
the agreement alone. Intervals are Wilson's (1927), which hold for few judgements too. Agreement
is Krippendorff's alpha for nominal data with any number of editors (Krippendorff 2011), over the
findings that two or more have judged, and span F1: characters that two editors both hold for
wrong, of those that either does, over articles that both have judged in.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from mtcheck.reviewing import tables
from mtcheck.reviewing.figures import (
    CheckFigures,
    DayFigures,
    EditorFigures,
    GarbledName,
    LeadView,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

__all__ = ["alpha", "lead", "threshold", "wilson"]

_Z = 1.959964  # of a 95% interval
_AIM = 0.8  # the precision that a suggested threshold aims at
_FEWEST = 10  # judged findings that a threshold is suggested from
_NAMES = 20

# Of one check, or of all: verdicts of each finding by editor, and the characters that each editor
# holds for wrong, by article.
_Votes = dict[int, dict[str, str]]
_Spans = dict[int, dict[str, set[int]]]


def lead(connection: Connection) -> LeadView:
    """All of it, from the judgements as they stand."""
    found, table = tables.findings, tables.decisions
    rows = connection.execute(
        select(
            found.c.id,
            found.c.article,
            found.c.code,
            found.c.name,
            found.c.state,
            found.c.confidence,
            found.c.start,
            found.c.end,
            found.c.text,
            found.c.suggestion,
            found.c.origin,
            table.c.editor,
            table.c.verdict,
        )
        .join(table, table.c.finding == found.c.id)
        .where(table.c.verdict.is_not(None), found.c.withdrawn == 0)
        .order_by(found.c.code, found.c.id, table.c.editor)
    ).all()
    votes: dict[str, _Votes] = defaultdict(lambda: defaultdict(dict))
    spans: dict[str, _Spans] = defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    names: dict[str, str] = {}
    judged: dict[str, dict[int, tuple[float, bool]]] = defaultdict(dict)
    garbled: Counter[tuple[str, str]] = Counter()
    counted: set[int] = set()
    for row in rows:
        for key in (row.code, ""):
            if row.origin == "check":
                votes[key][row.id][row.editor] = row.verdict
            marked = spans[key][row.article][row.editor]
            if row.verdict == "accepted":
                # What is missing has no characters: it stands for the place where it is.
                marked.update(range(row.start, max(row.end, row.start + 1)))
        if row.origin != "check":
            continue
        names[row.code] = row.name
        if row.state in {"accepted", "rejected"}:
            judged[row.code][row.id] = row.confidence, row.state == "accepted"
        if row.code == "N101" and row.state == "accepted" and row.id not in counted:
            counted.add(row.id)
            garbled[row.text, row.suggestion or ""] += 1
    checks = [
        _check(code, name, list(judged[code].values()), votes[code], spans[code])
        for code, name in sorted(names.items())
    ]
    return LeadView(
        checks=tuple(checks),
        days=_days(connection),
        editors=_editors(connection),
        names=tuple(
            GarbledName(wrong, right or None, times)
            for (wrong, right), times in sorted(garbled.items(), key=lambda one: (-one[1], one[0]))[
                :_NAMES
            ]
        ),
        alpha=alpha(votes[""].values()),
        f1=_f1(spans[""]),
        both=sum(len(one) > 1 for one in votes[""].values()),
    )


def _check(
    code: str, name: str, judged: Sequence[tuple[float, bool]], votes: _Votes, spans: _Spans
) -> CheckFigures:
    right = sum(was for _, was in judged)
    low, high = wilson(right, len(judged))
    return CheckFigures(
        code=code,
        name=name,
        judged=len(judged),
        right=right,
        low=low,
        high=high,
        stated=sum(claimed for claimed, _ in judged) / len(judged) if judged else 0.0,
        threshold=threshold(judged),
        alpha=alpha(votes.values()),
        f1=_f1(spans),
    )


def wilson(right: int, judged: int) -> tuple[float, float]:
    """The 95% interval of a share; from 0 to 1 where nothing is known."""
    if not judged:
        return 0.0, 1.0
    share, square = right / judged, _Z * _Z
    middle = share + square / (2 * judged)
    half = _Z * math.sqrt(share * (1 - share) / judged + square / (4 * judged * judged))
    whole = 1 + square / judged
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def threshold(judged: Sequence[tuple[float, bool]]) -> float | None:
    """The lowest confidence from which on four of five findings were right; None of too few.

    It is None, too, where no confidence has enough of them, and 0 where all findings do.
    """
    if len(judged) < _FEWEST:
        return None
    best = None
    right = seen = 0
    ordered = sorted(judged, key=lambda one: -one[0])
    for number, (claimed, was) in enumerate(ordered):
        right, seen = right + was, seen + 1
        last = number + 1 == len(ordered)
        if not last and ordered[number + 1][0] == claimed:
            continue  # findings of one confidence stand and fall together
        if seen >= _FEWEST and right / seen >= _AIM:
            best = 0.0 if last else claimed
    return best


def alpha(units: Iterable[dict[str, str]]) -> float | None:
    """Krippendorff's alpha of verdicts; None where nobody judged the same, or all alike."""
    totals: Counter[str] = Counter()
    weight: dict[tuple[str, str], float] = defaultdict(float)
    for unit in units:
        verdicts = list(unit.values())
        if len(verdicts) < 2:  # noqa: PLR2004 - it takes two to agree
            continue
        totals.update(verdicts)
        share = 1 / (len(verdicts) - 1)
        for one, other in combinations(verdicts, 2):
            weight[one, other] += share
            weight[other, one] += share
    number = sum(totals.values())
    expected = sum(totals[a] * totals[b] for a in totals for b in totals if a != b)
    if not number or not expected:
        return None
    observed = sum(found for (one, other), found in weight.items() if one != other)
    return 1 - (number - 1) * observed / expected


def _f1(articles: _Spans) -> float | None:
    """Characters that two editors agree on, over all pairs of them; None where no two judged."""
    both = either = 0
    for marked in articles.values():
        for one, other in combinations(sorted(marked), 2):
            both += 2 * len(marked[one] & marked[other])
            either += len(marked[one]) + len(marked[other])
    return both / either if either else None


def _days(connection: Connection) -> tuple[DayFigures, ...]:
    table = tables.events
    day = func.substr(table.c.at, 1, 10)
    rows = connection.execute(
        select(day, table.c.kind, func.count())
        .where(table.c.kind.in_(("decide", "apply", "edit")))
        .group_by(day, table.c.kind)
        .order_by(day)
    )
    days: dict[str, Counter[str]] = defaultdict(Counter)
    for at, kind, count in rows:
        days[at][kind] += count
    return tuple(
        DayFigures(at, one["decide"] + one["apply"], one["edit"] + one["apply"])
        for at, one in sorted(days.items())
    )


def _editors(connection: Connection) -> tuple[EditorFigures, ...]:
    work, events = tables.work, tables.events
    done = connection.execute(
        select(events.c.editor, func.count())
        .where(events.c.kind.in_(("edit", "apply")))
        .group_by(events.c.editor)
    )
    edits = {editor: count for editor, count in done}  # noqa: C416 - rows, not tuples
    rows = connection.execute(
        select(
            work.c.editor,
            func.sum(work.c.judged),
            func.count(),
            func.sum(work.c.seconds),
        )
        .group_by(work.c.editor)
        .order_by(work.c.editor)
    )
    return tuple(
        EditorFigures(editor, judged or 0, edits.get(editor, 0), visited, seconds or 0.0)
        for editor, judged, visited, seconds in rows
    )

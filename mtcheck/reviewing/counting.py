"""Counts that the queue, its filters and the progress read, kept right with every change.

A page of a queue of 100,000 articles cannot count a million findings each time, nor add up the
articles. Whoever changes the findings or decisions of an article does so inside :func:`counted`.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

__all__ = ["WEIGHTS", "count_anew", "count_new", "counted"]

WEIGHTS = {"minor": 1.0, "major": 5.0, "critical": 25.0}
"""What an open finding weighs in the queue, by severity: as in MQM 2.0."""

_WEIGHED = "CASE severity WHEN 'critical' THEN 25.0 WHEN 'major' THEN 5.0 ELSE 1.0 END * confidence"
_SETTLED = f"""
UPDATE articles SET
    (findings, open, minor, major, critical, accepted, rejected, disputed, priority) = (
        SELECT count(*), total(open),
               total(open AND severity = 'minor'), total(open AND severity = 'major'),
               total(open AND severity = 'critical'), total(state = 'accepted'),
               total(state = 'rejected'), total(state = 'disputed'),
               coalesce(max({_WEIGHED}) FILTER (WHERE open), 0.0)
        FROM findings WHERE article = articles.id AND NOT gone AND NOT withdrawn
    ),
    edited = (SELECT count(*) FROM segments
              WHERE article = articles.id AND NOT gone AND text <> mt)
"""  # noqa: S608 - no value of anybody's in it
_KEYS = "code, category, severity, system, coalesce(source_lang, '*') || '-' || target_lang"
_TALLY = f"""
SELECT {_KEYS}, count(*), total(f.open)
FROM findings f JOIN articles a ON a.id = f.article
WHERE NOT f.gone AND NOT f.withdrawn
"""  # noqa: S608 - likewise
_ADDED = text(
    "INSERT INTO facets (code, category, severity, system, pair, findings, open)"
    " VALUES (:code, :category, :severity, :system, :pair, :findings, :open)"
    " ON CONFLICT DO UPDATE SET findings = findings + excluded.findings,"
    " open = open + excluded.open"
)
_FIGURES = """
SELECT count(*), total(open = 0), total(findings), total(accepted + rejected + disputed),
       total(edited)
FROM articles
"""
_TOTAL = "articles", "done", "findings", "decided", "edited"
_SUMMED = text(f"UPDATE totals SET {', '.join(f'{name} = {name} + :{name}' for name in _TOTAL)}")  # noqa: S608 - names of columns
_Key = tuple[str, str, str, str, str]
_Tally = dict[_Key, tuple[int, int]]
_Figures = tuple[int, ...]
_NOTHING: _Figures = (0,) * len(_TOTAL)


@contextmanager
def counted(connection: Connection, article: int) -> Iterator[None]:
    """Keep the counts of one article right over what is changed inside."""
    before, figures = _tally(connection, article), _figures(connection, article)
    yield
    _settle(connection, article, before, figures)


def count_new(connection: Connection, article: int) -> None:
    """Count an article that was not there before."""
    _settle(connection, article, {}, _NOTHING)


def count_anew(connection: Connection) -> None:
    """Count everything, after articles have been taken in by the thousand."""
    connection.execute(text(_SETTLED))
    connection.execute(text("DELETE FROM facets"))
    connection.execute(
        text(
            "INSERT INTO facets (code, category, severity, system, pair, findings, open)"
            f" {_TALLY} GROUP BY 1, 2, 3, 4, 5"
        )
    )
    connection.execute(text(f"UPDATE totals SET ({', '.join(_TOTAL)}) = ({_FIGURES})"))  # noqa: S608 - likewise


def _settle(connection: Connection, article: int, before: _Tally, figures: _Figures) -> None:
    connection.execute(text(f"{_SETTLED} WHERE id = :article"), {"article": article})
    after = _tally(connection, article)
    for key in sorted({*before, *after}):
        old, new = before.get(key, (0, 0)), after.get(key, (0, 0))
        if old != new:
            code, category, severity, system, pair = key
            values = {
                "code": code,
                "category": category,
                "severity": severity,
                "system": system,
                "pair": pair,
                "findings": new[0] - old[0],
                "open": new[1] - old[1],
            }
            connection.execute(_ADDED, values)
    now = _figures(connection, article)
    if now != figures:
        grown = (new - old for new, old in zip(now, figures, strict=True))
        connection.execute(_SUMMED, dict(zip(_TOTAL, grown, strict=True)))


def _tally(connection: Connection, article: int) -> _Tally:
    rows = connection.execute(
        text(f"{_TALLY} AND f.article = :article GROUP BY 1, 2, 3, 4, 5"), {"article": article}
    )
    return {(r[0], r[1], r[2], r[3], r[4]): (int(r[5]), int(r[6])) for r in rows}


def _figures(connection: Connection, article: int) -> _Figures:
    row = connection.execute(text(f"{_FIGURES} WHERE id = :article"), {"article": article}).one()
    return tuple(map(int, row))

"""The queue: articles that fit some filters, the most urgent first, page by page.

A page begins behind the place where the last one ended (priority and article), so that a page far
down costs as much as the first, and what is decided meanwhile makes nobody skip an article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, and_, exists, func, or_, select, text

from mtcheck.reviewing import tables
from mtcheck.reviewing.queued import Cursor, Facet, Facets, QueuePage, QueueRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row, Select

    from mtcheck.reviewing.queued import Filters

__all__ = ["facets", "neighbours", "queue"]

_SHORTEST = 3  # characters that the index of words knows of
_COMMON = 5_000  # findings that fit
_SEVERITIES = ("critical", "major", "minor")
_MATCHING = "id IN (SELECT rowid FROM words WHERE words MATCH :asked)"
_LIKE = " OR ".join(f"{name} LIKE :asked ESCAPE '\\'" for name in ("text", "reference", "source"))
_ROW = tuple(name for name in QueueRow.__slots__ if name not in {"article", "mine", "editors"})


def queue(connection: Connection, filters: Filters, after: Cursor | None, limit: int) -> QueuePage:
    """The articles that fit, the most urgent first, from behind ``after`` on."""
    table = tables.articles
    _look_up(connection, filters.text)
    total = connection.execute(
        select(func.count()).select_from(table).where(*_fits(filters))
    ).scalar_one()
    asked = _rows().where(*_fits(filters, walking=_is_common(connection, filters)))
    if after is not None:
        asked = asked.where(_behind(after))
    asked = asked.order_by(table.c.priority.desc(), table.c.id).limit(limit + 1)
    rows = [_queue_row(row) for row in connection.execute(asked)]
    more = len(rows) > limit
    rows = _with_editors(connection, rows[:limit], filters.editor)
    return QueuePage(tuple(rows), rows[-1].cursor if more and rows else None, total)


def neighbours(
    connection: Connection, filters: Filters, at: Cursor
) -> tuple[QueueRow | None, QueueRow | None]:
    """The articles before and behind a place in the queue."""
    table = tables.articles
    _look_up(connection, filters.text)
    fits = _fits(filters, walking=_is_common(connection, filters))
    before = or_(
        table.c.priority > at.priority,
        and_(table.c.priority == at.priority, table.c.id < at.article),
    )
    asked = (
        _rows()
        .where(*fits, before, table.c.id != at.article)
        .order_by(table.c.priority, table.c.id.desc())
    )
    behind = (
        _rows()
        .where(*fits, _behind(at), table.c.id != at.article)
        .order_by(table.c.priority.desc(), table.c.id)
    )
    first, second = (connection.execute(one.limit(1)).first() for one in (asked, behind))
    return (
        None if first is None else _queue_row(first),
        None if second is None else _queue_row(second),
    )


def facets(connection: Connection, filters: Filters) -> Facets:
    """The values that each filter may take, counted under the other filters."""
    table = tables.facets
    wanted = {
        "pair": filters.languages,
        "code": filters.codes,
        "category": filters.categories,
        "severity": filters.severities,
        "system": filters.systems,
    }
    counts: dict[str, dict[str, list[int]]] = {name: defaultdict(lambda: [0, 0]) for name in wanted}
    for row in connection.execute(select(table).where(table.c.findings > 0)):
        values = {name: getattr(row, name) for name in wanted}
        fits = {name: not among or values[name] in among for name, among in wanted.items()}
        for name in wanted:
            if all(fit for other, fit in fits.items() if other != name):
                both = counts[name][values[name]]
                both[0] += row.findings
                both[1] += row.open
    for name, among in wanted.items():
        for value in among:  # what was chosen is shown, whatever the others leave of it
            counts[name].setdefault(value, [0, 0])
    made = {
        name: tuple(
            Facet(value, *both)
            for value, both in sorted(found.items(), key=lambda one: (-one[1][0], one[0]))
        )
        for name, found in counts.items()
    }
    return Facets(
        languages=made["pair"],
        codes=made["code"],
        categories=made["category"],
        severities=tuple(sorted(made["severity"], key=_by_weight)),
        systems=made["system"],
    )


def _with_editors(
    connection: Connection, rows: list[QueueRow], editor: str | None
) -> list[QueueRow]:
    """The rows with who did anything in them, and how much of it was the editor's."""
    work = tables.work
    asked = select(work).where(work.c.article.in_([row.article for row in rows]), work.c.done > 0)
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for one in connection.execute(asked.order_by(work.c.editor)):
        found[one.article].append(one)
    return [
        replace(
            row,
            mine=sum(one.judged for one in found[row.article] if one.editor == editor),
            editors=tuple(one.editor for one in found[row.article]),
        )
        for row in rows
    ]


def _by_weight(facet: Facet) -> int:
    return _SEVERITIES.index(facet.value) if facet.value in _SEVERITIES else len(_SEVERITIES)


def _rows() -> Select[Any]:
    table = tables.articles
    return select(table.c.id, *(table.c[name] for name in _ROW))


def _queue_row(row: Row[Any]) -> QueueRow:
    return QueueRow(article=row.id, **{name: getattr(row, name) for name in _ROW})


def _behind(at: Cursor) -> ColumnElement[bool]:
    table = tables.articles
    return or_(
        table.c.priority < at.priority,
        and_(table.c.priority == at.priority, table.c.id > at.article),
    )


def _is_common(connection: Connection, filters: Filters) -> bool:
    """Whether so many findings fit that a page is sooner found by walking down the queue."""
    table = tables.facets
    fitting = select(func.coalesce(func.sum(table.c.findings), 0))
    for column, among in (
        (table.c.code, filters.codes),
        (table.c.category, filters.categories),
        (table.c.severity, filters.severities),
    ):
        if among:
            fitting = fitting.where(column.in_(among))
    return int(connection.execute(fitting).scalar_one()) > _COMMON


def _fits(filters: Filters, *, walking: bool = False) -> list[ColumnElement[bool]]:
    """What must hold of an article; ``walking``: articles are looked at one after the other."""
    table = tables.articles
    fits = [*_of_article(filters), *_of_editor(filters)]
    if filters.codes or filters.categories or filters.severities:
        fitting = _with_finding(filters, walking=walking)
        fits.append(fitting.exists() if walking else table.c.id.in_(fitting))
    elif filters.state == "open":
        fits.append(table.c.open > 0)
    if filters.text.strip():
        fits.append(table.c.id.in_(text("SELECT article FROM temp.looked_up")))
    return fits


def _of_article(filters: Filters) -> Iterator[ColumnElement[bool]]:
    table = tables.articles
    if filters.languages:
        pair = func.coalesce(table.c.source_lang, "*") + "-" + table.c.target_lang
        yield pair.in_(filters.languages)
    if filters.systems:
        yield table.c.system.in_(filters.systems)
    if filters.state == "done":
        yield table.c.open == 0
    elif filters.state == "disputed":
        yield table.c.disputed > 0
    elif filters.state == "edited":
        yield table.c.edited > 0


def _of_editor(filters: Filters) -> Iterator[ColumnElement[bool]]:
    table, work = tables.articles, tables.work
    own = (work.c.article == table.c.id) & (work.c.editor == (filters.editor or ""))
    if filters.mine:
        yield exists().where(own, work.c.done > 0)
    if filters.unjudged:
        judged = select(work.c.judged).where(own).scalar_subquery()
        yield table.c.findings > func.coalesce(judged, 0)


def _with_finding(filters: Filters, *, walking: bool = False) -> Select[Any]:
    """The articles with a finding that fits, and is open where open ones are asked for.

    ``walking``: of one article, whose findings are then read by its own index, not by that of all
    with the same code; SQLite takes none for what stands inside a function.
    """
    found = tables.findings
    # Both values are named where either will do: so the index is read as far as the article.
    states = (1,) if filters.state == "open" else (0, 1)
    wanted: list[tuple[Column[Any], Sequence[object]]] = [
        (found.c.gone, (0,)),
        (found.c.withdrawn, (0,)),
        (found.c.open, states),
        (found.c.code, filters.codes),
        (found.c.category, filters.categories),
        (found.c.severity, filters.severities),
    ]
    fits = [
        (func.ifnull(column, "") if walking else column).in_(among)
        for column, among in wanted
        if among
    ]
    asked = select(found.c.article).where(*fits)
    if walking:
        articles = tables.articles
        return asked.where(found.c.article == articles.c.id).correlate(articles)
    return asked


def _look_up(connection: Connection, words: str) -> None:
    """Note the articles with these words, so that a common phrase is looked for but once a page."""
    if not words.strip():
        return
    connection.execute(
        text("CREATE TEMP TABLE IF NOT EXISTS looked_up (article INTEGER PRIMARY KEY)")
    )
    connection.execute(text("DELETE FROM temp.looked_up"))
    if len(words) >= _SHORTEST:
        found, asked = _MATCHING, '"' + words.replace('"', '""') + '"'
    else:
        found, asked = _LIKE, "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%"
    connection.execute(
        text(
            "INSERT OR IGNORE INTO temp.looked_up"  # noqa: S608 - no value of anybody's in it
            f" SELECT article FROM segments WHERE NOT gone AND ({found})"
        ),
        {"asked": asked},
    )

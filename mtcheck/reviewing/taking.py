"""Articles into a desk, for the first time or again.

An article that is there already is known by its key (:mod:`mtcheck.reviewing.retaking`). New ones
are written some hundred at a time, a statement a table.
"""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from mtcheck.reviewing import tables
from mtcheck.reviewing.counting import count_anew, count_new, counted
from mtcheck.reviewing.demanding import demand_storable
from mtcheck.reviewing.retaking import take_again
from mtcheck.reviewing.storing import (
    article_row,
    finding_row,
    in_text,
    insert_segments,
    segment_row,
)
from mtcheck.reviewing.views import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Column, Connection

    from mtcheck.reviewing.incoming import IncomingArticle, IncomingFile
    from mtcheck.reviewing.storing import Row

__all__ = ["take"]

_FEW = 50  # articles whose counts are kept one by one; of more, everything is counted once
_AT_ONCE = 500  # articles that are looked up, and written, together


@dataclass(slots=True)
class _Batch:
    """Rows of new articles that are still to be written."""

    articles: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    segments: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)

    def write(self, connection: Connection) -> None:
        """Write them, and be empty."""
        for table, rows in ((tables.articles, self.articles), (tables.texts, self.texts)):
            if rows:
                connection.execute(insert(table), rows)
        insert_segments(connection, self.segments)
        if self.findings:
            connection.execute(insert(tables.findings), self.findings)
        for rows in (self.articles, self.texts, self.segments, self.findings):
            rows.clear()


class _Taking:
    """One call, and what has come of it so far."""

    def __init__(self, connection: Connection, at: str) -> None:
        self.connection = connection
        self.at = at
        self.articles = self.findings = self.known = self.gone = 0
        self.notes: list[str] = []
        self._files: dict[tuple[str, str], int] = {}
        self._settings: dict[str, int] = {}
        self._batch = _Batch()
        self._numbers = _next(connection, tables.articles.c.id)
        self._positions = _next(connection, tables.articles.c.position, first=0)
        self._segments = _next(connection, tables.segments.c.id)

    def some(self, articles: Sequence[IncomingArticle], *, many: bool) -> None:
        """Take these in; ``many``: everything is counted in the end."""
        table = tables.articles
        keys = [article.key for article in articles]
        asked = select(table.c.key, table.c.id).where(table.c.key.in_(keys))
        numbers = {key: number for key, number in self.connection.execute(asked)}  # noqa: C416 - rows, not tuples
        for article in articles:
            _demand(article)
            number = numbers.get(article.key)
            if number is None:
                numbers[article.key] = self._new(article)
            else:
                self._write(many=many)  # it may be one of those
                with nullcontext() if many else counted(self.connection, number):
                    self._again(article, number)
            self.articles += 1
            self.findings += len(article.findings)
            self.notes += article.notes
        self._write(many=many)

    def _write(self, *, many: bool) -> None:
        """Write the new articles that wait, and count them where everything is not counted."""
        new = [row["id"] for row in self._batch.articles]
        self._batch.write(self.connection)
        for number in () if many else new:
            count_new(self.connection, number)

    def _new(self, article: IncomingArticle) -> int:
        number, batch = next(self._numbers), self._batch
        position = next(self._positions)
        batch.articles.append(
            {"id": number, "key": article.key, "position": position, **self._row(article)}
        )
        batch.texts.append({"article": number, "mt": article.mt, "layout": article.layout})
        ids = list(islice(self._segments, len(article.segments)))
        for index, segment in enumerate(article.segments):
            values = segment_row(index, segment)
            batch.segments.append(
                {"id": ids[index], "article": number, "text": segment.mt, **values}
            )
        rows = [{"article": number, **finding_row(one, ids)} for one in article.findings]
        batch.findings += sorted(rows, key=in_text)
        return number

    def _again(self, article: IncomingArticle, number: int) -> None:
        table = tables.articles
        self.connection.execute(
            update(table).where(table.c.id == number).values(**self._row(article))
        )
        again = take_again(self.connection, article, number, self._segments)
        self.known += again.known
        self.gone += again.gone
        self.notes += again.notes

    def _row(self, article: IncomingArticle) -> Row:
        file, settings = self._file(article.file), self._settings_of(article.settings)
        return article_row(article, file, settings, self.at)

    def _file(self, file: IncomingFile | None) -> int | None:
        if file is None:
            return None
        key = (file.path, hashlib.sha256(file.raw).hexdigest())
        if key not in self._files:
            table = tables.files
            asked = select(table.c.id).where(table.c.path == key[0], table.c.sha256 == key[1])
            found = self.connection.execute(asked).scalar()
            if found is None:
                made = insert(table).values(path=key[0], sha256=key[1], raw=file.raw)
                found = self.connection.execute(made.returning(table.c.id)).scalar_one()
            self._files[key] = found
        return self._files[key]

    def _settings_of(self, said: str | None) -> int | None:
        if said is None:
            return None
        if said not in self._settings:
            table = tables.settings
            asked = select(table.c.id).where(table.c.json == said)
            found = self.connection.execute(asked).scalar()
            if found is None:
                made = insert(table).values(json=said).returning(table.c.id)
                found = self.connection.execute(made).scalar_one()
            self._settings[said] = found
        return self._settings[said]


def take(connection: Connection, articles: Iterable[IncomingArticle], at: str) -> Taken:
    """Take articles in: all of them, or where an error is raised none.

    Raises :class:`mtcheck.errors.InputError` for what cannot be stored.
    """
    taking = _Taking(connection, at)
    coming = iter(articles)
    some = list(islice(coming, _AT_ONCE))
    many = len(some) > _FEW
    while some:
        taking.some(some, many=many)
        some = list(islice(coming, _AT_ONCE))
    if many:
        count_anew(connection)
    return Taken(taking.articles, taking.findings, taking.known, taking.gone, tuple(taking.notes))


def _next(connection: Connection, column: Column[int], first: int = 1) -> Iterator[int]:
    """The numbers that no row has yet; nobody else writes meanwhile."""
    last = connection.execute(select(func.max(column))).scalar()
    return count(first if last is None else last + 1)


def _demand(article: IncomingArticle) -> None:
    """Raise where a text of the article cannot be stored."""
    name = article.document.encode("utf-8", "backslashreplace").decode()
    for words in (article.document, article.path or "", article.system):
        demand_storable(words, f"{name}: its name")
    demand_storable(article.mt, f"{name}: its translation")
    for segment in article.segments:
        demand_storable(segment.reference or "", f"{name}: its reference")
        demand_storable(segment.source or "", f"{name}: its source")
    for finding in article.findings:
        said = (finding.message, finding.suggestion, finding.reference_text, finding.source_text)
        for value in (*said, finding.author, finding.name, finding.category):
            demand_storable(value or "", f"{name}: a finding ({finding.code})")

"""Articles into a desk, for the first time or again.

An article that is there already is known by its key. What was decided of its findings stays with
those that are found again (:func:`mtcheck.fingerprint.matches`); others stay on record as gone.
A sentence that says what it said keeps its edit; one whose file now says what an editor had made
of it is simply so. An edit of a sentence that now says something else is told of, and stays in
the history.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from mtcheck import fingerprint
from mtcheck.reviewing import tables
from mtcheck.reviewing.counting import count_anew, counted
from mtcheck.reviewing.doing import demand_storable, settle_stale
from mtcheck.reviewing.views import Taken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from mtcheck.reviewing.incoming import (
        IncomingArticle,
        IncomingFile,
        IncomingFinding,
        IncomingSegment,
    )

__all__ = ["take"]

_FEW = 50  # articles whose counts are kept one by one; of more, everything is counted once


@dataclass(slots=True)
class _Taking:
    """One call, and what has come of it so far."""

    connection: Connection
    at: str
    articles: int = 0
    findings: int = 0
    known: int = 0
    gone: int = 0
    notes: list[str] = field(default_factory=list)
    files: dict[tuple[str, str], int] = field(default_factory=dict)
    settings: dict[str, int] = field(default_factory=dict)
    position: int | None = None  # of the next new article
    segment: int | None = None  # the id of the next new segment


def take(connection: Connection, articles: Iterable[IncomingArticle], at: str) -> Taken:
    """Take articles in: all of them, or where an error is raised none.

    Raises :class:`mtcheck.errors.InputError` for what cannot be stored.
    """
    taking = _Taking(connection, at)
    coming = iter(articles)
    first = list(islice(coming, _FEW + 1))
    many = len(first) > _FEW
    for article in chain(first, coming):
        _demand(article)
        number, is_new = _article(taking, article)
        with nullcontext() if many else counted(connection, number):
            _contents(taking, article, number, is_new=is_new)
        taking.articles += 1
        taking.notes += article.notes
    if many:
        count_anew(connection)
    return Taken(taking.articles, taking.findings, taking.known, taking.gone, tuple(taking.notes))


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


def _article(taking: _Taking, article: IncomingArticle) -> tuple[int, bool]:
    """The number of the article, whose row is made or brought up to date, and whether it is new."""
    table = tables.articles
    values = {
        "document": article.document,
        "path": article.path,
        "system": article.system,
        "source_lang": article.source_lang,
        "target_lang": article.target_lang,
        "headline": article.headline,
        "words": article.words,
        "aligned": int(article.aligned),
        "file": _file(taking, article.file),
        "settings": _settings(taking, article.settings),
        "taken": taking.at,
    }
    connection = taking.connection
    known = connection.execute(select(table.c.id).where(table.c.key == article.key)).scalar()
    if known is not None:
        connection.execute(update(table).where(table.c.id == known).values(**values))
        connection.execute(
            update(tables.texts)
            .where(tables.texts.c.article == known)
            .values(mt=article.mt, layout=article.layout)
        )
        return int(known), False
    if taking.position is None:
        last = select(func.coalesce(func.max(table.c.position), -1))
        taking.position = connection.execute(last).scalar_one() + 1
    made = connection.execute(
        insert(table)
        .values(key=article.key, position=taking.position, **values)
        .returning(table.c.id)
    ).scalar_one()
    taking.position += 1
    connection.execute(
        insert(tables.texts).values(article=made, mt=article.mt, layout=article.layout)
    )
    return int(made), True


def _file(taking: _Taking, file: IncomingFile | None) -> int | None:
    if file is None:
        return None
    key = (file.path, hashlib.sha256(file.raw).hexdigest())
    if key not in taking.files:
        table = tables.files
        asked = select(table.c.id).where(table.c.path == key[0], table.c.sha256 == key[1])
        found = taking.connection.execute(asked).scalar()
        if found is None:
            made = insert(table).values(path=key[0], sha256=key[1], raw=file.raw)
            found = taking.connection.execute(made.returning(table.c.id)).scalar_one()
        taking.files[key] = found
    return taking.files[key]


def _settings(taking: _Taking, said: str | None) -> int | None:
    if said is None:
        return None
    if said not in taking.settings:
        table = tables.settings
        found = taking.connection.execute(select(table.c.id).where(table.c.json == said)).scalar()
        if found is None:
            made = insert(table).values(json=said).returning(table.c.id)
            found = taking.connection.execute(made).scalar_one()
        taking.settings[said] = found
    return taking.settings[said]


def _contents(taking: _Taking, article: IncomingArticle, number: int, *, is_new: bool) -> None:
    segments = _segments(taking, article, number, is_new=is_new)
    _findings(taking, article, number, segments, is_new=is_new)
    if is_new:
        return
    edited = select(tables.segments.c.id).where(
        tables.segments.c.article == number,
        tables.segments.c.gone == 0,
        tables.segments.c.text != tables.segments.c.mt,
    )
    for segment in taking.connection.execute(edited).scalars().all():
        settle_stale(taking.connection, segment)


def _segments(taking: _Taking, article: IncomingArticle, number: int, *, is_new: bool) -> list[int]:
    """The ids of the article's segments, in order; those that it had are known again."""
    table = tables.segments
    asked = (
        select(table).where(table.c.article == number, table.c.gone == 0).order_by(table.c.number)
    )
    old = [] if is_new else taking.connection.execute(asked).all()
    again = _same(old, article.segments)
    ids: list[int] = []
    new: list[dict[str, Any]] = []
    if taking.segment is None:
        last = select(func.coalesce(func.max(table.c.id), 0))
        taking.segment = taking.connection.execute(last).scalar_one() + 1
    for index, segment in enumerate(article.segments):
        values = {
            "number": index,
            "line": segment.row,
            "start": segment.start,
            "end": segment.end,
            "mt": segment.mt,
            "reference": segment.reference,
            "source": segment.source,
            "unit": segment.unit,
            "locked": int(segment.locked),
        }
        row = again.get(index)
        if row is None:
            new.append({"id": taking.segment, "article": number, "text": segment.mt, **values})
            ids.append(taking.segment)
            taking.segment += 1
        else:
            taking.connection.execute(update(table).where(table.c.id == row.id).values(**values))
            ids.append(row.id)
    if new:
        taking.connection.execute(insert(table), new)
    kept = {row.id for row in again.values()}
    for row in old:
        if row.id not in kept:
            taking.connection.execute(update(table).where(table.c.id == row.id).values(gone=1))
            if row.text != row.mt:
                taking.notes.append(
                    f"{article.document}: a sentence that {row.editor} edited says something else"
                    f" now; the edit stays in the history: {_short(row.text)}"
                )
    return ids


def _same(old: Sequence[Row[Any]], new: Sequence[IncomingSegment]) -> dict[int, Row[Any]]:
    """Which of the new segments, by their numbers, are which of the old ones."""
    if not old:
        return {}
    mine = [segment.mt for segment in new]
    found: dict[int, Row[Any]] = {}
    # First those that say what they said, then those that say what an editor made of them.
    for said in ([row.mt for row in old], [row.text for row in old]):
        for one in SequenceMatcher(None, said, mine, autojunk=False).get_matching_blocks():
            for step in range(one.size):
                row, index = old[one.a + step], one.b + step
                if index not in found and row.id not in {r.id for r in found.values()}:
                    found[index] = row
    return found


def _findings(
    taking: _Taking, article: IncomingArticle, number: int, segments: list[int], *, is_new: bool
) -> None:
    table = tables.findings
    asked = (
        select(table.c.id, table.c.fingerprint, table.c.origin, table.c.author, table.c.gone)
        .where(table.c.article == number)
        .order_by(table.c.gone, table.c.id)
    )
    old = [] if is_new else taking.connection.execute(asked).all()
    new: list[dict[str, Any]] = []
    for kind in {(f.origin, f.author) for f in article.findings} | {("check", None)}:
        coming = [f for f in article.findings if (f.origin, f.author) == kind]
        mine = {row.fingerprint: row for row in old if (row.origin, row.author) == kind}
        pairs = fingerprint.matches(mine, [f.fingerprint for f in coming])
        for one in coming:
            values = _values(one, segments)
            known = pairs.get(one.fingerprint)
            if known is None:
                new.append({"article": number, **values})
                continue
            row = mine.pop(known)
            taking.connection.execute(
                update(table).where(table.c.id == row.id).values(gone=0, **values)
            )
            taking.known += 1
        lost = [row.id for row in mine.values() if not row.gone]
        for row_id in lost:
            taking.connection.execute(update(table).where(table.c.id == row_id).values(gone=1))
        taking.gone += len(lost)
    taking.findings += len(article.findings)
    if new:
        new.sort(key=lambda values: (values["start"], values["end"], values["fingerprint"]))
        taking.connection.execute(insert(table), new)


def _values(finding: IncomingFinding, segments: list[int]) -> dict[str, Any]:
    return {
        "segment": segments[finding.segment],
        "code": finding.code,
        "name": finding.name,
        "category": finding.category,
        "severity": finding.severity,
        "confidence": finding.confidence,
        "start": finding.start,
        "end": finding.end,
        "text": finding.text,
        "suggestion": finding.suggestion,
        "safe": int(finding.safe),
        "message": finding.message,
        "reference_text": finding.reference_text,
        "source_text": finding.source_text,
        "fingerprint": finding.fingerprint,
        "evidence": json.dumps(finding.evidence),
        "basis": finding.basis,
        "origin": finding.origin,
        "author": finding.author,
        "stale": 0,
    }


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 80 else words[:79] + "…"  # noqa: PLR2004 - a line of a terminal

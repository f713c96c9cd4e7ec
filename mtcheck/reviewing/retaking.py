"""An article that is in a desk already, taken in once more.

What was decided of its findings stays with those that are found again
(:func:`mtcheck.fingerprint.matches`); others stay on record as gone. A sentence that says what it
said keeps its edit; one whose file now says what an editor had made of it is simply so. An edit
of a sentence that now says something else is told of, and stays in the history.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from mtcheck import fingerprint
from mtcheck.reviewing import tables
from mtcheck.reviewing.settling import settle_stale
from mtcheck.reviewing.storing import finding_row, in_text, insert_segments, segment_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from sqlalchemy import Connection, Row

    from mtcheck.reviewing import storing
    from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment

__all__ = ["Again", "take_again"]

_LINE = 80  # characters of a sentence that is told of


@dataclass(slots=True)
class Again:
    """What came of it: findings found again, findings lost, lines for the user."""

    known: int = 0
    gone: int = 0
    notes: list[str] = field(default_factory=list)


def take_again(
    connection: Connection, article: IncomingArticle, number: int, ids: Iterator[int]
) -> Again:
    """Bring the contents of article ``number`` up to date; ``ids`` are for new sentences."""
    again = Again()
    connection.execute(
        update(tables.texts)
        .where(tables.texts.c.article == number)
        .values(mt=article.mt, layout=article.layout)
    )
    segments = _segments(connection, article, number, ids, again)
    _findings(connection, article, number, segments, again)
    seg = tables.segments
    edited = select(seg.c.id).where(
        seg.c.article == number, seg.c.gone == 0, seg.c.text != seg.c.mt
    )
    for segment in connection.execute(edited).scalars().all():
        settle_stale(connection, segment)
    return again


def _segments(
    connection: Connection,
    article: IncomingArticle,
    number: int,
    ids: Iterator[int],
    again: Again,
) -> list[int]:
    """The ids of the article's segments, in order; those that it had are known again."""
    table = tables.segments
    asked = (
        select(table).where(table.c.article == number, table.c.gone == 0).order_by(table.c.number)
    )
    old = connection.execute(asked).all()
    same = _same(old, article.segments)
    found: list[int] = []
    new: list[storing.Row] = []
    for index, segment in enumerate(article.segments):
        values = segment_row(index, segment)
        row = same.get(index)
        if row is None:
            found.append(next(ids))
            new.append({"id": found[-1], "article": number, "text": segment.mt, **values})
        else:
            connection.execute(update(table).where(table.c.id == row.id).values(**values))
            found.append(row.id)
    insert_segments(connection, new)
    kept = {row.id for row in same.values()}
    for row in old:
        if row.id not in kept:
            connection.execute(update(table).where(table.c.id == row.id).values(gone=1))
            if row.text != row.mt:
                again.notes.append(
                    f"{article.document}: a sentence that {row.editor} edited says something else"
                    f" now; the edit stays in the history: {_short(row.text)}"
                )
    return found


def _same(old: Sequence[Row[Any]], new: Sequence[IncomingSegment]) -> dict[int, Row[Any]]:
    """Which of the new segments, by their numbers, are which of the old ones."""
    mine = [segment.mt for segment in new]
    found: dict[int, Row[Any]] = {}
    taken: set[int] = set()
    # First those that say what they said, then those that say what an editor made of them.
    for said in ([row.mt for row in old], [row.text for row in old]):
        for one in SequenceMatcher(None, said, mine, autojunk=False).get_matching_blocks():
            for step in range(one.size):
                row, index = old[one.a + step], one.b + step
                if index not in found and row.id not in taken:
                    found[index] = row
                    taken.add(row.id)
    return found


def _findings(
    connection: Connection,
    article: IncomingArticle,
    number: int,
    segments: Sequence[int],
    again: Again,
) -> None:
    table = tables.findings
    asked = (
        select(table.c.id, table.c.fingerprint, table.c.origin, table.c.author, table.c.gone)
        .where(table.c.article == number)
        .order_by(table.c.gone, table.c.id)
    )
    old = connection.execute(asked).all()
    new: list[storing.Row] = []
    kinds = {_kind(finding) for finding in article.findings} | {("check", None)}
    for kind in sorted(kinds, key=lambda kind: (kind[0], kind[1] or "")):
        coming = [f for f in article.findings if _kind(f) == kind]
        mine = {row.fingerprint: row for row in old if (row.origin, row.author) == kind}
        pairs = fingerprint.matches(mine, [f.fingerprint for f in coming])
        for one in coming:
            values = finding_row(one, segments)
            known = pairs.get(one.fingerprint)
            if known is None:
                new.append({"article": number, **values})
                continue
            row = mine.pop(known)
            connection.execute(update(table).where(table.c.id == row.id).values(gone=0, **values))
            again.known += 1
        lost = [row.id for row in mine.values() if not row.gone]
        connection.execute(update(table).where(table.c.id.in_(lost)).values(gone=1))
        again.gone += len(lost)
    if new:
        new.sort(key=in_text)
        connection.execute(insert(table), new)


def _kind(finding: IncomingFinding) -> tuple[str, str | None]:
    """Findings are known again among those of the same origin and author."""
    return finding.origin, finding.author


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LINE else words[: _LINE - 1] + "…"

"""What the exports are made of: articles with their sentences, findings and who judged them how."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from mtcheck.finding import Basis, Finding
from mtcheck.mqm import Category, Severity
from mtcheck.reporting.units import Mark, Unit
from mtcheck.reviewing import tables
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Row

__all__ = ["Judged", "Reviewed", "Sentence", "reviewed"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding with the decisions on it, by editor. ``withdrawn``: who marked it took it back."""

    row: Row[Any]
    decisions: Mapping[str, Row[Any]]

    @property
    def shown(self) -> bool:
        """Whether it still stands: found by the last check, not withdrawn."""
        return not self.row.gone and not self.row.withdrawn

    def verdict(self, editor: str) -> str | None:
        """What an editor holds of it."""
        decision = self.decisions.get(editor)
        return None if decision is None else decision.verdict

    def finding(self) -> Finding:
        """As the record that reports are made of."""
        row = self.row
        return Finding(
            code=row.code,
            name=row.name,
            category=Category(row.category),
            severity=Severity(row.severity),
            span=Span(row.start, row.end),
            message=row.message,
            basis=Basis(row.basis or "text"),
            confidence=row.confidence,
            suggestion=row.suggestion,
            evidence=tuple(json.loads(row.evidence)),
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the findings that touch it; ``own`` are those that count for it."""

    row: Row[Any]
    touching: tuple[Judged, ...]

    @property
    def own(self) -> tuple[Judged, ...]:
        """The findings that count for it."""
        return tuple(one for one in self.touching if one.row.segment == self.row.id)

    @property
    def span(self) -> Span:
        """Its place in the article's translation."""
        return Span(self.row.start, self.row.end)

    def place(self, judged: Judged) -> Span:
        """Where a finding stands in the sentence's translation."""
        whole = Span(judged.row.start, judged.row.end)
        return whole.clipped(self.span).shifted(-self.span.start)

    def unit(self, marked: Sequence[Judged]) -> Unit:
        """The sentence with some findings, as formats of annotation take it."""
        marks = [Mark(one.finding(), self.place(one)) for one in marked]
        return Unit(
            index=self.row.number,
            span=self.span,
            text=self.row.mt,
            reference=self.row.reference,
            source=self.row.source,
            marks=tuple(sorted(marks, key=lambda m: (m.span, m.finding.code))),
        )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An article. ``editors`` are those who judged or marked anything in it, sorted."""

    row: Row[Any]
    sentences: tuple[Sentence, ...]
    editors: tuple[str, ...]

    def complete(self, sentence: Sentence, editor: str) -> bool:
        """Whether an editor has said all that there was to say of a sentence.

        That is: they judged every finding of the checks in it; where it has none, every one in
        the article, of which they then have read it all.
        """
        own = [one for one in sentence.own if one.shown and one.row.origin == "check"]
        every = own or [
            one
            for other in self.sentences
            for one in other.own
            if one.shown and one.row.origin == "check"
        ]
        return all(one.verdict(editor) is not None for one in every)


def reviewed(connection: Connection) -> Iterator[Reviewed]:
    """The articles of a desk, in the order in which they were taken."""
    articles = tables.articles
    rows = connection.execute(select(articles).order_by(articles.c.position)).all()
    for row in rows:
        yield _reviewed(connection, row)


def _reviewed(connection: Connection, article: Row[Any]) -> Reviewed:
    seg, found, table = tables.segments, tables.findings, tables.decisions
    segments = connection.execute(
        select(seg).where(seg.c.article == article.id, seg.c.gone == 0).order_by(seg.c.number)
    ).all()
    findings = connection.execute(
        select(found)
        .where(found.c.article == article.id)
        .order_by(found.c.start, found.c.end, found.c.code, found.c.id)
    ).all()
    decisions: dict[int, dict[str, Row[Any]]] = defaultdict(dict)
    rows = connection.execute(
        select(table)
        .join(found, found.c.id == table.c.finding)
        .where(found.c.article == article.id)
        .order_by(table.c.editor)
    )
    for row in rows:
        decisions[row.finding][row.editor] = row
    judged = [Judged(row, decisions[row.id]) for row in findings]
    editors = {
        editor
        for one in judged
        for editor, decision in one.decisions.items()
        if decision.verdict is not None
    }
    return Reviewed(
        article,
        tuple(Sentence(row, tuple(j for j in judged if _touches(j, row))) for row in segments),
        tuple(sorted(editors)),
    )


def _touches(judged: Judged, segment: Row[Any]) -> bool:
    span = Span(judged.row.start, judged.row.end)
    if judged.row.segment == segment.id:
        return True
    return not judged.row.gone and len(span.clipped(Span(segment.start, segment.end))) > 0

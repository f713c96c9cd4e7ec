"""Checking a sentence again while it is being typed.

The sentence is checked against what its row has in the reference and the source, with the
settings of the check that found what is under review. Segments that share a reference are checked
together: half of a sentence would lack the other half. What only a whole article shows (a name
spelled two ways) is not looked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from mtcheck import fingerprint, languages, pipeline
from mtcheck.article import Article, Block, Text
from mtcheck.reading.decoding import check_text
from mtcheck.reviewing import tables
from mtcheck.reviewing.placing import local, moved
from mtcheck.reviewing.views import LiveFinding
from mtcheck.safety import is_safe
from mtcheck.settings import Settings
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.report import Report

__all__ = ["Question", "answer", "question"]


@dataclass(frozen=True, slots=True)
class Known:
    """A finding that is there, by which one that is found again is known."""

    id: int
    code: str
    fingerprint: str
    place: Span | None


@dataclass(frozen=True, slots=True)
class Question:
    """All that a check of one sentence needs; made in a transaction, answered outside of it.

    ``words`` are those of its row, in which the sentence is ``span``.
    """

    words: str
    span: Span
    reference: str | None
    source: str | None
    target_lang: str
    source_lang: str | None
    settings: str | None
    unit: str
    known: tuple[Known, ...]


def question(connection: Connection, segment: Row[Any], words: str) -> Question:
    """What is to be checked if ``segment`` says ``words``."""
    seg, found, articles = tables.segments, tables.findings, tables.articles
    row = connection.execute(
        select(articles, tables.settings.c.json.label("said"), tables.texts.c.mt.label("whole"))
        .outerjoin(tables.settings, tables.settings.c.id == articles.c.settings)
        .join(tables.texts, tables.texts.c.article == articles.c.id)
        .where(articles.c.id == segment.article)
    ).one()
    beside = connection.execute(
        select(seg)
        .where(seg.c.article == segment.article, seg.c.line == segment.line, seg.c.gone == 0)
        .order_by(seg.c.number)
    ).all()
    if segment.gone or segment.id not in {one.id for one in beside}:
        beside = [segment]
    joined, at, end = "", 0, beside[0].start
    for one in beside:
        joined += row.whole[end : one.start]
        if one.id == segment.id:
            at = len(joined)
        joined += words if one.id == segment.id else one.text
        end = one.end
    known = connection.execute(
        select(found).where(
            found.c.segment == segment.id, found.c.gone == 0, found.c.withdrawn == 0
        )
    )
    return Question(
        words=joined,
        span=Span(at, at + len(words)),
        reference=_first(one.reference for one in beside),
        source=_first(one.source for one in beside),
        target_lang=row.target_lang,
        source_lang=row.source_lang,
        settings=row.said,
        unit=segment.unit,
        known=tuple(Known(k.id, k.code, k.fingerprint, _place(k, segment, words)) for k in known),
    )


def answer(asked: Question, *, model: bool) -> tuple[LiveFinding, ...]:
    """What the checks find in the sentence; with the span model where ``model``.

    Raises :class:`mtcheck.errors.MtcheckError` for a text that cannot be checked.
    """
    if not asked.words[asked.span.start : asked.span.end].strip():
        return ()
    report = pipeline.check(_article(asked), _settings(asked, model=model))
    found = [f for f in report.findings if _is_of(f, asked.span)]
    again = _again(report, found, asked)
    return tuple(
        LiveFinding(
            code=f.code,
            name=f.name,
            category=f.category.value,
            severity=f.severity.value,
            confidence=f.confidence,
            start=inside.start,
            end=inside.end,
            text=report.article.mt.at(f.span),
            message=f.message,
            suggestion=f.suggestion,
            safe=is_safe(f),
            known=again.get(index),
        )
        for index, f in enumerate(found)
        for inside in (f.span.clipped(asked.span).shifted(-asked.span.start),)
    )


def _article(asked: Question) -> Article:
    target = languages.load(asked.target_lang)
    origin = languages.load(asked.source_lang or asked.target_lang)
    return Article(
        "-",
        _block(asked.words, target),
        None if asked.reference is None else _block(asked.reference, target),
        None if asked.source is None else _block(asked.source, origin),
        aligned=True,
    )


def _block(content: str, language: Language) -> Text:
    check_text(content)
    return Text(content, language, None, (Block(Span(0, len(content))),))


def _settings(asked: Question, *, model: bool) -> Settings:
    settings = Settings(target_lang=asked.target_lang, source_lang=asked.source_lang)
    if asked.settings is not None:
        settings = msgspec.json.decode(asked.settings, type=Settings)
    return settings if model else msgspec.structs.replace(settings, model="none")


def _is_of(finding: Finding, span: Span) -> bool:
    return (
        span.start <= finding.span.start
        and finding.span.start <= span.end
        and (bool(len(finding.span.clipped(span))) or not len(finding.span))
    )


def _again(report: Report, found: Sequence[Finding], asked: Question) -> dict[int, int]:
    """Which of the findings, by their index, are which of those that are known."""
    prints = fingerprint.fingerprints(report.article, found, unit=lambda _: asked.unit)
    by_print = {known.fingerprint: known.id for known in asked.known if known.fingerprint}
    matched = fingerprint.matches(by_print, prints)
    again = {index: by_print[matched[one]] for index, one in enumerate(prints) if one in matched}
    left = [known for known in asked.known if known.id not in again.values()]
    for index, finding in enumerate(found):
        inside = finding.span.clipped(asked.span).shifted(-asked.span.start)
        same = [k for k in left if k.code == finding.code and k.place == inside]
        if index not in again and same:
            again[index] = same[0].id
            left.remove(same[0])
    return again


def _place(finding: Row[Any], segment: Row[Any], words: str) -> Span | None:
    """Where a finding's words would stand if the segment said ``words``."""
    return moved(segment.mt, words, local(finding.start, finding.end, segment))


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value is not None), None)

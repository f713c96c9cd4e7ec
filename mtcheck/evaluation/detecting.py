"""Letting the pipeline find errors in the translations that gold is about.

Each system's translation of a document is one article whose segments are aligned: segment *n*
of the translation belongs to segment *n* of reference and source, as the annotation says. So
the checks see the article around a segment, as they do in use, and never a sentence alignment
that the gold already has. Segments of no document are articles of their own; whole articles
are checked as they are, their sentences aligned by mtcheck.

What is scored is the report and nothing else: its findings, and for the score of a segment the
span model's, or where none has read it the expected penalty of its findings.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

from mtcheck import languages, pipeline, reading
from mtcheck.article import Article, Block, BlockKind, Text
from mtcheck.errors import InputError
from mtcheck.evaluation.records import Mark, Prediction, penalty
from mtcheck.settings import make
from mtcheck.span import Span
from mtcheck.spans.quality import quality

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from mtcheck.evaluation.records import GoldRow, Translation
    from mtcheck.finding import Finding
    from mtcheck.report import Report

__all__ = ["MODES", "Mode", "article_of", "articles", "check_inputs", "detect", "inputs", "starts"]

Mode = Literal["given", "both", "ref", "src", "none"]

MODES: tuple[Mode, ...] = ("given", "both", "ref", "src", "none")
"""What the detector may see: all that a row has, or exactly these."""


def inputs(row: GoldRow, mode: Mode) -> tuple[bool, bool]:
    """Whether the detector sees the reference, and whether it sees the source."""
    reference = mode in {"given", "both", "ref"} and row.reference is not None
    source = mode in {"given", "both", "src"} and row.source is not None
    return reference, source


def check_inputs(rows: Iterable[GoldRow], mode: Mode) -> None:
    """Raise :class:`InputError` for a row that lacks what the mode needs."""
    for row in rows:
        lacking = []
        if mode in {"both", "ref"} and row.reference is None:
            lacking.append("reference")
        if mode in {"both", "src"} and row.source is None:
            lacking.append("source")
        if lacking:
            message = (
                f"--mode {mode} needs a {' and a '.join(lacking)}, which row {row.id} lacks "
                "(leave such rows out with --origin or --lp, or take --mode given)"
            )
            raise InputError(message, path=row.path, line=row.line)


def detect(
    translations: Sequence[Translation],
    mode: Mode,
    settings: Mapping[str, object],
    step: Callable[[str], None],
) -> tuple[list[Prediction], list[str]]:
    """A prediction for each translation, and the checks that crashed, in words.

    ``step`` is told of each article before it is checked.
    """
    found: dict[int, Prediction] = {}
    failures: list[str] = []
    for name, members in articles(translations, mode):
        step(name)
        rows = [translations[index].row for index in members]
        article = article_of(name, rows, mode)
        source_lang = rows[0].source_lang if article.source is not None else None
        own = make(**{**settings, "target_lang": rows[0].target_lang, "source_lang": source_lang})
        report = pipeline.check(article, own)
        failures += [f"{name}: check {f.code} crashed: {f.message}" for f in report.failures]
        found.update(zip(members, _predictions(report, rows), strict=True))
    return [found[index] for index in range(len(translations))], failures


def articles(translations: Sequence[Translation], mode: Mode) -> list[tuple[str, list[int]]]:
    """The articles to check: a name, and the indexes of their translations in order."""
    grouped: dict[tuple[object, ...], list[int]] = {}
    seen: dict[tuple[object, ...], int] = {}
    for index, translation in enumerate(translations):
        row = translation.row
        base = (row.origin, row.pair, row.system, row.document, inputs(row, mode))
        if row.document is None or row.layout != "segment":
            key: tuple[object, ...] = (*base, index)
        else:
            # The same segment again (another text under one name) begins another article.
            again = seen.setdefault((*base, row.segment), 0)
            seen[(*base, row.segment)] += 1
            key = (*base, again)
        grouped.setdefault(key, []).append(index)
    return [
        (_name(translations[members[0]].row), _in_order(translations, members))
        for members in grouped.values()
    ]


def _name(row: GoldRow) -> str:
    parts = (row.origin, row.pair, row.system, row.document or row.segment)
    return "/".join(part for part in parts if part)


def _in_order(translations: Sequence[Translation], members: list[int]) -> list[int]:
    """By number where segments have numbers, else as they come."""
    names = [translations[index].row.segment for index in members]
    if not all(name.isdecimal() for name in names):
        return members
    return sorted(members, key=lambda index: (int(translations[index].row.segment), index))


def article_of(name: str, rows: list[GoldRow], mode: Mode) -> Article:
    """The article of rows of one document, seen in a mode; row *n* is its block *n*."""
    first = rows[0]
    target, origin = languages.load(first.target_lang), languages.load(first.source_lang)
    with_reference, with_source = inputs(first, mode)
    if first.layout != "segment":
        return reading.from_strings(
            first.mt,
            first.reference if with_reference else None,
            first.source if with_source else None,
            target,
            origin,
            aligned=first.layout == "lines",
            identity=name,
        )
    references = [row.reference or "" for row in rows]
    sources = [row.source or "" for row in rows]
    return Article(
        name,
        _text([row.mt for row in rows], target),
        _text(references, target) if with_reference else None,
        _text(sources, origin) if with_source else None,
        aligned=True,
    )


def _text(cells: list[str], language: languages.Language) -> Text:
    blocks, at = [], 0
    for number, cell in enumerate(cells, 1):
        span = Span(0, len(cell)).trimmed(cell).shifted(at)
        blocks.append(Block(span, BlockKind.CELL, number))
        at += len(cell) + 1
    return Text("\n".join(cells), language, None, tuple(blocks))


def starts(rows: Iterable[GoldRow]) -> list[int]:
    """Where each row's translation begins in the article of :func:`article_of`."""
    lengths = (len(row.mt) + 1 for row in rows)
    return list(accumulate(lengths, initial=0))[:-1]


def _predictions(report: Report, rows: list[GoldRow]) -> list[Prediction]:
    beginnings = starts(rows)
    marks: list[list[Mark]] = [[] for _ in rows]
    for finding in report.findings:
        first = bisect_right(beginnings, finding.span.start) - 1
        last = max(bisect_right(beginnings, max(finding.span.end - 1, 0)) - 1, first)
        for number in range(first, last + 1):
            end = len(rows[number].mt)
            inside = Span(
                min(max(finding.span.start - beginnings[number], 0), end),
                min(max(finding.span.end - beginnings[number], 0), end),
            )
            marks[number].append(_mark(finding, inside))
    scores = _scores(report, len(rows))
    return [
        Prediction(tuple(found), -penalty(found) if score is None else score)
        for found, score in zip(marks, scores, strict=True)
    ]


def _scores(report: Report, count: int) -> list[float | None]:
    """The span model's score of each row, where it has read the article."""
    article = report.article
    if article.risks is None:
        return [None] * count
    if not article.article.aligned:
        return [quality(article.risks, range(len(article.mt.segments)))]
    inside: list[list[int]] = [[] for _ in range(count)]
    for segment in article.mt.segments:
        inside[segment.block if count > 1 else 0].append(segment.index)
    return [quality(article.risks, segments) for segments in inside]


def _mark(finding: Finding, span: Span) -> Mark:
    category = finding.category.value
    return Mark(span, finding.severity, category, finding.confidence, finding.code)

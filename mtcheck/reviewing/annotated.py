"""Annotations by people, to look at and go on from: gold as ``mtcheck eval`` reads it.

Segments of one document and system are an article, in the order of the file; what one rater marked
are findings that they accepted. Labels of other typologies become the MQM category that is
nearest; the label itself stands in the message.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from mtcheck.evaluation import gold
from mtcheck.mqm import Category
from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment, key_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from mtcheck.evaluation.records import GoldRow, Mark

__all__ = ["articles"]

CODE = "MQM"

_NEAREST = {
    "accuracy": Category.MISTRANSLATION,
    "fluency": Category.GRAMMAR,
    "terminology": Category.TERMINOLOGY,
    "style": Category.STYLE,
    "locale-convention": Category.LOCALE,
    "locale convention": Category.LOCALE,
}


def articles(path: Path, pair: tuple[str, str] | None = None) -> Iterator[IncomingArticle]:
    """The articles of a file of gold. Raises :class:`InputError`.

    ``pair`` are the source and target language, where the file names none.
    """
    rows = gold.read([str(path)], gold.Options(pair=pair))
    grouped: dict[tuple[str, str, str, str], list[GoldRow]] = {}
    for row in rows:
        name = row.document or path.name
        key = (name, row.system, row.source_lang, row.target_lang)
        grouped.setdefault(key, []).append(row)
    for (name, system, source_lang, target_lang), found in grouped.items():
        yield _article(name, system, (source_lang, target_lang), found)


def _article(
    name: str, system: str, langs: tuple[str, str], rows: Iterable[GoldRow]
) -> IncomingArticle:
    segments: list[IncomingSegment] = []
    findings: list[IncomingFinding] = []
    places: dict[tuple[str, str], int] = {}
    whole = ""
    for row in rows:
        # Raters of one segment share it: the same translation under the same number.
        number = places.setdefault((row.segment, row.mt), len(segments))
        if number == len(segments):
            start = len(whole)
            whole += f"{row.mt}\n"
            segments.append(
                IncomingSegment(
                    row=number,
                    start=start,
                    end=start + len(row.mt),
                    mt=row.mt,
                    reference=row.reference,
                    source=row.source,
                )
            )
        findings += [
            _finding(row, mark, number, segments[number].start, nth)
            for nth, mark in enumerate(row.marks)
        ]
    source_lang, target_lang = langs
    return IncomingArticle(
        key=key_of(name, system, target_lang),
        document=name,
        path=None,
        system=system,
        source_lang=None if source_lang == "und" else source_lang,
        target_lang=target_lang,
        words=len(whole.split()),
        mt=whole,
        segments=tuple(segments),
        findings=tuple(findings),
    )


def _finding(row: GoldRow, mark: Mark, segment: int, start: int, nth: int) -> IncomingFinding:
    label = mark.category or "an error"
    said = f"{row.rater}\0{row.segment}\0{mark.span.start}\0{mark.span.end}\0{label}\0{nth}"
    return IncomingFinding(
        segment=segment,
        code=CODE,
        name=label[:60],
        category=_category(mark.category).value,
        severity=mark.severity.value,
        confidence=1.0,
        start=start + mark.span.start,
        end=start + mark.span.end,
        text=mark.span.of(row.mt),
        message=f"marked as {label}" + (f" by {row.rater}" if row.rater else ""),
        fingerprint=hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32],
        origin="import",
        author=row.rater or None,
    )


def _category(label: str) -> Category:
    plain = label.strip().lower().replace(" ", "-")
    for category in Category:
        if plain in {category.value, category.value.partition("/")[2]}:
            return category
    dimension = plain.replace(":", "/").partition("/")[0]
    return _NEAREST.get(dimension, Category.MISTRANSLATION)

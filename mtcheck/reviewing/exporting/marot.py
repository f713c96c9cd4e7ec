"""Judgements as Google's MQM TSV, for Marot: what each editor holds for wrong, a line an error.

An error that somebody else had found (the checks, another editor) has it in its metadata:
``prior_rater``, and the marking itself as ``prior_error``. What an editor rejected or took back
stands among the ``deleted_errors`` of the first line of the sentence. A sentence of which an
editor has said all there was to say, and in which nothing is wrong, has a line with "no-error".

Source: ``marot/README.md`` in google-research/google-research.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from mtcheck.mqm import Category
from mtcheck.reporting.categories import GOOGLE
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.marot import HEADER, REFERENCE, cell, indexes, tagged, tokens
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.reviewing.exporting.judged import Judged, Reviewed, Sentence
    from mtcheck.span import Span

__all__ = ["lines"]

_CHECKS, _SYSTEM = "mtcheck", "mt"


def lines(articles: Iterable[Reviewed]) -> Iterator[str]:
    """The lines of the table."""
    yield _row(HEADER)
    count, said = 0, None
    for article in articles:
        about = article.row
        target, source = _code(about.target_lang), _code(about.source_lang)
        doc = cell(visible(about.document)) + (f":{source}-{target}" if source else "")
        languages = {"target_language": target}
        if source:
            languages["source_language"] = source
        for sentence in article.sentences:
            count += 1
            number = str(sentence.row.number + 1)
            place = (cell(visible(about.system)) or _SYSTEM, doc, number, str(count))
            shared: dict[str, Any] = {"segment": _segment(sentence)}
            for editor in article.editors:
                if languages != said:
                    shared["evaluation"] = languages
                rows = list(_rows(article, sentence, editor, shared))
                if rows:
                    said, shared = languages, {}
                for cells in rows:
                    yield _row((*place, cell(visible(editor)), *cells))


def _row(cells: Iterable[str]) -> str:
    return "\t".join(cells) + "\n"


def _rows(
    article: Reviewed, sentence: Sentence, editor: str, shared: dict[str, Any]
) -> Iterator[tuple[str, ...]]:
    """Source, target, category, severity and metadata of each error that an editor sees."""
    source, target = cell(sentence.row.source or ""), cell(sentence.row.mt)
    marked = [one for one in sentence.touching if _holds(one, editor)]
    deleted = [_earlier(sentence, one) for one in sentence.own if _dropped(one, editor)]
    first = {**({"deleted_errors": deleted} if deleted else {}), **shared}
    if not marked and (deleted or article.complete(sentence, editor)):
        common = _common(sentence)
        yield source, target, "No-error", "no-error", json_text({**common, **first})
    for one in marked:
        metadata = {**_metadata(sentence, one, editor), **first}
        first = {}
        place = sentence.place(one)
        yield (
            source,
            tagged(target, place),
            GOOGLE[Category(one.row.category)],
            one.row.severity.capitalize(),
            json_text(metadata),
        )


def _holds(judged: Judged, editor: str) -> bool:
    return not judged.row.withdrawn and judged.verdict(editor) == "accepted"


def _dropped(judged: Judged, editor: str) -> bool:
    if judged.row.withdrawn:
        return judged.row.author == editor and judged.verdict(editor) is not None
    return judged.verdict(editor) == "rejected"


def _segment(sentence: Sentence) -> dict[str, Any]:
    row = sentence.row
    segment: dict[str, Any] = {"target_tokens": _target(sentence)}
    if row.source is not None:
        segment["source_tokens"] = tokens(cell(row.source), ())
    if row.reference is not None:
        segment["reference_tokens"] = {REFERENCE: tokens(cell(row.reference), ())}
        segment["primary_reference"] = REFERENCE
    return segment


def _target(sentence: Sentence) -> list[str]:
    """The tokens of the translation, cut where any finding begins or ends."""
    places = [sentence.place(one) for one in sentence.touching]
    return tokens(cell(sentence.row.mt), places)


def _common(sentence: Sentence) -> dict[str, Any]:
    row = sentence.row
    common: dict[str, Any] = {}
    if row.source is None:
        common["source_not_seen"] = True
    if row.text != row.mt:
        common["corrected_translation"] = cell(row.text)
    return common


def _metadata(sentence: Sentence, judged: Judged, editor: str) -> dict[str, Any]:
    decision, place = judged.decisions[editor], sentence.place(judged)
    metadata: dict[str, Any] = {
        "timestamp": _milliseconds(decision.at),
        "note": decision.comment or decision.reason or _note(judged),
        "marked_text": place.of(cell(sentence.row.mt)),
        **_common(sentence),
    }
    if len(place):
        metadata["target_spans"] = [indexes(_target(sentence), place)]
    if _prior(judged) != editor:
        metadata["prior_rater"] = _prior(judged)
        metadata["prior_error"] = _earlier(sentence, judged, rated=False)
    return metadata


def _earlier(sentence: Sentence, judged: Judged, *, rated: bool = True) -> dict[str, Any]:
    """A marking as its own rater made it."""
    place, text = sentence.place(judged), cell(sentence.row.mt)
    kind, _, subtype = GOOGLE[Category(judged.row.category)].partition("/")
    start, end = _tokens_of(sentence, place)
    metadata: dict[str, Any] = {
        "note": _note(judged),
        "confidence": round(judged.row.confidence, 3),
    }
    if rated:
        metadata["prior_rater"] = _prior(judged)
    return {
        "location": "translation",
        "start": start,
        "end": end,
        "severity": judged.row.severity,
        "type": kind,
        "subtype": subtype,
        "prefix": text[: place.start],
        "selected": place.of(text),
        "metadata": metadata,
    }


def _tokens_of(sentence: Sentence, place: Span) -> list[int]:
    """The first and the last token; of an empty place the token before which it stands, twice."""
    found = _target(sentence)
    if len(place):
        return indexes(found, place)
    at = 0
    for number, token in enumerate(found):
        if at >= place.start:
            return [number, number]
        at += len(token)
    return [max(len(found) - 1, 0)] * 2


def _prior(judged: Judged) -> str:
    return _CHECKS if judged.row.author is None else cell(visible(judged.row.author))


def _note(judged: Judged) -> str:
    row = judged.row
    return f"{row.code} {row.name}: {row.message}"


def _milliseconds(at: str) -> int:
    return round(datetime.fromisoformat(at).timestamp() * 1000)


def _code(tag: str | None) -> str:
    return (tag or "").partition("-")[0].lower()

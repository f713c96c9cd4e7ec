"""Decisions as JSON lines: what one editor holds of one sentence a line.

``{"version": 1, "document", "path", "system", "source_lang", "target_lang", "segment", "start",
"mt", "text", "edited", "reference", "source", "editor", "complete", "decisions": [{"code", "name",
"category", "severity", "confidence", "start", "end", "text", "verdict", "reason", "comment", "at",
"origin", "author", "suggestion", "message", "fingerprint"}]}``. ``segment`` counts from 0; the
``start`` and ``end`` of a decision are code points of ``mt``, which is the sentence as it was
checked, and ``text`` is what it says now. ``complete`` says that nothing in it is left to judge:
such lines are gold, which ``mtcheck eval`` reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtcheck.reporting.escaping import json_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.reviewing.exporting.judged import Judged, Reviewed, Sentence

__all__ = ["lines"]


def lines(articles: Iterable[Reviewed]) -> Iterator[str]:
    """The lines of a desk's decisions."""
    for article in articles:
        for editor in article.editors:
            for sentence in article.sentences:
                complete = article.complete(sentence, editor)
                decided = [
                    _decision(sentence, one, editor)
                    for one in sentence.own
                    if not one.row.withdrawn and one.verdict(editor) is not None
                ]
                if complete or decided:
                    line = _line(article, sentence, editor)
                    yield json_text({**line, "complete": complete, "decisions": decided}) + "\n"


def _line(article: Reviewed, sentence: Sentence, editor: str) -> dict[str, Any]:
    about, row = article.row, sentence.row
    return {
        "version": 1,
        "document": about.document,
        "path": about.path,
        "system": about.system,
        "source_lang": about.source_lang,
        "target_lang": about.target_lang,
        "segment": row.number,
        "start": row.start,
        "mt": row.mt,
        "text": row.text,
        "edited": row.text != row.mt,
        "reference": row.reference,
        "source": row.source,
        "editor": editor,
    }


def _decision(sentence: Sentence, judged: Judged, editor: str) -> dict[str, Any]:
    row, decision = judged.row, judged.decisions[editor]
    place = sentence.place(judged)
    return {
        "code": row.code,
        "name": row.name,
        "category": row.category,
        "severity": row.severity,
        "confidence": round(row.confidence, 4),
        "start": place.start,
        "end": place.end,
        "text": place.of(sentence.row.mt),
        "verdict": decision.verdict,
        "reason": decision.reason,
        "comment": decision.comment,
        "at": decision.at,
        "origin": row.origin,
        "author": row.author,
        "suggestion": row.suggestion,
        "message": row.message,
        "fingerprint": row.fingerprint,
    }

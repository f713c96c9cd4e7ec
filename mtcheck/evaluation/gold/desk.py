"""Decisions of the review desk: JSONL, an object a line for each editor of each sentence.

Accepted findings are marks, and so are an editor's own. Only sentences in which the editor has
said all that there was to say (``complete``) are rows: of the others nobody knows what is missing.
Offsets are code points of ``mt``, as it was before anybody corrected it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening
from mtcheck.evaluation.records import GoldRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["read", "suits"]


class _Decision(msgspec.Struct, frozen=True):
    start: int
    end: int
    severity: str
    verdict: str
    category: str | None = None


class _Line(msgspec.Struct, frozen=True):
    document: str
    target_lang: str
    segment: int
    mt: str
    editor: str
    complete: bool
    decisions: list[_Decision]
    source_lang: str | None = None
    system: str | None = None
    reference: str | None = None
    source: str | None = None


def suits(path: str, first: str) -> bool:
    """Whether the first line is such an object."""
    del path
    try:
        found = opening.keys(msgspec.json.decode(first))
    except msgspec.DecodeError:
        return False
    return {"mt", "editor", "decisions", "complete"} <= found


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The rows of a file's text."""
    for line, raw in opening.lines(content):
        try:
            said = opening.decoded(raw, _Line, path, line)
            if said.complete:
                yield _row(said, path, line)
        except InputError as error:
            options.bad(error)


def _row(said: _Line, path: str, line: int) -> GoldRow:
    marks = []
    for decision in said.decisions:
        rank = opening.severity(decision.severity, path, line)
        if decision.verdict == "accepted" and rank is not None:
            where = (decision.start, decision.end, rank, decision.category, said.mt, path, line)
            marks.append(opening.mark(*where))
    return GoldRow(
        id=f"{said.document}#{said.segment}",
        origin="other",
        source_lang=said.source_lang or "und",
        target_lang=said.target_lang,
        mt=said.mt,
        marks=tuple(marks),
        source=opening.text(said.source),
        reference=opening.text(said.reference),
        system=said.system or "",
        document=said.document,
        segment=str(said.segment),
        rater=said.editor,
        path=path,
        line=line,
    )

"""A Pearmut campaign whose segments come with our findings, for people to confirm or correct.

Pearmut counts the characters that it shows: UTF-16 units without line feeds, the end inclusive.
An omission is marked at the ``[missing]`` that it shows after the last of them. Its page can
handle neither spans that overlap nor two at one place: of such, the most severe and surest is
marked. All findings of a segment stand beside under ``mtcheck``, with code points, and are kept
in Pearmut's logs.

A text that begins with ``<img`` or another tag for media would become a part of the page: the
space in its tag becomes one that does not break. ``pearmut add FILE`` loads the campaign.

Source: ``README.md``, ``web/src/annotate.ts`` and ``utils.ts`` in zouharvi/pearmut.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mtcheck.positions import Positions
from mtcheck.reporting.categories import PEARMUT
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.showing import visible
from mtcheck.reporting.units import pair, units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.units import Mark, Unit

__all__ = ["campaign", "item", "render"]

_MODEL = "mt"
_MEDIA = re.compile(r"<(audio|video|img|iframe) ")


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One campaign: a document an article. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    # One user, who is given every document.
    return campaign([[items for report in reports if (items := _document(report))]])


def campaign(tasks: list[list[list[dict[str, Any]]]]) -> str:
    """A campaign as its file: a task a user, of documents, each a list of items."""
    made = {
        "info": {
            "assignment": "task-based",
            "protocol": "MQM",
            "mqm_severities": ["Minor", "Major", "Critical"],
        },
        "campaign_id": "mtcheck",
        "data": tasks,
    }
    return json_text(made, indent=2) + "\n"


def _document(report: Report) -> list[dict[str, Any]]:
    source, target = pair(report)
    # Pearmut's statistics read the languages from an item's name.
    name = f"{source or 'und'}-{target}_#_{visible(report.article.article.id)}"
    return [item(unit, f"{name}_#_{unit.index}") for unit in units(report)]


def item(unit: Unit, name: str, model: str = _MODEL) -> dict[str, Any]:
    """A unit as an item called ``name``, translated by ``model``."""
    made: dict[str, Any] = {"item_id": name, "tgt": {model: _shown(unit.text)}}
    if unit.source is not None:
        made["src"] = _shown(unit.source)
    if unit.reference is not None:
        made["ref"] = _shown(unit.reference)
    made["error_spans"] = {model: _spans(unit)}
    if unit.marks:
        made["mtcheck"] = [_finding(mark) for mark in unit.marks]
    return made


def _spans(unit: Unit) -> list[dict[str, Any]]:
    positions = Positions(unit.text)
    taken: list[tuple[int, int, Mark]] = []
    for mark in sorted(unit.marks, key=_worst):
        first, last = _indexes(unit.text, positions, mark)
        if all(last < start or end < first for start, end, _ in taken):
            taken.append((first, last, mark))
    return [
        {
            "start_i": first,
            "end_i": last,
            "severity": mark.finding.severity.value,
            "category": PEARMUT[mark.finding.category],
        }
        for first, last, mark in sorted(taken, key=lambda t: t[:2])
    ]


def _worst(mark: Mark) -> tuple[float, float]:
    return (-mark.finding.severity.rank, -mark.finding.confidence)


def _indexes(text: str, positions: Positions, mark: Mark) -> tuple[int, int]:
    """The first and the last character that Pearmut shows of a mark; what shows none is missing."""
    first, end, missing = (
        positions.utf16(offset) - text.count("\n", 0, offset)
        for offset in (mark.span.start, mark.span.end, len(text))
    )
    return (first, end - 1) if end > first else (missing, missing)


def _finding(mark: Mark) -> dict[str, Any]:
    finding = mark.finding
    return {
        "code": finding.code,
        "start": mark.span.start,
        "end": mark.span.end,
        "severity": finding.severity.value,
        "confidence": round(finding.confidence, 3),
        "message": finding.message,
        "suggestion": finding.suggestion,
    }


def _shown(text: str) -> str:
    tag = _MEDIA.match(text)
    return text if tag is None else f"<{tag[1]}\u00a0{text[tag.end() :]}"

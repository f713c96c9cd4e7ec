"""Google's MQM annotation as TSV, as Marot shows it: a line for each error.

``<v>…</v>`` sets off the words in the target, and where the finding names them in the source.
The metadata has the tokens of both and the indexes of the first and the last token marked. An
omission, which marks no word, is an empty ``<v></v>`` without such indexes. A segment without
findings has a line with "no-error".

A cell cannot hold tabs, line ends or other control characters: each becomes one space or its
picture. A text that has the letters ``<v>`` itself gets another bracket (‹). Offsets stay.

Source: ``marot/README.md`` in google-research/google-research.
"""

from __future__ import annotations

import re
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.reporting.categories import GOOGLE
from mtcheck.reporting.escaping import json_text
from mtcheck.reporting.showing import visible
from mtcheck.reporting.units import pair, units
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.report import Report
    from mtcheck.reporting.units import Mark, Unit

__all__ = ["HEADER", "REFERENCE", "cell", "indexes", "render", "tagged", "tokens"]

HEADER = (
    "system", "doc", "docSegId", "globalSegId", "rater",
    "source", "target", "category", "severity", "metadata",
)  # fmt: skip
_SYSTEM, _RATER = "mt", "mtcheck"
REFERENCE = "reference"
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_TAG = re.compile(r"<(?=/?v>)")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_PICTURES = 0x2400
_SPACE = 0x20


class _Side(NamedTuple):
    """A text of a unit with what is marked in it; ``spans`` are cut at its tokens."""

    text: str
    tokens: list[str]


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One table for the run. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    rows: list[tuple[str, ...]] = [HEADER]
    segment, said = 0, None
    for report in reports:
        source, target = pair(report)
        doc = cell(visible(report.article.article.id)) + (f":{source}-{target}" if source else "")
        languages = {"target_language": target}
        if source is not None:
            languages["source_language"] = source
        for unit in units(report):
            segment += 1
            place = (_SYSTEM, doc, str(unit.index + 1), str(segment), _RATER)
            news = languages if languages != said else None
            rows += [(*place, *cells) for cells in _lines(unit, news)]
            said = languages
    return "".join("\t".join(row) + "\n" for row in rows)


def _lines(unit: Unit, evaluation: dict[str, str] | None) -> Iterator[tuple[str, ...]]:
    """Source, target, category, severity and metadata of each error of a unit."""
    source, target = cell(unit.source or ""), cell(unit.text)
    sides = (
        _Side(source, tokens(source, [m.source for m in unit.marks if m.source is not None])),
        _Side(target, tokens(target, [m.span for m in unit.marks])),
    )
    shared: dict[str, Any] = {"segment": _segment(unit, *sides)}
    if evaluation is not None:
        shared["evaluation"] = evaluation
    if not unit.marks:
        yield source, target, "No-error", "no-error", json_text(shared)
    for mark in unit.marks:
        metadata = {**_metadata(mark, unit, *sides), **shared}
        # What is the same for all lines of a segment need stand only once.
        shared = {}
        yield (
            tagged(source, mark.source),
            tagged(target, mark.span),
            GOOGLE[mark.finding.category],
            mark.finding.severity.value.capitalize(),
            json_text(metadata),
        )


def _segment(unit: Unit, source: _Side, target: _Side) -> dict[str, Any]:
    segment: dict[str, Any] = {"target_tokens": target.tokens}
    if unit.source is not None:
        segment["source_tokens"] = source.tokens
    if unit.reference is not None:
        reference = cell(unit.reference)
        segment["reference_tokens"] = {REFERENCE: tokens(reference, ())}
        segment["primary_reference"] = REFERENCE
    return segment


def _metadata(mark: Mark, unit: Unit, source: _Side, target: _Side) -> dict[str, Any]:
    finding = mark.finding
    metadata: dict[str, Any] = {
        "note": f"{finding.code} {finding.name}: {finding.message}",
        "marked_text": mark.span.of(target.text),
        "confidence": round(finding.confidence, 3),
    }
    if unit.source is None:
        metadata["source_not_seen"] = True
    if len(mark.span):
        metadata["target_spans"] = [indexes(target.tokens, mark.span)]
    if mark.source is not None:
        metadata["source_spans"] = [indexes(source.tokens, mark.source)]
    # A suggestion for words of several units corrects none of them alone.
    if finding.suggestion is not None and len(mark.span) == len(finding.span):
        before, after = Span(0, mark.span.start), Span(mark.span.end, len(unit.text))
        corrected = before.of(unit.text) + finding.suggestion + after.of(unit.text)
        metadata["corrected_translation"] = cell(corrected)
    return metadata


def tokens(text: str, spans: Iterable[Span]) -> list[str]:
    """Words, blanks and marks that join to the text, cut also where a span begins or ends."""
    cuts = {edge for span in spans for edge in (span.start, span.end)}
    for match in _TOKEN.finditer(text):
        cuts |= {match.start(), match.end()}
    edges = sorted({0, len(text), *cuts})
    return [Span(*both).of(text) for both in pairwise(edges)]


def indexes(tokens: Sequence[str], span: Span) -> list[int]:
    """The indexes of the first and the last token of a span that has characters."""
    starts = list(accumulate(map(len, tokens), initial=0))
    return [starts.index(span.start), starts.index(span.end) - 1]


def tagged(text: str, span: Span | None) -> str:
    """A cell's text with ``span`` set off in it."""
    if span is None:
        return text
    before, after = Span(0, span.start), Span(span.end, len(text))
    return f"{before.of(text)}<v>{span.of(text)}</v>{after.of(text)}"


def cell(text: str) -> str:
    """``text`` with a character for a character, and none that ends a cell or a line."""
    return _TAG.sub("‹", _CONTROL.sub(_shown, text))


def _shown(match: re.Match[str]) -> str:
    code = ord(match[0])
    if match[0].isspace():
        return " "
    return chr(_PICTURES + code) if code < _SPACE else "\ufffd"

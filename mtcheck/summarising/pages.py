"""Pages of a dashboard: an article each, its segments beside reference and source, its findings.

Made from the tables of the run alone; the texts that were checked need not be there any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.reporting.showing import visible
from mtcheck.summarising.dashboard import environment, style, style_hash
from mtcheck.summarising.tabling import Kind, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

__all__ = ["SEGMENTS", "name_of", "pages"]

SEGMENTS = 400
"""Segments of a page; a longer article has several."""

_AT_ONCE = 50  # articles whose rows are held at a time
_MISSING = "‸"  # stands where something is missing


class _Part(NamedTuple):
    """A piece of a segment, ``marks`` the numbers of the findings on it, the worst's severity."""

    text: str
    marks: tuple[int, ...]
    severity: str = ""


def name_of(article: int, part: int = 1) -> str:
    """The file of an article's page, or of a later one of a long article."""
    return f"article-{article:07}{f'-{part}' if part > 1 else ''}.html"


def pages(
    connection: DuckDBPyConnection, articles: Sequence[int], back: str
) -> Iterator[tuple[str, str]]:
    """Names and contents of the pages of ``articles``, by their numbers.

    ``back`` is where the dashboard is as seen from them.
    """
    template = environment().get_template("page.html.jinja")
    # Neighbours at once: they stand in the same files, so that the others are not read.
    ordered = sorted(articles)
    for start in range(0, len(ordered), _AT_ONCE):
        chosen = ordered[start : start + _AT_ONCE]
        facts = _rows(connection, "articles", chosen, "article")
        segments = _grouped(_rows(connection, "segments", chosen, "article, segment"))
        findings = _grouped(_rows(connection, "findings", chosen, "article, finding"))
        known = {row["article"]: row for row in facts}
        for article in chosen:
            whole = _page(known[article], segments.get(article, []), findings.get(article, []))
            cut = range(0, max(len(whole["segments"]), 1), SEGMENTS)
            parts = [name_of(article, number) for number in range(1, len(cut) + 1)]
            for name, first in zip(parts, cut, strict=True):
                page = whole | {
                    "segments": whole["segments"][first : first + SEGMENTS],
                    "homeless": whole["homeless"] if first == 0 else [],
                }
                text = template.render(
                    **page,
                    own=name,
                    parts=parts,
                    back=back,
                    style=style(),
                    style_hash=style_hash(),
                )
                yield name, text


def _rows(
    connection: DuckDBPyConnection, view: str, articles: list[int], order: str
) -> list[dict[str, Any]]:
    cursor = connection.execute(
        f"select * from {view} where article between ? and ? and article in (select unnest(?))"
        f" order by {order}",
        [articles[0], articles[-1], articles],
    )
    names = [str(column[0]) for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _grouped(rows: list[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["article"], []).append(row)
    return found


def _page(
    row: dict[str, Any], segments: list[dict[str, Any]], findings: list[dict[str, Any]]
) -> dict[str, Any]:
    of_segment: dict[int | None, list[dict[str, Any]]] = {}
    for finding in findings:
        of_segment.setdefault(finding["segment"], []).append(finding)
    return {
        "title": visible(row["document"]),
        "system": None if row["system"] is None else visible(row["system"]),
        "pair": visible(row["language_pair"]),
        "target": row["target_lang"],
        "source": row["source_lang"] or "",
        "has_reference": any(s["reference"] for s in segments),
        "has_source": any(s["source"] for s in segments),
        "figures": [
            (head, shown(row[name], kind)) for head, name, kind in _FIGURES if row[name] is not None
        ],
        "notes": [visible(note) for note in row["notes"] or ()],
        # A translation without segments has findings all the same.
        "homeless": [_finding(f) for f in of_segment.get(None, [])],
        "segments": [
            {
                "number": segment["segment"] + 1,
                "parts": list(_parts(segment, of_segment.get(segment["segment"], []))),
                "reference": visible(segment["reference"] or ""),
                "source": visible(segment["source"] or ""),
                "findings": [_finding(f) for f in of_segment.get(segment["segment"], [])],
            }
            for segment in segments
        ],
    }


_FIGURES = (
    ("MQM", "mqm", Kind.FIGURE),
    ("Penalty per 100 words", "penalty_per_100_words", Kind.FIGURE),
    ("Words", "words", Kind.COUNT),
    ("Findings", "findings", Kind.COUNT),
    ("Critical", "critical", Kind.COUNT),
    ("Major", "major", Kind.COUNT),
    ("Minor", "minor", Kind.COUNT),
    ("BLEU", "bleu", Kind.FIGURE),
    ("chrF", "chrf", Kind.FIGURE),
    ("TER", "ter", Kind.FIGURE),
)


def _finding(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": row["finding"] + 1,
        "code": row["code"],
        "name": row["name"],
        "severity": row["severity"],
        "confidence": shown(row["confidence"], Kind.SHARE),
        "message": visible(row["message"]),
        "suggestion": None if row["suggestion"] is None else visible(row["suggestion"]),
    }


def _parts(segment: dict[str, Any], findings: Sequence[dict[str, Any]]) -> Iterator[_Part]:
    """A segment cut where findings begin and end."""
    text, start = segment["text"], segment["start"]
    spans = []
    for finding in findings:
        first = min(max(finding["start"] - start, 0), len(text))
        last = min(max(finding["end"] - start, first), len(text))
        spans.append((first, last, finding))
    cuts = sorted({0, len(text), *(cut for first, last, _ in spans for cut in (first, last))})
    for at in cuts:
        gone = [f for first, last, f in spans if first == last == at]
        if gone:
            yield _Part(_MISSING, tuple(f["finding"] + 1 for f in gone), _worst(gone))
        following = next((cut for cut in cuts if cut > at), None)
        if following is None:
            return
        on = [f for first, last, f in spans if first <= at and following <= last and first < last]
        piece = visible(text[at:following])
        yield _Part(piece, tuple(f["finding"] + 1 for f in on), _worst(on))


def _worst(findings: Sequence[dict[str, Any]]) -> str:
    order = ("critical", "major", "minor")
    return next((s for s in order if any(f["severity"] == s for f in findings)), "")

"""A run of ``mtcheck batch`` as what a desk takes in, shard by shard.

The tables have the sentences of an article and not what stands between them; between paragraphs
that becomes a line end, elsewhere a space, with as many characters as there were, so that every
offset of the run holds. The texts' own files are not part of a run: what is corrected comes out as
text.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from mtcheck.batch import tables
from mtcheck.reviewing.incoming import IncomingArticle, IncomingFinding, IncomingSegment, key_of
from mtcheck.summarising.opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["articles"]

_Rows = dict[int, list[dict[str, Any]]]


def articles(run: Path, notes: list[str]) -> Iterator[IncomingArticle]:
    """The checked articles of a run; ``notes`` are told what of it cannot be read.

    Raises :class:`InputError` where the folder is no run, :class:`MissingExtra` without pyarrow.
    """
    tables.schema(tables.ARTICLES)
    found = opened(run, thorough=False)
    notes += [f"{run}: {line}" for line in found.lacks]
    for shard in found.shards:
        segments = _by_article(run, tables.SEGMENTS, shard)
        findings = _by_article(run, tables.FINDINGS, shard)
        for row in _read(run, tables.ARTICLES, shard):
            if row["status"] == "checked":
                number = row["article"]
                yield _article(row, segments[number], findings[number])


def _read(run: Path, table: tables.Table, shard: int) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - an extra

    rows: list[dict[str, Any]] = pq.read_table(tables.part(run, table, shard)).to_pylist()
    return rows


def _by_article(run: Path, table: tables.Table, shard: int) -> _Rows:
    grouped: _Rows = defaultdict(list)
    for row in _read(run, table, shard):
        grouped[row["article"]].append(row)
    return grouped


def _article(
    about: dict[str, Any], segments: list[dict[str, Any]], findings: list[dict[str, Any]]
) -> IncomingArticle:
    mt, block = "", None
    for one in segments:
        between = one["start"] - len(mt)
        mt += ("\n" if one["block"] != block else " ") * between + one["text"]
        block = one["block"]
    shown = [_finding(one, segments) for one in findings if segments]
    system = about["system"] or ""
    return IncomingArticle(
        key=key_of(about["document"], system, about["target_lang"]),
        document=about["document"],
        path=about["path"],
        system=system,
        source_lang=about["source_lang"],
        target_lang=about["target_lang"],
        words=about["words"] or 0,
        mt=mt + "\n",
        segments=tuple(
            IncomingSegment(
                row=one["segment"],
                start=one["start"],
                end=one["end"],
                mt=one["text"],
                reference=one["reference"],
                source=one["source"],
            )
            for one in segments
        ),
        findings=tuple(shown),
        aligned=about["aligned"],
    )


def _finding(one: dict[str, Any], segments: list[dict[str, Any]]) -> IncomingFinding:
    home = one["segment"]
    if home is None or home >= len(segments):
        home = 0
    return IncomingFinding(
        segment=home,
        code=one["code"],
        name=one["name"],
        category=one["category"],
        severity=one["severity"],
        confidence=one["confidence"],
        start=one["start"],
        end=one["end"],
        text=one["text"],
        message=one["message"],
        fingerprint=one["fingerprint"],
        suggestion=one["suggestion"],
        safe=one["safe"],
        reference_text=one["reference_text"],
        source_text=one["source_text"],
        evidence=tuple(one["evidence"]),
        basis=one["basis"],
    )

"""Runs made by hand: real tables and a real ledger, with any facts in them, in milliseconds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mtcheck.batch import tables
from mtcheck.batch.ledger import Ledger, Record
from mtcheck.batch.planning import Shard

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

Row = dict[str, Any]
POINTS = {"minor": 1.0, "major": 5.0, "critical": 25.0}
DEFAULT: dict[str, Any] = {
    "string": "",
    "int32": 0,
    "int64": 0,
    "double": 0.0,
    "bool": False,
    "list<string>": [],
    "list<double>": [],
}


@dataclass(slots=True)
class Made:
    """An article: its findings are given by what is not as usual."""

    document: str
    system: str | None = None
    pair: str = "ru-en"
    words: int = 100
    findings: list[Row] = field(default_factory=list)
    texts: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    error: str | None = None
    sha: str = "0"
    statistics: dict[str, list[float]] = field(default_factory=dict)


def finding(code: str = "N101", severity: str = "major", **given: Any) -> Row:  # noqa: ANN401
    """A finding; its fingerprint is of its text unless given."""
    text = given.setdefault("text", "Marcon")
    place = hashlib.sha256(f"{code}{text}".encode()).hexdigest()[:16]
    parts = given.pop("fingerprint", f"{place}-aaaaaaaa-bbbbbbbb-1").split("-")
    return {
        "code": code,
        "name": {"N101": "garbled-name", "Q201": "number"}.get(code, "some-check"),
        "category": "accuracy/mistranslation",
        "dimension": "accuracy",
        "severity": severity,
        "confidence": 0.66,
        "start": 10,
        "end": 10 + len(text),
        "line": 1,
        "column": 11,
        "segment": 0,
        "message": f"{text} is wrong",
        "basis": "reference",
        "evidence": [code],
        "suggestion": "Macron",
        "fingerprint": "-".join(parts),
        "fingerprint_place": parts[0],
        "fingerprint_before": parts[1],
        "fingerprint_after": parts[2],
        "fingerprint_number": int(parts[3]),
        **given,
    }


def made(
    folder: Path, articles: Sequence[Made], *, shards: int = 1, done: int | None = None
) -> Path:
    """A run in ``folder``; of its shards the first ``done`` are there, all unless given."""
    folder.mkdir(parents=True)
    each = -(-len(articles) // shards)
    cut = [list(articles[at : at + each]) for at in range(0, len(articles), each)]
    plan = [
        Shard(shard=n, first=n * each, articles=len(of), rows=len(of), sha256=f"{n:064x}")
        for n, of in enumerate(cut)
    ]
    ledger = Ledger(folder)
    begun = ledger.create({"settings": {}, "made": str(len(articles))}, plan, ("mtcheck", "batch"))
    run = _full(tables.RUN) | {
        "schema_version": tables.VERSION,
        "run": begun.run,
        "version": "0.1.0",
        "input": "corpus",
        "input_kind": "folder",
        "articles": len(articles),
        "shards": len(plan),
        "settings": "{}",
    }
    ledger.write(tables.RUN, 0, tables.encode(tables.RUN, [run]), 1)
    for shard, of in list(zip(plan, cut, strict=True))[: len(plan) if done is None else done]:
        _shard(ledger, shard, of)
    return folder


def _shard(ledger: Ledger, shard: Shard, of: list[Made]) -> None:
    rows: dict[str, list[Row]] = {table.name: [] for table in tables.OF_SHARDS}
    for number, article in enumerate(of, shard.first):
        for name, row in _rows(article, number, shard.shard):
            rows[name].append(row)
    files = {
        table.name: ledger.write(
            table, shard.shard, tables.encode(table, rows[table.name]), len(rows[table.name])
        )
        for table in tables.OF_SHARDS
    }
    ledger.commit(
        Record(
            shard=shard.shard,
            sha256=shard.sha256,
            files=files,
            articles=len(of),
            rows=len(of),
            segments=len(rows["segments"]),
            findings=len(rows["findings"]),
            failed=sum(article.error is not None for article in of),
            fails=0,
            broken=0,
        )
    )


def _full(table: tables.Table) -> Row:
    return {c.name: None if c.null else DEFAULT[c.kind] for c in table.columns}


def _rows(article: Made, number: int, shard: int) -> Iterator[tuple[str, Row]]:
    source, _, target = article.pair.partition("-")
    common = {
        "article": number,
        "document": article.document,
        "system": article.system,
        "source_lang": None if source == "*" else source,
        "target_lang": target,
        "language_pair": article.pair,
    }
    row = _full(tables.ARTICLES) | common | {"shard": shard, "input_sha256": article.sha}
    yield "timings", _full(tables.TIMINGS) | common
    if article.error is not None:
        failed = {"status": "failed", "error_kind": "input", "error": article.error}
        yield "articles", row | failed
        return
    counts = {s: sum(f["severity"] == s for f in article.findings) for s in POINTS}
    penalty = sum(POINTS[s] * count for s, count in counts.items())
    yield (
        "articles",
        row
        | counts
        | {
            "status": "checked",
            "words": article.words,
            "segments": len(article.texts),
            "findings": len(article.findings),
            "profile": "mqm2",
            "mqm": 100 * (1 - penalty / max(article.words, 1)),
            "penalty": penalty,
            "penalty_per_100_words": 100 * penalty / max(article.words, 1),
            "failed_mqm": counts["critical"] > 0,
            "fails": counts["major"] + counts["critical"] > 0,
            **{c.name: 0 for c in tables.ARTICLES.columns if c.name.startswith("suppressed_")},
            "failures": [],
            "notes": [],
            **{f"{metric}_statistics": of for metric, of in article.statistics.items()},
        },
    )
    at = 0
    for index, (mt, reference, original) in enumerate(article.texts):
        yield (
            "segments",
            _full(tables.SEGMENTS)
            | common
            | {
                "segment": index,
                "block": index,
                "start": at,
                "end": at + len(mt),
                "text": mt,
                "reference": reference,
                "source": original,
            },
        )
        at += len(mt) + 1
    for index, one in enumerate(article.findings):
        yield "findings", _full(tables.FINDINGS) | common | {"finding": index} | one

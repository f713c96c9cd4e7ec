"""The records of JSON reports, version 1, and their JSON Schema.

They are the contract with other programs, apart from the records that the checks use: within a
version a field may be added, and none changes its meaning or goes away.
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

import msgspec

__all__ = [
    "VERSION",
    "ArticleRecord",
    "Document",
    "FailureRecord",
    "FindingRecord",
    "ScoresRecord",
    "SegmentRecord",
    "SignaturesRecord",
    "SuppressedRecord",
    "ToolRecord",
    "UnitRecord",
    "schema",
]

VERSION: Literal[1] = 1


def _says(words: str) -> msgspec.Meta:
    return msgspec.Meta(description=words)


Count = Annotated[int, msgspec.Meta(ge=0)]
Offset = Annotated[int, msgspec.Meta(ge=0, description="code points of the MT as decoded")]
Code = Annotated[str, msgspec.Meta(pattern="^[A-Z][0-9]{3}$")]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
Percent = Annotated[float, msgspec.Meta(ge=0, le=100)]


class ToolRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What made the report."""

    name: Literal["mtcheck"]
    version: str
    signature: Annotated[
        str, _says("the line to cite: what decided the findings; empty without articles")
    ]


class SignaturesRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """sacrebleu's signatures of the figures."""

    bleu: str
    chrf: str
    ter: str


class ScoresRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The figures of an article. Those against a reference are null where there is none."""

    mqm: Annotated[
        float,
        _says(
            "profile mqm2: 100 × (1 − penalty / words), negative where the errors outweigh the"
            " words; profile google: mean penalty of a segment, 0 (best) to 25"
        ),
    ]
    penalty_per_100_words: float
    bleu: Percent | None
    chrf: Percent | None
    ter: Annotated[float, _says("edits for 100 words of the reference; less is better")] | None
    profile: Literal["mqm2", "google"]
    penalty: Annotated[float, _says("the sum of penalty points")]
    words: Annotated[int, _says("words of the MT, converted from characters where it has none")]
    failed: Annotated[bool, _says("a critical error fails the text (profile mqm2)")]
    signatures: SignaturesRecord | None


class SegmentRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A segment of the MT, with the whole segments that it is aligned with."""

    index: Count
    start: Offset
    end: Offset
    text: str
    reference: str | None
    source: str | None
    score: Annotated[float, _says("penalty points of the segment's findings; 0 is best")]
    quality: Annotated[
        float | None,
        _says("the span model's score: 1 perfect, 0 for 25 penalty points; null without a model"),
    ] = None


class UnitRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file of translations holds one by one."""

    id: Annotated[str, _says("the file's own name for it")]
    path: Annotated[str, _says("where it stands in the structure of the file")]


class FindingRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place that is likely wrong. An omission has an empty span where the text is missing."""

    code: Code
    name: str
    category: Annotated[str, _says("MQM: dimension/type")]
    severity: Literal["minor", "major", "critical"]
    confidence: Annotated[Share, _says("the measured share of such findings that are right")]
    start: Offset
    end: Offset
    text: Annotated[str, _says("the MT from start to end")]
    line: Annotated[int, msgspec.Meta(ge=1, description="of the file as it is on disk, from 1")]
    column: Annotated[
        int, msgspec.Meta(ge=1, description="code points from 1; 1 where only the line is known")
    ]
    segment: Annotated[Count | None, _says("null only where the MT has no segment")]
    reference_text: str | None
    source_text: str | None
    suggestion: Annotated[str | None, _says("what should stand in place of the text")]
    safe: Annotated[bool, _says("whether `mtcheck fix` applies it without --unsafe")]
    message: str
    basis: Literal["reference", "source", "article", "lexicon", "text"]
    evidence: Annotated[tuple[Code, ...], _says("the checks that agree, the finding's own first")]
    fingerprint: Annotated[
        str, _says("by which it is known again when lines move; unique in its file")
    ]
    unit: Annotated[
        UnitRecord | None, _says("the key, string or XLIFF unit; null where files have none")
    ] = None


class SuppressedRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Findings that are hidden: counted, not lost."""

    total: Count
    by_code: dict[str, Count]
    by_reason: Annotated[
        dict[str, Count],
        _says(
            "confidence: below the bound; name: accepted by the settings; inline: by a comment;"
            " pair: by an ignore file; unchanged: not in the lines of the change; baseline: known"
        ),
    ]


class FailureRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A check that crashed; the other findings stand."""

    code: Code
    message: str


class ArticleRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One article. ``jsonl`` has one a line."""

    id: str
    path: str | None
    target_lang: str
    source_lang: str | None
    scores: ScoresRecord
    segments: tuple[SegmentRecord, ...]
    findings: tuple[FindingRecord, ...]
    suppressed: SuppressedRecord
    failures: tuple[FailureRecord, ...]
    notes: tuple[str, ...]


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A run of mtcheck over one article or more."""

    version: Literal[1]
    tool: ToolRecord
    articles: tuple[ArticleRecord, ...]


def schema() -> str:
    """The JSON Schema (2020-12) of :class:`Document`, as the package ships it.

    ``report.schema.json`` is written with
    ``python -c "from mtcheck.reporting import records; print(records.schema(), end='')"``.
    """
    (_, definitions) = msgspec.json.schema_components((Document,), ref_template="#/$defs/{name}")
    document: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"mtcheck report, version {VERSION}",
        "$ref": "#/$defs/Document",
        "$defs": definitions,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

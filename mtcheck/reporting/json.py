"""JSON for other programs: one document for a run, or one article a line.

The contract stands in :mod:`mtcheck.reporting.records`; this module fills it in.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import msgspec

from mtcheck.reporting import signing
from mtcheck.reporting.escaping import escaped_json, json_text
from mtcheck.reporting.located import located
from mtcheck.reporting.records import (
    VERSION,
    ArticleRecord,
    Document,
    FailureRecord,
    FindingRecord,
    ScoresRecord,
    SegmentRecord,
    SignaturesRecord,
    SuppressedRecord,
    ToolRecord,
    UnitRecord,
)
from mtcheck.safety import is_safe
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.article import Pair, Text
    from mtcheck.report import Report
    from mtcheck.reporting.located import Located

__all__ = ["findings", "record", "render", "render_lines", "segments"]


def render(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One document, indented. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    cited = signing.signature(reports[0]) if reports else ""
    document = Document(
        version=VERSION,
        tool=ToolRecord(name="mtcheck", version=signing.VERSION, signature=cited),
        articles=tuple(map(record, reports)),
    )
    return _written(document, indent=2) + "\n"


def render_lines(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """One article a line. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    return "".join(_written(record(report)) + "\n" for report in reports)


def record(report: Report) -> ArticleRecord:
    """An article's record; its figures against the reference are computed here."""
    article = report.article
    hidden = Counter(s.finding.code for s in report.suppressed)
    reasons = Counter(s.reason.value for s in report.suppressed)
    return ArticleRecord(
        id=article.article.id,
        path=article.mt.path,
        target_lang=article.mt.language.tag,
        source_lang=article.source.language.tag if article.source else None,
        scores=_scores(report),
        segments=segments(report),
        findings=findings(report),
        suppressed=SuppressedRecord(
            total=len(report.suppressed),
            by_code={code: hidden[code] for code in sorted(hidden)},
            by_reason={reason: reasons[reason] for reason in sorted(reasons)},
        ),
        failures=tuple(FailureRecord(code=f.code, message=f.message) for f in report.failures),
        notes=(*report.notes, *report.scores.notes),
    )


def _scores(report: Report) -> ScoresRecord:
    scores = report.scores
    against = report.against()
    return ScoresRecord(
        mqm=_rounded(scores.mqm),
        penalty_per_100_words=_rounded(scores.penalty_per_100_words),
        bleu=_rounded(against.bleu.score) if against else None,
        chrf=_rounded(against.chrf.score) if against else None,
        ter=_rounded(against.ter.score) if against else None,
        profile=scores.profile,
        penalty=_rounded(scores.penalty),
        words=scores.words,
        failed=scores.failed,
        signatures=SignaturesRecord(
            bleu=against.bleu.signature,
            chrf=against.chrf.signature,
            ter=against.ter.signature,
        )
        if against
        else None,
    )


def segments(report: Report) -> tuple[SegmentRecord, ...]:
    """The records of an article's segments."""
    article = report.article
    references = _partners(article.reference_pairs, article.reference)
    sources = _partners(article.source_pairs, article.source)
    return tuple(
        SegmentRecord(
            index=segment.index,
            start=segment.span.start,
            end=segment.span.end,
            text=article.mt.at(segment.span),
            reference=references.get(segment.index),
            source=sources.get(segment.index),
            score=_rounded(points),
            quality=_rounded(report.qualities[segment.index]) if report.qualities else None,
        )
        for segment, points in zip(article.mt.segments, report.scores.segments, strict=True)
    )


def _partners(pairs: Iterable[Pair], other: Text | None) -> dict[int, str]:
    """What the other text says, by the index of the MT segment."""
    if other is None:
        return {}
    return {
        segment.index: other.at(Span.cover(s.span for s in pair.other))
        for pair in pairs
        if pair.other
        for segment in pair.mt
    }


def findings(report: Report) -> tuple[FindingRecord, ...]:
    """The records of an article's shown findings."""
    found = located([report])
    # Those of a run are numbered through all articles of a file.
    prints = report.fingerprints or tuple(f.fingerprint for f in found)
    return tuple(_finding(f, fingerprint) for f, fingerprint in zip(found, prints, strict=True))


def _finding(found: Located, fingerprint: str) -> FindingRecord:
    finding, article = found.finding, found.report.article
    line, column = found.places.position(finding.span)
    return FindingRecord(
        code=finding.code,
        name=finding.name,
        category=finding.category.value,
        severity=finding.severity.value,
        confidence=_rounded(finding.confidence, 3),
        start=finding.span.start,
        end=finding.span.end,
        text=found.quote,
        line=line,
        column=column,
        segment=found.segment,
        reference_text=_at(article.reference, finding.reference_span),
        source_text=_at(article.source, finding.source_span),
        suggestion=finding.suggestion,
        safe=is_safe(finding),
        message=finding.message,
        basis=finding.basis.value,
        evidence=finding.evidence,
        fingerprint=fingerprint,
        unit=UnitRecord(id=found.unit.id, path=found.unit.path) if found.unit else None,
    )


def _at(text: Text | None, span: Span | None) -> str | None:
    return None if text is None or span is None else text.at(span)


def _rounded(value: float, digits: int = 2) -> float:
    # Adding zero turns -0.0 into 0.0, so that the same figure has the same bytes.
    return round(value, digits) + 0.0


def _written(value: msgspec.Struct, *, indent: int = 0) -> str:
    try:
        raw = msgspec.json.encode(value)
        return escaped_json((msgspec.json.format(raw, indent=indent) if indent else raw).decode())
    except UnicodeEncodeError:
        # A lone surrogate, which only a caller's string can hold: JSON can, but escaped.
        return json_text(msgspec.to_builtins(value), indent=indent or None)

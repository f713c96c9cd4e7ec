"""What is written down of an analysis, and how it becomes one again beside its article.

The texts are not: whoever asks has read them. Nor are tokens and word alignments, which nothing
that comes after the checks looks at but lists of names and pairs, and those make them again.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from mtcheck import scoring
from mtcheck.article import AlignedArticle, Pair, Segment
from mtcheck.finding import Finding  # noqa: TC001 - msgspec reads the annotations below
from mtcheck.report import Analysis
from mtcheck.scoring import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.article import Article, Text
    from mtcheck.span import Span

__all__ = ["analysis", "figures", "written", "written_figures"]


class _Pair(msgspec.Struct, frozen=True, array_like=True):
    """A pair by the indexes of its segments."""

    mt: tuple[int, ...]
    other: tuple[int, ...]
    similarity: float


class _Other(msgspec.Struct, frozen=True, array_like=True):
    """The segments of a reference or source, and how those of the translation belong to them."""

    segments: tuple[Segment, ...]
    pairs: tuple[_Pair, ...]


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    segments: tuple[Segment, ...]
    reference: _Other | None
    source: _Other | None
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]
    ran: tuple[str, ...]
    qualities: tuple[float, ...]


def written(made: Analysis) -> bytes:
    """The bytes of an analysis without failures."""
    article = made.article
    kept = _Kept(
        segments=_bare(article.mt.segments),
        reference=_other(article.reference, article.reference_pairs),
        source=_other(article.source, article.source_pairs),
        findings=made.findings,
        notes=made.notes,
        ran=made.ran,
        qualities=made.qualities,
    )
    return msgspec.msgpack.encode(kept)


def analysis(raw: bytes, article: Article) -> Analysis:
    """The analysis of an article as it was read; raises ``ValueError`` where it is of another."""
    kept = msgspec.msgpack.decode(raw, type=_Kept)
    mt = _with(article.mt, kept.segments)
    reference, reference_pairs = _restored(article.reference, kept.reference, mt)
    source, source_pairs = _restored(article.source, kept.source, mt)
    for finding in kept.findings:
        _demand(mt, [finding.span])
        for text, span in ((reference, finding.reference_span), (source, finding.source_span)):
            if text is not None and span is not None:
                _demand(text, [span])
    if len(kept.qualities) not in {0, len(mt.segments)}:
        message = "a quality for every segment, or none"
        raise ValueError(message)
    aligned = AlignedArticle(
        replace(article, mt=mt, reference=reference, source=source), reference_pairs, source_pairs
    )
    return Analysis(
        article=aligned,
        findings=kept.findings,
        failures=(),
        notes=kept.notes,
        ran=kept.ran,
        qualities=kept.qualities,
        against=partial(scoring.compare, aligned),
        tokenised=False,
    )


def written_figures(found: Comparison | None) -> bytes:
    """The bytes of the figures against a reference."""
    return msgspec.msgpack.encode(found)


def figures(raw: bytes) -> Comparison | None:
    """The figures again; raises ``ValueError``."""
    return msgspec.msgpack.decode(raw, type=Comparison | None)


def _bare(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    return tuple(replace(segment, tokens=()) for segment in segments)


def _other(text: Text | None, pairs: Iterable[Pair]) -> _Other | None:
    if text is None:
        return None
    rows = (
        _Pair(tuple(s.index for s in p.mt), tuple(s.index for s in p.other), p.similarity)
        for p in pairs
    )
    return _Other(_bare(text.segments), tuple(rows))


def _with(text: Text, segments: tuple[Segment, ...]) -> Text:
    _demand(text, (segment.span for segment in segments))
    return replace(text, segments=segments)


def _restored(
    text: Text | None, kept: _Other | None, mt: Text
) -> tuple[Text | None, tuple[Pair, ...]]:
    if text is None or kept is None:
        if text is not None or kept is not None:
            message = "not the texts that it was made of"
            raise ValueError(message)
        return None, ()
    whole = _with(text, kept.segments)
    pairs = tuple(
        Pair(index, _at(mt.segments, p.mt), _at(whole.segments, p.other), p.similarity)
        for index, p in enumerate(kept.pairs)
    )
    return whole, pairs


def _at(segments: Sequence[Segment], indexes: tuple[int, ...]) -> tuple[Segment, ...]:
    if any(not 0 <= index < len(segments) for index in indexes):
        message = "a pair of segments that there are not"
        raise ValueError(message)
    return tuple(segments[index] for index in indexes)


def _demand(text: Text, spans: Iterable[Span]) -> None:
    if any(span.end > len(text.content) for span in spans):
        message = "a place outside of the text"
        raise ValueError(message)

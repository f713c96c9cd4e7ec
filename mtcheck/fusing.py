"""Fusing: findings of one place become the one that an editor sees, the others its evidence.

Two findings are of one place where

- their spans share characters, or the empty span of an omission lies inside the other;
- or one of them is an omission, and both point at the same words of the reference or source:
  the clause that is missing, and the name in it that is missing.

The strongest stands for the place and keeps its message, fix and confidence: one that the
confidence limit would show, then one that names the error before a mere suspicion of the span
model (which explains nothing else, and makes nothing worse), then the more severe, one with a
fix, the more confident, the longer. Before that, what explains others absorbs them: in words
that should not be there at all (an addition, text left untranslated, broken characters, markup),
in a passage that is missing, no smaller error is worth its own line; and a fix for a phrase
settles the marks in it; of one check's fixes the one for the whole name settles those for its
parts, and is as sure as they are. The severity is the worst seen at the place.

Two findings stay apart although they touch where each needs its own fix: a comma, space or
quotation mark inside a phrase for which there is no fix. Nothing else overlaps in the result.

The outcome depends on the findings alone, not on their order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck.mqm import Category
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding

__all__ = ["fuse"]

_EXPLAINS = frozenset(
    {Category.ADDITION, Category.UNTRANSLATED, Category.ENCODING, Category.MARKUP}
)
# Errors of the surface: each has a fix of its own, whatever else is wrong with the words.
_SURFACE = frozenset(
    {
        Category.PUNCTUATION,
        Category.NUMBER_FORMAT,
        Category.DATE_FORMAT,
        Category.TIME_FORMAT,
        Category.CURRENCY_FORMAT,
        Category.LOCALE,
    }
)
_SUSPICIONS = "S"  # the family of the span model's findings
_BUCKET = 128  # code points; findings are compared with those of the same buckets only

_Place = list["Finding"]


def fuse(
    findings: Iterable[Finding],
    article: AlignedArticle,
    *,
    min_confidence: float = 0.0,
    limits: Mapping[str, float] | None = None,
) -> tuple[Finding, ...]:
    """One finding a place, in the order of the text.

    ``limits`` are by code, for checks with a bound of their own in place of ``min_confidence``.
    Findings below their bound never stand for a place that a surer one reports too, so
    that hiding them afterwards hides no place.
    """
    own = limits or {}

    def is_hidden(finding: Finding) -> bool:
        return finding.confidence < own.get(finding.code, min_confidence)

    def strength(finding: Finding) -> tuple[object, ...]:
        return (is_hidden(finding), _is_suspicion(finding), *_strength(finding))

    def absorbs(leader: Finding, other: Finding) -> bool:
        if is_hidden(leader) and not is_hidden(other):
            return False
        return _explains(leader, other, article)

    places = _explained(sorted(findings, key=strength), absorbs)
    places.sort(key=lambda place: strength(place[0]))
    fused = [_one(sorted(place[1:], key=strength), place[0]) for place in _claimed(places)]
    return tuple(sorted(fused, key=lambda f: (f.span, f.reference_span or f.span, strength(f))))


def _strength(finding: Finding) -> tuple[object, ...]:
    """The order in which findings claim their places; total, so that no tie is left to chance."""
    return (
        -finding.severity.rank,
        finding.suggestion is None,
        -finding.confidence,
        -len(finding.span),
        finding.span,
        finding.code,
        finding.basis.value,
        finding.category.value,
        finding.message,
        finding.suggestion or "",
        not finding.certain,
        finding.reference_span or Span(0, 0),
        finding.source_span or Span(0, 0),
    )


def _explained(ordered: list[Finding], absorbs: Callable[[Finding, Finding], bool]) -> list[_Place]:
    """A place for each finding that none explains, holding those that it explains."""
    places: list[_Place] = []
    index = _Index(places)

    def is_explained(finding: Finding) -> bool:
        for place in index.near(finding):
            if absorbs(place[0], finding):
                place.append(finding)
                return True
        return False

    explaining = [f for f in ordered if _may_explain(f)]
    # The longest first; the sort is stable, so that ties stay in order of strength.
    for leader in sorted(explaining, key=_extent, reverse=True):
        if not is_explained(leader):
            index.open([leader])
    others = [f for f in ordered if not _may_explain(f)]
    return [*places, *([f] for f in others if not is_explained(f))]


def _claimed(places: list[_Place]) -> list[_Place]:
    """The places as the strongest claim them: a weaker leader joins the first that it meets."""
    claimed: list[_Place] = []
    index = _Index(claimed)
    for place in places:
        for stronger in index.near(place[0]):
            if _is_one_place(stronger[0], place[0]):
                stronger.extend(place)
                break
        else:
            index.open(place)
    return claimed


def _one(followers: list[Finding], leader: Finding) -> Finding:
    """The finding that stands for a place: its leader's, with all that agree as evidence."""
    same = [f for f in followers if f.span == leader.span]
    spans = [f.reference_span for f in same if f.reference_span is not None]
    source_spans = [f.source_span for f in same if f.source_span is not None]
    codes = dict.fromkeys(code for f in (leader, *followers) for code in (f.code, *f.evidence))
    return replace(
        leader,
        severity=max(
            (leader, *(f for f in followers if not _is_suspicion(f))),
            key=lambda f: f.severity.rank,
        ).severity,
        confidence=max(f.confidence for f in (leader, *_agreeing(followers, leader))),
        reference_span=leader.reference_span or next(iter(spans), None),
        source_span=leader.source_span or next(iter(source_spans), None),
        evidence=tuple(codes),
    )


def _agreeing(followers: Iterable[Finding], leader: Finding) -> Iterator[Finding]:
    """Those of the leader's own check whose fix is a part of its fix."""
    for finding in followers:
        same = finding.code == leader.code and leader.span.contains(finding.span)
        if same and finding.suggestion and finding.suggestion in (leader.suggestion or ""):
            yield finding


def _is_suspicion(finding: Finding) -> bool:
    """Whether the span model alone has found it."""
    return finding.code.startswith(_SUSPICIONS)


def _may_explain(finding: Finding) -> bool:
    if _is_suspicion(finding):
        return False
    settles = finding.suggestion is not None and finding.category not in _SURFACE
    return settles or finding.category in _EXPLAINS or _is_passage(finding)


def _is_passage(finding: Finding) -> bool:
    """Whether it is an omission that says which words are missing."""
    return (
        finding.category is Category.OMISSION
        and not len(finding.span)
        and (finding.reference_span is not None or finding.source_span is not None)
    )


def _extent(finding: Finding) -> int:
    spans = (finding.span, finding.reference_span, finding.source_span)
    return max(len(span) for span in spans if span is not None)


def _explains(leader: Finding, other: Finding, article: AlignedArticle) -> bool:
    if _is_passage(leader):
        return not len(other.span) and (
            _within(other.reference_span, leader.reference_span)
            or _within(other.source_span, leader.source_span)
        )
    if not _meet(leader.span, other.span) or len(other.span) >= len(leader.span):
        return False
    if not leader.span.contains(other.span):
        return False
    if leader.category not in _EXPLAINS:
        settles = other.category in _SURFACE or _fixes_more(leader, other, article)
        return leader.suggestion is not None and settles
    return leader.severity >= other.severity or _is_whole_segment(leader.span, article)


def _fixes_more(leader: Finding, other: Finding, article: AlignedArticle) -> bool:
    """Whether ``leader`` says all that ``other`` says, and more: the whole name for a part."""
    if other.code != leader.code or not other.suggestion or leader.suggestion is None:
        return False
    mt = article.mt.content
    after = mt[other.span.end : leader.span.end]
    return leader.suggestion.endswith(other.suggestion + after)


def _is_whole_segment(span: Span, article: AlignedArticle) -> bool:
    mt = article.mt
    return bool(mt.segments) and span.contains(mt.segments[mt.segment_index(span.start)].span)


def _is_one_place(one: Finding, other: Finding) -> bool:
    if _is_apart(one, other) or _is_apart(other, one):
        return False
    empty = [not len(one.span), not len(other.span)]
    if any(empty) and (
        _share(one.reference_span, other.reference_span)
        or _share(one.source_span, other.source_span)
    ):
        return True
    if all(empty):
        # Two things are missing at one place where each names words of its own.
        named = one.reference_span is not None and other.reference_span is not None
        return one.span == other.span and not named
    return _meet(one.span, other.span)


def _is_apart(surface: Finding, phrase: Finding) -> bool:
    """Whether ``surface`` is a small error of its own beside the words of ``phrase``."""
    if surface.category not in _SURFACE or phrase.category in _SURFACE:
        return False
    if not len(phrase.span):
        return True
    settled = phrase.suggestion is not None and phrase.span.contains(surface.span)
    return not settled and 2 * len(surface.span) <= len(phrase.span)


def _meet(one: Span, other: Span) -> bool:
    """Whether they share characters, or an empty one lies between two characters of the other."""
    if len(one) and len(other):
        return one.overlaps(other)
    return one.start < other.start < one.end or other.start < one.start < other.end


def _share(one: Span | None, other: Span | None) -> bool:
    """Whether they have at least half of the shorter one in common."""
    if one is None or other is None or not len(one) or not len(other):
        return False
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common >= min(len(one), len(other))


def _within(inner: Span | None, outer: Span | None) -> bool:
    return inner is not None and outer is not None and bool(len(inner)) and outer.contains(inner)


class _Index:
    """Places by where their leaders stand, so that each finding meets only its neighbours."""

    def __init__(self, places: list[_Place]) -> None:
        self._places = places
        self._buckets: dict[tuple[str, int], list[int]] = {}

    def open(self, place: _Place) -> None:
        """Add a place under every stretch of text that its leader points at."""
        for bucket in _buckets(place[0]):
            self._buckets.setdefault(bucket, []).append(len(self._places))
        self._places.append(place)

    def near(self, finding: Finding) -> list[_Place]:
        """The places that may have something in common with it, in the order of opening."""
        numbers: set[int] = set()
        for bucket in _buckets(finding):
            numbers.update(self._buckets.get(bucket, ()))
        return [self._places[number] for number in sorted(numbers)]


def _buckets(finding: Finding) -> Iterator[tuple[str, int]]:
    for text, span in (
        ("mt", finding.span),
        ("reference", finding.reference_span),
        ("source", finding.source_span),
    ):
        if span is not None:
            for number in range(span.start // _BUCKET, span.end // _BUCKET + 1):
                yield text, number

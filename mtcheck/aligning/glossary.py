"""Glossaries against one article: which terms it owes, has, and must not have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.aligning.gaps import places, stretch
from mtcheck.aligning.terms import phrases
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.aligning.terms import Match
    from mtcheck.article import Pair, Segment, Text, Token
    from mtcheck.languages import Language
    from mtcheck.settings import Term

__all__ = ["Demand", "Listed", "demanded", "held", "matches", "opposite", "segments_near"]

Listed = Sequence[tuple["Term", tuple[str, ...]]]
"""Terms with the words that are looked for."""

_SHORTEST = 4  # letters of a stem that is looked for within longer words


@dataclass(frozen=True, slots=True)
class Demand:
    """Words that stand for ``term`` at ``span`` of the source or the reference, in ``pair``."""

    term: Term
    span: Span
    pair: Pair


def demanded(pairs: Sequence[Pair], listed: Listed, language: Language) -> Iterator[Demand]:
    """Where the other text of the pairs has one of the words that are listed with a term."""
    owners = [term for term, words in listed for _ in words]
    known = phrases(tuple(word for _, words in listed for word in words), language)
    for pair in pairs:
        if not pair.mt:
            continue  # an omitted sentence is no matter of terms
        for segment in pair.other:
            for match in _longest(known.within(segment.tokens)):
                yield Demand(owners[match.phrase], match.span, pair)


def matches(text: Text, listed: Listed) -> list[tuple[Term, str, Match]]:
    """Every place of a text that has one of the listed words, with its term and the word."""
    owners = [(term, word) for term, words in listed for word in words]
    known = phrases(tuple(word for _, word in owners), text.language)
    return [(*owners[match.phrase], match) for match in known.find(text)]


def _longest(found: Iterator[Match]) -> list[Match]:
    """Of places within each other the outer ones: "peace treaty" is not "peace"."""
    every = list(found)
    return [
        m
        for m in every
        if not any(len(o.span) > len(m.span) and o.span.contains(m.span) for o in every)
    ]


def segments_near(text: Text, pair: Pair) -> tuple[Segment, ...]:
    """The segments of a pair and their neighbours, to which a term may have moved."""
    first, last = pair.mt[0].index, pair.mt[-1].index
    return text.segments[max(first - 1, 0) : last + 2]


def held(segments: Sequence[Segment], words: Sequence[str], language: Language) -> bool:
    """Whether the segments have one of ``words``: inflected, in a compound, or reordered."""
    tokens = [token for segment in segments for token in segment.tokens]
    if not language.core.spaced:
        row = "".join(token.comparable for token in tokens)
        return any("".join(t.comparable for t in _cut(w, language)) in row for w in words if w)
    stems = {_stem(token) for token in tokens}
    forms = [token.comparable for token in tokens]
    return any(
        all(_has(_stem(token), stems, forms) for token in _cut(word, language)) for word in words
    )


def _has(stem: str, stems: set[str], forms: Sequence[str]) -> bool:
    return stem in stems or (len(stem) >= _SHORTEST and any(stem in form for form in forms))


def opposite(demand: Demand) -> Span | None:
    """What the translation has where the reference has the term; None where that is unclear."""
    words = demand.pair.words
    if words is None:
        return None
    inside = [i for i, token in enumerate(words.other) if demand.span.contains(token.span)]
    if not inside:
        return None
    asked = (inside[0], inside[-1] + 1)
    for gap in places(words):
        if (gap.other_start, gap.other_end) == asked and gap.mt_start < gap.mt_end:
            return stretch(words.mt, gap.mt_start, gap.mt_end)
    return None


def _cut(word: str, language: Language) -> Sequence[Token]:
    return tokenise(word, Span(0, len(word)), language)


def _stem(token: Token) -> str:
    return token.word.stem or token.word.comparable

"""From risks word by word to stretches that a finding can name, with what should stand there.

Neighbouring words above a bound are one stretch. Its confidence rests on the mean chance of its
words, each weighed by its length, as annotators' marks are counted in characters, and on what the
words alone do not show: whether the reference has others at its place, how many words it has, and
whether they are names. Its category is the likeliest of its words' together.

Where the words on either side of it have partners in the reference and what stands between those
is short, that is what should stand in its place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.name_forms import name_like
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.spelling import Relation, spelling
from mtcheck.article import AS_IT_IS
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Risk, Segment, Token, Trust
    from mtcheck.finding import Finding

__all__ = ["Kind", "Stretch", "stretches", "trusted"]

_MORE = 3  # words that the reference may have more than the stretch, and be its correction
_LONGEST = 8  # words of a stretch for which the reference's words are offered
_MAJOR = 0.5  # share of the chance from which an error is major
_SMALLEST = 0.01  # chance below which, and above 1 minus which, log-odds say no more


class Kind(NamedTuple):
    """What a stretch is beside its chance; see :class:`mtcheck.article.Trust`."""

    placed: bool
    name: bool
    words: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that are likely wrong, together.

    ``chance`` is the mean of its words', before it was asked what ``kind`` of stretch it is.
    ``reference`` is what stands in the reference at their place, ``source`` the segments of
    the source that say the same; None where that is not known. ``suggestion`` is the words of
    the reference where they can stand in the stretch's place. ``basis`` is the best of what
    the model had to read.
    """

    span: Span
    chance: float
    kind: Kind
    confidence: float
    severity: Severity
    category: Category
    reference: Span | None
    source: Span | None
    suggestion: str | None
    basis: Basis

    def finding(
        self, make: Callable[..., Finding], verdict: str, article: AlignedArticle
    ) -> Finding:
        """What a check says of the stretch; ``make`` is the check's own way to a finding."""
        return make(
            self.span,
            self.says(verdict, article),
            basis=self.basis,
            language=article.mt.language.code,
            suggestion=self.suggestion,
            severity=self.severity,
            category=self.category,
            confidence=self.confidence,
            reference_span=self.reference,
            source_span=self.source,
        )

    def says(self, verdict: str, article: AlignedArticle) -> str:
        """The words as they stand, the ``verdict``, and what speaks for it."""
        text = f'"{article.mt.at(self.span)}" {verdict}'
        if self.reference is not None and article.reference is not None:
            return f'{text}: the reference has "{article.reference.at(self.reference)}" here.'
        if article.reference is not None:
            return f"{text}: the reference has nothing like it here."
        if article.source is not None:
            return f"{text}, by what the source says."
        return f"{text}, by the sentence alone."


def stretches(article: AlignedArticle) -> tuple[Stretch, ...]:
    """The stretches of the article's risks, in the order of the text."""
    return _stretches(ByIdentity(article))


@lru_cache(maxsize=2)
def _stretches(key: ByIdentity[AlignedArticle]) -> tuple[Stretch, ...]:
    return tuple(_found(key.it))


def _found(article: AlignedArticle) -> Iterator[Stretch]:
    if (found := article.risks) is None:
        return
    partners = _Partners(article)
    for segment, risks in zip(article.mt.segments, found.tokens, strict=True):
        limit = max(found.limit, found.contrast * max((r.chance for r in risks), default=0.0))
        flagged = [r.chance >= limit and not partners.known_name(segment, r.token) for r in risks]
        for start, stop in _runs(risks, flagged, article.mt.content):
            made = _stretch(article, segment, risks, start, stop, partners)
            if made.confidence >= found.least:
                yield made


def _runs(
    risks: Sequence[Risk], flagged: Sequence[bool], content: str
) -> Iterator[tuple[int, int]]:
    """Where neighbouring flagged words begin and end; not across a line end."""
    start = None
    for i, (risk, wrong) in enumerate(zip(risks, flagged, strict=True)):
        if start is not None and (
            not wrong or "\n" in content[risks[i - 1].token.end : risk.token.start]
        ):
            yield start, i
            start = None
        if wrong and start is None:
            start = i
    if start is not None:
        yield start, len(risks)


def _stretch(  # noqa: PLR0913, PLR0917 - all of one place
    article: AlignedArticle,
    segment: Segment,
    risks: Sequence[Risk],
    start: int,
    stop: int,
    partners: _Partners,
) -> Stretch:
    inside = risks[start:stop]
    trust = article.risks.trust if article.risks else AS_IT_IS
    lengths = [r.token.end - r.token.start for r in inside]
    total = sum(lengths)
    chance = sum(r.chance * n for r, n in zip(inside, lengths, strict=True)) / total
    major = sum(r.chance * r.major * n for r, n in zip(inside, lengths, strict=True))
    major /= max(chance * total, 1e-9)
    reference, fits = partners.between(segment, risks, start, stop)
    kind = Kind(
        placed=reference is not None,
        name=partners.names(segment, [r.token for r in inside]),
        words=sum(r.token.is_word for r in inside),
    )
    suggestion = None
    if fits and reference is not None and article.reference is not None:
        suggestion = article.reference.at(reference)
    return Stretch(
        span=Span(inside[0].token.start, inside[-1].token.end),
        chance=chance,
        kind=kind,
        confidence=round(trusted(chance, kind, trust), 3),
        severity=Severity.MAJOR if major > _MAJOR else Severity.MINOR,
        category=_category(article, inside),
        reference=reference,
        source=partners.source(segment),
        suggestion=suggestion,
        basis=_basis(article),
    )


def trusted(chance: float, kind: Kind, trust: Trust) -> float:
    """The chance that a stretch of a kind is marked, whose words have ``chance`` on average."""
    if trust == AS_IT_IS:
        return chance
    kept = min(max(chance, _SMALLEST), 1 - _SMALLEST)
    odds = trust.intercept + trust.chance * math.log(kept / (1 - kept))
    odds += trust.placed * kind.placed + trust.name * kind.name
    odds += trust.words * math.log2(max(kind.words, 1))
    return 1 / (1 + math.exp(-odds))


def _basis(article: AlignedArticle) -> Basis:
    if article.reference is not None:
        return Basis.REFERENCE
    return Basis.TEXT if article.source is None else Basis.SOURCE


def _category(article: AlignedArticle, inside: Sequence[Risk]) -> Category:
    names = article.risks.categories if article.risks else ()
    totals = [sum(r.weights[k] for r in inside) for k in range(len(names))]
    if not totals:
        return Category.MISTRANSLATION
    return Category(names[max(range(len(names)), key=totals.__getitem__)])


class _Partners:
    """Which words and sentences of the other texts stand at a place."""

    def __init__(self, article: AlignedArticle) -> None:
        self._language = article.mt.language
        self._compared = article.reference is not None
        self._reference: dict[int, tuple[Pair, int]] = {}
        self._pair: dict[int, Pair] = {}
        for pair in article.reference_pairs:
            for segment in pair.mt:
                self._pair[segment.index] = pair
            if pair.words is not None:
                for link in pair.words.links:
                    self._reference[pair.words.mt[link.mt].start] = (pair, link.other)
        self._source: dict[int, Span] = {
            segment.index: Span.cover(s.span for s in pair.other)
            for pair in article.source_pairs
            if pair.other
            for segment in pair.mt
        }

    def known_name(self, segment: Segment, token: Token) -> bool:
        """Whether it is a name of which the checks of names know better.

        A name in another spelling than the reference's is as good; where there is no
        reference, the model holds whatever is rare for garbled.
        """
        if not self._name_like(segment, token):
            return False
        pair = self._pair.get(segment.index)
        if pair is None or pair.words is None:
            return not self._compared
        relation = spelling(self._language).relation
        return any(
            other.comparable != token.comparable
            and other.word.capitalised
            and relation(token.comparable, other.comparable) <= Relation.SCHEME
            for other in pair.words.other
        )

    def names(self, segment: Segment, tokens: Sequence[Token]) -> bool:
        """Whether they are nothing but names."""
        return all(self._name_like(segment, token) for token in tokens)

    def _name_like(self, segment: Segment, token: Token) -> bool:
        if self._language.core.nouns_capitalised:
            return token.is_word and token.word.capitalised and not token.word.attested
        first = token is segment.tokens[0]
        return name_like(token, first=first, spell=spelling(self._language))

    def source(self, segment: Segment) -> Span | None:
        """The segments of the source that say what ``segment`` says."""
        return self._source.get(segment.index)

    def between(
        self, segment: Segment, risks: Sequence[Risk], start: int, stop: int
    ) -> tuple[Span | None, bool]:
        """What the reference has between the partners of the neighbours; whether it fits."""
        pair = self._pair.get(segment.index)
        if pair is None or pair.words is None or not pair.words.other:
            return None, False
        before = self._at(risks, range(start - 1, -1, -1), pair)
        after = self._at(risks, range(stop, len(risks)), pair)
        first = 0 if before is None else before[1] + 1
        last = len(pair.words.other) if after is None else after[1]
        if first >= last:
            return None, False
        words = sum(risk.token.is_word for risk in risks[start:stop])
        # A neighbour with a partner must stand right beside the stretch, or its end be the end.
        near = all(found is None or found[0] <= 1 for found in (before, after))
        ends = (before is not None or start == 0) and (after is not None or stop >= len(risks) - 1)
        short = last - first <= words + _MORE and 0 < words <= _LONGEST
        place = Span(pair.words.other[first].start, pair.words.other[last - 1].end)
        if not short:
            return None, False
        return place, near and ends and len(pair.mt) == 1

    def _at(self, risks: Sequence[Risk], order: range, pair: Pair) -> tuple[int, int] | None:
        """How far in ``order`` the first word with a partner is, and its place there."""
        distance = 0
        for i in order:
            token = risks[i].token
            if (found := self._reference.get(token.start)) is not None and found[0] is pair:
                return distance, found[1]
            distance += token.is_word
        return None

"""Names of the MT against those of another text: equal, another spelling, or garbled.

Names are compared inside a pair of segments, but a name that stands anywhere in the other text
is never wrong.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtcheck.aligning.ideographs import respellings
from mtcheck.aligning.name_forms import cased_as, has_capital, in_title_case, known_forms
from mtcheck.aligning.name_verdicts import BESIDE_NAME, Verdicts
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.spelling import Relation
from mtcheck.article import TokenKind, WordAlignment
from mtcheck.finding import Basis
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Text, Token

__all__ = ["Difference", "Kind", "differences"]

_SHORTEST = 3  # letters of a name
_LEAST = 0.4  # share of equal letters below which two forms are not compared at all
_NEAR_MOVED = 0.8  # likeness of an unattested form to a name of a pair around
_UNLIKE = (Relation.UNLIKE, Relation.DOUBLED)
_RARE = 2.0  # Zipf frequency below which a capitalised word is a name that few have
_MOST = 60  # names of a pair among which a partner is looked for
_AROUND = 3  # pairs on either side in which a moved name is looked for
_TITLE_CASE = 0.7  # share of capitals from which a segment is a heading in title case


class Kind(StrEnum):
    """What is wrong with a name, or with what is written like one."""

    GARBLED = "garbled"
    WORD = "word"  # garbled, but a word with a capital, no name


@dataclass(frozen=True, slots=True)
class Difference:
    """MT tokens that stand where the other text has other ones.

    ``other_span`` is of the text that ``basis`` names; None where the evidence is no stretch of
    reference or source.
    """

    kind: Kind
    span: Span
    other_span: Span | None
    suggestion: str
    known: bool  # whether the MT form is attested
    certain: bool  # False where a scheme of transliteration may write it so
    basis: Basis


def differences(article: AlignedArticle) -> tuple[Difference, ...]:
    """Where names of the MT differ from those of its reference."""
    return _differences(ByIdentity(article))


@lru_cache(maxsize=2)
def _differences(key: ByIdentity[AlignedArticle]) -> tuple[Difference, ...]:
    article = key.it
    if article.reference is None:
        return ()
    found: list[Difference] = []
    context = _Context(article)
    for pair in article.reference_pairs:
        found.extend(context.compare(pair))
        if not context.spaced:
            found.extend(_respelt(pair, article.mt, article.reference))
    return tuple(found)


def _respelt(pair: Pair, mt: Text, other: Text) -> Iterator[Difference]:
    for found in respellings(pair, mt, other):
        right = other.at(found.other)
        yield Difference(
            Kind.GARBLED,
            found.span,
            found.other,
            right,
            known=False,
            certain=found.attested,
            basis=Basis.REFERENCE,
        )


class _Context:
    """One comparison of an article's MT with its reference."""

    def __init__(self, article: AlignedArticle) -> None:
        self.spaced = article.mt.language.core.spaced
        self.verdicts = Verdicts(article)
        self.spell = self.verdicts.spell
        self.mt = article.mt
        self.other = article.reference or article.mt
        self.pairs = article.reference_pairs
        self.there = known_forms(article.reference)
        self.open = self._open(article)
        self.wanted = self._wanted() if self.open else {}
        self._around: dict[int, tuple[Token, ...]] = {}

    def _open(self, article: AlignedArticle) -> dict[str, bool]:
        """The MT's names that neither reference nor source has; True if so where first too."""
        mine = known_forms(article.mt)
        source = known_forms(article.source).single
        return {
            written: first
            for written, first in mine.names.items()
            if (form := mine.words[written].comparable) not in source and not self.there.has(form)
        }

    def _wanted(self) -> dict[str, bool]:
        """The reference's names in the same way; what has a capital only there is one too."""
        lower = self.there.lower
        found = dict(self.there.names)
        for written, word in self.there.words.items():
            if len(written) < _SHORTEST:
                continue
            if (word.capitalised or "ァ" <= written[0] <= "ヺ") and word.comparable not in lower:
                found[written] = not self.spell.at_home(word)
        return found

    def compare(self, pair: Pair) -> Iterator[Difference]:
        """The differences of one pair."""
        words = pair.words or _unaligned(pair)
        allowed = self.open
        rest = [i for i, t in enumerate(words.mt) if t.word.form in allowed]
        if not rest:
            return
        firsts = {s.tokens[0].start for s in (*pair.mt, *pair.other) if s.tokens}
        rest = [i for i in rest if self._unsettled(i, words, firsts)]
        if not rest:
            return
        wanted = self.wanted
        names = [
            j
            for j, t in enumerate(words.other)
            if (first := wanted.get(t.word.form)) is not None and (first or t.start not in firsts)
        ]
        matched = self._matched(rest, names, words)
        yield from self._grouped(matched, words)
        for i in rest:
            if i not in matched:
                yield from self._nearby(words.mt[i], pair)

    def _unsettled(self, i: int, words: WordAlignment, firsts: set[int]) -> bool:
        token = words.mt[i]
        if token.start in firsts and not self.open[token.form]:
            return False
        j = words.to_other[i]
        if j < 0:
            return True
        # Equal stems are grammar, unless the last letter is merely said twice.
        right = words.other[j].comparable
        same = token.word.stem == words.other[j].word.stem and token.word.zipf > 0
        if not same or token.comparable == right + right[-1:]:
            return True
        # … or the ending is one that names do not take: Baptist, Baptiste. Cyrillic word lists
        # tell no names from verbs.
        unlike = self.spell.relation(token.comparable, right) in _UNLIKE
        return self.spell.latin and has_capital(token) and unlike

    def _matched(
        self, rest: Sequence[int], names: Sequence[int], words: WordAlignment
    ) -> dict[int, int]:
        here = frozenset(t.word.comparable for t in words.mt)
        titles = in_title_case(words.mt, _TITLE_CASE)
        matched: dict[int, int] = {}
        for i in rest:
            partner = self._partner(i, words, names, here, titles=titles)
            if partner is not None:
                matched[i] = partner
        return matched

    def _partner(
        self,
        i: int,
        words: WordAlignment,
        names: Sequence[int],
        here: frozenset[str],
        *,
        titles: bool,
    ) -> int | None:
        token = words.mt[i]
        form = token.word.comparable
        best: tuple[float, int] | None = None
        for j in _window(names, i * len(words.other) // max(len(words.mt), 1)):
            other = words.other[j]
            right = other.word.comparable
            if not OSA.normalized_similarity(form, right, score_cutoff=_LEAST):
                continue
            known = self.verdicts.known(token, other)
            if known and (titles or not has_capital(token) or right in here):
                continue
            placed = _placed(words, i, j)
            verdict = self.verdicts.of(token, other, known=known, placed=placed)
            if verdict is None:
                return None
            if verdict == 0 or (known and not self.verdicts.takes_its_place(token, other, placed)):
                continue
            score = verdict + 0.1 * placed
            if best is None or score > best[0]:
                best = (score, j)
        return best[1] if best else None

    def _nearby(self, token: Token, pair: Pair) -> Iterator[Difference]:
        """An unknown form against the names of the pairs around, where sentences were moved."""
        best: tuple[float, Token] | None = None
        if token.word.zipf > 0:
            return
        form = token.word.comparable
        for near in self.pairs[max(pair.index - _AROUND, 0) : pair.index + _AROUND + 1]:
            if near is pair:
                continue
            for other in self._names_of(near):
                if not OSA.normalized_similarity(
                    form, other.word.comparable, score_cutoff=_NEAR_MOVED - _LEAST / 2
                ) or self.verdicts.known(token, other):
                    continue
                verdict = self.verdicts.of(token, other, known=False)
                if verdict is None:
                    return
                if verdict >= _NEAR_MOVED and (best is None or verdict > best[0]):
                    best = (verdict, other)
        if best is not None:
            yield self._difference(token, token, best[1], best[1])

    def _names_of(self, pair: Pair) -> tuple[Token, ...]:
        found = self._around.get(pair.index)
        if found is None:
            wanted = self.wanted
            every = (t for s in pair.other for t in s.tokens if t.word.form in wanted)
            found = tuple(islice(every, _MOST))
            self._around[pair.index] = found
        return found

    def _grouped(self, matched: dict[int, int], words: WordAlignment) -> Iterator[Difference]:
        done: set[int] = set()
        for i in sorted(matched):
            if i in done:
                continue
            left, right = i, i
            while matched.get(right + 1) == matched[right] + 1 and self._side_by_side(
                words, right, right + 1, matched[right], matched[right] + 1
            ):
                right += 1
            low, high = matched[left], matched[right]
            left, low = self._extended(left, low, -1, words)
            right, high = self._extended(right, high, 1, words)
            done.update(range(left, right + 1))
            yield self._difference(
                words.mt[left], words.mt[right], words.other[low], words.other[high]
            )

    def _difference(self, first: Token, last: Token, low: Token, high: Token) -> Difference:
        span, other = Span(first.start, last.end), Span(low.start, high.end)
        right = self.other.at(other)
        if high is low:
            right = self.spell.inflected_as(first.comparable, low.comparable, right)
        right = cased_as(self.mt.at(span), right)
        known = first.word.zipf > 0 and last.word.zipf > 0
        certain = not self.verdicts.by_scheme(first, low) or not self.verdicts.by_scheme(last, high)
        return Difference(Kind.GARBLED, span, other, right, known, certain, Basis.REFERENCE)

    def _extended(self, i: int, j: int, step: int, words: WordAlignment) -> tuple[int, int]:
        """Over a neighbour that is a name too, and another spelling of the other's neighbour."""
        a, b = i + step, j + step
        if not (0 <= a < len(words.mt) and 0 <= b < len(words.other)):
            return i, j
        mine, other = words.mt[a], words.other[b]
        if not (has_capital(mine) and has_capital(other)) or mine.form == other.form:
            return i, j
        relation = self.spell.relation(mine.comparable, other.comparable)
        near = relation in (Relation.SCHEME, Relation.DOUBLED)
        return (a, b) if near and self._side_by_side(words, i, a, j, b) else (i, j)

    def _side_by_side(self, words: WordAlignment, i: int, a: int, j: int, b: int) -> bool:
        """Whether nothing but space, hyphen or a dot stands between two words of each side."""
        mine = self.mt.content[words.mt[min(i, a)].end : words.mt[max(i, a)].start]
        other = self.other.content[words.other[min(j, b)].end : words.other[max(j, b)].start]
        return not (mine + other).strip(" .-·\u00a0")


def _unaligned(pair: Pair) -> WordAlignment:
    mt = tuple(t for s in pair.mt for t in s.tokens if t.kind is not TokenKind.PUNCTUATION)
    other = tuple(t for s in pair.other for t in s.tokens if t.kind is not TokenKind.PUNCTUATION)
    return WordAlignment(mt, other, (), (-1,) * len(mt), (-1,) * len(other))


def _window(names: Sequence[int], middle: int) -> Sequence[int]:
    """All names of a pair, or those around ``middle`` of one that is longer than sentences are."""
    if len(names) <= _MOST:
        return names
    at = bisect_left(names, middle)
    return names[max(at - _MOST // 2, 0) : at + _MOST // 2]


def _placed(words: WordAlignment, i: int, j: int) -> int:
    """How many neighbours of the two are linked to each other; at least 1 if they are.

    A rare name that both sides have right beside them says more than two neighbours: they are
    its other part.
    """
    before = i > 0 and j > 0 and words.to_other[i - 1] == j - 1
    after = i + 1 < len(words.mt) and j + 1 < len(words.other) and words.to_other[i + 1] == j + 1
    if (before and _one_name(words.mt, i - 1, i)) or (after and _one_name(words.mt, i + 1, i)):
        return BESIDE_NAME
    return max(before + after, words.to_other[i] == j)


def _one_name(tokens: Sequence[Token], shared: int, i: int) -> bool:
    """Whether the word at ``shared`` is a rare name that reads as one with the word at ``i``."""
    first, last = sorted((shared, i))
    rare = has_capital(tokens[shared]) and tokens[shared].word.zipf < _RARE
    return rare and tokens[last].start - tokens[first].end == 1

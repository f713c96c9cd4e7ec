"""What two segments share: weighted features, kept sparse.

Within a language a feature is a stem (and, where words are not set off by spaces, two
neighbouring characters). Between languages it is what survives translation: numbers, marks, and
the beginning of a word as it would be spelt in plain Latin letters (names, loans, cognates).
A feature weighs more the rarer it is in the article and in the language.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from mtcheck.article import TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mtcheck.article import Segment, Word
    from mtcheck.languages import Language

__all__ = ["Likeness", "between", "within"]

_COMMONEST = 8.0  # a bit above the Zipf frequency of "the"
_LEAST = 0.15  # share of its weight that the commonest word keeps
_PREFIX = 5  # letters of a folded word that related words share across languages
_SHORTEST = 4  # letters of a capitalised word that is looked at across languages
_MARKS = {
    "?": "?", "？": "?", "؟": "?", "!": "!", "！": "!", "(": "(", "（": "(", ":": ":", "：": ":",
    "%": "%", "％": "%", ";": ";", "；": ";", "…": "…", "—": "-", "–": "-",
    '"': "q", "“": "q", "„": "q", "«": "q", "「": "q", "『": "q", "《": "b",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Likeness:
    """The features of both sides. ``left_weight[i]`` is the sum over the features of ``left[i]``.

    ``postings`` tells for each feature the segments on the right that have it, ascending.
    """

    left: tuple[frozenset[str], ...]
    right: tuple[frozenset[str], ...]
    weight: dict[str, float]
    left_weight: tuple[float, ...]
    right_weight: tuple[float, ...]
    postings: dict[str, list[int]]

    def overlaps(self, i: int, low: int, high: int) -> dict[int, float]:
        """Weight shared by left segment ``i`` and each right one of ``low`` to ``high`` - 1."""
        found: dict[int, float] = {}
        for feature in self.left[i]:
            places = self.postings.get(feature)
            if places is None:
                continue
            weight = self.weight[feature]
            first = bisect_left(places, low) if low else 0
            for k in range(first, len(places)):
                j = places[k]
                if j >= high:
                    break
                found[j] = found.get(j, 0.0) + weight
        return found

    def votes(self, i: int, most: int) -> dict[int, float]:
        """The same over the whole right side, by features that at most ``most`` have there."""
        found: dict[int, float] = {}
        for feature in self.left[i]:
            places = self.postings.get(feature, ())
            if len(places) <= most:
                weight = self.weight[feature]
                for j in places:
                    found[j] = found.get(j, 0.0) + weight
        return found

    def shared(self, left: Sequence[int], right: Sequence[int]) -> float:
        """Weight shared by several segments of either side, each feature counted once."""
        a = self.left[left[0]]
        for i in left[1:]:
            a |= self.left[i]
        b = self.right[right[0]]
        for j in right[1:]:
            b |= self.right[j]
        return self.weigh(a & b)

    def weigh(self, features: Iterable[str]) -> float:
        """The weight of features; exact, in whatever order they are added up."""
        return sum(map(self.weight.__getitem__, features))

    def dice(self, left: Sequence[int], right: Sequence[int]) -> float:
        """Share of the weight that is shared, 0 to 1."""
        every = sum(self.left_weight[i] for i in left) + sum(self.right_weight[j] for j in right)
        return min(1.0, 2 * self.shared(left, right) / every) if every else 0.0


def within(left: Sequence[Segment], right: Sequence[Segment], language: Language) -> Likeness:
    """Likeness of two texts in one language."""
    spaced = language.core.spaced
    rarity: dict[str, float] = {}
    return _likeness(
        [_words(s, rarity, spaced=spaced) for s in left],
        [_words(s, rarity, spaced=spaced) for s in right],
        rarity,
    )


def between(left: Sequence[Segment], right: Sequence[Segment]) -> Likeness:
    """Likeness of a text and its translation."""
    return _likeness([_traces(s) for s in left], [_traces(s) for s in right], {})


def _likeness(
    left: Sequence[frozenset[str]], right: Sequence[frozenset[str]], rarity: dict[str, float]
) -> Likeness:
    on_left, on_right = _counted(left), _counted(right)
    total = max(len(left), len(right), 1)
    weight = {
        # The floor keeps a text of one sentence from having no weight at all.
        f: _exact(math.log(1.5 + total / max(on_left[f], on_right[f])) * rarity.get(f, 1.0))
        for f in on_left | on_right
    }
    postings: dict[str, list[int]] = {}
    for j, features in enumerate(right):
        for feature in features:
            if feature in on_left:
                postings.setdefault(feature, []).append(j)
    return Likeness(
        tuple(left),
        tuple(right),
        weight,
        _sums(left, weight),
        _sums(right, weight),
        postings,
    )


def _exact(weight: float) -> float:
    """To a fraction of 1,024, so that sums are exact and their order cannot show."""
    return round(weight * 1024) / 1024


def _counted(side: Iterable[frozenset[str]]) -> Counter[str]:
    return Counter(chain.from_iterable(side))


def _sums(side: Iterable[frozenset[str]], weight: dict[str, float]) -> tuple[float, ...]:
    return tuple(sum(map(weight.__getitem__, features)) for features in side)


def _words(segment: Segment, rarity: dict[str, float], *, spaced: bool) -> frozenset[str]:
    features = set()
    before = ""
    for token in segment.tokens:
        word = token.word
        if word.kind is TokenKind.PUNCTUATION:
            before = ""
            continue
        feature = word.stem or word.comparable
        features.add(feature)
        if feature not in rarity:
            rarity[feature] = _rarity(word)
        if not spaced:
            if before:
                features.add(before + word.comparable)
            before = word.comparable
    return frozenset(features)


def _rarity(word: Word) -> float:
    return max(_LEAST, (_COMMONEST - word.zipf) / _COMMONEST)


def _traces(segment: Segment) -> frozenset[str]:
    features = set()
    before = ""
    for token in segment.tokens:
        kind, form = token.word.kind, token.word.comparable
        if kind is TokenKind.WORD:
            folded = _folded(form)
            if len(form) == 1 and folded and not form.isascii():  # an ideograph: join with the last
                features.add("=" + (before + folded)[:_PREFIX])
                before = folded
                continue
            if len(folded) >= (_SHORTEST if token.word.capitalised else _PREFIX):
                features.add("=" + folded[:_PREFIX])
        elif kind is TokenKind.NUMBER:
            features.add("#" + "".join(c for c in form if c.isdigit()))
        elif kind is TokenKind.MARKUP:
            features.add("<" + form)
        elif form in _MARKS:
            features.add(_MARKS[form])
        before = ""
    return frozenset(features)


@lru_cache(maxsize=100_000)
def _folded(form: str) -> str:
    """A word in plain small Latin letters, spelling habits of languages taken away."""
    import anyascii  # noqa: PLC0415 - only for a text with its source

    plain = "".join(c for c in anyascii.anyascii(form).lower() if c.isalpha())
    for habit, one in _HABITS:
        plain = plain.replace(habit, one)
    return "".join(c for k, c in enumerate(plain) if not k or c != plain[k - 1])


_HABITS = (
    ("sch", "s"), ("tsch", "c"), ("ch", "k"), ("sh", "s"), ("ph", "f"), ("th", "t"), ("kh", "k"),
    ("zh", "z"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("qu", "kv"), ("q", "k"),
    ("x", "ks"), ("z", "s"), ("w", "v"), ("y", "i"), ("j", "i"), ("h", ""),
)  # fmt: skip

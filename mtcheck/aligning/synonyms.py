"""Words that are left over between linked neighbours, and mean much the same.

A last round of the word alignment, for those who have vectors of words: what neither letters nor
place could link is linked where the vectors of two words are alike and each is the other's
nearest. Vectors cannot tell opposites from synonyms: such a link says that two words stand for
each other, not that both are right, so checks go on comparing them.

Names are left alone (the vectors of any two towns are alike), and so are words that the word list
does not know, and languages without spaces, of which a word is one ideograph.

Measured in ``docs/accuracy.md``, by ``python -m benchmarks.synonyms``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from mtcheck.article import Link, LinkKind, TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    from mtcheck.article import AlignedArticle, Pair, Token, WordAlignment
    from mtcheck.languages import Language

    Floats = npt.NDArray[np.float32]

__all__ = ["Likeness", "link"]

_ALIKE = 0.4  # cosine from which two words are linked
_LONGEST = 12  # words of a gap, on either side, beyond which its words may be of two clauses
_SHORTEST = 3  # letters of a word of which a vector says something


class Likeness(Protocol):
    """Cosines of words, ``(left, right)``: 1 for one meaning, about 0 for unrelated ones."""

    def __call__(self, left: Sequence[str], right: Sequence[str]) -> Floats:
        """Those of all ``left`` comparable forms with all ``right`` ones."""


def link(article: AlignedArticle, likeness: Likeness) -> AlignedArticle:
    """The article with words linked that are alike; itself where there are none."""
    language = article.mt.language
    if article.reference is None or not language.core.spaced:
        return article
    pairs = tuple(_linked(pair, likeness, language) for pair in article.reference_pairs)
    if all(new is old for new, old in zip(pairs, article.reference_pairs, strict=True)):
        return article
    return replace(article, reference_pairs=pairs)


def _linked(pair: Pair, likeness: Likeness, language: Language) -> Pair:
    if pair.words is None:
        return pair
    found = [link for gap in _gaps(pair.words, language) for link in _inside(*gap, likeness, pair)]
    if not found:
        return pair
    words = pair.words
    to_other, to_mt = list(words.to_other), list(words.to_mt)
    for one in found:
        to_other[one.mt], to_mt[one.other] = one.other, one.mt
    links = tuple(sorted((*words.links, *found), key=lambda one: one.mt))
    return replace(
        pair,
        words=replace(words, links=links, to_other=tuple(to_other), to_mt=tuple(to_mt)),
    )


def _gaps(words: WordAlignment, language: Language) -> Iterator[tuple[list[int], list[int]]]:
    """The words without partner between two neighbouring links that are in order."""
    before, at = -1, -1
    count = len(words.mt)
    for i in range(count + 1):
        until = words.to_other[i] if i < count else len(words.other)
        if until < 0:
            continue
        if 1 < i - before <= _LONGEST + 1 and 1 < until - at <= _LONGEST + 1:
            mine = [k for k in range(before + 1, i) if _telling(words.mt[k], language)]
            theirs = [
                k
                for k in range(at + 1, until)
                if words.to_mt[k] < 0 and _telling(words.other[k], language)
            ]
            if mine and theirs:
                yield mine, theirs
        before, at = i, until


def _telling(token: Token, language: Language) -> bool:
    """Whether the word's vector says what it means."""
    word = token.word
    return (
        word.kind is TokenKind.WORD
        and word.attested
        and len(word.form) >= _SHORTEST
        and (not word.capitalised or language.core.nouns_capitalised)
        and word.comparable not in language.function_words
    )


def _inside(mine: list[int], theirs: list[int], likeness: Likeness, pair: Pair) -> Iterator[Link]:
    words = pair.words
    assert words is not None  # noqa: S101 - the gaps are those of its words
    alike = likeness(
        [words.mt[i].comparable for i in mine], [words.other[j].comparable for j in theirs]
    )
    best, back = alike.argmax(axis=1), alike.argmax(axis=0)
    for row, i in enumerate(mine):
        column = int(best[row])
        if alike[row, column] >= _ALIKE and back[column] == row:
            yield Link(i, theirs[column], LinkKind.ALIKE)

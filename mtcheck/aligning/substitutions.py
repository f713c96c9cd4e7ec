"""Substitutions: an MT word that stands where the reference has another.

A slot lies between two neighbouring anchors, or its two sides lie around one anchor ("security
secession", "indivisibility of security"). What it holds on each side is a content word that the
other text has nowhere, and for all that is known the two cannot mean the same. Names, numbers and
words nearly spelt the same are left to other checks.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from mtcheck.aligning.gaps import anchors, content, stretch, unmatched
from mtcheck.aligning.spelling import bare
from mtcheck.article import TokenKind
from mtcheck.languages.senses import Relation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mtcheck.article import Token, WordAlignment
    from mtcheck.languages import Language
    from mtcheck.span import Span
    from mtcheck.word import Word

__all__ = ["RARE", "RUN", "Slot", "Substitution", "alike", "plain", "stem", "substitutions"]

RARE = 2.5  # Zipf frequency below which a word is rare
RUN = 4  # words of a run of anchors beyond which its length no longer matters
_GAP = 6  # words between two anchors; where more stand there, they are worded anew
_WIDEST = 3  # words of one side, function words and all
_ALIKE = 0.6  # likeness from which two words are one misspelt or inflected
_SHORTEST = 2  # characters of a word that says enough by itself


class Slot(NamedTuple):
    """MT ``word`` stands for ``other``; neither has a match.

    ``span`` and ``other_span`` hold them, and the shared word between them where the slot is
    ``crossed``. ``before`` and ``after`` are how many words in a row are shared on each side,
    at most :data:`RUN`.
    """

    word: Word
    other: Word
    span: Span
    other_span: Span
    before: int
    after: int
    crossed: bool


class Substitution(NamedTuple):
    """A slot, with how near to each other its words can mean: not near at all."""

    word: Word
    other: Word
    span: Span
    other_span: Span
    before: int
    after: int
    crossed: bool
    relation: Relation


def substitutions(
    words: WordAlignment,
    language: Language,
    likely: Callable[[Slot], bool] = lambda slot: True,  # noqa: ARG005 - all of them
) -> Iterator[Substitution]:
    """The slots of a pair, in the order of the MT; those alone that are ``likely``.

    What its words can mean is dear to find out, so ``likely`` is asked before.
    """
    functions = language.function_words
    free, other_free = unmatched(words)
    if True not in free or True not in other_free:
        return
    run = [(-1, -1), *((k.mt, k.other) for k in anchors(words)), (len(words.mt), len(words.other))]
    sides = []
    i, j = -1, -1
    for k, m in run[1:]:
        wide = k - i > _GAP or m - j > _GAP
        mine = _free(words.mt, i + 1, k, free, functions) if k - i > 1 and not wide else _NOTHING
        theirs = (
            _free(words.other, j + 1, m, other_free, functions)
            if m - j > 1 and not wide
            else _NOTHING
        )
        sides.append((mine, theirs))
        i, j = k, m
    for n, (mine, theirs) in enumerate(sides):
        if not mine and not theirs:
            continue
        place = _place(sides, n)
        if place is None or (
            place.last - n > 1 and not content(words.mt[run[n + 1][0]], functions)
        ):
            continue
        found = _slot(words, place, run, language)
        if found is None or not likely(found):
            continue
        relation = _relation(found.word, found.other, language)
        if relation >= Relation.FAR:
            yield Substitution(*found, relation)


_NOTHING: list[int] = []


class _Place(NamedTuple):
    mine: list[int]
    theirs: list[int]
    first: int  # the slot begins after this anchor
    last: int  # and ends before this one


def _place(sides: Sequence[tuple[list[int], list[int]]], n: int) -> _Place | None:
    """What gap ``n`` holds; with the next one where each has what the other lacks."""
    mine, theirs = sides[n]
    if mine and theirs:
        return _Place(mine, theirs, n, n + 1)
    if n + 1 == len(sides):
        return None
    my_next, their_next = sides[n + 1]
    if (mine and their_next and not my_next) or (theirs and my_next and not their_next):
        return _Place(mine or my_next, theirs or their_next, n, n + 2)
    return None


def _free(
    tokens: Sequence[Token], start: int, end: int, free: Sequence[bool], functions: frozenset[str]
) -> list[int]:
    return [i for i in range(start, end) if free[i] and content(tokens[i], functions)]


def _slot(
    words: WordAlignment, place: _Place, run: list[tuple[int, int]], language: Language
) -> Slot | None:
    if len(place.mine) > 1 or len(place.theirs) > 1:
        return None
    i, j = place.mine[0], place.theirs[0]
    crossed = place.last > place.first + 1
    middle = run[place.first + 1] if crossed else (i, j)
    mine = words.mt[min(i, middle[0]) : max(i, middle[0]) + 1]
    theirs = words.other[min(j, middle[1]) : max(j, middle[1]) + 1]
    fits = (
        max(len(mine), len(theirs)) <= _WIDEST
        and plain(words.mt, i, language)
        and plain(words.other, j, language)
        and _unbroken(mine, language)
        and _unbroken(theirs, language)
    )
    word, other = words.mt[i].word, words.other[j].word
    if not fits or alike(word.comparable, other.comparable):
        return None
    return Slot(
        word,
        other,
        stretch(mine, 0, len(mine)),
        stretch(theirs, 0, len(theirs)),
        _row(run, place.first, -1),
        _row(run, place.last, 1),
        crossed,
    )


def stem(word: Word) -> str:
    """The stem of a word, or what stands for it."""
    return word.stem or word.comparable


def alike(one: str, other: str) -> bool:
    """Whether two comparable forms are nearly the same, or one holds the other."""
    return (
        one in other
        or other in one
        or bare(one) == bare(other)
        or bool(Levenshtein.normalized_similarity(one, other, score_cutoff=_ALIKE))
    )


def _relation(one: Word, other: Word, language: Language) -> Relation:
    senses = language.senses
    return Relation.UNKNOWN if senses is None else senses.relation(stem(one), stem(other))


def _unbroken(tokens: Sequence[Token], language: Language) -> bool:
    """Whether nothing but a space stands between each two of them."""
    widest = 1 if language.core.spaced else 0
    return all(after.start - before.end <= widest for before, after in pairwise(tokens))


def plain(tokens: Sequence[Token], index: int, language: Language) -> bool:
    """Whether a word is neither a number nor, as far as its capitals show, a name."""
    word = tokens[index].word
    form = word.form
    if word.kind is not TokenKind.WORD or form[1:] != form[1:].lower() or not form.isalpha():
        return False
    if not language.core.cased or not word.capitalised:
        return len(form) >= _SHORTEST
    return language.core.nouns_capitalised or (index == 0 and word.zipf >= RARE)


def _row(run: list[tuple[int, int]], at: int, step: int) -> int:
    """How many anchors in a row lie from ``run[at]`` on; the end of both texts counts as all."""
    count = 0
    while count < RUN:
        if at in (0, len(run) - 1):
            return RUN
        count += 1
        following = at + step
        if (run[following][0] - run[at][0], run[following][1] - run[at][1]) != (step, step):
            break
        at = following
    return count

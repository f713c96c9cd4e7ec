"""Which words of two texts deny something, and which denials have no counterpart.

Shared by the checks that ask whether a difference in wording turns the meaning round.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.phrasebook import Hit, Phrasebook
from mtcheck.article import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.gaps import Gap
    from mtcheck.article import Token
    from mtcheck.languages import Language

__all__ = [
    "Denials",
    "Unit",
    "denials",
    "expected",
    "hints",
    "inert",
    "leftover",
    "negative",
    "units",
]

_APART = 2  # words between two negators that deny once: "ne signera pas"
_SHORTEST = 4  # letters of the word after a negative prefix: un-able
_MANY = 100  # denials of one pair; a text with more is no sentence, and is left alone
_COMMON = 2.0  # Zipf frequency that makes it a word on its own


class Denials(NamedTuple):
    """``sure`` deny on their own; ``like`` may stand for a denial. All in order.

    ``empty`` are phrases with a negator that denies nothing, or only in part (*not only*).
    """

    sure: list[Hit]
    like: list[Hit]
    empty: list[Hit]


class Unit(NamedTuple):
    """Tokens ``start``..``end`` hold one denial: a negator, or several that deny once."""

    start: int
    end: int


def units(hits: Sequence[Hit], language: Language) -> list[Unit]:
    """The negators ``hits``, those of one denial together: *ne … pas*, *никто не*."""
    apart = _APART if language.core.spaced else 2 * _APART
    found: list[Unit] = []
    for hit in hits:
        if found and hit.start - found[-1].end <= apart:
            found[-1] = Unit(found[-1].start, max(hit.end, found[-1].end))
        else:
            found.append(Unit(hit.start, hit.end))
    return found


def hints(tokens: Sequence[Token], found: Denials, language: Language) -> list[Hit]:
    """What may stand for a denial: words like one, and words with a negative beginning."""
    none: frozenset[str] = frozenset()
    made = [
        Hit(i, i + 1, none) for i, t in enumerate(tokens) if negative(t.word.comparable, language)
    ]
    partly = [h for h in found.empty if h.end - h.start > 1] if language.core.spaced else []
    return found.like + made + partly


def denials(tokens: Sequence[Token], language: Language) -> Denials:
    """The words of ``tokens`` that deny, those that deny nothing (not only) left out."""
    found = Denials([], [], [])
    for hit in _book(language).scan(tokens):
        if "exempt" in hit.labels:
            found.empty.append(hit)
        elif not _numbers(tokens, hit.end):
            (found.sure if "deny" in hit.labels else found.like).append(hit)
    return found


def inert(tokens: Sequence[Token], language: Language) -> list[Hit]:
    """The words of ``tokens`` that say that nothing happens: *stay*, *silent*, *unchanged*."""
    return _inert_book(language).scan(tokens)


@cache
def _inert_book(language: Language) -> Phrasebook:
    data = language.meaning
    return Phrasebook({"inert": data.negation.inert} if data else {}, language)


def _numbers(tokens: Sequence[Token], at: int) -> bool:
    # "No. 5" numbers, it does not deny; "not 5" has no stop in between.
    if at >= len(tokens) or tokens[at].kind is not TokenKind.NUMBER:
        return False
    return tokens[at].start - tokens[at - 1].end > 1


@cache
def _book(language: Language) -> Phrasebook:
    data = language.meaning
    if data is None:
        return Phrasebook({}, language)
    negation = data.negation
    entries = {
        "deny": (*negation.words, *(f"*{ending}" for ending in negation.endings)),
        "like": (*negation.like, *(f"*{ending}" for ending in negation.suffixes)),
        "exempt": negation.exceptions,
    }
    return Phrasebook(entries, language)


@lru_cache(maxsize=50_000)
def negative(form: str, language: Language) -> bool:
    """Whether a comparable form is another word with a negative beginning: *un-able*."""
    if language.meaning is None or language.lexicon is None:
        return False
    for prefix in language.meaning.negation.prefixes:
        rest = form[len(prefix) :]
        if form.startswith(prefix) and len(rest) >= _SHORTEST:
            plain = prefix == language.meaning.negation.words[0]  # неотделимый
            return plain or language.lexicon.zipf(rest) >= _COMMON
    return False


def leftover(
    hits: list[Hit], to_other: Sequence[int], between: Sequence[Gap], others: list[Hit], reach: int
) -> list[Hit]:
    """Those of ``hits`` that none of ``others`` answers within ``reach`` words of their place.

    Each of ``others`` answers once. ``between`` are the gaps seen from the side of ``hits``.
    """
    if len(hits) > _MANY or len(others) > _MANY:
        return []
    free = list(others)
    waiting = []
    for hit in hits:
        linked = to_other[hit.start]
        answer = next((o for o in free if o.start <= linked < o.end), None)
        if answer is None:
            waiting.append(hit)
        else:
            free.remove(answer)
    left = []
    for hit in waiting:
        low, high = expected(hit, to_other, between)
        near = [(max(low - o.start, o.start - high, 0), o.start, o) for o in free]
        best = min(near, default=None)
        if best is None or best[0] > reach:
            left.append(hit)
        else:
            free.remove(best[2])
    return left


def expected(hit: Hit, to_other: Sequence[int], between: Sequence[Gap]) -> tuple[int, int]:
    """Between which indices of the other side ``hit`` would stand."""
    at = bisect_right(between, hit.start, key=lambda g: g.mt_start) - 1
    if at >= 0 and hit.start < between[at].mt_end:
        return between[at].other_start, between[at].other_end
    linked = to_other[hit.start]
    if linked >= 0:
        return linked, linked
    return hit.start, hit.start

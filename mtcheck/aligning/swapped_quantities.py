"""Two numbers of a sentence that have changed places: 142 women and 156 men, for 156 and 142.

Each value is in the other text as well, so that nothing is left over; what shows the exchange is
the words around. A swap is certain where each number stands among the words that the other one has
there, and among none of its own; where it is so of one of them, or the source has the order of the
reference, and a word that both texts have stands between; where the words right before and after
are those of the other (*from*, *to*); and in a range of years or of a unit that runs the other way.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.gaps import anchors, content
from mtcheck.aligning.quantity import Quantity, Sort
from mtcheck.aligning.quantity_matching import Side, identity
from mtcheck.aligning.quantity_units import same_unit
from mtcheck.article import TokenKind
from mtcheck.finding import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Text, Token

__all__ = ["Swap", "swaps"]

_MOST = 8  # numbers of a segment; more is a list or a table
_REACH = 3  # content words on either side that a number may be bound to
_DASHES = frozenset("-–—~〜～‒至")
_NUMBERS = frozenset({Sort.NUMBER, Sort.YEAR})


class Swap(NamedTuple):
    """``first`` and ``second`` of the MT, each with the other text's number for its place."""

    first: Quantity
    first_meant: Quantity
    second: Quantity
    second_meant: Quantity
    basis: Basis


class _Couple(NamedTuple):
    """Two numbers of the MT and the equal ones of the other text, in the order of the MT."""

    one: Quantity
    two: Quantity
    like_one: Quantity
    like_two: Quantity


def swaps(sides: Sequence[Side], segment: Sequence[Quantity]) -> Iterator[Swap]:
    """The pairs of numbers of an MT segment that have surely changed places."""
    plain = [q for q in segment if q.sort in _NUMBERS and not q.soft]
    if not 1 < len(plain) <= _MOST:
        return
    done: set[int] = set()
    for one, two in combinations(plain, 2):
        if {one.start, two.start} & done or not _exchangeable(one, two, plain):
            continue
        found = [(s, c) for s in sides if (c := _couple(s, one, two)) is not None]
        orders = {c.like_one.start < c.like_two.start for _, c in found}
        agreed = len(found) > 1 and orders == {False}
        told = [(s, c) for s, c in found if _turned(s, c, segment, agreed=agreed)]
        if not told or any(_straight(s, c, segment) for s, c in found):
            continue
        done |= {one.start, two.start}
        side, couple = told[0]
        yield Swap(one, couple.like_two, two, couple.like_one, side.basis)


def _exchangeable(one: Quantity, two: Quantity, every: Sequence[Quantity]) -> bool:
    # Of one kind, and no value twice, so that each has one partner alone.
    if one.keys[0] == two.keys[0] or one.ordinal is not two.ordinal or one.sort is not two.sort:
        return False
    if one.unit is not None and two.unit is not None and not same_unit(one.unit, two.unit):
        return False
    return all(sum(q.keys[0] == k for q in every) == 1 for k in (one.keys[0], two.keys[0]))


def _couple(side: Side, one: Quantity, two: Quantity) -> _Couple | None:
    likes = [side.partner.get(identity(q)) for q in (one, two)]
    pair = side.pairs[side.pair_of[one.segment]] if one.segment in side.pair_of else None
    if pair is None or likes[0] is None or likes[1] is None:
        return None
    segments = {s.index for s in pair.other}
    like_one, like_two = likes[0], likes[1]
    if like_one.segment != like_two.segment or like_one.segment not in segments:
        return None
    theirs = side.numbers[like_one.segment]
    if any(sum(q.keys[0] == like.keys[0] for q in theirs) > 1 for like in (like_one, like_two)):
        return None
    return _Couple(one, two, like_one, like_two)


def _turned(side: Side, couple: _Couple, segment: Sequence[Quantity], *, agreed: bool) -> bool:
    # ``agreed``: reference and source have them in one order, the translation in the other.
    one, two, like_one, like_two = couple
    if _runs_back(side, couple):
        return True
    mine, theirs = _bound(side, couple, segment)
    crossing = bool(mine[0] & theirs[1]) + bool(mine[1] & theirs[0])
    if crossing > 1:
        return True
    if side.basis is not Basis.REFERENCE:
        return False
    if (crossing or agreed) and _around_a_word(side, couple):
        return True
    before = [_before(side.mt, q) for q in (one, two)]
    there = [_before(side.text, q) for q in (like_two, like_one)]
    after = [_after(side.mt, q) for q in (one, two)]
    beyond = [_after(side.text, q) for q in (like_two, like_one)]
    plain = before[0] is not None and before[1] is not None and before[0] != before[1]
    return plain and before == there and after == beyond


def _straight(side: Side, couple: _Couple, segment: Sequence[Quantity]) -> bool:
    # Whether a text has the numbers where the translation has them.
    mine, theirs = _bound(side, couple, segment)
    return bool(mine[0] & theirs[0] or mine[1] & theirs[1])


def _runs_back(side: Side, couple: _Couple) -> bool:
    # 2009–2015 for 2015–2009: a range is written one way only. A score (2–1) is not.
    one, two, like_one, like_two = couple
    years = all(q.sort is Sort.YEAR for q in couple)
    measured = all(q.unit is not None for q in (two, like_one))
    if not (years or measured):
        return False
    return _dashed(side.mt, one, two) and _dashed(side.text, like_two, like_one)


def _around_a_word(side: Side, couple: _Couple) -> bool:
    # Whether a word that both texts have stands between the two on both sides, the numbers on
    # either side of it exchanged.
    one, two, like_one, like_two = couple
    words = side.pairs[side.pair_of[one.segment]].words
    if words is None or like_two.start > like_one.start:
        return False
    return any(
        one.end <= words.mt[k.mt].start < two.start
        and like_two.end <= words.other[k.other].start < like_one.start
        and words.mt[k.mt].is_word
        for k in anchors(words)
    )


def _dashed(text: Text, left: Quantity, right: Quantity) -> bool:
    between = text.segments[left.segment].tokens[left.last + 1 : right.first]
    return left.last < right.first and [t.form in _DASHES for t in between] == [True]


def _bound(
    side: Side, couple: _Couple, segment: Sequence[Quantity]
) -> tuple[tuple[frozenset[str | int], ...], tuple[frozenset[str | int], ...]]:
    # What the words around each number say, without what is said around both.
    one, two, like_one, like_two = couple
    across = side.basis is Basis.SOURCE
    theirs = side.numbers[like_one.segment]
    mine = [_around(side.mt, q, segment, across=across) for q in (one, two)]
    others = [_around(side.text, q, theirs, across=across) for q in (like_one, like_two)]
    in_mt, in_other = mine[0] & mine[1], others[0] & others[1]
    return (
        tuple(m - in_mt - in_other for m in mine),
        tuple(o - in_mt - in_other for o in others),
    )


def _around(
    text: Text, q: Quantity, every: Sequence[Quantity], *, across: bool
) -> frozenset[str | int]:
    tokens = text.segments[q.segment].tokens
    taken = {i for o in every if o.start != q.start for i in range(o.first, o.last + 1)}
    found: set[str | int] = set()
    for start, step in ((q.last + 1, 1), (q.first - 1, -1)):
        at = start
        left = _REACH if not across else 1
        while 0 <= at < len(tokens) and left and at not in taken:
            token = tokens[at]
            if token.kind is TokenKind.PUNCTUATION and token.form not in "-%'’":
                break
            if content(token, text.language.function_words):
                if _nearer(at, q, step, every):
                    found |= _says(token, text, across=across)
                left -= 1
            elif across:
                break  # in another language only what is counted tells: 142 women
            at += step
    return frozenset(found)


def _nearer(at: int, q: Quantity, step: int, every: Sequence[Quantity]) -> bool:
    # A word between two numbers belongs to the nearer; where it is as far, to the one before it.
    own = at - q.last if step > 0 else q.first - at
    others = [
        o.first - at if step > 0 else at - o.last
        for o in every
        if (o.first > at if step > 0 else o.last < at)
    ]
    nearest = min(others, default=own + 1)
    return own < nearest or (own == nearest and step > 0)


def _says(token: Token, text: Text, *, across: bool) -> set[str | int]:
    if not across:
        return {token.word.stem or token.comparable}
    senses = text.language.senses
    return {token.comparable, *(senses.of(token.word.stem) if senses is not None else ())}


def _before(text: Text, q: Quantity) -> str | None:
    return _word(text, q.segment, q.first - 1)


def _after(text: Text, q: Quantity) -> str | None:
    return _word(text, q.segment, q.last + 1)


def _word(text: Text, segment: int, at: int) -> str | None:
    tokens = text.segments[segment].tokens
    return tokens[at].comparable if 0 <= at < len(tokens) and tokens[at].is_word else None

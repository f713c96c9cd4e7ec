"""A word denied on one side, and another one affirmed at its place on the other.

*Not to bring* and *to call*: with the word that it denies a "not" has gone, and the words around
are the same. It is no loss where one word says the opposite of the other (*not far*, *close*) or
that nothing happens (*not leave*, *stay*).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import product
from typing import TYPE_CHECKING

from mtcheck.aligning import opposites
from mtcheck.aligning.denials import inert, units
from mtcheck.aligning.gaps import content
from mtcheck.aligning.one_sided import particle, steady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.gaps import Gap
    from mtcheck.aligning.one_sided import Turn, View
    from mtcheck.article import Token

__all__ = ["swapped"]

_MOST = 3  # words that mean something at the place, on either side
_PLACE = 7  # words of the place, function words and all


def swapped(turn: Turn, view: View) -> bool:
    """Whether ``turn`` is its side's only denial, and another word is affirmed at its place."""
    if turn.fits or turn.shared or len(units(view.here.denials.sure, view.language)) > 1:
        return False
    here = view.here.tokens[turn.here_start : turn.here_end]
    if not any(particle(token, view.language) for token in here):
        return False
    at = bisect_right(view.between, turn.here_start, key=lambda g: g.mt_start) - 1
    if at < 0 or turn.here_end >= view.between[at].mt_end:
        return False
    gap = view.between[at]
    return _framed(gap, view) and _exchanged(turn, gap, view)


def _framed(gap: Gap, view: View) -> bool:
    # Between the same two words on both sides.
    a, b, c, d = gap
    if a == 0 or b == len(view.here.tokens) or max(b - a, d - c) > _PLACE:
        return False
    return steady(view, a - 1, c - 1, -1) and steady(view, b, d, 1)


def _exchanged(turn: Turn, gap: Gap, view: View) -> bool:
    here = view.here.tokens
    start, end = turn.here_start, turn.here_end
    mine, theirs = _said(here[end : gap.mt_end], view), _said(_there(gap, view), view)
    if not (0 < len(mine) <= _MOST and 0 < len(theirs) <= _MOST):
        return False
    lead = [t.comparable for t in here[gap.mt_start : start]]
    if lead != [t.comparable for t in _there(gap, view)[: len(lead)]]:
        return False  # "is not fit for", "is biased against": a predicate may turn round as well
    if here[end].start - here[end - 1].end > 1:
        return False  # not "nearly", but altogether
    if not view.language.core.nouns_capitalised and any(t.form != t.form.lower() for t in theirs):
        return False  # a name or an abbreviation says anything
    if inert(_there(gap, view), view.language):
        return False
    labels = opposites.book(view.language).labels
    return not any(
        opposites.opposed(labels(m.comparable), labels(t.comparable))
        for m, t in product(mine, theirs)
    )


def _there(gap: Gap, view: View) -> Sequence[Token]:
    return view.there.tokens[gap.other_start : gap.other_end]


def _said(tokens: Sequence[Token], view: View) -> list[Token]:
    return [t for t in tokens if content(t, view.language.function_words)]

"""What lies between the words that two texts share: the places where they may differ.

The words of a pair that match in the same order are its anchors. Between two neighbouring
anchors lies a gap: MT words and words of the other text that stand at the same place.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.once import ByIdentity
from mtcheck.article import LinkKind, TokenKind
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Link, Token, WordAlignment

__all__ = ["Gap", "anchors", "content", "gaps", "places", "stretch", "unmatched"]


class Gap(NamedTuple):
    """MT words ``mt_start``..``mt_end`` stand where the other text has its own words.

    End-exclusive indices into the alignment's tokens; either side may be empty.
    """

    mt_start: int
    mt_end: int
    other_start: int
    other_end: int


# Six checks ask the same of each pair, one check after another: enough for a long article.
_REMEMBERED = 8192


def anchors(words: WordAlignment) -> list[Link]:
    """The links by likeness that form the longest run in the same order on both sides."""
    return _anchors(ByIdentity(words))


@lru_cache(maxsize=_REMEMBERED)
def _anchors(key: ByIdentity[WordAlignment]) -> list[Link]:
    words = key.it
    tails: list[int] = []  # the other side's index at which the best run of each length ends
    last: list[int] = []  # which link that is
    before: list[int] = []
    links = [k for k in words.links if k.kind is not LinkKind.PLACE]
    others = [k.other for k in links]
    if all(map(lt, others, others[1:])):
        return links  # nothing has moved
    for n, link in enumerate(links):
        at = bisect_left(tails, link.other)
        before.append(last[at - 1] if at else -1)
        if at == len(tails):
            tails.append(link.other)
            last.append(n)
        else:
            tails[at] = link.other
            last[at] = n
    run = []
    n = last[-1] if last else -1
    while n >= 0:
        run.append(links[n])
        n = before[n]
    run.reverse()
    return run


def gaps(words: WordAlignment, besides: frozenset[str] = frozenset()) -> list[Gap]:
    """The gaps between anchors, those before the first and after the last included.

    The comparable forms of ``besides`` (function words, say) do not anchor.
    """
    found = []
    i = j = 0
    for link in anchors(words):
        if besides and words.mt[link.mt].word.comparable in besides:
            continue
        if link.mt > i or link.other > j:
            found.append(Gap(i, link.mt, j, link.other))
        i, j = link.mt + 1, link.other + 1
    if i < len(words.mt) or j < len(words.other):
        found.append(Gap(i, len(words.mt), j, len(words.other)))
    return found


def places(words: WordAlignment) -> list[Gap]:
    """The gaps, and the single words that are matched by letters or vectors alone."""
    return _places(ByIdentity(words))


@lru_cache(maxsize=_REMEMBERED)
def _places(key: ByIdentity[WordAlignment]) -> list[Gap]:
    words = key.it
    loose = [
        Gap(k.mt, k.mt + 1, k.other, k.other + 1)
        for k in words.links
        if k.kind in {LinkKind.SIMILAR, LinkKind.ALIKE}
    ]
    return gaps(words) + loose


def content(token: Token, functions: frozenset[str]) -> bool:
    """Whether a token says something of its own: no function word, no lone hiragana."""
    word = token.word
    if word.kind is TokenKind.NUMBER:
        return True
    form = word.comparable
    if word.kind is not TokenKind.WORD or form in functions:
        return False
    return len(form) > 1 or not "\u3041" <= form <= "\u309f"


def unmatched(words: WordAlignment) -> tuple[list[bool], list[bool]]:
    """For the MT's and the other's words: whether no word of the other side is like it."""
    found = _unmatched(ByIdentity(words))
    return list(found[0]), list(found[1])


@lru_cache(maxsize=_REMEMBERED)
def _unmatched(key: ByIdentity[WordAlignment]) -> tuple[list[bool], list[bool]]:
    words = key.it
    mt = [j < 0 for j in words.to_other]
    other = [i < 0 for i in words.to_mt]
    for link in words.links:
        if link.kind is LinkKind.PLACE:
            mt[link.mt] = other[link.other] = True
    return mt, other


def stretch(tokens: Sequence[Token], start: int, end: int) -> Span:
    """The span from the first to the last of ``tokens[start:end]``, which must not be empty."""
    return Span(tokens[start].start, tokens[end - 1].end)

"""Aligning: which segments, words and names of two texts belong together."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from mtcheck.aligning import sentences, words
from mtcheck.aligning.sentences import Group
from mtcheck.article import AlignedArticle, Pair

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Article, Segment, Text

__all__ = ["align"]


def align(article: Article) -> AlignedArticle:
    """The article with its MT paired with each text that is there."""
    return AlignedArticle(
        article,
        reference_pairs=_pairs(article.mt, article.reference, article, monolingual=True),
        source_pairs=_pairs(article.mt, article.source, article, monolingual=False),
    )


def _pairs(
    mt: Text, other: Text | None, article: Article, *, monolingual: bool
) -> tuple[Pair, ...]:
    if other is None:
        return ()
    if article.aligned:
        groups = list(_block_by_block(mt, other, monolingual=monolingual))
    else:
        groups = _aligned(mt, other, mt.segments, other.segments, monolingual=monolingual)
    pairs: list[Pair] = []
    for group in groups:
        left = mt.segments[group.left.start : group.left.stop]
        right = other.segments[group.right.start : group.right.stop]
        found = (
            words.align(left, right, mt.language.function_words)
            if monolingual and left and right
            else None
        )
        pairs.append(Pair(len(pairs), left, right, group.similarity, found))
    return tuple(pairs)


def _aligned(
    mt: Text,
    other: Text,
    left: Sequence[Segment],
    right: Sequence[Segment],
    *,
    monolingual: bool,
) -> list[Group]:
    if monolingual:
        return sentences.in_one_language(left, right, mt.language)
    return sentences.across_languages(left, right, (mt.content, other.content))


def _block_by_block(mt: Text, other: Text, *, monolingual: bool) -> Iterator[Group]:
    """Block *n* belongs to block *n*: sentences are only paired inside it."""
    ours, theirs = _by_block(mt), _by_block(other)
    unknown = {at for text in (mt, other) for at, b in enumerate(text.blocks) if not b.known}
    for at, (left, right) in enumerate(zip_longest(ours, theirs, fillvalue=range(0))):
        if (not left and not right) or at in unknown:
            continue
        yield from _inside(mt, other, left, right, monolingual=monolingual)


def _by_block(text: Text) -> list[range]:
    """The positions of each block's segments."""
    found = [range(0)] * len(text.blocks)
    for segment in text.segments:
        known = found[segment.block]
        start = known.start if known else segment.index
        found[segment.block] = range(start, segment.index + 1)
    return found


def _inside(
    mt: Text, other: Text, left: range, right: range, *, monolingual: bool
) -> Iterator[Group]:
    """The whole block as one pair, unless its sentences pair off surely on both sides."""
    if not left or not right:
        yield Group(left, right, 0.0)
        return
    whole = Group(left, right, 1.0)
    if len(left) == 1 or len(right) == 1:
        yield whole
        return
    segments = mt.segments[left.start : left.stop], other.segments[right.start : right.stop]
    groups = _aligned(mt, other, *segments, monolingual=monolingual)
    if any(not g.left or not g.right or g.similarity < _SURE for g in groups):
        yield whole
        return
    for group in groups:
        yield replace(
            group,
            left=range(left.start + group.left.start, left.start + group.left.stop),
            right=range(right.start + group.right.start, right.start + group.right.stop),
        )


_SURE = 0.2  # likeness of each pair from which a block is taken apart

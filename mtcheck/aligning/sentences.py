"""Sentence alignment: which segments of two texts say the same, n:m, moved ones included.

Texts of one language are paired by what their segments share. A text and its source are paired
by length (Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993) with
numbers, marks, names and cognates as evidence. In both, segments that are surely each other's
guide a band through which dynamic programming finds the best path; what stays alone on both
sides and yet belongs together has moved, and is paired out of order.

The constants were chosen on the training half of ``benchmarks/alignment.py``.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from mtcheck.aligning import lengths, likeness
from mtcheck.aligning.leftovers import Group, moved, ordered, paired_by_place
from mtcheck.aligning.paths import Step, band, best_path, rising

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mtcheck.aligning.likeness import Likeness
    from mtcheck.aligning.paths import Gains
    from mtcheck.article import Segment
    from mtcheck.languages import Language

__all__ = ["Group", "across_languages", "in_one_language"]

_REACH = 3  # the most segments that are taken for one


# Texts of one language.
_LIKE = 0.16  # share of weight from which two segments are rather a pair than two strangers
_MERGE = 0.1  # share of the smallest part's weight that a merge must gain to be worth it
_VOTERS = 4  # a feature in more segments than this is no anchor
_ANCHOR = 0.34  # share of weight of an anchor …
_CLEAR = 1.3  # … and how much more its votes weigh than those of the next best
_MOVED = 0.26  # share of weight that a pair out of order must have
_BETWEEN = 0.05  # and of a pair that stands alone between two pairs
_LENGTHS = 2.5  # how many times heavier one of those may be …
_EQUAL = 1.6  # … and up to where it need not share a thing


def in_one_language(
    left: Sequence[Segment], right: Sequence[Segment], language: Language
) -> list[Group]:
    """MT and reference: groups in the order of the left side."""
    like = likeness.within(left, right, language)
    anchors, best = _anchors(like, _ANCHOR)
    rows = band(len(left), len(right), rising(anchors))
    steps = best_path(len(left), len(right), rows, _gains(like, rows), skip=0.0)
    groups = [_group(like, step) for step in steps]
    groups = [g for group in groups for g in _torn(group, best)]
    groups = moved(like, groups, _MOVED)
    return ordered(paired_by_place(like, groups, partial(_plausible, like)))


def _anchors(like: Likeness, least: float) -> tuple[list[tuple[int, int, float]], dict[int, float]]:
    """Segments that are clearly each other's best, and the likeness each anchor has."""
    firsts = [_first(like.votes(i, _VOTERS)) for i in range(len(like.left))]
    back: dict[int, tuple[float, int]] = {}
    for i, first in enumerate(firsts):
        if first is not None and first[1] > back.get(first[0], (0.0, 0))[0]:
            back[first[0]] = (first[1], i)
    points, best = [], {}
    for j, (votes, i) in sorted(back.items()):
        share = like.dice((i,), (j,))
        if share >= least:
            points.append((i, j, votes))
            best[i] = share
    return points, best


def _first(votes: dict[int, float]) -> tuple[int, float] | None:
    """The place with most votes, if it is clear of the second."""
    if not votes:
        return None
    ranked = sorted(votes.items(), key=lambda kv: (-kv[1], kv[0]))[:2]
    clear = len(ranked) == 1 or ranked[0][1] > _CLEAR * ranked[1][1]
    return ranked[0] if clear else None


def _near(like: Likeness, rows: Sequence[tuple[int, int]]) -> Callable[[int], dict[int, float]]:
    """What left segment ``i`` shares with the right ones in reach, remembered for a while."""
    kept: dict[int, dict[int, float]] = {}

    def overlaps(i: int) -> dict[int, float]:
        if i not in kept:
            kept.pop(i - _REACH - 1, None)  # the path only looks ahead
            low, high = rows[max(i - _REACH, 0)][0], rows[min(i, len(rows) - 1)][1]
            kept[i] = like.overlaps(i, low, high + _REACH) if i < len(like.left) else {}
        return kept[i]

    return overlaps


def _gains(like: Likeness, rows: Sequence[tuple[int, int]]) -> Callable[[int], Gains]:
    overlaps = _near(like, rows)
    # No step reaches beyond the end: what stands there weighs too much.
    left = (*like.left_weight, *_BEYOND)
    right = (*like.right_weight, *_BEYOND)
    weights = [_running(right, j) for j in range(len(like.right) + 1)]
    mine, theirs = _joined(like.left), _joined(like.right)

    def row(i: int) -> Gains:
        near = overlaps(i), overlaps(i + 1), overlaps(i + 2)
        w, ww, www = _running(left, i)

        def gains(j: int) -> Sequence[tuple[int, int, float]]:
            v, vv, vvv = weights[j]
            alone, wide, tall, square, wider, taller = _table(near, j)
            # What is shared twice is counted twice in these: a bound that costs little.
            if 2 * max(wider, square, taller) <= _LIKE * (w + v):
                return ()
            one = 2 * alone - _LIKE * (w + v)
            least = max(one, 0.0)
            found = [(1, 1, one)] if one > 0 else []
            cost = _LIKE * (w + vv) + _MERGE * vv
            if 2 * wide - cost > least:
                twice = like.weigh(like.left[i] & like.right[j] & like.right[j + 1])
                wide, square, wider = wide - twice, square - twice, wider - twice
                found.append((1, 2, 2 * wide - cost))
            cost = _LIKE * (ww + v) + _MERGE * ww
            if 2 * tall - cost > least:
                twice = like.weigh(like.left[i] & like.left[i + 1] & like.right[j])
                tall, taller = tall - twice, taller - twice
                found.append((2, 1, 2 * tall - cost))
            for di, dj, most, every, parts in (
                (2, 2, square, ww + vv, ww + vv),
                (1, 3, wider, w + vvv, vvv),
                (3, 1, taller, www + v, www),
            ):
                cost = _LIKE * every + _MERGE * parts
                if 2 * most - cost > least:
                    both = like.weigh(mine(i, di) & theirs(j, dj))
                    found.append((di, dj, 2 * both - cost))
            return found

        return gains

    return row


_BEYOND = (float("inf"),) * (_REACH + 1)


def _joined(side: Sequence[frozenset[str]]) -> Callable[[int, int], frozenset[str]]:
    """The features of so many segments from one on, together; remembered for a while."""

    @lru_cache(maxsize=256)  # more than the band is wide
    def features(at: int, count: int) -> frozenset[str]:
        return side[at].union(*side[at + 1 : at + count])

    return features


def _running(weights: Sequence[float], at: int) -> tuple[float, float, float]:
    """The first one, two and three from there on, added up."""
    one = weights[at]
    two = one + weights[at + 1]
    return one, two, two + weights[at + 2]


def _table(
    near: tuple[dict[int, float], dict[int, float], dict[int, float]], j: int
) -> tuple[float, float, float, float, float, float]:
    """What the 1:1, 1:2, 2:1, 2:2, 1:3 and 3:1 from there share, at most.

    ``near`` is what three left segments in a row share with single right ones.
    """
    first, second, third = near
    one = first.get(j, 0.0)
    wide = one + first.get(j + 1, 0.0)
    below = second.get(j, 0.0)
    square = wide + below + second.get(j + 1, 0.0)
    wider, tall = wide + first.get(j + 2, 0.0), one + below
    return one, wide, tall, square, wider, tall + third.get(j, 0.0)


def _group(like: Likeness, step: Step) -> Group:
    left, right = range(step.left, step.left_end), range(step.right, step.right_end)
    return Group(left, right, like.dice(left, right) if left and right else 0.0)


def _torn(group: Group, best: dict[int, float]) -> Iterable[Group]:
    """A weak pair falls apart if one of its segments has a far better partner elsewhere."""
    if (
        group.left
        and group.right
        and any(group.similarity < best.get(i, 0.0) / 2 for i in group.left)
    ):
        yield from (Group(range(i, i + 1), range(0)) for i in group.left)
        yield from (Group(range(0), range(j, j + 1)) for j in group.right)
    else:
        yield group


def _plausible(like: Likeness, i: int, j: int) -> bool:
    a, b = like.left_weight[i], like.right_weight[j]
    short, long = min(a, b), max(a, b)
    least = _BETWEEN if long > _EQUAL * short else 0.0
    return long <= _LENGTHS * short and like.dice((i,), (j,)) >= least


# A text and its source: natural logarithms of probabilities.
_PRIORS = ((1, 1, 0.12), (1, 2, 4.0), (2, 1, 4.0), (2, 2, 7.0), (1, 3, 7.0), (3, 1, 7.0))
_LEFT_OUT = 2.8  # what a segment without a partner costs; a pair less likely than two is none
_EVEN = 100.0
_FITS = 1.0  # surprise of a step below which steps of more than …
_FEW = 3  # … so many segments are not worth a look
_UNLIKELY = 1.0  # surprise from which two strangers at one place are not paired
_BEAM = 30.0
_EVIDENCE = 0.8  # what one unit of shared weight is worth …
_CHANCE = 0.07  # share of the lighter side's weight that strangers have in common too
_MOST_EVIDENCE = 8.0  # … up to this
_ANCHOR_BETWEEN = 0.3
_MOVED_BETWEEN = 0.17


def across_languages(
    left: Sequence[Segment], right: Sequence[Segment], texts: tuple[str, str]
) -> list[Group]:
    """MT and source, whose contents are ``texts``: groups in the order of the left side."""
    like = likeness.between(left, right)
    sizes = (
        [lengths.length(texts[0], s) for s in left],
        [lengths.length(texts[1], s) for s in right],
    )
    anchors, _ = _anchors(like, _ANCHOR_BETWEEN)
    chain = rising(anchors)
    ratio = _ratio(sizes, chain)
    rows = band(len(left), len(right), chain)
    gains = _length_gains(like, sizes, ratio, rows)
    steps = best_path(len(left), len(right), rows, gains, skip=_LEFT_OUT, beam=_BEAM)
    groups = [_group(like, step) for step in steps]
    groups = moved(like, groups, _MOVED_BETWEEN)

    def plausible(i: int, j: int) -> bool:
        return lengths.surprise(sizes[0][i], sizes[1][j], ratio) < _UNLIKELY

    return ordered(paired_by_place(like, groups, plausible))


def _ratio(sizes: tuple[list[float], list[float]], chain: Sequence[tuple[int, int]]) -> float:
    """Letters on the right for one on the left: of sure pairs if there are enough of them."""
    left, right = sizes
    if chain:
        left, right = [left[i] for i, _ in chain], [right[j] for _, j in chain]
    # Some letters at even length keep a few short or odd segments from deciding.
    return (sum(right) + _EVEN) / (sum(left) + _EVEN)


def _length_gains(
    like: Likeness,
    sizes: tuple[list[float], list[float]],
    ratio: float,
    rows: Sequence[tuple[int, int]],
) -> Callable[[int], Gains]:
    overlaps = _near(like, rows)
    left, right = (*sizes[0], *_BEYOND), (*sizes[1], *_BEYOND)
    ours, theirs = (*like.left_weight, *_BEYOND), (*like.right_weight, *_BEYOND)
    n, m = len(like.left), len(like.right)

    def row(i: int) -> Gains:
        near = overlaps(i), overlaps(i + 1), overlaps(i + 2)
        a, w = _running(left, i), _running(ours, i)

        def gains(j: int) -> Sequence[tuple[int, int, float]]:
            b, v = _running(right, j), _running(theirs, j)
            found: list[tuple[int, int, float]] = []
            fits = False
            for (di, dj, prior), shared in zip(_PRIORS, _table(near, j), strict=True):
                if i + di > n or j + dj > m or (fits and di + dj > _FEW):
                    continue
                due = _CHANCE * min(w[di - 1], v[dj - 1])
                evidence = min(_EVIDENCE * (shared - due), _MOST_EVIDENCE)
                surprise = lengths.surprise(a[di - 1], b[dj - 1], ratio)
                fits = fits or surprise < _FITS
                found.append((di, dj, evidence - prior - surprise))
            return found

        return gains

    return row

"""Word alignment inside a pair of one language: exact, inflected, similar, by place.

The longest common subsequence of stems is the backbone. Of it, links of lone function words are
not believed. What is left is then looked at in four rounds, each bounded, so that time grows
with the length of the pair: phrases that have moved (longest run first), function words beside
a linked neighbour, similar letters, and at last the place between two linked neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, Levenshtein

from mtcheck.article import Link, LinkKind, TokenKind, WordAlignment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Segment, Token, Word

__all__ = ["align"]

_SIMILAR = 0.65  # share of equal letters that counts as "nearly the same letters"
_SHORTEST = 3  # letters of a word that can be told by its likeness
_NEAR = 24  # words beyond which nothing is looked for by likeness
_CANDIDATES = 6  # places of one word that are tried for the start of a moved phrase
_LONGEST = 8  # words of a moved phrase after which its length no longer matters
_GAP = 4  # most words that are linked by their place alone
_WINDOW = 4_000  # words of which the longest common subsequence is found at once
_WEAK = 0.5  # what an equal function word says, against 1 of any other
_AROUND = 2  # words between a lone link and another that vouches for it


def align(
    mt: Sequence[Segment],
    other: Sequence[Segment],
    function_words: frozenset[str] = frozenset(),
) -> WordAlignment:
    """Align the words of MT segments with those of the other side's segments."""
    left, right = _words(mt), _words(other)
    work = _Work(left, right, function_words)
    work.follow_backbone()
    if work.free_left and work.free_right:
        work.settle_repeats()
        work.follow_phrases()
        work.fill_beside_links()
        work.match_letters()
        work.match_places()
    to_other, kinds = work.to_other, work.kinds
    links = [Link(i, j, kinds[i]) for i, j in enumerate(to_other) if j >= 0]
    return WordAlignment(left, right, tuple(links), tuple(to_other), tuple(work.to_mt))


def _words(segments: Sequence[Segment]) -> tuple[Token, ...]:
    punctuation = TokenKind.PUNCTUATION
    return tuple([t for s in segments for t in s.tokens if t.word.kind is not punctuation])


def _kind(mine: Word, theirs: Word) -> LinkKind:
    """How two words with one stem match."""
    same = mine is theirs or mine.comparable == theirs.comparable
    return LinkKind.EXACT if same else LinkKind.INFLECTED


class _Work:
    """The state of one alignment: partners so far, and what has none."""

    __slots__ = (
        "function_words",
        "keys",
        "kinds",
        "left",
        "other_keys",
        "right",
        "to_mt",
        "to_other",
    )

    def __init__(
        self, left: tuple[Token, ...], right: tuple[Token, ...], function_words: frozenset[str]
    ) -> None:
        self.left, self.right = left, right
        self.function_words = function_words
        self.keys = [t.word.stem or t.word.comparable for t in left]
        self.other_keys = [t.word.stem or t.word.comparable for t in right]
        self.to_other = [-1] * len(left)
        self.to_mt = [-1] * len(right)
        self.kinds: list[LinkKind] = [LinkKind.EXACT] * len(left)

    @property
    def free_left(self) -> list[int]:
        return [i for i, j in enumerate(self.to_other) if j < 0]

    @property
    def free_right(self) -> list[int]:
        return [j for j, i in enumerate(self.to_mt) if i < 0]

    def link(self, i: int, j: int, kind: LinkKind) -> None:
        self.to_other[i] = j
        self.to_mt[j] = i
        self.kinds[i] = kind

    def link_equal(self, i: int, j: int) -> None:
        self.link(i, j, _kind(self.left[i].word, self.right[j].word))

    def follow_backbone(self) -> None:
        """The longest common subsequence, without function words that stand alone."""
        runs = list(self._equal_runs())
        for k, (start, end, at) in enumerate(runs):
            if end - start <= _AROUND and self._empty(start, end) and self._alone(runs, k):
                continue
            until = at + end - start
            self.to_other[start:end] = range(at, until)
            self.to_mt[at:until] = range(start, end)
            self.kinds[start:end] = [
                _kind(mine.word, theirs.word)
                for mine, theirs in zip(self.left[start:end], self.right[at:until], strict=True)
            ]

    def _equal_runs(self) -> Iterator[tuple[int, int, int]]:
        """Start and end on the left and start on the right; window by window if it is long."""
        windows = max(len(self.left), len(self.right)) // _WINDOW + 1
        for k in range(windows):
            start, stop = (len(self.left) * x // windows for x in (k, k + 1))
            at, until = (len(self.right) * x // windows for x in (k, k + 1))
            for op in Indel.opcodes(self.keys[start:stop], self.other_keys[at:until]):
                if op.tag == "equal":
                    yield start + op.src_start, start + op.src_end, at + op.dest_start

    def _empty(self, start: int, end: int) -> bool:
        """Whether only function words or lone characters stand there."""
        words = self.function_words
        forms = (self.left[i].word.comparable for i in range(start, end))
        return all(len(form) == 1 or form in words for form in forms)

    def _alone(self, runs: Sequence[tuple[int, int, int]], k: int) -> bool:
        """Whether no other run of the backbone, nor an end of both sides, is near the run."""
        start, end, at = runs[k]
        stop = at + end - start
        before = runs[k - 1] if k else (0, 0, 0)
        ended = before[1], before[2] + before[1] - before[0]
        after = runs[k + 1] if k + 1 < len(runs) else (len(self.left), 0, len(self.right))
        gaps = (
            (start - ended[0], at - ended[1]),
            (after[0] - end, after[2] - stop),
        )
        return all(max(gap) > _AROUND for gap in gaps)

    def settle_repeats(self) -> None:
        """A repeated word goes with the one whose neighbours are the same, if it did not."""
        often = Counter(self.other_keys).items()
        places: dict[str, list[int]] = {
            key: [] for key, times in often if times > 1 and key not in self.function_words
        }
        if not places:
            return
        for j, key in enumerate(self.other_keys):
            if key in places:
                places[key].append(j)
        for i, j in enumerate(self.to_other):
            if j >= 0 and (every := places.get(self.keys[i])):
                at = bisect_left(every, j)
                for j2 in every[max(at - _CANDIDATES, 0) : at + _CANDIDATES]:
                    if j2 != j and self._swaps(i, j, j2):
                        break

    def _swaps(self, i: int, j: int, j2: int) -> bool:
        """Link ``i`` with ``j2`` instead, and the partner of that with ``j``, if it fits better."""
        i2 = self.to_mt[j2]
        gain = self._beside(i, j2) - self._beside(i, j)
        if i2 >= 0:
            gain += self._beside(i2, j) - self._beside(i2, j2)
        if gain <= _WEAK or (i2 >= 0 and self.keys[i2] != self.other_keys[j]):
            return False
        self.to_mt[j] = -1
        self.link_equal(i, j2)
        if i2 >= 0:
            self.link_equal(i2, j)
        return True

    def _beside(self, i: int, j: int) -> float:
        """How many of the two direct neighbours are equal; function words count half."""
        total = 0.0
        for a, b in ((i - 1, j - 1), (i + 1, j + 1)):
            inside = 0 <= a < len(self.left) and 0 <= b < len(self.right)
            if inside and self.keys[a] == self.other_keys[b]:
                total += _WEAK if self.keys[a] in self.function_words else 1.0
        return total

    def follow_phrases(self) -> None:
        """Equal words out of order: the candidate with the longest run, then the nearest."""
        places: dict[str, list[int]] = {}
        for j in self.free_right:
            places.setdefault(self.other_keys[j], []).append(j)
        scale = len(self.right) / max(len(self.left), 1)
        for i in self.free_left:
            if self.to_other[i] >= 0 or self.left[i].word.comparable in self.function_words:
                continue
            every = places.get(self.keys[i])
            if every is None:
                continue
            middle = i * scale
            at = bisect_left(every, middle)
            near = every[max(at - _CANDIDATES, 0) : at + _CANDIDATES]
            found = [j for j in near if self.to_mt[j] < 0]
            if not found:
                continue
            found.sort(key=lambda j: (abs(j - middle), j))
            best = max(found[:_CANDIDATES], key=lambda j: self._run(i, j))
            if len(self.left[i].form) == 1 and self.left[i].is_word and not self._run(i, best):
                continue  # one ideograph says too little
            self.link_equal(i, best)
            self._extend(i, best, 1)
            self._extend(i, best, -1)

    def _run(self, i: int, j: int) -> int:
        """How many words around ``i`` and ``j`` are equal or already linked side by side."""
        total = 0
        for step in (1, -1):
            for k in range(1, _LONGEST + 1):
                a, b = i + step * k, j + step * k
                if not (0 <= a < len(self.left) and 0 <= b < len(self.right)):
                    break
                if self.keys[a] != self.other_keys[b]:
                    break
                total += 1
        return total

    def _extend(self, i: int, j: int, step: int) -> None:
        a, b = i + step, j + step
        while 0 <= a < len(self.left) and 0 <= b < len(self.right):
            if self.to_other[a] >= 0 or self.to_mt[b] >= 0:
                return
            if self.keys[a] != self.other_keys[b]:
                return
            self.link_equal(a, b)
            a, b = a + step, b + step

    def fill_beside_links(self) -> None:
        """Equal function words near a linked neighbour, on the same side of its partner."""
        n, m = len(self.left), len(self.right)
        for i in self.free_left:
            key = self.keys[i]
            for near in (i - 1, i + 1, i - 2, i + 2):
                if not 0 <= near < n or self.to_other[near] < 0:
                    continue
                at = self.to_other[near] + i - near
                tries = (at, at - 1, at + 1)
                j = next(
                    (
                        t
                        for t in tries
                        if 0 <= t < m and self.to_mt[t] < 0 and self.other_keys[t] == key
                    ),
                    -1,
                )
                if j >= 0:
                    self.link_equal(i, j)
                    break

    def match_letters(self) -> None:
        """Words nearly spelt the same, most alike first."""
        right = [j for j in self.free_right if self._likenable(self.right[j])]
        words = [self.right[j].word for j in right]
        scale = len(self.right) / max(len(self.left), 1)
        found = []
        first = 0
        for i in self.free_left:
            token = self.left[i]
            if not self._likenable(token):
                continue
            form, middle = token.word.comparable, i * scale
            while first < len(right) and right[first] < middle - _NEAR:
                first += 1
            for at in range(first, len(right)):
                j = right[at]
                if j > middle + _NEAR:
                    break
                other = words[at]
                if other.kind is token.word.kind:
                    alike = Levenshtein.normalized_similarity(
                        form, other.comparable, score_cutoff=_SIMILAR
                    )
                    if alike:
                        found.append((-alike, abs(j - middle), i, j))
        for _, _, i, j in sorted(found):
            if self.to_other[i] < 0 and self.to_mt[j] < 0:
                self.link(i, j, LinkKind.SIMILAR)

    def _likenable(self, token: Token) -> bool:
        form = token.word.comparable
        return len(form) >= _SHORTEST and form not in self.function_words

    def match_places(self) -> None:
        """Words without likeness that stand alone between the same linked neighbours."""
        n, m = len(self.left), len(self.right)
        before, j0, gap = -1, -1, False
        for i in range(n + 1):
            j1 = self.to_other[i] if i < n else m
            if j1 < 0:
                gap = True
                continue
            if gap and 1 < j1 - j0 <= 3 * _GAP and i - before <= 3 * _GAP:
                self._match_gap(before, i, j0, j1)
            before, j0, gap = i, j1, False

    def _match_gap(self, before: int, after: int, j0: int, j1: int) -> None:
        mine = [i for i in range(before + 1, after) if self._bare(self.left[i])]
        theirs = [j for j in range(j0 + 1, j1) if self.to_mt[j] < 0 and self._bare(self.right[j])]
        if len(mine) == len(theirs) <= _GAP:
            for i, j in zip(mine, theirs, strict=True):
                if self.left[i].word.kind is self.right[j].word.kind:
                    self.link(i, j, LinkKind.PLACE)

    def _bare(self, token: Token) -> bool:
        return token.word.comparable not in self.function_words

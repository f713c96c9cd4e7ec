"""What the aligner, the word list and the rules know of each token: the columns of the trees.

One line a token of the translation, one column a name of :data:`COLUMNS`; NaN where it cannot
be known (no reference, no source, no word list). Nothing here says which language, document or
kind of text it is: a classifier told that learns how densely a collection was annotated.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from mtcheck.article import LinkKind, TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mtcheck.article import AlignedArticle, Token
    from mtcheck.finding import Finding
    from mtcheck.spans.units import Unit

__all__ = ["COLUMNS", "Known"]

COLUMNS = (
    # the word
    "kind", "length", "capitalised", "all_caps", "zipf", "zipf_before", "zipf_after",
    "function_word", "repeated", "from_start", "to_end",
    # the word and the reference
    "equal", "equal_stem", "alike", "link", "link_alike", "link_zipf", "bigram_before",
    "bigram_after", "jump", "skipped", "run", "run_place", "density", "surplus",
    "linked_before", "linked_after", "case_differs",
    # the word and the source
    "in_source",
    # the rules
    "rule", "rule_name", "rule_quantity", "rule_accuracy", "rule_fluency", "rule_form",
)  # fmt: skip

_NAN = float("nan")
_FAR = 5  # tokens: how far along a sentence counts, and how wide "near" is
_MOST = 8  # words of a run or a gap beyond which longer says no more
_UNLINKED = 4.0
_FAMILIES = {"N": 1, "Q": 2, "T": 3, "A": 3, "F": 4, "L": 5, "M": 5}
_REFERENCE = 17  # columns that need a reference
_RULES = 6


class Known:
    """What is known of an article's tokens: links to the reference, rules that fired."""

    def __init__(self, article: AlignedArticle, findings: Iterable[Finding]) -> None:
        self._article = article
        self._partners: dict[int, tuple[Token, LinkKind]] = {}
        for pair in article.reference_pairs:
            if (words := pair.words) is not None:
                for link in words.links:
                    if link.kind is LinkKind.ALIKE:
                        continue  # the trees were fitted without
                    place = words.mt[link.mt].start
                    self._partners[place] = (words.other[link.other], link.kind)
        self._rules = sorted(
            ((f.span.start, max(f.span.end, f.span.start + 1), f) for f in findings),
            key=lambda rule: (rule[0], rule[1], rule[2].code),
        )

    def table(self, unit: Unit) -> tuple[list[Token], list[list[float]]]:
        """The tokens of ``unit`` and the columns of each, in the order of :data:`COLUMNS`."""
        tokens = [t for segment in unit.mt for t in segment.tokens]
        language = self._article.mt.language
        lines = _shapes(tokens, language.function_words, listed=language.lexicon is not None)
        starts = {s.tokens[0].start for s in unit.mt if s.tokens}
        _edges(tokens, starts, lines)
        if unit.reference:
            others = [t for segment in unit.reference for t in segment.tokens]
            _Comparison(tokens, others, self._partners).fill(lines)
        else:
            for line in lines:
                line.extend([_NAN] * _REFERENCE)
        self._source(unit, tokens, lines)
        self._fired(tokens, lines)
        return tokens, lines

    def _source(self, unit: Unit, tokens: Sequence[Token], lines: list[list[float]]) -> None:
        if not unit.source:
            for line in lines:
                line.append(_NAN)
            return
        forms = {t.comparable for segment in unit.source for t in segment.tokens}
        for token, line in zip(tokens, lines, strict=True):
            line.append(float(token.comparable in forms))

    def _fired(self, tokens: Sequence[Token], lines: list[list[float]]) -> None:
        if not tokens:
            return
        begin, end = tokens[0].start, tokens[-1].end
        near = [rule for rule in self._rules if rule[0] < end and rule[1] > begin]
        for token, line in zip(tokens, lines, strict=True):
            cells = [0.0] * _RULES
            for start, stop, finding in near:
                if start < token.end and stop > token.start:
                    at = _FAMILIES[finding.code[0]]
                    cells[0] = max(cells[0], finding.confidence)
                    cells[at] = max(cells[at], finding.confidence)
            line.extend(cells)


def _shapes(
    tokens: Sequence[Token], function_words: frozenset[str], *, listed: bool
) -> list[list[float]]:
    zipfs = [t.word.zipf if listed and t.is_word else _NAN for t in tokens]
    lines: list[list[float]] = []
    for i, token in enumerate(tokens):
        word = token.word
        before = (tokens[j].word.comparable for j in range(max(i - 3, 0), i))
        lines.append(
            [
                float(word.kind),
                float(len(word.form)),
                float(word.capitalised),
                float(word.all_caps),
                zipfs[i],
                zipfs[i - 1] if i else _NAN,
                zipfs[i + 1] if i + 1 < len(tokens) else _NAN,
                float(word.comparable in function_words),
                float(word.comparable in before),
            ]
        )
    return lines


def _edges(tokens: Sequence[Token], starts: set[int], lines: list[list[float]]) -> None:
    """How far each token is from the start and the end of its sentence."""
    since = _FAR
    for token, line in zip(tokens, lines, strict=True):
        since = 0 if token.start in starts else since + 1
        line.append(float(min(since, _FAR)))
    until = 0
    for token, line in zip(reversed(tokens), reversed(lines), strict=True):
        line.append(float(min(until, _FAR)))
        until = 0 if token.start in starts else until + 1


class _Comparison:
    """The tokens of a unit against those of its reference."""

    def __init__(
        self,
        tokens: Sequence[Token],
        others: Sequence[Token],
        partners: Mapping[int, tuple[Token, LinkKind]],
    ) -> None:
        self.tokens = tokens
        self.forms = [t.word.comparable for t in tokens]
        self.others = [t.word.comparable for t in others]
        place = {t.start: j for j, t in enumerate(others)}
        self.links: list[int] = []
        self.kinds: list[float] = []
        self.linked: list[Token | None] = []
        for token in tokens:
            found = partners.get(token.start)
            at = place.get(found[0].start, -1) if found else -1
            self.links.append(at)
            self.kinds.append(float(found[1]) if found and at >= 0 else _UNLINKED)
            self.linked.append(found[0] if found and at >= 0 else None)
        self.stems = {t.word.stem for t in others if t.word.stem}
        self.counts = Counter(self.others)
        self.mine = Counter(self.forms)
        self.bigrams = set(zip(self.others, self.others[1:], strict=False))
        self.unlinked = self._open(others)

    def _open(self, others: Sequence[Token]) -> list[int]:
        """How many words of the reference without a partner stand before each place."""
        taken = {at for at in self.links if at >= 0}
        total, found = 0, [0]
        for j, token in enumerate(others):
            total += j not in taken and token.word.kind is not TokenKind.PUNCTUATION
            found.append(total)
        return found

    def fill(self, lines: list[list[float]]) -> None:
        """Add the columns of the reference to every line."""
        alike = _alike(self.tokens, self.counts)
        runs = self._runs()
        lonely = [
            k >= _UNLINKED and t.is_word for k, t in zip(self.kinds, self.tokens, strict=True)
        ]
        before = self._neighbours(range(len(self.tokens)))
        after = self._neighbours(range(len(self.tokens) - 1, -1, -1))
        for i, (token, line) in enumerate(zip(self.tokens, lines, strict=True)):
            form, other = self.forms[i], self.linked[i]
            window = lonely[max(i - _FAR, 0) : i + _FAR + 1]
            length, at = runs[i]
            line += [
                float(form in self.counts),
                float(token.word.stem in self.stems),
                alike[form],
                self.kinds[i],
                _NAN if other is None else float(other.word.comparable == form) or alike[form],
                _NAN if other is None else other.word.zipf - token.word.zipf,
                float(i > 0 and (self.forms[i - 1], form) in self.bigrams),
                float(i + 1 < len(self.forms) and (form, self.forms[i + 1]) in self.bigrams),
                self._jump(i, before[i]),
                self._skipped(before[i], after[i]),
                float(length),
                float(at),
                sum(window) / len(window),
                float(max(min(self.mine[form] - self.counts[form], 3), -3)),
                float(i > 0 and self.links[i - 1] >= 0),
                float(i + 1 < len(self.links) and self.links[i + 1] >= 0),
                _NAN if other is None else float(other.word.capitalised != token.word.capitalised),
            ]

    def _neighbours(self, order: Iterable[int]) -> list[int]:
        """For each token the place in the reference of the last linked one in ``order``."""
        found = [-1] * len(self.links)
        last = -1
        for i in order:
            found[i] = last
            if self.links[i] >= 0:
                last = self.links[i]
        return found

    def _jump(self, i: int, before: int) -> float:
        if self.links[i] < 0 or before < 0:
            return _NAN
        return float(max(min(self.links[i] - before, _FAR), -_FAR))

    def _skipped(self, before: int, after: int) -> float:
        start = before + 1
        stop = after if after >= 0 else len(self.others)
        if stop < start:
            return _NAN
        return float(min(self.unlinked[stop] - self.unlinked[start], _MOST))

    def _runs(self) -> list[tuple[int, int]]:
        """For each token the length of the run of unlinked words it is in, and its place there."""
        found = [(0, 0)] * len(self.links)
        start = 0
        for i in range(len(self.links) + 1):
            if i == len(self.links) or self.links[i] >= 0:
                length = min(i - start, _MOST)
                for k in range(start, i):
                    found[k] = (length, min(k - start, _MOST))
                start = i + 1
        return found


def _alike(tokens: Sequence[Token], others: Mapping[str, int]) -> dict[str, float]:
    """For each form the highest share of equal letters with a word of the other side."""
    found = {t.word.comparable: float(t.word.comparable in others) for t in tokens}
    left = sorted({t.word.comparable for t in tokens if t.is_word} - set(others))
    if left and others:
        best = cdist(
            left, sorted(others), scorer=Levenshtein.normalized_similarity, score_cutoff=0.3
        ).max(axis=1)
        found.update(zip(left, map(float, best), strict=True))
    return found

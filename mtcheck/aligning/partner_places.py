"""Where the lost partner of a quotation mark or bracket should stand.

Asked of the reference or the source: by what stands between its marks, by the edge of the
sentence, and by the words on both sides. A place that is not clear is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.marks import Mark, kind, paired, paired_opposite
from mtcheck.article import LinkKind
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import Pair, Text, Token, WordAlignment

__all__ = ["partner_place"]

_FEW = 2  # words by which what stands between the marks may always differ
_BLANK = " \u00a0\u202f"
_ENDS = frozenset(",.!?…;:。，！？；：、")
_EDGE = f'{_BLANK}\t\r\n.!?…。！？,;:"”“»’」』)）]'
_START = f'{_BLANK}"“„«‘「『(（[¿¡—–-'


class _Question(NamedTuple):
    """The lone mark, the other text's pair that it stands for, and the stretches they are in."""

    mt: str
    other: str
    mark: Mark
    mine: Span
    theirs: Span
    opener: int
    closer: int
    outside: bool | None

    @property
    def wanted(self) -> int:
        """Where the other text has the mark that is lost."""
        return self.closer if self.mark.opens else self.opener


def partner_place(
    mt: Text, other: Text, pair: Pair, mark: Mark, *, outside: bool | None
) -> tuple[int, Span] | None:
    """Where the partner of a lone mark should stand, and the mark of ``other`` that says so.

    ``outside`` says whether the MT sets commas and stops outside of closing quotation marks,
    or None where that is not known. None where the place is not clear.
    """
    if not pair.mt or not pair.other:
        return None
    mine = Span(pair.mt[0].span.start, pair.mt[-1].span.end)
    theirs = Span(pair.other[0].span.start, pair.other[-1].span.end)
    if not mine.start <= mark.at < mine.end:
        return None
    both = _counterpart(mine.of(mt.content), theirs.of(other.content), mark, mine.start)
    if both is None:
        return None
    opener, closer = (theirs.start + m.at for m in both)
    question = _Question(mt.content, other.content, mark, mine, theirs, opener, closer, outside)
    at = _same_content(question)
    if at is None:
        at = _at_edge(question)
    if at is None and pair.words is not None:
        at = _beside_words(question, pair.words)
        if at is not None and not _alike_inside(question, pair.words, at):
            at = None
    return None if at is None else (at, Span(question.wanted, question.wanted + 1))


def _counterpart(mine: str, theirs: str, mark: Mark, left: int) -> tuple[Mark, Mark] | None:
    """The pair of the other text that the lone mark stands for: the first beyond those paired."""
    wanted = kind(mark.family)
    spaced = not re.search("[\u3040-\u30ff\u4e00-\u9fff]", mine)
    have = [p for p in paired(mine, left, spaced=spaced).pairs if kind(p[0].family) == wanted]
    there = [p for p in paired_opposite(theirs).pairs if kind(p[0].family) == wanted]
    if len(there) <= len(have):
        return None
    return there[sum(p[0].at < mark.at for p in have)]


def _same_content(q: _Question) -> int | None:
    """The place by what the other text has between its marks, where the MT has just that."""
    inner = q.other[q.opener + 1 : q.closer].strip().casefold()
    if not inner:
        return None
    if q.mark.opens:
        start = q.mark.at + 1
        while q.mt[start : start + 1] in _BLANK and start < q.mine.end:
            start += 1
        end = start + len(inner)
        return end if _stands(q.mt, start, end, inner) else None
    end = q.mark.at
    while end > q.mine.start and q.mt[end - 1] in _BLANK:
        end -= 1
    start = end - len(inner)
    return start if start >= 0 and _stands(q.mt, start, end, inner) else None


def _stands(content: str, start: int, end: int, inner: str) -> bool:
    """Whether ``inner`` is what stands there, as whole words."""
    before, after = content[start - 1 : start] if start else "", content[end : end + 1]
    return content[start:end].casefold() == inner and not (before.isalnum() or after.isalnum())


def _at_edge(q: _Question) -> int | None:
    """The beginning or end of the segment, where the other text has the mark at its own."""
    if not q.mark.opens:
        first = not q.other[q.theirs.start : q.wanted].strip(_START)
        return q.mine.start if first else None
    if q.other[q.wanted + 1 : q.theirs.end].strip(_EDGE):
        return None
    before_stops = q.mine.end
    while before_stops > q.mark.at + 1 and q.mt[before_stops - 1] in ".!?…。！？":
        before_stops -= 1
    inside = q.other[q.wanted - 1] in _ENDS
    if kind(q.mark.family) == '"' and q.outside is not None:
        inside = not q.outside
    return q.mine.end if inside else before_stops


def _beside_words(q: _Question, words: WordAlignment) -> int | None:
    """The place by the words on both sides of the mark in the reference."""
    if not words.mt:
        return None
    after = next((j for j, t in enumerate(words.other) if t.start > q.wanted), len(words.other))
    boundary = _boundary(q, words, (after - 1, after))
    if boundary is None:
        return None
    if not q.mark.opens:
        return words.mt[boundary + 1].start if boundary + 1 < len(words.mt) else None
    between = q.other[words.other[after - 1].end : q.wanted] if after else ""
    return _after(q, words.mt[boundary].end, between)


def _alike_inside(q: _Question, words: WordAlignment, at: int) -> bool:
    """Whether about as many words would stand between the marks as in the other text."""
    left, right = sorted((at, q.mark.at))
    mine = sum(left <= t.start < right for t in words.mt)
    theirs = sum(q.opener < t.start < q.closer for t in words.other)
    return mine <= 2 * theirs + _FEW and theirs <= 2 * mine + _FEW


_SURE = (LinkKind.EXACT, LinkKind.INFLECTED, LinkKind.SIMILAR)


def _boundary(q: _Question, words: WordAlignment, beside: tuple[int, int]) -> int | None:
    """The index of the MT word that the place comes after; None where that is not clear."""
    sure = {link.other: link.mt for link in words.links if link.kind in _SURE}
    before, after = sure.get(beside[0]), sure.get(beside[1])
    places = {p for p in (before, None if after is None else after - 1) if p is not None}
    stop = _mark_between(q.other, words.other, beside[0])
    fitting = [p for p in sorted(places) if _on_its_side(words.mt, p, q.mark)]
    alike = [p for p in fitting if _mark_between(q.mt, words.mt, p) == stop]
    if len(places) == 1 and fitting == alike and alike:
        return alike[0]
    if len(places) > 1 and stop and len(alike) == 1:
        return alike[0]
    if places or not stop:
        return None
    every = (p for p in range(len(words.mt)) if _on_its_side(words.mt, p, q.mark))
    same = [p for p in every if _mark_between(q.mt, words.mt, p) == stop]
    return same[0] if len(same) == 1 else None


def _on_its_side(tokens: tuple[Token, ...], at: int, mark: Mark) -> bool:
    if mark.opens:
        return at >= 0 and tokens[at].start > mark.at
    return at + 1 < len(tokens) and tokens[at + 1].start < mark.at


def _mark_between(content: str, tokens: tuple[Token, ...], at: int) -> str:
    """The first comma, stop or the like between word ``at`` and the next one."""
    start = tokens[at].end if at >= 0 else 0
    end = tokens[at + 1].start if at + 1 < len(tokens) else min(start + 4, len(content))
    found = next((c for c in content[start:end] if c in _ENDS), "")
    return "." if found in ".!?…。！？" and found else found


def _after(q: _Question, at: int, between: str) -> int:
    """The place after an MT word and the marks that the reference has before the missing one."""
    if kind(q.mark.family) == '"' and q.outside is not None:
        while not q.outside and q.mt[at : at + 1] in _ENDS:
            at += 1
        return at
    for char in between:
        blank = q.mt[at : at + 1] in {*_BLANK} and q.mt[at + 1 : at + 2] == char
        following = q.mt[at + blank : at + blank + 1]
        if not char.isspace() and (following == char or (char in _ENDS and following in _ENDS)):
            at += 1 + blank
    return at

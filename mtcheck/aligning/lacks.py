"""Stretches of one text that the other side of a pairing lacks: sentences and runs of words.

Seen from the side that has the stretch. A sentence is lacking where the aligner gives it no
partner and its words do not turn up among the unmatched words nearby. A run of words is lacking
where, between two shared words, this side has several content words and the other has none of
its own.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.gaps import anchors, content, unmatched
from mtcheck.article import BlockKind, Pair, Segment, TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Token, WordAlignment
    from mtcheck.languages import Language

__all__ = ["Run", "is_prose", "lacking_runs", "reappears"]

_SHORTEST_RUN = 6  # content words; in scripts without spaces each character is half of one
_OWN = 0.25  # share of the run that the other side may have of its own at the place
_NEARBY = 10  # words before and after the place whose own words count by half
_SURPLUS = 0.6  # share of the run by which this side must have more to say in all
_FEWEST_WORDS = 4  # a sentence with fewer may be furniture of the page
_FEWEST_CONTENT = 3
_FOUND = 0.35  # share of the words that turn up nearby: then nothing is lacking
_NEW = 0.7  # share of the run's words that the other side has nowhere
_HARD = 3  # names and numbers lost, from which even a pair that shares little lacks something
_RARE = 3.0  # Zipf frequency below which a capitalised word is most likely a name
_NAMED = 1.3  # share of a sentence's words that a neighbour must have to spare if its names lack
_SOURCED = 0.8  # … and if the source has the sentence
_LOOSE = 0.6  # share of its words that a clause without a partner must have to stand for it
_PAUSES = frozenset(",;:.!?…–—，、；：。！？")
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.BULLET, BlockKind.CELL})
_STOPS = frozenset(".!?…。！？")


class Run(NamedTuple):
    """Words ``start``..``end`` of this side, worth ``size`` content words, are lacking.

    ``before`` and ``after`` are the indices of the shared words around the place on the other
    side: -1 and the number of its words where there is none.
    """

    start: int
    end: int
    size: float
    before: int
    after: int


class _Turn(NamedTuple):
    """A word alignment seen from one side: words, and whether each is content without a partner.

    ``shared`` are the anchors as (index here, index there).
    """

    here: Sequence[Token]
    there: Sequence[Token]
    alone_here: list[bool]
    alone_there: list[bool]
    shared: list[tuple[int, int]]


def _turn(words: WordAlignment, *, other: bool) -> _Turn:
    mt, rest = unmatched(words)
    links = anchors(words)
    if other:
        return _Turn(words.other, words.mt, rest, mt, [(k.other, k.mt) for k in links])
    return _Turn(words.mt, words.other, mt, rest, [(k.mt, k.other) for k in links])


def lacking_runs(
    words: WordAlignment, language: Language, *, other: bool, close: float
) -> Iterator[Run]:
    """The runs of words that the other side lacks; ``other``: runs of the other text.

    At least the share ``close`` of the other side's content words must have a partner: two
    free renderings differ everywhere, and the difference says nothing.
    """
    unit = 1.0 if language.core.spaced else 0.5
    flags = words.to_mt if other else words.to_other
    here, there = (words.other, words.mt) if other else (words.mt, words.other)
    if flags.count(-1) * unit < _SHORTEST_RUN or len(here) <= len(there):
        return
    turn = _turn(words, other=other)
    functions = language.function_words
    says = [content(t, functions) for t in turn.here]
    says_there = [content(t, functions) for t in turn.there]
    own = [a and c for a, c in zip(turn.alone_there, says_there, strict=True)]
    shared = sum(says_there) - sum(own)
    near_enough = shared >= close * sum(says_there)
    if not shared or not (near_enough or _several_hard(turn, language)):
        return
    # Where nothing is missing the two sides have about the same to say, in whatever order.
    surplus = (sum(says) - sum(says_there)) * unit
    said = {_key(t) for t in turn.there}
    marks = [(-1, -1), *((i, j) for i, j in turn.shared if says[i])]
    marks.append((len(turn.here), len(turn.there)))
    for (i, j), (k, m) in pairwise(marks):
        if k - i <= _SHORTEST_RUN:
            continue
        inside = [n for n in range(i + 1, k) if says[n]]
        size = sum(_weight(turn.here[n], language) for n in inside if turn.alone_here[n]) * unit
        if size < _SHORTEST_RUN or surplus < _SURPLUS * size:
            continue
        lost = [turn.here[n] for n in inside if turn.alone_here[n]]
        new = sum(_key(t) not in said or t.kind is TokenKind.NUMBER for t in lost)
        if new < _NEW * len(inside):
            continue  # moved or repeated
        if not near_enough and sum(_hard(t, language) for t in lost) < _HARD:
            continue
        at_place = sum(own[j + 1 : m]) * unit
        around = (sum(own[max(j - _NEARBY, 0) : j + 1]) + sum(own[m : m + _NEARBY])) * unit
        if at_place <= _OWN * size and at_place + around / 2 <= size / 2:
            yield Run(inside[0], inside[-1] + 1, size, j, m)


def _several_hard(turn: _Turn, language: Language) -> bool:
    alone = zip(turn.here, turn.alone_here, strict=True)
    return sum(_hard(t, language) for t, free in alone if free) >= _HARD


def _hard(token: Token, language: Language) -> bool:
    # A number or a name: what a free rendering keeps. A capital at the start of a sentence
    # says nothing, nor one in German, unless the word is a rare one.
    word = token.word
    if word.kind is TokenKind.NUMBER:
        return True
    core = language.core
    rare = word.zipf < _RARE
    if not core.cased:
        return word.form.isascii() and rare
    return word.capitalised and (rare or not core.nouns_capitalised)


def _weight(token: Token, language: Language) -> float:
    # A name of several words is one thing, and often shortened; other checks ask for names.
    core = language.core
    named = core.cased and not core.nouns_capitalised and token.word.capitalised
    return 0.5 if named else 1.0


def is_prose(segment: Segment, language: Language) -> bool:
    """Whether a segment is a sentence rather than a caption, a link, a headline or a scrap."""
    if segment.kind not in _PROSE:
        return False
    tokens = segment.tokens
    says = sum(content(t, language.function_words) for t in tokens)
    count = sum(t.kind is not TokenKind.PUNCTUATION for t in tokens)
    unit = 1 if language.core.spaced else 2
    if says < _FEWEST_CONTENT * unit or count < _FEWEST_WORDS * unit:
        return False
    return any(t.form[-1] in _STOPS for t in tokens[-3:])


def reappears(  # noqa: PLR0913 - what is lost, where, and from which side it is seen
    tokens: Sequence[Token],
    near: Sequence[Pair],
    place: int,
    language: Language,
    *,
    other: bool,
    sourced: bool = False,
) -> bool:
    """Whether words that one side lacks turn up among its unmatched words in ``near``.

    ``place`` is the index in ``near`` of the pair that the words are of. ``other``: the words
    are of the other text, and are looked for in the MT. ``sourced``: the source has them too.
    """
    functions = language.function_words
    free: set[str] = set()
    said: set[str] = set()
    for pair in near:
        if pair.words is not None:
            mt, rest = unmatched(pair.words)
            flags, words = (mt, pair.words.mt) if other else (rest, pair.words.other)
            free.update(_key(t) for t, alone in zip(words, flags, strict=True) if alone)
            said.update(_key(t) for t in words)
        else:
            segments = pair.mt if other else pair.other
            said.update(_key(t) for s in segments for t in s.tokens)
            free.update(_key(t) for s in segments for t in s.tokens)
    wanted = [_key(t) for t in tokens if content(t, functions)]
    found = sum(w in free for w in wanted)
    if found > _FOUND * len(wanted):
        return True
    # Or a neighbour has as much to say in other words; but it would keep names and numbers.
    hard = [_key(t) for t in tokens[1:] if _hard(t, language)]
    named = hard and not any(w in said for w in hard)
    much = _NAMED if named else _SOURCED if sourced else _SURPLUS
    if not named and _loose_clause(near, place, functions, other=other) >= _LOOSE * len(wanted):
        return True
    return _to_spare(near, place, functions, other=other) > much * len(wanted)


def _loose_clause(
    near: Sequence[Pair], place: int, functions: frozenset[str], *, other: bool
) -> int:
    """Content words of the clause next to ``place`` that has no partner, on the other side.

    Two sentences may have become the two clauses of one, the second reworded altogether: "…, and
    journalists were not allowed in" for "Reporters were kept out".
    """
    best = 0
    for n, last in ((place - 1, True), (place + 1, False)):
        if near[place].mt and near[place].other:
            break  # it has been looked at word by word
        if not 0 <= n < len(near) or (words := near[n].words) is None:
            continue
        segments = near[n].mt if other else near[n].other
        flags = unmatched(words)[0 if other else 1]
        alone = iter(flags)
        clauses: list[list[bool]] = [[]]
        for token in (t for s in segments for t in s.tokens):
            if token.kind is not TokenKind.PUNCTUATION:
                free = next(alone, False)
                if content(token, functions):
                    clauses[-1].append(free)
            elif token.form[-1] in _PAUSES and clauses[-1]:
                clauses.append([])
        clauses = [c for c in clauses if c]
        if len(clauses) > 1 and all(clauses[-1 if last else 0]):
            best = max(best, len(clauses[-1 if last else 0]))
    return best


def _to_spare(near: Sequence[Pair], place: int, functions: frozenset[str], *, other: bool) -> int:
    """Content words by which the side that lacks something has more to say next to ``place``.

    A pair in between is a barrier: no rendering leaps over a sentence, nor, where the rest of
    its sentence is in place, over the end of a paragraph. Sentences without a
    partner on both sides are most likely free renderings of each other.
    """
    lone = best = 0
    both = bool(near[place].mt and near[place].other)  # then it has been looked at word by word
    for steps in (range(place - 1, -1, -1), range(place + 1 if both else place, len(near))):
        for n in steps:
            pair = near[n]
            if both and pair.mt and pair.mt[0].block != near[place].mt[0].block:
                break
            ours, theirs = (pair.mt, pair.other) if other else (pair.other, pair.mt)
            ours_say, theirs_say = _says(ours, functions), _says(theirs, functions)
            if pair.mt and pair.other:
                best = max(best, ours_say - theirs_say)
                break
            lone += ours_say - (theirs_say if n != place else 0)
    return best + max(lone, 0)


def _says(segments: Sequence[Segment], functions: frozenset[str]) -> int:
    return sum(content(t, functions) for s in segments for t in s.tokens)


def _key(token: Token) -> str:
    return token.word.stem or token.word.comparable

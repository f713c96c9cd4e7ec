"""Denials that one text of a pair has and the other has not, and where they are missing.

Seen from the side that denies (``here``) towards the side that does not (``there``). Where the
words around the negator are the same on both sides, nothing else can carry the denial: it
*fits*. Where the wording differs, the other side must have nothing that may stand for a denial
in the whole sentence, and what it turns is the word that the negator denies.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning import opposites
from mtcheck.aligning.denials import Denials, Unit, expected, leftover, negative, units
from mtcheck.aligning.gaps import Gap, content, gaps, unmatched
from mtcheck.aligning.phrasebook import Hit
from mtcheck.aligning.witnesses import by_place
from mtcheck.article import LinkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Segment, Token, WordAlignment
    from mtcheck.languages import Language

__all__ = ["Side", "Turn", "View", "particle", "steady", "turns", "views"]

_REACH = 12  # words within which another way of denying answers a negator
_SHARED = 0.4  # share of the content words that must match before a missing "not" means much
_LOOSELY = 0.2  # … where a whole sentence without any denial is set against one with it
_SERIES = 5  # words after a denial for which it still holds
_HEAD = 4  # words between a negator and the shared word that it denies
_DOUBLED = 2  # words after a negator in which a second one cancels it: "not unlike"
_FAR = 7  # … and the next shared word after it, which shows the place
_MANY = 100  # denials of one pair; a text with more is no sentence, and is left alone
_LONGEST_GAP = 5  # words of a place where the wording differs, beyond which it says nothing


class Side(NamedTuple):
    """One side of a pair: its words, its denials, and which words the other side lacks."""

    tokens: Sequence[Token]
    segments: tuple[Segment, ...]
    denials: Denials
    alone: list[bool]
    loose: frozenset[int]  # words that are merely similar to one of the other side: un-clear
    partner: Sequence[int]


class View(NamedTuple):
    """A pair seen from one side: ``between`` has that side's indices in its MT fields."""

    here: Side
    there: Side
    between: list[Gap]
    language: Language


class Turn(NamedTuple):
    """Where a negator is missing or too many, as ranges of both sides.

    ``fits``: word for word, so that one range may stand in place of the other. ``shared``: the
    word denied stands on both sides. ``whole``: the sentence there holds no denial of any kind.
    ``plain``: it is the plain "not". ``excused``: a word elsewhere there may stand for the denial,
    so that only the source can tell.
    """

    here_start: int
    here_end: int
    there_start: int
    there_end: int
    fits: bool
    shared: bool = True
    whole: bool = False
    plain: bool = False
    excused: bool = False


def views(
    words: WordAlignment,
    segments: tuple[tuple[Segment, ...], tuple[Segment, ...]],
    found: tuple[Denials, Denials],
    language: Language,
) -> tuple[View, View]:
    """The pair seen from the other text, then seen from the MT; ``found`` are MT's, other's."""
    between = gaps(words, language.function_words)
    alone_mt, alone_other = unmatched(words)
    loose = [k for k in words.links if k.kind in {LinkKind.SIMILAR, LinkKind.ALIKE}]
    mt_loose, other_loose = frozenset(k.mt for k in loose), frozenset(k.other for k in loose)
    mt = Side(words.mt, segments[0], found[0], alone_mt, mt_loose, words.to_other)
    other = Side(words.other, segments[1], found[1], alone_other, other_loose, words.to_mt)
    turned = [Gap(g.other_start, g.other_end, g.mt_start, g.mt_end) for g in between]
    return View(other, mt, turned, language), View(mt, other, between, language)


def turns(view: View) -> list[Turn]:
    """The denials that ``here`` has and ``there`` has not."""
    if not 0 < len(view.here.denials.sure) <= _MANY or len(view.there.denials.sure) > _MANY:
        return []
    shared = min(_common(view.here, view.language), _common(view.there, view.language))
    if shared < _LOOSELY or (_partly(view) and not view.there.denials.sure):
        return []  # "No more than you know" says twice that one does not
    found = _fitting(view) if shared >= _SHARED else []
    found += _freely(view, found)
    return found + _tightly(view, found)


def _tightly(view: View, known: list[Turn]) -> list[Turn]:
    # A plain negator between two words that stand side by side on the other side.
    here, there = view.here, view.there
    found: list[Turn] = []
    mine, theirs = (units(side.denials.sure, view.language) for side in (here, there))
    if len(mine) <= len(theirs):
        return found  # it has only moved
    denied = {k for h in there.denials.sure for k in range(h.start, h.end)}
    likely = [h.start for h in _likely(there, view.language)]
    for hit in here.denials.sure:
        i, j = hit.start - 1, hit.end
        if i < 0 or j >= len(here.tokens) or hit.end - hit.start > 1:
            continue
        if any(t.here_start <= hit.start < t.here_end for t in known):
            continue
        if here.partner[hit.start] in denied:
            continue
        left, right = here.partner[i], here.partner[j]
        exact = (
            left >= 0
            and right == left + 1
            and here.tokens[i].comparable == there.tokens[left].comparable
            and here.tokens[j].comparable == there.tokens[right].comparable
        )
        if any(left - _HEAD < k <= right + _HEAD for k in likely):
            continue
        if exact and particle(here.tokens[hit.start], view.language):
            found.append(
                Turn(hit.start, j + 1, right, right + 1, fits=True, plain=True, excused=True)
            )
    return found


def _plainly(unit: Unit, view: View) -> bool:
    return any(particle(view.here.tokens[i], view.language) for i in range(unit.start, unit.end))


def _common(side: Side, language: Language) -> float:
    # With little in common, a missing negator is one difference among many.
    functions = language.function_words
    flags = [a for t, a in zip(side.tokens, side.alone, strict=True) if content(t, functions)]
    return flags.count(False) / len(flags) if flags else 0.0


def _fitting(view: View) -> list[Turn]:
    found: list[Turn] = []
    for hit in _unanswered(view):
        if found and hit.start <= found[-1].here_end + 1:
            # "ne signera pas": a denial in two parts around its verb.
            end = max(hit.end, found[-1].here_end)
            found[-1] = found[-1]._replace(here_end=end)
        elif (place := _fit(hit, view)) is not None:
            found.append(place)
    return found


def _unanswered(view: View) -> list[Hit]:
    here, there = view.here, view.there
    likely = _likely(there, view.language) + _partly(view)
    answers = there.denials.sure + likely
    spaced = view.language.core.spaced
    inside = {i for h in there.denials.like for i in range(h.start, h.end)}  # 不 of 不明
    hits = [h for h in here.denials.sure if here.partner[h.start] not in inside]
    left = leftover(hits, here.partner, view.between, answers, _REACH if spaced else 2 * _REACH)
    if left:
        left = [hit for hit in left if not _held(hit, view)]
    if not left:
        return []
    doubled = {h.start for h in _likely(here, view.language)}
    return [h for h in left if doubled.isdisjoint(range(h.start - _HEAD, h.end + _HEAD))]


def _held(hit: Hit, view: View) -> bool:
    # One denial may take several words on one side and one on the other, and holds for a whole
    # series: not in our past, not in our future.
    meaning = view.language.meaning
    concord = meaning is not None and meaning.negation.concord
    low, high = expected(hit, view.here.partner, view.between)
    here = view.here
    mine = units(here.denials.sure, view.language)
    own = next((u for u in mine if u.start <= hit.start < u.end), Unit(hit.start, hit.end))
    taken = _elsewhere_linked(view, own)
    # In a language of double denials only the plain negator denies on its own.
    plain = _plainly(own, view)
    for other in view.there.denials.sure:
        apart = max(low - other.start, other.start - high, 0)
        if other.start in taken and (plain or not concord):
            reach = _SERIES if other.start <= high else 0
        else:
            reach = _REACH if concord else _SERIES
        if apart <= reach and reach:
            return True
    return False


def _elsewhere_linked(view: View, own: Unit) -> set[int]:
    # The negators of the other side that answer another denial than ``own``.
    linked = (
        view.here.partner[h.start]
        for h in view.here.denials.sure
        if not own.start <= h.start < own.end
    )
    return {j for j in linked if j >= 0}


def _likely(side: Side, language: Language) -> list[Hit]:
    # Words that may stand for a negator and that the other side has not got as well.
    found = [h for h in side.denials.like if side.alone[h.start] or h.start in side.loose]
    none: frozenset[str] = frozenset()
    for i, token in enumerate(side.tokens):
        if (side.alone[i] or i in side.loose) and negative(token.word.comparable, language):
            found.append(Hit(i, i + 1, none))
    return found


def _partly(view: View) -> list[Hit]:
    # "Not only", "or not" of the other side: they deny in part. A script without spaces has too
    # many by chance.
    if not view.language.core.spaced:
        return []
    here, there = view.here, view.there
    same = {h.start for h in here.denials.empty}
    return [
        h for h in there.denials.empty if h.end - h.start > 1 and there.partner[h.start] not in same
    ]


def _fit(hit: Hit, view: View) -> Turn | None:
    # The negator with the shared word that it denies. Where other words differ here too, one of
    # them may carry the denial: then the other side must have none of any kind.
    at = bisect_right(view.between, hit.start, key=lambda g: g.mt_start) - 1
    if at < 0 or hit.start >= view.between[at].mt_end:
        return None
    a, b, c, d = view.between[at]
    functions = view.language.function_words
    here, there = view.here.tokens, view.there.tokens
    if any(c <= h.start < d for h in view.there.denials.sure):
        return None
    differs = any(content(t, functions) for t in there[c:d]) or any(
        content(here[i], functions) for i in range(a, b) if not hit.start <= i < hit.end
    )
    if not differs and b < len(here) and b - hit.end < _HEAD and steady(view, b, d, 1):
        same = _same(here[a : hit.start], there[c:d])
        fits = _replaces(here[a:b], there[c:d], hit)
        return Turn(a + same, b + 1, c + same, d + 1, fits=fits)
    if not differs and a > 0 and hit.start - a < _HEAD and steady(view, a - 1, c - 1, -1):
        same = _same(here[hit.end : b][::-1], there[c:d][::-1])
        fits = _replaces(here[a:b], there[c:d], hit)
        return Turn(a - 1, b - same, c - 1, d - same, fits=fits)
    if not differs or view.there.denials.sure or _likely(view.there, view.language):
        return None
    return _unlike(hit, view, view.between[at])


def _replaces(here: Sequence[Token], there: Sequence[Token], hit: Hit) -> bool:
    # Whether little but the negator differs. One word may have become it (je, není; ein, kein),
    # and an auxiliary may have come with it (did not).
    negators = hit.end - hit.start
    mine, theirs = {t.comparable for t in here}, {t.comparable for t in there}
    return len(theirs - mine) <= (negators == 1) and len(mine - theirs) <= negators + 1


def _unlike(hit: Hit, view: View, gap: Gap) -> Turn | None:
    # The place shown by the word denied, by the words that differ there, or by the next word.
    a, b, c, d = gap
    if max(b - a, d - c) > _LONGEST_GAP:
        return None
    home = range(len(view.there.tokens))
    unit = next(u for u in units(view.here.denials.sure, view.language) if hit.start < u.end)
    turn = _turn(unit, home, view)
    if turn.shared:
        return turn._replace(whole=False)
    if not _told(unit, view):
        return None
    there = view.there.tokens
    own = [j for j in range(c, d) if content(there[j], view.language.function_words)]
    if not own:
        own = [d] if d < len(there) else [c - 1]
    if own[0] < 0:
        return None
    return Turn(hit.start, hit.end, own[0], own[-1] + 1, fits=False, shared=False)


def _same(left: Sequence[Token], right: Sequence[Token]) -> int:
    # How many words at the start of both are the same.
    pairs = zip(left, right, strict=False)
    return sum(1 for _ in takewhile(lambda p: p[0].comparable == p[1].comparable, pairs))


def steady(view: View, i: int, j: int, step: int) -> bool:
    """Whether the shared word at ``i`` and ``j`` is one that means something.

    A single character of a script without spaces does so only with its neighbour.
    """
    if not content(view.here.tokens[i], view.language.function_words):
        return False
    if view.language.core.spaced:
        return True
    k = i + step
    return 0 <= k < len(view.here.tokens) and view.here.partner[k] == j + step


def _freely(view: View, known: list[Turn]) -> list[Turn]:
    # A sentence that denies against one without any denial, however both are worded. One a
    # sentence: what denies twice affirms the second time for the same reason.
    here, there = view.here, view.there
    mine, theirs = units(here.denials.sure, view.language), units(there.denials.sure, view.language)
    if len(mine) <= len(theirs):
        return []
    likely = _likely(there, view.language) + _partly(view)
    inside = {i for h in there.denials.like for i in range(h.start, h.end)}  # 不 of 不明
    found = list(known)
    doubled = {h.start for h in _likely(here, view.language)}
    for unit in mine:
        if not doubled.isdisjoint(range(unit.end, unit.end + _DOUBLED)):
            continue
        home = _home(unit, view)
        taken = _elsewhere_linked(view, unit)
        rivals = [h for h in there.denials.sure if h.start not in taken] + likely
        if not home:
            continue
        if any(here.partner[i] in inside for i in range(unit.start, unit.end)):
            continue
        turn = _turn(unit, home, view)._replace(plain=_plainly(unit, view))
        if not turn.shared and not _told(unit, view):
            continue
        # The sentence is sure only where the denied word itself stands there.
        within = home if turn.shared else range(len(there.tokens))
        if any(within.start <= r.start < within.stop for r in rivals):
            continue
        if any(home.start <= turn.there_start < home.stop for turn in found):
            continue
        first = next(h for h in here.denials.sure if h.start >= unit.start)
        if not taken or not _held(first, view):
            found.append(turn)
    return found[len(known) :]


def _told(unit: Unit, view: View) -> bool:
    # Whether the other side says the same there at all: more of the words around are shared
    # than not, one of those after the negator too. What is left out denies nothing.
    here, functions = view.here, view.language.function_words
    low, high = max(unit.start - _HEAD, 0), min(unit.end + _FAR, len(here.tokens))
    before = [here.alone[i] for i in range(low, unit.start) if content(here.tokens[i], functions)]
    after = [here.alone[i] for i in range(unit.end, high) if content(here.tokens[i], functions)]
    if after and all(after):
        return False
    return 2 * (before + after).count(False) >= len(before) + len(after) > 0


def _home(unit: Unit, view: View) -> range:
    # The sentence of the other side in which the denial belongs.
    there = view.there
    if len(there.segments) <= 1:
        return range(len(there.tokens))
    tokens = view.here.tokens
    after = range(unit.end, len(tokens))
    before = range(unit.start - 1, -1, -1)
    for i in (*after[:_REACH], *before[:_REACH]):
        j = view.here.partner[i]
        if j >= 0 and not view.here.alone[i] and content(tokens[i], view.language.function_words):
            at = there.tokens[j].start
            span = next(s.span for s in there.segments if s.span.start <= at < s.span.end)
            inside = [k for k, t in enumerate(there.tokens) if span.start <= t.start < span.end]
            return range(inside[0], inside[-1] + 1)
    return range(0)


def _turn(unit: Unit, home: range, view: View) -> Turn:
    # The word that the negator denies stands after it, or before it ("kommt nicht").
    here, there = view.here, view.there
    if (j := _opposite(unit, home, view)) is not None:
        return Turn(unit.start, unit.end, j, j + 1, fits=True, whole=True)
    functions = view.language.function_words
    after = range(unit.end, min(unit.end + _FAR, len(here.tokens)))
    before = range(unit.start - 1, max(unit.start - 1 - _HEAD, -1), -1)
    around = (*range(unit.start, unit.end), *after, *before)
    negators = {i for h in here.denials.sure for i in range(h.start, h.end)}
    said = [i for i in around if i not in negators and content(here.tokens[i], functions)]
    linked = [i for i in said if here.partner[i] in home]
    if (near := _next(unit, home, view)) is not None and (not linked or linked[0] < unit.start):
        return near
    for i in linked:
        if not here.alone[i]:
            return _denied(unit, i, view, shared=i == said[0])
    if linked:
        j = here.partner[linked[0]]
    else:
        j = by_place(unit.start / len(here.tokens), there.tokens, home, functions)
    return Turn(unit.start, unit.end, j, j + 1, fits=False, shared=False, whole=True)


def _next(unit: Unit, home: range, view: View) -> Turn | None:
    # An auxiliary right after the plain negator, where it is on both sides: "не будут".
    i = unit.end
    here, there = view.here, view.there
    if unit.end - unit.start > 1 or i >= len(here.tokens):
        return None
    j = here.partner[i]
    if j not in home or here.tokens[i].comparable != there.tokens[j].comparable:
        return None
    if here.alone[i] or not particle(here.tokens[unit.start], view.language):
        return None
    return Turn(unit.start, i + 1, j, j + 1, fits=True, whole=True)


def _opposite(unit: Unit, home: range, view: View) -> int | None:
    # "Everybody" where the other side has "nobody".
    if unit.end - unit.start > 1:
        return None
    book = opposites.book(view.language)
    labels = book.labels(view.here.tokens[unit.start].comparable)
    if not labels:
        return None
    found = [
        j
        for j in home
        if view.there.alone[j]
        and opposites.opposed(labels, book.labels(view.there.tokens[j].comparable))
    ]
    return found[0] if len(found) == 1 else None


def _denied(unit: Unit, i: int, view: View, *, shared: bool) -> Turn:
    # ``i`` is denied; its partner is affirmed. Word for word where only the negator differs.
    j = view.here.partner[i]
    here, there = view.here.tokens, view.there.tokens
    equal = here[i].comparable == there[j].comparable
    plain = unit.end - unit.start == 1 and particle(here[unit.start], view.language)
    if equal and i >= unit.end and plain:
        lead = i - unit.end
        if lead <= j and all(
            here[unit.end + k].comparable == there[j - lead + k].comparable for k in range(lead)
        ):
            return Turn(unit.start, i + 1, j - lead, j + 1, fits=True, shared=shared, whole=True)
    if equal and unit.start < i < unit.end:
        return Turn(unit.start, unit.end, j, j + 1, fits=True, shared=shared, whole=True)
    start, end = (j, j + 1) if shared or i < unit.end else _affirmed(j, view)
    return Turn(unit.start, unit.end, start, end, fits=False, shared=shared, whole=True)


def _affirmed(j: int, view: View) -> tuple[int, int]:
    # The word denied has no partner: what stands there in its place are the words of that side's
    # own right before the shared word ``j`` ("looked back | once" for "did not turn once").
    there, functions = view.there, view.language.function_words
    end = j
    while end > 0 and not content(there.tokens[end - 1], functions):
        end -= 1
    start = end
    while start > 0 and there.alone[start - 1] and content(there.tokens[start - 1], functions):
        start -= 1
    return (start, end) if 0 < end - start <= _MOST_AFFIRMED and j - end <= _BETWEEN else (j, j + 1)


_MOST_AFFIRMED = 3  # words that are shown as affirmed
_BETWEEN = 2  # function words between them and the shared word


def particle(token: Token, language: Language) -> bool:
    """Whether it is the plain "not" or "never", which has only to be put in, and no "nobody"."""
    meaning = language.meaning
    return meaning is not None and token.comparable in meaning.negation.words[:_PLAIN]


_PLAIN = 2  # the first entries of the list of negators

"""Names in texts that set nothing off: stretches of the reference that the MT has garbled.

Chinese and Japanese write names without spaces or capitals, so the reference's are found by
what they are: listed, a family name with what follows it, or a run of the characters that spell
foreign sounds. One that the MT lacks is looked for there with one or two characters otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtcheck.aligning.originals import romanised
from mtcheck.languages import load
from mtcheck.languages.names import NameData, one_script, variants, well_known
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Pair, Segment, Text
    from mtcheck.languages import Language
    from mtcheck.languages.lexicon import Lexicon

__all__ = ["Respelling", "misspelling", "respellings"]

_LONGEST = 12  # characters of a name
_LONGEST_GIVEN = 2  # characters of a given name
_SHORTEST_PERSON = 2  # characters of a whole name
_SHORTEST_RUN = 3  # characters that spell sounds: two are too often a word
_SURE = 3  # characters of a name from which one other character needs no likeness of sound
_PER_CHANGE = 3  # characters of a name for each one that a garble has otherwise
_ALIKE = 0.5  # likeness of sound
_USUAL = 2.5  # Zipf frequency of a word that two neighbours make
_EVERYDAY = 3.8  # … of one that is seldom part of a name
_MOST = 40  # names of one pair that are looked for
_FIRST, _LAST = "一", "鿿"
_JOINTS = "·•・‧"


@dataclass(frozen=True, slots=True)
class Respelling:
    """A stretch of the MT and the name of the other text that it stands for."""

    span: Span
    other: Span
    attested: bool  # whether the other's form is a known one


@dataclass(frozen=True, slots=True)
class _Known:
    """What a language knows of names in ideographs."""

    listed: frozenset[str]
    longest: int
    sounds: frozenset[str]
    surnames: frozenset[str]
    longest_surname: int
    titles: tuple[str, ...]  # what stands after a name and is no part of it
    empty: frozenset[str]  # characters with little meaning of their own
    lexicon: Lexicon | None
    encoding: str  # of the characters that the language writes with, where others have another form

    def foreign(self, form: str) -> bool:
        """Whether a form is spelt with the characters of foreign names alone."""
        return self.sounds.issuperset(form)

    def usual(self, form: str) -> bool:
        """Whether a form is a word that is not rare."""
        return self.lexicon is not None and self.lexicon.zipf(form) >= _USUAL

    def everyday(self, form: str) -> bool:
        """Whether a form is a frequent word of two characters."""
        frequent = self.lexicon is not None and self.lexicon.zipf(form) >= _EVERYDAY
        return frequent and len(form) > 1 and form not in self.listed

    def attested(self, form: str) -> bool:
        """Whether a form is a name or a word that is known."""
        return form in self.listed or self.word(form)

    def alien(self, form: str) -> bool:
        """Whether a form has characters that the language does not write."""
        if not self.encoding:
            return False
        try:
            form.encode(self.encoding)
        except UnicodeEncodeError:
            return True
        return False

    def word(self, form: str) -> bool:
        return self.lexicon is not None and form in self.lexicon


@cache
def _known(code: str) -> _Known:
    language = load(code)
    data = language.names or NameData()
    # Family names of one character are written as one string.
    single = len(max(data.surnames, default="", key=len)) > _LONGEST
    surnames = frozenset("".join(data.surnames)) if single else frozenset(data.surnames)
    listed = frozenset(n for n in well_known(code) if _LONGEST >= len(n) > 1 and _ideographs(n))
    return _Known(
        listed,
        max(map(len, listed), default=0),
        frozenset("".join(data.transliterating)),
        surnames,
        max(map(len, surnames), default=0),
        data.titles,
        frozenset(w for w in language.function_words if len(w) == 1),
        language.lexicon,
        data.encoding,
    )


def _ideographs(form: str) -> bool:
    return all(_FIRST <= c <= _LAST for c in form)


def respellings(pair: Pair, mt: Text, other: Text) -> Iterator[Respelling]:
    """Names of the other text that the MT has with other characters."""
    known = _known(mt.language.code)
    if not (known.surnames or known.sounds) or not pair.mt or not pair.other:
        return
    here, there = _stretch(pair.mt), _stretch(pair.other)
    mine, theirs = mt.at(here), other.at(there)
    if mine == theirs:
        return
    taken: list[Span] = []
    for name in _names(theirs, known)[:_MOST]:
        if name.of(theirs) in mt.content:
            found = _said_twice(name.of(theirs), mine, other, known)
        else:
            found = _garble(name, theirs, mine, other.content, known)
        if found is not None and not any(found.overlaps(t) for t in taken):
            taken.append(found)
            attested = known.attested(name.of(theirs))
            yield Respelling(
                Span(here.start + found.start, here.start + found.end),
                Span(there.start + name.start, there.start + name.end),
                attested or found.end - found.start >= _SURE,
            )


def misspelling(name: str, mine: str, language: Language) -> Span | None:
    """Where a text has a well-known name with few other characters, if it surely does."""
    known = _known(language.code)
    if len(name) < _SURE or not (known.surnames or known.sounds):
        return None
    return _garble(Span(0, len(name)), name, mine, "", known)


def _stretch(segments: Sequence[Segment]) -> Span:
    return Span(segments[0].span.start, segments[-1].span.end)


def _names(text: str, known: _Known) -> list[Span]:
    """The names of a text, in order; where a given name ends is not sure, so both are there."""
    found: list[Span] = []
    run = 0  # the end of the run of sounds that is on
    for at, character in enumerate(text):
        if not _FIRST <= character <= _LAST:
            continue
        lengths = set(_listed(text, at, known))
        if at >= run:
            run = at
            while run < len(text) and text[run] in known.sounds:
                run += 1
            if run - at > _SHORTEST_RUN or (
                run - at == _SHORTEST_RUN and _alone(text, Span(at, run), known)
            ):
                lengths.add(min(run - at, _LONGEST))
            else:
                lengths.update(n for n in _personal(text, at, known) if _person(text, at, n, known))
        found.extend(Span(at, at + length) for length in sorted(lengths, reverse=True))
    return found


def _alone(text: str, run: Span, known: _Known) -> bool:
    """Whether a short run makes no everyday words, inside it or with what stands beside it."""
    if not known.empty.isdisjoint(run.of(text)):
        return False
    low, high = max(run.start - 1, 0), min(run.end + 1, len(text))
    return not any(known.everyday(text[i : i + 2]) for i in range(low, high - 1))


def _person(text: str, at: int, length: int, known: _Known) -> bool:
    """Whether what begins with a family name is a name: its parts are no everyday words."""
    if known.longest_surname > 1:
        return True  # the list itself is of names of two characters, mostly
    end = at + length
    around = (text[max(at - 1, 0) : at + 1], text[end - 1 : end + 1])
    if text[at] in known.empty or any(known.everyday(two) for two in around):
        return False
    if length == _SHORTEST_PERSON:
        return True
    return not (known.everyday(text[at : at + 2]) or known.everyday(text[at + 1 : end]))


def _listed(text: str, at: int, known: _Known) -> Iterator[int]:
    for length in range(min(known.longest, len(text) - at), 1, -1):
        if text[at : at + length] in known.listed:
            yield length
            return


def _personal(text: str, at: int, known: _Known) -> tuple[int, ...]:
    """A family name and the given name after it, of one character or two."""
    for length in range(known.longest_surname, 0, -1):
        if text[at : at + length] not in known.surnames:
            continue
        end = at + length
        while (
            end < len(text)
            and end - at - length < _LONGEST_GIVEN
            and _given(text[end], known)
            and not text.startswith(known.titles, end)
        ):
            end += 1
        if end == at + length and text.startswith(known.titles, end):
            return ()  # a family name alone
        if end > at + length:
            return tuple(range(end - at, max(length, 1), -1))
    return ()


def _given(character: str, known: _Known) -> bool:
    return _FIRST <= character <= _LAST and character not in known.empty


def _garble(name: Span, theirs: str, mine: str, other: str, known: _Known) -> Span | None:
    """Where ``mine`` has the name with few other characters, if it surely does."""
    right = name.of(theirs)
    best: tuple[float, int, Span] | None = None
    for length in (len(right), len(right) + 1, len(right) - 1):
        if length < 2:  # noqa: PLR2004 - one character is no name
            continue
        for start in _starts(mine, right, length):
            wrong = mine[start : start + length]
            span = Span(start, start + length)
            apart = OSA.distance(wrong, right)
            if apart > max(len(right) // _PER_CHANGE, 1) or wrong in other:
                continue
            if not _sure(span, mine, name, theirs, known):
                continue
            if best is None or (apart, abs(length - len(right))) < best[:2]:
                best = (apart, abs(length - len(right)), span)
    return best[2] if best else None


def _said_twice(name: str, mine: str, other: Text, known: _Known) -> Span | None:
    """A name that stands there with its first or last character twice."""
    if len(name) < _SURE:
        return None
    for wrong, extra in ((name + name[-1], len(name)), (name[0] + name, 0)):
        at = mine.find(wrong)
        if at < 0 or wrong in other.content:
            continue
        beyond = mine[at + extra : at + extra + 2] if extra else mine[max(at - 1, 0) : at + 1]
        if not (len(beyond) > 1 and _ideographs(beyond) and known.usual(beyond)):
            return Span(at, at + len(wrong))
    return None


def _starts(mine: str, right: str, length: int) -> list[int]:
    """Where a stretch may begin that shares characters with the name at their places."""
    found: set[int] = set()
    for offset, character in enumerate(right):
        at = mine.find(character)
        while at >= 0:
            for shift in (0, length - len(right)):
                start = at - offset - shift
                if 0 <= start <= len(mine) - length:
                    found.add(start)
            at = mine.find(character, at + 1)
    return sorted(found)


def _sure(  # noqa: PLR0911 - one question after the other, each of which decides
    span: Span, mine: str, name: Span, theirs: str, known: _Known
) -> bool:
    """Whether a stretch is no word of its own and stands where the name does."""
    wrong, right = span.of(mine), name.of(theirs)
    if not all(_FIRST <= c <= _LAST or c in _JOINTS for c in wrong):
        return False
    if wrong in known.listed or known.word(wrong) or _variant(wrong, right):
        return False  # a name or word of its own
    swapped = len(right) >= _SURE and sorted(wrong) == sorted(right)
    if not swapped and _crosses(span, mine, right, known):
        return False
    beside = (mine[: span.start][-1:] == theirs[: name.start][-1:]) + (
        mine[span.end : span.end + 1] == theirs[name.end : name.end + 1]
    )
    changed, meant = _changed(wrong, right)
    if one_script(changed) == one_script(meant):
        return known.alien(changed) and not known.alien(meant)  # 冈 in a Japanese text
    if len(right) < _SURE and not known.empty.isdisjoint(changed):
        return False
    alike = _sounds_alike(changed, meant, right)
    if not meant and len(right) == _SURE and known.attested(right):
        alike = changed in right  # said twice: 周恩恩来
    if len(right) > _SURE:
        return alike or beside > 0 or not known.foreign(right) or right in known.listed
    if len(right) == _SURE:
        return alike or (beside > 0 and (right in known.listed or known.foreign(right)))
    same = alike and romanised(changed) == romanised(meant)
    return (alike and beside > 0) or (same and known.word(right))


def _variant(wrong: str, right: str) -> bool:
    keys = variants()
    return bool(set(keys.get(wrong, ())) & set(keys.get(right, ())))


def _crosses(span: Span, mine: str, right: str, known: _Known) -> bool:
    """Whether an end of the stretch that differs is part of a word with what stands beside it."""
    first, last = mine[span.start], mine[span.end - 1]
    before, after = mine[: span.start][-1:], mine[span.end : span.end + 1]
    if first != right[0] and before and known.usual(before + first):
        return True
    return last != right[-1] and bool(after) and known.usual(last + after)


def _changed(wrong: str, right: str) -> tuple[str, str]:
    """What is left of both without the characters that they begin and end with alike."""
    start = 0
    while start < min(len(wrong), len(right)) and wrong[start] == right[start]:
        start += 1
    end = 0
    while end < min(len(wrong), len(right)) - start and wrong[-1 - end] == right[-1 - end]:
        end += 1
    return wrong[start : len(wrong) - end], right[start : len(right) - end]


def _sounds_alike(changed: str, meant: str, right: str) -> bool:
    if not meant:
        return len(right) > _SURE and changed in right  # said twice
    if not changed:
        return False
    if sorted(changed) == sorted(meant):
        return True
    return OSA.normalized_similarity(romanised(changed), romanised(meant)) >= _ALIKE

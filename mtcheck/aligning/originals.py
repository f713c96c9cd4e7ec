"""The names of the source: what they say about spellings of the translation.

A name travels from script to script by its sound, so both sides are compared in Latin letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mtcheck import languages
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.spelling import Spelling, spelling
from mtcheck.languages.names import NameData

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Text
    from mtcheck.languages import Language

__all__ = ["Originals", "originals", "romanised", "sound"]

_ALIKE = 0.6  # likeness in Latin letters from which two forms may be one name
_SHORTEST = 4  # letters that a whole text may have by chance, if fewer
_LONG_RUN = 6  # letters that are not part of a longer name by chance
_LONGEST = 40  # letters of a name that is read letter by letter
_OWN_ENDINGS = frozenset(("", "a", "e", "y", "i", "s"))  # what Latin script may add or keep
_SAID = 0.8  # … from which one is the other's sound


@lru_cache(maxsize=50_000)
def romanised(form: str) -> str:
    """A form in lower-case ASCII letters, whatever its script."""
    from anyascii import anyascii  # noqa: PLC0415 - its tables load only where there is a source

    return "".join(c for c in anyascii(form).lower() if c.isalnum())


@dataclass(frozen=True, slots=True)
class Originals:
    """The names of a source, and their Latin letters.

    ``run``: the Latin letters of all of a text without spaces, where nothing sets names off.
    """

    forms: frozenset[str]
    latin: frozenset[str]
    run: str
    language: Language | None = None

    def romanises(self, form: str, stems: frozenset[str]) -> bool:
        """Whether ``form`` writes a name of the source in Latin letters by any known scheme."""
        if self.run:
            # What has no scheme but one is spelt out: Chinese in Pinyin.
            return len(form) >= _LONG_RUN and romanised(form) in self.run
        if self.language is None or not _schemes(self.language.code):
            return False
        sound = romanised(form)
        return any(
            OSA.normalized_similarity(sound, romanised(name)) >= _ALIKE
            and any(_spelt(name, mine, self.language.code) for mine in (form, *sorted(stems)))
            for name in sorted(self.forms)
            if len(name) <= _LONGEST
        )

    def compared(self, mine: frozenset[str], other: frozenset[str]) -> float:
        """How much farther one name's stems sound from a name of the source than the other's.

        Below 0 they are nearer, at 0 as near; above 0 where no name of the source is near.
        """
        if self.run or self.language is None:
            return 1.0
        spell = spelling(self.language)
        right = [_heard(s, spell) for s in sorted(other)]
        names = _folded(self.latin, self.language.code)
        best, there = 0.0, ""
        for form in right:
            found = process.extractOne(
                form, names, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE
            )
            if found is not None and found[1] > best:
                there, best = found[0], found[1]
        if not there:
            return 1.0
        sounds = [_heard(s, spell) for s in sorted(mine)]
        nearest = min(spell.distance(r, there) for r in right)
        apart = min(spell.distance(s, there) for s in sounds)
        # As near: schemes differ over vowels and single consonants, not over which there are.
        bones = {_skeleton(s) for s in sounds}
        if apart == nearest and all(_skeleton(r) not in bones for r in right):
            return 1.0
        return apart - nearest

    def prefers(self, right: str, wrong: str) -> bool:
        """Whether a name of the source is nearer to ``right`` than to ``wrong``."""
        if right in self.forms:
            return True
        good, bad = romanised(right), romanised(wrong)
        if self.run:
            return good in self.run and bad not in self.run
        for name in sorted(self.latin):
            apart = OSA.distance(good, name)
            if apart < OSA.distance(bad, name) and apart <= (1 - _ALIKE) * len(name):
                return True
        return False

    def alike(self, form: str, stems: frozenset[str]) -> tuple[float, float]:
        """How like a name of the source a form sounds (0..1): its stems by sound, it by letter."""
        if self.language is None:
            return 0.0, 0.0
        spell = spelling(self.language)
        sounds = sorted({_heard(stem, spell) for stem in stems})
        names = _folded(self.latin, self.language.code)
        letters = [romanised(form)]
        return _likeness(sounds, names), _likeness(letters, sorted(self.latin))

    def keys(self) -> frozenset[str]:
        """The keys of the well-known names that the source has."""
        if self.language is None:
            return frozenset()
        return _keys(self.forms, self.language.code)

    def spells(self, form: str) -> bool:
        """Whether a source that nothing sets off has the very sounds of ``form``."""
        return len(form) >= _SHORTEST and romanised(form) in self.run

    def says(self, form: str) -> bool:
        """Whether a name of the source sounds like ``form``."""
        sound = romanised(form)
        if self.run:
            return len(sound) >= _LONG_RUN and sound in self.run
        return any(OSA.normalized_similarity(sound, n) >= _SAID for n in self.latin)


def _likeness(forms: Sequence[str], names: Sequence[str]) -> float:
    found = (process.extractOne(f, names, scorer=OSA.normalized_similarity) for f in forms)
    return max((f[1] for f in found if f is not None), default=0.0)


@lru_cache(maxsize=4)
def _folded(latin: frozenset[str], code: str) -> tuple[str, ...]:
    spell = spelling(languages.load(code))
    return tuple(sorted({_heard(name, spell) for name in latin} - {""}))


@lru_cache(maxsize=4)
def _keys(forms: frozenset[str], code: str) -> frozenset[str]:
    spell = spelling(languages.load(code))
    return frozenset(key for form in forms for key in spell.keys(form))


def sound(form: str, language: Language) -> str:
    """What a name sounds like in a language, in Latin letters, but for its case ending."""
    return _heard(form, spelling(language))


def _heard(form: str, spell: Spelling) -> str:
    """What a name sounds like, but for the vowels of a case ending."""
    return spell.folded(romanised(form)).rstrip("aeiouy")


@cache
def _schemes(code: str) -> dict[str, tuple[str, ...]]:
    data = languages.load(code).names
    return {letter: tuple(by) for letter, *by in data.romanised} if data is not None else {}


@lru_cache(maxsize=20_000)
def _spelt(name: str, form: str, code: str) -> bool:
    """Whether ``form`` can be read off ``name`` letter by letter, but for a case ending."""
    places = {0}
    schemes = _schemes(code)
    endings = (languages.load(code).names or NameData()).endings
    for at, letter in enumerate(name):
        rest = name[at:]
        if rest in endings and any(form[p:] in _OWN_ENDINGS for p in places):
            return True
        places = {
            p + len(latin)
            for p in places
            for latin in schemes.get(letter, (letter,))
            if form.startswith(latin, p)
        }
        if not places:
            return False
    return any(form[p:] in _OWN_ENDINGS for p in places)


def _skeleton(sound: str) -> str:
    """The consonants of a form in Latin letters."""
    return "".join(c for c in sound if c not in "aeiouy")


def originals(source: Text | None) -> Originals:
    """The names of ``source``."""
    return _NOTHING if source is None else _originals(ByIdentity(source))


_NOTHING = Originals(frozenset(), frozenset(), "")


@lru_cache(maxsize=4)
def _originals(key: ByIdentity[Text]) -> Originals:
    source = key.it
    words = [t.word for s in source.segments for t in s.tokens if t.is_word]
    if not source.language.core.cased:
        forms = frozenset(w.comparable for w in words)
        run = "".join(romanised(w.comparable) for w in words)
        return Originals(forms, frozenset(), run, source.language)
    forms = frozenset(w.comparable for w in words if w.capitalised)
    return Originals(forms, frozenset(romanised(f) for f in forms), "", source.language)

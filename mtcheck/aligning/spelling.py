"""How near two spellings of a name are, and whether both can be right.

Likeness of letters cannot tell a garble from another legitimate spelling; three other
questions can: is one form an inflection of the other, do they become equal when what
transliteration schemes exchange is folded away, and is the form attested anywhere? What a
language exchanges and inflects is data (``names.toml``).
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import cache, cached_property, lru_cache
from itertools import islice
from statistics import median
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from mtcheck import languages
from mtcheck.languages.lexicon import Lexicon  # noqa: TC001 - in a cached function's signature
from mtcheck.languages.names import NameData, romanised, variants, well_known

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.languages import Language
    from mtcheck.word import Word

__all__ = ["Relation", "Spelling", "bare", "spelling"]

_CONFUSED = 0.5  # cost of exchanging letters that are mistaken for each other
_DOUBLED = 0.5  # cost of a letter written twice, or once for twice
_PIECE = range(2, 5)  # letters of a piece that is said twice, at the same price
_SWAPPED = 0.7  # cost of two neighbours in each other's place
_SHORTEST_STEM = 3
_AT_HOME = 1.2  # Zipf units above the median of all languages, at home
_A_WORD = 1.6  # Zipf units above the median of all languages
_LONGEST = 24  # letters of a form for which candidates are looked up
_ELSEWHERE = 2  # word lists of other languages that make a form a known one
_LONG = 6  # letters of a form that may be two edits away from a word
_FAR = 2  # edits that lie between the two
_FREQUENT = 2.0  # Zipf frequency of such a word
_LETTERS = 3  # by which two schemes may differ over a name
_FEW_ENDINGS = 12  # of names in a language without cases
_MOST_FORMS = 3_000  # words that begin like a name, among which its case forms are looked for
_WORLD = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs")
_MARKS = re.compile(r"(?<=[a-z\u0300-\u036f])[\u0300-\u036f]+|['\-]")
_TWICE = re.compile(r"(.)\1+")


class Relation(IntEnum):
    """How a form relates to another name's form."""

    SAME = 0  # equal but for marks, or the same name by the data
    INFLECTED = 1
    DERIVED = 2  # another word made of the name: Russia, Russian
    SCHEME = 3  # equal once what transliteration schemes exchange is folded away
    DOUBLED = 4  # … and doubled letters are taken for single ones
    UNLIKE = 5


@lru_cache(maxsize=50_000)
def bare(form: str) -> str:
    """A comparable form without hyphens, apostrophes, and accents on Latin letters or ё."""
    plain = _MARKS.sub("", unicodedata.normalize("NFD", form))
    return unicodedata.normalize("NFC", plain).replace("ё", "е")


class Spelling:
    """What one language knows of spelling names; made by :func:`spelling`, one a language.

    All methods take comparable forms. A class because it caches per form.
    """

    def __init__(self, language: Language) -> None:
        self._language = language
        self._listed = well_known(language.code)
        self.cased = language.core.cased
        self.latin = "Latin" in language.core.scripts
        self._data = language.names or NameData()
        self._endings = frozenset(self._data.endings)
        self._derived = frozenset(self._data.derived)
        self._longest = max(map(len, (*self._data.endings, *self._data.derived, "")))
        self._changes = self._data.stem_changes
        self.inflects = len(self._endings) > _FEW_ENDINGS
        self.relation = lru_cache(maxsize=20_000)(self._relation)
        self.scheme = lru_cache(maxsize=50_000)(self._scheme)
        self.folded = lru_cache(maxsize=50_000)(self._folded)
        self.stems = lru_cache(maxsize=50_000)(self._stems)
        self.distance = lru_cache(maxsize=20_000)(self._distance)
        self.known = lru_cache(maxsize=50_000)(self._known)
        self.candidates_of = lru_cache(maxsize=10_000)(self._candidates)
        self.farther = lru_cache(maxsize=10_000)(self._farther)
        self.variants = lru_cache(maxsize=50_000)(self._variants)
        self.case_forms = lru_cache(maxsize=2_000)(self._case_forms)
        self.abroad = lru_cache(maxsize=50_000)(self._abroad)

    @cached_property
    def _near(self) -> dict[str, str]:
        near: dict[str, str] = {}
        for group in self._data.confusable:
            for letter in group:
                near[letter] = near.get(letter, "") + group
        return near

    def _scheme(self, form: str) -> str:
        for _ in range(2):  # a fold may make what an earlier one folds: "ay", "ai", "i"
            for old, new in self._data.folds:
                form = form.replace(old, new)
        return bare(form)

    def _folded(self, form: str) -> str:
        return _TWICE.sub(r"\1", self.scheme(_TWICE.sub(r"\1", form)))

    def _stems(self, form: str) -> frozenset[str]:
        return self._without(form, self._endings)

    def _without(self, form: str, endings: frozenset[str]) -> frozenset[str]:
        form = bare(form) if "'" not in form else form
        found = {bare(form)}
        for cut in range(1, min(self._longest, len(form) - _SHORTEST_STEM) + 1):
            stem = form[:-cut]
            # No ending begins with the letter that the stem ends in: "Spainn" is no case form.
            if form[-cut:] in endings and stem[-1] != form[-cut]:
                found.add(bare(stem))
                for old, new in self._changes:
                    if stem.endswith(new) and len(stem) - len(new) >= _SHORTEST_STEM - 1:
                        found.add(bare(stem[: len(stem) - len(new)] + old))
        return frozenset(found)

    def _relation(  # noqa: PLR0911 - one question after the other, each of which decides
        self, form: str, other: str
    ) -> Relation:
        if bare(form) == bare(other) or self._language_names_agree(form, other):
            return Relation.SAME
        if self.latin and _one_romanised(form, other):
            return Relation.SAME
        if form == other + other[-1:]:
            return Relation.DOUBLED  # no ending only repeats the last letter
        if not self.stems(form).isdisjoint(self.stems(other)):
            return Relation.INFLECTED
        if not self._roots(form).isdisjoint(self._roots(other)):
            return Relation.DERIVED
        if self._folds_meet(form, other, self.scheme):
            return Relation.SCHEME
        if self._folds_meet(form, other, self.folded):
            return Relation.DOUBLED
        return Relation.UNLIKE

    def _language_names_agree(self, form: str, other: str) -> bool:
        if not self.keys(form).isdisjoint(self.keys(other)):
            return True
        mine = self.variants(form)
        return bool(mine) and not mine.isdisjoint(self.variants(other))

    def _variants(self, form: str) -> frozenset[str]:
        listed = variants()
        found = (listed.get(f, ()) for f in (form, *sorted(self.stems(form))))
        return frozenset(key for keys in found for key in keys)

    def keys(self, form: str) -> frozenset[str]:
        """The keys of the well-known names that a form, or what inflection leaves of it, is."""
        listed = (self._listed.get(f, ()) for f in (form, *sorted(self.stems(form))))
        return frozenset(key for keys in listed for key in keys)

    def _folds_meet(self, form: str, other: str, fold: Callable[[str], str]) -> bool:
        if fold(form) == fold(other):
            return True
        mine = {fold(s) for s in self.stems(form)}
        return not mine.isdisjoint(fold(s) for s in self.stems(other))

    @lru_cache(maxsize=50_000)  # noqa: B019 - one object a language, for the whole run
    def _roots(self, form: str) -> frozenset[str]:
        roots = set(self.stems(form))
        for stem in tuple(roots):
            roots |= self._without(stem, self._derived)
        return frozenset(roots)

    def _known(self, form: str) -> bool:
        """Whether the language's word list has the form or its stem, or others' have it."""
        own = self._language.lexicon
        if own is not None and any(s in own for s in self.stems(form)):
            return True
        return self.listed(form)

    def listed(self, form: str) -> bool:
        """Whether a form stands as it is in the language's word list, or in others'."""
        own = self._language.lexicon
        if (own is not None and form in own) or self.keys(form):
            return True
        found = (lexicon for lexicon in _world() if form in lexicon)
        return sum(1 for _ in islice(found, _ELSEWHERE)) == _ELSEWHERE

    def _abroad(self, form: str) -> float:
        """The median Zipf frequency in the word lists of the Latin-script languages.

        Names travel, words do not: a name is about as frequent elsewhere as at home.
        """
        return float(median(lexicon.zipf(form) for lexicon in _world()))

    def at_home(self, word: Word) -> bool:
        """Whether a word is so much more frequent here than abroad that it is no name."""
        if word.zipf <= _AT_HOME or not self.latin or self.keys(word.comparable):
            return False
        return word.zipf - self.abroad(word.comparable) > _AT_HOME

    def word_somewhere(self, form: str) -> bool:
        """Whether one language has the form so much oftener than others that it is its word."""
        return max(lexicon.zipf(form) for lexicon in _world()) - self.abroad(form) > _A_WORD

    def _distance(self, form: str, other: str) -> float:
        """Edits between two forms, those that ear and hand confuse at half the price."""
        if _piece_twice(form, other):
            return _DOUBLED
        near = self._near
        form, other = _apart(form, other)
        before: list[float] = []
        row = [_prices(other, j) for j in range(len(other) + 1)]
        row = [sum(row[: j + 1]) for j in range(len(row))]
        for i, a in enumerate(form, 1):
            twice = i > 1 and form[i - 2] == a
            current = [row[0] + 1.0]
            for j, b in enumerate(other, 1):
                change = 0.0 if a == b else _CONFUSED if b in near.get(a, "") else 1.0
                best = min(
                    row[j - 1] + change,
                    row[j] + (_DOUBLED if twice else 1.0),
                    current[j - 1] + (_DOUBLED if j > 1 and other[j - 2] == b else 1.0),
                )
                if twice is False and i > 1 and j > 1 and a == other[j - 2] and form[i - 2] == b:
                    best = min(best, before[j - 2] + _SWAPPED)
                current.append(best)
            before, row = row, current
        return row[-1]

    def inflected_as(self, wrong: str, right: str, written: str) -> str:
        """``written`` (a form of ``right``) with the ending that ``wrong`` has, if that is so.

        The ending counts as meant where it brings the right name a whole edit nearer to the
        wrong one, and what is then still wrong is in the stem.
        """
        best, nearest = written, OSA.distance(wrong, right) - 1
        if wrong[-2:] == right[-2:]:
            return written
        for mine in ("", *self._data.endings):
            if not wrong.endswith(mine):
                continue
            for theirs in ("", *self._data.endings):
                cut = len(right) - len(theirs)
                if mine == theirs or cut < _SHORTEST_STEM or not right.endswith(theirs):
                    continue
                if mine[:1] == right[cut - 1] or not self._possible(right, right[:cut] + mine):
                    continue
                near = OSA.distance(wrong, right[:cut] + mine)
                if 0 < near <= nearest and wrong[-len(mine) - 1] == right[cut - 1]:
                    best, nearest = written[:cut] + mine, near - 1
        return best

    def _case_forms(self, name: str) -> tuple[str, ...]:
        """A name's other case forms: those of the word list, or all where it has not the name."""
        own = self._language.lexicon
        if not self.inflects:
            return ()
        if own is not None and (name in own or name in self._listed):
            start = name[: max(len(name) - 2, _SHORTEST_STEM - 1)]
            found = islice(own.starting_with(start), _MOST_FORMS)
            return tuple(f for f in found if f != name and self._inflects_to(name, f))
        stems = {name, name[:-1]} if name[-1] in "aeiouyаеиоуыяіїо" else {name}
        return tuple(
            sorted(
                stem + ending
                for stem in stems
                for ending in self._endings
                if len(stem) >= _SHORTEST_STEM and ending[:1] != stem[-1] and stem + ending != name
            )
        )

    def _inflects_to(self, name: str, form: str) -> bool:
        near = len(form) - len(name) <= self._longest
        return near and not self.stems(form).isdisjoint(self.stems(name))

    def _possible(self, right: str, form: str) -> bool:
        own = self._language.lexicon
        return own is None or right not in own or form in own

    def _candidates(self, form: str) -> list[tuple[float, str]]:
        """Attested forms one edit away with their price, cheapest first, then most frequent."""
        lexicon = self._language.lexicon
        if lexicon is None or not _SHORTEST_STEM < len(form) <= _LONGEST:
            return []
        letters = sorted(self._near)
        cuts = [(form[:i], form[i:]) for i in range(len(form) + 1)]
        near = {a + b[1:] for a, b in cuts if b}
        near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
        near |= {a + c + b[1:] for a, b in cuts if b for c in letters}
        near |= {a + c + b for a, b in cuts for c in letters}
        listed = self._listed
        near = {n for n in near if n in lexicon or n in listed}
        found = [(self.distance(form, n), -lexicon.zipf(n), n) for n in near]
        return [(price, n) for price, _, n in sorted(found)]

    def _farther(self, form: str) -> list[tuple[float, str]]:
        """Usual words of the same beginning two edits away with their price, cheapest first."""
        lexicon = self._language.lexicon
        # Where every noun has a capital there are too many unknown ones to look that far.
        nouns = self._language.core.nouns_capitalised
        if lexicon is None or nouns or not _LONG <= len(form) <= _LONGEST:
            return []
        found: set[tuple[float, float, str]] = set()
        # The third letter on may be another; of the first three one twice, too many, or swapped.
        one, two, three, four = list(form[:4])
        for start in {form[:3], one + two + four, one + three + two, one + three + four}:
            words = [w for w in lexicon.starting_with(start) if abs(len(w) - len(form)) <= _FAR]
            near = process.extract(form, words, scorer=OSA.distance, score_cutoff=_FAR, limit=None)
            for word, apart, _ in near:
                if apart == _FAR and lexicon.zipf(word) >= _FREQUENT:
                    found.add((self.distance(form, word), -lexicon.zipf(word), word))
        return [(price, word) for price, _, word in sorted(found)]

    def transliterated(self, form: str) -> bool:
        """Whether a name looks like one from another script, which schemes spell differently."""
        return form.endswith(self._data.transliterated)

    def loosely_equal(self, form: str, other: str) -> bool:
        """Whether two such names are equal when what kindred languages exchange is folded too."""
        if not (self._data.loose and self.transliterated(form) and self.transliterated(other)):
            return False
        mine, theirs = self.folded(form), self.folded(other)
        for old, new in self._data.loose:
            mine, theirs = mine.replace(old, new), theirs.replace(old, new)
        return mine == theirs

    def likeness(self, form: str, other: str) -> float:
        """1 for equal forms, 0 for forms without anything in common."""
        longest = max(len(form), len(other), 1)
        if OSA.distance(form, other) > longest * 0.7:
            return 0.0
        return 1.0 - self.distance(form, other) / longest


def _piece_twice(form: str, other: str) -> bool:
    """Whether ``form`` is ``other`` with a piece of it twice in a row: Jujurupa."""
    length = len(form) - len(other)
    if length not in _PIECE:
        return False
    return any(
        form[at : at + length] == form[at + length : at + 2 * length]
        and form[:at] + form[at + length :] == other
        for at in range(len(other) - length + 1)
    )


def _apart(form: str, other: str) -> tuple[str, str]:
    """Both without what they begin and end with alike, but for a letter that may be doubled."""
    shortest = min(len(form), len(other))
    start = 0
    while start < shortest and form[start] == other[start]:
        start += 1
    start = max(start - 1, 0)
    end = 0
    while end < shortest - start and form[-1 - end] == other[-1 - end]:
        end += 1
    end = max(end - 1, 0)
    return form[start : len(form) - end], other[start : len(other) - end]


def _prices(other: str, j: int) -> float:
    if j == 0:
        return 0.0
    return _DOUBLED if j > 1 and other[j - 1] == other[j - 2] else 1.0


def _one_romanised(form: str, other: str) -> bool:
    """Whether two forms are one name of another script, by two of its schemes: Ōno, Ohno."""
    one, two = bare(form), bare(other)
    if OSA.distance(one, two, score_cutoff=_LETTERS) > _LETTERS:
        return False
    return any(
        looks.fullmatch(one)
        and looks.fullmatch(two)
        and _exchanged(one, folds) == _exchanged(two, folds)
        for looks, folds in _romanisations()
    )


def _exchanged(form: str, folds: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for old, new in folds:
        form = old.sub(new, form)
    return form


@cache
def _romanisations() -> tuple[tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]], ...]:
    """How names of other scripts look in Latin letters, and what schemes exchange in them."""
    return tuple(
        (re.compile(one.looks), tuple((re.compile(old), new) for old, new in one.folds))
        for one in romanised().values()
    )


@cache
def _world() -> tuple[Lexicon, ...]:
    found = (languages.load(code).lexicon for code in _WORLD)
    return tuple(lexicon for lexicon in found if lexicon is not None)


@cache
def _by_code(code: str) -> Spelling:
    return Spelling(languages.load(code))


def spelling(language: Language) -> Spelling:
    """The one :class:`Spelling` of a language."""
    return _by_code(language.code)

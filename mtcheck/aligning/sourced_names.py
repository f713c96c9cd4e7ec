"""What the source says of a form of the MT that is no known name.

Where both languages write one script a name keeps its letters, but for what the target language
has for it (Moskau) and for case endings; from another script it keeps its sound. A form one slip
away from a word of the target language is that word where the source says what it means.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from mtcheck.aligning.opposite_names import OppositeNames, is_same_name
from mtcheck.aligning.spelling import Relation, spelling

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Pair, Token, Word

__all__ = ["Said", "Sourced"]

_SHORT = 4  # letters of a name that has few to be known by
_APART = 3  # letters that a garble may be longer or shorter
_ALIKE = 0.75  # likeness to a name of the source from which a form is its garble
_PLACED = 0.65  # … that stands beside the same word
_LEAST = 0.4  # share of equal letters below which two forms are not compared at all
_CASE = 0.1  # … that a case ending may take of it
_LIGHT = 0.7  # edits of a light slip: letters swapped, doubled or alike
_ONE_SLIP = 1.0  # … that one slip of hand or ear makes
_SLIP = 1.5  # … or two light ones
_LEAD = 0.5  # Zipf units more frequent: the name that was meant
_MUCH = 0.8  # … so much that the rarer one is hardly the language's own
_USUAL = 2.5  # Zipf frequency of a word that a slip may be meant for
_SAID = 0.7  # likeness of sound from which a word of the source is the name
_WELL_SAID = 0.8  # … where two letters differ
_KNOWN = 2.2  # Zipf frequency of a name that needs no other proof than its sound
_COGNATE = 0.6  # likeness of one word in two languages
_LEARNED = 10  # letters of a learned word, which each language ends in its own way
_ENDING = 3  # … of such an ending
_USE = 0.15  # edits that a Zipf unit of frequency makes up for
_PREFIX = 3  # letters of a compound's first part
_LONG = 7  # … in which two may differ
_WORD = 5  # letters of a form that may be a slip of a word


class Said(NamedTuple):
    """What the source says of a form: ``right`` is None where the form is right as it is.

    ``other``: the word of the source that says so, where it is one. ``by_meaning``: not as a
    name, but as a word of the target language that means the same.
    """

    right: str | None
    other: Token | None
    by_meaning: bool = False


class Sourced:
    """The evidence of an article's source; a class because it remembers the pair it looks at."""

    def __init__(self, article: AlignedArticle) -> None:
        self._article = article
        self._language = article.mt.language
        self._spell = spelling(self._language)
        self._origin = (article.source or article.mt).language
        mine = self._language.core.scripts
        self._one_script = bool(mine) and mine[0] in self._origin.core.scripts
        self._latin = "Latin" in self._origin.core.scripts
        # A case ending may be longer than what is left of a short name.
        self._apart = _APART + 2 * self._spell.inflects
        self._least = _LEAST - _CASE * self._spell.inflects
        self._there: OppositeNames | None = None

    def of(self, token: Token, pair: Pair) -> Said | None:
        """What the source says of a form of the MT; None where it says nothing."""
        if self._there is None or self._there.pair is not pair:
            self._there = OppositeNames(self._article, pair)
        there = self._there
        named = self._by_letters(token, there)
        if named is not None or not self._unknown(token):
            return named
        return self._by_meaning(token, there)

    def _same_script(self, token: Token) -> bool:
        """Whether the source writes in the letters that a token has, as a rule its language's."""
        return self._one_script or (self._latin and token.form.isascii())

    def _unknown(self, token: Token) -> bool:
        return token.word.zipf == 0 and not self._spell.known(token.comparable)

    def _by_letters(self, token: Token, there: OppositeNames) -> Said | None:
        """Of a name that both languages write in the same letters, or the MT's has its own for."""
        form = token.comparable
        names = there.kept if self._same_script(token) else tuple(there.own_names.items())
        best: tuple[float, str, Token | None] | None = None
        for name, other in names:
            if abs(len(name) - len(form)) > self._apart:
                continue
            if not OSA.normalized_similarity(form, name, score_cutoff=self._least):
                continue
            if self._is_right(form, name):
                return Said(None, other)
            price, right = self._nearest(form, name)
            if (best is None or price < best[0]) and self._garbles(
                token, name, other, there, meant=(price, right)
            ):
                best = price, right, other
        return self._rather(token, there, *best) if best is not None else None

    def _garbles(
        self,
        token: Token,
        name: str,
        other: Token | None,
        there: OppositeNames,
        *,
        meant: tuple[float, str],
    ) -> bool:
        """Whether a form is the garble of a name, for which nothing else stands in the MT."""
        price, right = meant
        placed = other is not None and there.placed(token, other)
        if not self._near(token, price, right, placed=placed):
            return False
        return (price <= _ONE_SLIP and self._unknown(token)) or there.missing(name, other)

    def _rather(
        self, token: Token, there: OppositeNames, price: float, right: str, other: Token | None
    ) -> Said:
        """The name, or a word of the target language that is rather meant."""
        if self._unknown(token):
            meant = self._by_meaning(token, there, below=price + _LIGHT)
            word = meant.right if meant is not None else None
            if word is not None and self._better(token.comparable, word, price, right):
                return meant or Said(word, other)
        same = other is not None and right == other.comparable
        return Said(other.form if same and other is not None else right, other)

    def _better(self, form: str, word: str, price: float, name: str) -> bool:
        """Whether a word of the target language is rather meant than the source's own form."""
        nearer = price - self._spell.distance(form, word)
        if nearer == 0:
            return _lost_letters(form, word) or self._zipf(word) - self._zipf(name) >= _MUCH
        return nearer > 0

    def _is_right(self, form: str, name: str) -> bool:
        """Whether a form is another right form of the name."""
        relation = self._spell.relation(form, name)
        if relation is Relation.SCHEME:
            return self._spell.transliterated(name) or self._spell.transliterated(form)
        return is_same_name(relation)

    def _nearest(self, form: str, name: str) -> tuple[float, str]:
        """The form of a name that a garble is rather meant for, and how near it is."""
        distance = self._spell.distance
        cases = [(distance(form, case), case) for case in (name, *self._spell.case_forms(name))]

        def rank(one: tuple[float, str]) -> tuple[float, float, bool, str]:
            price, case = one
            return price - _USE * self._zipf(case), price, case != name, case

        return min(cases, key=rank)

    def _near(self, token: Token, price: float, right: str, *, placed: bool) -> bool:
        """Whether a form is so near to a name that it can be nothing but its garble."""
        form, word = token.comparable, token.word
        longest = max(len(form), len(right))
        if form == right or 1 - price / longest < (_PLACED if placed else _ALIKE):
            return False
        if longest <= _SHORT and price > (_ONE_SLIP if placed else _LIGHT):
            return False
        if self._legitimate(form, right, placed=placed):
            return False
        return self._unknown(token) or self._rarer(word, price, right, placed=placed)

    def _rarer(self, word: Word, price: float, right: str, *, placed: bool) -> bool:
        """Whether a form that some list has is rather a slip of the name than itself."""
        if price > _ONE_SLIP or self._spell.keys(word.comparable):
            return False
        if self._spell.relation(word.comparable, right) is Relation.SCHEME:
            return False  # as the language spells it: Kirjat, for Kiryat
        nouns = self._language.core.nouns_capitalised
        if self._spell.at_home(word) and (nouns or price > _LIGHT):
            return False  # a rare word of the language, not a name
        lead = self._zipf(right) - word.zipf
        return placed or lead >= (_LEAD if price > _LIGHT else 0)

    def _legitimate(self, form: str, right: str, *, placed: bool) -> bool:
        """Whether a form may be made of a name: inflected, learned, or a compound."""
        last = form[: len(right) - 1] == right[:-1] and form[-1] != right[-1]
        if self._spell.inflects and last:
            return True  # it may be a case form that no list has
        if not placed and self._zipf(right) == 0 and _other_ending(form, right):
            return True  # … or a learned word, which each language ends in its own way
        return len(form) - len(right) >= _PREFIX and form.endswith(right)

    def _by_meaning(
        self, token: Token, there: OppositeNames, below: float = _SLIP + 0.1
    ) -> Said | None:
        """Of a form one slip away from a word that the source means, or that it sounds like."""
        form = token.comparable
        if len(form) < _WORD:
            return None
        near = self._spell.candidates_of(form)
        # What an encoding lost comes before what a hand mistook, if both are as near.
        near = sorted(near, key=lambda one: (one[0], not _lost_letters(form, one[1])))
        for price, word in (*near, *self._spell.farther(form)):
            if price >= below:
                continue
            if self._spell.relation(form, word) is Relation.INFLECTED:
                return None
            if token.word.stem == self._language.stem(word) and form != word + word[-1]:
                continue  # an inflection that no list has
            if (found := self._meant(form, word, there)) is not None:
                return found
            if self._heard(token, word, price, there):
                return Said(word, there.sounding(word))
        return None

    def _meant(self, form: str, word: str, there: OppositeNames) -> Said | None:
        """A word of the target language, where the source has its meaning."""
        for name, other in there.own_names.items():
            if is_same_name(self._spell.relation(word, name)):
                return Said(word, other)
        own = self._language
        if own.senses is None or self._zipf(word) < _USUAL or word in own.function_words:
            return None
        if len(form) < _LONG and OSA.distance(form, word) > 1:
            return None
        shared = [c for c in own.senses.of(own.stem(word)) if c in there.concepts]
        return Said(word, there.concepts[min(shared)], by_meaning=True) if shared else None

    def _heard(self, token: Token, word: str, price: float, there: OppositeNames) -> bool:
        """Whether a name of the source is nearer to ``word`` than to the form that is there."""
        form = token.comparable
        if self._same_script(token):
            return self._cognate(form, word, there)
        if there.sounds.run:
            return there.sounds.says(word) and there.sounds.prefers(word, form)
        sound, letters = there.sounds.alike(word, self._spell.stems(word))
        its_sound, its_letters = there.sounds.alike(form, self._spell.stems(form))
        if OSA.distance(form, word) > 1 and letters < _WELL_SAID:
            return False
        if max(sound, letters) < _SAID or its_sound > sound or its_letters > letters:
            return False
        scheme = self._spell.relation(form, word) is Relation.SCHEME
        if (sound, letters) > (its_sound, its_letters):
            return sound > its_sound or not scheme
        return price <= _LIGHT and not scheme and self._zipf(word) >= _KNOWN

    def _cognate(self, form: str, word: str, there: OppositeNames) -> bool:
        """Whether the target language's ``word`` is rather a name of the source than the form."""
        distance = self._spell.distance
        return any(
            self._spell.likeness(word, other.comparable) >= _COGNATE
            and distance(word, other.comparable) < distance(form, other.comparable)
            for other in there.names
            if self._zipf(word) - self._zipf(other.comparable) >= _MUCH
        )

    def _zipf(self, form: str) -> float:
        lexicon = self._language.lexicon
        return lexicon.zipf(form) if lexicon is not None else 0.0


def _lost_letters(form: str, word: str) -> bool:
    """Whether a form is a word without the letters that are not in ASCII."""
    return not word.isascii() and "".join(filter(str.isascii, word)) == form


def _other_ending(form: str, name: str) -> bool:
    """Whether two forms differ by nothing but an ending, of one letter or more."""
    pairs = zip(form, name, strict=False)
    start = sum(1 for _ in takewhile(lambda two: two[0] == two[1], pairs))
    ends = form[start:], name[start:]
    if form[start:] == name[start - 1 :] or sorted(ends[0]) == sorted(ends[1]):
        return False  # a letter twice, or two in each other's place
    return not all(ends) or (len(name) >= _LEARNED and max(map(len, ends)) <= _ENDING)

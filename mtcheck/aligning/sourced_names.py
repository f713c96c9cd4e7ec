"""What the source says of a form of the MT that is no known name.

Where both languages write one script a name keeps its letters, but for what the target language
has for it (Moskau) and for case endings; from another script it keeps its sound. A form one slip
away from a word of the target language is that word where the source says what it means.
"""

from __future__ import annotations

from os.path import commonprefix
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from mtcheck.aligning.opposite_names import OppositeNames, is_same_name
from mtcheck.aligning.spelling import Relation, spelling

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Pair, Token

__all__ = ["Said", "Sourced"]

_SHORT = 4  # letters of a name that has few to be known by
_APART = 3  # letters that a garble may be longer or shorter
_ALIKE = 0.75  # likeness to a name of the source from which a form is its garble
_PLACED = 0.65  # … that stands beside the same word
_LEAST = 0.4  # share of equal letters below which two forms are not compared at all
_LIGHT = 0.7  # edits of a light slip: letters swapped, doubled or alike
_ONE_SLIP = 1.0  # … that one slip of hand or ear makes
_SLIP = 1.5  # … or two light ones
_LEAD = 0.5  # Zipf units more frequent: the name that was meant
_MUCH = 1.5  # … so much that the rarer one is hardly the language's own
_USUAL = 2.5  # Zipf frequency of a word that a slip may be meant for
_SAID = 0.7  # likeness of sound from which a word of the source is the name
_KNOWN = 2.2  # Zipf frequency of a name that needs no other proof than its sound
_COGNATE = 0.6  # likeness of one word in two languages
_LEARNED = 3  # … of a learned word
_PREFIX = 3  # letters of a compound's first part
_WORD = 5  # letters of a form that may be a slip of a word


class Said(NamedTuple):
    """What the source says of a form: ``right`` is None where the form is right as it is.

    ``other``: the word of the source that says so, where it is one.
    """

    right: str | None
    other: Token | None


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
        self._there: OppositeNames | None = None

    def of(self, token: Token, pair: Pair) -> Said | None:
        """What the source says of a form of the MT; None where it says nothing."""
        if self._there is None or self._there.pair is not pair:
            self._there = OppositeNames(self._article, pair)
        there = self._there
        named = self._by_letters(token, there) if self._same_script(token) else None
        if named is not None or not self._unknown(token):
            return named
        return self._by_meaning(token, there)

    def _same_script(self, token: Token) -> bool:
        """Whether the source writes in the letters that a token has, as a rule its language's."""
        return self._one_script or (self._latin and token.form.isascii())

    def _unknown(self, token: Token) -> bool:
        return token.word.zipf == 0 and not self._spell.known(token.comparable)

    def _by_letters(self, token: Token, there: OppositeNames) -> Said | None:
        """Of a name that both languages write in the same letters."""
        form = token.comparable
        best: tuple[float, str, Token] | None = None
        for name, other in there.kept:
            if abs(len(name) - len(form)) > _APART:
                continue
            if not OSA.normalized_similarity(form, name, score_cutoff=_LEAST):
                continue
            if self._is_right(form, name):
                return Said(None, other)
            price, right = self._nearest(form, name)
            if best is not None and price >= best[0]:
                continue
            placed = there.placed(token, other)
            if self._near(token, price, right, placed=placed) and there.missing(other):
                best = price, right, other
        if best is None:
            return None
        price, right, other = best
        if self._unknown(token):
            meant = self._by_meaning(token, there, below=price + _LIGHT)
            if meant is not None and meant.right is not None and self._better(form, meant.right, price, right):
                return meant
        return Said(other.form if right == other.comparable else right, other)

    def _better(self, form: str, word: str, price: float, name: str) -> bool:
        """Whether a word of the target language is rather meant than the source's own form."""
        nearer = price - self._spell.distance(form, word)
        return nearer > 0 or (nearer == 0 and self._zipf(word) - self._zipf(name) >= _MUCH)

    def _is_right(self, form: str, name: str) -> bool:
        """Whether a form is another right form of the name."""
        relation = self._spell.relation(form, name)
        if relation is Relation.SCHEME:
            return self._spell.transliterated(name) or self._spell.transliterated(form)
        return is_same_name(relation)

    def _nearest(self, form: str, name: str) -> tuple[float, str]:
        """The form of a name that is nearest to the garble, and how near."""
        best = self._spell.distance(form, name), name
        for case in self._spell.case_forms(name):
            price = self._spell.distance(form, case)
            if price < best[0]:
                best = price, case
        return best

    def _near(self, token: Token, price: float, right: str, *, placed: bool) -> bool:
        """Whether a form is so near to a name that it can be nothing but its garble."""
        form, word = token.comparable, token.word
        if form == right:
            return False
        longest = max(len(form), len(right))
        if longest <= _SHORT and price > (_ONE_SLIP if placed else _LIGHT):
            return False
        if 1 - price / longest < (_PLACED if placed else _ALIKE):
            return False
        if self._spell.inflects and form[: len(right) - 1] == right[:-1] and form[-1] != right[-1]:
            return False  # it may be a case form that no list has
        if not placed and self._zipf(right) == 0 and _other_ending(form, right, _LEARNED):
            return False  # … or a learned word, which each language ends in its own way
        if len(form) - len(right) >= _PREFIX and form.endswith(right):
            return False  # a compound
        if self._unknown(token):
            return True
        if price > _ONE_SLIP or self._spell.at_home(word) or self._spell.keys(form):
            return False
        return placed or self._zipf(right) - word.zipf >= _LEAD

    def _by_meaning(
        self, token: Token, there: OppositeNames, below: float = _SLIP + 0.1
    ) -> Said | None:
        """Of a form one slip away from a word that the source means, or that it sounds like."""
        form = token.comparable
        if len(form) < _WORD:
            return None
        for price, word in self._spell.candidates_of(form):
            if price >= below:
                break
            if self._spell.relation(form, word) is Relation.INFLECTED:
                return None
            if token.word.stem == self._language.stem(word) and form != word + word[-1]:
                continue  # an inflection that no list has
            if price <= _ONE_SLIP and (found := self._meant(word, there)) is not None:
                return found
            if self._heard(token, word, price, there):
                return Said(word, there.sounding(word))
        return None

    def _meant(self, word: str, there: OppositeNames) -> Said | None:
        """A word of the target language, where the source has its meaning."""
        for name, other in there.own_names.items():
            if is_same_name(self._spell.relation(word, name)):
                return Said(word, other)
        own = self._language
        if own.senses is None or self._zipf(word) < _USUAL or word in own.function_words:
            return None
        shared = [c for c in own.senses.of(own.stem(word)) if c in there.concepts]
        return Said(word, there.concepts[min(shared)]) if shared else None

    def _heard(self, token: Token, word: str, price: float, there: OppositeNames) -> bool:
        """Whether a name of the source is nearer to ``word`` than to the form that is there."""
        form = token.comparable
        if self._same_script(token):
            return self._cognate(form, word, there)
        if there.sounds.run:
            return there.sounds.says(word) and there.sounds.prefers(word, form)
        sound, letters = there.sounds.alike(word, self._spell.stems(word))
        its_sound, its_letters = there.sounds.alike(form, self._spell.stems(form))
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


def _other_ending(form: str, word: str, most: int) -> bool:
    """Whether two forms differ in no more than so many letters at their ends."""
    start = len(commonprefix((form, word)))
    again = start and form[start:] == word[start - 1 :]  # the last letter twice is no ending
    return max(len(form), len(word)) - start <= most and not again

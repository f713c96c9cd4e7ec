"""Is a form of the MT a garble of a name of the reference, another name, or right as it is?"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from mtcheck.aligning.name_forms import has_capital
from mtcheck.aligning.near_words import compound_of, plausible
from mtcheck.aligning.originals import originals
from mtcheck.aligning.spelling import Relation, spelling

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Token

__all__ = ["BESIDE_NAME", "Verdicts"]

BESIDE_NAME = 3  # placed: beside a rare name that is the same on both sides

_NEAR_UNKNOWN = 0.6  # likeness from which an unattested form is a garble of the other
_NEAR_PLACED = 0.5  # … where the neighbours on both sides are the same
_NEAR_KNOWN = 0.7  # … an attested one, which may be a name or word of its own
_NEAR_LOWER = 0.8  # … an unattested one without a capital
_COMMON = 3.3  # Zipf frequency of an everyday word
_SLIP = 1.5  # edits that one slip of hand or ear makes, or two light ones
_WELL_KNOWN = 1.5  # Zipf frequency from which all legitimate spellings are attested
_EVERYWHERE = 3.6  # … from which all its case forms are
_OFTEN = 3.0  # … from which other schemes' spellings are, in whatever case
_DOMINANT = 2.0  # Zipf units more frequent: the rarer form is attested as a slip
_USUAL = 1.0  # … the form is the usual one, and the other text's the slip
_BOTH_SIDES = 2  # neighbours that are linked
_AT_HOME = 1.2  # Zipf units more frequent here than abroad: a word of the language, no name
_SHORT = 10  # letters of a name that is no compound
_LONG_ENDING = 3  # letters of an ending that no slip adds
_NUMBERED = re.compile("[IVX]{1,4}")  # a grade or number that has grown onto a name
_VOWELS = frozenset("aeiouyäöüáéíóúàèìòùâêîôûåæøœаеёиоуыэюяіїє")


class Verdicts:
    """What decides between two forms, for one article and its reference."""

    def __init__(self, article: AlignedArticle) -> None:
        self.language = article.mt.language
        self.nouns = self.language.core.nouns_capitalised
        self.spell = spelling(self.language)
        self.original = originals(article.source)

    def of(  # noqa: PLR0911 - one question after the other, each of which decides
        self, token: Token, other: Token, *, known: bool, placed: int = 0
    ) -> float | None:
        """How like a garble of ``other`` the token is: 0 not at all, None for a right form."""
        form, right = token.comparable, other.comparable
        lower = not (has_capital(token) and has_capital(other))
        if lower and (has_capital(other) or other.word.zipf > _COMMON):
            return 0
        likeness = self.spell.likeness(form, right)
        unknown = _NEAR_PLACED if placed >= _BOTH_SIDES else _NEAR_UNKNOWN
        attested = _NEAR_UNKNOWN if placed == BESIDE_NAME else _NEAR_KNOWN
        if likeness < (_NEAR_LOWER if lower else attested if known else unknown):
            return 0
        relation = self.spell.relation(form, right)
        if self._legitimate(relation, token, other, known=known):
            return None
        if lower and _consonants(form) == _consonants(right):
            return None  # the vowels of learned words have schemes of their own
        if lower and self.spell.distance(form, right) > _SLIP:
            return 0  # … and their endings too
        if self.nouns and relation is Relation.SCHEME and not self._is_name(other):
            return None  # learned nouns have two spellings: Glukose, Glucose
        word = lower or (self._at_home(token) if known else self.nouns)
        if word and not self._is_name(other) and self._one_word(form, right):
            return None
        if token.word.zipf - other.word.zipf > _USUAL:
            return None  # the slip is the other text's
        if (lower or self.nouns) and not self._is_name(other):
            return 0 if known or self.spell.distance(form, right) > _SLIP else likeness
        return likeness

    def known(self, token: Token, other: Token) -> bool:
        """Whether the token's form is attested, and not as a slip for the much commoner other."""
        form, right = token.comparable, other.comparable
        zipf = token.word.zipf
        if zipf == 0 and self._settled(token, other):
            return False
        commoner = other.word.zipf - zipf > _DOMINANT
        if commoner and self.spell.distance(form, right) <= _SLIP:
            return False
        if zipf == 0:
            doubled = self.spell.relation(form, right) is Relation.DOUBLED
            # A stem alone may be any word's; it says little beside a name that has none.
            listed = self.spell.known(right) or self.spell.listed(form)
            return not doubled and self.spell.known(form) and listed
        return True

    def takes_its_place(self, token: Token, other: Token, placed: int) -> bool:
        """Whether an attested form surely stands where the other does."""
        if other.word.zipf == 0 and not self.spell.known(other.comparable):
            # The reference's spelling is the unknown one: only the source can decide.
            return placed > 0 and other.comparable in self.original.forms
        if self._at_home(token):
            near = self.spell.distance(token.comparable, other.comparable) <= 1
            return placed == BESIDE_NAME or (placed == _BOTH_SIDES and near)
        return placed > 0

    def by_scheme(self, token: Token, other: Token) -> bool:
        """Whether schemes may differ over a name that neither word list nor source decides."""
        form, right = token.comparable, other.comparable
        if other.word.zipf >= _WELL_KNOWN or self.original.prefers(right, form):
            return False
        if self.spell.relation(form, right) is Relation.SCHEME:
            return True
        return not self.spell.latin and other.word.zipf == 0 and not self._as_it_is(other.form)

    def _legitimate(  # noqa: PLR0911 - one question after the other, each of which decides
        self, relation: Relation, token: Token, other: Token, *, known: bool
    ) -> bool:
        form, right = token.comparable, other.comparable
        same = relation is Relation.SAME or right.partition("'")[2] == form
        same = same or compound_of(form, right, self.language)  # Festivalszene
        same = same or bool(_NUMBERED.fullmatch(token.form.removeprefix(other.form)))  # SchwabI
        if not same and relation is not Relation.DERIVED and self._settled(token, other):
            return False
        plural = self._as_it_is(other.form) and form.rstrip("s") == right.rstrip("s")  # ADSCs
        if same or plural or relation is Relation.INFLECTED or self._source_supports(token, other):
            return True
        if relation is Relation.UNLIKE:
            if right not in self.original.forms and self.spell.loosely_equal(form, right):
                return True
            # Of two rare spellings the one that is nearer to the source's is not the garble.
            return other.word.zipf == 0 and self.original.prefers(form, right)
        if known:
            wrong = right in self.original.forms or self._much_rarer(token, other)
            return relation is Relation.DERIVED or not wrong
        if relation is Relation.DERIVED:
            return abs(len(form) - len(right)) >= _LONG_ENDING or not has_capital(token)
        if self._as_it_is(other.form):
            return False
        schemes = self.spell.transliterated(right) and self.spell.transliterated(form)
        if schemes and right not in self.original.forms and not _stutters(form, right):
            return relation is Relation.SCHEME or not self.original.prefers(right, form)
        if self.original.prefers(right, form):
            return False
        rare = self._usual(other) < _WELL_KNOWN
        scheme = relation is Relation.SCHEME and not _stutters(form, right)
        return scheme and rare and not self.spell.latin

    def _much_rarer(self, token: Token, other: Token) -> bool:
        """Whether a form is so much rarer that it is another language's, or a slip: Brazil."""
        rarer = other.word.zipf - token.word.zipf > _USUAL
        return rarer and self.spell.latin and not self.spell.keys(token.comparable)

    def _settled(self, token: Token, other: Token) -> bool:
        """Whether the name is in so many mouths that the word list has all its right forms."""
        form, right = token.comparable, other.comparable
        relation = self.spell.relation(form, right)
        respelt = relation in (Relation.SCHEME, Relation.DOUBLED)
        plain = form.isalpha() and right.isalpha() and has_capital(token) and has_capital(other)
        at_home = self.nouns and not self._is_name(other)
        return (
            plain
            and not at_home
            and token.word.zipf == 0
            and self._usual(other) >= (_OFTEN if respelt else _EVERYWHERE)
            and not self.spell.keys(form) - self.spell.keys(right)
        )

    def _usual(self, token: Token) -> float:
        """The Zipf frequency of a name in the case form that is the commonest."""
        lexicon = self.language.lexicon
        if lexicon is None or not token.word.zipf:
            return token.word.zipf
        cases = self.spell.case_forms(token.comparable)
        return max(token.word.zipf, *map(lexicon.zipf, cases), 0.0)

    def _source_supports(self, token: Token, other: Token) -> bool:
        """Whether the form spells a name of the source by a scheme, as well as the other does."""
        form, right = token.comparable, other.comparable
        if right in self.original.forms or _stutters(form, right):
            return False
        if self.spell.latin:
            return self.original.romanises(form, self.spell.stems(form))
        if other.word.zipf >= _WELL_KNOWN and token.word.zipf == 0:
            return False  # a well-known name has one usual spelling, whatever its sound
        apart = self.original.compared(self.spell.stems(form), self.spell.stems(right))
        return apart <= 0

    def _as_it_is(self, form: str) -> bool:
        """Whether a form is taken over letter by letter: other script, or capitals inside."""
        foreign = not self.spell.latin and form.isascii()
        return foreign or (self.spell.cased and not form[1:].islower())

    def _at_home(self, token: Token) -> bool:
        if not self.spell.latin:
            return False
        return token.word.zipf - self.spell.abroad(token.comparable) > _AT_HOME

    def _one_word(self, form: str, other: str) -> bool:
        return self.language.stem(form) == self.language.stem(other)

    def _is_name(self, token: Token) -> bool:
        """Whether a capitalised word is surely a name where nouns have capitals too."""
        if token.comparable in self.original.forms:
            return True
        short = len(token.comparable) <= _SHORT
        if short and token.word.zipf == 0 and not plausible(token.comparable, self.language):
            return True  # … nor a word that anybody writes, or makes of others: Landray
        return not self._at_home(token) and self.spell.abroad(token.comparable) > 0


def _stutters(form: str, right: str) -> bool:
    """Whether a form has a vowel twice or a letter thrice that the other has not."""
    pairs = {a + b for a, b in pairwise(form) if a == b and a in _VOWELS}
    triples = {a + b + c for a, b, c in zip(form, form[1:], form[2:], strict=False) if a == b == c}
    return any(run not in right for run in pairs | triples)


def _consonants(form: str) -> str:
    return "".join(c for c in form if c not in _VOWELS)

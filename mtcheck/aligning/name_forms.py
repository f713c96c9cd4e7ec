"""Forms of a whole text, and which of its words may be names.

A name is what begins with a capital, or what no word list knows. What a word's letters decide
is decided once a form and text, not once a token.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import add
from typing import TYPE_CHECKING

from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.spelling import spelling
from mtcheck.article import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.spelling import Spelling
    from mtcheck.article import Text, Token, Word

__all__ = ["Forms", "cased_as", "has_capital", "in_title_case", "known_forms", "name_like"]

_SHORTEST = 3  # a shorter name has too few letters to be nearly another
_COMMON = 3.3  # Zipf frequency from which a sentence's first word is taken for a word, no name
_LONGEST_ACRONYM = 5  # letters; a longer word in capitals is a name in a heading


@dataclass(frozen=True)
class Forms:
    """The forms of a whole text: as they are, and neighbours written as one.

    ``running``: every word in order. ``words``: the word of each written form. ``names``: which
    of these may be names, and whether they may be so at the beginning of a sentence too.
    """

    running: tuple[str, ...]
    single: frozenset[str]
    lower: frozenset[str]  # those that stand in it without a capital
    words: dict[str, Word]
    names: dict[str, bool]

    def has(self, form: str) -> bool:
        """Whether the text has the form, as one word or as two neighbours."""
        if form in self.single:
            return True
        cuts = range(1, len(form))
        if not any(form[:at] in self.single and form[at:] in self.single for at in cuts):
            return False
        return form in self._joined

    @cached_property
    def _joined(self) -> frozenset[str]:
        return frozenset(map(add, self.running, self.running[1:]))


def known_forms(text: Text | None) -> Forms:
    """All forms of a text."""
    return _NO_FORMS if text is None else _known_forms(ByIdentity(text))


@lru_cache(maxsize=6)
def _known_forms(key: ByIdentity[Text]) -> Forms:
    kind = TokenKind.WORD
    words = [t.word for s in key.it.segments for t in s.tokens if t.word.kind is kind]
    forms = [w.comparable for w in words]
    distinct = {w.form: w for w in words}
    spell = spelling(key.it.language)
    return Forms(
        tuple(forms),
        frozenset(forms),
        frozenset(w.comparable for w in distinct.values() if not w.capitalised),
        distinct,
        {
            form: _name_like(word, first=True, spell=spell)
            for form, word in distinct.items()
            if _name_like(word, first=False, spell=spell)
        },
    )


_NO_FORMS = Forms((), frozenset(), frozenset(), {}, {})


def name_like(token: Token, *, first: bool, spell: Spelling) -> bool:
    """Whether a token may be (part of) a name; ``first`` of its sentence says little."""
    return token.is_word and _name_like(token.word, first=first, spell=spell)


def _name_like(word: Word, *, first: bool, spell: Spelling) -> bool:
    form = word.comparable
    if len(form) < _SHORTEST:
        return False
    if not spell.cased:
        return word.capitalised or "ァ" <= word.form[0] <= "ヺ"
    if word.capitalised:
        return not first or word.zipf < _COMMON
    return word.zipf == 0 and len(form) > _SHORTEST and not spell.known(form)


def has_capital(token: Token) -> bool:
    """Whether a word is written as names are: with a capital, or in katakana."""
    return token.word.capitalised or "ァ" <= token.form[0] <= "ヺ"


def in_title_case(tokens: Sequence[Token], share: float) -> bool:
    """Whether more than ``share`` of the words have capitals, as in a heading."""
    words = [t for t in tokens if t.is_word]
    return sum(has_capital(t) for t in words) > share * len(words)


def cased_as(mine: str, other: str) -> str:
    """``other`` in capitals or title case where that is how ``mine`` is written."""
    if other.isupper() and not mine.isupper() and len(other) > _LONGEST_ACRONYM:
        return other.title()
    if mine.isupper() and not other.isupper() and len(mine) > _SHORTEST:
        return other.upper()
    return other

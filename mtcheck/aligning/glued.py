"""Two words that are written as one: where they part, and how sure that is."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtcheck.article import TokenKind
from mtcheck.segmenting import DOMAINS

if TYPE_CHECKING:
    from mtcheck.article import Token, Word
    from mtcheck.languages import Language

__all__ = [
    "either_known",
    "joint",
    "misspelt",
    "split_as_in",
    "split_by_lexicon",
    "squeezed",
    "two_words",
]

_KNOWN = 3.5  # Zipf of both parts of a glued word
_LEAST = 0.01  # Zipf of any word that is attested
_BOTH = 4.6  # Zipf of both parts where no reference confirms them
_COMMON = 5.0  # Zipf of the one that is a little word
_RARE = 2.5  # the same where the reference has the two words
_LEAD = 1.0  # Zipf by which both parts must be commoner than the whole
_SHORTEST = 2
_SLIPS = 2  # letters by which a misspelt word differs from the right one


def joint(left: str, right: str, language: Language, *, known: bool) -> bool:
    """Whether ``leftRight`` is two words: both known, the whole not, the first in lower case.

    ``known`` says whether the reference has the second word.
    """
    whole = language.word(left + right, TokenKind.WORD)
    one, two = language.word(left, TokenKind.WORD), language.word(right, TokenKind.WORD)
    # "freiIn" is no Freiin: a capital within a small word is an inner one.
    little = not one.capitalised and right.casefold() in language.function_words
    if right.isupper() or len(left) <= _SHORTEST or whole.zipf >= (_KNOWN if little else _LEAST):
        return False
    if one.capitalised and right.casefold() in DOMAINS:
        return False
    if one.capitalised:  # YouTube, JavaScript; but "ZeugSicherlich", where nouns have capitals
        least = _BOTH if language.core.nouns_capitalised else _COMMON + 1
        if len(right) < _SHORTEST or two.zipf < least:
            return False
    sure = known or two.zipf >= _COMMON
    return one.zipf >= (_RARE if sure else _KNOWN) and (known or two.zipf >= _KNOWN)


def either_known(one: Word, two: Word) -> bool:
    """Whether both are attested, or one is known and the other long enough for a word."""
    if one.attested and two.attested:
        return True
    known, other = (one, two) if one.zipf >= two.zipf else (two, one)
    return known.zipf >= _KNOWN and len(other.form) > _SHORTEST + 1


@lru_cache(maxsize=64)
def squeezed(text: str) -> str:
    """The text without its blanks: a glued word can only stand in this."""
    return "".join(text.casefold().split())


def misspelt(form: str, tokens: tuple[Token, ...]) -> bool:
    """Whether a word of the reference is nearly the same."""
    words = (t.comparable for t in tokens if abs(len(t.comparable) - len(form)) <= _SLIPS)
    return any(OSA.distance(form, w, score_cutoff=_SLIPS) <= _SLIPS for w in words)


def two_words(word: Word, split: int, language: Language) -> bool:
    """Whether the parts of a glued word are so common that the whole can only be a slip."""
    parts = (word.comparable[:split], word.comparable[split:])
    zipfs = [language.word(part, TokenKind.WORD).zipf for part in parts]
    data = language.typography
    little = any(part in language.function_words for part in parts)
    compounds = data is not None and data.compounds
    if not little and (compounds or word.zipf):
        return False  # "cornfield", "mikrobiomvermittelt": compounds of two content words
    if little and not word.zipf and not compounds:
        return True  # "desarcopenia": the other part may be a term
    known = _KNOWN if word.zipf or compounds else _RARE
    return min(zipfs) >= max(word.zipf + _LEAD, known)


def split_as_in(form: str, tokens: tuple[Token, ...]) -> int | None:
    """Where ``form`` falls into two neighbours of the reference."""
    for one, two in pairwise(tokens):
        left = one.comparable
        right = two.comparable
        if min(len(left), len(right)) < _SHORTEST:
            continue  # "заявило" is a form of "заявил", no "заявил о"
        if form.startswith(left) and left + right == form and one.end < two.start:
            return len(left)
    return None


def split_by_lexicon(form: str, language: Language) -> int | None:
    """Where it falls into a very common little word and another common one after it."""
    lexicon, data = language.lexicon, language.typography
    if lexicon is None or lexicon.zipf(form) > 0:
        return None
    prefixes = data.prefixes if data is not None else ()
    best: tuple[float, int] | None = None
    for at in range(_SHORTEST, len(form) - _SHORTEST + 1):
        little, rest = form[:at], form[at:]
        if little not in language.function_words or little in prefixes:
            continue
        one, two = lexicon.zipf(little), lexicon.zipf(rest)
        if min(one, two) >= _BOTH and one >= _COMMON and (best is None or one + two > best[0]):
            best = (one + two, at)
    return best[1] if best else None

"""The known words near an unknown one, and whether it is one of them in another shape."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.languages import Language

__all__ = [
    "Guess",
    "compound_of",
    "guess",
    "other_form",
    "plausible",
    "prefixed",
    "slip",
    "variant",
]

_SHORTEST = 5  # letters of a word that is looked at
_FAR = 8  # letters of the rest of a word that may itself be a compound
_KNOWN = 3.3  # Zipf that a one-letter-away word needs where the reference gives nothing
_COMMON = 4.0  # Zipf of a word that is spoilt by a doubled or swapped letter
_VERY_COMMON = 4.3  # the same, before compounds are thought of
_FIRST = 0.3  # Zipf by which the best candidate must lead the next, or it is no suggestion
_PART = 2.5  # Zipf of the parts of a compound
_SHORTEST_PART = 3
_SHORTEST_REST = 4  # what is left after a prefix
_STEM = 3  # letters that must be left of a stem
_LONG = 9  # letters from which a plain wrong letter is told
_BONUS = 1.5  # Zipf that a confusion is worth in the ranking
_LONGEST_ENDING = 6  # letters that a stemmer may take


class Guess(NamedTuple):
    """The most likely word, and whether it stands out enough to be suggested."""

    form: str
    clear: bool


@lru_cache(maxsize=20_000)
def slip(form: str, language: Language) -> str | None:
    """The very common word that a doubled or swapped letter spoilt: no ending looks like that."""
    lexicon = language.lexicon
    if lexicon is None or len(form) < _SHORTEST + 1:
        return None
    best: tuple[float, str] | None = None
    for at in range(1, len(form)):
        one, two = form[at - 1], form[at]
        changed = (
            form[:at] + form[at + 1 :]
            if one == two
            else (form[: at - 1] + two + one + form[at + 1 :])
        )
        zipf = lexicon.zipf(changed)
        if zipf >= _COMMON and (best is None or (zipf, changed) > best):
            best = (zipf, changed)
    return best[1] if best is not None else None


def variant(form: str, known: str, language: Language) -> bool:
    """British and American spellings, and the like: not errors."""
    variants = language.typography.variants if language.typography is not None else ()
    return any(form.replace(a, b) == known or form.replace(b, a) == known for a, b in variants)


@lru_cache(maxsize=20_000)
def plausible(form: str, language: Language) -> bool:
    """Whether an unknown word is another form of a known one, a compound or a derivation."""
    lexicon, data = language.lexicon, language.typography
    if lexicon is None or data is None:
        return True
    if other_form(form, language):
        return True
    if (
        not data.compounds
        and (near := guess(form, language))
        and (lexicon.zipf(near.form) >= _VERY_COMMON and len(form) > _SHORTEST + 1)
    ):
        return False  # "employmint" is no compound of "employ" and "mint"
    return prefixed(form, language) or _compound(form, language)


def prefixed(form: str, language: Language) -> bool:
    """Whether it is a prefix and a known word, or another form of one."""
    lexicon, data = language.lexicon, language.typography
    if lexicon is None or data is None:
        return False
    for prefix in data.prefixes:
        rest = form[len(prefix) :]
        if not form.startswith(prefix) or len(rest) < _SHORTEST_REST:
            continue
        if lexicon.zipf(rest) >= _PART or (len(rest) > _FAR and other_form(rest, language)):
            return True
    return False


def other_form(form: str, language: Language) -> bool:
    """Whether a known word has the same stem."""
    lexicon, stem = language.lexicon, language.stem(form)
    if lexicon is None or len(stem) < _STEM or len(stem) == len(form):
        return False
    if len(stem) < len(form) - _LONGEST_ENDING:
        return False
    near = lexicon.starting_with(stem) if len(stem) >= _SHORTEST - 1 else ()
    return any(w != form and language.stem(w) == stem for w in near)


def compound_of(form: str, part: str, language: Language) -> bool:
    """Whether ``form`` is a compound that begins or ends with ``part``: Festivalszene."""
    lexicon, data = language.lexicon, language.typography
    if lexicon is None or data is None or not data.compounds or len(part) < _SHORTEST_PART:
        return False
    rests = []
    if form.startswith(part):
        rests = _unlinked(form[len(part) :], data.linking)
    elif form.endswith(part):
        rest = form[: -len(part)]
        rests = [rest, *(rest[: -len(k)] for k in data.linking if rest.endswith(k))]
    return any(len(r) >= _SHORTEST_PART and lexicon.zipf(r) >= _PART for r in rests)


def _compound(form: str, language: Language) -> bool:
    """Whether it falls into two known words, with a linking element or without."""
    lexicon, data = language.lexicon, language.typography
    if lexicon is None or data is None:
        return False
    shortest = _SHORTEST_PART if data.compounds else _SHORTEST_REST
    for at in range(shortest, len(form) - shortest + 1):
        if lexicon.zipf(form[:at]) < _PART:
            continue
        rest = form[at:]
        if any(
            len(r) >= shortest and lexicon.zipf(r) >= _PART for r in _unlinked(rest, data.linking)
        ):
            return True
        if data.compounds and len(rest) >= _FAR and _plausible_rest(rest, language):
            return True
    return False


def _unlinked(rest: str, linking: Sequence[str]) -> list[str]:
    """The second part of a compound: as it stands, and without a linking element before it."""
    return [rest, *(rest[len(k) :] for k in linking if rest.startswith(k))]


def _plausible_rest(rest: str, language: Language) -> bool:
    """Whether the second part of a compound is itself made of two known words."""
    lexicon, data = language.lexicon, language.typography
    if lexicon is None or data is None:
        return False
    for at in range(_SHORTEST_PART, len(rest) - _SHORTEST_PART + 1):
        if lexicon.zipf(rest[:at]) >= _PART:
            tails = _unlinked(rest[at:], data.linking)
            if any(len(t) >= _SHORTEST_PART and lexicon.zipf(t) >= _PART for t in tails):
                return True
    return False


@lru_cache(maxsize=20_000)
def guess(form: str, language: Language) -> Guess | None:
    """The commonest known word one edit away, with confusions preferred."""
    lexicon, data = language.lexicon, language.typography
    if lexicon is None or data is None or not data.alphabet:
        return None
    ranked: dict[str, float] = {}
    known = lexicon.known_beginning(form)
    for candidate, bonus in _edits(form, known, data.alphabet, data.confusions):
        zipf = lexicon.zipf(candidate)
        if zipf >= _KNOWN:
            ranked[candidate] = max(ranked.get(candidate, 0.0), zipf + bonus)
    best = sorted(ranked.items(), key=lambda item: (-item[1], item[0]))[:2]
    if not best:
        return None
    stem = language.stem(form)
    if language.stem(best[0][0]) == stem:
        return None
    lead = best[0][1] - best[1][1] if len(best) > 1 else _FIRST
    return Guess(best[0][0], lead >= _FIRST)


def _edits(
    form: str, known: int, alphabet: str, confusions: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, float]]:
    """All strings one edit away; the bonus says how likely the slip is.

    No word begins with more than ``known`` letters of the form, so the slip is not after them.
    """
    for one, two in confusions:
        for wrong, right in ((one, two), (two, one)):
            at = form.find(wrong)
            while 0 <= at <= known:
                yield form[:at] + right + form[at + len(wrong) :], _BONUS
                at = form.find(wrong, at + 1)
    for at in range(min(known + 1, len(form))):
        left, char, rest = form[:at], form[at], form[at + 1 :]
        yield left + rest, _BONUS / 2 if rest[:1] == char else 0.0
        if rest:
            yield left + rest[0] + char + rest[1:], _BONUS / 2
        for letter in alphabet:
            # Systems lose, double and swap letters; another letter makes another rare word.
            if letter != char and len(form) >= _LONG:
                yield left + letter + rest, 0.0
            # Accented letters get lost whole: "atencin".
            yield left + letter + char + rest, _BONUS / 2 if letter.isascii() else _BONUS + 0.5
    if known == len(form):
        yield from ((form + letter, 0.0) for letter in alphabet)

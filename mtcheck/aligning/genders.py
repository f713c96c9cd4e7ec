"""Words that tell a man from a woman: titles, nouns and pronouns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.phrasebook import Phrasebook
from mtcheck.article import TokenKind
from mtcheck.languages.comparing import comparable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.article import Token
    from mtcheck.languages import Language

__all__ = ["Gendered", "counterparts", "gendered"]


class Gendered(NamedTuple):
    """Tokens ``start``..``end`` mean a man or a woman; a pronoun may also follow a noun."""

    start: int
    end: int
    male: bool
    pronoun: bool


def gendered(tokens: Sequence[Token], language: Language) -> list[Gendered]:
    """The words of ``tokens`` that have a gender of their own, in order."""
    found = []
    for hit in _book(language).scan(tokens):
        male, female = "m" in hit.labels, "f" in hit.labels
        if male != female and not _no_person(tokens, hit.start, language):
            found.append(Gendered(hit.start, hit.end, male, "pronoun" in hit.labels))
    return found


def _no_person(tokens: Sequence[Token], at: int, language: Language) -> bool:
    # "5 m" is a length and "10 чоловік" ten people; "M." is a title before a name alone.
    if at and tokens[at - 1].kind is TokenKind.NUMBER:
        return True
    word = tokens[at].word
    if len(word.form) > 1 or not language.core.spaced:
        return word.all_caps
    return not (word.capitalised and at + 1 < len(tokens) and tokens[at + 1].word.capitalised)


@cache
def _book(language: Language) -> Phrasebook:
    data = language.meaning
    if data is None:
        return Phrasebook({}, language)
    genders, known = data.genders, data.pronouns
    # A pronoun that another person or number has as well (sie, ihr) tells no gender.
    others = {
        comparable(form)
        for label, forms in known.items()
        if label not in {"3sm", "3sf"}
        for form in forms
    }
    entries: dict[str, list[str]] = {"m": [], "f": [], "pronoun": []}
    for pairs, label in ((genders.persons, ""), (genders.pronouns, "pronoun")):
        for male, female in pairs:
            for form, gender in ((male, "m"), (female, "f")):
                if label and comparable(form) in others:
                    continue
                entries[gender].append(form)
                if label:
                    entries[label].append(form)
    return Phrasebook(entries, language)


@cache
def counterparts(language: Language) -> dict[str, tuple[str, ...]]:
    """For the comparable form of each such word, the forms of the other gender for its place."""
    found: dict[str, list[str]] = {}
    if language.meaning is not None:
        genders = language.meaning.genders
        for male, female in (*genders.persons, *genders.pronouns):
            found.setdefault(comparable(male), []).append(female)
            found.setdefault(comparable(female), []).append(male)
    return {form: tuple(dict.fromkeys(others)) for form, others in found.items()}

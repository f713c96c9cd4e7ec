"""Slips: a word that nobody writes, within two letters of one that people do write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from mtcheck.aligning.spelling import spelling
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from mtcheck.article import Text
    from mtcheck.languages import Language
    from mtcheck.word import Word

__all__ = ["is_slip"]

_LETTERS = 2  # more of them, and the one word may be another name, not the other one misspelled
_SHARE = 3  # a letter in so many may differ: of three letters one, of six two


def is_slip(text: Text, span: Span, right: str) -> bool:
    """Whether the words at ``span`` are those of ``right`` but for slips.

    Word for word they are equal or nearly so; what replaces an unknown word is a known one, and
    at least one unknown word is replaced. Where names and nouns have many endings, their last
    letters are equal: "Republicanern" is no slip for "Republikaner".
    """
    wrong, meant = _words(text, text.at(span)), _words(text, right)
    if len(wrong) != len(meant):
        return False
    pairs = [
        (one, other)
        for one, other in zip(wrong, meant, strict=True)
        if one.comparable != other.comparable
    ]
    if _inflects(text.language) and any(one.form[-1] != other.form[-1] for one, other in pairs):
        return False
    return any(not one.attested for one, _ in pairs) and all(
        other.attested and _near(one.comparable, other.comparable) for one, other in pairs
    )


def _inflects(language: Language) -> bool:
    return language.core.nouns_capitalised or spelling(language).inflects


def _near(one: str, other: str) -> bool:
    most = min(_LETTERS, min(len(one), len(other)) // _SHARE)
    return Levenshtein.distance(one, other, score_cutoff=most) <= most


def _words(text: Text, form: str) -> list[Word]:
    return [t.word for t in tokenise(form, Span(0, len(form)), text.language)]

"""Errors of kinds that systems make, put into good translations, and rewordings that are none.

A word is exchanged for one that stands in the same contexts and means something else, or for an
opposite (*sense*), or for another inflection of itself (*form*); and, so that other words alone
are no error, for one of the same meaning (*reworded*). The words come from the language's own
data: its word list, its wordnet, its opposites; contexts are told by the encoder's piece
embeddings, which are not trained further. Deterministic for a seed; nothing is planted where the
data of the language does not suffice (Chinese and Japanese write no spaces).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from mtcheck import languages
from mtcheck.languages.senses import Relation
from mtcheck.span import Span
from mtcheck.tokenising import tokenise
from mtcheck.word import TokenKind

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from mtcheck.article import Token
    from mtcheck.languages import Language
    from mtcheck.spans.pieces import Pieces

    Floats = npt.NDArray[np.float32]

__all__ = ["Exchange", "Kind", "Planter"]

_SHORTEST = 4  # letters of a word that is exchanged, and of one that is put in
_COMMON = 3.0  # Zipf frequency from which a word is put in
_NEAR = 60  # words in the most alike contexts among which a wrong one is looked for
_ALIKE = 0.6  # share of equal letters from which two words may be spellings of one
_KIN = 0.5  # share of equal letters that two inflections have at least
_INFLECTION = 2  # last letters that a rewording shares with the word, so that it fits the sentence


class Kind(Enum):
    """What an exchange makes of a word."""

    SENSE = "sense"
    FORM = "form"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class Exchange:
    """``new`` for the word at ``span`` of the text as it was."""

    span: Span
    new: str
    kind: Kind


class Planter:
    """Finds words to exchange; a class because it holds the embeddings and what it worked out.

    ``vectors``: ``(pieces, width)``, the encoder's piece embeddings.
    """

    def __init__(self, vocabulary: Pieces, vectors: Floats) -> None:
        self._vocabulary = vocabulary
        self._vectors = vectors

    def exchanges(
        self, text: str, code: str, kinds: list[Kind], seed: str, others: str = ""
    ) -> list[Exchange]:
        """At most one exchange for each of ``kinds``, in the order of the text.

        A wrong word is never one that stands in ``others``, the text's reference and source.
        """
        language = languages.load(code)
        if language.lexicon is None or language.senses is None or not language.core.spaced:
            return []
        rng = random.Random(seed)  # noqa: S311 - planting, not secrets
        tokens = [t for t in tokenise(text, Span(0, len(text)), language) if _open(t, language)]
        rng.shuffle(tokens)
        avoid = {t.comparable for t in tokenise(others, Span(0, len(others)), language)}
        found: list[Exchange] = []
        for kind in kinds:
            for number, token in enumerate(tokens):
                new = self._instead(token, language, kind, avoid, rng)
                if new is not None:
                    found.append(Exchange(Span(token.start, token.end), new, kind))
                    del tokens[number]
                    break
        return sorted(found, key=lambda e: e.span)

    def _instead(
        self, token: Token, language: Language, kind: Kind, avoid: set[str], rng: random.Random
    ) -> str | None:
        if kind is Kind.FORM:
            choices = _forms(token.comparable, language)
        elif kind is Kind.REWORDED:
            choices = [
                form
                for form in self._near(token.comparable, language.code)
                if _relation(language, token, form) is Relation.SAME
                and form[-_INFLECTION:] == token.comparable[-_INFLECTION:]
            ]
        else:
            near = [
                form
                for form in self._near(token.comparable, language.code)
                if _relation(language, token, form) is Relation.FAR
                and form not in avoid
                and Levenshtein.normalized_similarity(form, token.comparable) < _ALIKE
            ]
            ending = token.comparable[-_INFLECTION:]
            choices = [form for form in near if form[-_INFLECTION:] == ending] or near
        if not choices:
            return None
        new = rng.choice(choices)
        return new[0].upper() + new[1:] if token.word.capitalised else new

    @cache  # noqa: B019 - one planter a run
    def _near(self, form: str, code: str) -> list[str]:
        """The words of the language in the contexts most like those of ``form``, nearest first."""
        import numpy as np

        words, vectors = self._words(code)
        ids = [piece.id for piece in self._vocabulary.cut(form)]
        if not ids or not words:
            return []
        own = self._vectors[ids].mean(axis=0)
        likeness = vectors @ (own / max(float(np.linalg.norm(own)), 1e-9))
        order = np.argsort(-likeness, kind="stable")[: _NEAR + 1]
        return [words[k] for k in order if words[k] != form]

    @cache  # noqa: B019 - one planter a run
    def _words(self, code: str) -> tuple[list[str], Floats]:
        """The common words of a language that are one piece each, with their directions."""
        import numpy as np

        language = languages.load(code)
        assert language.lexicon is not None  # noqa: S101 - exchanges asks first
        words: dict[str, int] = {}
        nouns = language.core.nouns_capitalised
        for number, piece in enumerate(self._vocabulary.texts()):
            form = piece[1:].lower()
            if (
                piece[:1] == "▁"
                and len(form) >= _SHORTEST
                and form.isalpha()
                and (piece[1:] == form or (nouns and piece[1:].istitle()))
                and language.lexicon.zipf(form) >= _COMMON
                and form not in language.function_words
            ):
                words.setdefault(form, number)
        chosen = self._vectors[list(words.values())]
        lengths = np.linalg.norm(chosen, axis=1, keepdims=True)
        return list(words), chosen / np.maximum(lengths, 1e-9)


def _open(token: Token, language: Language) -> bool:
    """Whether a token is an ordinary word that may be exchanged."""
    word = token.word
    return (
        word.kind is TokenKind.WORD
        and len(word.form) >= _SHORTEST
        and word.form.isalpha()
        and word.attested
        and (not word.capitalised or language.core.nouns_capitalised)
        and word.comparable not in language.function_words
    )


def _relation(language: Language, token: Token, form: str) -> Relation:
    assert language.senses is not None  # noqa: S101 - exchanges asks first
    stem = language.stem(form)
    if stem == token.word.stem:
        return Relation.UNKNOWN  # another form of the word itself
    if language.meaning is not None and _opposite(language, token.comparable, form):
        return Relation.FAR
    return language.senses.relation(token.word.stem, stem)


def _opposite(language: Language, one: str, other: str) -> bool:
    sides = _sides(language, one)
    return bool(sides) and any((pair, not side) in sides for pair, side in _sides(language, other))


@cache
def _sides(language: Language, form: str) -> frozenset[tuple[int, bool]]:
    """The pairs of opposites in which a word is, and on which side."""
    assert language.meaning is not None  # noqa: S101 - asked before
    return frozenset(
        (number, side)
        for number, pair in enumerate(language.meaning.opposites)
        for side, entries in zip((False, True), pair, strict=True)
        if any(
            form.startswith(entry[:-1]) if entry.endswith("*") else form == entry
            for entry in entries.split()
        )
    )


@cache
def _forms(form: str, language: Language) -> list[str]:
    """Other common inflections of a word."""
    assert language.lexicon is not None  # noqa: S101 - exchanges asks first
    stem = language.stem(form)
    return [
        other
        for other in language.lexicon.starting_with(stem[:_SHORTEST])
        if other != form
        and other.isalpha()
        and language.stem(other) == stem
        and language.lexicon.zipf(other) >= _COMMON
        and Levenshtein.normalized_similarity(other, form) >= _KIN
    ]

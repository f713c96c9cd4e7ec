"""Phrases that people list (names, terms), found in a text in whatever inflection it has them."""

from __future__ import annotations

from collections import defaultdict
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import Text, Token
    from mtcheck.languages import Language

__all__ = ["Likeness", "Match", "Phrases", "phrases"]


class Likeness(IntEnum):
    """How a place of the text is like the phrase, best first."""

    EQUAL = 0  # letter by letter
    FOLDED = 1  # but for capitals, and the kind of hyphen or apostrophe
    INFLECTED = 2  # the same words in other forms


class Match(NamedTuple):
    """Phrase number ``phrase`` stands at ``span``."""

    span: Span
    phrase: int
    likeness: Likeness


class Phrases:
    """Phrases of one language, ready to be looked for."""

    def __init__(self, listed: Sequence[str], language: Language) -> None:
        self._cut = [tokenise(text, Span(0, len(text)), language) for text in listed]
        self._by_first: dict[str, list[int]] = defaultdict(list)
        for number, tokens in enumerate(self._cut):
            if tokens:
                self._by_first[_key(tokens[0])].append(number)

    def find(self, text: Text) -> Iterator[Match]:
        """Every place of every phrase, in the order of the text; places may overlap."""
        for segment in text.segments:
            yield from self.within(segment.tokens)

    def within(self, tokens: Sequence[Token]) -> Iterator[Match]:
        """The places of the phrases in a row of tokens."""
        for at, token in enumerate(tokens):
            for number in self._by_first.get(_key(token), ()):
                phrase = self._cut[number]
                found = tokens[at : at + len(phrase)]
                if len(found) == len(phrase) and (likeness := _like(found, phrase)) is not None:
                    yield Match(Span(found[0].start, found[-1].end), number, likeness)


@lru_cache(maxsize=64)
def phrases(listed: tuple[str, ...], language: Language) -> Phrases:
    """The phrases made ready once for all articles of a run."""
    return Phrases(listed, language)


def _key(token: Token) -> str:
    return token.word.stem or token.word.comparable


def _like(found: Sequence[Token], phrase: Sequence[Token]) -> Likeness | None:
    if any(_key(one) != _key(other) for one, other in zip(found, phrase, strict=True)):
        return None
    if any(one.comparable != other.comparable for one, other in zip(found, phrase, strict=True)):
        return Likeness.INFLECTED
    if any(one.form != other.form for one, other in zip(found, phrase, strict=True)):
        return Likeness.FOLDED
    return Likeness.EQUAL

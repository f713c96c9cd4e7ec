"""The names and words of the source opposite one pair's MT, as the MT's language has them."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from mtcheck.aligning.originals import Originals, originals, romanised
from mtcheck.aligning.spelling import Relation, spelling
from mtcheck.languages.names import listed, well_known

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Pair, Token

__all__ = ["OppositeNames", "is_same_name"]

_MOST = 300  # names of a pair that are looked at
_SHORTEST = 4  # letters of a name
_COMMON = 6.0  # Zipf frequency of a common word of the source
_COGNATE = 0.6  # likeness of one name in two languages
_CHARACTERS = range(2, 9)  # characters of a well-known name, where nothing sets names off
_IDEOGRAPHS = range(2, 5)  # characters of a word, where nothing sets words off


class OppositeNames:
    """One pair's source; what is asked seldom is computed when it is asked."""

    def __init__(self, article: AlignedArticle, pair: Pair) -> None:
        self.pair = pair
        self._own = article.mt.language
        self._origin = (article.source or article.mt).language
        self._spell = spelling(self._own)
        self._source = article.source
        self._tokens = [t for s in pair.other for t in s.tokens]
        self._here: dict[str, int] = {}
        self._mine = [t for s in pair.mt for t in s.tokens]

    @cached_property
    def names(self) -> tuple[Token, ...]:
        """The words with a capital."""
        every = (t for t in self._tokens if t.word.capitalised and t.is_word)
        return tuple(islice((t for t in every if len(t.comparable) >= _SHORTEST), _MOST))

    @cached_property
    def own_names(self) -> dict[str, Token | None]:
        """What the MT's language has for the source's well-known names, and which word it is for.

        None where nothing sets the source's words off.
        """
        own, code = listed(self._own.code), self._origin.code
        found: dict[str, Token | None] = {}
        if self._origin.core.spaced:
            spell = spelling(self._origin)
            for token in self.names:
                for key in sorted(spell.keys(token.comparable)):
                    for form in own.get(key, ()):
                        found.setdefault(form, token)
            return found
        text, known = self._text, well_known(code)
        for length in _CHARACTERS:
            for at in range(len(text) - length + 1):
                for key in known.get(text[at : at + length], ()):
                    for form in own.get(key, ()):
                        found.setdefault(form, None)
        return found

    @cached_property
    def kept(self) -> tuple[tuple[str, Token], ...]:
        """The names that the MT's language may write as the source does, and its own for others."""
        found = {form: token for form, token in self.own_names.items() if token is not None}
        named = {token.start for token in found.values()}
        for token in self.names:
            if token.start not in named and self._travels(token):
                found.setdefault(token.comparable.removesuffix("'s"), token)
        return tuple(found.items())

    def _travels(self, token: Token) -> bool:
        """Whether a word of the source keeps its form in the translation, as names do."""
        word, own = token.word, self._own.lexicon
        return word.zipf == 0 or (
            own is not None and token.comparable in own and word.zipf < _COMMON
        )

    @cached_property
    def _text(self) -> str:
        if not self.pair.other or self._source is None:
            return ""
        start, end = self.pair.other[0].span.start, self.pair.other[-1].span.end
        return self._source.content[start:end]

    @cached_property
    def concepts(self) -> dict[int, Token | None]:
        """What the words of the source can mean, each with a word that can."""
        senses = self._origin.senses
        if senses is None:
            return {}
        found: dict[int, Token | None] = {}
        if self._origin.core.spaced:
            for token in self._tokens:
                if token.comparable not in self._origin.function_words:
                    for concept in senses.of(token.word.stem):
                        found.setdefault(concept, token)
            return found
        text = self._text
        words = {text[i : i + n] for n in _IDEOGRAPHS for i in range(len(text) - n + 1)}
        for word in sorted(words):
            found.update(dict.fromkeys(senses.of(word)))
        return found

    @cached_property
    def sounds(self) -> Originals:
        """How the names of the source sound."""
        every = originals(self._source)
        words = [t.comparable for t in self._tokens if t.is_word]
        if every.run:
            run = "".join(map(romanised, words))
            return Originals(frozenset(words), frozenset(), run, self._origin)
        forms = frozenset(w for w in words if w in every.forms)
        return Originals(forms, frozenset(map(romanised, forms)), "", self._origin)

    def sounding(self, name: str) -> Token | None:
        """The word of the source that sounds like ``name``, where names are set off there."""
        heard = romanised(name)
        best: tuple[float, Token] | None = None
        for token in self.names:
            alike = OSA.normalized_similarity(romanised(token.comparable), heard)
            if alike >= _COGNATE and (best is None or alike > best[0]):
                best = (alike, token)
        return best[1] if best is not None else None

    def missing(self, name: str, other: Token | None) -> bool:
        """Whether the MT has a name, in any form, less often than the source has ``other``.

        None is a name that nothing sets off there: then once is enough.
        """
        there = self._count[other.comparable] if other is not None else 1
        if (here := self._here.get(name)) is None:
            relation, same = self._spell.relation, (Relation.SAME, Relation.INFLECTED)
            every = self._capitals.items()
            here = self._here[name] = sum(n for f, n in every if relation(f, name) in same)
        return here < there

    @cached_property
    def _count(self) -> Counter[str]:
        return Counter(t.comparable for t in self._tokens)

    @cached_property
    def _capitals(self) -> dict[str, int]:
        """How often the MT has each form with a capital; of very many, the commonest."""
        forms = Counter(t.comparable for t in self._mine if t.word.capitalised)
        return dict(forms.most_common(_MOST))

    def placed(self, token: Token, other: Token) -> bool:
        """Whether the two stand beside the same word."""
        mine = _beside(self._mine, self._places[0][token.start])
        theirs = _beside(self._tokens, self._places[1][other.start])
        return any(a is not None and a == b for a, b in zip(mine, theirs, strict=True))

    @cached_property
    def _places(self) -> tuple[dict[int, int], dict[int, int]]:
        mine = {token.start: at for at, token in enumerate(self._mine)}
        return mine, {token.start: at for at, token in enumerate(self._tokens)}


def is_same_name(relation: Relation) -> bool:
    """Whether two forms are one name, or one is made of the other."""
    return relation in (Relation.SAME, Relation.INFLECTED, Relation.DERIVED)


def _beside(tokens: list[Token], at: int) -> tuple[str | None, str | None]:
    before = tokens[at - 1].comparable if at and tokens[at - 1].is_word else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return before, after.comparable if after is not None and after.is_word else None

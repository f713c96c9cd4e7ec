"""Capitals: headlines in title case, and equal words whose capitals differ in the reference."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING

from mtcheck.aligning.once import ByIdentity
from mtcheck.article import TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Segment, Token
    from mtcheck.languages import Language

__all__ = ["BREAKS", "OPENERS", "differing_capitals", "loud_forms", "titled"]

OPENERS = frozenset("\"'“”„‘’«»([{‚‹¿¡*_")
BREAKS = frozenset(":…;—–-.!?•|/>→)]") | {"...", "...."}
_TITLE = 0.6  # share of capitalised words that makes a headline in title case
_TITLE_WITH_NOUNS = 0.9  # the same where nouns have a capital anyway
_FEW = 4  # words that make a title
_SHORTEST = 3  # letters of a word whose capital matters in the middle of a sentence
_COMMON = 3.5  # Zipf of a word that may be told to be no name
_EVERYDAY = 5.6  # Zipf of a word that a capital does not make a body or an office
_SHOUTED = 4  # letters of a word in capitals that is no acronym


def titled(tokens: tuple[Token, ...], language: Language) -> bool:
    """Whether the words of a segment have capitals as a headline's do."""
    return _titled(ByIdentity(tokens), language)


@lru_cache(maxsize=32)
def _titled(tokens: ByIdentity[tuple[Token, ...]], language: Language) -> bool:
    words = [t for t in tokens.it if t.kind is TokenKind.WORD and len(t.form) > _SHORTEST]
    share = _TITLE_WITH_NOUNS if language.core.nouns_capitalised else _TITLE
    return len(words) >= _FEW and sum(t.word.capitalised for t in words) >= share * len(words)


def loud_forms(tokens: tuple[Token, ...]) -> frozenset[str]:
    """The words of a segment that stand in capitals and are longer than most acronyms."""
    return _loud_forms(ByIdentity(tokens))


@lru_cache(maxsize=32)
def _loud_forms(tokens: ByIdentity[tuple[Token, ...]]) -> frozenset[str]:
    words = (t.word for t in tokens.it if t.word.all_caps)
    return frozenset(word.form for word in words if len(word.form) >= _SHOUTED)


def differing_capitals(article: AlignedArticle) -> Iterator[tuple[Token, Token]]:
    """Words in running text that differ from the reference's by their capitals, wrongly."""
    language = article.mt.language
    starts = {s.tokens[0].start for s in article.mt.segments if s.tokens}
    for pair in article.reference_pairs:
        words = pair.words
        if words is None:
            continue
        mt, other = words.mt, words.other
        # (An exact link's kind is 0, and one language has one object a form.)
        pairs = [
            (k.mt, k.other)
            for k in words.links
            if not k.kind and mt[k.mt].word is not other[k.other].word
        ]
        for i, j in pairs:
            mine, theirs = mt[i], other[j]
            if mine.kind is not TokenKind.WORD or mine.form == theirs.form:
                continue
            if mine.start in starts or len(mine.form) < _SHORTEST:
                continue
            # In capitals it is the same word wherever it stands.
            same = mine.word.all_caps or _same_left(mt, other, i, j)
            if same and _differs(pair.mt, pair.other, mine, theirs, language):
                yield mine, theirs


def _same_left(mt: Sequence[Token], other: Sequence[Token], i: int, j: int) -> bool:
    # The same word in the same use: the word before is the same as well.
    return i > 0 and j > 0 and mt[i - 1].comparable == other[j - 1].comparable


def _differs(
    mt: tuple[Segment, ...],
    other: tuple[Segment, ...],
    mine: Token,
    theirs: Token,
    language: Language,
) -> bool:
    """Whether the capitals of two equal words in running text tell an error."""
    small = theirs.form.islower()
    if not small and not (mine.form.islower() and theirs.word.capitalised):
        return False
    tokens = _running(mt, mine, language)
    if not tokens or not _running(other, theirs, language):
        return False
    if small:
        loud = mine.word.all_caps
        return (
            len(mine.form) >= _SHOUTED and len(loud_forms(tokens)) <= 1
            if loud
            else mine.word.capitalised and _common(mine, tokens, language)
        )
    if theirs.word.all_caps:
        return False
    if language.core.nouns_capitalised:
        return not (_capital_follows(tokens, mine) and _may_be_adjective(mine, language))
    # A name by its inner capitals (TrueNat); most other capitals are taste (Global Assessment).
    return theirs.form[1:] != theirs.form[1:].lower() and mine.word.zipf < _COMMON


def _named(tokens: Sequence[Token], token: Token) -> bool:
    """Whether a word with a capital stands near by."""
    at = _index(tokens, token)
    beside = (*tokens[max(at - 2, 0) : at], *tokens[at + 1 : at + 3])
    return any(t.word.capitalised for t in beside)


def _capital_follows(tokens: Sequence[Token], token: Token) -> bool:
    following = tokens[_index(tokens, token) + 1 :][:1]
    return any(t.word.capitalised for t in following)


def _may_be_adjective(token: Token, language: Language) -> bool:
    # "das alte Ägypten": small, whatever the reference makes a name.
    data = language.typography
    return data is None or not data.adjectives or token.comparable.endswith(data.adjectives)


def _running(segments: tuple[Segment, ...], token: Token, language: Language) -> tuple[Token, ...]:
    """The tokens of the segment where ``token`` stands in running text; else none."""
    tokens = next((s.tokens for s in segments if s.span.start <= token.start < s.span.end), ())
    at = _index(tokens, token)
    before = tokens[at - 1].form if at else ""
    if not before or before in BREAKS or before in OPENERS or titled(tokens, language):
        return ()
    return tokens


def _index(tokens: Sequence[Token], token: Token) -> int:
    """The index of ``token``, which is one of them (they are in order)."""
    return bisect_left(tokens, token.start, key=attrgetter("start"))


def _common(mine: Token, tokens: Sequence[Token], language: Language) -> bool:
    """Whether a word with a capital is a common word by itself, and no part of a name."""
    if mine.word.zipf < _EVERYDAY:
        return False  # "the Centre", "the Republic": offices and bodies take capitals by taste
    if language.core.nouns_capitalised and mine.comparable not in language.function_words:
        return False
    at = _index(tokens, mine)
    numbered = any(t.kind is TokenKind.NUMBER for t in tokens[at + 1 : at + 2])
    return not numbered and not _named(tokens, mine)

"""Short quotations: terms, or a few words, that both texts set in quotation marks.

What a text quotes word for word, or marks as somebody's term, leaves a translator little freedom:
where one content word of such a term is another one, it seldom means the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.gaps import content, unmatched
from mtcheck.aligning.marks import kind, paired
from mtcheck.aligning.substitutions import RARE, alike, plain, stem
from mtcheck.languages.senses import Relation
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, Text
    from mtcheck.languages import Language
    from mtcheck.word import Word

__all__ = ["OtherTerm", "other_terms"]

_MOST = 5  # words; longer ones are speech, that is worded as freely as all else
_EVERYDAY = 5.0  # Zipf frequency from which a word is part of any term
_RARER = 1.5  # Zipf units
_ROOT = 5  # letters from which two words have one root


class OtherTerm(NamedTuple):
    """What the MT quotes and what the reference does; they differ in ``word`` and ``other``."""

    pair: Pair
    span: Span
    other_span: Span
    word: Word
    other: Word


def other_terms(article: AlignedArticle) -> Iterator[OtherTerm]:
    """Quoted terms that are not the reference's, as far as wordnets and frequencies tell."""
    reference = article.reference
    if reference is None:
        return
    for pair in article.reference_pairs:
        mine = _quotations(article.mt, pair.mt) if pair.words is not None else ()
        theirs = _quotations(reference, pair.other) if mine else ()
        for one in mine:
            other = _partner(one, mine, theirs, pair)
            if other is not None and (found := _differing(one, other, pair, article.mt.language)):
                yield found


def _quotations(text: Text, segments: Sequence[Segment]) -> tuple[Span, ...]:
    """The words between the marks of short quotations, in order."""
    found = []
    for segment in segments:
        words = text.at(segment.span)
        pairs = paired(words, segment.span.start, spaced=text.language.core.spaced).pairs
        for opener, closer in pairs:
            between = Span(opener.at + 1, closer.at)
            inside = [t for t in segment.tokens if t.is_word and between.contains(t.span)]
            if kind(opener.family) == '"' and 0 < len(inside) <= _MOST:
                found.append(Span.cover(t.span for t in inside))
    return tuple(sorted(found))


def _partner(one: Span, mine: Sequence[Span], theirs: Sequence[Span], pair: Pair) -> Span | None:
    """The reference's quotation that shares a word with one of the MT's, or the only one."""
    assert pair.words is not None  # noqa: S101 - looked at by the caller
    free, _ = unmatched(pair.words)
    shared = {
        other
        for index, token in enumerate(pair.words.mt)
        if not free[index] and one.contains(token.span)
        for other in theirs
        if other.contains(pair.words.other[pair.words.to_other[index]].span)
    }
    if len(shared) == 1:
        return shared.pop()
    return theirs[0] if not shared and len(mine) == len(theirs) == 1 else None


def _differing(one: Span, other: Span, pair: Pair, language: Language) -> OtherTerm | None:
    """The two, where one content word of each has no match and means another thing."""
    assert pair.words is not None  # noqa: S101 - looked at by the caller
    sides = []
    for tokens, flags, span in zip(
        (pair.words.mt, pair.words.other), unmatched(pair.words), (one, other), strict=True
    ):
        free = [
            n
            for n, (token, flag) in enumerate(zip(tokens, flags, strict=True))
            if flag and span.contains(token.span) and content(token, language.function_words)
        ]
        if len(free) != 1 or not plain(tokens, free[0], language):
            return None
        sides.append(tokens[free[0]].word)
    word, theirs = sides
    one_word, other_word = word.comparable, theirs.comparable
    if alike(one_word, other_word) or one_word[:_ROOT] == other_word[:_ROOT]:
        return None
    if not _another(word, theirs, language):
        return None
    return OtherTerm(pair, one, other, word, theirs)


def _another(word: Word, other: Word, language: Language) -> bool:
    """Whether two words name different things, for all that is known of them.

    Wordnets know both, and nothing that they share; or they do not know the MT's, and texts
    hardly do either.
    """
    if language.senses is None:
        return False
    relation = language.senses.relation(stem(word), stem(other))
    if relation is Relation.FAR:
        return max(word.zipf, other.zipf) < _EVERYDAY
    rare = word.zipf < RARE and word.zipf < other.zipf - _RARER
    return relation is Relation.UNKNOWN and rare

"""Well-known names of the source that a text without spaces has with another character.

Nothing sets names off in Chinese and Japanese, so only what the target language surely calls a
name of the source is looked for: a listed form that the translation lacks, where it has the same
with one character otherwise, and that is no word.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mtcheck.aligning.ideographs import misspelling
from mtcheck.aligning.opposite_names import OppositeNames
from mtcheck.aligning.spelling import Relation, spelling
from mtcheck.languages.names import one_script, variants
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Pair, Token

__all__ = ["misspelt"]

_SHORTEST = 4  # characters of a name in kana: shorter ones are near too many words
_ONE_SLIP = 1.0  # edits


def misspelt(article: AlignedArticle) -> Iterator[tuple[Span, str, Token | None]]:
    """The place, the right form, and the word of the source that has it."""
    content = one_script(article.mt.content)
    said = article.reference.content if article.reference is not None else ""
    for pair in article.source_pairs:
        if not pair.mt or not pair.other:
            continue
        for forms, other in _names(OppositeNames(article, pair)):
            if any(one_script(form) in content for form in forms):
                continue
            found = (f for form in forms if (f := _place(article, pair, form)) is not None)
            for span, form in found:
                if article.mt.at(span) not in said:
                    yield span, form, other
                    break


def _names(there: OppositeNames) -> list[tuple[tuple[str, ...], Token | None]]:
    """What the language has for each of the source's names, its other spellings included."""
    forms: dict[int | str, list[str]] = {}
    words: dict[int | str, Token | None] = {}
    for form, token in there.own_names.items():
        key = token.start if token is not None else form
        words[key] = token
        forms.setdefault(key, []).extend((form, *_spellings(form)))
    return [(tuple(dict.fromkeys(its)), words[key]) for key, its in forms.items()]


@lru_cache(maxsize=2_000)
def _spellings(form: str) -> tuple[str, ...]:
    """The spellings that are right beside a form."""
    listed = variants()
    mine = set(listed.get(form, ()))
    return tuple(f for f, keys in listed.items() if mine and not mine.isdisjoint(keys))


def _place(article: AlignedArticle, pair: Pair, form: str) -> tuple[Span, str] | None:
    """Where the pair's MT has a form with another character."""
    if "ァ" <= form[0] <= "ヺ":
        return _kana(article, pair, form)
    here = Span(pair.mt[0].span.start, pair.mt[-1].span.end)
    found = misspelling(form, article.mt.at(here), article.mt.language)
    if found is None:
        return None
    return Span(here.start + found.start, here.start + found.end), form


def _kana(article: AlignedArticle, pair: Pair, form: str) -> tuple[Span, str] | None:
    """The same for a name in katakana, whose runs are words."""
    spell = spelling(article.mt.language)
    for token in (t for segment in pair.mt for t in segment.tokens):
        wrong = token.comparable
        if (
            not "ァ" <= wrong[0] <= "ヺ"
            or token.word.zipf
            or min(len(wrong), len(form)) < _SHORTEST
        ):
            continue
        if spell.known(wrong) or spell.distance(wrong, form) > _ONE_SLIP:
            continue
        if spell.relation(wrong, form) in (Relation.UNLIKE, Relation.DOUBLED):
            return token.span, form
    return None

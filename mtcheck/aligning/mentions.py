"""Mentions of one name inside an article that are spelt in two ways."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.aligning.name_forms import has_capital, known_forms
from mtcheck.aligning.names import differences
from mtcheck.aligning.spelling import Relation, spelling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Token
    from mtcheck.span import Span

__all__ = ["Mention", "respelt"]

_SHORTEST = 4
_OWN_NAME = 2.0  # Zipf frequency from which each of two spellings is a name of its own


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention in the rarer spelling; ``times`` says how often the usual one stands."""

    span: Span
    usual: str
    times: str


def respelt(article: AlignedArticle) -> Iterator[Mention]:
    """The mentions whose name the article spells otherwise more often, or first."""
    tokens = _mentions(article)
    groups = _groups(article, tokens)
    if not groups:
        return
    there = {*known_forms(article.reference).single, *known_forms(article.source).single}
    flagged = {d.span.start for d in differences(article)}
    done: set[str] = set()
    for group in groups:
        order = sorted(group, key=lambda f: (-len(tokens[f]), tokens[f][0].start))
        usual = order[0]
        for form in order[1:]:
            if form in done or not _one_name(form, usual, article, there):
                continue
            done.add(form)
            often = len(tokens[usual])
            times = "once" if often == 1 else f"{often} times"
            for token in tokens[form]:
                if token.start not in flagged:
                    yield Mention(token.span, tokens[usual][0].form, times)


def _mentions(article: AlignedArticle) -> dict[str, list[Token]]:
    """The article's names by form, in the order of the text."""
    spell = spelling(article.mt.language)
    cased = spell.cased
    lower = known_forms(article.mt).lower if spell.cased else frozenset()
    tokens: dict[str, list[Token]] = defaultdict(list)
    for segment in article.mt.segments:
        for number, token in enumerate(segment.tokens):
            if not token.word.capitalised and cased:
                continue
            form = token.comparable
            if not has_capital(token) or len(form) < _SHORTEST or form in lower:
                continue
            if number or token.word.zipf < _OWN_NAME:
                tokens[form].append(token)
    return tokens


def _groups(article: AlignedArticle, tokens: dict[str, list[Token]]) -> list[set[str]]:
    """Forms that fold to the same letters or are the same well-known name."""
    spell = spelling(article.mt.language)
    groups: dict[str, set[str]] = defaultdict(set)
    for form in tokens:
        for key in (spell.folded(form), *sorted(spell.keys(form))):
            groups[key].add(form)
    return [group for group in groups.values() if len(group) > 1]


def _one_name(form: str, usual: str, article: AlignedArticle, there: set[str]) -> bool:
    """Whether two forms are one name in two spellings, and not two names or two cases."""
    language = article.mt.language
    spell = spelling(language)
    if form in there and usual in there:
        return False
    relation = spell.relation(form, usual)
    if relation in (Relation.INFLECTED, Relation.DERIVED):
        return False
    if not spell.stems(form).isdisjoint(spell.stems(usual)):
        return False
    if not spell.keys(form).isdisjoint(spell.keys(usual)):
        return True
    lexicon = language.lexicon
    known = lexicon is not None and min(lexicon.zipf(form), lexicon.zipf(usual)) > 0
    return not known and relation in (Relation.SAME, Relation.SCHEME, Relation.DOUBLED)

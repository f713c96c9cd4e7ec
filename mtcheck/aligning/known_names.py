"""Whether a word written small is a well-known name that another text writes with a capital."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.counterparts import other_tokens
from mtcheck.aligning.once import ByIdentity
from mtcheck.finding import Basis
from mtcheck.languages.names import well_known

if TYPE_CHECKING:
    from mtcheck.aligning.counterparts import Counterparts
    from mtcheck.article import Pair, Token
    from mtcheck.languages import Language
    from mtcheck.span import Span

__all__ = ["Capital", "capital_opposite", "name_stems"]

_SHORTEST = 3  # letters


class Capital(NamedTuple):
    """The name as it is written opposite (None where the source writes another language)."""

    form: str | None
    basis: Basis
    span: Span


@cache
def name_stems(language: Language) -> frozenset[str]:
    """The stems of the well-known names of one word."""
    return frozenset(language.stem(form) for form in well_known(language.code))


def capital_opposite(
    token: Token, opposite: Counterparts, language: Language, origin: Language | None
) -> Capital | None:
    """Where the reference or the source has the name that ``token`` is, with its capital.

    None where the reference writes the word small as well: a turkey is no Turkey.
    """
    if len(token.form) < _SHORTEST or token.comparable in language.function_words:
        return None
    keys = well_known(language.code).get(token.comparable, ())
    pair = opposite.reference_pair(token.start)
    if pair is not None and token.comparable in opposite.reference_words:
        small, inside = _in_reference(ByIdentity(pair), token.comparable, known=bool(keys))
        if small:
            return None
        if inside is not None:
            return Capital(inside.form, Basis.REFERENCE, inside.span)
    if not keys or origin is None or not origin.core.cased:
        return None
    return _in_source(opposite.source_pair(token.start), frozenset(keys), origin)


@lru_cache(maxsize=256)
def _in_reference(
    pair: ByIdentity[Pair], comparable: str, *, known: bool
) -> tuple[bool, Token | None]:
    """Whether a pair's reference has the word small, and where it has it with a capital.

    The capital of a first word says something only of a ``known`` name.
    """
    there = other_tokens(pair.it)
    same = [i for i, t in enumerate(there) if t.comparable == comparable]
    small = any(not there[i].word.capitalised for i in same)
    inside = (there[i] for i in same if known or (i and there[i - 1].is_word))
    return small, next(inside, None)


def _in_source(pair: Pair | None, keys: frozenset[str], origin: Language) -> Capital | None:
    known = well_known(origin.code)
    for token in other_tokens(pair):
        if token.word.capitalised and not keys.isdisjoint(known.get(token.comparable, ())):
            return Capital(None, Basis.SOURCE, token.span)
    return None

"""Denials of the source that a translation lacks, and those that it alone has.

The two languages share no words that could show the place, so whole sentences are compared: one
denies, and the other has no word of the kind at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning import witnesses
from mtcheck.aligning.denials import denials, hints, units
from mtcheck.aligning.gaps import stretch
from mtcheck.aligning.one_sided import particle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.denials import Denials
    from mtcheck.article import AlignedArticle, Pair, Segment, Token
    from mtcheck.languages import Language
    from mtcheck.span import Span

__all__ = ["Across", "across", "asks"]

_WHOLE = 0.8  # share of the reference's words from which nothing is left out
_PLAIN = 2  # the first entries of the list of negators
_QUESTIONS = frozenset("?？")


class Across(NamedTuple):
    """``place`` of the MT denies what the source does not; or lacks what its ``negator`` denies."""

    place: Span
    negator: Span | None = None


def asks(segments: Sequence[Segment]) -> bool:
    """Whether it asks: a question may deny out of politeness ("Не хотите ли")."""
    return any(t.form in _QUESTIONS for s in segments for t in s.tokens)


def across(pair: Pair, beside: Pair | None, article: AlignedArticle) -> Across | None:
    """Where one side of a source pair denies and the other has nothing of the kind.

    ``beside`` is the reference pair of the same MT; the source is not heard against it.
    """
    if article.source is None or asks(pair.mt) or asks(pair.other):
        return None
    language, origin = article.mt.language, article.source.language
    mine, theirs = witnesses.words(pair.mt), witnesses.words(pair.other)
    in_mt = denials(mine, language)
    in_source = _certain(denials(theirs, origin), theirs, origin, backed=beside is not None)
    if not mine or not theirs or bool(in_mt.sure) == bool(in_source.sure):
        return None
    if beside is not None and _granted(mine, in_mt, beside, language):
        return None
    if in_mt.sure:
        return None if hints(theirs, in_source, origin) else _gained(mine, in_mt, beside, language)
    copied = {t.comparable for t in mine}  # a slogan left in its language
    if hints(mine, in_mt, language) or any(
        theirs[h.start].comparable in copied for h in in_source.sure
    ):
        return None
    negator = in_source.sure[0]
    start, end = witnesses.clause(negator.start / len(theirs), mine, pair.mt[0], language)
    return Across(stretch(mine, start, end), stretch(theirs, negator.start, negator.end))


def _certain(
    found: Denials, tokens: Sequence[Token], language: Language, *, backed: bool
) -> Denials:
    # A lone character is more often part of a word (无症状, 不冻泉) than a negator: only the plain
    # "not" is one, and that only where a reference denies as well.
    if language.core.spaced or language.meaning is None:
        return found
    plain = language.meaning.negation.words[:_PLAIN] if backed else ()
    sure = [h for h in found.sure if h.end - h.start > 1 or tokens[h.start].comparable in plain]
    less = [h for h in found.sure if h not in sure]
    return found._replace(sure=sure, like=found.like + less)


def _gained(
    mine: Sequence[Token], found: Denials, beside: Pair | None, language: Language
) -> Across | None:
    unit = units(found.sure, language)[0]
    if not any(particle(t, language) for t in mine[unit.start : unit.end]):
        return None  # "without a doubt" and the like paraphrase too much
    if beside is not None and language.core.spaced and found.sure[0].end - unit.start > 1:
        return None  # "noch nicht beendet" is under way
    return Across(stretch(mine, unit.start, unit.end))


def _granted(mine: Sequence[Token], found: Denials, beside: Pair, language: Language) -> bool:
    # Whether the reference says it as the translation does. It denies as well; or it does not
    # either, so that what the source denies can be said without a denial. What is left out of
    # a translation is neither denied nor affirmed.
    tokens = witnesses.words(beside.other)
    theirs = denials(tokens, language)
    if found.sure:
        return bool(theirs.sure or hints(tokens, theirs, language))
    return not theirs.sure or len(mine) < _WHOLE * len(tokens)

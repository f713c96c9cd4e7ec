"""Terminology: a word that the glossary forbids, lacks, or writes with other capitals.

A contract that says "lessee" on one page and "tenant" on the next, or a product that is called
otherwise than the firm calls it, costs more than a clumsy sentence: readers take two words for
two things. The glossary comes from the settings: ``terms``, ``glossaries`` (CSV, TBX) and
``do-not-translate``.

It flags a forbidden word, in any inflection, where the source has the term or there is no source
to ask; a sentence whose source has a term but which has none of the words that it is to be
translated with; the same by the reference, where there is no source; capitals that differ from
the glossary's, where the term says ``case = "exact"``; and a word that must stay as it is in the
source, but does not. Where the reference has the word, the finding is at the words that stand in
its place; else it is an empty place at the end of the sentence. What an inflected word should
become it leaves to people.

It is quiet without a glossary; about words in compounds, other inflections and another order;
where the neighbouring sentence has the term; within a longer term that is allowed; about capitals
at the start of a sentence and in lines of capitals; and where a sentence is missing altogether.

Source: MQM, Terminology/Inconsistent with terminology resource; TBX (ISO 30042).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.glossary import demanded, held, matches, opposite, segments_near
from mtcheck.aligning.terms import Likeness
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.settings import Term
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.aligning.glossary import Demand, Listed
    from mtcheck.aligning.terms import Match
    from mtcheck.article import AlignedArticle, Pair, Text
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

_CEASEFIRE = {"source": ["ceasefire"], "target": ["Waffenruhe"], "forbidden": ["Waffenstillstand"]}

CHECK = Check(
    code="T401",
    name="terminology",
    since="0.1",
    category=Category.TERMINOLOGY,
    severity=Severity.MAJOR,
    bases=(Basis.LEXICON, Basis.REFERENCE, Basis.SOURCE),
    examples=(
        Example(
            lang="de",
            mt="Der [[Waffenstillstand]] hielt drei Tage.",
            fix="Waffenruhe",
            given={"terms": [_CEASEFIRE]},
        ),
        Example(
            lang="de",
            source="The ceasefire held for three days.",
            source_lang="en",
            mt="Die Feuerpause hielt drei Tage.[[]]",
            given={"terms": [_CEASEFIRE]},
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """What the glossary of the settings has against the translation."""
    terms = _of_languages(article, settings.terms)
    kept = [Term(source=(word,), target=(word,)) for word in settings.do_not_translate]
    if not terms and not kept:
        return
    yield from _forbidden(article, terms)
    yield from _capitals(article, [*(t for t in terms if t.case == "exact"), *kept])
    yield from _missing(article, terms, kept)


def _of_languages(article: AlignedArticle, terms: Sequence[Term]) -> list[Term]:
    target = article.mt.language.code
    source = article.source.language.code if article.source else None
    return [
        term
        for term in terms
        if _fits(term.lang, target) and (source is None or _fits(term.source_lang, source))
    ]


def _fits(tag: str | None, code: str) -> bool:
    return tag is None or tag.replace("_", "-").partition("-")[0].lower() == code


def _forbidden(article: AlignedArticle, terms: Sequence[Term]) -> Iterator[Finding]:
    """The words that a term forbids."""
    mt = article.mt
    banned = [term for term in terms if term.forbidden]
    allowed = [m.span for _, _, m in matches(mt, [(t, t.target) for t in terms if t.target])]
    asked = _segments_that_ask(article, banned)
    for term, word, match in matches(mt, [(t, t.forbidden) for t in banned]):
        if any(len(a) > len(match.span) and a.contains(match.span) for a in allowed):
            continue
        said = (asked or {}).get((id(term), _segment(mt, match.span)))
        if asked is not None and term.source and said is None:
            continue
        wanted = f'; it has "{term.target[0]}"' if term.target else ""
        yield CHECK.finding(
            match.span,
            f'The glossary forbids "{word}"{wanted}.',
            basis=Basis.LEXICON,
            language=mt.language.code,
            suggestion=_instead(mt, term, match),
            source_span=said,
        )


def _segments_that_ask(
    article: AlignedArticle, terms: Sequence[Term]
) -> dict[tuple[int, int], Span] | None:
    """MT segments at or beside which the source has a term, and its place; None without one."""
    if article.source is None:
        return None
    listed = [(term, term.source) for term in terms if term.source]
    own: dict[tuple[int, int], Span] = {}
    near: dict[tuple[int, int], Span] = {}
    for demand in demanded(article.source_pairs, listed, article.source.language):
        for found, segments in (
            (own, demand.pair.mt),
            (near, segments_near(article.mt, demand.pair)),
        ):
            for segment in segments:
                found.setdefault((id(demand.term), segment.index), demand.span)
    return near | own


def _segment(mt: Text, span: Span) -> int:
    return mt.segment_index(span.start)


def _instead(mt: Text, term: Term, match: Match) -> str | None:
    """The preferred word with the capitals of the place; None where it would need inflecting."""
    if not term.target or match.likeness is Likeness.INFLECTED:
        return None
    word = term.target[0]
    written = mt.at(match.span)
    if term.case == "any" and len(written) > 1 and written.isupper():
        return word.upper()
    if _begins(mt, match.span) and written[:1].isupper():
        return word[:1].upper() + word[1:]
    return word


def _begins(mt: Text, span: Span) -> bool:
    """Whether no word of its sentence stands before ``span``."""
    segment = mt.segments[_segment(mt, span)]
    return not any(map(str.isalnum, mt.content[segment.span.start : span.start]))


def _capitals(article: AlignedArticle, terms: Sequence[Term]) -> Iterator[Finding]:
    """Words that differ from the glossary's in their capitals alone."""
    mt = article.mt
    found = matches(mt, [(term, term.target) for term in terms if term.target])
    right = {match.span for _, word, match in found if mt.at(match.span) == word}
    seen: set[Span] = set()
    for _, word, match in found:
        written = mt.at(match.span)
        if match.likeness is not Likeness.FOLDED or match.span in right | seen:
            continue
        if written.casefold() != word.casefold() or _may_differ(mt, match.span, written, word):
            continue
        seen.add(match.span)
        yield CHECK.finding(
            match.span,
            f'The glossary writes it "{word}".',
            basis=Basis.LEXICON,
            language=mt.language.code,
            suggestion=word,
            severity=Severity.MINOR,
        )


def _may_differ(mt: Text, span: Span, written: str, word: str) -> bool:
    if _begins(mt, span) and written[1:] == word[1:]:
        return True
    segment = mt.at(mt.segments[_segment(mt, span)].span)
    return segment.isupper() and written != word


def _missing(
    article: AlignedArticle, terms: Sequence[Term], kept: Sequence[Term]
) -> Iterator[Finding]:
    """Terms of the source, or of the reference where there is no source, without their words."""
    if article.source is not None:
        pairs, language, basis = article.source_pairs, article.source.language, Basis.SOURCE
        listed: Listed = [(t, t.source) for t in terms if t.source and t.target]
    elif article.reference is not None:
        pairs, language, basis = (
            article.reference_pairs,
            article.reference.language,
            Basis.REFERENCE,
        )
        listed = [(t, t.target) for t in terms if t.target]
    else:
        return
    told: set[tuple[int, int]] = set()
    verbatim = {id(term) for term in kept}
    for demand in demanded(pairs, [*listed, *((t, t.source) for t in kept)], language):
        place = (id(demand.term), demand.pair.index)
        exact = id(demand.term) in verbatim
        if place in told or _is_met(article, demand, exact=exact):
            continue
        told.add(place)
        if not _is_flagged_already(article, demand):
            yield _owed(article, demand, basis, exact=exact)


def _is_met(article: AlignedArticle, demand: Demand, *, exact: bool) -> bool:
    mt = article.mt
    near = segments_near(mt, demand.pair)
    if not exact:
        return held(near, demand.term.target, mt.language)
    other = article.source or article.reference
    word = demand.term.target[0]
    # Only the very word must be kept: "apple" in the source asks for no "Apple".
    if other is None or other.at(demand.span) != word:
        return True
    return any(word in mt.at(segment.span) for segment in near) or held(near, (word,), mt.language)


def _is_flagged_already(article: AlignedArticle, demand: Demand) -> bool:
    """Whether a forbidden word of the term stands there, which says the same, and where."""
    mt = article.mt
    return held(segments_near(mt, demand.pair), demand.term.forbidden, mt.language)


def _owed(article: AlignedArticle, demand: Demand, basis: Basis, *, exact: bool) -> Finding:
    mt = article.mt
    by_reference = basis is Basis.REFERENCE
    other = article.reference if by_reference else article.source
    said = other.at(demand.span) if other is not None else ""
    span = opposite(demand) if by_reference else None
    word = demand.term.target[0]
    why = (
        f'"{word}" is not to be translated' if exact else f'The glossary has "{word}" for "{said}"'
    )
    if by_reference and not exact:
        why = f'The glossary asks for "{word}", as the reference has it'
    return CHECK.finding(
        span or _end(demand.pair),
        f"{why}; this sentence has it nowhere.",
        basis=basis,
        language=mt.language.code,
        suggestion=said if span is not None else None,
        reference_span=demand.span if by_reference else None,
        source_span=None if by_reference else demand.span,
    )


def _end(pair: Pair) -> Span:
    end = pair.mt[-1].span.end
    return Span(end, end)

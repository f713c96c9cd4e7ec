"""A sentence or a clause of the reference or source that the translation lacks.

Systems drop what they cannot handle: a sentence in a long paragraph, the second half of an
enumeration, an aside. What is left reads well, so a reader never knows that something is gone.

A sentence counts as missing where the aligner finds no partner for it and its words are not
elsewhere nearby; a clause, where a run of the reference's content words has no partner and the
translation has no words of its own at that place. The finding marks the place, an empty span,
and for a sentence gives the missing text.

It stays quiet where the text that only one side has is furniture of the page (captions, links,
headlines, short lines); where the words reappear in a neighbouring sentence; where the
translation says something else at the place, which is a question of meaning; and, with a source,
where the source has not got it either, because then the reference is the one that adds.

Source: MQM's accuracy/omission; the deletion classes of DEMETR (Karpinska et al. 2022).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.clauses import lacking_clauses
from mtcheck.aligning.gaps import stretch
from mtcheck.aligning.lacks import is_prose, lacking_runs, reappears
from mtcheck.aligning.quantity_pairs import said
from mtcheck.aligning.surplus import SourceSurplus
from mtcheck.article import TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, Segment, WordAlignment
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A302",
    name="omission",
    since="0.1",
    category=Category.OMISSION,
    severity=Severity.MAJOR,
    needs=(),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    examples=(
        Example(
            reference="The bridge reopened on Monday after the river fell below the danger mark "
            "that engineers had set in April.",
            mt="The bridge reopened on Monday[[]].",
        ),
    ),
)

_LONG = 8  # content words from which a missing clause is a major error
_CLOSE = 0.5  # share of the translation's content words that the reference must have
_SURE = 4  # content words of a short clause that is missing, as far as the reference shows
_SHARE = 0.4  # … or share of its letters by which the source must be longer than the MT
_NEAR = 2  # pairs before and after among which the words of a sentence may have gone


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Sentences and clauses that the translation lacks."""
    del settings
    surplus = SourceSurplus(article)
    for pair in article.reference_pairs:
        if not pair.mt:
            yield from _sentence(pair, article, surplus)
        elif pair.words is not None:
            yield from _clauses(pair, pair.words, article, surplus)
    if article.reference is None:
        yield from _against_source(article)


def _clauses(
    pair: Pair, words: WordAlignment, article: AlignedArticle, surplus: SourceSurplus
) -> Iterator[Finding]:
    if article.reference is None:
        return
    language = article.mt.language
    runs = list(lacking_runs(words, language, other=True, close=_CLOSE))
    for run in lacking_clauses(words, pair.other, language, other=True):
        if any(run.start < r.end and r.start < run.end for r in runs):
            continue
        missing = stretch(words.other, run.start, run.end)
        if article.source is None:
            sure = run.size >= _SURE
        else:
            sure = any(surplus.letters(s.index) >= _SHARE * len(missing) for s in pair.mt)
        if sure:
            runs.append(run)
    near, place = _around(article.reference_pairs, pair.index)
    for run in runs:
        lost = words.other[run.start : run.end]
        if reappears(lost, near, place, language, other=True):
            continue
        missing = stretch(words.other, run.start, run.end)
        if said(article, missing):
            continue  # its number stands elsewhere, so that the rest is worded anew
        at = words.mt[run.before].end if run.before >= 0 else words.mt[0].start
        whole = any(missing.contains(_core(s)) for s in pair.other)
        yield CHECK.finding(
            Span(at, at),
            f'Nothing here corresponds to "{article.reference.at(missing)}" in the reference.',
            basis=Basis.REFERENCE,
            language=language.code,
            severity=Severity.MAJOR if whole or run.size >= _LONG else Severity.MINOR,
            reference_span=missing,
        )


def _around(pairs: Sequence[Pair], index: int) -> tuple[Sequence[Pair], int]:
    first = max(index - _NEAR, 0)
    return pairs[first : index + _NEAR + 1], index - first


def _core(segment: Segment) -> Span:
    # The words of a segment, without the marks around them.
    spoken = [t for t in segment.tokens if t.kind is not TokenKind.PUNCTUATION]
    return stretch(spoken, 0, len(spoken)) if spoken else segment.span


def _sentence(pair: Pair, article: AlignedArticle, surplus: SourceSurplus) -> Iterator[Finding]:
    if article.reference is None:
        return
    language = article.mt.language
    near, place = _around(article.reference_pairs, pair.index)
    before = _last_before(article.reference_pairs, pair.index)
    for segment in pair.other:
        if not is_prose(segment, language):
            continue
        longer = surplus.letters(before or 0) >= _SHARE * len(segment.span)
        if reappears(segment.tokens, near, place, language, other=True, sourced=longer):
            continue
        if article.source_pairs and not longer and not surplus.sentences(before or 0):
            continue
        text = article.reference.at(segment.span)
        at, lead = _place(article, before)
        yield CHECK.finding(
            Span(at, at),
            f'The reference\'s sentence "{text}" is missing.',
            basis=Basis.REFERENCE,
            language=language.code,
            suggestion=lead + text if lead is not None else None,
            reference_span=segment.span,
        )


def _against_source(article: AlignedArticle) -> Iterator[Finding]:
    for pair in article.source_pairs:
        if pair.mt or article.source is None:
            continue
        before = _last_before(article.source_pairs, pair.index)
        for segment in pair.other:
            if is_prose(segment, article.source.language):
                at, _ = _place(article, before)
                yield CHECK.finding(
                    Span(at, at),
                    f'The source\'s sentence "{article.source.at(segment.span)}" is missing.',
                    basis=Basis.SOURCE,
                    language=article.mt.language.code,
                    source_span=segment.span,
                )


def _last_before(pairs: Sequence[Pair], index: int) -> int | None:
    # The index of the MT segment after which the unpaired one would stand.
    return next((p.mt[-1].index for p in reversed(pairs[:index]) if p.mt), None)


def _place(article: AlignedArticle, before: int | None) -> tuple[int, str | None]:
    # Where the sentence is missing, and the white space that would lead it in.
    segments = article.mt.segments
    if before is None:
        return (segments[0].span.start if segments else 0), None
    end = segments[before].span.end
    return end, " " if article.mt.language.core.spaced else ""

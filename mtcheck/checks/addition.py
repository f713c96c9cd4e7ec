"""A sentence or a clause that neither the reference nor the source has.

Systems invent: a phrase said twice in other words, an explanation, the boilerplate that usually
follows such a sentence in the texts they learned from. It reads well, and the reader takes the
machine's invention for the author's word.

The check is the mirror of ``omission``: a sentence of the translation for which the aligner
finds no partner and whose words are not elsewhere nearby, or a run of content words where the
reference has none of its own between the shared words.

It stays quiet for captions, links, headlines and short lines; where the words turn up in a
neighbouring sentence of the reference; where the reference says something else at the place; and,
with a source, where the source is long enough to have it, because then the reference is the one
that leaves it out. Without a source the reference must be too short around it to say the same in
its own way, the translation must have most of what the reference says there, since two free
renderings always differ, and a clause must be long.

Source: MQM's accuracy/addition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.clauses import lacking_clauses
from mtcheck.aligning.gaps import content, stretch, unmatched
from mtcheck.aligning.lacks import is_prose, lacking_runs, reappears
from mtcheck.aligning.surplus import SourceSurplus
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle, Pair, WordAlignment
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="A303",
    name="addition",
    since="0.1",
    category=Category.ADDITION,
    severity=Severity.MAJOR,
    needs=(),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    examples=(
        Example(
            reference="The bridge reopened on Monday.",
            mt="The bridge reopened on Monday after the [[river fell below the danger mark that "
            "engineers had set in April]].",
        ),
    ),
)

_LONG = 8  # content words from which an added clause is a major error
_CLOSE = 0.75  # share of the reference's content words that the translation must have
_PARTLY = 0.55  # the same around a sentence that no source vouches for
_ALONE = 7  # content words of a clause that no source vouches for
_FAR_MORE = 1.35  # times as long as the reference
_SURE = 4  # content words of a short clause that is added
_SHARE = 0.8  # share of its letters by which the source must be too short to have it …
_LEAST_RATIO = 1.05  # … if a letter of it makes at least so many of the translation;
_LEAST_RATIO_UNSPACED = 1.5  # an ideograph often says more than it is counted for
_NOISE = 0.08  # share of the letters around by which lengths differ from chance
_NEAR = 2  # pairs before and after among which the words of a sentence may have gone
_ROOM = 0.7  # share of its letters by which the reference must be too short around it


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Sentences and clauses that the translation has alone."""
    del settings
    sourced = _sourced(article)
    surplus = SourceSurplus(article)
    for pair in article.reference_pairs:
        if not pair.other:
            yield from _sentence(pair, article, sourced, surplus)
        elif pair.words is not None:
            yield from _clauses(pair, pair.words, article, surplus)
    if article.reference is None:
        for pair in article.source_pairs:
            if not pair.other:
                yield from _sentence(pair, article, sourced, surplus)


def _sourced(article: AlignedArticle) -> set[int]:
    # MT segments that the source has. Of two sentences for one of the source, one may be the
    # machine's own: it is if the reference says the same in far fewer characters.
    meant = {s.index: p for p in article.reference_pairs for s in p.mt}
    found: set[int] = set()
    for pair in article.source_pairs:
        if not pair.other:
            continue
        others = {id(o): o for s in pair.mt if s.index in meant for o in meant[s.index].other}
        length = sum(len(s.span) for s in pair.mt)
        far_more = others and length > _FAR_MORE * sum(len(o.span) for o in others.values())
        if len(pair.other) >= len(pair.mt) or not far_more:
            found.update(s.index for s in pair.mt)
    return found


def _clauses(
    pair: Pair, words: WordAlignment, article: AlignedArticle, surplus: SourceSurplus
) -> Iterator[Finding]:
    language = article.mt.language
    pairs = article.reference_pairs
    near, place = _around(pairs, pair.index)
    # A source shows which side is free, but only of whole sentences: their length tells.
    runs = (
        list(lacking_runs(words, language, other=False, close=_CLOSE))
        if article.source is None
        else []
    )
    runs += (
        run
        for run in lacking_clauses(words, pair.mt, language, other=False)
        if run.size >= _SURE and not any(run.start < r.end and r.start < run.end for r in runs)
    )
    if article.source is None:
        runs = [r for r in runs if r.size >= _ALONE and _literal((pair,), language, _CLOSE)]
    for run in runs:
        added = stretch(words.mt, run.start, run.end)
        if article.source and not (
            any(added.start <= s.span.start + 1 and added.end >= s.span.end - 2 for s in pair.mt)
            and _unsourced(article, pair.mt[0].index, len(added), surplus, _SHARE)
        ):
            continue
        if not article.source and _has_room((pair,), len(added)):
            continue
        if reappears(words.mt[run.start : run.end], near, place, language, other=False):
            continue
        yield CHECK.finding(
            added,
            "Nothing in the reference corresponds to this.",
            basis=Basis.REFERENCE,
            language=language.code,
            severity=Severity.MAJOR if run.size >= _LONG else Severity.MINOR,
        )


def _unsourced(
    article: AlignedArticle, index: int, length: int, surplus: SourceSurplus, share: float
) -> bool:
    # Whether the source is too short there to have said it.
    if article.source is None:
        return True
    spaced = article.source.language.core.spaced
    least = _LEAST_RATIO if spaced else _LEAST_RATIO_UNSPACED
    enough = max(share * length, _NOISE * surplus.room(index))
    return surplus.letters(index, least) <= -enough


def _has_room(pairs: Sequence[Pair], length: int) -> bool:
    # Whether the other text may say it there: it is not shorter by about as much.
    ours = sum(len(s.span) for p in pairs for s in p.mt)
    theirs = sum(len(s.span) for p in pairs for s in p.other)
    return ours - theirs < _ROOM * length


def _literal(pairs: Sequence[Pair], language: Language, share: float) -> bool:
    # Whether the translation has that ``share`` of what the other text says there. Two free
    # renderings differ everywhere; without a source, that one of them says more means nothing.
    functions = language.function_words
    said = shared = 0
    for pair in pairs:
        tokens = [t for s in pair.other for t in s.tokens] if pair.words is None else ()
        said += sum(content(t, functions) for t in tokens)
        if pair.words is not None:
            free = unmatched(pair.words)[1]
            alone = [
                f for t, f in zip(pair.words.other, free, strict=True) if content(t, functions)
            ]
            said += len(alone)
            shared += alone.count(False)
    return shared > 0 and shared >= share * said


def _around(pairs: Sequence[Pair], index: int) -> tuple[Sequence[Pair], int]:
    first = max(index - _NEAR, 0)
    return pairs[first : index + _NEAR + 1], index - first


def _sentence(
    pair: Pair, article: AlignedArticle, sourced: set[int], surplus: SourceSurplus
) -> Iterator[Finding]:
    language = article.mt.language
    against = article.reference_pairs if article.reference else article.source_pairs
    near, place = _around(against, pair.index)
    beside = near[max(place - 1, 0) : place + 2]
    for segment in pair.mt:
        if not is_prose(segment, language):
            continue
        if article.source:
            doubted = segment.index in sourced
            if doubted and not article.reference:
                continue
            share = _SHARE if doubted else _SHARE / 2
            length = len(segment.span)
            if article.reference and not _unsourced(article, segment.index, length, surplus, share):
                continue
        elif not _literal(beside, language, _PARTLY):
            continue
        if article.reference and (
            (not article.source and _has_room(beside, len(segment.span)))
            or reappears(segment.tokens, near, place, language, other=False)
        ):
            continue
        other = "reference" if article.reference else "source"
        yield CHECK.finding(
            segment.span,
            f"No sentence of the {other} corresponds to this one.",
            basis=Basis.REFERENCE if article.reference else Basis.SOURCE,
            language=language.code,
        )

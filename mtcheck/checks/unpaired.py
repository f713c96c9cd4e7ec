"""A quotation mark or bracket without its partner.

Decoders lose one of a pair, most often the closing mark. The reader no longer knows who says
what, or where the aside ends.

Marks are paired over a whole paragraph, by what they look like (a mark after a space opens,
one before a space closes), so that any mixture of styles pairs. Quiet: quotations that run
over several paragraphs, apostrophes, inches and feet, smileys, list markers ("a)", "1."), and
imbalances that the reference or the source has too, for a quotation may go on elsewhere.
Where the reference or the source shows the place, the missing mark is suggested there.

Source: MQM 2.0, linguistic conventions/punctuation; *Chicago Manual of Style* 13.32 on
quotations of several paragraphs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.counterparts import Counterparts, counterparts
from mtcheck.aligning.marks import CLOSERS, MARK, PAIRS, Mark, paired, unbalanced
from mtcheck.aligning.once import ByIdentity
from mtcheck.aligning.partner_places import partner_place
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Text
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="F504",
    name="unpaired",
    since="0.1",
    category=Category.PUNCTUATION,
    severity=Severity.MINOR,
    bases=(Basis.TEXT, Basis.REFERENCE, Basis.SOURCE),
    fixes=True,
    examples=(
        Example(mt="The bank [[(]]founded in 1890 was sold."),
        Example(
            reference='"We will stay," he said.',
            mt='"We will stay,[[]] he said.',
            fix='"',
        ),
    ),
)

_MANY = 200  # unpaired marks of an article beyond which no places are looked up
_CARRY = 4  # paragraphs over which a quotation may run without being opened again
_OUTSIDE = re.compile(r"\w[\"”“»][,.]")
_INSIDE = re.compile(r"[,.][\"”“»](?!\w)")


class _Place(NamedTuple):
    """Where the partner should stand, and the mark of the other text that says so."""

    at: int
    basis: Basis
    theirs: Span


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Marks without partner in each paragraph."""
    del settings
    content = article.mt.content
    loose = _loose_by_block(article)
    if not loose:
        return
    opposite = counterparts(article)
    many = sum(len(marks) for marks, _ in loose.values()) > _MANY
    for block, mark in _not_carried(loose, content):
        others = opposite.texts(mark.at)
        if any(unbalanced(text, mark.family) for text in others):
            continue
        if (mark.opens and _opened_again(article, block, mark)) or (
            not others and _cut_short(article, block)
        ):
            continue
        place = None if many else _place(article, mark, opposite)
        yield _finding(article, mark, place)


def _loose_by_block(article: AlignedArticle) -> dict[int, tuple[tuple[Mark, ...], int]]:
    """The unpaired marks of each block that has marks, and where the block begins."""
    content, spaced = article.mt.content, article.mt.language.core.spaced
    loose: dict[int, tuple[tuple[Mark, ...], int]] = {}
    if not MARK.search(content):
        return loose
    for number, block in enumerate(article.mt.blocks):
        text = content[block.span.start : block.span.end]
        if MARK.search(text):
            marks = paired(text, block.span.start, spaced=spaced).loose
            if marks:
                loose[number] = (marks, block.span.start)
    return loose


def _not_carried(
    loose: dict[int, tuple[tuple[Mark, ...], int]], content: str
) -> Iterator[tuple[int, Mark]]:
    """Leave out quotations that run over paragraphs."""
    waiting: list[tuple[int, Mark]] = []
    for number, (marks, start) in sorted(loose.items()):
        for mark in marks:
            # Marks are in order, so that only a block's first can follow nothing but blanks.
            continued = mark is marks[0] and not content[start : mark.at].strip(" \u00a0\u202f")
            if (
                waiting
                and number - waiting[-1][0] <= _CARRY
                and (waiting[-1][1].family == mark.family)
            ):
                if mark.opens and continued and waiting[-1][0] < number:
                    waiting[-1] = (number, mark)  # opened again at each paragraph
                    continue
                if not mark.opens and waiting[-1][0] < number:
                    waiting.pop()
                    continue
            if mark.opens:
                waiting.append((number, mark))
            else:
                yield number, mark
    yield from waiting


def _opened_again(article: AlignedArticle, block: int, mark: Mark) -> bool:
    # Each paragraph of a long quotation begins with the opening mark; only the last closes it.
    following = article.mt.blocks[block + 1 : block + 2]
    return bool(following) and article.mt.content.startswith(mark.char, following[0].span.start)


def _cut_short(article: AlignedArticle, block: int) -> bool:
    # A paragraph that ends without any mark was cut somewhere; so were its quotations.
    span = article.mt.blocks[block].span
    return article.mt.content[span.start : span.end].rstrip()[-1:].isalnum() and (
        len(article.mt.blocks) > 1
    )


@lru_cache(maxsize=2)
def _stops_outside(text: ByIdentity[Text]) -> bool | None:
    """Whether the text sets its commas and stops after closing quotation marks."""
    content = text.it.content
    outside, inside = len(_OUTSIDE.findall(content)), len(_INSIDE.findall(content))
    return None if outside == inside else outside > inside


def _place(article: AlignedArticle, mark: Mark, opposite: Counterparts) -> _Place | None:
    """Where the partner should stand, by the reference, else by the source."""
    outside = _stops_outside(ByIdentity(article.mt))
    sides = (
        (Basis.REFERENCE, article.reference, opposite.reference_pair(mark.at)),
        (Basis.SOURCE, article.source, opposite.source_pair(mark.at)),
    )
    for basis, text, pair in sides:
        if text is not None and pair is not None:
            found = partner_place(article.mt, text, pair, mark, outside=outside)
            if found is not None:
                return _Place(found[0], basis, found[1])
    return None


def _finding(article: AlignedArticle, mark: Mark, place: _Place | None) -> Finding:
    message = f"Nothing {'closes' if mark.opens else 'opens'} the mark {mark.char}"
    if place is None:
        return CHECK.finding(
            Span(mark.at, mark.at + 1),
            f"{message} here.",
            basis=Basis.TEXT,
            language=article.mt.language.code,
        )
    span = _within_sentence(article.mt, place.at) if mark.opens else Span(place.at, place.at)
    return CHECK.finding(
        span,
        f"{message}; the {place.basis.value} has its partner at this place.",
        basis=place.basis,
        language=article.mt.language.code,
        suggestion=span.of(article.mt.content) + _partner(article, mark),
        reference_span=place.theirs if place.basis is Basis.REFERENCE else None,
        source_span=place.theirs if place.basis is Basis.SOURCE else None,
    )


def _within_sentence(mt: Text, at: int) -> Span:
    """The place after the character before ``at``: with that one, where a sentence begins there.

    No blank stands between two Chinese sentences, and an empty place would be in the second.
    """
    starts = mt.segments[mt.segment_index(at)].span.start == at
    return Span(at - 1 if starts else at, at)


def _partner(article: AlignedArticle, mark: Mark) -> str:
    """The mark that should stand at the other end."""
    if mark.char in PAIRS:
        return PAIRS[mark.char]
    if mark.char in CLOSERS:
        return CLOSERS[mark.char]
    if mark.char in '"＂':
        return mark.char
    data = article.mt.language.typography
    pairs = (*data.quotes, *data.accepted) if data is not None else ("“”", "«»", "„“")
    for pair in pairs:
        opener, closer = pair[0], pair[-1]
        if mark.char == (opener if mark.opens else closer):
            return closer if mark.opens else opener
    return mark.char

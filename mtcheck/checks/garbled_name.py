"""Garbled name.

A name that is nearly the right one, but is not it: "Anthony Blingen" for "Antony Blinken".
A reader looks for a person who does not exist, and a search finds nothing. The right name is
in the reference or the source, elsewhere in the article, or among well-known names.

It stays quiet for other legitimate spellings (Kyiv, Kiev), inflections (Macrons, Путина),
other transliterations (Chaikovsky), accents and hyphens, adjectives made of names, and for
unknown names that no evidence contradicts. In Chinese and Japanese nothing sets names off, so that
without the reference only well-known names of the source are looked for there.

Source: MQM, Accuracy/Mistranslation, of named entities.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.names import Difference, Kind, differences
from mtcheck.aligning.slips import is_slip
from mtcheck.aligning.suspects import suspects
from mtcheck.check import Check, Example
from mtcheck.finding import Basis, Finding
from mtcheck.languages.comparing import comparable
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="N101",
    name="garbled-name",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("names", "lexicon"),
    bases=(Basis.REFERENCE, Basis.SOURCE, Basis.ARTICLE, Basis.LEXICON),
    fixes=True,
    examples=(
        Example(
            reference="Secretary of State Antony Blinken spoke in Geneva.",
            mt="Secretary of State [[Anthony Blingen]] spoke in Geneva.",
            fix="Antony Blinken",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Names that are nearly those of the reference, the source, the article, or well known."""
    del settings
    language = article.mt.language.code
    for found in (*differences(article), *suspects(article)):
        if found.kind is not Kind.GARBLED:
            continue
        spans = {found.basis: found.other_span}
        yield CHECK.finding(
            found.span,
            _why(article, found),
            basis=found.basis,
            language=language,
            suggestion=found.suggestion,
            severity=None if found.certain else Severity.MINOR,
            certain=found.certain
            and found.suggestion is not None
            and is_slip(article.mt, found.span, found.suggestion),
            reference_span=spans.get(Basis.REFERENCE),
            source_span=spans.get(Basis.SOURCE),
        )


def _why(article: AlignedArticle, found: Difference) -> str:
    garbled, right = article.mt.at(found.span), found.suggestion
    if found.known and found.basis is Basis.REFERENCE:
        return f'"{garbled}" stands where the reference has "{right}".'
    said = f'"{garbled}" ' + ("stands here; " if found.known else "is not a known name; ")
    if found.basis is not Basis.SOURCE:
        return said + _EVIDENCE[found.basis].format(right)
    if found.other_span is None or article.source is None:
        return f'{said}the source has "{right}".'
    theirs = article.source.at(found.other_span)
    if comparable(theirs) == comparable(right):
        return f'{said}the source\'s name is "{right}".'
    return f'{said}for the source\'s "{theirs}" it would be "{right}".'


_EVIDENCE = {
    Basis.REFERENCE: 'the reference has "{}" here.',
    Basis.ARTICLE: 'elsewhere the article has "{}".',
    Basis.LEXICON: 'it is nearly the well-known "{}".',
}

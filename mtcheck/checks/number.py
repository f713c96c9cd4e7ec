"""A number that says something else than the reference or the source.

Compares numbers by value, however they are written: "2,000", "2.000" and "2 000" are one
number, and so are "two dozen" and 24, "zweiundzwanzig" and 22, 三百五十万 and "3.5 million". It
flags a number that neither text has where one of them has another: another value, a lost minus
sign, a wrong side of a ratio. And it flags two numbers of a sentence that have changed places,
where the words around them make it certain.

A wrong figure reads as smoothly as the right one, so a reader takes it for a fact.

It stays quiet about a number that agrees with the reference or with the source (references
reword, the source is the truth), that merely moved to the next sentence, or that has no
counterpart at all: what is missing or added is for other checks. Words such as "one", "both" or
"half" may explain a number, and are never flagged. A number that the reference has with fewer
figures is minor.

Source: users of translation checkers complain most of numbers compared as strings (Tolgee
#3753, pootle #4203, OmegaT PR 2247).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.quantity_pairs import What, differences
from mtcheck.aligning.quantity_writing import correction, other_span, quoted
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

# Figures in a number: a single one stands at so many places that the other text's may be another.
_TELLING = 2

CHECK = Check(
    code="Q201",
    name="number",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("numbers",),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    fixes=True,
    examples=(
        Example(
            reference="Police arrested 47 people on the spot.",
            mt="Police arrested [[74]] people on the spot.",
            fix="47",
        ),
        Example(
            source="Die Firma hat zweiundzwanzig Filialen.",
            source_lang="de",
            mt="The company has [[25]] branches.",
            fix="22",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """A finding for each number that neither other text has."""
    del settings
    for found in differences(article):
        if found.what is not What.NUMBER:
            continue
        span, suggestion = correction(article, found)
        named = found.basis.value
        place = other_span(found)
        yield CHECK.finding(
            span,
            f'"{article.mt.at(span)}" is not the number that the {named} has here: '
            f'"{quoted(article, found)}".',
            basis=found.basis,
            language=article.mt.language.code,
            suggestion=suggestion,
            severity=Severity.MINOR if found.rounded else None,
            certain=not found.rounded
            and min(map(_figures, (article.mt.at(span), suggestion or ""))) >= _TELLING,
            reference_span=place if found.basis is Basis.REFERENCE else None,
            source_span=place if found.basis is Basis.SOURCE else None,
        )


def _figures(text: str) -> int:
    return sum(map(str.isdecimal, text))

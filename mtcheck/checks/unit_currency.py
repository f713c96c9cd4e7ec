"""The right number with another unit or currency.

Flags an amount whose number agrees with the other text while its unit or currency does not:
kilometres for miles, euros for dollars, milligrams for grams, months for years; and an amount
that lost its currency or per cent sign. Units are
compared by what they are, not by how they are written: "km", "kilometres", "км" and 公里 are one.

Five miles are not five kilometres; the number alone looks right, so that nobody looks twice.

It stays quiet about a conversion within rounding (5 miles, 8 km), about a symbol that may stand
for the currency meant ("$" for US or Australian dollars), about degrees without a scale, and
where one text does not name the unit.

Source: factors of units follow NIST SP 811 (2008).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.quantity_pairs import What, differences
from mtcheck.aligning.quantity_writing import correction, other_span, quoted
from mtcheck.aligning.spelling import spelling
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="Q203",
    name="unit-currency",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("numbers",),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    fixes=True,
    examples=(
        Example(
            reference="The village lies 40 miles from the border.",
            mt="The village lies [[40 kilometres]] from the border.",
            fix="40 miles",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """A finding for each amount whose unit neither other text has."""
    del settings
    for found in differences(article):
        if found.what is not What.UNIT:
            continue
        span, suggestion = correction(article, found)
        named = found.basis.value
        place = other_span(found)
        if article.mt.content.startswith(quoted(article, found), span.start):
            continue  # "13 per cent" in Spanish: the unit is untranslated, not lost
        yield CHECK.finding(
            span,
            f'"{article.mt.at(span)}" has another unit than the {named}: '
            f'"{quoted(article, found)}".',
            basis=found.basis,
            language=article.mt.language.code,
            suggestion=suggestion,
            # A unit of the source is written in the case that the language's data give it.
            certain=found.basis is Basis.REFERENCE or not _inflects(article),
            reference_span=place if found.basis is Basis.REFERENCE else None,
            source_span=place if found.basis is Basis.SOURCE else None,
        )


def _inflects(article: AlignedArticle) -> bool:
    return spelling(article.mt.language).inflects

"""A date, day of the week, month or time of day that is not the one meant.

Reads dates and times as values: "4 March 2021", "March 4, 2021", "4.3.2021" and 2021年3月4日 are
one day; "3 p.m.", "15:00", "15 Uhr" and 下午3点 are one time. It flags the part that neither the
reference nor the source has: another day, month, year or weekday, day and month swapped, morning
for afternoon.

A reader who trusts a wrong date comes on the wrong day.

It stays quiet where a date can be read either way and one way agrees (3/4/2021 in English), where
one text merely says more (4 March 2021, 4 March), and about words such as "last week".

Source: date orders and the names of months and days follow CLDR.
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

CHECK = Check(
    code="Q202",
    name="date-time",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("numbers",),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    fixes=True,
    examples=(
        Example(
            reference="The treaty was signed on 4 March 2021.",
            mt="The treaty was signed on [[4 May 2021]].",
            fix="4 March 2021",
        ),
        Example(
            reference="The talks begin at 15:00 sharp.",
            mt="The talks begin at [[3 a.m.]] sharp.",
            fix="15:00",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """A finding for each date or time that neither other text has."""
    del settings
    for found in differences(article):
        if found.what is not What.DATE_TIME:
            continue
        span, suggestion = correction(article, found)
        named = found.basis.value
        place = other_span(found)
        yield CHECK.finding(
            span,
            f'"{article.mt.at(span)}" is not the date or time that the {named} has here: '
            f'"{quoted(article, found)}".',
            basis=found.basis,
            language=article.mt.language.code,
            suggestion=suggestion,
            reference_span=place if found.basis is Basis.REFERENCE else None,
            source_span=place if found.basis is Basis.SOURCE else None,
        )

"""The right figures at the wrong power of ten.

Flags a number with the same figures as the reference or source and another magnitude: "15
million" for "1.5 million", "3.2 billion" for "3.2 million", a lost "thousand", 万 read as a
thousand. Long and short scales are told apart by language: a German "Billion" is an English
"trillion".

Such an error is off by ten or a thousand times and yet passes a glance, since every figure is
there. For doses (mg, µg, ml, IU) it is critical: a reader may take it.

It stays quiet about other ways of writing the same value ("1,5 Mio.", "1.5 million", 150万,
"1,500,000") and wherever the number check would.

Source: long and short scales as each language's dictionaries define its words for large numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.quantity_pairs import What, differences
from mtcheck.aligning.quantity_units import clinical
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
    code="Q204",
    name="magnitude",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("numbers",),
    bases=(Basis.REFERENCE, Basis.SOURCE),
    fixes=True,
    examples=(
        Example(
            reference="The city has 1.5 million inhabitants.",
            mt="The city has [[15 million]] inhabitants.",
            fix="1.5 million",
        ),
        Example(
            source="这座城市有150万居民。",
            source_lang="zh",
            mt="The city has [[15 million]] inhabitants.",
            fix="1.5 million",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """A finding for each number with the right figures and another power of ten."""
    del settings
    for found in differences(article):
        if found.what is not What.MAGNITUDE:
            continue
        span, suggestion = correction(article, found)
        named = found.basis.value
        place = other_span(found)
        yield CHECK.finding(
            span,
            f'"{article.mt.at(span)}" has the figures of the {named} at another power of ten: '
            f'"{quoted(article, found)}".',
            basis=found.basis,
            language=article.mt.language.code,
            suggestion=suggestion,
            severity=Severity.CRITICAL if clinical(found.mt.unit) else None,
            reference_span=place if found.basis is Basis.REFERENCE else None,
            source_span=place if found.basis is Basis.SOURCE else None,
        )

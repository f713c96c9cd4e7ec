"""Inconsistent name.

One name in two spellings inside an article: "Zelensky" here, "Zelenskyy" there. Each is
right alone; together they look like two people, and a search finds half of the mentions.

The rarer spelling is flagged, the more frequent one suggested. Inflected forms are one
spelling. It is quiet where the reference or the source has both spellings too, and where both
are well-known names of their own (Steven, Stephen).

Source: MQM, Terminology/Inconsistent use, of names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.mentions import respelt
from mtcheck.check import Check, Example
from mtcheck.finding import Basis, Finding
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="N103",
    name="inconsistent-name",
    since="0.1",
    category=Category.INCONSISTENCY,
    severity=Severity.MINOR,
    needs=("names", "lexicon"),
    bases=(Basis.ARTICLE,),
    fixes=True,
    examples=(
        Example(
            mt="President Zelensky spoke. On Monday Zelensky left."
            " Reporters asked [[Zelenskyy]] about the talks.",
            fix="Zelensky",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Names that the article spells otherwise more often."""
    del settings
    for mention in respelt(article):
        found = article.mt.at(mention.span)
        yield CHECK.finding(
            mention.span,
            f'"{found}" is written "{mention.usual}" {mention.times} elsewhere in the article.',
            basis=Basis.ARTICLE,
            language=article.mt.language.code,
            suggestion=mention.usual,
        )

"""Missing name.

A name of the reference and the source that the translation has nowhere, though it has the
sentence. The reader no longer learns who or where.

It is minor, and quiet without a source: human translators put names where the original has
a pronoun, and take them away. A part of a name, an adjective made of it, another spelling or
a mention anywhere in the article is enough to be there.

Source: MQM, Accuracy/Omission.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.missed_names import absences
from mtcheck.check import Check, Example
from mtcheck.finding import Basis, Finding
from mtcheck.mqm import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="N104",
    name="missing-name",
    since="0.1",
    category=Category.OMISSION,
    severity=Severity.MINOR,
    needs=("names", "lexicon"),
    bases=(Basis.REFERENCE,),
    examples=(
        Example(
            source="Außenministerin Baerbock traf am Montag in Genf ein.",
            source_lang="de",
            reference="Foreign minister Annalena Baerbock arrived in Geneva on Monday.",
            mt="The foreign minister[[]] arrived in Geneva on Monday.",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Names of the reference and the source that the MT lacks."""
    del settings
    for absence in absences(article):
        if absence.replaced or not absence.sourced or article.reference is None:
            continue
        name = article.reference.at(absence.other)
        yield CHECK.finding(
            absence.span,
            f'The reference has "{name}" here, which is nowhere in the translation.',
            basis=Basis.REFERENCE,
            language=article.mt.language.code,
            reference_span=absence.other,
        )

"""Wrong name.

Another name stands where the reference has one: "Weiser" for "Wessel", "Sweden" for
"Switzerland". The sentence reads well and says something untrue of somebody else.

It is quiet unless the words on both sides of the name are the same in the reference, the
name of the reference stands nowhere in the translation, and the translation's name nowhere in
the reference or the source. Other names of the same place (Kyiv, Kiev), titles, nationalities
and parts of a name are no other name.

Source: MQM, Accuracy/Mistranslation, of named entities.
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
    code="N102",
    name="wrong-name",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    needs=("names", "lexicon"),
    bases=(Basis.REFERENCE,),
    examples=(
        Example(
            reference="The minister met Olaf Scholz in Berlin.",
            mt="The minister met [[Angela Merkel]] in Berlin.",
            fix="Olaf Scholz",
        ),
    ),
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Names that stand in the place of another of the reference."""
    del settings
    for absence in absences(article):
        if not absence.replaced or article.reference is None:
            continue
        right = article.reference.at(absence.other)
        yield CHECK.finding(
            absence.span,
            f'"{article.mt.at(absence.span)}" stands where the reference has "{right}", '
            "which is nowhere in the translation.",
            basis=Basis.REFERENCE,
            language=article.mt.language.code,
            suggestion=right,
            reference_span=absence.other,
        )

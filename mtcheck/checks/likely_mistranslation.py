"""Words that likely mean something else than they should.

A wrong word, a sense turned round, a phrase that says something else: most of what annotators
mark is of no kind that a rule could name. A small language model, trained on the marks of
professional annotators, reads the sentence beside its reference and its source and says for
every word how likely it is that an annotator would mark it; what the aligner and the other
checks know of the word is weighed in. The confidence is that likelihood, measured on
translations that the figures were not fitted on.

A reader is harmed by a wrong meaning more than by anything else, so the finding shows its
evidence: what the reference has between the same neighbours, offered as the fix where it fits
there, and the sentence of the source.

It stays quiet below the working point of `--profile` (`gate` shows the surest, `recall` the
most), where another check names the error at the same place, for target languages that the
model was not trained on, and with `--model none`. With no reference it sees less, with neither
reference nor source hardly more than misspellings; the report says so.

Source: MQM's accuracy and terminology dimensions; the model's card (`mtcheck rules S901` and
`docs/model.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.spans.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="S901",
    name="likely-mistranslation",
    since="0.1",
    category=Category.MISTRANSLATION,
    severity=Severity.MAJOR,
    bases=(Basis.REFERENCE, Basis.SOURCE, Basis.TEXT),
    reads_risks=True,
    examples=(
        Example(
            reference="The company will open a branch in Lyon next spring.",
            mt="The company will open a [[twig]] in Lyon next spring.",
            fix="branch",
        ),
    ),
)

_DIMENSIONS = frozenset({"accuracy", "terminology"})


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Stretches whose likeliest category is of accuracy or terminology."""
    del settings
    for stretch in stretches(article):
        if stretch.category.dimension in _DIMENSIONS:
            yield stretch.finding(CHECK.finding, "is likely a mistranslation", article)

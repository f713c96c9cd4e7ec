"""Words that are likely wrong as language: grammar, spelling, punctuation, style.

The words may be the right ones, and still no native writer would put them so: an ending that
does not agree, a calque, a clumsy order, a stray comma. The span model (see
likely-mistranslation, S901) tells what it suspects apart by the kinds that annotators name; this
check reports the kinds that concern the language of the text and not its meaning.

A reader stumbles, and trusts the text less. Most such findings are minor, and an editor who only
minds the meaning can leave them out with `--ignore S902`.

It stays quiet below the working point of `--profile`, where another check names the error at the
same place, for target languages that the model was not trained on, and with `--model none`.

Source: MQM's linguistic conventions and style dimensions; the model's card (`docs/model.md`).
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
    code="S902",
    name="likely-wording",
    since="0.1",
    category=Category.STYLE,
    severity=Severity.MINOR,
    bases=(Basis.REFERENCE, Basis.SOURCE, Basis.TEXT),
    reads_risks=True,
    examples=(
        Example(
            reference="He was released from prison in May.",
            mt="He was released from [[prisoon]] in May.",
            fix="prison",
        ),
    ),
)

_MEANING = frozenset({"accuracy", "terminology"})


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Stretches whose likeliest category is of the language itself."""
    del settings
    for stretch in stretches(article):
        if stretch.category.dimension not in _MEANING:
            yield stretch.finding(CHECK.finding, "is likely wrong as language", article)

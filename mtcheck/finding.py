"""Finding: one place in a machine translation that is likely wrong, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtcheck.mqm import Category, Severity
    from mtcheck.span import Span

__all__ = ["Basis", "Finding"]


class Basis(StrEnum):
    """What a finding rests on. Precision is measured, and confidence stated, per basis."""

    REFERENCE = "reference"
    SOURCE = "source"
    ARTICLE = "article"  # other places of the same article
    LEXICON = "lexicon"  # word lists and other language data
    TEXT = "text"  # the letters of the place itself


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding copies no text: ``span`` points into the MT, the other spans into their texts.

    An omission has an empty ``span`` where the text is missing. ``suggestion`` is what should
    stand in place of the span, or None where the evidence gives nothing. ``confidence`` is the
    measured share of such findings that are right. ``evidence`` lists the codes of the checks
    that agree, the finding's own first.
    """

    code: str
    name: str
    category: Category
    severity: Severity
    span: Span
    message: str
    basis: Basis
    confidence: float
    suggestion: str | None = None
    reference_span: Span | None = None
    source_span: Span | None = None
    evidence: tuple[str, ...] = ()

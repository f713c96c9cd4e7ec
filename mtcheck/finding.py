"""Finding: one place in a machine translation that is likely wrong, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# At run time too: kept findings are read back by these annotations.
from mtcheck.mqm import Category, Severity  # noqa: TC001
from mtcheck.span import Span  # noqa: TC001

__all__ = ["Basis", "Finding", "Reason", "Suppressed"]


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
    measured share of such findings that are right: of the check's, which is ``measured``, or
    where the span model has weighed in, of those that it holds for as likely. ``evidence`` lists
    the codes of the checks that agree, the finding's own first. ``certain`` is False where the
    check itself sees how its suggestion might be wrong: such a one is never applied unread.
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
    certain: bool = True
    measured: float | None = None


class Reason(StrEnum):
    """Why a finding is counted and not shown, in the order in which they are asked."""

    CONFIDENCE = "confidence"  # less sure than the settings ask for
    NAME = "name"  # the settings list the name as right
    INLINE = "inline"  # a comment in the text
    PAIR = "pair"  # a pair of terms in an ignore file
    UNCHANGED = "unchanged"  # stands in lines that the change does not touch
    BASELINE = "baseline"  # was there when the baseline was written


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A finding that is not shown, and why.

    ``note`` is for people: the words of the comment, the line of the ignore file, or empty.
    ``fingerprint`` is as in :attr:`mtcheck.report.Report.fingerprints`.
    """

    finding: Finding
    reason: Reason
    note: str = ""
    fingerprint: str = ""

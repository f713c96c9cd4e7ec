"""What a check is: a record, and a pure function from an aligned article to findings.

A check is a module under :mod:`mtcheck.checks` with a docstring that is its page, a constant
``CHECK`` and a function ``find``. Nothing else registers it but its line in the list there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from mtcheck import measured
from mtcheck.finding import Basis, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtcheck.article import AlignedArticle
    from mtcheck.mqm import Category, Severity
    from mtcheck.settings import Settings
    from mtcheck.span import Span

__all__ = ["Check", "CheckModule", "Example"]

_CODE = re.compile(r"[A-Z][0-9]{3}")
_NAME = re.compile(r"[a-z]+(-[a-z]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A case for the check's page; ``mt`` marks the span as in ``Mr [[Marcon]] spoke``.

    ``given`` are the settings that it needs beside the languages.
    """

    mt: str
    reference: str | None = None
    source: str | None = None
    lang: str = "en"
    source_lang: str | None = None
    fix: str | None = None
    given: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The record of a check.

    ``since`` is the release that first had it, ``needs`` the sections of language data without
    which it stays quiet (see :mod:`mtcheck.languages`), ``bases`` what its findings may rest on.
    ``reads_risks``: it reports what the span model suspects, so it runs after the model, which
    is told what the other checks found.
    ``fixes`` says that its suggestions follow from the evidence by a rule, and may be applied
    unread where they were measured to be right (see :mod:`mtcheck.safety`).
    """

    code: str
    name: str
    since: str
    category: Category
    severity: Severity
    examples: tuple[Example, ...]
    bases: tuple[Basis, ...]
    needs: tuple[str, ...] = ()
    reads_risks: bool = False
    fixes: bool = False

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code) or not _NAME.fullmatch(self.name):
            msg = f"not a check's code and name: {self.code} {self.name}"
            raise ValueError(msg)

    def finding(  # noqa: PLR0913 - one keyword per field of the record it makes
        self,
        span: Span,
        message: str,
        *,
        basis: Basis,
        language: str,
        suggestion: str | None = None,
        severity: Severity | None = None,
        category: Category | None = None,
        confidence: float | None = None,
        reference_span: Span | None = None,
        source_span: Span | None = None,
        certain: bool = True,
    ) -> Finding:
        """A finding of this check. ``severity`` and ``category`` only where one case differs.

        ``confidence`` only where it was measured place by place, not check by check.
        """
        precision = measured.precision(self.code, basis, language)
        return Finding(
            code=self.code,
            name=self.name,
            category=category or self.category,
            severity=severity or self.severity,
            span=span,
            message=message,
            basis=basis,
            confidence=precision if confidence is None else confidence,
            measured=precision if confidence is None else None,
            suggestion=suggestion,
            reference_span=reference_span,
            source_span=source_span,
            evidence=(self.code,),
            certain=certain,
        )


class CheckModule(Protocol):
    """What the list in :mod:`mtcheck.checks` holds."""

    __doc__: str | None
    __name__: str
    CHECK: Check

    def find(self, article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
        """The findings, in any order. Pure: no I/O, no state, nothing of other checks."""

"""MQM: the categories and severities that findings carry.

Sources: the MQM 2.0 typology (themqm.org, 2024) for the dimensions, and Freitag et al. 2021,
"Experts, Errors, and Context" (TACL 9), for the names that public annotations use. Weights
and scoring profiles stand in :mod:`mtcheck.scoring`.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Category", "Severity"]


class Category(StrEnum):
    """An MQM error type as ``dimension/type``."""

    MISTRANSLATION = "accuracy/mistranslation"
    OMISSION = "accuracy/omission"
    ADDITION = "accuracy/addition"
    UNTRANSLATED = "accuracy/untranslated"
    SPELLING = "fluency/spelling"
    GRAMMAR = "fluency/grammar"
    PUNCTUATION = "fluency/punctuation"
    INCONSISTENCY = "fluency/inconsistency"
    ENCODING = "fluency/character-encoding"
    TERMINOLOGY = "terminology/inappropriate"
    STYLE = "style/awkward"
    NUMBER_FORMAT = "locale-convention/number-format"
    DATE_FORMAT = "locale-convention/date-format"
    TIME_FORMAT = "locale-convention/time-format"
    CURRENCY_FORMAT = "locale-convention/currency-format"
    LOCALE = "locale-convention/other"
    MARKUP = "design/markup"

    @property
    def dimension(self) -> str:
        """The part before the slash, as in ``accuracy`` or ``fluency``."""
        return self.value.partition("/")[0]


class Severity(StrEnum):
    """How badly a reader is harmed. Ordered: ``minor < major < critical``."""

    MINOR = "minor"
    MAJOR = "major"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for minor, 1 for major, 2 for critical."""
        return _RANK[self]

    def __lt__(self, other: str) -> bool:
        return self.rank < Severity(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Severity(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Severity(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Severity(other).rank


_RANK = {Severity.MINOR: 0, Severity.MAJOR: 1, Severity.CRITICAL: 2}

"""What is evaluated: rows of annotation, the translations that they are about, predictions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mtcheck.mqm import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.span import Span

__all__ = ["GoldRow", "Mark", "Prediction", "Translation", "penalty", "translations"]

_WEIGHTS = {Severity.MINOR: 1.0, Severity.MAJOR: 5.0, Severity.CRITICAL: 10.0}
_UNPLACED = 2.0
_WORST = 25.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a translation that a person or a tool holds for wrong.

    ``span`` counts code points of the translation; an empty one marks a place where text is
    missing. ``category`` is the annotation's own label, or empty. ``code`` names the check.
    """

    span: Span
    severity: Severity
    category: str = ""
    confidence: float = 1.0
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldRow:
    """What one rater marked in one translated segment.

    ``document`` is None where segments stand alone. ``layout`` says what ``mt`` is: a segment
    of a document, or a whole article, with or without lines that belong together. ``score`` is
    a rater's own judgement (higher is better), where the format has one. ``unplaced`` counts
    errors that the translation has no place for: omissions without one, faults of the source.
    ``human`` marks translations by people. ``path`` and ``line`` say where the row was read.
    """

    id: str
    origin: str
    source_lang: str
    target_lang: str
    mt: str
    marks: tuple[Mark, ...]
    source: str | None = None
    reference: str | None = None
    system: str = ""
    document: str | None = None
    segment: str = ""
    rater: str = ""
    score: float | None = None
    unplaced: int = 0
    human: bool = False
    layout: Literal["segment", "article", "lines"] = "segment"
    path: str = ""
    line: int | None = None

    @property
    def pair(self) -> str:
        """The language pair, as in ``en-de``."""
        return f"{self.source_lang}-{self.target_lang}"

    @property
    def quality(self) -> float:
        """The rater's score, or minus the penalty of the marks: higher is better."""
        return self.score if self.score is not None else -penalty(self.marks, self.unplaced)


@dataclass(frozen=True, slots=True)
class Translation:
    """One translated segment with the rows of all its raters, in the order read."""

    rows: tuple[GoldRow, ...]

    @property
    def row(self) -> GoldRow:
        """The first row, for all that the rows have in common."""
        return self.rows[0]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a tool finds in one translation; ``score`` is higher for a better one."""

    marks: tuple[Mark, ...]
    score: float | None


def penalty(marks: Iterable[Mark], unplaced: int = 0) -> float:
    """The MQM penalty of one segment, 0 (best) to 25.

    Minor 1 and major 5 as Google weighs them (Freitag et al. 2021), critical 10 as in the WMT
    2021 annotation of English–Russian. Errors without a place, whose severity most files drop,
    weigh 2. A mark's confidence scales it, so that a tool's penalty is the expected one.
    """
    placed = sum(_WEIGHTS[m.severity] * m.confidence for m in marks)
    return min(placed + _UNPLACED * unplaced, _WORST)


def translations(rows: Iterable[GoldRow]) -> tuple[Translation, ...]:
    """The rows put together by what they are about, in the order in which each first occurs."""
    grouped: dict[tuple[object, ...], list[GoldRow]] = {}
    for row in rows:
        key = (
            row.origin,
            row.pair,
            row.system,
            row.document,
            row.segment,
            row.mt,
            row.source,
            row.reference,
        )
        grouped.setdefault(key, []).append(row)
    return tuple(Translation(tuple(same)) for same in grouped.values())

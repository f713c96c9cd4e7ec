"""What the judgements say, for a lead: frozen records of plain values."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CheckFigures", "DayFigures", "EditorFigures", "GarbledName", "LeadView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFigures:
    """What was judged of a check's findings: ``right`` of ``judged`` on which all agree.

    ``low`` to ``high`` is the 95% interval of the precision, ``stated`` the mean confidence of
    the same findings. ``threshold`` is a suggested least confidence, ``alpha`` and ``f1`` the
    agreement of editors; each None where there is too little to tell.
    """

    code: str
    name: str
    judged: int
    right: int
    low: float
    high: float
    stated: float
    threshold: float | None
    alpha: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class DayFigures:
    """How many findings were judged, and sentences edited, on a day (UTC, ``2026-11-25``)."""

    day: str
    judged: int
    edited: int


@dataclass(frozen=True, slots=True)
class EditorFigures:
    """What an editor has done: findings judged, edits, articles visited, seconds on them."""

    editor: str
    judged: int
    edited: int
    visited: int
    seconds: float


@dataclass(frozen=True, slots=True)
class GarbledName:
    """A name that was accepted as garbled, what it should be, and how often it was found."""

    wrong: str
    right: str | None
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadView:
    """What the judgements say. ``both`` counts findings that two or more editors have judged."""

    checks: tuple[CheckFigures, ...]
    days: tuple[DayFigures, ...]
    editors: tuple[EditorFigures, ...]
    names: tuple[GarbledName, ...]
    alpha: float | None
    f1: float | None
    both: int

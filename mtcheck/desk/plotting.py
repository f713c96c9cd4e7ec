"""Plots as SVG inside the page: drawn by hand, with a text that says what they show.

Each is a picture to a screen reader, with its figures in the table beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.reviewing.figures import CheckFigures, DayFigures

__all__ = ["columns", "intervals"]

_WIDTH = 720
_LEFT = 190  # where the scale begins
_ROW = 22
_HEIGHT = 150  # of the plot of days
_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


def intervals(checks: Sequence[CheckFigures]) -> Markup:
    """Precision of each check with its interval, and what its findings claimed; empty of none."""
    judged = [check for check in checks if check.judged]
    if not judged:
        return Markup()
    height = _ROW * len(judged) + 40
    parts = [_line(_x(t), 10, _x(t), height - 26, "axis") for t in _TICKS]
    parts += [_text(_x(t), height - 8, f"{t:.0%}", "middle") for t in _TICKS]
    for number, check in enumerate(judged):
        y = 24 + _ROW * number
        precision = check.right / check.judged
        parts += [
            _text(_LEFT - 14, y + 4, f"{check.code} {check.name}", "end"),
            _line(_x(check.low), y, _x(check.high), y, "range"),
            Markup('<circle class="dot" cx="{:.1f}" cy="{}" r="4"/>').format(_x(precision), y),
            _line(_x(check.stated), y - 7, _x(check.stated), y + 7, "range"),
        ]
    said = ", ".join(f"{c.code} {c.right} of {c.judged}" for c in judged)
    title = f"Precision by check with 95% intervals: {said}. The table below has every figure."
    return _svg(height, title, parts)


def columns(days: Sequence[DayFigures]) -> Markup:
    """Findings judged a day; empty without any."""
    most = max((day.judged for day in days), default=0)
    if not most:
        return Markup()
    step = (_WIDTH - 60) / max(len(days), 7)
    floor = _HEIGHT - 24
    parts = [
        _line(50, floor, _WIDTH, floor, "axis"),
        _text(44, 16, f"{most:,}", "end"),
        _text(44, floor, "0", "end"),
    ]
    for number, day in enumerate(days):
        height = (floor - 10) * day.judged / most
        parts.append(
            Markup(
                '<rect class="column" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
            ).format(54 + step * number, floor - height, max(step - 3, 1), height)
        )
    parts.append(_text(54, _HEIGHT - 6, days[0].day, "start"))
    if len(days) > 1:
        parts.append(_text(54 + step * len(days), _HEIGHT - 6, days[-1].day, "end"))
    total = sum(day.judged for day in days)
    title = (
        f"Findings judged a day, {days[0].day} to {days[-1].day}: {total:,} in all, "
        f"{most:,} on the busiest day."
    )
    return _svg(_HEIGHT, title, parts)


def _x(share: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - 20) * share


def _svg(height: int, title: str, parts: Sequence[Markup]) -> Markup:
    return Markup(
        '<svg class="plot" role="img" viewBox="0 0 {} {}" aria-label="{}">{}</svg>'
    ).format(_WIDTH, height, title, Markup().join(parts))


def _line(x: float, y: float, to_x: float, to_y: float, kind: str) -> Markup:
    return Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
        kind, x, y, to_x, to_y
    )


def _text(x: float, y: float, words: str, anchor: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(
        x, y, anchor, words
    )

"""The curve of precision over recall as an SVG picture, written by hand: no library is needed.

The picture has a title and a description for those who do not see it, follows the reader's
light or dark colours, and tells its lines apart by their dashes as well as by colour.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.evaluation.results import Curve

__all__ = ["plot"]

_WIDTH, _HEIGHT = 640, 480
_LEFT, _TOP, _RIGHT, _BOTTOM = 64, 40, 16, 64
_COLOURS = ("#0b6e99", "#b3541e", "#5b7f2b", "#7d4fa8", "#a8324a", "#5f6368")
_DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 2", "1 4")
_TICKS = 5
_HALF = 0.5


def plot(curves: Sequence[Curve], marked: float) -> str:
    """The curves as one SVG; ``marked`` is the precision of flagging everything."""
    top = _rounded_up(max((r for curve in curves for r in curve.recalls), default=1.0))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"',
        ' role="img" aria-labelledby="title description" font-family="sans-serif" font-size="13">',
        '<title id="title">Precision over recall of marked characters</title>',
        f'<desc id="description">{escape(_described(curves, marked))}</desc>',
        "<style>:root{color-scheme:light dark}text{fill:CanvasText}",
        ".axis{stroke:CanvasText}.grid{stroke:GrayText;stroke-opacity:.35}</style>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="Canvas"/>',
        *_axes(top),
    ]
    floor = _y(marked)
    parts.append(
        f'<path class="axis" d="M{_x(0, top)} {floor}H{_x(top, top)}" stroke-dasharray="2 4"/>'
        f'<text x="{_WIDTH - _RIGHT}" y="{floor - 5}" text-anchor="end">flag all</text>'
    )
    for number, curve in enumerate(curves):
        parts += _line(number, curve, top)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _described(curves: Sequence[Curve], marked: float) -> str:
    told = []
    for curve in curves:
        if not curve.recalls:
            told.append(f"{curve.tool} marks nothing.")
            continue
        told.append(
            f"{curve.tool}: precision {curve.precisions[0]:.2f} at recall {curve.recalls[0]:.3f}, "
            f"falling or rising to {curve.precisions[-1]:.2f} at recall {curve.recalls[-1]:.3f}."
        )
    return " ".join([*told, f"Flagging everything has precision {marked:.2f}."])


def _rounded_up(recall: float) -> float:
    """The right end of the axis: a round figure at or above ``recall``."""
    for end in (0.05, 0.1, 0.2, _HALF):
        if recall <= end:
            return end
    return 1.0


def _x(recall: float, top: float) -> float:
    return round(_LEFT + recall / top * (_WIDTH - _LEFT - _RIGHT), 1)


def _y(precision: float) -> float:
    return round(_HEIGHT - _BOTTOM - precision * (_HEIGHT - _TOP - _BOTTOM), 1)


def _axes(top: float) -> list[str]:
    parts = []
    for tick in range(_TICKS + 1):
        share = tick / _TICKS
        x, y = _x(share * top, top), _y(share)
        parts.append(
            f'<path class="grid" d="M{_x(0, top)} {y}H{_x(top, top)}M{x} {_y(0)}V{_y(1)}"/>'
            f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{share:.1f}</text>'
            f'<text x="{x}" y="{_y(0) + 18}" text-anchor="middle">{share * top:.2f}</text>'
        )
    middle = _y(_HALF)
    return [
        *parts,
        f'<path class="axis" fill="none" d="M{_x(0, top)} {_y(1)}V{_y(0)}H{_x(top, top)}"/>',
        f'<text x="{_x(top / 2, top)}" y="{_HEIGHT - 24}" text-anchor="middle">recall</text>',
        f'<text x="18" y="{middle}" text-anchor="middle"',
        f' transform="rotate(-90 18 {middle})">precision</text>',
    ]


def _line(number: int, curve: Curve, top: float) -> list[str]:
    colour = _COLOURS[number % len(_COLOURS)]
    dashes = _DASHES[number % len(_DASHES)]
    style = f'stroke="{colour}" stroke-width="2"' + (
        f' stroke-dasharray="{dashes}"' if dashes else ""
    )
    points = [
        f"{_x(recall, top)},{_y(precision)}"
        for recall, precision in zip(curve.recalls, curve.precisions, strict=True)
    ]
    key = _TOP - 18
    at = _LEFT + number * 140
    drawn = f'<polyline fill="none" {style} points="{" ".join(points)}"/>' if points else ""
    if len(points) == 1:  # a line of one point would not be seen
        x, y = points[0].split(",")
        drawn = f'<circle cx="{x}" cy="{y}" r="4" fill="{colour}"/>'
    return [
        drawn,
        f'<path {style} d="M{at} {key}h24"/>',
        f'<text x="{at + 30}" y="{key + 4}">{escape(curve.tool)}</text>',
    ]

"""Plots of a summary's tables, as SVG that stands in the page: Vega-Lite, drawn by vl-convert.

Colours and fonts are the page's: the style sheet gives them by the classes of the marks, so that a
plot is right on light and dark paper. What a plot shows is said in words beside it, and its table
follows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.errors import MissingExtra
from mtcheck.reporting.showing import visible
from mtcheck.summarising.tabling import Kind, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mtcheck.summarising.tabling import Table

__all__ = ["Plot", "plots"]

_HINT = "pip install 'mtcheck[batch]'"
_WIDTH = 520  # pixels of the plotting area
_STEP = 22  # pixels of a bar with its gap
_MOST = 16  # bars
_SEVERITIES = ("critical", "major", "minor")
_COLOURS = ("#8a0a3c", "#c2410c", "#c99700")  # where a style sheet is not read: an SVG by itself
_LONGEST = 40  # characters of a label

Spec = dict[str, Any]


class Plot(NamedTuple):
    """A drawing and what it shows, in words."""

    svg: str
    words: str


def plots(tables: Mapping[str, Table]) -> dict[str, Plot]:
    """The plots of a summary, by the names of their tables; those that have one."""
    made: dict[str, Plot] = {}
    for name, (draw, words) in _PLOTS.items():
        table = tables.get(name)
        if table is not None and len(table.rows) > 1:
            rows = _records(table)
            made[name] = Plot(_svg(draw(rows[:_MOST] if name in _LISTED else rows)), words(rows))
    return made


def _records(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def _histogram(rows: Sequence[Mapping[str, Any]]) -> Spec:
    values = [
        {"step": _step(row["above"], row["up_to"]), "articles": row["articles"]} for row in rows
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "color": "#1f4f82"},
        "width": _WIDTH,
        "height": 180,
        "encoding": {
            "x": {"field": "step", "type": "ordinal", "sort": None, "title": None}
            | {"axis": {"labelAngle": -40}},
            "y": {"field": "articles", "type": "quantitative", "title": "Articles"}
            | {"axis": {"tickMinStep": 1}},
        },
    }


def _stacked(label: Callable[[Mapping[str, Any]], str]) -> Callable[[Any], Spec]:
    def draw(rows: Sequence[Mapping[str, Any]]) -> Spec:
        values = [
            {"of": label(row), "severity": severity, "findings": row[severity], "at": at}
            for row in rows
            for at, severity in enumerate(_SEVERITIES)
        ]
        colours = {"domain": list(_SEVERITIES), "range": list(_COLOURS)}
        return _bars(values, "severity", colours, {"title": "Findings", "axis": {"tickMinStep": 1}})

    return draw


def _changes(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """New findings to the right, resolved ones to the left."""
    values = [
        {"of": _CHECK(row), "what": what, "findings": sign * row[name], "at": at}
        for row in rows
        for at, (what, name, sign) in enumerate((("resolved", "resolved", -1), ("new", "new", 1)))
    ]
    colours = {"domain": ["resolved", "new"], "range": ["#1f4f82", _COLOURS[1]]}
    axis = {"labelExpr": "format(abs(datum.value), ',')", "tickMinStep": 1}
    title = "Findings: resolved to the left, new to the right"
    return _bars(values, "what", colours, {"title": title, "axis": axis})


def _bars(values: list[dict[str, Any]], by: str, colours: Spec, x: Spec) -> Spec:
    """Findings as bars one below the other, each of pieces coloured ``by`` a field."""
    return {
        "data": {"values": values},
        "mark": "bar",
        "width": _WIDTH,
        "height": {"step": _STEP},
        "encoding": {
            "y": {"field": "of", "type": "nominal", "sort": None, "title": None},
            "x": {"field": "findings", "type": "quantitative"} | x,
            "color": {"field": by, "type": "nominal", "scale": colours}
            | {"legend": {"title": None, "orient": "top"}},
            "order": {"field": "at"},
        },
    }


def _intervals(label: Callable[[Mapping[str, Any]], str]) -> Callable[[Any], Spec]:
    def draw(rows: Sequence[Mapping[str, Any]]) -> Spec:
        values = [
            {
                "of": label(row),
                "value": row["penalty_per_100_words"],
                "low": row["low"],
                "high": row["high"],
            }
            for row in rows
            if row["penalty_per_100_words"] is not None
        ]
        y = {"field": "of", "type": "nominal", "sort": None, "title": None}
        axis = {"type": "quantitative", "title": "Penalty per 100 words, with its 95% interval"}
        return {
            "data": {"values": values},
            "width": _WIDTH,
            "height": {"step": _STEP},
            "layer": [
                {
                    "mark": {"type": "rule", "color": "#1f4f82"},
                    "encoding": {
                        "y": y,
                        "x": {"field": "low", **axis, "scale": {"zero": False}},
                        "x2": {"field": "high"},
                    },
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 60, "color": "#1f4f82"},
                    "encoding": {"y": y, "x": {"field": "value", **axis}},
                },
            ],
        }

    return draw


def _svg(spec: Spec) -> str:
    """A drawing, without the width and height that would keep it from shrinking."""
    try:
        import vl_convert
    except ImportError:
        feature = "plots of a summary"
        raise MissingExtra(feature, hint=_HINT) from None
    config = {
        "background": None,
        # The page's font may be wider than the one that the drawing was measured with.
        "padding": {"left": 36, "top": 5, "right": 20, "bottom": 5},
        "view": {"stroke": None},
        "axis": {"labelLimit": 260, "gridColor": "#888", "gridOpacity": 0.25},
        "font": "sans-serif",
    }
    drawn: str = vl_convert.vegalite_to_svg({**spec, "config": config})
    return _SIZE.sub("", drawn, count=2)


_SIZE = re.compile(r'(?<=[\s"])(?:width|height)="[\d.]+" ?')


def _step(above: float, up_to: float) -> str:
    return f"{_figure(above)}–{_figure(up_to)}" if above < up_to else _figure(above)


def _figure(value: float) -> str:
    return shown(value, Kind.FIGURE).removesuffix(".00")


def _label(*names: str) -> Callable[[Mapping[str, Any]], str]:
    def label(row: Mapping[str, Any]) -> str:
        text = visible(" ".join(str(row[name]) for name in names if row.get(name) is not None))
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"

    return label


def _of_steps(what: str) -> Callable[[Sequence[Mapping[str, Any]]], str]:
    def words(rows: Sequence[Mapping[str, Any]]) -> str:
        most = max(rows, key=lambda row: row["articles"])
        return (
            f"Bars: {what} of the articles, from {_figure(rows[0]['above'])} to "
            f"{_figure(rows[-1]['up_to'])}; most of them, {most['articles']:,}, lie between "
            f"{_figure(most['above'])} and {_figure(most['up_to'])}."
        )

    return words


def _of_findings(label: Callable[[Mapping[str, Any]], str]) -> Callable[[Any], str]:
    def words(rows: Sequence[Mapping[str, Any]]) -> str:
        first = ", ".join(f"{label(row)} {row['findings']:,}" for row in rows[:3])
        return f"Bars: findings by severity. Most have {first}."

    return words


def _of_changes(rows: Sequence[Mapping[str, Any]]) -> str:
    told = "; ".join(
        f"{_CHECK(row)} {row['new']:,} new, {row['resolved']:,} resolved" for row in rows[:3]
    )
    return f"Bars: new and resolved findings by check. Most changed {told}."


def _of_intervals(label: Callable[[Mapping[str, Any]], str]) -> Callable[[Any], str]:
    def words(rows: Sequence[Mapping[str, Any]]) -> str:
        told = [row for row in rows if row["penalty_per_100_words"] is not None]
        first = ", ".join(
            f"{label(row)} {shown(row['penalty_per_100_words'], Kind.FIGURE)}" for row in told[:3]
        )
        return f"Points with intervals: penalty per 100 words. The first are {first}."

    return words


_CHECK, _CATEGORY = _label("code", "name"), _label("category")
_PAIR, _SYSTEM = _label("language_pair"), _label("system", "language_pair")
_PLOTS: dict[str, tuple[Callable[[Any], Spec], Callable[[Any], str]]] = {
    "changed-checks": (_changes, _of_changes),
    "mqm": (_histogram, _of_steps("MQM scores")),
    "penalties": (_histogram, _of_steps("penalties per 100 words")),
    "checks": (_stacked(_CHECK), _of_findings(_CHECK)),
    "categories": (_stacked(_CATEGORY), _of_findings(_CATEGORY)),
    "languages": (_intervals(_PAIR), _of_intervals(_PAIR)),
    "systems": (_intervals(_SYSTEM), _of_intervals(_SYSTEM)),
}
_LISTED = frozenset({"changed-checks", "checks", "categories", "languages", "systems"})

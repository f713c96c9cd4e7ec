"""HTML: one self-contained file an article, to read, filter and print without JavaScript.

The MT stands beside the reference and the source, row by row, with its findings marked and
explained in the margin. The page loads nothing: its only style sheet is inside, and a content
security policy names it by its hash and forbids the rest. Every text is escaped by the
template engine, and what a browser would not show is made visible first.
"""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from mtcheck.mqm import Severity
from mtcheck.reporting import wording
from mtcheck.reporting.rows import rows
from mtcheck.reporting.showing import exact, visible
from mtcheck.reporting.signing import signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from jinja2 import Template

    from mtcheck.article import Text
    from mtcheck.finding import Finding
    from mtcheck.report import Report

__all__ = ["render"]

_SAMPLE = 5_000  # characters that decide which way a text runs


@dataclass(frozen=True, slots=True)
class _Filter:
    """A checkbox: ``token`` is its id and the class of what it hides."""

    token: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class _Side:
    """A column: ``key`` names its cells, ``lang`` and ``dir`` are the text's."""

    key: str
    label: str
    lang: str
    dir: str


def render(reports: Sequence[Report], *, colour: bool = True, width: int = 0) -> str:
    """The page of one article; raises ``ValueError`` for any other number of reports.

    ``colour`` and ``width`` mean nothing here: the reader's browser decides on both.
    """
    del colour, width
    if len(reports) != 1:
        msg = f"an HTML report is of one article, not {len(reports)}"
        raise ValueError(msg)
    (report,) = reports
    article = report.article
    filters = _filters(report.findings)
    style = _style(token for group in filters.values() for token in group)
    return _template().render(
        title=article.mt.path or article.article.id,
        report=report,
        unit=lambda finding: wording.unit(article.mt.unit_at(finding.span.start)),
        percent=wording.percent,
        also=wording.also,
        rows=rows(report),
        sides=_sides(report),
        filters=filters,
        severities=sorted(Severity, reverse=True),
        counts=Counter(finding.severity for finding in report.findings),
        scores=report.scores,
        against=report.against(),
        notes=(*report.notes, *report.scores.notes),
        signature=signature(report),
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
    )


def _sides(report: Report) -> list[_Side]:
    article = report.article
    texts = (
        ("mt", "Translation", article.mt),
        ("reference", "Reference", article.reference),
        ("source", "Source", article.source),
    )
    return [
        _Side(key, label, text.language.tag.replace("_", "-"), _direction(text))
        for key, label, text in texts
        if text is not None
    ]


def _direction(text: Text) -> str:
    """Which way most letters run: ``rtl`` or ``ltr``."""
    kinds = Counter(map(unicodedata.bidirectional, text.content[:_SAMPLE]))
    return "rtl" if kinds["R"] + kinds["AL"] > kinds["L"] else "ltr"


def _filters(findings: Iterable[Finding]) -> dict[str, list[_Filter]]:
    """The checkboxes by their group: severities, checks and categories that occur."""
    found = list(findings)
    severities = Counter(f.severity for f in found)
    checks = Counter((f.code, f.name) for f in found)
    categories = Counter(f.category for f in found)
    return {
        "Severity": [
            _Filter(f"severity-{s.value}", s.value, severities[s])
            for s in sorted(severities, reverse=True)
        ],
        "Category": [
            _Filter(_token(c.value), c.value.replace("/", ": ").replace("-", " "), categories[c])
            for c in sorted(categories)
        ],
        "Check": [
            _Filter(f"check-{code}", f"{code} {name}", checks[code, name])
            for code, name in sorted(checks)
        ],
    }


def _token(category: str) -> str:
    return "category-" + category.replace("/", "-")


def _classes(finding: Finding) -> str:
    category = _token(finding.category.value)
    return f"severity-{finding.severity.value} {category} check-{finding.code}"


def _style(filters: Iterable[_Filter]) -> str:
    """The style sheet, and two rules for each checkbox: it hides notes and blanks marks."""
    sheet = resources.files("mtcheck.reporting").joinpath("article.css").read_text("utf-8")
    rules = [sheet]
    for box in sorted({f.token for f in filters}):
        off = f":root:has(#{box}:not(:checked)) .{box}"
        rules.append(f"{off}:is(.note, .point, .mark-tag) {{ display: none; }}\n")
        rules.append(f"{off}:is(mark) {{ background: none; text-decoration: none; }}\n")
    return "".join(rules)


def _shown(text: str) -> str:
    """``text`` with unsafe characters made visible, its line ends kept."""
    return "\n".join(visible(line) for line in text.replace("\r\n", "\n").split("\n"))


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(shown=_shown, visible=visible, exact=exact, classes=_classes)
    source = resources.files("mtcheck.reporting").joinpath("article.html.jinja").read_text("utf-8")
    return environment.from_string(source)

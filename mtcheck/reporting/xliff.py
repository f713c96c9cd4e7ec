"""XLIFF with ITS 2.0: the segments of an article for a translator's tool, with their issues.

XLIFF 2.1 has a ``<mrk type="its:generic">`` round the words of a finding, XLIFF 1.2 a
``<mrk mtype="x-its">``; both with ITS's ``locQualityIssue`` attributes, whose types are of ITS's
own list. What is missing is marked by an empty one. Two findings that share words without one
holding the other cannot both be elements: XLIFF 2.1 has ``<sm/>`` and ``<em/>`` for the second,
in XLIFF 1.2 its mark ends where the first one does. The reference is a note.

Characters that XML cannot hold are ``<cp hex="…"/>`` in XLIFF 2.1, and shown by their pictures in
XLIFF 1.2, which has nothing for them. The others that are not to be read raw are character
references. Without a source the source elements are empty and its language is ``und``.

Sources: XLIFF 2.1 (OASIS) with its ITS module; "XLIFF 1.2 mapping" of the ITS interest group
(W3C); ITS 2.0, "Localization Quality Issue".
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from mtcheck.mqm import Category, Severity
from mtcheck.reporting import wording
from mtcheck.reporting.located import path_of
from mtcheck.reporting.showing import UNSAFE, visible
from mtcheck.reporting.units import Unit, units
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mtcheck.finding import Finding
    from mtcheck.report import Report
    from mtcheck.reporting.units import Mark

__all__ = ["render_1", "render_2"]

_TYPES = {
    Category.MISTRANSLATION: "mistranslation",
    Category.OMISSION: "omission",
    Category.ADDITION: "addition",
    Category.UNTRANSLATED: "untranslated",
    Category.SPELLING: "misspelling",
    Category.GRAMMAR: "grammar",
    Category.PUNCTUATION: "typographical",
    Category.INCONSISTENCY: "inconsistency",
    Category.ENCODING: "characters",
    Category.TERMINOLOGY: "terminology",
    Category.STYLE: "style",
    Category.NUMBER_FORMAT: "locale-violation",
    Category.DATE_FORMAT: "locale-violation",
    Category.TIME_FORMAT: "locale-violation",
    Category.CURRENCY_FORMAT: "locale-violation",
    Category.LOCALE: "locale-violation",
    Category.MARKUP: "markup",
}
# Where ITS tells apart what MQM has in one category. A family of checks begins with a letter.
_FINER = {
    "F501": "duplication",
    "F503": "whitespace",
    "N": "inconsistent-entities",
    "Q": "numbers",
}
_SEVERITIES = {Severity.MINOR: 20, Severity.MAJOR: 60, Severity.CRITICAL: 100}  # of ITS's 0 to 100
_TOOL = "localization-quality-issue|mtcheck"
_ITS: Final = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class _Dialect(NamedTuple):
    """What tells the versions apart: an element's attributes, crossing marks, odd characters."""

    kind: str
    crossing: bool
    odd: Callable[[re.Match[str]], str]


_ONE = _Dialect('mtype="x-its"', crossing=False, odd=lambda m: _shown(m[0]))
_TWO = _Dialect('type="its:generic"', crossing=True, odd=lambda m: f'<cp hex="{ord(m[0]):04X}"/>')


def render_2(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """XLIFF 2.1 of one article, since a document has one pair of languages.

    Raises ``ValueError`` for any other number. ``colour`` and ``width`` mean nothing here.
    """
    del colour, width
    if len(reports) != 1:
        msg = f"an XLIFF 2.1 report is of one article, not {len(reports)}"
        raise ValueError(msg)
    (report,) = reports
    source, target = _languages(report)
    lines = [
        (
            f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" {_ITS} version="2.1"'
            f' srcLang="{source}" trgLang="{target}">'
        ),
        f'  <file id="f1" original={_attribute(_original(report))} its:annotatorsRef="{_TOOL}">',
    ]
    # A file must have a unit.
    for unit in units(report) or [Unit(0, Span(0, 0), "", None, None, ())]:
        lines.append(f'    <unit id="{unit.index + 1}">')
        if unit.reference is not None:
            note = _shown(unit.reference)
            lines.append(f'      <notes><note category="reference">{note}</note></notes>')
        lines += [
            '      <segment id="s1">',
            f'        <source xml:space="preserve">{_text(unit.source or "", _TWO)}</source>',
            f'        <target xml:space="preserve">{_marked(unit, _TWO)}</target>',
            "      </segment>",
            "    </unit>",
        ]
    return _document([*lines, "  </file>"])


def render_1(reports: Sequence[Report], *, colour: bool = False, width: int = 0) -> str:
    """XLIFF 1.2, a file element an article. ``colour`` and ``width`` mean nothing here."""
    del colour, width
    lines = [f'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" {_ITS} version="1.2">']
    for report in reports:
        source, target = _languages(report)
        lines += [
            (
                f'  <file original={_attribute(_original(report))} source-language="{source}"'
                f' target-language="{target}" datatype="plaintext" its:annotatorsRef="{_TOOL}">'
            ),
            "    <body>",
        ]
        for unit in units(report):
            lines += [
                f'      <trans-unit id="{unit.index + 1}" xml:space="preserve">',
                f"        <source>{_text(unit.source or '', _ONE)}</source>",
                f"        <target>{_marked(unit, _ONE)}</target>",
            ]
            if unit.reference is not None:
                lines.append(f'        <note from="reference">{_shown(unit.reference)}</note>')
            lines.append("      </trans-unit>")
        lines += ["    </body>", "  </file>"]
    return _document(lines)


def _document(lines: Iterable[str]) -> str:
    document = "\n".join(('<?xml version="1.0" encoding="UTF-8"?>', *lines, "</xliff>"))
    return document.replace("##[", "#&#35;[") + "\n"


def _original(report: Report) -> str:
    return visible(path_of(report.article.mt) or report.article.article.id)


def _languages(report: Report) -> tuple[str, str]:
    article = report.article
    source = article.source.language.tag.replace("_", "-") if article.source else "und"
    return source, article.mt.language.tag.replace("_", "-")


class _Placed(NamedTuple):
    """A mark as it is written: its number in the unit, where it stands, what it says."""

    number: int
    span: Span
    says: str


def _marked(unit: Unit, dialect: _Dialect) -> str:
    """The text of a unit with its marks as elements, one inside the other."""
    nested, crossing = _nested(unit.marks, crossing=dialect.crossing)
    edges = {edge for mark in (*nested, *crossing) for edge in (mark.span.start, mark.span.end)}
    every = sorted({0, len(unit.text), *edges})
    parts: list[str] = []
    for at, after in zip(every, [*every[1:], every[-1]], strict=True):
        # Those that end here began elsewhere; the innermost, which began last, ends first.
        parts += ["</mrk>" for m in nested if m.span.end == at > m.span.start]
        parts += [f'<em startRef="m{m.number}"/>' for m in crossing if m.span.end == at]
        parts += [
            f"<mrk {_element(m, dialect)}></mrk>"
            for m in nested
            if m.span.start == m.span.end == at
        ]
        parts += [f"<sm {_element(m, dialect)}/>" for m in crossing if m.span.start == at]
        parts += [
            f"<mrk {_element(m, dialect)}>" for m in nested if m.span.start == at < m.span.end
        ]
        parts.append(_text(Span(at, after).of(unit.text), dialect))
    return "".join(parts)


def _nested(marks: Iterable[Mark], *, crossing: bool) -> tuple[list[_Placed], list[_Placed]]:
    """Marks that hold each other or are apart, the outer ones first; and those that cross one.

    Unless ``crossing``, the second list is empty: a mark ends where the one that it crosses does.
    """
    inside: list[_Placed] = []
    across: list[_Placed] = []
    opened: list[Span] = []
    order = sorted(marks, key=lambda m: (m.span.start, -m.span.end, m.finding.code))
    for number, mark in enumerate(order, 1):
        span = mark.span
        while opened and opened[-1].end <= span.start:
            opened.pop()
        crosses = bool(opened) and len(span) > 0 and opened[-1].end < span.end
        if crosses and not crossing:
            span = span.clipped(opened[-1])
        placed = _Placed(number, span, _issue(mark.finding))
        (across if crosses and crossing else inside).append(placed)
        if placed in inside and len(span):
            opened.append(span)
    return inside, across


def _element(mark: _Placed, dialect: _Dialect) -> str:
    name = f'id="m{mark.number}" ' if dialect.crossing else ""
    return f"{name}{dialect.kind} {mark.says}"


def _issue(finding: Finding) -> str:
    kind = _FINER.get(finding.code) or _FINER.get(finding.code[:1]) or _TYPES[finding.category]
    comment = f"{wording.title(finding)}: {wording.sentence(finding)}"
    return (
        f'its:locQualityIssueType="{kind}" its:locQualityIssueComment={_attribute(comment)}'
        f' its:locQualityIssueSeverity="{_SEVERITIES[finding.severity]}"'
    )


def _attribute(text: str) -> str:
    return f'"{html.escape(text)}"'


def _shown(text: str) -> str:
    return html.escape(visible(text), quote=False)


def _text(text: str, dialect: _Dialect) -> str:
    """``text`` as the content of an element, character by character."""

    def written(match: re.Match[str]) -> str:
        character = match[0]
        if character in "\t\n":
            return character
        return dialect.odd(match) if _NOT_XML.match(character) else f"&#x{ord(character):X};"

    return UNSAFE.sub(written, html.escape(text, quote=False))

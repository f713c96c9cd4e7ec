from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from drawn import reports
from hypothesis import given
from reported import HOSTILE, MT, REFERENCE, SOURCE, at, demo_findings, finding, hostile, report
from translate.storage import xliff as toolkit_1
from translate.storage import xliff2 as toolkit_2

from mtcheck.checks import CHECKS
from mtcheck.mqm import Category, Severity
from mtcheck.reporting import xliff
from mtcheck.reporting.showing import visible
from mtcheck.reporting.units import units
from mtcheck.reporting.xliff import render_1, render_2
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.report import Report

ONE = "{urn:oasis:names:tc:xliff:document:1.2}"
TWO = "{urn:oasis:names:tc:xliff:document:2.0}"
ITS = "{http://www.w3.org/2005/11/its}"
# ITS 2.0, "Localization Quality Issue", the values of the type.
TYPES = set(
    "terminology mistranslation omission untranslated addition duplication inconsistency grammar "
    "legal register locale-specific-content locale-violation style characters misspelling "
    "typographical formatting inconsistent-entities numbers markup pattern-problem whitespace "
    "internationalization length non-conformance uncategorized other".split()
)


@dataclass
class Target:
    """A target element read back: its text, and its marks with what they say."""

    text: str = ""
    marks: list[tuple[Span, str, str, str]] = field(default_factory=list)


def target(element: ET.Element, space: str) -> Target:
    made = Target()
    opened: dict[str, tuple[int, ET.Element]] = {}

    def take(inner: ET.Element) -> None:
        made.text += inner.text or ""
        for child in inner:
            start = len(made.text)
            kind = child.tag.removeprefix(space)
            if kind == "mrk":
                take(child)
                made.marks.append(_mark(Span(start, len(made.text)), child))
            elif kind == "sm":
                opened[child.attrib["id"]] = (start, child)
            elif kind == "em":
                begun, mark = opened.pop(child.attrib["startRef"])
                made.marks.append(_mark(Span(begun, start), mark))
            else:
                assert kind == "cp"
                made.text += chr(int(child.attrib["hex"], 16))
            made.text += child.tail or ""

    take(element)
    assert not opened
    made.marks.sort()
    return made


def _mark(span: Span, element: ET.Element) -> tuple[Span, str, str, str]:
    kind = element.attrib[f"{ITS}locQualityIssueType"]
    assert kind in TYPES
    comment = element.attrib[f"{ITS}locQualityIssueComment"]
    return span, kind, element.attrib[f"{ITS}locQualityIssueSeverity"], comment


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode("utf-8"))  # noqa: S314 - our own document


def targets(text: str, space: str) -> list[Target]:
    return [target(element, space) for element in parsed(text).iter(f"{space}target")]


def demo() -> Report:
    return report(MT, REFERENCE, SOURCE, demo_findings())


def test_xliff_2_unit_by_unit() -> None:
    root = parsed(render_2([demo()]))
    assert (root.tag, root.attrib["version"]) == (f"{TWO}xliff", "2.1")
    assert (root.attrib["srcLang"], root.attrib["trgLang"]) == ("ru", "en")
    assert root.attrib[f"{ITS}version"] == "2.0"
    (file,) = root
    assert file.attrib == {
        "id": "f1",
        "original": "talks.mt.txt",
        f"{ITS}annotatorsRef": "localization-quality-issue|mtcheck",
    }
    assert [unit.attrib["id"] for unit in file] == ["1", "2", "3"]
    assert [e.text for e in root.iter(f"{TWO}note")] == [u.reference for u in units(demo())]
    assert [e.text for e in root.iter(f"{TWO}source")] == [u.source for u in units(demo())]


@pytest.mark.parametrize(("render", "space"), [(render_1, ONE), (render_2, TWO)])
def test_issues_stand_where_the_findings_are(render: object, space: str) -> None:
    made = targets(render([demo()]), space)  # type: ignore[operator]
    assert made[0].marks == []
    assert made[1].marks == [
        (
            at("Anthony Blingen", made[1].text),
            "inconsistent-entities",
            "60",
            (
                'N101 garbled-name: "Blingen" is not a known word; the reference has '
                '"Blinken" here. Fix: replace with "Antony Blinken".'
            ),
        )
    ]
    assert [(m[0].of(made[2].text), m[1], m[2]) for m in made[2].marks] == [
        ("kicked ten diplomats ,", "mistranslation", "100"),
        (" ,", "whitespace", "20"),
        ("", "omission", "60"),
    ]


def test_marks_of_xliff_1() -> None:
    root = parsed(render_1([demo(), report("x", path="b.txt")]))
    files = list(root)
    assert [f.attrib["original"] for f in files] == ["talks.mt.txt", "b.txt"]
    assert [f.attrib["source-language"] for f in files] == ["ru", "und"]
    assert {m.attrib["mtype"] for m in root.iter(f"{ONE}mrk")} == {"x-its"}
    assert [n.attrib for n in root.iter(f"{ONE}note")] == [{"from": "reference"}] * 3


def test_marks_that_cross() -> None:
    mt = "one two three four"
    found = [finding(at("one two", mt)), finding(at("two three", mt), severity=Severity.MINOR)]
    made = report(mt, findings=found)
    (second,) = targets(render_2([made]), TWO)
    assert [m[0].of(mt) for m in second.marks] == ["one two", "two three"]
    assert "<sm " in render_2([made])
    (first,) = targets(render_1([made]), ONE)
    assert [m[0].of(mt) for m in first.marks] == ["one two", "two"]


def test_an_article_without_units_is_a_file_with_one() -> None:
    (made,) = targets(render_2([report("")]), TWO)
    assert made == Target()
    with pytest.raises(ValueError, match="one article, not 2"):
        render_2([demo(), demo()])
    assert targets(render_1([]), ONE) == []


def test_every_category_and_check_has_a_type_of_its() -> None:
    assert set(xliff._TYPES) == set(Category)  # noqa: SLF001 - the table is what is tested
    assert set(xliff._TYPES.values()) | set(xliff._FINER.values()) <= TYPES  # noqa: SLF001
    families = {module.CHECK.code for module in CHECKS}
    assert all(any(code.startswith(key) for code in families) for key in xliff._FINER)  # noqa: SLF001


@pytest.mark.parametrize("payload", [*HOSTILE, "\x00", "\ufffe", "\x0b", "##[x]", "]]>", "a\rb"])
def test_hostile_texts_come_back(payload: str) -> None:
    made = hostile(payload)
    for render, space in ((render_1, ONE), (render_2, TWO)):
        text = render([made])
        assert not set(text) & set("\x00\x07\x0b\x1b\x7f\x9b\u202e\u2028\u2029\ufffe\r")
        assert "##[" not in text
        found = targets(text, space)
        wanted = [unit.text for unit in units(made)]
        assert [t.text for t in found] == (wanted if space is TWO else [_held(w) for w in wanted])


def _held(text: str) -> str:
    """A text as XML 1.0 can hold it."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", lambda m: visible(m[0]), text)


@given(reports())
def test_xliff_2_read_back(made: Report) -> None:
    found = targets(render_2([made]), TWO)
    for read, unit in zip(found, units(made), strict=bool(units(made))):
        assert read.text == unit.text
        assert sorted((m[0], m[2]) for m in read.marks) == sorted(
            (m.span, str(_severity(m.finding.severity))) for m in unit.marks
        )


@given(reports())
def test_xliff_1_read_back(made: Report) -> None:
    found = targets(render_1([made]), ONE)
    for read, unit in zip(found, units(made), strict=True):
        if read.text == unit.text:
            # A mark that crosses another one is cut, and begins where it began.
            assert sorted(m[0].start for m in read.marks) == sorted(
                m.span.start for m in unit.marks
            )
            assert {m[0].end for m in read.marks} <= {m.span.end for m in unit.marks}


def _severity(severity: Severity) -> int:
    return {Severity.MINOR: 20, Severity.MAJOR: 60, Severity.CRITICAL: 100}[severity]


def test_the_translate_toolkit_reads_both() -> None:
    for factory, text in (
        (toolkit_1.xlifffile, render_1([demo()])),
        (toolkit_2.Xliff2File, render_2([demo()])),
    ):
        store = factory.parsefile(io.BytesIO(text.encode("utf-8")))
        read = [(str(u.source), str(u.target)) for u in store.units]
        assert [source for source, _ in read] == [u.source for u in units(demo())]
        assert [re.sub("<[^>]*>", "", words) for _, words in read] == [
            u.text for u in units(demo())
        ]

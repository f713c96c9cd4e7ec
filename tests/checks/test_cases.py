"""Every check flags what its case file marks, and stays quiet where the file says why."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from marked import mark, unmark

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.checks import CHECKS, by_code
from mtcheck.settings import make
from mtcheck.spans import loading

if TYPE_CHECKING:
    from mtcheck.finding import Finding

CASES = Path(__file__).parent / "cases"


class Case(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    mt: str
    lang: str = "en"
    reference: str | None = None
    source: str | None = None
    source_lang: str | None = None
    aligned: bool = False
    fix: str | list[str] | None = None
    given: dict[str, object] = {}


class CaseFile(msgspec.Struct, forbid_unknown_fields=True):
    flags: list[Case]
    quiet: list[Case]


@dataclass(frozen=True)
class Item:
    code: str
    case: Case


def _load(path: Path) -> CaseFile:
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), CaseFile)


def _items(kind: str) -> list[object]:
    return [
        pytest.param(Item(path.stem, case), id=f"{path.stem}-{case.lang}-{case.name}")
        for path in sorted(CASES.glob("*.toml"))
        for case in getattr(_load(path), kind)
    ]


def run(code: str, case: Case, mt: str) -> list[Finding]:
    target = languages.load(case.lang)
    origin = languages.load(case.source_lang or "und")
    article = reading.from_strings(
        mt, case.reference, case.source, target, origin, aligned=case.aligned
    )
    aligned = aligning.align(segmenting.segment(article))
    settings = make(target_lang=case.lang, **case.given)
    if by_code()[code].CHECK.reads_risks:
        aligned = replace(aligned, risks=loading.load().risks(aligned, (), settings.profile))
    found = by_code()[code].find(aligned, settings)
    return sorted(found, key=lambda f: f.span)


@pytest.mark.parametrize("item", _items("flags"))
def test_flags(item: Item) -> None:
    mt, expected = unmark(item.case.mt)
    found = run(item.code, item.case, mt)
    assert mark(mt, [f.span for f in found]) == mark(mt, list(expected))
    if item.case.fix is not None:
        fixes = [item.case.fix] if isinstance(item.case.fix, str) else item.case.fix
        assert [f.suggestion for f in found] == fixes


@pytest.mark.parametrize("item", _items("flags"))
def test_messages_are_sentences_of_one_style(item: Item) -> None:
    mt, _ = unmark(item.case.mt)
    texts = f"{mt}{item.case.reference}{item.case.source}{item.case.given}"
    for finding in run(item.code, item.case, mt):
        own = re.sub(r'"[^"]*"', '""', finding.message)
        assert re.match(r'["<A-Z]', own), finding.message
        assert own.endswith("."), finding.message
        if item.code != "L601":  # which is about such marks
            assert not set("“”„’‘") & set(own) - set(texts), finding.message


@pytest.mark.parametrize("item", _items("quiet"))
def test_stays_quiet(item: Item) -> None:
    mt, marked = unmark(item.case.mt)
    assert not marked, "a quiet case marks nothing"
    found = run(item.code, item.case, mt)
    assert mark(mt, [f.span for f in found]) == mt, [f.message for f in found]


@pytest.mark.parametrize("module", CHECKS, ids=lambda m: m.CHECK.code)
def test_examples_on_the_page_are_real(module: object) -> None:
    check = module.CHECK  # type: ignore[attr-defined]
    assert check.examples
    for example in check.examples:
        mt, expected = unmark(example.mt)
        case = Case(
            "example",
            example.mt,
            example.lang,
            example.reference,
            example.source,
            example.source_lang,
            aligned=False,
            given=dict(example.given),
        )
        found = run(check.code, case, mt)
        assert mark(mt, [f.span for f in found]) == mark(mt, list(expected))
        if example.fix is not None:
            assert [f.suggestion for f in found] == [example.fix]


@pytest.mark.parametrize("module", CHECKS, ids=lambda m: m.CHECK.code)
def test_every_check_has_cases_both_ways(module: object) -> None:
    cases = _load(CASES / f"{module.CHECK.code}.toml")  # type: ignore[attr-defined]
    assert cases.flags
    assert cases.quiet

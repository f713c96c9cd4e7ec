"""The line from article to report: what fails, what is quiet, what never changes."""

from __future__ import annotations

import json
import types
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import checks, languages, pipeline, reading
from mtcheck.checks import CHECKS, garbled_name
from mtcheck.settings import make

if TYPE_CHECKING:
    import pytest

    from mtcheck.report import Report

CORPORA = Path(__file__).parent.parent / "corpora"
REFERENCE = "Secretary of State Antony Blinken spoke to reporters in Geneva on Monday."
MT = "Secretary of State Antony Blinkin spoke to reporters in Geneva on Monday."


def _check(mt: str, reference: str | None = None, lang: str = "en", **settings: object) -> Report:
    target, origin = languages.load(lang), languages.load("und")
    article = reading.from_strings(mt, reference, None, target, origin)
    return pipeline.check(article, make(target_lang=lang, **settings))


def _broken(*_: object) -> None:
    message = "no such luck"
    raise KeyError(message)


def test_a_crash_in_one_check_is_its_failure_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = types.SimpleNamespace(CHECK=CHECKS[-1].CHECK, find=_broken)
    monkeypatch.setattr(checks, "CHECKS", (*CHECKS[:-1], broken))
    report = _check(MT, REFERENCE)
    assert [f.code for f in report.failures] == [CHECKS[-1].CHECK.code]
    assert "KeyError" in report.failures[0].message
    assert [f.code for f in report.findings] == ["N101"]


def test_only_selected_checks_run() -> None:
    assert [f.code for f in _check(MT, REFERENCE, select=("N1",)).findings] == ["N101"]
    assert not _check(MT, REFERENCE, select=("Q",)).findings
    assert not _check(MT, REFERENCE, ignore=("garbled-name",), select=("N101", "F")).findings


def test_hidden_findings_are_counted() -> None:
    report = _check(MT, REFERENCE, select=("N101",), min_confidence=1.0)
    assert not report.findings
    assert [s.finding.code for s in report.suppressed] == ["N101"]


def test_a_language_without_data_is_said() -> None:
    report = _check("Helsinki on Suomen pääkaupunki.", lang="fi")
    assert any("Finnish" in note for note in report.notes)


def test_threads_change_nothing() -> None:
    folders = sorted(p.parent for p in CORPORA.glob("*/gold.json"))

    def findings(folder: Path) -> tuple[object, ...]:
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        mt = (folder / gold["mt"]).read_text(encoding="utf-8")
        reference = gold["reference"] and (folder / gold["reference"]).read_text(encoding="utf-8")
        return _check(mt, reference, gold["target_lang"]).findings

    alone = [findings(folder) for folder in folders]
    for threads in (2, 8):
        with ThreadPoolExecutor(threads) as pool:
            assert list(pool.map(findings, folders)) == alone


def test_findings_are_in_the_order_of_the_text() -> None:
    report = _check(f"{MT} {MT}", f"{REFERENCE} {REFERENCE}")
    spans = [f.span for f in report.findings]
    assert spans == sorted(spans)
    assert garbled_name.CHECK.code in {f.code for f in report.findings}

from __future__ import annotations

from dataclasses import replace

import pytest

import mtcheck
from mtcheck import languages, measured, reading, safety
from mtcheck.aligning.slips import is_slip
from mtcheck.checks import CHECKS
from mtcheck.finding import Basis
from mtcheck.span import Span

NAMES = ("Secretary Anthony Blingen spoke.", "Secretary Antony Blinken spoke.")


def test_a_safe_fix_is_certain_by_rule_and_by_measure() -> None:
    (finding,) = mtcheck.check(*NAMES, select=["N101"]).findings
    assert safety.is_safe(finding)
    assert not safety.is_safe(replace(finding, certain=False))
    assert not safety.is_safe(replace(finding, suggestion=None))
    assert not safety.is_safe(replace(finding, basis=Basis.LEXICON))  # measured, and too seldom
    assert not safety.is_safe(replace(finding, basis=Basis.TEXT))  # never measured
    assert not safety.is_safe(replace(finding, code="A306"))  # its record does not say so
    assert not safety.is_safe(replace(finding, measured=0.4))  # too often wrong in its language


def test_a_single_figure_is_not_certain() -> None:
    def finding(mt: str, reference: str) -> bool:
        (found,) = mtcheck.check(mt, reference, select=["Q201"]).findings
        return safety.is_safe(found)

    assert finding("Police held 74 people.", "Police held 47 people.")
    assert not finding("Police held 7 people.", "Police held 4 people.")


@pytest.mark.parametrize(
    ("lang", "wrong", "right", "slip"),
    [
        ("en", "Anthony Blingen", "Antony Blinken", True),
        ("de", "Antikrper", "Antikörper", True),
        ("en", "Ansan", "Anshan", False),  # both are known
        ("en", "Yasutoshi", "Yasunori", False),  # too far
        ("en", "Blingen", "Antony Blinken", False),  # another number of words
        ("en", "Blinken", "Blingen", False),  # the right one is unknown
        ("en", "Blinken", "Blinken", False),
        ("en", "Ib", "Io", False),
        ("en", "Blinke", "Blinken", True),
        ("de", "Republicanern", "Republikaner", False),  # the ending may be right
    ],
)
def test_slips(lang: str, wrong: str, right: str, slip: bool) -> None:  # noqa: FBT001
    language = languages.load(lang)
    text = reading.from_strings(f"Mr {wrong}.", None, None, language, language).mt
    assert is_slip(text, Span(3, 3 + len(wrong)), right) is slip


@pytest.mark.parametrize(
    ("check", "mt", "others", "safe"),
    [
        ("F501 en", "They will decide. decide.", (None, None), True),
        ("F503 en", "He sold the meatThe United States left.", (None, None), True),
        ("F503 en", "They had met in ParisThe others went home.", (None, None), False),
        ("F505 de", "Er sagte, die sitzung sei.", ("Er sagte, die Sitzung sei.", None), True),
        ("F505 de", "Man kann, wie sie sagen.", ("Man kann, wie Sie sagen.", None), False),
        ("L601 de", 'Sie sagt: "Nein." und "Ja."', ("„Ja“, „Nein“", None), True),
        ("Q203 de", "Er zahlte 30 Euro.", (None, "He paid 30 dollars."), True),
    ],
)
def test_which_fixes_are_safe(
    check: str, mt: str, others: tuple[str | None, str | None], *, safe: bool
) -> None:
    code, lang = check.split()
    reference, source = others
    origin = "en" if source else None
    report = mtcheck.check(
        mt, reference, source, target_lang=lang, source_lang=origin, select=[code], model="none"
    )
    assert [safety.is_safe(f) for f in report.findings] == [safe]


def test_only_checks_that_say_so_are_measured() -> None:
    fixing = {module.CHECK.code for module in CHECKS if module.CHECK.fixes}
    figures = measured.measurements(measured.FIXES)
    assert {m.code for m in figures} <= fixing
    assert all(0 <= m.right <= m.findings for m in figures)
    assert len({(m.code, m.basis) for m in figures}) == len(figures)

from __future__ import annotations

import pytest

from mtcheck import measured
from mtcheck.finding import Basis
from mtcheck.measured import Measurement


@pytest.fixture
def _table(monkeypatch: pytest.MonkeyPatch) -> None:
    def row(language: str, right: int, findings: int) -> Measurement:
        return Measurement("X999", "text", language, right, findings, "judged")

    table = {("X999", "text", m.language): m for m in (row("*", 30, 40), row("de", 9, 10))}
    monkeypatch.setattr(measured, "_table", lambda: table)
    measured.precision.cache_clear()
    yield
    measured.precision.cache_clear()


@pytest.mark.usefixtures("_table")
def test_the_figure_of_the_language_comes_first() -> None:
    assert measured.precision("X999", Basis.TEXT, "de") == round(10 / 12, 3)
    assert measured.precision("X999", Basis.TEXT, "fr") == round(31 / 42, 3)


@pytest.mark.usefixtures("_table")
def test_what_was_never_measured_is_one_half() -> None:
    assert measured.precision("X999", Basis.SOURCE, "de") == 0.5


def test_a_few_right_ones_are_no_certainty() -> None:
    assert Measurement("X999", "text", "*", 3, 3, "judged").precision == 0.8

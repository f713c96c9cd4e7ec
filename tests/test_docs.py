"""The pages that are made from the code are as the code now makes them."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
GENERATE = runpy.run_path(str(DOCS / "generate.py"))
MADE = GENERATE["made"]()


@pytest.mark.parametrize("name", sorted(MADE))
def test_page_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == MADE[name], "run docs/generate.py"


def test_no_check_that_is_gone_has_a_page() -> None:
    assert {f"checks/{p.name}" for p in (DOCS / "checks").iterdir()} <= set(MADE)

"""A browser for the tests of the desk: skipped where there is none, but not in CI."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import chromium
import pytest
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with the module: while it is open its event loop is the thread's."""
    if chromium.path() is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no chromium to look at the desk with")
        pytest.skip("no chromium")
    with sync_playwright() as started:
        opened = started.chromium.launch(
            executable_path=chromium.path(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of its own; whatever its console complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    opened = context.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("console", lambda m: said.append(m.text) if "Content Security" in m.text else None)
    yield opened
    context.close()
    assert said == []

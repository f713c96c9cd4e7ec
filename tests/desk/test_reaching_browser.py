"""The desk for a finger, for a screen reader, and on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from desk.serving import Server
from playwright.sync_api import expect
from reporting.reported import demo

from mtcheck.reviewing import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Desk.open(tmp_path / "desk.sqlite") as desk:
        desk.take([demo()])
    with Server(tmp_path / "desk.sqlite") as started:
        yield started


def at_article(page: Page, server: Server) -> Page:
    page.goto(server.url)
    page.goto(f"{server.base}/articles/1")
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    return page


@pytest.fixture
def phone(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(10_000)
    yield at_article(context.new_page(), server)
    context.close()


def told(page: Page, words: str) -> None:
    """What a screen reader is told, in a live region."""
    expect(page.get_by_role("status").and_(page.locator("#told"))).to_contain_text(words)


def test_the_whole_way_by_finger_on_a_telephone(phone: Page) -> None:
    phone.goto(phone.url.replace("/articles/1", "/"))
    phone.locator("[data-item]").first.tap()
    phone.wait_for_url("**/articles/1*")
    phone.wait_for_function("() => document.documentElement.classList.contains('js')")
    note = phone.locator(".note", has_text="garbled-name")
    note.get_by_role("button", name="Reject").first.tap()
    note.get_by_label("the name is right").tap()
    note.locator("form.panel.open button.strong").tap()
    told(phone, "Rejected")
    note.get_by_role("button", name="Open again").tap()
    told(phone, "Open again")
    note.get_by_role("button", name="Apply").tap()
    told(phone, "Applied")
    phone.get_by_role("button", name=re.compile("Undo")).tap()
    told(phone, "Undone")
    row = phone.locator(".row", has=note)
    row.get_by_role("button", name=re.compile("^Mark an error")).tap()
    words = phone.get_by_role("textbox", name=re.compile("^The words"))
    words.evaluate("area => area.setSelectionRange(0, 9)")  # as the handles of a selection do
    expect(phone.locator("#mark-chosen")).to_have_text("Chosen: “Secretary”")
    phone.get_by_role("dialog").get_by_role("button", name="Mark", exact=True).tap()
    told(phone, "Marked")
    row.get_by_role("button", name=re.compile("^Edit sentence")).tap()
    row.get_by_role("textbox", name=re.compile("^Sentence")).fill("By finger.")
    row.get_by_role("button", name=re.compile("^Save")).tap()
    told(phone, "Saved")
    expect(row.locator(".mt .words")).to_have_text("By finger.")


def test_what_is_touched_is_large_enough(phone: Page) -> None:
    """24 pixels at least (WCAG 2.2, 2.5.8); buttons 40."""
    boxes = phone.locator(
        "button:visible, a:visible:not(.skip, .tag), select:visible"
    ).evaluate_all(
        "all => all.map(one => [one.textContent.trim().slice(0, 20), one.tagName,"
        " one.getBoundingClientRect().height])"
    )
    assert [one for one in boxes if one[2] < (40 if one[1] == "BUTTON" else 24)] == []


def test_a_screen_reader_has_names_for_all_of_it(page: Page, server: Server) -> None:
    """By roles and names alone, and what was done is said in a live region."""
    at_article(page, server)
    expect(page.get_by_role("navigation", name="Pages")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("region", name=re.compile("^Sentence"))).to_have_count(
        page.locator(".row").count()
    )
    note = page.get_by_role("article", name=re.compile("major garbled-name"))
    expect(note).to_have_accessible_name(re.compile(r"^Finding \d+ major garbled-name N101"))
    note.get_by_role("button", name="Accept").click()
    told(page, "Accepted")
    expect(note).to_have_accessible_name(re.compile("accepted"))
    page.get_by_role("toolbar", name="Article").get_by_role("button", name="Undo").click()
    told(page, "Undone: undid a step on N101 garbled-name")
    page.get_by_role("button", name="Edit sentence 2").focus()
    page.keyboard.press("Enter")
    area = page.get_by_role("textbox", name="Sentence 2")
    expect(area).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.type(" And and so on.")
    live = page.get_by_role("status", name="Check of what you type")
    expect(live).to_contain_text("and")
    server.kill()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").and_(page.locator("#warned"))).to_contain_text(
        "The desk cannot be reached: nothing was stored."
    )


def test_the_leads_page_prints(page: Page, server: Server) -> None:
    with Desk.open(server.desk) as desk:
        found = [f for s in desk.article(1, "ann").segments for f in s.findings]
        for one in found:
            desk.decide("ann", one.id, "accepted", version=0)
    page.goto(server.url)
    page.goto(f"{server.base}/lead")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".bar nav", ".me", ".skip"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_role("img").first).to_be_visible()
    expect(page.get_by_role("table").first).to_be_visible()
    # On paper it is black on white, whatever the screen is.
    colours = page.evaluate(
        "() => [getComputedStyle(document.documentElement).backgroundColor,"
        " getComputedStyle(document.body).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.pdf(format="A4").startswith(b"%PDF-")

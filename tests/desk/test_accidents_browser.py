"""A disk that is full, a tab that is closed, a sentence of two rows: what is typed is not lost."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import uvicorn
from desk.desking import TOKEN, made, security
from reviewing.desks import take_glued
from sqlalchemy import event
from sqlalchemy.pool import Pool

from mtcheck.desk.application import application
from mtcheck.desk.serving import Asked, listening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page
    from sqlalchemy.engine.interfaces import DBAPIConnection

pytestmark = pytest.mark.browser

FREE = 1_073_741_823  # pages: SQLite's own limit


class Desked:
    """A desk served by a thread of this process, whose disk can be filled."""

    def __init__(self, folder: Path) -> None:
        self.pages = FREE
        event.listen(Pool, "checkout", self._bound)
        self.desk = made(folder)
        sock = listening(Asked(port=0))
        host = f"127.0.0.1:{sock.getsockname()[1]}"
        self.base = f"http://{host}"
        inner = application(self.desk, replace(security(), hosts=frozenset({host})))
        config = uvicorn.Config(inner, lifespan="off", access_log=False, log_config=None)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [sock]})
        self._thread.start()

    def _bound(self, connection: DBAPIConnection, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count={self.pages}")  # type: ignore[attr-defined]

    def fill(self) -> None:
        """From now on the file may not grow: SQLite says what it says of a full disk."""
        self.pages = 1

    def make_room(self) -> None:
        self.pages = FREE

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        self.desk.close()
        event.remove(Pool, "checkout", self._bound)


@pytest.fixture
def desked(tmp_path: Path) -> Iterator[Desked]:
    opened = Desked(tmp_path)
    yield opened
    opened.close()


def at_article(page: Page, desked: Desked, number: int = 1) -> Page:
    page.goto(f"{desked.base}/enter?token={TOKEN}")
    page.goto(f"{desked.base}/articles/{number}")
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    return page


def warned(page: Page, words: str) -> None:
    page.wait_for_selector(f"#warned:has-text('{words}')", timeout=20_000)


def told(page: Page, words: str) -> None:
    page.wait_for_selector(f"#told:has-text('{words}')", timeout=20_000)


def new_tab(page: Page, desked: Desked) -> Page:
    """The tab is closed and another opened: the browser keeps what it keeps."""
    context: BrowserContext = page.context
    page.close()
    return at_article(context.new_page(), desked)


def test_a_full_disk_is_told_and_what_was_typed_outlives_the_tab(
    page: Page, desked: Desked
) -> None:
    at_article(page, desked)
    page.keyboard.press("j")
    page.keyboard.press("e")
    desked.fill()
    page.keyboard.insert_text(" A long sentence." * 5_000)
    page.wait_for_selector(".keeping:has-text('The disk is full')", timeout=20_000)
    assert "What you type is kept in this browser." in page.locator(".keeping:visible").inner_text()
    page.keyboard.press("Control+Enter")
    warned(page, "The disk is full: nothing was stored; make room and try again")
    assert page.locator("form.edit.open textarea").input_value().endswith("A long sentence.")
    assert all(s.text == s.mt for s in desked.desk.article(1, "ann").segments)

    tab = new_tab(page, desked)
    area = tab.locator("form.edit.open textarea")
    assert area.input_value().endswith(" A long sentence." * 3)
    desked.make_room()
    area.focus()
    tab.keyboard.press("Control+Enter")
    told(tab, "Saved")
    assert any(s.text.endswith("A long sentence.") for s in desked.desk.article(1, "ann").segments)


@pytest.mark.parametrize(
    ("key", "field"), [("c", ".note.current [name=text]"), ("r", ".note.current [name=comment]")]
)
def test_a_remark_that_was_not_sent_is_there_in_the_next_tab(
    page: Page, desked: Desked, key: str, field: str
) -> None:
    at_article(page, desked)
    for press in ("j", key):
        page.keyboard.press(press)
    page.locator(field).fill("Half a rem")
    number = page.evaluate("() => document.querySelector('.note.current').id")
    tab = new_tab(page, desked)
    again = tab.locator(field.replace(".note.current", f"#{number}"))
    assert again.input_value() == "Half a rem"
    again.focus()
    tab.keyboard.type("ark")
    tab.keyboard.press("Enter")
    told(tab, "Commented" if key == "c" else "Rejected")
    tab.wait_for_selector(f"#{number}:has-text('Half a remark')")
    assert tab.evaluate("() => Object.keys(localStorage).filter(k => k.includes('remark'))") == []


def test_a_remark_on_the_article_waits_too_and_one_that_is_cancelled_does_not(
    page: Page, desked: Desked
) -> None:
    at_article(page, desked)
    page.fill("#article-comment", "For the next")
    page.locator("main").focus()
    for press in "jc":
        page.keyboard.press(press)
    page.keyboard.type("Never mind")
    page.locator(".panel.open [data-act=close]").click()
    tab = new_tab(page, desked)
    assert tab.locator("#article-comment").input_value() == "For the next"
    assert tab.locator(".panel.open").count() == 0


def test_a_remark_on_one_finding_outlives_a_judgement_of_another(
    page: Page, desked: Desked
) -> None:
    at_article(page, desked)
    rows = page.locator(".row").evaluate_all(
        "rows => rows.filter(r => r.querySelectorAll('.note').length > 1).map(r => r.id)"
    )
    one, other = page.locator(f"#{rows[0]} .note").all()[:2]
    one.locator("[data-act=comment]").click()
    page.keyboard.type("Half a rem")
    other.locator("[data-act=accept]").click()
    page.wait_for_selector(f"#{rows[0]} .mine.verdict-accepted")
    assert one.locator(".panel.open [name=text]").input_value() == "Half a rem"


def test_a_suggestion_over_two_sentences_is_applied_and_undone(page: Page, desked: Desked) -> None:
    finding = take_glued(desked.desk, "meat, the")
    at_article(page, desked, 2)
    page.locator("#row-1 [data-act=edit]").focus()
    page.keyboard.press("Enter")
    page.keyboard.type(" Half a sen")  # in the other row: it comes anew, with what is typed in it
    page.locator(f"#finding-{finding} [data-act=apply]").click()
    told(page, "Applied")
    page.wait_for_selector("#row-0 .diff:has-text('meat, ')")
    page.wait_for_selector("#row-1 .diff:has-text('the')")
    assert page.locator("#row-1 textarea").input_value().endswith("must answer. Half a sen")
    page.locator("#toolbar [data-act=undo]").click()
    told(page, "Undone")
    page.wait_for_function("() => !document.querySelector('.segment .diff')")
    assert page.locator("#row-1 textarea").input_value().endswith("must answer. Half a sen")


def test_a_mark_of_ones_own_is_taken_back_by_its_key(page: Page, desked: Desked) -> None:
    at_article(page, desked)
    segment = desked.desk.article(1, "ann").segments[0]
    desked.desk.mark("ann", segment.id, 0, 5, "style/awkward", "minor", version=0)
    page.reload()
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    note = page.locator(".note:has(h3:has-text('by ann'))")
    note.focus()
    page.keyboard.press("d")
    told(page, "Taken back")
    page.wait_for_function("() => !document.body.textContent.includes('by ann')")


def test_what_another_window_was_faster_with_is_shown(page: Page, desked: Desked) -> None:
    at_article(page, desked)
    rows = page.locator(".row").count()
    view = desked.desk.article(1, "ann")
    finding = next(f for s in view.segments for f in s.findings if f.code == "N101")
    desked.desk.decide("ann", finding.id, "rejected", reason="other", version=0)
    page.locator(f"#finding-{finding.id} [data-act=accept]").click()
    warned(page, "Not done: you have judged the finding anew since, in another window.")
    page.wait_for_selector(f"#finding-{finding.id} .mine:has-text('rejected: other')")
    assert page.locator(".row").count() == rows
    page.locator(f"#finding-{finding.id} [data-act=reopen]").click()
    told(page, "Open again")


def test_a_step_that_another_has_gone_on_from_stays(page: Page, desked: Desked) -> None:
    segment = desked.desk.article(1, "ann").segments[0]
    desked.desk.edit("ann", segment.id, "Ann's.", version=0)
    desked.desk.edit("bob", segment.id, "Bob's.", version=1)
    at_article(page, desked)
    page.keyboard.press("u")
    warned(page, "Bob has changed the sentence since.")
    assert page.locator("#toolbar [data-act=undo]").is_visible()
    assert page.locator(".mt .words").first.inner_text() == "Bob's."


def test_a_mark_on_a_sentence_that_was_changed_meanwhile_keeps_its_remark(
    page: Page, desked: Desked
) -> None:
    at_article(page, desked)
    segment = desked.desk.article(1, "ann").segments[0]
    page.locator(f"[data-act=mark][data-segment='{segment.id}']").focus()
    page.keyboard.press("Enter")
    page.fill("#mark-comment", "Stiff.")
    desked.desk.edit("bob", segment.id, "Bob wrote this.", version=0)
    page.locator("dialog#mark button.strong").click()
    warned(page, "Bob has changed the sentence since.")
    page.locator(f"[data-act=mark][data-segment='{segment.id}']").focus()
    page.keyboard.press("Enter")
    assert page.locator("#mark-comment").input_value() == "Stiff."

"""The desk as editors have it: in a browser, by keyboard, beside each other, on a bad day."""

from __future__ import annotations

import shutil
import sqlite3
from typing import TYPE_CHECKING

import pytest
from desk.serving import ROOT, Server

from mtcheck.desk import accounts
from mtcheck.reviewing import Desk
from mtcheck.reviewing.incoming import IncomingArticle, IncomingSegment, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DEMO = ROOT / "corpora" / "security-talks"
MT = "article.en.mt.txt"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    for name in (MT, "article.en.ref.txt", "article.ru.src.txt"):
        shutil.copy(DEMO / name, folder / name)
    return folder


@pytest.fixture
def server(files: Path, tmp_path: Path) -> Iterator[Server]:
    given = (
        str(files / MT),
        "--reference",
        str(files / "article.en.ref.txt"),
        "--source",
        str(files / "article.ru.src.txt"),
    )
    with Server(tmp_path / "desk.sqlite", given) as started:
        yield started


def at_article(page: Page, server: Server) -> Page:
    page.goto(server.url)
    page.goto(f"{server.base}/articles/1")
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    return page


def told(page: Page, words: str) -> None:
    page.wait_for_function(
        "words => document.getElementById('told').textContent.includes(words)", arg=words
    )


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def note_of(page: Page, name: str) -> str:
    return str(page.locator(f".note:has(h3:has-text('{name}'))").first.get_attribute("id"))


def go_to(page: Page, name: str) -> str:
    """By keyboard: the next finding until it is that one, or the one before."""
    wanted = note_of(page, name)
    for key in "j" * 20 + "k" * 20:
        page.keyboard.press(key)
        if focused(page) == wanted:
            return wanted
    raise AssertionError(name)


def test_from_flagged_file_to_corrected_file_by_keyboard_alone(  # noqa: PLR0915 - the whole way
    page: Page, server: Server, tmp_path: Path
) -> None:
    page.goto(server.url)
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    page.keyboard.press("j")
    page.keyboard.press("Enter")  # the first article of the queue
    page.wait_for_url("**/articles/1*")
    page.wait_for_function("() => document.documentElement.classList.contains('js')")

    # Apply a suggestion; the focus goes on to the next open finding.
    name = go_to(page, "garbled-name")
    page.keyboard.press("s")
    told(page, "Applied")
    page.wait_for_function("id => document.activeElement.id !== id", arg=name)
    assert "note" in page.evaluate("document.activeElement.className")
    assert "Antony Blinken said" in page.locator(".mt .words").nth(3).inner_text() or (
        page.locator(".mt .words", has_text="Antony Blinken said").count() == 1
    )

    # Reject another with a reason, by its number.
    page.keyboard.press("r")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    told(page, "Rejected")
    assert page.locator(".mine.verdict-rejected").inner_text().endswith("free, but faithful")

    # Accept with the Enter key, and take it back; then do it again.
    page.wait_for_function("() => document.activeElement.classList.contains('note')")
    page.keyboard.press("Enter")
    told(page, "Accepted")
    page.wait_for_function("() => document.querySelectorAll('.mine.verdict-accepted').length === 2")
    page.keyboard.press("u")
    told(page, "Undone")
    page.wait_for_function("() => document.querySelectorAll('.mine.verdict-accepted').length === 1")
    page.keyboard.press("Shift+U")
    told(page, "Done again")
    page.wait_for_function("() => document.querySelectorAll('.mine.verdict-accepted').length === 2")

    # Edit a sentence; what is typed is checked as it is typed.
    go_to(page, "punctuation")
    page.keyboard.press("e")
    page.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
    page.keyboard.press("Control+A")
    page.keyboard.type("According to him, Washington is ready to talk about indivisible security.")
    page.wait_for_selector(".live:not(:empty)")
    page.keyboard.press("Control+Enter")
    told(page, "Saved")
    page.wait_for_selector(".mt .words:has-text('indivisible security')")
    assert page.locator(".segment .diff ins").first.is_visible()

    # Comment, and mark an error of one's own, choosing its words by keyboard.
    page.keyboard.press("c")
    page.keyboard.type("Ask the desk in Geneva.")
    page.keyboard.press("Enter")
    told(page, "Commented")
    go_to(page, "garbled-name")
    page.keyboard.press("m")
    page.wait_for_selector("dialog#mark[open]")
    for _ in range(9):
        page.keyboard.press("Shift+ArrowRight")
    page.wait_for_function(
        "() => document.getElementById('mark-chosen').textContent.includes('Secretary')"
    )
    page.keyboard.press("Tab")
    page.keyboard.type("style")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    told(page, "Marked")
    page.wait_for_selector(".note h3:has-text('by ann')")

    # And hand the corrected file back.
    page.goto(f"{server.base}/exports")
    with page.expect_download() as waiting:
        page.locator("form[action$='/exports/corrected'] button").focus()
        page.keyboard.press("Enter")
    made = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(made)
    corrected = unpacked(made)
    assert "Secretary of State Antony Blinken said" in corrected
    assert "According to him, Washington is ready to talk about indivisible security." in corrected
    original = (DEMO / MT).read_text("utf-8")
    assert corrected.splitlines()[0] == original.splitlines()[0]
    assert server.stop() == 0


def unpacked(made: Path) -> str:
    """The corrected text, out of the archive where it is one."""
    if made.suffix != ".zip":
        return made.read_text("utf-8")
    shutil.unpack_archive(made, made.parent / "unpacked")
    (found,) = (made.parent / "unpacked").rglob(MT)
    return found.read_text("utf-8")


def test_what_was_typed_outlives_the_server_and_the_tab(
    page: Page, server: Server, browser: Browser
) -> None:
    at_article(page, server)
    go_to(page, "garbled-name")
    page.keyboard.press("e")
    page.keyboard.type(" Kept by the server.")
    page.wait_for_selector(".keeping:has-text('Kept as you typed it')")
    server.kill()
    page.keyboard.type(" Kept by the browser.")
    page.wait_for_selector(".keeping:has-text('kept in this browser')")
    page.keyboard.press("Control+Enter")
    page.wait_for_function(
        "() => document.getElementById('warned').textContent.includes('nothing was stored')"
    )

    # Another browser knows what the server has; this one all of it.
    server.start()
    other = browser.new_context().new_page()
    at_article(other, server)
    area = other.locator("form.edit.open textarea")
    assert area.input_value().endswith("Kept by the server.")
    other.context.close()

    tab = page.context.new_page()
    page.close()
    at_article(tab, server)
    assert (
        tab.locator("form.edit.open textarea")
        .input_value()
        .endswith("Kept by the server. Kept by the browser.")
    )
    tab.locator("form.edit.open textarea").focus()
    tab.keyboard.press("Control+Enter")
    told(tab, "Saved")
    tab.wait_for_selector(".mt .words:has-text('Kept by the browser.')")
    assert tab.evaluate("Object.keys(localStorage).filter(k => k.includes('draft')).length") == 0


def test_a_page_that_stood_open_goes_on_after_the_server_was_killed(
    page: Page, server: Server
) -> None:
    at_article(page, server)
    go_to(page, "garbled-name")
    server.kill()
    server.start()
    page.keyboard.press("a")
    told(page, "Accepted")


def team(server: Server, tmp_path: Path) -> Server:
    """The same desk, served again for a team of two."""
    path = tmp_path / "team.txt"
    accounts.added(path, "ann", "password of ann", "lead")
    accounts.added(path, "bob", "password of bob")
    server.stop()
    server.options = ("--auth", str(path))
    return server.start()


def signed_in(page: Page, server: Server, name: str) -> Page:
    page.goto(f"{server.base}/articles/1")
    page.fill("#name", name)
    page.fill("#password", f"password of {name}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/1*")
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    return page


def test_two_editors_in_conflict_lose_nothing(
    page: Page, server: Server, browser: Browser, tmp_path: Path
) -> None:
    team(server, tmp_path)
    ann = signed_in(page, server, "ann")
    bob = signed_in(browser.new_context().new_page(), server, "bob")
    for one in (ann, bob):
        go_to(one, "garbled-name")
        one.keyboard.press("e")
        one.wait_for_function("() => document.activeElement.tagName === 'TEXTAREA'")
        one.keyboard.press("Control+A")
    ann.keyboard.type("Ann wrote this.")
    bob.keyboard.type("Bob wrote that.")
    ann.keyboard.press("Control+Enter")
    told(ann, "Saved")
    bob.keyboard.press("Control+Enter")
    bob.wait_for_selector(".conflict[role=alert]")
    shown = bob.locator(".conflict[role=alert]").inner_text()
    assert "ann changed this sentence while you wrote" in shown
    assert bob.locator(".mt .words:has-text('Ann wrote this.')").count() == 1
    assert bob.locator("form.edit.open textarea").input_value() == "Bob wrote that."
    with Desk.open(server.desk) as desk:
        assert any(s.text == "Ann wrote this." for s in desk.article(1, "ann").segments)
    bob.locator("form.edit.open textarea").focus()
    bob.keyboard.press("Control+Enter")  # with theirs before one's eyes
    told(bob, "Saved")

    # Ann sees it without loading the page, and both are in the history.
    ann.wait_for_selector(".mt .words:has-text('Bob wrote that.')", timeout=20_000)
    ann.goto(f"{server.base}/history")
    said = ann.locator(".history").inner_text()
    assert "ann" in said
    assert "bob" in said
    bob.context.close()


def test_both_judgements_of_a_finding_are_kept_and_shown(
    page: Page, server: Server, browser: Browser, tmp_path: Path
) -> None:
    team(server, tmp_path)
    ann = signed_in(page, server, "ann")
    bob = signed_in(browser.new_context().new_page(), server, "bob")
    go_to(ann, "garbled-name")
    ann.keyboard.press("a")
    told(ann, "Accepted")
    note = note_of(bob, "garbled-name")
    bob.wait_for_selector(f"#{note} .other:has-text('ann accepted')", timeout=20_000)
    go_to(bob, "garbled-name")
    bob.keyboard.press("r")
    bob.keyboard.press("2")
    bob.keyboard.press("Enter")
    told(bob, "Rejected")
    ann.wait_for_selector(f"#{note} .other:has-text('bob rejected')", timeout=20_000)
    assert ann.locator(f"#{note} .mine").inner_text() == "✓ accepted"
    bob.context.close()


def test_who_types_fast_is_not_called_back(page: Page, server: Server) -> None:
    """Six judgements in a row, none waited for: each is of the finding that one was on."""
    at_article(page, server)
    page.keyboard.press("j")
    expected = []
    for _ in range(6):
        expected.append(focused(page))
        page.keyboard.press("a")
        page.keyboard.press("j")
    page.wait_for_function("() => document.querySelectorAll('.mine.verdict-accepted').length === 6")
    judged = page.locator(".note.judged").evaluate_all("all => all.map(note => note.id)")
    assert judged == expected


def test_a_locked_desk_is_told_and_what_was_typed_stays(page: Page, server: Server) -> None:
    at_article(page, server)
    go_to(page, "garbled-name")
    page.keyboard.press("e")
    page.keyboard.type(" Typed while locked.")
    with sqlite3.connect(server.desk, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        page.keyboard.press("Control+Enter")
        page.wait_for_selector("#warned:has-text('is busy')", timeout=20_000)
        area = page.locator("form.edit.open textarea")
        assert area.input_value().endswith("Typed while locked.")
        kept = page.evaluate("() => Object.values(localStorage).join()")
        assert "Typed while locked." in kept
        other.execute("ROLLBACK")
    other.close()
    area.focus()
    page.keyboard.press("Control+Enter")
    told(page, "Saved")
    page.wait_for_selector(".mt .words:has-text('Typed while locked.')")


ODD = "\U0001f600\U0001f600 President\u202e Marcon\r\n\x07said: \U00020000\U00020001\u5b57."


@pytest.mark.parametrize("words", ["Marcon", "said", "\U00020001\u5b57", "\U0001f600"])
def test_what_is_selected_is_what_is_marked(page: Page, tmp_path: Path, words: str) -> None:
    """Browsers count in UTF-16, the desk in code points; what is not seen counts, too."""
    path = tmp_path / "desk.sqlite"
    with Desk.open(path) as desk:
        segment = IncomingSegment(row=0, start=0, end=len(ODD), mt=ODD, reference="Right.")
        desk.take_articles(
            [
                IncomingArticle(
                    key=key_of("odd", "", "en"),
                    document="odd",
                    path=None,
                    system="",
                    source_lang=None,
                    target_lang="en",
                    words=4,
                    mt=ODD,
                    segments=(segment,),
                    findings=(),
                )
            ]
        )
    with Server(path) as server:
        at_article(page, server)
        page.evaluate(SELECT, words)
        page.wait_for_selector("#mark-here:not([hidden])")
        page.click("#mark-here")
        page.wait_for_selector(f"#mark-chosen:has-text('{words}')")
        page.click("dialog#mark button.strong")
        told(page, "Marked")
    with Desk.open(path) as desk:
        (finding,) = desk.article(1, "ann").segments[0].findings
        last = ODD.rindex(words)
        assert (finding.text, finding.start) == (words, last)


SELECT = """words => {
  const sentence = document.querySelector(".mt .words");
  const walk = document.createTreeWalker(sentence, NodeFilter.SHOW_TEXT);
  let found = null;
  while (walk.nextNode()) if (walk.currentNode.data.includes(words)) found = walk.currentNode;
  const at = found.data.lastIndexOf(words);
  getSelection().setBaseAndExtent(found, at, found, at + words.length);
}"""


def test_a_finger_or_mouse_does_all_of_it(page: Page, server: Server) -> None:
    at_article(page, server)
    note = page.locator(f"#{note_of(page, 'garbled-name')}")
    note.locator("button[data-act=reject]").click()
    note.locator("label:has-text('the name is right')").click()
    note.locator("form.panel.open button.strong").first.click()
    told(page, "Rejected")
    note.locator("button[data-act=reopen]").click()
    told(page, "Open again")
    note.locator("button[data-act=apply]").click()
    told(page, "Applied")
    page.locator("button[data-act=undo]").click()
    told(page, "Undone")
    row = page.locator(".row", has=note)
    row.locator(".words").first.hover()
    row.locator("button[data-act=edit]").first.click()
    page.fill("form.edit.open textarea", "Another sentence.")
    page.locator("form.edit.open button.strong").click()
    told(page, "Saved")
    assert row.locator(".mt .words").first.inner_text() == "Another sentence."


def test_what_is_typed_while_it_is_being_saved_is_not_lost(page: Page, server: Server) -> None:
    at_article(page, server)
    go_to(page, "garbled-name")
    page.route("**/edit", lambda route: (page.wait_for_timeout(400), route.continue_()))
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("The first half.")
    page.keyboard.press("Control+Enter")
    page.keyboard.type(" The second half.")
    page.wait_for_selector(".mt .words:has-text('The first half.')")
    area = page.locator("form.edit.open textarea")
    assert area.input_value() == "The first half. The second half."
    area.focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".mt .words:has-text('The first half. The second half.')")
    assert page.locator("form.edit.open").count() == 0


def test_keys_act_on_any_layout(page: Page, server: Server) -> None:
    """A Russian J is an О, and caps lock makes capitals of all."""
    at_article(page, server)
    for key, code in (("о", "KeyJ"), ("J", "KeyJ")):
        page.evaluate(
            """([key, code]) => document.activeElement.dispatchEvent(
                new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))""",
            [key, code],
        )
    notes = page.locator(".note").evaluate_all("all => all.map(note => note.id)")
    assert focused(page) == notes[1]
    page.keyboard.press("?")
    page.wait_for_selector("dialog#help[open]")


def test_keys_lead_out_of_an_article(page: Page, server: Server) -> None:
    at_article(page, server)
    page.keyboard.press("]")
    told(page, "That was the last article of the queue.")
    page.keyboard.press("[")
    told(page, "That was the first article of the queue.")
    page.keyboard.press("/")
    page.wait_for_url("**/#filter-text")
    page.wait_for_function("() => document.activeElement.id === 'filter-text'")
    page.keyboard.type("Blingen")
    page.wait_for_url("**/?text=Blingen")
    page.wait_for_selector("#queue-count:has-text('1 article fits')")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    assert page.evaluate(_FILTERED_AGAIN) == "queued-1", (
        "rows that come anew take the keys' place away"
    )
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/1?*text=Blingen")


_FILTERED_AGAIN = """() => new Promise(done => {
  const settled = () => done(document.activeElement.id);
  document.addEventListener("htmx:afterSettle", settled, { once: true });
  document.querySelector("#filters").dispatchEvent(new Event("change", { bubbles: true }));
})"""

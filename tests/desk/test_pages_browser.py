"""Each page in a browser: nothing hostile acts, everybody can use it, it fits, texts run right."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from desk.hostile import PAYLOADS, hostile
from desk.serving import Server
from reporting.reported import demo

from mtcheck.desk import accounts
from mtcheck.reviewing import Desk
from mtcheck.reviewing.incoming import IncomingArticle, IncomingSegment, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = ("/", "/articles/1", "/history", "/history?article=1", "/exports", "/lead", "/help")
STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def served(folder: Path, fill: Callable[[Desk], object]) -> Server:
    path = folder / "desk.sqlite"
    with Desk.open(path) as desk:
        fill(desk)
    return Server(path)


def opened(page: Page, server: Server, path: str) -> Page:
    page.goto(server.url)
    page.goto(server.base + path)
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    return page


@pytest.fixture(scope="module")
def desk_of_texts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(tmp_path_factory.mktemp("hostile"), hostile) as server:
        yield server


@pytest.fixture(scope="module")
def desk_in_use(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    def fill(desk: Desk) -> None:
        desk.take([demo()])
        view = desk.article(1, "ann")
        found = [f for s in view.segments for f in s.findings]
        desk.decide("ann", found[0].id, "accepted", version=0)
        desk.decide("bob", found[0].id, "rejected", reason="free, but faithful", version=0)
        desk.decide("ann", found[2].id, "rejected", reason="other", comment="Why?", version=0)
        desk.apply("bob", next(f.id for f in found if f.code == "N101"), version=0)
        desk.comment("bob", "See the agency's style guide.", article=1)
        desk.draft("ann", view.segments[-1].id, "Half a sentence", 0)
        desk.undo("bob")

    with served(tmp_path_factory.mktemp("in-use"), fill) as server:
        yield server


@pytest.mark.parametrize("path", PAGES)
def test_no_text_of_anybodys_acts(page: Page, desk_of_texts: Server, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    opened(page, desk_of_texts, path)
    page.mouse.move(300, 300)
    for _ in range(5):
        page.keyboard.press("j")
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.pwned") is None
    assert all(url.startswith(f"{desk_of_texts.base}/") for url in asked), asked
    foreign = (
        "script:not([src]), iframe, base, [onerror], [onload], [onfocus], math, [hx-trigger=load]"
    )
    assert page.locator(foreign).count() == 0
    assert page.locator("main").is_visible()


def test_hostile_texts_are_shown_as_they_are(page: Page, desk_of_texts: Server) -> None:
    opened(page, desk_of_texts, "/articles/1")
    for number in (4, 5, 12, 16):
        assert page.locator(f"#row-{number} .mt .words").inner_text().startswith(PAYLOADS[number])
        area = page.locator(f"#row-{number} textarea")
        assert area.input_value() == f"{PAYLOADS[number]} {PAYLOADS[number]}"
    shown = page.locator("#row-19 .mt .words").inner_text()
    assert shown.startswith("<U+202E>gnp.exe<U+202C>")


def test_hostile_texts_stay_texts_when_a_row_comes_anew(page: Page, desk_of_texts: Server) -> None:
    opened(page, desk_of_texts, "/articles/1")
    for _ in range(4):
        page.keyboard.press("o")
        number = page.evaluate("() => document.activeElement.id")
        page.keyboard.press("a")
        page.wait_for_selector(f"#{number} .mine")
    page.keyboard.press("e")
    page.keyboard.press("Control+End")
    page.keyboard.type(PAYLOADS[1] + PAYLOADS[2])
    page.wait_for_selector(".live:not(:empty)", state="attached")
    page.keyboard.press("Control+Enter")
    page.wait_for_function("() => document.getElementById('told').textContent !== 'Accepted'")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.pwned") is None


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(
    page: Page, desk_in_use: Server, path: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    opened(page, desk_in_use, path)
    assert complaints(page) == []


def complaints(page: Page) -> list[str]:
    result = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(STANDARD)}})
    return [
        f"{found['id']}: {node['html'][:120]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


@pytest.fixture(scope="module")
def desk_of_a_team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("team")
    accounts.added(folder / "team.txt", "ann", "password of ann", "lead")
    with Desk.open(folder / "desk.sqlite") as desk:
        desk.take([demo()])
    with Server(folder / "desk.sqlite", options=("--auth", str(folder / "team.txt"))) as server:
        yield server


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_where_one_signs_in(
    page: Page, desk_of_a_team: Server, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(f"{desk_of_a_team.base}/articles/1")
    page.wait_for_function("() => document.documentElement.classList.contains('js')")
    assert complaints(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0
    page.fill("#name", "ann")
    page.fill("#password", "no password of ann's")
    page.keyboard.press("Enter")
    page.wait_for_selector(".failed[role=alert]")
    assert complaints(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_there_is_nothing(
    page: Page, desk_in_use: Server, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, desk_in_use, "/articles/999")
    assert page.locator("h1").inner_text() == "There is nothing here"
    assert complaints(page) == []


@pytest.mark.parametrize("keys", ["?", "jr", "jc", "je", "jm"])
def test_axe_finds_nothing_in_what_opens(page: Page, desk_in_use: Server, keys: str) -> None:
    opened(page, desk_in_use, "/articles/1")
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    assert complaints(page) == []


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920, 3840])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_its_window(page: Page, desk_in_use: Server, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, desk_in_use, path)
    assert page.evaluate("() => document.documentElement.scrollWidth - innerWidth") <= 0


def other_script(desk: Desk, lang: str, mt: str, source: str) -> None:
    desk.take_articles(
        [
            IncomingArticle(
                key=key_of(lang, "", lang),
                document=lang,
                path=None,
                system="",
                source_lang="en",
                target_lang=lang,
                words=5,
                mt=mt,
                segments=(IncomingSegment(row=0, start=0, end=len(mt), mt=mt, source=source),),
                findings=(),
            )
        ]
    )


@pytest.mark.parametrize(
    ("lang", "mt", "way"),
    [
        ("ar", "اجتمع الوزيران في القاهرة (2024).", "rtl"),
        ("he", "השרים נפגשו בקהיר (2024).", "rtl"),
        ("ja", "両大臣はカイロで会談した。", "ltr"),
    ],
)
def test_a_text_runs_the_way_of_its_script(
    page: Page, tmp_path: Path, lang: str, mt: str, way: str
) -> None:
    fill = functools.partial(other_script, lang=lang, mt=mt, source="The ministers met in Cairo.")
    with served(tmp_path, fill) as server:
        opened(page, server, "/articles/1")
        words = page.locator(".mt .words")
        assert (words.get_attribute("lang"), words.get_attribute("dir")) == (lang, way)
        source = page.locator(".source .words")
        assert (source.get_attribute("lang"), source.get_attribute("dir")) == ("en", "ltr")
        page.keyboard.press("Tab")
        page.locator("[data-act=edit]").focus()
        page.keyboard.press("Enter")
        area = page.locator("form.edit.open textarea")
        assert (area.get_attribute("lang"), area.get_attribute("dir")) == (lang, way)


def test_single_letters_can_be_turned_off(page: Page, desk_in_use: Server) -> None:
    opened(page, desk_in_use, "/articles/1")
    page.keyboard.press("?")
    page.locator("#single-keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.className") != "note"
    assert page.locator(".note.current").count() == 0
    page.keyboard.press("Alt+j")
    page.wait_for_selector(".note.current")


def test_the_queue_is_filtered_in_its_address(page: Page, desk_in_use: Server) -> None:
    opened(page, desk_in_use, "/")
    page.select_option("select[name=check]", "N101")
    page.wait_for_url("**/?check=N101")  # and no filter that is not set
    page.wait_for_selector("#queue-count:has-text('1 article fits')")
    page.fill("#filter-text", "no such words anywhere")
    page.wait_for_selector(".empty")
    page.go_back()
    page.reload()
    assert page.locator("#queue-count").is_visible()


def test_without_scripts_everything_can_be_read_and_judged(page: Page, desk_in_use: Server) -> None:
    assert page.context.browser is not None
    context = page.context.browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(desk_in_use.url)
    plain.goto(f"{desk_in_use.base}/articles/1")
    note = plain.locator(".note[data-open=yes]").first
    number = note.get_attribute("id")
    note.locator("button[value=accepted]").click()
    plain.wait_for_url("**/articles/1#finding-*")
    assert plain.locator(f"#{number} .mine").inner_text() == "✓ accepted"
    plain.locator(f"#{number} button[value=undecided]").click()
    assert plain.locator(f"#{number} .mine").count() == 0
    context.close()

"""The page as a browser has it: what loads, what fits, what the filters do, what can be read.

Skipped where there is no chromium, but not in CI, where a missing browser is a failure.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import chromium
import pytest
from reported import HOSTILE, demo, hostile, report

from mtcheck.reporting.html import render

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mtcheck.report import Report

pytestmark = pytest.mark.browser

# Every element with text of its own against the nearest background, by WCAG 2.2's formula.
CONTRASTS = """
(() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const back = e => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length && c[3] !== 0) return c;
    }
    return [255, 255, 255];
  };
  return [...document.body.querySelectorAll('*')].filter(e =>
    [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.checkVisibility()
  ).map(e => {
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(back(e))];
    return [e.tagName + '.' + e.className, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)];
  });
})()
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Chromium]:
    if chromium.path() is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no chromium to look at the HTML report with")
        pytest.skip("no chromium")
    with chromium.Chromium() as started:
        yield started


def show(browser: chromium.Chromium, made: Report, folder: Path, width: int = 1280) -> None:
    file = folder / "report.html"
    file.write_text(render([made]), encoding="utf-8")
    browser.media()
    browser.resize(width)
    browser.open(file)


def test_the_page_loads_nothing_and_breaks_no_rule(
    browser: chromium.Chromium, tmp_path: Path
) -> None:
    show(browser, demo(), tmp_path)
    requests = [
        e["params"]["request"]["url"]
        for e in browser.events
        if e.get("method") == "Network.requestWillBeSent"
    ]
    assert requests == [(tmp_path / "report.html").as_uri()]
    assert not [e for e in browser.events if e.get("method") == "Log.entryAdded"]
    assert browser.value("document.compatMode") == "CSS1Compat"
    assert browser.value("getComputedStyle(document.querySelector('.row')).display") == "grid"


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_texts_do_nothing(browser: chromium.Chromium, tmp_path: Path, payload: str) -> None:
    show(browser, hostile(payload), tmp_path)
    assert browser.value("document.title") != "taken"
    assert browser.value("document.querySelectorAll('script, img, svg, iframe').length") == 0
    assert browser.value("document.querySelectorAll('style, h1').length") == 2
    assert len([e for e in browser.events if e.get("method") == "Network.requestWillBeSent"]) == 1


def test_a_filter_hides_notes_and_blanks_marks_without_a_script(
    browser: chromium.Chromium, tmp_path: Path
) -> None:
    show(browser, demo(), tmp_path)
    visible = "[...document.querySelectorAll('.note')].filter(e => e.checkVisibility()).length"
    tint = "getComputedStyle(document.querySelector('mark.check-N101')).backgroundColor"
    assert browser.value(visible) == 4
    assert browser.value(tint) != "rgba(0, 0, 0, 0)"
    browser.value("document.getElementById('check-N101').click()")
    assert browser.value(visible) == 3
    assert browser.value(tint) == "rgba(0, 0, 0, 0)"
    browser.value("document.getElementById('severity-minor').click()")
    assert browser.value(visible) == 2
    browser.value("document.getElementById('severity-minor').click()")
    browser.value("document.getElementById('check-N101').click()")
    assert browser.value(visible) == 4
    rows = "[...document.querySelectorAll('.row')].filter(e => e.checkVisibility()).length"
    before = browser.value(rows)
    browser.value("document.getElementById('only-marked').click()")
    assert 0 < browser.value(rows) < before


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920, 3840])
def test_the_page_fits_every_width(browser: chromium.Chromium, tmp_path: Path, width: int) -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller" * 3
    made = report(long, f"{long} – {long}", long, demo().findings[:1], path=long)
    for shown in (made, demo()):
        show(browser, shown, tmp_path, width)
        assert browser.value("document.documentElement.scrollWidth") <= width


def test_texts_stand_side_by_side_where_there_is_room(
    browser: chromium.Chromium, tmp_path: Path
) -> None:
    sides = """[...document.querySelectorAll('.row:has(.note)')][0].querySelectorAll('.cell')"""
    tops = f"[...{sides}].map(e => Math.round(e.getBoundingClientRect().top))"
    show(browser, demo(), tmp_path, 1280)
    assert len(set(browser.value(tops))) == 1
    show(browser, demo(), tmp_path, 360)
    assert len(set(browser.value(tops))) == 3


@pytest.mark.parametrize(
    ("kind", "scheme"), [("screen", "light"), ("screen", "dark"), ("print", "light")]
)
def test_every_text_has_the_contrast_of_wcag_aa(
    browser: chromium.Chromium, tmp_path: Path, kind: str, scheme: str
) -> None:
    show(browser, demo(), tmp_path)
    browser.media(kind=kind, scheme=scheme)
    found = browser.value(CONTRASTS)
    assert len(found) > 40
    assert not [(element, ratio) for element, ratio in found if ratio < 4.5]


def test_everything_can_be_reached_by_keyboard_and_shows_the_focus(
    browser: chromium.Chromium, tmp_path: Path
) -> None:
    show(browser, demo(), tmp_path)
    reached = []
    for _ in range(40):
        browser.press_tab()
        element, outline = browser.value(
            "[document.activeElement.getAttribute('href') || document.activeElement.id"
            " || document.activeElement.tagName,"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        if element in reached or element == "BODY":
            break
        assert outline not in {"none", ""}, element
        reached.append(element)
    assert reached[0] == "#text"
    assert {"severity-minor", "only-marked", "#note-1", "#mark-1", "#note-4"} <= set(reached)


def test_a_reader_hears_headings_landmarks_and_names(
    browser: chromium.Chromium, tmp_path: Path
) -> None:
    show(browser, demo(), tmp_path)
    nodes = browser.send("Accessibility.getFullAXTree")["nodes"]
    seen = [
        (node.get("role", {}).get("value"), node.get("name", {}).get("value"))
        for node in nodes
        if not node.get("ignored")
    ]
    roles = [role for role, _ in seen]
    assert {"banner", "main", "contentinfo", "region", "list"} <= set(roles)
    assert not [seen_ for seen_ in seen if seen_[0] in {"checkbox", "link"} and not seen_[1]]
    assert ("link", "major finding 1") in seen
    assert ("checkbox", "critical 1") in seen
    levels = [
        prop["value"]["value"]
        for node in nodes
        if node.get("role", {}).get("value") == "heading"
        for prop in node.get("properties", ())
        if prop["name"] == "level"
    ]
    assert levels[:3] == [1, 2, 3]


def test_the_page_reads_in_order_without_its_style(
    browser: chromium.Chromium, tmp_path: Path
) -> None:
    show(browser, demo(), tmp_path)
    browser.value("document.querySelector('style').remove()")
    text = browser.value("document.body.innerText")
    order = ["talks.mt.txt", "Anthony Blingen", "not a known word", "Antony Blinken had"[:14]]
    places = [text.index(words) for words in order]
    assert places == sorted(places)

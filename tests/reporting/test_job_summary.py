from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from drawn import reports
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # noqa: TID253 - the judge of these tests
from reported import HOSTILE, at, demo, finding, hostile, report

from mtcheck.reporting import markdown
from mtcheck.reporting.markdown import render
from mtcheck.reporting.showing import visible

if TYPE_CHECKING:
    from mtcheck.report import Report

DEMO = """\
## mtcheck: 4 findings (1 critical, 2 major, 1 minor)

| article | critical | major | minor | MQM | penalty per 100 words | words |
|---|---:|---:|---:|---:|---:|---:|
| talks.mt.txt | 1 | 2 | 1 | -38.5 | 138.5 | 26 |

### talks.mt.txt

| | line | check | text | why |
|---|---:|---|---|---|
| 🟣 | 4 | A301 mistranslated-phrase (critical, 93%) | The parties **kicked ten diplomats ,** \
and paid 15 million francs. | The reference says another thing. |
| 🔴 | 3 | N101 garbled-name (major, 93%) | Secretary of State **Anthony Blingen** said that he \
did not expect a breakthrough. | "Blingen" is not a known word; the reference has "Blinken" \
here.<br>fix: replace with “Antony Blinken”<br>reference: “Antony Blinken” |
| 🔴 | 4 | A302 omission (major, 93%) | The parties kicked ten diplomats , and paid 15 million \
francs.▲ | A sentence of the reference is missing.<br>fix: insert “ No statement was made.”<br>\
reference: “No statement was made.” |
| 🟡 | 4 | F503 spacing (minor, 93%) | The parties kicked ten diplomats** ,** and paid 15 million \
francs. | There is a space before the comma.<br>fix: replace with “,” |

- **error** talks.mt.txt: check N103 failed: KeyError\\: 'x'
- talks.mt.txt: 1 hidden (1 too unsure)
- talks.mt.txt: without data for Klingon, quiet\\: N101
- talks.mt.txt: the text has 26 words\\: an MQM score of fewer than 500 says little
"""


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.cells: list[str] = []
        self.inside = False
        # GitHub's tables and bare addresses, with HTML let through: what else a page may have.
        parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
        self.feed(parser.render(text))

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)
        if tag in {"td", "th"}:
            self.cells.append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag not in {"td", "th"}

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.inside:
            self.cells[-1] += data


def test_the_whole_page() -> None:
    assert render([demo()]) == DEMO


def test_articles_without_findings_have_no_table() -> None:
    page = render([report(path="a.txt"), report(path="b.txt")])
    assert page.startswith("## mtcheck: no findings\n")
    assert "###" not in page
    assert page.count("| a.txt |") == page.count("| b.txt |") == 1


def test_a_run_that_is_too_long_says_what_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_MOST_BYTES", 4_500)
    page = render([demo()] * 4)
    assert len(page.encode()) <= 4_500
    left = re.search(r"^(\d+) more findings are left out here", page, re.MULTILINE)
    assert left
    kept = sum(line.startswith(("| 🟣", "| 🔴", "| 🟡")) for line in page.splitlines())
    assert int(left[1]) + kept == 16
    assert "🟡" not in page


PAYLOADS = (
    *HOSTILE,
    "a | b | c",
    "`code` ``x`` ~~gone~~ **bold** __x__ *y* _z_",
    "[link](http://x.example) ![img](http://x.example/i.png) <http://x.example>",
    "http://x.example/ www.x.example a@b.example",
    "@someone and #12 and org/repo#3 :smile:",
    "$\\sqrt{3}$ $$x$$",
    "\\| \\` \\\\",
    "[^1] [x]: http://x.example",
    "# heading\n\n- item\n\n> quote\n\n---",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_texts_are_shown_as_they_are(payload: str) -> None:
    page = render([hostile(payload)])
    assert not set(page) & set("\x00\x07\x1b\x7f\x9b\u202e\u2028\u2029\r\t")
    read = _Page(page)
    allowed = {"h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "strong", "br"}
    assert set(read.tags) <= allowed | {"ul", "li", "p"}
    assert read.tags.count("table") == 2
    why = [cell for cell in read.cells if "fix: " in cell]
    assert len(why) == 2
    assert all(cell.startswith(visible(payload).strip()) for cell in why)


@pytest.mark.parametrize("words", ["@someone", "#12", "http://x.example", "www.x.example"])
def test_nobody_is_mentioned_and_nothing_is_linked(words: str) -> None:
    page = render([report("x", findings=[finding(at("x", "x"), words)])])
    assert words not in page
    linked = MarkdownIt("gfm-like", {"html": True}).render(page)
    assert "<a " not in linked


@given(st.text(max_size=20))
def test_any_words_come_back(words: str) -> None:
    page = render([report("x", findings=[finding(at("x", "x"), f"Why: {words}.")])])
    read = _Page(page)
    assert visible(f"Why: {words}.") in read.cells


@given(reports())
def test_there_is_a_row_a_finding(made: Report) -> None:
    page = render([made])
    assert sum(line.startswith("| ") and "%)" in line for line in page.split("\n")) == len(
        made.findings
    )

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import HOSTILE, REFERENCE, SOURCE, at, demo, finding, hostile, report

from mtcheck.mqm import Category, Severity
from mtcheck.reporting.html import render
from mtcheck.reporting.showing import visible
from mtcheck.span import Span

_VOID = {"meta", "input"}
_TAGS = _VOID | set(
    "html head title style body a header p h1 h2 h3 dl div dt dd ul ol li section fieldset legend"
    " label span details summary main mark ins b bdi footer".split()
)


class Page(HTMLParser):
    """What a page has: its elements, and the text of the MT, of the notes and of the fixes."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.fixes: list[str] = []
        self.style = ""
        self.text = ""
        self.feed(source)
        self.close()
        assert not self.stack, "an element is not closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "bdi":
            self.fixes.append("")
        if tag not in _VOID:
            self.stack.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop()[0] == tag

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data}")

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.stack]
        classes = " ".join(attrs.get("class") or "" for _, attrs in self.stack).split()
        if tags[-1:] == ["style"]:
            self.style += data
            return
        self.text += data
        if "words" in classes and "mt" in classes and "tag" not in classes:
            self.words += data
        if "bdi" in tags:
            self.fixes[-1] += data


def page(*args: object, **kwargs: object) -> Page:
    return Page(render([report(*args, **kwargs)]))  # type: ignore[arg-type]


def classes(made: Page, name: str) -> list[dict[str, str | None]]:
    return [attrs for _, attrs in made.elements if name in (attrs.get("class") or "").split()]


def test_it_takes_exactly_one_article() -> None:
    for reports in ([], [demo(), demo()]):
        with pytest.raises(ValueError, match="one article"):
            render(reports)


def test_findings_link_to_their_notes_and_back() -> None:
    made = Page(render([demo()]))
    ids = [attrs["id"] for _, attrs in made.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs["href"] for tag, attrs in made.elements if tag == "a"]
    assert all((link or "")[1:] in ids for link in links)
    for number in range(1, 5):
        assert f"#note-{number}" in links
        assert f"#mark-{number}" in links


def test_every_text_has_its_language_and_direction() -> None:
    made = Page(render([demo()]))
    found = {(a.get("lang"), a.get("dir")) for a in classes(made, "words")}
    assert found == {("en", "ltr"), ("ru", "ltr")}
    right = page("אמר אנתוני בלינגן in English אתמול.", findings=[])
    assert {a.get("dir") for a in classes(right, "words")} == {"rtl"}


def test_severity_is_said_in_words_beside_every_mark() -> None:
    text = Page(render([demo()])).text
    for number, severity in enumerate(("major", "critical", "minor", "major"), 1):
        assert f" {severity} finding {number}" in text


def test_notes_say_why_and_what_to_do() -> None:
    made = Page(render([demo()]))
    assert '"Blingen" is not a known word; the reference has "Blinken" here.' in made.text
    assert "93% · also found by check F506" in made.text
    assert made.fixes == ["Antony Blinken", ",", " No statement was made."]


def test_a_missing_sentence_is_marked_in_its_own_row() -> None:
    source = render([demo()])
    row = source[source.index("Not in the translation") - 2_000 :]
    assert "mark-4" in row
    assert row.index("mark-4") < row.index("Not in the translation") < row.index("statement was")


def test_there_is_a_checkbox_for_each_severity_category_and_check() -> None:
    made = Page(render([demo()]))
    boxes = [attrs["id"] for tag, attrs in made.elements if tag == "input"]
    assert boxes == [
        "severity-critical",
        "severity-major",
        "severity-minor",
        "only-marked",
        "category-accuracy-mistranslation",
        "category-accuracy-omission",
        "category-fluency-punctuation",
        "check-A301",
        "check-A302",
        "check-F503",
        "check-N101",
    ]
    for box in boxes:
        assert f"#{box}:" in made.style


def test_a_text_without_findings_has_no_filters() -> None:
    made = page()
    assert not [tag for tag, _ in made.elements if tag in {"input", "mark", "fieldset"}]


def test_the_figures_are_signed() -> None:
    text = Page(render([demo()])).text
    assert "nrefs:1|case:mixed|eff:no|tok:13a" in text
    assert "mtcheck|lang:ru-en|ref:yes" in text
    assert "BLEU" not in page().text


def test_the_policy_names_the_style_sheet_and_allows_nothing_else() -> None:
    made = Page(render([demo()]))
    (policy,) = [
        attrs["content"] or ""
        for tag, attrs in made.elements
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    digest = base64.b64encode(hashlib.sha256(made.style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert not re.search(r"url\(|@import|expression", made.style)


@pytest.mark.parametrize("payload", HOSTILE)
def test_hostile_texts_stay_text(payload: str) -> None:
    source = render([hostile(payload)])
    source.encode()
    made = Page(source)
    assert {tag for tag, _ in made.elements} <= _TAGS
    for _, attrs in made.elements:
        assert not {name for name in attrs if name.startswith(("on", "src", "style"))}
        assert (attrs.get("href") or "#").startswith("#")
    assert visible(payload.replace("\u2028", "").split("\n")[0])[:4] in made.text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", source)
    assert (
        Page(render([demo()])).style.split(":root:has(#")[0] == made.style.split(":root:has(#")[0]
    )


_PIECES = ["word ", "Dr. ", "End. ", "é", "𝔘", "日本", "שלום ", "\n", "\r\n", "- ", "<b>", "&", " "]


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join), st.data())
def test_every_word_of_every_segment_is_shown_and_every_mark_numbered_once(
    mt: str, data: st.DataObject
) -> None:
    spans = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(mt)), st.integers(0, len(mt))).map(
                lambda t: Span(min(t), max(t))
            ),
            max_size=5,
        )
    )
    made = report(mt, findings=[finding(span) for span in sorted(spans)])
    shown = Page(render([made]))
    expected = "".join(made.article.mt.at(s.span) for s in made.article.mt.segments)
    kept = re.sub(r"\s", "", visible(expected)).replace("⏎", "")
    # A mark may show characters between the segments, so the words are a subsequence.
    found = iter(re.sub(r"\s", "", shown.words))
    assert all(character in found for character in kept)
    tags = [attrs["id"] for attrs in classes(shown, "tag")]
    assert sorted(tags) == sorted(f"mark-{n}" for n in range(1, len(spans) + 1))


def test_a_mark_inside_a_mark_keeps_both_and_the_text() -> None:
    made = page(
        findings=[
            finding(at("kicked ten diplomats"), severity=Severity.CRITICAL),
            finding(at("ten"), severity=Severity.MINOR, category=Category.LOCALE),
        ]
    )
    assert "The parties kicked ten diplomats , and" in made.words
    assert len(classes(made, "mark-tag")) == 2


def test_rows_hold_what_belongs_together_on_both_sides() -> None:
    source = render([report(reference=REFERENCE, source=SOURCE)])
    rows = source.split('<section class="row')[1:]
    assert [("Blingen" in r, "Blinken" in r, "Блинкен" in r) for r in rows if "Blinken" in r] == [
        (True, True, True)
    ]

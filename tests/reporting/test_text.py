from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reported import HOSTILE, at, demo, finding, hostile, report

from mtcheck.mqm import Category, Severity
from mtcheck.reporting.excerpts import width_of
from mtcheck.reporting.showing import exact, visible
from mtcheck.reporting.text import render
from mtcheck.span import Span

LONG = "The council met in the town hall. " * 80
_STYLE = re.compile(r"\x1b\[[0-9;]+m")

DEMO = """\
talks.mt.txt:3:20  major  N101 garbled-name  93%
  "Blingen" is not a known word; the reference has "Blinken" here.
    3 │ Secretary of State Anthony Blingen said that he did not expect a …
      │                    ^^^^^^^^^^^^^^^
  fix: replace with "Antony Blinken"
  ref: Secretary of State Antony Blinken said that he did not expect a …
  also found by check F506

talks.mt.txt:4:13  critical  A301 mistranslated-phrase  93%
  The reference says another thing.
    4 │ The parties kicked ten diplomats , and paid 15 million francs.
      │             ^^^^^^^^^^^^^^^^^^^^^^
  ref: The parties expelled ten diplomats, and paid 1.5 million francs.

talks.mt.txt:4:33  minor  F503 spacing  93%
  There is a space before the comma.
    4 │ The parties kicked ten diplomats , and paid 15 million francs.
      │                                 ^^
  fix: replace with ","
  ref: The parties expelled ten diplomats, and paid 1.5 million francs.

talks.mt.txt:4:63  major  A302 omission  93%
  A sentence of the reference is missing.
    4 │ The parties kicked ten diplomats , and paid 15 million francs.
      │                                                               ^
  fix: insert " No statement was made."
  ref: No statement was made.

talks.mt.txt: 4 findings (1 critical, 2 major, 1 minor) · 1 hidden (1 too unsure) · MQM -38.5 \
· 138.5 penalty points per 100 words · 26 words · fails: critical error
error: check N103 failed: KeyError: 'x'
note: without data for Klingon, quiet: N101
note: the text has 26 words: an MQM score of fewer than 500 says little
"""


def test_the_whole_page_at_80_columns() -> None:
    assert render([demo()], colour=False, width=80) == DEMO


def test_colours_change_nothing_but_colours() -> None:
    coloured = render([demo()], colour=True, width=80)
    assert "\x1b[1;35m" in coloured
    assert _STYLE.sub("", coloured) == DEMO


def test_several_articles_end_in_a_line_for_all() -> None:
    last = render([demo(), report(path="b.txt")], colour=False, width=80).splitlines()[-1]
    assert last == "2 articles: 4 findings (1 critical, 2 major, 1 minor) · 1 without findings"


def test_what_is_noted_of_several_articles_is_said_once() -> None:
    short = "2 texts have fewer than 500 words: an MQM score of so few says little"
    klingon = "without data for Klingon, quiet: N101"
    alone = render([demo(), report(LONG, path="b.txt")], colour=False, width=80)
    assert alone.count("fewer than 500") == 1
    assert "note: the text has 26 words" in alone
    both = render([demo(), demo(), report(LONG)], colour=False, width=80).splitlines()
    assert both[-3:-1] == [f"note: {klingon} (2 articles)", f"note: {short}"]
    assert [line for line in both if line.startswith("note:")] == both[-3:-1]


def test_a_share_is_rounded_and_never_up_to_a_certainty() -> None:
    def shown(confidence: float) -> str:
        found = finding(Span(0, 1), confidence=confidence)
        return render([report(findings=[found])], colour=False, width=80).splitlines()[0]

    assert shown(0.166).endswith("  17%")
    assert shown(0.996).endswith("  99%")
    assert shown(1.0).endswith("  100%")


def test_an_article_without_findings_says_so() -> None:
    out = render([report()], colour=False, width=80)
    assert out.startswith("talks.mt.txt: no findings · MQM 100.0 · 0.0 penalty points")


def test_the_profile_of_google_says_which_end_is_best() -> None:
    assert "MQM 0.0 (Google, 0 is best)" in render(
        [report(profile="google")], colour=False, width=80
    )


def test_no_articles_give_no_text() -> None:
    assert render([], colour=False, width=80) == ""


@pytest.mark.parametrize(
    ("mt", "words"),
    [
        ("配对完成后，指示灯变为黑色。", "黑色"),
        ("会议在 Geneva 举行，Blingen 出席。", "Blingen"),
        ("Он сказал «нет» в Киеве.", "нет"),
        ("A 👍 for Blingen here.", "Blingen"),
    ],
)
def test_carets_stand_under_the_span_whatever_the_widths(mt: str, words: str) -> None:
    out = render([report(mt, findings=[finding(at(words, mt))])], colour=False, width=80)
    above, below = out.splitlines()[2:4]
    left = below.index("^")
    assert width_of(above[: above.index(words)]) == left
    assert below.count("^") == width_of(words)


def test_combining_marks_take_no_column() -> None:
    mt = "Cafe\u0301 Blingen"
    out = render([report(mt, findings=[finding(at("Blingen", mt))])], colour=False, width=80)
    assert out.splitlines()[3].index("^") == len("    1 │ Café ")


def test_a_line_of_right_to_left_text_marks_the_span_in_the_text() -> None:
    mt = "אמר אנתוני בלינגן אתמול."
    out = render([report(mt, findings=[finding(at("בלינגן", mt))])], colour=False, width=80)
    assert "⟦בלינגן⟧" in out
    assert "^" not in out


@pytest.mark.parametrize("width", [1, 40, 79, 80, 120, 500])
def test_no_line_of_a_finding_is_wider_than_the_terminal(width: int) -> None:
    mt = "word " * 50 + "Blingen and 日本語の長い文章 " * 9 + "word " * 50
    spans = [Span(0, 4), at("Blingen", mt), Span(200, 420), Span(len(mt) - 5, len(mt) - 1)]
    made = report(mt, mt, None, [finding(s, "why " * 60, reference_span=s) for s in spans])
    lines = render([made], colour=False, width=width).split("\n\n")[: len(spans)]
    for block in lines:
        for line in block.splitlines()[1:]:
            assert width_of(line) <= min(max(width, 40), 120), line


@pytest.mark.parametrize("payload", HOSTILE)
def test_nothing_raw_reaches_the_terminal(payload: str) -> None:
    out = render([hostile(payload)], colour=False, width=100)
    bad = [c for c in out if c != "\n" and unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not bad
    assert not set(out) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f")


@given(st.text())
def test_what_is_visible_is_one_safe_line_and_stays_so(text: str) -> None:
    shown = visible(text)
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs"}]


def test_special_spaces_are_named_where_a_fix_depends_on_them() -> None:
    assert exact("10\u00a0% à\u202f:") == "10<nbsp>% à<narrow nbsp>:"
    assert visible("10\u00a0%") == "10\u00a0%"


def test_an_empty_suggestion_deletes() -> None:
    made = report(findings=[finding(at("ten "), suggestion="")])
    assert "  fix: delete it\n" in render([made], colour=False, width=80)


def test_a_finding_in_a_text_without_segments_is_shown() -> None:
    made = report("  \n ", findings=[finding(Span(0, 1), severity=Severity.MINOR)])
    assert "talks.mt.txt:1:1  minor" in render([made], colour=False, width=80)


def test_a_span_over_two_lines_stays_on_one() -> None:
    mt = "One two.\nThree four."
    found = finding(Span(4, 14), category=Category.ADDITION)
    out = render([report(mt, findings=[found])], colour=False, width=80)
    assert "    1 │ One two.⏎Three four.\n      │     ^^^^^^^^^^\n" in out


@pytest.mark.parametrize("repeated", ["( ", "日本", "e\u0301 "])
def test_a_line_of_200_kb_full_of_findings_is_rendered_in_linear_time(repeated: str) -> None:
    mt = repeated * 100_000
    found = [finding(Span(i, i + 1), "why") for i in range(0, len(mt), 500)]
    out = render([report(mt, findings=found)], colour=False, width=80)
    assert len(out) < 1_000 * len(found)


@pytest.mark.parametrize("payload", ["::set-output name=x::y", "##[add-path]/evil", "###[x]"])
def test_no_text_is_a_command_of_a_ci_log(payload: str) -> None:
    # Long words go to lines of their own, where nothing stands before them.
    made = hostile(f"{'x' * 90} {payload} {'x' * 90} {payload}")
    out = render([made], colour=False, width=100)
    assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    assert "##[" not in out

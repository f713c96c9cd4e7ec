"""Reports drawn by hypothesis: any text, any places in it, and what is hard for offsets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from reported import finding, report

from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.report import Report

PIECES = st.sampled_from(
    [
        "Word ",
        "e\u0301",
        "𝔘",
        "👩‍👧 ",
        "שלום ",
        "日本語。",
        "a. B ",
        " ",
        "\r\n",
        "\n",
        "\n\n",
        "\r",
        "\t",
        "\x85",
        "\u2028",
        "\x1b[31m",
        "\x9b",
        "<v>",
        "</v>",
        "\u202e",
        '"',
        "\\",
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def as_in(file: str, words: str) -> str:
    """``words`` with the line ends of a file, which a suggestion is written with."""
    ends = re.findall("\r\n|\r|\n", file)
    return re.sub("\r\n|\r|\n", ends[0] if ends else "\n", words)


@st.composite
def reports(draw: st.DrawFn, *, source: bool | None = None) -> Report:
    """A report of a drawn text, with up to five findings anywhere in it."""
    mt = draw(TEXTS)
    other = draw(TEXTS) if source or (source is None and draw(st.booleans())) else None
    places = st.integers(0, len(mt))
    found = []
    for _ in range(draw(st.integers(0, 5))):
        span = Span(*sorted((draw(places), draw(places))))
        reference = Span(0, draw(st.integers(0, len(other)))) if other else None
        found.append(
            finding(
                span,
                f"Why: {draw(TEXTS)}",
                code=draw(st.sampled_from(["N101", "A302", "F503"])),
                severity=draw(st.sampled_from(Severity)),
                category=draw(st.sampled_from(Category)),
                suggestion=draw(st.none() | TEXTS),
                reference_span=reference,
                confidence=draw(st.floats(0, 1)),
            )
        )
    found.sort(key=lambda f: f.span)
    return report(mt, other, other, found, path=draw(st.sampled_from(["a.txt", "x/b c.txt"])))

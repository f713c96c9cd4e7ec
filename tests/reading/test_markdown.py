from __future__ import annotations

import re
import time

import pytest
from fuzzing import fuzz
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.reading.markdown import blocks

PIECES = st.sampled_from(
    [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "# ",
        "## ",
        "- ",
        "+ ",
        "1. ",
        "> ",
        "```\n",
        "| a | b |\n",
        "|---|---|\n",
        "---\n",
        "===\n",
        "~~~\n",
        "<div>\n",
        "</div>\n",
        "[x]: y\n",
        "**b**",
        "`c`",
        "![alt](u)",
        "[l](u)",
        "word ",
        "é",
        "é",
        "😀",
        "שלום",
        "中文",
        "\\|",
        "|",
        "\u2028",
        "\x85",
        "\xa0",
        "\x00",
        "&amp;",
        "<b>",
        "Photo: ",
        "+++\n",
        "\x0b",
    ]
)


def read(text: str, lang: str = "en") -> list[tuple[str, str]]:
    return [(b.kind.value, b.span.of(text)) for b in blocks(text, languages.load(lang))]


@fuzz
@given(st.lists(PIECES, max_size=40).map("".join) | st.text())
def test_blocks_lie_in_order_within_the_text(text: str) -> None:
    at = 0
    for block in blocks(text, languages.load("en")):
        assert at <= block.span.start < block.span.end <= len(text)
        ends = re.findall(r"\r\n?|\n", text[: block.span.start])
        assert block.line == len(ends) + 1
        at = block.span.end


SAMPLE = """---
title: not prose
---
# Bridge *closed* #

The bridge is **closed**
until [spring](https://example.org/x).

Second title
============

- First item
- Second item
  goes on

  Another paragraph of it.
1. Numbered

> Quoted words
> in two lines.

```python
code = "left out"
```

    indented code

<div>left out</div>

| Name | Town |
|------|------|
| Anna | Bern \\| Biel |

![A bridge in the rain](bridge.jpg)

Photo: Reuters

See also: [The ring road](ring.md)

[ref]: https://example.org
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_prose_and_its_kinds(end: str) -> None:
    found = read(SAMPLE.replace("\n", end))
    assert [(kind, body.replace(end, "\n")) for kind, body in found] == [
        ("headline", "Bridge *closed*"),
        ("paragraph", "The bridge is **closed**\nuntil [spring](https://example.org/x)."),
        ("headline", "Second title"),
        ("bullet", "First item"),
        ("bullet", "Second item\n  goes on"),
        ("paragraph", "Another paragraph of it."),
        ("bullet", "Numbered"),
        ("paragraph", "Quoted words\n> in two lines."),
        ("cell", "Name"),
        ("cell", "Town"),
        ("cell", "Anna"),
        ("cell", "Bern \\| Biel"),
        ("caption", "A bridge in the rain"),
        ("caption", "Photo: Reuters"),
        ("link", "See also: [The ring road](ring.md)"),
    ]


def test_only_code_has_no_prose() -> None:
    assert read("```\nx\n```\n") == []
    assert read("---\na: b\n---\n") == []


_UNITS = (
    "> |- |#|*|[|![|`|<|1. |\\|a\n|\n|<!--|x <!-- --> |`` ` "
    "|x <!-- mtcheck: ignore --> |<!-- mtcheck: off -->\n\n|<!-- mtcheck: on[A1] -->\n"
)


@pytest.mark.parametrize("unit", [*_UNITS.split("|"), "|", "| a "])
def test_hostile_texts_take_linear_time(unit: str) -> None:
    before = time.process_time()
    read(unit * (100_000 // len(unit)))
    assert time.process_time() - before < 10

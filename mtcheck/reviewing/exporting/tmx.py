"""Corrected sentences with their sources as a translation memory, TMX 1.4b.

A unit is a sentence that an editor changed, with what it says now. What the machine had made of
it stands beside as a property, ``x-mt``. Without a source there is no pair.

Source: "TMX 1.4b Specification", LISA OSCAR, 2005.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from mtcheck.reporting.signing import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.reviewing.exporting.judged import Reviewed, Sentence

__all__ = ["written"]

# What XML 1.0 cannot hold in any way.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RETURNS = {"\r": "&#13;"}  # as they are, a parser would make line feeds of them


def written(articles: Iterable[Reviewed]) -> tuple[str, tuple[str, ...]]:
    """The file, and lines that tell of sentences that could not be written."""
    units: list[str] = []
    notes: list[str] = []
    without = 0
    for article in articles:
        for sentence in article.sentences:
            if sentence.row.text == sentence.row.mt:
                continue
            if not (sentence.row.source or "").strip() or article.row.source_lang is None:
                without += 1
            elif _FORBIDDEN.search(sentence.row.source + sentence.row.text + sentence.row.mt):
                where = f"{article.row.document}: sentence {sentence.row.number + 1}"
                notes.append(f"{where}: has control characters, which XML cannot hold: left out")
            else:
                units += _unit(article, sentence)
    if without:
        what = "1 sentence" if without == 1 else f"{without:,} sentences"
        notes.append(f"{what} without a source left out: a translation memory has pairs")
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="mtcheck" creationtoolversion={quoteattr(VERSION)}'
        ' segtype="sentence" o-tmf="mtcheck" adminlang="en" srclang="*all*"'
        ' datatype="plaintext"/>\n<body>\n'
    )
    return "".join([head, *units, "</body>\n</tmx>\n"]), tuple(notes)


def _unit(article: Reviewed, sentence: Sentence) -> Iterator[str]:
    about, row = article.row, sentence.row
    said = {
        "tuid": _FORBIDDEN.sub("\ufffd", f"{about.document}#{row.number + 1}"),
        "srclang": about.source_lang,
        "changeid": _FORBIDDEN.sub("\ufffd", row.editor or ""),
        "changedate": _date(row.at),
    }
    attributes = "".join(f" {name}={quoteattr(value)}" for name, value in said.items() if value)
    yield f"<tu{attributes}>\n"
    yield f'<prop type="x-mt">{_text(row.mt)}</prop>\n'
    yield f"<tuv xml:lang={quoteattr(about.source_lang)}><seg>{_text(row.source)}</seg></tuv>\n"
    yield f"<tuv xml:lang={quoteattr(about.target_lang)}><seg>{_text(row.text)}</seg></tuv>\n"
    yield "</tu>\n"


def _text(words: str) -> str:
    return escape(words, _RETURNS)


def _date(at: str | None) -> str:
    """ISO 8601 as TMX has it: ``20260101T000000Z``."""
    return "" if at is None else re.sub(r"[-:]|\.\d+", "", at)

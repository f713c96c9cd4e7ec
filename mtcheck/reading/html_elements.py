"""The elements of HTML, by what they mean for a text: runs of words, blocks, what is not read."""

from __future__ import annotations

import re

from mtcheck.article import BlockKind

__all__ = [
    "ALONE",
    "BUTTONS",
    "CODE",
    "DESCRIBES",
    "ENDS",
    "HOLD",
    "INLINE",
    "KINDS",
    "SEEN",
    "UNREAD",
    "VOID",
    "WRITTEN_OUT",
]

INLINE = frozenset(
    """a abbr acronym b bdi bdo big br cite code data dfn del em font i img input ins kbd label
    mark meter nobr output picture progress q rp rt ruby s samp slot small source span strike strong
    sub sup time tt u var wbr""".split()
)
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
UNREAD = frozenset({"script", "style", "template", "object"})
WRITTEN_OUT = frozenset({"pre", "textarea"})  # white space counts
CODE = frozenset({"code", "kbd", "samp", "var"})
ALONE = frozenset({"html", "head", "body", "title"})
KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title"), BlockKind.HEADLINE),
    **dict.fromkeys(("li", "dt", "dd", "option"), BlockKind.BULLET),
    **dict.fromkeys(("td", "th"), BlockKind.CELL),
    **dict.fromkeys(("figcaption", "caption", "legend"), BlockKind.CAPTION),
}
# What an element ends that is still open, since nobody writes </li>; and what holds it.
ENDS = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"},
    "td": {"td", "th"}, "th": {"td", "th"}, "option": {"option"},
}  # fmt: skip
HOLD = frozenset({"ul", "ol", "dl", "table", "select", "body", "html"})
SEEN = frozenset({"alt", "title", "placeholder", "aria-label"})
BUTTONS = frozenset({"submit", "button", "reset"})
DESCRIBES = re.compile(r"description|(?:og|twitter):(?:title|description|image:alt)")

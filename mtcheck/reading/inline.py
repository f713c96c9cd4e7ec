"""What stands within a unit of XLIFF or TMX: its words, and the codes between them.

A code (``<g id="1">``, ``<ph id="2">&lt;br/&gt;</ph>``) is shown as a short tag with its id: one
token, the same in source and target, and no word. What only annotates the words
(``<mrk>``) is not shown at all; its place in the file is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtcheck.reading import xml_text
from mtcheck.reading.units import Side, Stretch
from mtcheck.reading.xml_tree import Element, Run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["Dialect", "side"]

_IDS = ("id", "x", "i", "startRef", "mid")
_UNSHOWABLE = re.compile(r'[<>"&\s\x00-\x1f]')
_LONGEST_ID = 60
_BRACES = re.compile(r"\{([A-Za-z0-9_^]{1,8})(?:&gt;|>)|(?:&lt;|<)([A-Za-z0-9_^]{1,8})\}")
_CONTROL = "\u2426"  # the picture of a character that XML cannot hold


@dataclass(frozen=True, slots=True)
class Dialect:
    """The names of a format's inline elements.

    ``code``: what they hold is code, not text, but for what stands in ``sub`` in them.
    ``transparent``: they only say something of their text. ``hidden``: they hold none, and
    belong to what is transparent. ``braces``: codes are written as Phrase does, ``{1>so<1}``.
    """

    code: frozenset[str]
    transparent: frozenset[str]
    hidden: frozenset[str] = frozenset()
    braces: bool = False


def side(content: str, element: Element, dialect: Dialect, without: Collection[int] = ()) -> Side:
    """The text of an element; what begins at one of ``without`` is left out."""
    reader = _Reader(content, dialect, frozenset(without))
    reader.read(element, kept=False)
    return Side(tuple(reader.found), element.inner)


def shown(element: Element, *, closing: bool = False, empty: bool = False) -> str:
    """An element's tag, short."""
    name = element.name if re.fullmatch(r"[A-Za-z][\w:.-]{0,40}", element.name) else "x"
    if closing:
        return f"</{name}>"
    identity = next((element.attributes[key] for key in _IDS if key in element.attributes), None)
    held = ""
    if identity is not None:
        held = f' id="{_UNSHOWABLE.sub("_", identity)[:_LONGEST_ID]}"'
    return f"<{name}{held}{'/' * empty}>"


@dataclass(slots=True)
class _Reader:
    content: str
    dialect: Dialect
    without: frozenset[int]
    found: list[Stretch] = field(default_factory=list)

    def read(self, element: Element, *, kept: bool) -> None:
        for child in element.children:
            if isinstance(child, Run):
                self._run(child, kept=kept)
            elif isinstance(child, Element) and child.start not in self.without:
                self._element(child, kept=kept)

    def _run(self, run: Run, *, kept: bool) -> None:
        at = run.start
        codes = _BRACES.finditer(self.content, run.start, run.end) if self.dialect.braces else ()
        for match in codes:
            self._text(Run(at, match.start(), run.cdata), kept=kept)
            name = match[1] or match[2]
            tag = name if name[0].isalpha() else f"g{name}"
            self._add(f"<{'/' * (match[1] is None)}{tag}>", *match.span())
            at = match.end()
        self._text(Run(at, run.end, run.cdata), kept=kept)

    def _text(self, run: Run, *, kept: bool) -> None:
        if run.start < run.end:
            for stretch in xml_text.stretches(self.content, run):
                self.found.append(stretch._replace(kept=kept))

    def _element(self, element: Element, *, kept: bool) -> None:
        said = element.attributes.get("translate")
        own = kept if said is None else said == "no"
        own = own or element.attributes.get("mtype") == "protected"
        if element.name in self.dialect.hidden:
            return
        if element.name in self.dialect.transparent:
            self.read(element, kept=own)
        elif element.name in self.dialect.code:
            self._code(element, kept=own)
        elif element.name == "cp":
            self._add(_CONTROL, element.start, element.end)
        elif element.inner == element.end:
            self._add(shown(element, empty=True), element.start, element.end)
        else:
            self._add(shown(element), element.start, element.inner)
            self.read(element, kept=own)
            self._add(shown(element, closing=True), element.after, element.end)

    def _code(self, element: Element, *, kept: bool) -> None:
        """A code as one piece, or as several around the text that stands in it."""
        texts = list(self._texts_in(element))
        at = element.start
        for number, text in enumerate(texts):
            self._add(shown(element) if not number else "<sub/>", at, text.inner)
            self.read(text, kept=kept)
            at = text.after
        if texts:
            self._add(shown(element, closing=True), at, element.end)
        else:
            self._add(shown(element, empty=True), at, element.end)

    def _texts_in(self, element: Element) -> Iterator[Element]:
        for child in element.elements():
            if child.name == "sub":
                yield child
            else:
                yield from self._texts_in(child)

    def _add(self, text: str, start: int, end: int) -> None:
        self.found.append(Stretch(text, start, end - start, markup=True, notation="xml"))

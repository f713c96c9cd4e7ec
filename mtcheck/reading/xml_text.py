"""The characters of XML: entities and CDATA read into letters, letters written as XML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.reading.units import Note, Stretch
from mtcheck.reading.xml_tree import Comment, Element, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["cdata", "escaped", "notes", "plain", "stretches"]

_ENTITY = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#([0-9]+)|([A-Za-z]+));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"})
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def stretches(content: str, run: Run) -> Iterator[Stretch]:
    """What a run of characters says, piece by piece; an entity is a piece of its own."""
    if run.cdata:
        yield Stretch(content[run.start : run.end], run.start, notation="cdata")
        return
    at = run.start
    for match in _ENTITY.finditer(content, run.start, run.end):
        if match.start() > at:
            yield Stretch(content[at : match.start()], at, notation="xml")
        at = match.end()
        yield Stretch(_letter(match), match.start(), at - match.start(), notation="xml")
    if at < run.end:
        yield Stretch(content[at : run.end], at, notation="xml")


def plain(content: str, run: Run) -> str:
    """What a run of characters says."""
    return "".join(stretch.text for stretch in stretches(content, run))


def notes(content: str, element: Element) -> Iterator[Note]:
    """The comments in an element at any depth, and the words of its ``note`` elements."""
    for child in element.children:
        if isinstance(child, Comment):
            if child.words is not None:
                yield Note(child.words, child.start)
        elif isinstance(child, Element):
            if child.name == "note":
                runs = (r for r in child.children if isinstance(r, Run))
                yield Note("".join(plain(content, r) for r in runs), child.start)
            yield from notes(content, child)


def _letter(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return _NAMED[name]
    return chr(int(hexadecimal, 16) if hexadecimal else int(decimal))


def escaped(text: str) -> str | None:
    """``text`` as it stands in an element; None where XML cannot hold it."""
    return None if _UNWRITABLE.search(text) else text.translate(_ESCAPES)


def cdata(text: str) -> str | None:
    """``text`` as it stands in a CDATA section; None where that cannot hold it."""
    return None if _UNWRITABLE.search(text) or "]]>" in text or "\r" in text else text

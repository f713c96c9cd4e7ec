"""TMX: translation memories. A unit is a ``tu``, as far as two of its languages go.

Which they are, the user says, or else the file: its source language, and every other language
that it has, each an article of its own. A file that is for all languages (``srclang="*all*"``)
is read from the first one in it.

Units are known by their ``tuid``, or where they have none by their number; those of two files
are then paired by their source text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import inline, locales, xml_text, xml_tree
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.reading.xml_tree import Comment, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["among", "read"]

_DIALECT = inline.Dialect(
    code=frozenset({"bpt", "ept", "it", "ph", "ut"}), transparent=frozenset({"hi"})
)
# The standard's own document types, which many tools name. They are not read.
_OWN = re.compile(r"(?:.*[/\\])?tmx1[0-4][a-z]?\.dtd", re.IGNORECASE)


def read(content: str, path: str) -> list[Document]:
    """The documents of a file, one for each language that its source is translated into."""
    return among(content, path, None, None)


def among(content: str, path: str, source: str | None, target: str | None) -> list[Document]:
    """The documents from ``source`` into ``target``; of one that is None, what the file says.

    Raises :class:`InputError` for what is no TMX, and where a language is not in it.
    """
    root = xml_tree.parse(content, path, _is_own)
    body = root.first("body")
    if root.name != "tmx" or body is None:
        message = f"is no TMX: its root is <{root.name}>" if root.name != "tmx" else "has no <body>"
        raise InputError(message, path=path, line=1)
    tags = list(dict.fromkeys(tag for unit in body.elements("tu") for tag, _ in _variants(unit)))
    if not tags:
        return [Document(())]
    header = root.first("header")
    said = header.attributes.get("srclang", "*all*") if header is not None else "*all*"
    origin = locales.chosen(source, tags, path) if source else []
    if not origin:
        origin = [t for t in tags if t.lower() == said.lower()] or tags[:1]
    wanted = locales.chosen(target, tags, path) if target else [t for t in tags if t not in origin]
    wanted = [tag for tag in wanted if tag not in origin]
    if not wanted:
        message = f"has no translations: all of it is {', '.join(tags)}"
        raise InputError(message, path=path)
    return [
        _document(content, body, origin[0], tag, name=tag if len(wanted) > 1 else None)
        for tag in wanted
    ]


def _is_own(name: str, system: str | None) -> bool:
    return name == "tmx" and _OWN.fullmatch(system or "") is not None


def _variants(unit: Element) -> Iterator[tuple[str, Element]]:
    """The texts of a unit, with their languages."""
    for variant in unit.elements("tuv"):
        segment = variant.first("seg")
        tag = variant.attributes.get("xml:lang") or variant.attributes.get("lang", "")
        if segment is not None:
            yield tag, segment


def _document(content: str, body: Element, source: str, target: str, name: str | None) -> Document:
    entries: list[Entry] = []
    waiting: list[Note] = []
    number = 0
    for child in body.children:
        if isinstance(child, Comment):
            if child.words is not None:
                waiting.append(Note(child.words, child.start))
        elif isinstance(child, Element) and child.name == "tu":
            number += 1
            notes = (*waiting, *xml_text.notes(content, child))
            waiting.clear()
            entries += _entries(content, child, number, (source, target), notes)
    return Document(tuple(entries), name, target, source, tuple(waiting))


def _entries(
    content: str, unit: Element, number: int, tags: tuple[str, str], notes: tuple[Note, ...]
) -> Iterator[Entry]:
    texts = list(_variants(unit))
    source = next((segment for tag, segment in texts if tag == tags[0]), None)
    ours = [segment for tag, segment in texts if tag == tags[1]]
    beside = None if source is None else inline.side(content, source, _DIALECT)
    named = unit.attributes.get("tuid")
    for count, segment in enumerate(ours or [None], 1):
        more = f"#{count}" if count > 1 else ""
        side = Side((), unit.after) if segment is None else inline.side(content, segment, _DIALECT)
        empty = not side.text.strip()
        yield Entry(
            f"{named or number}{more}",
            f"tu[{number}]/{tags[1]}{more}",
            side,
            beside,
            key=(locales.code(tags[1]), named or (beside.text if beside else ""), more),
            skipped="they have no translation" if empty else "",
            notes=notes,
            family=f"{unit.start}",
            repeats=named is None,
            counted=named is None,
        )
        notes = notes if empty else ()

"""XLIFF: 1.0 to 1.2 with the flavours of Trados (SDLXLIFF) and Phrase (MXLIFF), and 2.0 to 2.2.

A unit is what is translated as one: a ``trans-unit``, or where that is cut into segments
(``mrk mtype="seg"``, ``segment``) each of them. Every ``file`` is an article of its own.

Not checked are units without a translation, those that say ``translate="no"``, and those whose
state is new while they still say what the source says. What somebody has signed off or locked is
checked, and never changed by a fix. ``approved`` locks nothing: tools set it on all that is not
fuzzy.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import inline, xliff2, xml_text, xml_tree
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.reading.xml_tree import Comment, Element

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read"]

_DIALECT = inline.Dialect(
    code=frozenset({"ph", "it", "bpt", "ept"}), transparent=frozenset({"mrk"})
)
_PHRASE = "http://www.memsource.com/mxlf/"
_HEADER = "x-gettext-domain-header"
_FRESH = frozenset({"new", "needs-translation"})
_SIGNED_OFF = frozenset({"final", "signed-off"})


def read(content: str, path: str) -> list[Document]:
    """The documents of an XLIFF file; raises :class:`InputError` where it is none."""
    root = xml_tree.parse(content, path)
    if root.name != "xliff":
        message = f"is no XLIFF: its root is <{root.name}>"
        raise InputError(message, path=path, line=1)
    if root.attributes.get("version", "1").startswith("2"):
        return xliff2.read(content, root)
    files = list(root.elements("file"))
    braces = f'"{_PHRASE}' in content[: root.inner]
    dialect = replace(_DIALECT, braces=True) if braces else _DIALECT
    return [_Reader(content, file, dialect, many=len(files) > 1).document() for file in files]


@dataclass(slots=True)
class _Reader:
    content: str
    file: Element
    dialect: inline.Dialect
    many: bool
    entries: list[Entry] = field(default_factory=list)
    waiting: list[Note] = field(default_factory=list)
    target_lang: str | None = None

    def document(self) -> Document:
        has = self.file.attributes
        self.target_lang = has.get("target-language")
        original = has.get("original", "")
        for body in self.file.elements("body"):
            self._group(body, original, translate=has.get("translate") != "no")
        return Document(
            tuple(self.entries),
            original if self.many else None,
            self.target_lang,
            has.get("source-language"),
            tuple(self.waiting),
        )

    def _group(self, group: Element, path: str, *, translate: bool) -> None:
        for child in group.children:
            if isinstance(child, Comment):
                if child.words is not None:
                    self.waiting.append(Note(child.words, child.start))
            elif isinstance(child, Element):
                said = child.attributes.get("translate")
                inside = translate if said is None else said != "no"
                name = child.attributes.get("resname") or child.attributes.get("id", "")
                if child.name in {"group", "bin-unit"}:
                    self._group(child, f"{path}/{name}" if name else path, translate=inside)
                elif child.name == "trans-unit":
                    self._unit(child, f"{path}/{name}", translate=inside)

    def _unit(self, unit: Element, path: str, *, translate: bool) -> None:
        source, target = unit.first("source"), unit.first("target")
        if self.target_lang is None and target is not None:
            self.target_lang = target.attributes.get("xml:lang")
        notes = (*self.waiting, *xml_text.notes(self.content, unit))
        self.waiting.clear()
        has = unit.attributes
        identity = has.get("id", "")
        whole = Entry(
            identity,
            path,
            Side((), unit.after),
            None if source is None else inline.side(self.content, source, self.dialect),
            key=(self.file.attributes.get("original", ""), identity),
            locked=_locked(unit, target),
            notes=notes,
            family=f"{unit.start}",
        )
        if target is None:
            why = "" if translate else 'translate="no"'
            self.entries.append(replace(whole, skipped=why or "they have no translation"))
            return
        if has.get("restype") == _HEADER:
            self.entries.append(replace(whole, skipped="the header of a PO file"))
            return
        state = target.attributes.get("state", "")
        for entry in self._segments(unit, target, whole):
            self.entries.append(
                replace(entry, skipped=_skipped(entry, state, translate=translate), notes=notes)
            )
            if not self.entries[-1].skipped:
                notes = ()

    def _segments(self, unit: Element, target: Element, whole: Entry) -> Iterator[Entry]:
        """The segments of a unit, and as one more what stands outside of all."""
        segmented = unit.first("seg-source")
        theirs = dict(_marked(segmented)) if segmented is not None else {}
        ours = list(_marked(target))
        locked = _locked_segments(unit)
        for mid, mark in ours:
            source = theirs.get(mid)
            yield replace(
                whole,
                id=f"{whole.id}#{mid}",
                path=f"{whole.path}#{mid}",
                key=(*whole.key, mid),
                target=inline.side(self.content, mark, self.dialect),
                source=None if source is None else inline.side(self.content, source, self.dialect),
                locked=whole.locked or mid in locked,
            )
        rest = inline.side(self.content, target, self.dialect, {mark.start for _, mark in ours})
        if not ours:
            yield replace(whole, target=rest)
        elif any(s.text.strip() and not s.markup for s in rest.stretches):
            source_rest = None
            if segmented is not None:
                without = {mark.start for mark in theirs.values()}
                source_rest = inline.side(self.content, segmented, self.dialect, without)
            yield replace(whole, target=rest, source=source_rest)


def _marked(element: Element) -> Iterator[tuple[str, Element]]:
    """The segments that an element is cut into, in order."""
    for child in element.elements():
        if child.name == "mrk" and child.attributes.get("mtype") == "seg":
            yield child.attributes.get("mid", ""), child
        else:
            yield from _marked(child)


def _skipped(entry: Entry, state: str, *, translate: bool) -> str:
    """Why a unit is not checked; empty where it is."""
    if not translate:
        return 'translate="no"'
    if not any(s.text.strip() for s in entry.target.stretches):
        return "they have no translation"
    if state in _FRESH and entry.source is not None and entry.source.text == entry.target.text:
        return "they are new and say what the source says"
    return ""


def _locked(unit: Element, target: Element | None) -> bool:
    has = unit.attributes
    state = target.attributes.get("state") if target is not None else None
    named = any(k.endswith("}locked") and v in {"true", "locked"} for k, v in has.items())
    return state in _SIGNED_OFF or named


def _locked_segments(unit: Element) -> frozenset[str]:
    """The segments that Trados has locked."""
    definitions = unit.first("seg-defs")
    return frozenset(
        segment.attributes.get("id", "")
        for segment in (definitions.elements("seg") if definitions is not None else ())
        if segment.attributes.get("locked") == "true"
    )

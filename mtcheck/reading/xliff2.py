"""XLIFF 2: units of segments. :mod:`mtcheck.reading.xliff` says what is checked of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from mtcheck.reading import inline, xml_text
from mtcheck.reading.units import Document, Entry, Note, Side
from mtcheck.reading.xml_tree import Comment, Element

__all__ = ["read"]

_DIALECT = inline.Dialect(
    code=frozenset(), transparent=frozenset({"mrk"}), hidden=frozenset({"sm", "em"})
)


def read(content: str, root: Element) -> list[Document]:
    """The documents of an XLIFF 2 file, whose root is given."""
    files = list(root.elements("file"))
    made = []
    for file in files:
        name = file.attributes.get("original") or file.attributes.get("id", "")
        reader = _Reader(content, file.attributes.get("id", ""))
        reader.group(file, name, translate=file.attributes.get("translate") != "no")
        made.append(
            Document(
                tuple(reader.entries),
                name if len(files) > 1 else None,
                root.attributes.get("trgLang"),
                root.attributes.get("srcLang"),
                tuple(reader.waiting),
            )
        )
    return made


@dataclass(slots=True)
class _Reader:
    content: str
    file: str
    entries: list[Entry] = field(default_factory=list)
    waiting: list[Note] = field(default_factory=list)

    def group(self, group: Element, path: str, *, translate: bool) -> None:
        for child in group.children:
            if isinstance(child, Comment):
                if child.words is not None:
                    self.waiting.append(Note(child.words, child.start))
            elif isinstance(child, Element) and child.name in {"group", "unit"}:
                said = child.attributes.get("translate")
                inside = translate if said is None else said != "no"
                name = child.attributes.get("name") or child.attributes.get("id", "")
                below = f"{path}/{name}" if name else path
                if child.name == "group":
                    self.group(child, below, translate=inside)
                else:
                    self._unit(child, below, translate=inside)

    def _unit(self, unit: Element, path: str, *, translate: bool) -> None:
        notes = (*self.waiting, *xml_text.notes(self.content, unit))
        self.waiting.clear()
        identity = unit.attributes.get("id", "")
        segments = list(unit.elements("segment"))
        for number, segment in enumerate(segments, 1):
            own = segment.attributes.get("id") or str(number)
            part = f"#{own}" if len(segments) > 1 else ""
            source, target = segment.first("source"), segment.first("target")
            entry = Entry(
                f"{identity}{part}",
                f"{path}{part}",
                Side((), segment.after) if target is None else self._side(target),
                None if source is None else self._side(source),
                key=(self.file, identity, own if part else ""),
                locked=segment.attributes.get("state") == "final",
                skipped=self._skipped(segment, source, target, translate=translate),
                notes=notes,
                family=f"{unit.start}",
            )
            self.entries.append(entry)
            if not entry.skipped:
                notes = ()
        self.waiting += [n for n in notes if not segments]

    def _side(self, element: Element) -> Side:
        return inline.side(self.content, element, _DIALECT)

    def _skipped(
        self, segment: Element, source: Element | None, target: Element | None, *, translate: bool
    ) -> str:
        if not translate:
            return 'translate="no"'
        ours = "" if target is None else self._side(target).text
        if not ours.strip():
            return "they have no translation"
        fresh = segment.attributes.get("state") == "initial"
        if fresh and source is not None and self._side(source).text == ours:
            return "they are new and say what the source says"
        return ""

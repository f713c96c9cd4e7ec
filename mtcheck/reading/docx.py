"""DOCX: a unit is a paragraph, of the body, a table, a text box, a header, footer or note.

Its text is that of its runs, wherever Word has cut them; deleted text, field codes and pictures are
no part of it. A line break is shown as Word's own character for it (U+000B), a tab as a tab.
A Word comment at a paragraph that begins with ``mtcheck:`` hides findings in it.

A DOCX has no lines: what reports call one is a paragraph, counted through all units from 1, and
columns are those of its text. Source: ECMA-376, WordprocessingML.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtcheck.article import BlockKind
from mtcheck.errors import InputError
from mtcheck.reading import xml_text, xml_tree
from mtcheck.reading.docx_zip import PART_END
from mtcheck.reading.units import Document, Entry, Note, Side, Stretch
from mtcheck.reading.xml_tree import Element, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["EDGES", "NOTATIONS", "read", "shown"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_ROOTS = {"document": "body", "hdr": "header", "ftr": "footer"}
_LETTERS = {"tab": "\t", "br": "\v", "cr": "\v", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# Deleted and moved text, old properties, what is drawn for programs that know no better.
_PASSED = frozenset(
    """del moveFrom delText instrText pPr rPr sdtPr sdtEndPr tblPr trPr tcPr sectPr Fallback rt
    footnoteReference endnoteReference""".split()
)
_HEADING = re.compile(
    r"heading|title|berschrift|titel|titre|titulo|título|rubrik|kop\d", re.IGNORECASE
)
_TAGS = re.compile(r"(?:<[^<>]*>\s*)*<[^<>]*>")  # space after the last is text
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def read(content: str, path: str) -> list[Document]:
    """The one document of a DOCX whose parts say ``content``; raises :class:`InputError`."""
    roots: list[tuple[Element, int]] = []
    start = 0
    for part in content.split(PART_END):
        root = xml_tree.parse(part, path)
        roots.append((root, start))
        start += len(part) + len(PART_END)
    if not roots or roots[0][0].name != "document":
        message = f"is no DOCX: its main part is <{roots[0][0].name}>"
        raise InputError(message, path=path)
    comments: dict[str, str] = {}
    for root, offset in roots:
        if root.name == "comments":
            comments |= _comments(content, root, offset)
    reader = _Reader(content, comments)
    counts = Counter[str]()
    for root, offset in roots:
        name = _ROOTS.get(root.name, root.name)
        counts[name] += 1
        if name in {"header", "footer"}:
            name = f"{name}[{counts[name]}]"
        reader.offset = offset
        if root.name == "document":
            for body in root.elements("body"):
                reader.blocks(body, "body")
        elif root.name != "comments":
            reader.blocks(root, name)
    # In the order of the file: text boxes stand before the words that they are anchored to.
    entries = sorted(reader.entries, key=lambda entry: entry.target.origin)
    return [Document(tuple(entries))]


def shown(content: str) -> str:
    """The text of a DOCX whose parts say ``content``, a paragraph a line."""
    entries = read(content, "")[0].entries
    return "".join(entry.target.text.replace("\v", " ") + "\n" for entry in entries)


def _comments(content: str, root: Element, offset: int) -> dict[str, str]:
    """The words of Word's comments by their id."""
    return {_get(c, "id"): _words(content, c, offset) for c in root.elements("comment")}


def _words(content: str, element: Element, offset: int) -> str:
    pieces = []
    for child in element.elements():
        if child.name == "t":
            runs = (run for run in child.children if isinstance(run, Run))
            pieces += [xml_text.plain(content, _moved(run, offset)) for run in runs]
        else:
            pieces.append(_words(content, child, offset))
    return "".join(pieces)


def _is_word(element: Element) -> bool:
    """Whether it is Word's own, and not a formula's."""
    return f"{{{element.space}}}" in {_W, _STRICT}


def _moved(run: Run, offset: int) -> Run:
    return Run(run.start + offset, run.end + offset, run.cdata)


def _get(element: Element, name: str) -> str:
    has = element.attributes
    return has.get(f"{_W}{name}") or has.get(f"{_STRICT}{name}") or has.get(name, "")


@dataclass(slots=True)
class _Reader:
    """``offset`` is where the part that is being read begins in ``content``."""

    content: str
    comments: dict[str, str]
    entries: list[Entry] = field(default_factory=list)
    offset: int = 0

    def blocks(self, parent: Element, path: str, *, cell: bool = False) -> None:
        """The paragraphs in a part of the document, tables and content controls and all."""
        counts = Counter[str]()
        for child in parent.elements():
            if child.name in _PASSED or _get(child, "type") in _SEPARATORS:
                continue
            counts[child.name] += 1
            below = f"{path}/{child.name}[{counts[child.name]}]"
            if child.name == "p":
                self._paragraph(child, below, cell=cell)
            else:
                self.blocks(child, below, cell=cell or child.name == "tc")

    def _paragraph(self, paragraph: Element, path: str, *, cell: bool) -> None:
        found: list[Stretch] = []
        boxes: list[Element] = []
        notes: list[str] = []
        self._inline(paragraph, found, boxes, notes)
        if any(stretch.text.strip() for stretch in found):
            identity = paragraph.attributes.get(_ID)
            self.entries.append(
                Entry(
                    identity or path,
                    path,
                    Side(tuple(found), found[0].origin),
                    kind=_kind(paragraph, cell=cell),
                    notes=tuple(Note(words, found[0].origin) for words in dict.fromkeys(notes)),
                    counted=identity is None,
                    repeats=True,
                )
            )
        for number, box in enumerate(boxes, 1):
            self.blocks(box, f"{path}/box[{number}]", cell=cell)

    def _inline(
        self, parent: Element, found: list[Stretch], boxes: list[Element], notes: list[str]
    ) -> None:
        for child in parent.elements():
            name = child.name
            if name in _PASSED:
                continue
            if name == "txbxContent":
                boxes.append(child)
            elif name in {"commentReference", "commentRangeStart"}:
                if (words := self.comments.get(_get(child, "id"))) is not None:
                    notes.append(words)
            elif name == "t":
                if _is_word(child):
                    found += self._letters(child)
            elif name in _LETTERS:
                width = child.end - child.start
                found.append(Stretch(_LETTERS[name], child.start + self.offset, width, markup=True))
            else:
                self._inline(child, found, boxes, notes)

    def _letters(self, element: Element) -> Iterator[Stretch]:
        """What a ``<w:t>`` says: without the space at its edges, unless that is to be kept."""
        preserved = element.attributes.get("xml:space") == "preserve"
        parts: list[Stretch] = []
        for child in element.children:
            if isinstance(child, Run):
                parts += xml_text.stretches(self.content, _moved(child, self.offset))
        if preserved:
            return (part._replace(notation=_NAMES[part.notation]) for part in parts)
        return iter(_trimmed(parts))


def _trimmed(parts: list[Stretch]) -> list[Stretch]:
    while parts and not parts[0].text.strip(" \t\r\n"):
        parts.pop(0)
    while parts and not parts[-1].text.strip(" \t\r\n"):
        parts.pop()
    if parts and parts[0].width is None:
        bare = parts[0].text.lstrip(" \t\r\n")
        cut = len(parts[0].text) - len(bare)
        parts[0] = parts[0]._replace(text=bare, origin=parts[0].origin + cut)
    if parts and parts[-1].width is None:
        parts[-1] = parts[-1]._replace(text=parts[-1].text.rstrip(" \t\r\n"))
    return [part._replace(notation=f"{_NAMES[part.notation]}-trimmed") for part in parts]


def _kind(paragraph: Element, *, cell: bool) -> BlockKind:
    properties = paragraph.first("pPr")
    if properties is not None:
        style = properties.first("pStyle")
        if style is not None and _HEADING.search(_get(style, "val")):
            return BlockKind.HEADLINE
        if properties.first("numPr") is not None:
            return BlockKind.BULLET
    return BlockKind.CELL if cell else BlockKind.PARAGRAPH


def _written(text: str) -> str | None:
    """``text`` as a run has it; breaks and tabs are elements, and are not made here."""
    return None if re.search(r"[\t\v\r\n]", text) else xml_text.escaped(text)


def _in_cdata(text: str) -> str | None:
    return None if re.search(r"[\t\v\r\n]", text) else xml_text.cdata(text)


def _keeps_edges(file: str, start: int, end: int, new: str) -> bool:
    """Whether the ``<w:t>`` that an edit changes has no space at its edges, where it would go."""
    whole = file[file.rfind(">", 0, start) + 1 : start] + new + file[end : file.find("<", end)]
    texts = _TAGS.split(whole)
    return all(text == text.strip(" \t\r\n") for text in (texts[0], texts[-1]))


_NAMES = {"xml": "run", "cdata": "run-cdata"}

NOTATIONS = {
    "run": _written,
    "run-trimmed": _written,
    "run-cdata": _in_cdata,
    "run-cdata-trimmed": _in_cdata,
}
"""How its letters are written, by the name of the notation."""

EDGES = {"run-trimmed": _keeps_edges, "run-cdata-trimmed": _keeps_edges}
"""Whether an edit of the file leaves the space at the edges of what it changes."""

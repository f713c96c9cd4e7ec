"""HTML: what a browser shows as one run of words is a unit: a paragraph, heading, cell, item.

Tags within the run are shown short, and compared by M701; ``<br>`` twice ends it. The words of
attributes that a reader sees or hears (``alt``, ``title``, ``placeholder``, ``aria-label``, the
description of a page) are units, too. Scripts and styles are not read. Not to be translated is
what says ``translate="no"``, is in another language than the page (``lang``), or is code.

Nothing is refused for not being well-formed: pages that browsers show seldom are.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtcheck.article import BlockKind
from mtcheck.reading import html_pieces
from mtcheck.reading.html_pieces import Kind, Piece
from mtcheck.reading.units import Document, Entry, Note, Side, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["NOTATIONS", "PROOFS", "read"]

_INLINE = frozenset(
    """a abbr acronym b bdi bdo big br cite code data dfn del em font i img input ins kbd label
    mark meter nobr output picture progress q rp rt ruby s samp slot small source span strike strong
    sub sup time tt u var wbr""".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_UNREAD = frozenset({"script", "style", "template", "object"})
_WRITTEN_OUT = frozenset({"pre", "textarea"})  # white space counts
_CODE = frozenset({"code", "kbd", "samp", "var"})
_ALONE = frozenset({"html", "head", "body", "title"})
_KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title"), BlockKind.HEADLINE),
    **dict.fromkeys(("li", "dt", "dd", "option"), BlockKind.BULLET),
    **dict.fromkeys(("td", "th"), BlockKind.CELL),
    **dict.fromkeys(("figcaption", "caption", "legend"), BlockKind.CAPTION),
}
# What an element ends that is still open, since nobody writes </li>; and what holds it.
_ENDS = {
    "li": {"li"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}, "tr": {"tr", "td", "th"},
    "td": {"td", "th"}, "th": {"td", "th"}, "option": {"option"},
}  # fmt: skip
_HOLD = frozenset({"ul", "ol", "dl", "table", "select", "body", "html"})
_DEEPEST = 250  # elements in elements; what is deeper counts as beside each other
_SEEN = frozenset({"alt", "title", "placeholder", "aria-label"})
_BUTTONS = frozenset({"submit", "button", "reset"})
_DESCRIBES = re.compile(r"description|(?:og|twitter):(?:title|description|image:alt)")
_ENTITY = re.compile(r"&(?:#[xX][0-9A-Fa-f]{1,6};?|#[0-9]{1,7};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_ENDS_LINE = re.compile(r"\r\n?|\n")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_QUOTED = _ESCAPES | str.maketrans({'"': "&quot;", "'": "&#39;"})


def read(content: str, path: str) -> list[Document]:
    """The one document of a page."""
    del path
    reader = _Reader(content)
    reader.run()
    return [
        Document(
            tuple(reader.entries),
            target_lang=reader.language or None,
            closing=tuple(reader.waiting),
            remarks=(reader.remark,) if reader.remark else (),
        )
    ]


@dataclass(slots=True)
class _Open:
    """An element that is open.

    ``step`` is its part of a path, empty for one within a run; ``kept``: not to be translated.
    """

    name: str
    step: str = ""
    identity: str = ""
    kept: bool = False
    as_written: bool = False
    children: Counter[str] = field(default_factory=Counter)
    runs: int = 0


@dataclass(slots=True)
class _Run:
    """The words that are being collected; ``home`` is the block that they stand in.

    ``space`` is white space that counts only if something follows, with its place.
    """

    found: list[Stretch] = field(default_factory=list)
    home: _Open | None = None
    notes: list[Note] = field(default_factory=list)
    space: tuple[int, int] | None = None
    breaks: int = 0


@dataclass(slots=True)
class _Reader:
    content: str
    entries: list[Entry] = field(default_factory=list)
    waiting: list[Note] = field(default_factory=list)
    language: str = ""
    remark: str = ""
    _stack: list[_Open] = field(default_factory=lambda: [_Open("")])
    _run: _Run = field(default_factory=_Run)
    _later: list[Entry] = field(default_factory=list)

    def run(self) -> None:
        """Read the whole page."""
        unread = ""
        for piece in html_pieces.pieces(self.content):
            if unread:
                if piece.kind is Kind.CLOSE and piece.name == unread:
                    unread = ""
            elif piece.kind is Kind.OPEN and piece.name in _UNREAD:
                unread = piece.name
            elif piece.kind is Kind.OPEN:
                self._opened(piece)
            elif piece.kind is Kind.CLOSE:
                self._closed(piece)
            elif piece.kind is Kind.TEXT:
                self._text(piece.start, piece.end)
            elif piece.kind is Kind.COMMENT:
                note = Note(piece.name, piece.start)
                (self._run.notes if self._run.found else self.waiting).append(note)
            elif piece.kind is Kind.UNCLOSED:
                line = len(_ENDS_LINE.findall(self.content, 0, piece.start)) + 1
                self.remark = f"line {line}: a tag without its end: what follows is not read"
        self._flush()

    def _opened(self, piece: Piece) -> None:
        name, has = piece.name, piece.attributes
        if name == "html":
            self.language = has.get("lang") or has.get("xml:lang", "")
        if name in _INLINE:
            opened = _Open(name, kept=self._kept(name, has), as_written=self._stack[-1].as_written)
            self._run.breaks += name == "br"
            self._tag(f"<{name}>", piece)
            if self._run.breaks > 1:
                self._flush()
        else:
            self._flush()
            self._end_implied(name)
            parent = self._block()
            parent.children[name] += 1
            step = name if name in _ALONE else f"{name}[{parent.children[name]}]"
            as_written = self._stack[-1].as_written or name in _WRITTEN_OUT
            opened = _Open(name, step, has.get("id", ""), self._kept(name, has), as_written)
        if name not in _VOID and len(self._stack) < _DEEPEST:
            self._stack.append(opened)
        if not opened.kept:
            self._attributes(piece)

    def _kept(self, name: str, has: Mapping[str, str]) -> bool:
        """Whether an element is not to be translated."""
        said = has.get("translate", "").lower()
        if said in {"yes", "no"}:
            return said == "no"
        tag = has.get("lang", "")
        foreign = bool(tag and self.language) and _code(tag) != _code(self.language)
        marked = name in _CODE or "notranslate" in has.get("class", "").split()
        return self._stack[-1].kept or foreign or marked

    def _end_implied(self, name: str) -> None:
        ended = _ENDS.get(name, {"p"})
        cut = len(self._stack)
        for at in range(len(self._stack) - 1, 0, -1):
            one = self._stack[at]
            if one.name in ended:
                cut = at
            elif one.name in _HOLD or (one.step and "p" in ended):
                break
        del self._stack[cut:]

    def _closed(self, piece: Piece) -> None:
        name = piece.name
        if name not in _INLINE:
            self._flush()
        elif name not in _VOID:
            self._tag(f"</{name}>", piece)
        depth = range(len(self._stack) - 1, 0, -1)
        opened = next((at for at in depth if self._stack[at].name == name), None)
        if opened is not None and (name not in _INLINE or not self._blocks_above(opened)):
            del self._stack[opened:]

    def _blocks_above(self, depth: int) -> bool:
        return any(one.step for one in self._stack[depth + 1 :])

    def _block(self) -> _Open:
        return next(one for one in reversed(self._stack) if one.step or not one.name)

    def _path(self) -> str:
        return "/".join(one.step for one in self._stack if one.step)

    def _text(self, start: int, end: int) -> None:
        at = start
        for match in _ENTITY.finditer(self.content, start, end):
            text = html.unescape(match.group())
            if text == match.group() or "\0" in text:
                continue
            self._letters(at, match.start())
            at = match.end()
            if _BLANKS.fullmatch(text):
                self._blanks(match.start(), at)
            else:
                self._add(text, match.start(), at - match.start())
        self._letters(at, end)

    def _letters(self, start: int, end: int) -> None:
        """Text without entities."""
        at = start
        if not self._stack[-1].as_written:
            for match in _BLANKS.finditer(self.content, start, end):
                if match.start() > at:
                    self._add(self.content[at : match.start()], at)
                self._blanks(*match.span())
                at = match.end()
        if at < end:
            self._add(self.content[at:end], at)

    def _blanks(self, start: int, end: int) -> None:
        before = self._run.space
        self._run.space = (before[0] if before else start, end)

    def _tag(self, shown: str, piece: Piece) -> None:
        self._blank()
        width = piece.end - piece.start
        self._run.found.append(Stretch(shown, piece.start, width, markup=True, notation="html"))

    def _add(self, text: str, start: int, width: int | None = None) -> None:
        self._blank()
        run, inner = self._run, self._stack[-1]
        run.home = run.home or self._block()
        if text.strip():
            run.breaks = 0
        name = "html-as-written" if inner.as_written else "html"
        run.found.append(Stretch(text, start, width, notation=name, kept=inner.kept))

    def _blank(self) -> None:
        """White space before something: one space, none where the run begins."""
        run, place = self._run, self._run.space
        run.space = None
        before = next((s.text for s in reversed(run.found) if not s.markup), "")
        if place is None or not run.found or before.endswith(" "):
            return
        raw = self.content[slice(*place)]
        # Parted by a comment it has no place of its own that could be written to.
        notation = "html" if _BLANKS.fullmatch(raw) else ""
        width = None if raw == " " else len(raw)
        kept = self._stack[-1].kept
        run.found.append(Stretch(" ", place[0], width, notation=notation, kept=kept))

    def _flush(self) -> None:
        """The run ends; a unit, if there are words in it."""
        run, self._run = self._run, _Run()
        found = _without_breaks(run.found)
        if run.home is None or not any(s.text.strip() and not s.markup for s in found):
            self.waiting += run.notes
        else:
            home = run.home
            home.runs += 1
            more = f"#{home.runs}" if home.runs > 1 else ""
            path = f"{self._path()}{more}"
            kept = all(s.kept or s.markup or not s.text.strip() for s in found)
            self.entries.append(
                Entry(
                    f"{home.identity}{more}" if home.identity else path,
                    path,
                    Side(tuple(found), found[0].origin),
                    kind=_KINDS.get(home.name, BlockKind.PARAGRAPH),
                    skipped="they are code, or not to be translated" if kept else "",
                    notes=(*self.waiting, *run.notes),
                    counted=not home.identity,
                    repeats=True,
                )
            )
            self.waiting = []
        self.entries += self._later
        self._later = []

    def _attributes(self, piece: Piece) -> None:
        """The words of a tag that a reader sees or hears, each a unit."""
        name, has = piece.name, piece.attributes
        wanted = _SEEN & has.keys()
        if name == "meta" and _DESCRIBES.fullmatch(has.get("name", has.get("property", ""))):
            wanted |= {"content"}
        if name == "input" and has.get("type", "").lower() in _BUTTONS:
            wanted |= {"value"}
        if not wanted:
            return
        place = "/".join(filter(None, (self._path(), name if name in _INLINE | _VOID else "")))
        for key, start, end in html_pieces.values(self.content, piece):
            if key in wanted and self.content[start:end].strip():
                self._later.append(
                    Entry(
                        f"{has.get('id') or place}@{key}",
                        f"{place}@{key}",
                        Side(tuple(_value(self.content, start, end)), start),
                        kind=BlockKind.CAPTION,
                        counted=not has.get("id"),
                        repeats=True,
                    )
                )


def _without_breaks(found: list[Stretch]) -> list[Stretch]:
    """A run without the ``<br>`` at its edges."""
    start, end = 0, len(found)
    while start < end and found[start].text in {"<br>", " "}:
        start += 1
    while start < end and found[end - 1].text in {"<br>", " "}:
        end -= 1
    return found[start:end]


def _value(content: str, start: int, end: int) -> Iterator[Stretch]:
    """What a quoted attribute says."""
    at = start
    for match in _ENTITY.finditer(content, start, end):
        text = html.unescape(match.group())
        if text == match.group() or "\0" in text:
            continue
        if match.start() > at:
            yield Stretch(content[at : match.start()], at, notation="html-attribute")
        at = match.end()
        yield Stretch(text, match.start(), at - match.start(), notation="html-attribute")
    if at < end:
        yield Stretch(content[at:end], at, notation="html-attribute")


def _code(tag: str) -> str:
    return re.split("[-_]", tag.lower())[0]


def _written(text: str) -> str | None:
    return None if _UNWRITABLE.search(text) else text.translate(_ESCAPES)


def _in_attribute(text: str) -> str | None:
    return None if _UNWRITABLE.search(text) else text.translate(_QUOTED)


def _says(written: str, text: str) -> bool:
    """Whether a run that is ``written`` so reads as ``text``."""
    found = read(f"<p>{written}</p>", "")[0].entries
    return bool(found) and found[0].target.text == text


NOTATIONS = {"html": _written, "html-as-written": _written, "html-attribute": _in_attribute}
"""How its letters are written, by the name of the notation."""

PROOFS = {"html": _says}
"""Whether what is written reads back: several spaces are one."""

r"""Android's string resources: ``<string>``, each item of a ``<string-array>`` and ``<plurals>``.

Text is read as aapt2 packs it: white space counts as one space unless it stands in double quotes,
``\n`` and ``\u00e9`` are letters, ``\'`` is an apostrophe, also in CDATA. Tags are shown short;
what stands in ``<xliff:g>`` is not to be translated. Strings that say ``translatable="false"`` and
those that only refer to another resource (``@string/name``) are not checked.

Source: "String resources", developer.android.com; aapt2's ``ResourceUtils::StringBuilder``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reading import inline, xml_text, xml_tree
from mtcheck.reading.units import Document, Entry, Note, Side, Stretch
from mtcheck.reading.xml_tree import Comment, Element, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NOTATIONS", "PROOFS", "read"]

_TOOLS = "{http://schemas.android.com/tools}"
_XLIFF = "urn:oasis:names:tc:xliff:document:1.2"
_REFERENCE = re.compile(r"[@?](?:\+?(?:[\w.]+:)?[\w.]+/[\w.]+|null|empty)")
_BLANKS = " \t\r\n"
_LETTERS = {"n": "\n", "t": "\t"}
_CODE = re.compile(r"u([0-9A-Fa-f]{4})")
_SEVERAL = frozenset({"few", "many"})  # forms that the source's language may not have
_ONE = frozenset({"zero", "one", "two"})  # forms that may leave their number out
_HIGH = range(0xD800, 0xDC00)
_LOW = range(0xDC00, 0xE000)
_SPECIAL = re.compile(r"""[\\'"\n\t]|(?<= ) |^[@?]""")
_PREFIX = re.compile(r"</?(\w+):")
_END = re.compile(r"\r\n?")
_WRITTEN = {"\n": r"\n", "\t": r"\t", " ": r"\u0020"}


def read(content: str, path: str) -> list[Document]:
    """The one document of a file; raises :class:`InputError` where it is none of Android's."""
    root = xml_tree.parse(content, path)
    if root.name != "resources":
        message = f"is no file of Android's strings: its root is <{root.name}>, not <resources>"
        raise InputError(message, path=path, line=1)
    entries: list[Entry] = []
    waiting: list[Note] = []
    for child in root.children:
        if isinstance(child, Comment) and child.words is not None:
            waiting.append(Note(child.words, child.start))
        elif isinstance(child, Element):
            found = list(_entries(content, child, tuple(waiting)))
            entries += found
            if found:
                waiting.clear()
    locale = root.attributes.get(f"{_TOOLS}locale")
    return [Document(tuple(entries), target_lang=locale, closing=tuple(waiting))]


def _entries(content: str, element: Element, waiting: tuple[Note, ...]) -> Iterator[Entry]:
    """The units of a resource: none where it is no text."""
    has = element.attributes
    kind = has.get("type", "") if element.name == "item" else element.name
    if kind == "string":
        notes = (*waiting, *xml_text.notes(content, element))
        yield _entry(content, element, (element, "", kind), notes)
    elif kind in {"string-array", "plurals"}:
        notes = waiting
        for number, item in enumerate(element.elements("item")):
            part = item.attributes.get("quantity", "") if kind == "plurals" else str(number)
            before = tuple(_between(element, item))
            entry = _entry(
                content,
                item,
                (element, part, kind),
                (*notes, *before, *xml_text.notes(content, item)),
            )
            yield entry
            if not entry.skipped:
                notes = ()


def _between(parent: Element, item: Element) -> Iterator[Note]:
    """The comments right before an item."""
    found: list[Note] = []
    for child in parent.children:
        if child is item:
            yield from found
            return
        if isinstance(child, Comment) and child.words is not None:
            found.append(Note(child.words, child.start))
        elif isinstance(child, Element):
            found.clear()


def _entry(
    content: str, element: Element, named: tuple[Element, str, str], notes: tuple[Note, ...]
) -> Entry:
    resource, part, kind = named
    has = resource.attributes
    name, product = has.get("name", ""), has.get("product", "")
    shown = f"{name}@{product}" if product else name
    identity = f"{shown}[{part}]" if part else shown
    side = _side(content, element)
    why = ""
    if has.get("translatable") == "false" or has.get("translate") == "no":
        why = 'translatable="false"'
    elif not side.text.strip():
        why = "they are empty"
    elif _REFERENCE.fullmatch(content[element.inner : element.after].strip()):
        why = "they refer to another resource"
    return Entry(
        identity,
        "/".join(filter(None, (kind, shown, part))),
        side,
        key=(name, part, product),
        otherwise=((name, "other", product),) if part in _SEVERAL else (),
        singular=part in _ONE,
        skipped=why,
        notes=notes,
        family=f"{resource.start}" if part else "",
    )


def _side(content: str, element: Element) -> Side:
    reader = _Reader(content)
    reader.read(element, kept=False)
    reader.end()
    return Side(tuple(reader.found), element.inner)


@dataclass(slots=True)
class _Reader:
    """Reads one string, letter by letter where a letter means something to Android.

    ``space`` is white space that counts only if something follows, ``escape`` a backslash and
    what came after it; both with their place. ``begun`` and ``spaced`` say whether anything
    came, and whether the last of it was such a space. ``torn``: what makes up a letter or a space
    is parted in the file by a comment or the edge of a CDATA section, and cannot be changed.
    """

    content: str
    found: list[Stretch] = field(default_factory=list)
    space: tuple[int, int] | None = None
    escape: tuple[str, int, int] | None = None
    quoted: bool = False
    begun: bool = False
    spaced: bool = False
    torn: bool = False
    notation: str = "android"

    def read(self, element: Element, *, kept: bool) -> None:
        for child in element.children:
            if isinstance(child, Run):
                self.notation = "android-cdata" if child.cdata else "android"
                first = len(self.found)
                for stretch in xml_text.stretches(self.content, child):
                    self._stretch(stretch)
                if kept:
                    self.found[first:] = [s._replace(kept=True) for s in self.found[first:]]
            elif isinstance(child, Element):
                self._element(child, kept=kept)

    def _element(self, element: Element, *, kept: bool) -> None:
        own = kept or (element.space == _XLIFF and element.name == "g")
        if element.inner == element.end:
            self._tag(inline.shown(element, empty=True), element.start, element.end)
            return
        self._tag(inline.shown(element), element.start, element.inner)
        self.read(element, kept=own)
        self._tag(inline.shown(element, closing=True), element.after, element.end)

    def end(self) -> None:
        """No more comes: white space at the end counts for nothing."""
        self._flush()
        self.space = None

    def _tag(self, shown: str, start: int, end: int) -> None:
        self._flush()
        self._blank()
        notation = "android"
        self.found.append(Stretch(shown, start, end - start, markup=True, notation=notation))

    def _stretch(self, stretch: Stretch) -> None:
        if stretch.width is not None:
            self._letter(stretch.text, stretch.origin, stretch.origin + stretch.width)
            return
        plain = 0
        for at, letter in enumerate(stretch.text):
            special = letter in '\\"' or letter in _BLANKS or self.escape is not None
            if special or self.space is not None:
                self._plain(stretch, plain, at)
                self._letter(letter, stretch.origin + at, stretch.origin + at + 1)
                plain = at + 1
        self._plain(stretch, plain, len(stretch.text))

    def _plain(self, stretch: Stretch, start: int, end: int) -> None:
        if start < end:
            self._flush()
            self._blank()
            self._put(stretch.text[start:end], stretch.origin + start, None)

    def _letter(self, letter: str, start: int, end: int) -> None:
        if self.escape is not None:
            self._escaped(letter, start, end)
        elif letter == "\\":
            self._blank()
            self.escape = ("", start, end)
        elif letter == '"':
            self._blank()
            self.quoted = not self.quoted
        elif letter in _BLANKS and not self.quoted:
            self.torn = self.space is not None and (self.torn or self.space[1] != start)
            self.space = (self.space[0] if self.space else start, end)
        else:
            self._blank()
            self._put(letter, start, end)

    def _escaped(self, letter: str, start: int, end: int) -> None:
        """One more letter after a backslash."""
        assert self.escape is not None  # noqa: S101 - asked before
        so_far, first, last = self.escape
        self.torn = self.torn or last != start
        letters = so_far + letter
        if letters == "u" or (letters[0] == "u" and re.fullmatch(r"u[0-9A-Fa-f]{1,3}", letters)):
            self.escape = (letters, first, end)
            return
        if _CODE.fullmatch(letters):
            self.escape = (letters, first, end)
            self._flush()
            return
        if len(letters) > 1:  # "\u12x": no letter at all; what comes after it counts again
            self._flush()
            self._letter(letter, start, end)
            return
        self.escape = None
        self._put(_LETTERS.get(letter, letter), first, end)

    def _flush(self) -> None:
        """A backslash that nothing more belongs to."""
        if self.escape is None:
            return
        letters, first, end = self.escape
        self.escape = None
        code = int(letters[1:], 16) if _CODE.fullmatch(letters) else None
        if code is None or code in _HIGH:
            self._whole(f"\\{letters}", first, end)
        elif code in _LOW:
            self._low(code, first, end)
        else:
            self._put(chr(code), first, end)

    def _low(self, code: int, first: int, end: int) -> None:
        """The second half of a character, which joins the first if that is there."""
        before = self.found[-1] if self.found else None
        high = re.fullmatch(r"\\u([0-9A-Fa-f]{4})", before.text) if before else None
        length = 0 if before is None else before.width or len(before.text)
        joined = before is not None and before.origin + length == first
        if before is None or high is None or not joined or int(high[1], 16) not in _HIGH:
            self._whole(f"\\u{code:04x}", first, end)
            return
        self.found.pop()
        letter = chr(0x10000 + ((int(high[1], 16) - 0xD800) << 10) + code - 0xDC00)
        self._put(letter, before.origin, end)

    def _blank(self) -> None:
        """White space before something: one space, none where the string begins."""
        if self.space is not None and self.begun and not self.spaced:
            self._put(" ", *self.space)
            self.spaced = True
        self.space = None
        self.begun = True

    def _put(self, text: str, start: int, end: int | None) -> None:
        if end is not None and self.content[start:end] != text:
            self._whole(text, start, end)
            return
        self.spaced = self.torn = False
        self.found.append(Stretch(text, start, notation=self.notation))

    def _whole(self, text: str, start: int, end: int) -> None:
        """What the file's letters stand for as one."""
        notation = "" if self.torn else self.notation
        self.spaced = self.torn = False
        self.found.append(Stretch(text, start, end - start, notation=notation))


def _escapes(text: str) -> str:
    return _SPECIAL.sub(lambda m: _WRITTEN.get(m[0], f"\\{m[0]}"), _END.sub("\n", text))


def _in_xml(text: str) -> str | None:
    """``text`` as a string resource has it; None where XML cannot hold it."""
    return xml_text.escaped(_escapes(text))


def _in_cdata(text: str) -> str | None:
    """The same in a CDATA section."""
    return xml_text.cdata(_escapes(text))


def _says(written: str, text: str) -> bool:
    """Whether a string that is ``written`` so reads as ``text``."""
    spaces = "".join(f' xmlns:{p}="{p}"' for p in sorted(set(_PREFIX.findall(written))))
    content = f"<a{spaces}>{written}</a>"
    try:
        root = xml_tree.parse(content, "")
    except InputError:
        return False
    return _side(content, root).text == _END.sub("\n", text)


NOTATIONS = {"android": _in_xml, "android-cdata": _in_cdata}
"""How its letters are written, by the name of the notation."""

PROOFS = dict.fromkeys(NOTATIONS, _says)
"""Whether what is written reads back: Android takes several spaces for one."""

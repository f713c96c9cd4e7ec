"""XML as it stands in its file: a tree of elements that know where they begin and end.

expat says what is markup and whether it is well-formed, and at which byte each piece begins; the
pieces are cut out of the file itself, so that whatever is not changed can be written back as it
was. No other parser of Python tells places within a line: lxml knows lines alone.

A file with a document type is refused, before anything in it is read: entities that unfold into
gigabytes, or into other files, are declared there. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias
from xml.parsers import expat

from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Comment", "Element", "Piece", "Run", "parse"]

_DEEPEST = 200  # elements in elements; translations have ten
_TAG_END = re.compile(r"""(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_DECLARATION = re.compile(r"<\?xml\s[^>]*\?>")


@dataclass(slots=True)
class Run:
    """Characters of an element, entities and all, or what stands in a CDATA section."""

    start: int
    end: int
    cdata: bool = False


@dataclass(slots=True)
class Comment:
    """A comment, or with ``words`` None an instruction to some program."""

    start: int
    end: int
    words: str | None


@dataclass(slots=True)
class Element:
    """An element: ``inner`` and ``after`` are where its content begins and ends.

    ``name`` and the keys of ``attributes`` are local names; those of attributes in a namespace
    are ``{namespace}name``.
    """

    name: str
    space: str
    attributes: dict[str, str]
    start: int
    inner: int
    after: int = 0
    end: int = 0
    children: list[Piece] = field(default_factory=list)

    def elements(self, *names: str) -> Iterator[Element]:
        """Its child elements of these names, or all."""
        for child in self.children:
            if isinstance(child, Element) and (not names or child.name in names):
                yield child

    def first(self, *names: str) -> Element | None:
        """The first child element of one of these names."""
        return next(self.elements(*names), None)


Piece: TypeAlias = Element | Run | Comment

_XML = "http://www.w3.org/XML/1998/namespace"


def parse(
    content: str, path: str, allowed: Callable[[str, str | None], bool] | None = None
) -> Element:
    """The root element of a file that says ``content``.

    ``allowed`` says of a document type's name and system identifier whether it may stand there;
    it is not read. Raises :class:`InputError` for what is not well-formed, for every other
    document type, and for elements in more than 200 others.
    """
    builder = _Builder(content, path, allowed)
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartElementHandler = lambda name, has: builder.opened(
        name, has, parser.CurrentByteIndex
    )
    parser.EndElementHandler = lambda _: builder.closed(parser.CurrentByteIndex)
    parser.CommentHandler = lambda words: builder.comment(words, parser.CurrentByteIndex)
    parser.ProcessingInstructionHandler = lambda *_: builder.comment(None, parser.CurrentByteIndex)
    parser.StartCdataSectionHandler = lambda: builder.cdata(parser.CurrentByteIndex)
    parser.EndCdataSectionHandler = lambda: builder.cdata_end(parser.CurrentByteIndex)
    parser.StartDoctypeDeclHandler = builder.doctype
    parser.SkippedEntityHandler = builder.skipped
    try:
        parser.Parse(builder.raw, True)  # noqa: FBT003 - expat takes it by its place
    except expat.ExpatError as error:
        reason = expat.errors.messages[error.code]
        message = f"is no well-formed XML: {reason} (column {error.offset + 1})"
        raise InputError(message, path=path, line=error.lineno) from None
    return builder.root


class _Builder:
    """Puts the tree together from what expat tells, byte by byte of the file as UTF-8."""

    def __init__(
        self, content: str, path: str, allowed: Callable[[str, str | None], bool] | None
    ) -> None:
        self.raw = content.encode("utf-8")
        self._content = content
        self._path = path
        self._allowed = allowed
        self._ascii = len(self.raw) == len(content)
        self._known = (0, 0)  # a place as bytes and as code points
        self._open = [Element("", "", {}, 0, 0)]
        self._at = 0  # how far the file is taken in
        self._in_cdata = False

    @property
    def root(self) -> Element:
        return next(self._open[0].elements())

    def opened(self, name: str, has: dict[str, str], byte: int) -> None:
        start = self._reach(byte)
        inner = self._end_of_tag(start)
        if len(self._open) > _DEEPEST:
            message = f"has elements in more than {_DEEPEST} others"
            raise InputError(message, path=self._path, line=self._line(start))
        space, _, local = name.rpartition(" ")
        attributes = {_expanded(key): value for key, value in has.items()}
        element = Element(local, space, attributes, start, inner)
        self._open[-1].children.append(element)
        self._open.append(element)
        self._at = inner

    def closed(self, byte: int) -> None:
        element = self._open.pop()
        if self._content[self._at - 2 : self._at] == "/>" and self._at == element.inner:
            element.after = element.end = element.inner
            return
        element.after = self._reach(byte, element)
        element.end = self._content.index(">", element.after) + 1
        self._at = element.end

    def comment(self, words: str | None, byte: int) -> None:
        start = self._reach(byte)
        close = "?>" if words is None else "-->"
        end = self._content.index(close, start) + len(close)
        self._open[-1].children.append(Comment(start, end, words))
        self._at = end

    def cdata(self, byte: int) -> None:
        self._at = self._reach(byte) + len("<![CDATA[")
        self._in_cdata = True

    def cdata_end(self, byte: int) -> None:
        end = self._offset(byte)
        self._open[-1].children.append(Run(self._at, end, cdata=True))
        self._at = end + len("]]>")
        self._in_cdata = False

    def doctype(self, name: str, system: str | None, public: str | None, has_subset: int) -> None:
        del public
        if not has_subset and self._allowed is not None and self._allowed(name, system):
            return
        start = self._content.find("<!DOCTYPE")
        message = "has a document type (<!DOCTYPE …>), which could declare anything: take it out"
        raise InputError(message, path=self._path, line=self._line(max(start, 0)))

    def skipped(self, name: str, is_parameter: bool) -> None:  # noqa: FBT001 - expat's signature
        del is_parameter
        line = self._line(max(self._content.find(f"&{name};"), 0))
        message = f"has an entity &{name}; that nothing declares"
        raise InputError(message, path=self._path, line=line)

    def _reach(self, byte: int, inside: Element | None = None) -> int:
        """The offset of a byte; what lies before it and is not taken in yet is a run."""
        offset = self._offset(byte)
        parent = inside or self._open[-1]
        if offset > self._at and (inside or len(self._open) > 1):
            parent.children.append(Run(self._at, offset))
        return offset

    def _offset(self, byte: int) -> int:
        if self._ascii:
            return byte
        last, offset = self._known
        offset += len(self.raw[last:byte].decode("utf-8"))
        self._known = (byte, offset)
        return offset

    def _end_of_tag(self, start: int) -> int:
        match = _TAG_END.match(self._content, start)
        assert match is not None  # noqa: S101 - expat has found it well-formed
        return match.end()

    def _line(self, offset: int) -> int:
        return len(re.findall(r"\r\n?|\n", self._content[:offset])) + 1


def _expanded(key: str) -> str:
    space, _, local = key.rpartition(" ")
    return f"{{{space}}}{local}" if space and space != _XML else f"xml:{local}" if space else local

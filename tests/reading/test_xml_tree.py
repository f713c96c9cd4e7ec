"""XML trees: every piece stands where it says, and nothing of the file is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from mtcheck.reading import xml_text
from mtcheck.reading.xml_tree import Comment, Element, Run, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

XML = (
    "<?xml version='1.0'?><!-- ä 😀 -->\r\n<a x:k='&lt;>' xmlns:x='urn:x' xml:lang='de'>"
    "ä<b/>\r\n<x:c  d=\"'>'\" ></x:c ><![CDATA[<b>&]]]]><![CDATA[>]]><?pi <b> ?>😀&#228;&amp;e"
    "<!-- <b> --></a>\n<!-- end -->"
)


def pieces(content: str, element: Element) -> Iterator[str]:
    """An element's own file text, put together from its pieces."""
    yield content[element.start : element.inner]
    for child in element.children:
        if isinstance(child, Element):
            yield "".join(pieces(content, child))
        elif isinstance(child, Run) and child.cdata:
            yield f"<![CDATA[{content[child.start : child.end]}]]>"
        else:
            yield content[child.start : child.end]
    if element.end > element.inner:
        yield content[element.after : element.end]


def said(content: str, element: Element) -> str:
    return "".join(
        said(content, c) if isinstance(c, Element) else xml_text.plain(content, c)
        for c in element.children
        if not isinstance(c, Comment)
    )


def test_the_pieces_are_the_file() -> None:
    root = parse(XML, "a.xml")
    assert "".join(pieces(XML, root)) == XML[root.start : root.end]
    assert XML[root.end :] == "\n<!-- end -->"
    judge = etree.fromstring(XML.encode())
    assert said(XML, root).replace("\r\n", "\n") == "".join(judge.itertext(etree.Element))  # type: ignore[arg-type]
    assert root.attributes == {"{urn:x}k": "<>", "xml:lang": "de"}
    first, second = root.elements()
    assert (first.name, first.space, first.end) == ("b", "", first.inner)
    assert (second.name, second.space, second.attributes) == ("c", "urn:x", {"d": "'>'"})

"""Carrying any text in JSON and XML, with nothing raw in it that acts on a terminal or a CI log.

JSON can write every character as an escape, so texts come back from it as they were. XML cannot
hold control characters at all: give it what :func:`mtcheck.reporting.showing.visible` shows.

A CI log is read for commands as well: GitHub's runner takes ``##[`` for the start of one
wherever it stands in a line.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

from mtcheck.reporting.showing import UNSAFE

if TYPE_CHECKING:
    import re

__all__ = ["escaped_json", "json_text", "xml_text"]


def json_text(value: Any, *, indent: int | None = None) -> str:  # noqa: ANN401 - whatever JSON holds
    """``value`` as JSON: on one line, or indented."""
    separators = (",", ":") if indent is None else (",", ": ")
    return escaped_json(json.dumps(value, ensure_ascii=False, indent=indent, separators=separators))


def escaped_json(document: str) -> str:
    r"""A JSON document with every unsafe character in its strings as ``\uXXXX``."""
    return UNSAFE.sub(_escaped, document).replace("##[", "#\\u0023[")


def _escaped(match: re.Match[str]) -> str:
    # The document's own line ends stand between strings, never inside one.
    return "\n" if match[0] == "\n" else json.dumps(match[0])[1:-1]


def xml_text(root: ET.Element) -> str:
    """``root`` as an XML document, indented; its texts must be free of control characters."""
    ET.indent(root)
    written = ET.tostring(root, encoding="unicode")
    declared = f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'
    return declared.replace("##[", "#&#35;[")

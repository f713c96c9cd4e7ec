"""Where the characters of a JSON string stand in the line that holds it, escapes and all."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["escaped", "offsets"]

_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]')
# A surrogate pair is one character, and two escapes.
_PIECE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]",
    re.DOTALL,
)


def offsets(line: str, is_key: Callable[[str], bool]) -> list[int] | None:
    """Where each character of the string begins in ``line``, and where the last one ends.

    The string is the value of the key, of the object that ``line`` is, that ``is_key`` takes;
    of several the last one, as JSON readers take it. None where there is no such string.
    """
    depth, key, before = 0, None, ""
    found: list[int] | None = None
    for match in _PART.finditer(line):
        part = match.group()
        if part in "{[":
            depth += 1
        elif part in "}]":
            depth -= 1
        elif part[0] == '"' and depth == 1 and before in "{,":
            key = json.loads(part, strict=False)
        elif part[0] == '"' and depth == 1 and before == ":" and key is not None and is_key(key):
            start = match.start() + 1
            pieces = _PIECE.finditer(line, start, match.end() - 1)
            found = [*(piece.start() for piece in pieces), match.end() - 1]
        before = part[:1]
    return found


def escaped(text: str) -> str:
    """``text`` as it stands in a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]

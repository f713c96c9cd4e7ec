"""What the look of a line says of it: a bullet, a caption, a link, a headline.

Shared by the formats; the words are data (``layout.toml`` of a language).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.article import BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.languages import Language

__all__ = ["LONGEST_HEADLINE", "Numbered", "ends_sentence", "headline", "kind_of", "marker"]

LONGEST_HEADLINE = 120  # characters; the 99th percentile of news headlines is about 110

_SIGN = r"[•‣⁃◦▪▫●○■□◆◇►▶➤➢✓✔✗✘・※][ \t\u00a0\u3000]*|[-+*–—−→][ \t\u00a0\u3000]+"
_LABEL = r"(?:\d{1,3}|[^\W\d_])\)[ \t\u00a0\u3000]+|[(（]\d{1,3}[)）][ \t\u00a0\u3000]*|\d{1,3}、"
_CIRCLED = r"[①-⑳][ \t\u00a0\u3000]*"
_MARKER = re.compile(rf"(?:{_SIGN}|{_LABEL}|{_CIRCLED})(?=\S)")
_STOPPED = re.compile(r"(\d{1,3})[.．][ \t\u00a0\u3000]+(?=\S)")
_CLOSERS = "\"'”’»«›‹“)]}）」』】〉》*_ \t\u00a0\u3000"
_TERMINAL = frozenset(".!?…。！？｡।؟։")
_NO_HEADLINE = frozenset(":;,：；，、")
_OPENERS = r"[\[(（【*_]{0,3}\s?"
_SEPARATOR = r"\s?[:：/|©]|\s[–—-]\s"


class Numbered(NamedTuple):
    """A line that begins with a number and a stop: a list item, or an ordinal ("1. Mai")."""

    number: int
    length: int


def marker(line: str) -> int:
    """How many characters at the start of ``line`` are a bullet and the space after it."""
    match = _MARKER.match(line)
    return match.end() if match else 0


def numbered(line: str) -> Numbered | None:
    """The number before a stop that ``line`` begins with; only neighbours tell it from a date."""
    match = _STOPPED.match(line)
    return Numbered(int(match[1]), match.end()) if match else None


def ends_sentence(line: str) -> bool:
    """Whether the last mark, closing quotes and brackets aside, ends a sentence."""
    bare = line.rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _TERMINAL


def kind_of(line: str, language: Language) -> BlockKind:
    """Caption or link by the line's first words, else paragraph."""
    captions, links = _openings(language)
    if line.startswith("©") or _opens(line, captions):
        return BlockKind.CAPTION
    return BlockKind.LINK if _opens(line, links) else BlockKind.PARAGRAPH


def _opens(line: str, pattern: re.Pattern[str] | None) -> bool:
    """Whether the line begins with such words and a colon, or with them and no sentence."""
    if pattern is None or (match := pattern.match(line)) is None:
        return False
    if match["separator"] or not line[match.end() :].strip(_CLOSERS):
        return True
    return match["loose"] is not None and headline(line)


def headline(line: str) -> bool:
    """Whether a line that stands alone looks like one: short, with letters, no end mark."""
    bare = line.rstrip(_CLOSERS)
    if not 0 < len(bare) <= LONGEST_HEADLINE or bare[-1] in _NO_HEADLINE:
        return False
    return not ends_sentence(line) and any(map(str.isalpha, bare))


@cache
def _openings(language: Language) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What captions and what links begin with."""
    data = language.layout
    if data is None:
        return None, None
    # "Photo albums are back" begins with one word of captions, "Photo by Ann Lee" with two.
    loose = [c for c in data.captions if " " in c or c.endswith(".")]
    return _opening(data.captions, loose), _opening(data.links, data.links)


def _opening(phrases: Sequence[str], loose: Sequence[str]) -> re.Pattern[str] | None:
    """Any of ``phrases`` with a separator, or one of ``loose`` with or without."""
    if not phrases:
        return None
    separated = rf"(?:{_alternatives(phrases)})(?P<separator>{_SEPARATOR}|\s?$)"
    bare = rf"(?P<loose>{_alternatives(loose)})(?!\w)"
    every = rf"{separated}|{bare}" if loose else rf"{separated}|(?P<loose>(?!))"
    return re.compile(rf"{_OPENERS}(?:{every})", re.IGNORECASE)


def _alternatives(phrases: Sequence[str]) -> str:
    longest_first = sorted(phrases, key=lambda p: (-len(p), p))
    spaced = [r"\s".join(map(re.escape, p.split())) for p in longest_first]
    return "|".join(spaced).replace("'", "['’]")

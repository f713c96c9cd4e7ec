"""Quotation marks and brackets: which of a text belong together, and which stand alone.

Marks are paired by what they look like (a mark after a space opens, one before a space closes),
so that any mixture of styles pairs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "CLOSERS",
    "MARK",
    "PAIRS",
    "Mark",
    "Pairing",
    "kind",
    "paired",
    "paired_opposite",
    "unbalanced",
]

MARK = re.compile(r"[()\[\]{}（）［］【】「」『』《》«»„“”‟\"＂〝〞]")
_CURLY = re.compile(r"[«»„“”‟＂〝〞]")
# What looks like one and is none: "a)", "1)", smileys, inches, check boxes.
_NOT = re.compile(
    r"""(?:(?<![^\s(])|(?<=[.,;:])) (?<![=<>≤≥~±][ ]) (?:\d{1,2}|[^\W\d_]|[ivx]{2,5})[)）]
        (?=[\s\u3000]|$|\w)
      | ^(?:\d{1,3}|[IVX]{1,5})[)）](?=[\s\u3000]|$|\w)
      | (?<!\w)[:;=8xX]['’]?-?[()\[\]{}](?!\w)
      | (?<=\d)["”“](?=[\s,.;:)xX×-]|$)(?<![(\[\s]["”“])
    """,
    re.VERBOSE,
)
_LONGEST = 5  # characters before the bracket of a list marker
PAIRS = {"(": ")", "[": "]", "{": "}", "（": "）", "［": "］", "【": "】", "「": "」", "『": "』"}
PAIRS |= {"《": "》"}
CLOSERS = {closer: opener for opener, closer in PAIRS.items()}
_SAME_FAMILY = {"（": "(", "）": ")", "［": "[", "］": "]"}
_OPENING_ONLY = frozenset("„‟〝")
_QUOTES = frozenset('«»„“”‟"＂〝〞')


class Mark(NamedTuple):
    """A mark: which, where, whether it opens, and of which family it is."""

    char: str
    at: int
    opens: bool
    family: str


class Pairing(NamedTuple):
    """The marks of a stretch of text: those in pairs (by their opener), and the lone ones."""

    pairs: tuple[tuple[Mark, Mark], ...]
    loose: tuple[Mark, ...]


def kind(family: str) -> str:
    """What marks are counted together: every style of quotation is one kind."""
    return '"' if family in {'"', "「", "『"} else family


def paired(text: str, offset: int = 0, *, spaced: bool, by_shape: bool = False) -> Pairing:
    """The marks of ``text``, which starts at ``offset``; ``by_shape`` trusts no mere count."""
    # Straight marks alone, in an even number, pair whatever stands beside them.
    even = not by_shape and text.count('"') % 2 == 0 and not _CURLY.search(text)
    open_marks: dict[str, list[Mark]] = {}
    pairs: list[tuple[Mark, Mark]] = []
    loose: list[Mark] = []
    for match in MARK.finditer(text):
        char, at = match.group(), match.start()
        family = '"' if char in _QUOTES else _family(char)
        stack = open_marks.setdefault(family, [])
        if even and char == '"':
            opens = not stack
        else:
            opens = _opens(text, at, char, open_=bool(stack), spaced=spaced)
        if (opens or not stack) and _is_none(text, at):
            continue  # but "(see 1)" closes a bracket
        mark = Mark(char, offset + at, opens, family)
        if opens:
            stack.append(mark)
        elif stack:
            pairs.append((stack.pop(), mark))
        else:
            loose.append(mark)
    loose += [m for stack in open_marks.values() for m in stack]
    return Pairing(
        tuple(sorted(pairs, key=lambda p: p[0].at)), tuple(sorted(loose, key=lambda m: m.at))
    )


def _is_none(text: str, at: int) -> bool:
    """Whether the character there is part of a list marker, a smiley or a measure."""
    before = text[at - 1 : at] if at else ""
    if not (before.isalnum() or (before and before in ":;='’-")):
        return False
    starts = range(max(at - _LONGEST, 0), at + 1)
    return any((m := _NOT.match(text, start)) and at < m.end() for start in starts)


def _family(char: str) -> str:
    char = _SAME_FAMILY.get(char, char)
    return CLOSERS.get(char, char)


def _opens(text: str, at: int, char: str, *, open_: bool, spaced: bool) -> bool:
    """Whether the mark opens, by its shape and by what stands on either side."""
    if char in PAIRS or char in CLOSERS:
        return char in PAIRS
    if not spaced and char in "„‟〝“”«»":
        return char not in "”»"
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if char in _OPENING_ONLY:
        # Whatever it looks like, after a word and before a stop it closes.
        stuck = bool(before.strip()) and before not in "([{—–-/"
        return not (stuck and (after.isspace() or after in ".,;:!?)"))
    free_before = not before or before.isspace() or before in "([{—–-/«„“‘'¿¡:"
    free_after = not after or after.isspace() or after in ")]},.;:!?—–-/»”’'…"
    if free_before != free_after:
        return free_before
    if char in "”»«“" and before.isspace() and after.isspace():
        return char in "«“"  # « French »
    return not open_


@lru_cache(maxsize=256)
def unbalanced(text: str, family: str) -> bool:
    """Whether another text has a loose mark of the kind, in whatever style."""
    wanted = kind(family)
    if wanted == '"' and _single_loose(text):
        return True  # its quotation is in single marks, and goes on elsewhere
    return any(kind(m.family) == wanted for m in paired_opposite(text).loose)


@lru_cache(maxsize=256)
def paired_opposite(text: str) -> Pairing:
    """The marks of a stretch of another text, in whatever language it is."""
    spaced = not re.search("[\u3040-\u30ff\u4e00-\u9fff]", text)
    return paired(text, spaced=spaced, by_shape=True)


_SINGLE_OPENS = re.compile(r"(?<![\w.,!?])['‘](?=\w)")
_SINGLE_CLOSES = re.compile(r"(?<=[.,!?…])['’](?!\w)|(?<=\w)['’](?=[.,!?]|$)")
_MAY_CLOSE = re.compile(r"(?<=[\w.,!?…])['’](?!\w)")


def _single_loose(text: str) -> bool:
    """Whether single quotation marks open more often than they close, or less often."""
    opens = len(_SINGLE_OPENS.findall(text))
    # "the boys' club" may close one and need not.
    return not len(_SINGLE_CLOSES.findall(text)) <= opens <= len(_MAY_CLOSE.findall(text))

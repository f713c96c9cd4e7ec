"""Numerals written as one word (*zweiundzwanzig*, *dvaadvacet*), taken apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.aligning.phrase_kinds import Kind, Sense
from mtcheck.languages.comparing import comparable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.languages.numbers import NumberData

__all__ = ["Compounds"]

_LONGEST_COMPOUND = 80  # letters of a numeral in one word; 999999 in Dutch has 63


class Compounds:
    """Takes numerals apart that are written as one word."""

    def __init__(self, data: NumberData) -> None:
        parts: dict[str, tuple[Kind, float]] = {}
        for kind, table in (
            (Kind.SCALE, data.scales),
            (Kind.CARDINAL, data.cardinals),
            (Kind.CARDINAL, data.compound),
        ):
            for key, words in table.items():
                parts.update((comparable(w), (kind, float(key))) for w in words if " " not in w)
        ordinals = {
            comparable(w): (Kind.CARDINAL, float(key))
            for key, words in data.ordinals.items()
            for w in words
        }
        self._parts = parts
        self._ordinals = ordinals
        joints = [comparable(w) for w in (data.inverted, *data.connectors) if w]
        self._joints = frozenset(joints)
        self._begins = re.compile(_alternatives(parts))
        self._longest = max(map(len, (*parts, *ordinals)))

    def sense(self, form: str) -> Sense | None:
        """The sense of ``form`` as a compound numeral, or None."""
        if not 4 < len(form) <= _LONGEST_COMPOUND or not self._begins.match(form):  # noqa: PLR2004
            return None
        found = self._split(form)
        if found is None or len(found) < 2:  # noqa: PLR2004 - one part is in the table
            return None
        return Sense(Kind.COMPOUND, 0.0, parts=tuple(found))

    def _split(self, form: str) -> list[tuple[Kind, float]] | None:
        # Fewest parts from the left, remembering dead ends: linear in the word's length.
        ways: dict[int, list[str] | None] = {len(form): []}
        for start in range(len(form) - 1, -1, -1):
            best: list[str] | None = None
            for end in range(min(len(form), start + self._longest), start, -1):
                rest = ways.get(end)
                piece = form[start:end]
                if rest is None or not self._fits(piece, last=end == len(form)):
                    continue
                if best is None or len(rest) + 1 < len(best):
                    best = [piece, *rest]
            ways[start] = best
        pieces = ways[0]
        if pieces is None or pieces[-1] in self._joints or pieces[0] in self._joints:
            return None
        out = []
        for piece in pieces:
            if piece in self._joints and piece not in self._parts:
                out.append((Kind.CONNECTOR, 0.0))
            elif piece in self._parts:
                out.append(self._parts[piece])
            else:
                out.append(self._ordinals[piece])
        return out

    def _fits(self, piece: str, *, last: bool) -> bool:
        return piece in self._parts or piece in self._joints or (last and piece in self._ordinals)


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))

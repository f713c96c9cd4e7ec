"""Which words of a language can mean the same: an extract of WordNet and of wordnets linked to it.

``senses.marisa`` of a language maps the stem of a word to the concepts that it can stand for,
three bytes each (:data:`WIDTH`). ``data/concepts.bin``, shared by all languages, says of each
concept its field (animal, body, act …, WordNet's lexicographer files), the concepts next to it
(the more general, the similar, those of words that it is derived from), and those akin to it:
one word has both in several families of languages. Both are made by
``python -m mtcheck.training.senses``; their licences stand in ``data/LICENSE-senses.md``.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from enum import IntEnum
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import marisa_trie

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["WIDTH", "Relation", "Senses"]

WIDTH = 3  # bytes of a concept's number
_SHARED = Path(__file__).parent / "data" / "concepts.bin"
_MOST = 50_000  # pairs of stems whose relation is remembered
#: Fields of things that one can touch, count or point at; their words seldom shade into others.
_TANGIBLE = frozenset({5, 6, 8, 13, 15, 17, 18, 20, 21, 25, 27, 28})


class Relation(IntEnum):
    """How near to each other two words can mean, nearest first."""

    SAME = 0
    NEIGHBOURS = 1
    RELATED = 2  # two steps apart
    AKIN = 3  # one word has both in several families of languages
    FAR = 4
    UNKNOWN = 5  # at least one of them is not known


class _Lists:
    """For each concept a list of others, packed: a length in bytes, counts, numbers."""

    def __init__(self, packed: bytes, count: int) -> None:
        self.size = 4 + count + int.from_bytes(packed[:4], "little")
        flat = packed[4 + count : self.size]
        wide = bytearray(len(flat) // WIDTH * 4)
        for byte in range(WIDTH):
            wide[byte::4] = flat[byte::WIDTH]
        self._all = array("I")
        self._all.frombytes(bytes(wide))
        if sys.byteorder == "big":
            self._all.byteswap()
        self._ends = array("I", accumulate(packed[4 : 4 + count]))

    def around(self, concepts: Iterable[int]) -> frozenset[int]:
        """The concepts and those listed with them."""
        found = set(concepts)
        for concept in tuple(found):
            start = self._ends[concept - 1] if concept else 0
            found.update(self._all[start : self._ends[concept]])
        return frozenset(found)


class _Concepts:
    """The shared tables: fields, what is beside, what is akin."""

    def __init__(self, path: Path) -> None:
        raw = zlib.decompress(path.read_bytes())
        count = int.from_bytes(raw[:4], "little")
        self.fields = raw[4 : 4 + count]
        self.beside = _Lists(raw[4 + count :], count)
        self.akin = _Lists(raw[4 + count + self.beside.size :], count)


@cache
def _concepts() -> _Concepts:
    return _Concepts(_SHARED)


class Senses:
    """The concepts of a language's words; a class because it remembers what it was asked."""

    def __init__(self, path: Path) -> None:
        self._trie = marisa_trie.BytesTrie()
        self._trie.mmap(str(path))
        self._known: dict[str, frozenset[int]] = {}
        self._wide: dict[str, tuple[frozenset[int], ...]] = {}
        self._related: dict[tuple[str, str], Relation] = {}

    def of(self, stem: str) -> frozenset[int]:
        """The concepts of a stem; empty where it is not known."""
        if (known := self._known.get(stem)) is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._trie.get(stem)
            packed = found[0] if found else b""
            known = self._known[stem] = frozenset(
                int.from_bytes(packed[k : k + WIDTH], "little")
                for k in range(0, len(packed), WIDTH)
            )
        return known

    def fields(self, stem: str) -> frozenset[int]:
        """The fields of its concepts."""
        return frozenset(_concepts().fields[c] for c in self.of(stem))

    def tangible(self, stem: str) -> bool:
        """Whether it is known and every concept of it is a thing, a person, a place or a time."""
        found = self.fields(stem)
        return bool(found) and found <= _TANGIBLE

    def relation(self, one: str, other: str) -> Relation:
        """The nearest that two stems can mean."""
        key = (one, other) if one < other else (other, one)
        if (known := self._related.get(key)) is None:
            if len(self._related) >= _MOST:
                self._related.clear()
            known = self._related[key] = self._relate(*key)
        return known

    def _relate(self, one: str, other: str) -> Relation:
        mine, theirs = self.of(one), self.of(other)
        if not mine or not theirs:
            return Relation.UNKNOWN
        if mine & theirs:
            return Relation.SAME
        (near, far, akin), (their_near, their_far, their_akin) = map(self._around, (one, other))
        if near & theirs or their_near & mine:
            return Relation.NEIGHBOURS
        if near & their_near or far & theirs or their_far & mine:
            return Relation.RELATED
        if akin & theirs or their_akin & mine:
            return Relation.AKIN
        return Relation.FAR

    def _around(self, stem: str) -> tuple[frozenset[int], ...]:
        if (known := self._wide.get(stem)) is None:
            if len(self._wide) >= _MOST:
                self._wide.clear()
            shared, own = _concepts(), self.of(stem)
            near = shared.beside.around(own)
            known = self._wide[stem] = (near, shared.beside.around(near), shared.akin.around(own))
        return known

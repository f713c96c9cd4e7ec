"""Words of which one says the reverse of the other: rise and fall, all and none."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mtcheck.aligning.phrasebook import Phrasebook

if TYPE_CHECKING:
    from mtcheck.languages import Language

__all__ = ["book", "opposed"]


@cache
def book(language: Language) -> Phrasebook:
    """The words that have opposites. The labels of both sides of a pair differ in their sign."""
    data = language.meaning
    entries = {}
    for n, sides in enumerate(data.opposites if data else ()):
        for name, words in zip("+-", sides, strict=True):
            entries[f"{n}{name}"] = [w.replace("_", " ") for w in words.split()]
    return Phrasebook(entries, language)


@lru_cache(maxsize=50_000)
def opposed(left: frozenset[str], right: frozenset[str]) -> bool:
    """Whether words with these labels say the reverse of each other, and nothing alike."""
    turned = {label[:-1] + ("-" if label[-1] == "+" else "+") for label in left}
    return not turned.isdisjoint(right) and left.isdisjoint(right)

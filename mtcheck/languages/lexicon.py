"""The word list of a language with frequencies, opened as a memory map.

``words.marisa`` maps the comparable form of a word to 30 × its Zipf frequency (log10 of uses
per billion words), one byte. The lists are extracts of wordfreq 3.1.1 (Robyn Speer,
CC BY-SA 4.0; see ``data/LICENSE-words.md``), made by ``python -m mtcheck.training.lexicon``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import marisa_trie

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["STEPS", "Lexicon"]

STEPS = 30  # steps of one Zipf unit


class Lexicon:
    """Which words are attested, and how often."""

    def __init__(self, path: Path) -> None:
        self._trie = marisa_trie.RecordTrie("<B")
        self._trie.mmap(str(path))

    def __contains__(self, comparable: str) -> bool:
        return comparable in self._trie

    def __len__(self) -> int:
        return len(self._trie)

    def zipf(self, comparable: str) -> float:
        """The Zipf frequency (about 1 rare, 3 common, 7 "the"); 0 where it is not attested."""
        found = self._trie.get(comparable)
        return found[0][0] / STEPS if found else 0.0

    def known_beginning(self, form: str) -> int:
        """How many of the first letters of ``form`` an attested form begins with as well."""
        for length in range(len(form), 0, -1):
            if next(self._trie.iterkeys(form[:length]), None) is not None:
                return length
        return 0

    def starting_with(self, prefix: str) -> list[str]:
        """All attested forms that begin with ``prefix``."""
        keys: list[str] = self._trie.keys(prefix)
        return keys

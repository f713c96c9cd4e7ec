"""Make ``senses.marisa`` of every language, and ``concepts.bin``: ``… -m mtcheck.training.senses``.

    python -m mtcheck.training.senses --wordnet /usr/share/wordnet --tables FOLDER

``--wordnet`` is WordNet 3.0 as Debian's ``wordnet-base`` installs it, ``--tables`` a folder with
the tables of the Open Multilingual Wordnet that :data:`TABLES` names (``wns/`` of its
repository, each renamed to ``collection-language.tab``). Only words that the language's word
list has at Zipf 2 or more are kept.

Two concepts that one word has in two families of languages are taken to be akin (fire and
blaze); a word that has both in one language alone is a homonym (a crane that lifts or flies).
"""

from __future__ import annotations

import argparse
import re
import sys
import zlib
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import marisa_trie

from mtcheck import languages
from mtcheck.languages.comparing import comparable
from mtcheck.languages.senses import WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["TABLES", "build"]

#: The tables of each language: Wiktionary's for all, and curated wordnets with open licences.
TABLES = {
    "cs": ("wikt-ces",),
    "de": ("wikt-deu",),
    "es": ("wikt-spa",),
    "fr": ("wikt-fra",),
    "it": ("wikt-ita", "data-ita"),
    "ja": ("wikt-jpn",),
    "nl": ("wikt-nld", "data-nld"),
    "pl": ("wikt-pol", "data-pol"),
    "pt": ("wikt-por", "data-por"),
    "ru": ("wikt-rus",),
    "uk": ("wikt-ukr",),
    "zh": ("wikt-cmn", "cow-cmn"),
}
#: Languages of one number grew up together: what their words share says less.
FAMILIES = {
    **dict.fromkeys(("en", "de", "nl"), 0),
    **dict.fromkeys(("es", "fr", "it", "pt"), 1),
    **dict.fromkeys(("cs", "pl", "ru", "uk"), 2),
    "zh": 3,
    "ja": 4,
}
_FAMILIES = 2  # families in which one word has both of two concepts, so that they are akin
_MOST_SENSES = 40  # concepts of a word beyond which it says nothing
_PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_COMMON = 2.0  # Zipf frequency from which a word is kept
_UP = frozenset("@ @i & + \\ < ^ = ! * > ;c".split())  # pointers that lead to a near concept


class _Synset(NamedTuple):
    words: tuple[str, ...]
    field: int
    beside: tuple[str, ...]


def _synsets(wordnet: Path) -> dict[str, _Synset]:
    found = {}
    for part, letter in _PARTS.items():
        for line in (wordnet / f"data.{part}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                parts = line.partition("|")[0].split()
                found[f"{parts[0]}-{letter}"] = _synset(parts)
    return found


def _synset(parts: list[str]) -> _Synset:
    count = int(parts[3], 16)
    words = tuple(re.sub(r"\(.*\)", "", parts[4 + 2 * k]) for k in range(count))
    at = 5 + 2 * count
    beside = []
    for k in range(int(parts[at - 1])):
        symbol, offset, part, _ = parts[at + 4 * k : at + 4 * k + 4]
        if symbol in _UP:
            beside.append(f"{offset}-{part.replace('s', 'a')}")
    return _Synset(words, int(parts[1]), tuple(beside))


def _english(wordnet: Path, synsets: dict[str, _Synset]) -> Iterator[tuple[str, str]]:
    forms: dict[str, set[str]] = {}
    for name, synset in synsets.items():
        for word in synset.words:
            forms.setdefault(word.lower(), set()).add(name)
            yield word, name
    for part in _PARTS:
        for line in (wordnet / f"{part}.exc").read_text(encoding="utf-8").splitlines():
            irregular, *bases = line.split()
            for base in bases:
                yield from ((irregular, name) for name in sorted(forms.get(base, ())))


def _table(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if not line.startswith("#") and len(fields) > 2 and fields[1].endswith("lemma"):  # noqa: PLR2004
            yield fields[2].replace("+", ""), fields[0].replace("-s", "-a")


def build(wordnet: Path, tables: Path, data: Path) -> dict[str, int]:
    """Write all files into ``data``; returns the number of stems of each language."""
    synsets = _synsets(wordnet)
    numbers = {name: k for k, name in enumerate(sorted(synsets))}
    sizes = {}
    shared: dict[tuple[int, int], int] = {}
    for code in languages.covered():
        pairs = list(_english(wordnet, synsets)) if code == "en" else []
        for name in TABLES.get(code, ()):
            pairs.extend(_table(tables / f"{name}.tab"))
        stems = _stems(code, pairs, numbers)
        entries = [
            (stem, b"".join(k.to_bytes(WIDTH, "little") for k in sorted(found)))
            for stem, found in sorted(stems.items())
        ]
        marisa_trie.BytesTrie(entries).save(str(data / code / "senses.marisa"))
        sizes[code] = len(stems)
        for found in stems.values():
            if len(found) <= _MOST_SENSES:
                for pair in combinations(sorted(found), 2):
                    shared[pair] = shared.get(pair, 0) | 1 << FAMILIES[code]
    alike = [pair for pair, seen in sorted(shared.items()) if seen.bit_count() >= _FAMILIES]
    fields = bytes(synsets[name].field for name in sorted(synsets))
    beside = _pack(_beside(synsets, numbers))
    akin = _pack(_listed(alike, len(synsets)))
    packed = len(fields).to_bytes(4, "little") + fields + beside + akin
    (data / "concepts.bin").write_bytes(zlib.compress(packed, 9))
    return sizes


def _stems(code: str, pairs: list[tuple[str, str]], numbers: dict[str, int]) -> dict[str, set[int]]:
    language = languages.load(code)
    lexicon = language.lexicon
    stems: dict[str, set[int]] = {}
    for word, name in pairs:
        form = comparable(word)
        if name in numbers and lexicon is not None and lexicon.zipf(form) >= _COMMON:
            stems.setdefault(language.stem(form), set()).add(numbers[name])
    return stems


def _beside(synsets: dict[str, _Synset], numbers: dict[str, int]) -> list[list[int]]:
    names = sorted(synsets)
    found = []
    for mine, name in enumerate(names):
        beside = {numbers[b] for b in synsets[name].beside if b in numbers}
        # What both name of each other is kept once.
        found.append(sorted(b for b in beside if b > mine or name not in synsets[names[b]].beside))
    return found


def _listed(pairs: Iterable[tuple[int, int]], count: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for one, other in pairs:
        found[one].append(other)
    return found


def _pack(lists: list[list[int]]) -> bytes:
    """How many each has, one byte each, and then all of them."""
    kept = [some[:255] for some in lists]
    flat = b"".join(k.to_bytes(WIDTH, "little") for some in kept for k in some)
    return len(flat).to_bytes(4, "little") + bytes(len(some) for some in kept) + flat


def main() -> None:
    """Write the files of every covered language into the package's own data folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--tables", type=Path, required=True)
    args = parser.parse_args()
    data = Path(languages.__file__).parent / "data"
    for code, count in build(args.wordnet, args.tables, data).items():
        sys.stdout.write(f"{code}\t{count} stems\n")


if __name__ == "__main__":
    main()

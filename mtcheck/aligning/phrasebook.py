"""Finding the entries of language data in tokens: words, phrases and word beginnings.

An entry is written as in :mod:`mtcheck.languages.meaning`: one word or several, a last ``*``
for any ending, a first ``*`` (of a single word) for any beginning. A phrase is tokenised as
texts are, so that it fits languages with and without spaces alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.languages.comparing import comparable
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mtcheck.article import Token
    from mtcheck.languages import Language

__all__ = ["Hit", "Phrasebook"]


_HEAD = 3  # letters that tell most forms from all entries


class Hit(NamedTuple):
    """Tokens ``start``..``end`` (end-exclusive indices) are an entry with these labels."""

    start: int
    end: int
    labels: frozenset[str]


class _Entry(NamedTuple):
    words: tuple[str, ...]
    open: bool  # the last word may have any ending
    labels: frozenset[str]


class Phrasebook:
    """Labelled entries, ready to be looked for.

    It is a class because it remembers, per form, the entries that can begin there. The memory
    changes nothing but time.
    """

    def __init__(self, entries: Mapping[str, Iterable[str]], language: Language) -> None:
        labels: dict[tuple[tuple[str, ...], bool], set[str]] = {}
        endings: dict[str, set[str]] = {}
        for label, phrases in entries.items():
            for phrase in phrases:
                if phrase.startswith("*"):
                    endings.setdefault(comparable(phrase[1:]), set()).add(label)
                    continue
                key = _parse(phrase, language)
                if key[0]:
                    labels.setdefault(key, set()).add(label)
        self._closed: dict[str, list[_Entry]] = {}
        self._open: dict[str, _Entry] = {}
        self._endings: dict[str, _Entry] = {}
        for (words, is_open), which in labels.items():
            entry = _Entry(words, is_open, frozenset(which))
            if is_open and len(words) == 1:
                self._open[words[0]] = entry
            else:
                self._closed.setdefault(words[0], []).append(entry)
        for ending, which in endings.items():
            self._endings[ending] = _Entry((ending,), True, frozenset(which))  # noqa: FBT003 - a record
        # A form is cut to these lengths and looked up, not held against each of the entries; most
        # have not even the first or last letters of one.
        self._open_lengths = sorted(set(map(len, self._open)))
        self._ending_lengths = sorted(set(map(len, self._endings)))
        self._heads = {form[:_HEAD] for form in (*self._closed, *self._open)}
        self._brief = tuple(form for form in self._open if len(form) < _HEAD)
        self._tails = {form[-1:] for form in self._endings}
        self._known: dict[str, tuple[_Entry, ...]] = {}
        self._nothing: set[str] = set()  # the forms at which no entry begins: most of a text
        self._space = 1 if language.core.spaced else 0

    def _beginning(self, form: str) -> tuple[_Entry, ...]:
        found: list[_Entry] = []
        if form[:_HEAD] in self._heads or form.startswith(self._brief):
            found += self._closed.get(form, ())
            starts = [form[:n] for n in self._open_lengths if n <= len(form)]
            found += [self._open[start] for start in starts if start in self._open]
        if form[-1:] in self._tails:
            ends = [form[-n:] for n in self._ending_lengths if n < len(form)]
            found += [self._endings[end] for end in ends if end in self._endings]
        if len(found) > 1:
            # The longest first; a whole word before a beginning, a longer one before a shorter.
            found.sort(key=lambda e: (-len(e.words), e.open, -len(e.words[-1])))
        self._known[form] = entries = tuple(found)
        if not entries:
            self._nothing.add(form)
        return entries

    def labels(self, form: str) -> frozenset[str]:
        """The labels of a single comparable form; none where only a phrase begins with it."""
        found = self._known.get(form)
        if found is None:
            found = self._beginning(form)
        return next((e.labels for e in found if len(e.words) == 1), frozenset())

    def scan(self, tokens: Sequence[Token]) -> list[Hit]:
        """The entries in ``tokens``, from the left, the longest at each place; none overlap."""
        nothing = self._nothing
        begin = [i for i, token in enumerate(tokens) if token.word.comparable not in nothing]
        if not begin:
            return []
        hits: list[Hit] = []
        known = self._known
        skip = 0
        for i in begin:
            if i < skip:
                continue
            form = tokens[i].word.comparable
            entries = known.get(form)
            if entries is None:
                entries = self._beginning(form)
            for entry in entries:
                size = len(entry.words)
                if size == 1 or _fits(entry, tokens, i, self._space):
                    hits.append(Hit(i, i + size, entry.labels))
                    skip = i + size
                    break
        return hits


def _fits(entry: _Entry, tokens: Sequence[Token], at: int, space: int) -> bool:
    # A phrase has no mark of punctuation inside, though ``tokens`` may leave those out.
    words = entry.words
    end = at + len(words)
    if end > len(tokens):
        return False
    last = tokens[end - 1].word.comparable
    if not (last.startswith(words[-1]) if entry.open else last == words[-1]):
        return False
    for k in range(at + 1, end):
        if tokens[k].start - tokens[k - 1].end > space:
            return False
        if k < end - 1 and tokens[k].word.comparable != words[k - at]:
            return False
    return True


def _parse(phrase: str, language: Language) -> tuple[tuple[str, ...], bool]:
    is_open = phrase.endswith("*")
    text = phrase.removesuffix("*")
    tokens = tokenise(text, Span(0, len(text)), language)
    return tuple(t.comparable for t in tokens), is_open

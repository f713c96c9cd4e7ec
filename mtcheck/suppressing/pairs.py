"""Ignore files: pairs of terms that are right, for formats that have no comments.

A line is the translation's term, a tab, and what the reference or the source has there; that
may be empty, for anything. A third column may name checks, as the setting ``ignore`` does. ``#``
begins a comment::

    # translation    reference or source    checks
    Kiew             Kyjiw
    Handy            Mobiltelefon           A301, N
    Foo              *
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck import selection
from mtcheck.errors import InputError, SettingsError
from mtcheck.finding import Reason, Suppressed
from mtcheck.reading.decoding import read_text
from mtcheck.reading.lines import lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.article import AlignedArticle, Text
    from mtcheck.finding import Finding
    from mtcheck.span import Span

__all__ = ["Pair", "Pairs", "read"]

_ANYTHING = "*"
_COLUMNS = 3
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of an ignore file. ``codes`` is None for every check."""

    mt: str
    other: str
    codes: frozenset[str] | None
    path: str
    line: int


def read(path: str) -> tuple[Pair, ...]:
    """The pairs of a file; raises :class:`InputError` that names the line that is wrong."""
    content = read_text(path)
    found = []
    for line in lines(content):
        text = line.of(content)
        if text.strip() and not text.lstrip().startswith("#"):
            found.append(_pair(text, path, line.number))
    return tuple(found)


def _pair(text: str, path: str, line: int) -> Pair:
    cells = [cell.strip() for cell in text.split("\t")]
    if len(cells) > _COLUMNS:
        message = (
            f"{len(cells)} columns: a line is a term, a tab, the other term, maybe a tab, codes"
        )
        raise InputError(message, path=path, line=line)
    mt, other, named = (*cells, "", "")[:_COLUMNS]
    other = "" if other == _ANYTHING else other
    if not mt and not other:
        message = "neither a term of the translation nor one of the reference or source"
        raise InputError(message, path=path, line=line)
    codes = None
    if named:
        try:
            codes = selection.codes([n for n in re.split(r"[\s,]+", named) if n], "codes")
        except SettingsError as error:
            raise InputError(str(error).removeprefix("codes: "), path=path, line=line) from None
    return Pair(mt, other, codes, path, line)


class Pairs:
    """The pairs of a run; keeps those that were of use."""

    def __init__(self, pairs: Iterable[Pair] = ()) -> None:
        self._pairs = tuple(pairs)
        self._used: set[int] = set()
        self._ran: frozenset[str] = frozenset()
        self._article: AlignedArticle | None = None
        self._places: dict[int, list[Span]] = {}

    def suppresses(self, article: AlignedArticle, finding: Finding) -> Suppressed | None:
        """The finding as suppressed by the first pair that it is of; None where it is of none."""
        if not self._pairs:
            return None
        if self._article is not article:
            self._article, self._places = article, self._found(article.mt)
        for number, pair in enumerate(self._pairs):
            if self._is_of(pair, number, article, finding):
                self._used.add(number)
                return Suppressed(finding, Reason.PAIR, f"{pair.path}:{pair.line}")
        return None

    def ran(self, codes: frozenset[str]) -> None:
        """Take note that these checks ran on an article."""
        self._ran |= codes

    def unused(self) -> Iterator[Pair]:
        """The pairs that suppressed nothing so far, though the checks that they are for ran."""
        for number, pair in enumerate(self._pairs):
            asked = (
                self._ran >= selection.all_codes() if pair.codes is None else pair.codes & self._ran
            )
            if number not in self._used and asked:
                yield pair

    def _found(self, text: Text) -> dict[int, list[Span]]:
        """Where the text has the terms that are its own side of a pair."""
        from mtcheck.aligning.terms import phrases  # noqa: PLC0415 - only where there are pairs

        places: dict[int, list[Span]] = {}
        listed = tuple(pair.mt for pair in self._pairs)
        for match in phrases(listed, text.language).find(text):
            places.setdefault(match.phrase, []).append(match.span)
        return places

    def _is_of(self, pair: Pair, number: int, article: AlignedArticle, finding: Finding) -> bool:
        if pair.codes is not None and finding.code not in pair.codes:
            return False
        if pair.mt:
            if not any(span.contains(finding.span) for span in self._places.get(number, ())):
                return False
        elif len(finding.span):
            return False  # without a term of its own a pair is for what is missing
        return not pair.other or any(_has(said, pair.other) for said in _others(article, finding))


def _others(article: AlignedArticle, finding: Finding) -> Iterator[str]:
    """What the reference or the source has at the place, as far as the finding says it."""
    if article.reference is not None and finding.reference_span is not None:
        yield article.reference.at(finding.reference_span)
    if article.source is not None and finding.source_span is not None:
        yield article.source.at(finding.source_span)
    if finding.suggestion:
        yield finding.suggestion


def _has(said: str, term: str) -> bool:
    """Whether the one is the other, or a part of it, but for capitals and spaces."""
    one, other = _folded(said), _folded(term)
    return bool(one) and (one in other or other in one)


def _folded(text: str) -> str:
    return _SPACES.sub(" ", text).strip().casefold()

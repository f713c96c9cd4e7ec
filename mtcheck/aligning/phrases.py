"""The words of a language's quantities, as a table that a pass over tokens can look up.

Every phrase of ``numbers.toml`` and ``units.toml`` is cut by the same tokeniser as the texts
and put into a trie of comparable forms, so that reading costs one dictionary look-up a token.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from mtcheck.aligning.compounds import Compounds
from mtcheck.aligning.phrase_kinds import OPENING, Kind, Sense
from mtcheck.languages.numbers import NumberData, units
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mtcheck.aligning.figures import Figures
    from mtcheck.article import Token
    from mtcheck.languages import Language

__all__ = ["OPENING", "Kind", "Node", "Phrases", "Sense", "phrases"]


@dataclass(slots=True)
class Node:
    """A place in the trie."""

    senses: list[Sense] = field(default_factory=list)
    following: dict[str, Node] = field(default_factory=dict)


_FIGURES = Node()  # stands for any figures; they are read by their own rules


class _Openers(dict[str, Node | None]):
    """First forms of phrases that may begin a quantity; compounds are found on first sight."""

    def __init__(self, known: Mapping[str, Node | None], compounds: Compounds | None) -> None:
        super().__init__(known)
        self._compounds = compounds

    def __missing__(self, form: str) -> Node | None:
        node = None
        if form[:1].isdecimal():
            return _FIGURES
        if self._compounds is not None and (sense := self._compounds.sense(form)) is not None:
            node = Node([sense])
        self[form] = node
        return node


class Phrases:
    """All phrases of a language. ``openers`` holds the first forms that may begin a quantity."""

    def __init__(self, language: Language, data: NumberData) -> None:
        self.data = data
        self._root = Node()
        opening: set[str] = set()
        idioms = []
        for phrase, sense in _entries(data):
            tokens = _tokens(phrase, language)
            if sense.kind is Kind.IDIOM:
                idioms.append((tokens, sense))
                continue
            self._add(tokens, sense)
            if sense.kind in OPENING:
                opening.add(tokens[0].comparable)
        for tokens, sense in idioms:
            # An idiom is found at its numeral: its first word may be as common as "in".
            forms = [t.comparable for t in tokens]
            at = next((i for i, form in enumerate(forms) if form in opening), None)
            if at is not None:
                self._add(tokens[at:], sense._replace(preceding=tuple(forms[:at])))
        compounds = Compounds(data) if data.joined else None
        known = {form: self._root.following[form] for form in sorted(opening)}
        self.openers = _Openers(known, compounds)
        self.backward = self._backward(data, language)
        self.attached = {
            form: int(power) for power, forms in data.attached_scales.items() for form in forms
        }
        self.figures: dict[str, Figures] = {}

    def _add(self, tokens: Sequence[Token], sense: Sense) -> None:
        node = self._root
        for token in tokens:
            node = node.following.setdefault(token.comparable, Node())
        if sense.exact is not None:
            sense = sense._replace(exact=tuple(t.form for t in tokens))
        node.senses.append(sense)
        node.senses.sort(key=lambda s: s.kind)

    def begins(self, form: str) -> bool:
        """Whether any phrase begins with a form."""
        return form in self._root.following

    @staticmethod
    def _backward(data: NumberData, language: Language) -> dict[str, int]:
        # Last form of what may stand before figures → the most tokens that it has.
        longest: dict[str, int] = {}
        for phrase, sense in _entries(data):
            if sense.kind in _BEFORE:
                tokens = tokenise(phrase, Span(0, len(phrase)), language)
                last = tokens[-1].comparable
                longest[last] = max(longest.get(last, 0), len(tokens))
        return longest

    def at(
        self, tokens: Sequence[Token], index: int, kinds: frozenset[Kind]
    ) -> tuple[Sense, int] | None:
        """The longest phrase of one of ``kinds`` that begins at ``index``, and where it ends."""
        node: Node | None = None
        following = self._root.following
        best: tuple[Sense, int] | None = None
        start = index
        while index < len(tokens):
            node = following.get(tokens[index].word.comparable)
            if node is None:
                break
            index += 1
            for sense in node.senses:
                if sense.kind in kinds and _stands(sense, tokens, start, index):
                    best = (sense, index)
                    break
            following = node.following
        return best

    def before(
        self, tokens: Sequence[Token], index: int, kinds: frozenset[Kind]
    ) -> tuple[Sense, int] | None:
        """The longest phrase of one of ``kinds`` that ends just before ``index``; its start."""
        if index == 0:
            return None
        longest = self.backward.get(tokens[index - 1].word.comparable, 0)
        for length in range(min(longest, index), 0, -1):
            found = self.at(tokens[index - length : index], 0, kinds)
            if found is not None and found[1] == length:
                return found[0], index - length
        return None


def _tokens(phrase: str, language: Language) -> Sequence[Token]:
    """The tokens of a phrase; an elided word (*d'*) is one only before what it leans on."""
    if phrase.endswith("'"):
        return tokenise(f"{phrase}a", Span(0, len(phrase) + 1), language)[:-1]
    return tokenise(phrase, Span(0, len(phrase)), language)


_BEFORE = frozenset(
    {
        Kind.MONEY,
        Kind.MINUS,
        Kind.NOT_MINUS,
        Kind.ORDINAL_PREFIX,
        Kind.PERCENT_PREFIX,
        Kind.AM,
        Kind.PM,
        Kind.NIGHT,
        Kind.DECADE_PREFIX,
        Kind.INDEFINITE,
        Kind.DATE_PREPOSITION,
        Kind.CENTURY,
        Kind.HALF_PAST,
        Kind.HALF_TO,
    }
)


def _stands(sense: Sense, tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether the exact forms and what must precede them are there."""
    if sense.preceding:
        begin = start - len(sense.preceding)
        if begin < 0 or any(
            tokens[begin + k].word.comparable != form for k, form in enumerate(sense.preceding)
        ):
            return False
    if sense.exact is None:
        return True
    start = end - len(sense.exact)
    return all(tokens[start + k].word.form == form for k, form in enumerate(sense.exact))


def _entries(data: NumberData) -> Iterator[tuple[str, Sense]]:
    tables = (
        (Kind.CARDINAL, data.cardinals),
        (Kind.SCALE, data.scales),
        (Kind.GROUP, data.groups),
        (Kind.ORDINAL, data.ordinals),
        (Kind.SOFT, data.soft),
        (Kind.VAGUE, data.vague),
        (Kind.DENOMINATOR, data.denominators),
        (Kind.MONTH, data.months),
        (Kind.WEEKDAY, data.weekdays),
    )
    for kind, table in tables:
        for key, words in table.items():
            yield from ((w, Sense(kind, float(key), case)) for case, w in enumerate(words))
    for kind, named in ((Kind.UNIT, data.units), (Kind.MONEY, data.currencies)):
        for code, words in named.items():
            yield from ((w, Sense(kind, code, case)) for case, w in enumerate(words))
    for kind, several in _lists(data):
        yield from ((w, Sense(kind, 0.0)) for w in several)
    yield from ((c, Sense(Kind.FRACTION, unicodedata.numeric(c))) for c in _FRACTIONS)
    shared = units()
    for code, unit in shared.units.items():
        yield from ((s, Sense(Kind.UNIT, code, exact=())) for s in unit.symbols)
    for code, currency in shared.currencies.items():
        yield from ((s, Sense(Kind.MONEY, code, exact=())) for s in currency.symbols)


def _lists(data: NumberData) -> tuple[tuple[Kind, tuple[str, ...]], ...]:
    return (
        (Kind.IDIOM, data.idioms),
        (Kind.PLUS_HALF, data.plus_half),
        (Kind.PART_OF, data.parts_of),
        (Kind.FRACTION_LINK, data.fraction_links),
        (Kind.CONNECTOR, data.connectors),
        (Kind.MINUS, data.minus),
        (Kind.INDEFINITE, data.indefinite),
        (Kind.ORDINAL_PREFIX, data.ordinal_prefixes),
        (Kind.ORDINAL_SUFFIX, data.ordinal_suffixes),
        (Kind.DECADE_SUFFIX, data.decade_suffixes),
        (Kind.DECADE_PREFIX, data.decade_prefixes),
        (Kind.CENTURY, data.century_words),
        (Kind.PERCENT_PREFIX, data.percent_prefixes),
        (Kind.AM, data.clock.am),
        (Kind.PM, data.clock.pm),
        (Kind.NIGHT, data.clock.night),
        (Kind.OCLOCK, data.clock.oclock),
        (Kind.HALF_PAST, data.clock.half_past),
        (Kind.HALF_TO, data.clock.half_to),
        (Kind.DATE_LINK, data.date_links),
        (Kind.DATE_PREPOSITION, data.date_prepositions),
        (Kind.YEAR_WORD, data.year_words),
        (Kind.MONTH_WORD, data.month_words),
        (Kind.DAY_WORD, data.day_words),
        (Kind.COUNTER, data.counters),
        (Kind.PER, data.per),
        (Kind.RANGE_LINK, data.range_links),
        (Kind.UNCERTAIN, data.uncertain_months),
        (Kind.FILLER, data.fillers),
        (Kind.TENTHS, data.tenths),
        (Kind.NOT_MINUS, data.not_minus),
    )


_FRACTIONS = "½¼¾⅓⅔⅛⅜⅝⅞⅕⅖⅗⅘⅙⅚"
_NONE = NumberData(decimal=(".", ","), group=(",", ".", "'"), date_order_mixed=True)


@cache
def phrases(language: Language) -> Phrases:
    """The phrases of ``language``; symbols alone where it has no ``numbers.toml``."""
    return Phrases(language, language.numbers or _NONE)

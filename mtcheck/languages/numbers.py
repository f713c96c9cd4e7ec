"""``numbers.toml`` of a language, and ``units.toml``, which all languages share.

Every table maps a value to the words for it; the words of one entry are inflected forms or
synonyms, the usual one first. Tables whose entries list the same cases in the same order let a
correction keep the case (``двух`` → ``трёх``). Words are matched as comparable forms, so
capitals do not matter, except for months and weekdays where ``names_capitalised`` is set.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

__all__ = ["Currency", "NumberData", "Unit", "Units", "units"]

Words = tuple[str, ...]
Table = dict[str, Words]


class Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of the clock. ``after`` an hour, as ``p.m.``; ``before`` it, as ``下午``.

    ``oclock``: the number is a time of the 24-hour clock (``Uhr``). ``half_past`` and
    ``half_to`` stand before the hour (``halb vier`` is 3:30, so ``half_to``). ``late`` are
    beginnings or parts of words that say of a sentence that it is after noon; where there are any,
    a time written in figures (``5:30``) is of the 24-hour clock in a sentence without them.
    """

    am: Words = ()
    pm: Words = ()
    night: Words = ()  # p.m. from nine to eleven, else a.m.
    before: bool = False
    oclock: Words = ()
    half_past: Words = ()
    half_to: Words = ()
    late: Words = ()


class NumberData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language writes quantities.

    Marks: ``decimal`` and ``group``, the usual one first. ``date_order`` of ``3/4/2021``:
    ``dmy`` or ``mdy``; with ``date_order_mixed`` either is read.

    Numerals: ``cardinals`` (value → words; a value below 1000 adds to what stands before it,
    as in *hundred five*), ``scales`` (power of ten → words that multiply), ``attached_scales``
    (letters right after figures or before a currency sign: *$5m*, *5 M€*; exact case),
    ``groups`` (*dozen*), ``ordinals``, ``denominators`` (*thirds*),
    ``plus_half`` (*and a half*), ``soft`` (words that may explain a number of the other text and
    are never judged: *both*, *twice*), ``parts_of`` stand between a fraction and its unit
    (*of an*), ``fraction_links`` between the lower number of a fraction and the upper one
    (三分之二),
    ``vague`` (power of ten → *hundreds of*), ``indefinite`` (*several* before a scale).
    ``connectors`` join the parts of a numeral. ``joined``: parts are written as one word;
    ``inverted``: the joint of unit and ten (*zwei-und-zwanzig*); ``compound`` adds parts that
    only occur inside such words. ``teens_after``: tens that take 10–19 (*soixante-dix*).
    ``paired_years``: *nineteen eighty*. ``positional``: figures as words in a row (二〇二一).
    ``counters``: a lone numeral counts only before one of these (Chinese, Japanese).
    ``fillers`` may stand between figures and a scale (300多万).
    ``not_minus``: phrases that end in a minus and are none (*au moins*). ``spaced_ordinals``:
    an ordinal ends a numeral after a space (двадцать первый; but not *dix premières*).
    ``idioms``: phrases that hold a numeral but no quantity.
    ``tenths`` follow a number of tenths (六成 is 60 %).
    ``ordinal_suffixes`` and ``decade_suffixes`` follow figures directly or after a hyphen.

    Dates: ``months`` and ``weekdays`` (1 is Monday); ``uncertain_months`` are ordinary words
    too and count only beside a number or after ``date_prepositions``. ``date_links`` join day,
    month and year. ``year_words``, ``month_words``, ``day_words`` follow the number (年 月 日).

    Units: code of ``units.toml`` → names; ``currencies`` likewise. ``per`` begins what a unit
    is counted by. ``range_links`` join two numbers that share a unit.
    ``written_scales``: power of ten → how a correction writes it after figures.
    """

    decimal: Words
    group: Words
    date_order: str = "dmy"
    date_order_mixed: bool = False
    names_capitalised: bool = False
    joined: bool = False
    inverted: str = ""
    paired_years: bool = False
    positional: bool = False
    teens_after: tuple[int, ...] = ()
    connectors: Words = ()
    cardinals: Table = {}
    compound: Table = {}
    scales: Table = {}
    attached_scales: Table = {}
    written_scales: dict[str, str] = {}
    groups: Table = {}
    ordinals: Table = {}
    denominators: Table = {}
    plus_half: Words = ()
    parts_of: Words = ()
    fraction_links: Words = ()
    soft: Table = {}
    vague: Table = {}
    indefinite: Words = ()
    counters: Words = ()
    fillers: Words = ()
    idioms: Words = ()
    ordinal_suffixes: Words = ()
    ordinal_prefixes: Words = ()
    decade_suffixes: Words = ()
    decade_prefixes: Words = ()
    century_words: Words = ()
    percent_prefixes: Words = ()
    tenths: Words = ()
    minus: Words = ()
    not_minus: Words = ()
    spaced_ordinals: bool = False
    months: Table = {}
    weekdays: Table = {}
    uncertain_months: Words = ()
    date_prepositions: Words = ()
    date_links: Words = ()
    year_words: Words = ()
    month_words: Words = ()
    day_words: Words = ()
    clock: Clock = Clock()
    units: Table = {}
    currencies: Table = {}
    per: Words = ()
    range_links: Words = ()


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``factor`` turns it into the dimension's base unit; ``symbols`` keep their case.

    ``clinical``: a dose is written in it, so that a wrong power of ten can kill.
    """

    dimension: str
    factor: float = 1.0
    symbols: Words = ()
    clinical: bool = False


class Currency(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``family``: the codes that its symbol or bare name may stand for (``$``, *pounds*)."""

    symbols: Words = ()
    family: Words = ()


class Units(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``units.toml`` holds: code → record."""

    units: dict[str, Unit]
    currencies: dict[str, Currency]


@cache
def units() -> Units:
    """Units and currencies, the same for every language."""
    path = resources.files("mtcheck.languages").joinpath("data", "units.toml")
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Units)

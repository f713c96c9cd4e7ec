"""``typography.toml`` of a language: marks, spacing, capitals and doublings as it writes them.

Sources: the orthographies themselves (Duden and DIN 5008, RAE *Ortografía*, the *Lexique des
règles typographiques* of the Imprimerie nationale, *Słownik ortograficzny PWN*, *Internetová
jazyková příručka*, Розенталь, the Ukrainian orthography of 2019, GB/T 15834, JTF style guide)
and CLDR for decimal and group marks.
"""

from __future__ import annotations

from typing import Literal

import msgspec

__all__ = ["TypographyData"]


class TypographyData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language is written. Words are in comparable form unless they say otherwise.

    Quotation marks
        ``quotes``: pairs of an opening and a closing mark, the usual one first; ``accepted``:
        pairs that are right too.
    Numbers and dates
        ``decimal`` mark; ``groups``: marks between thousands; ``percent``: whether a space
        stands before the percent sign; ``quantities``: words after which a number with a mark
        is surely a quantity (units, "million"); ``numeric_date``: order and mark of a date in
        digits (``d.m.y``); ``slash_dates``: whether dates may be written with slashes;
        ``months`` in the form that stands in a date, January first; ``written_date``: a date
        with a month's name.
    Marks
        ``opening``: opening marks of questions and exclamations by the closing one;
        ``spaced_marks``: marks that take a (no-break) space before them; ``full_width``: the
        marks that stand for half-width ones between CJK characters.
    Words
        ``capitalised`` and ``uncapitalised``: words that are always, or inside a sentence
        never, written with a capital, as they are written right; ``digraph_capitals``:
        letter groups that become capital together (Dutch ``ij``); ``adjectives``: how adjectives
        end, where they alone stand small before a noun; ``repeats``: words or
        characters that may stand twice in a row; ``sounds``: syllables of laughter and song,
        which may be chained; ``never_doubled``: for languages without
        spaces, what never does; ``joiners``: words that chain repetitions ("more and more");
        ``compounds``: whether words are written together freely, with ``linking`` elements;
        ``prefixes`` that make new words of known ones; ``alphabet``: the letters of its words;
        ``confusions``: letters often mistaken for each other, as pairs; ``variants``: letter
        groups in which two right spellings of a word differ ("colour", "color").
    """

    quotes: tuple[str, ...]
    decimal: Literal[".", ","]
    groups: tuple[str, ...]
    percent: Literal["space", "none", "either"]
    numeric_date: str
    alphabet: str = ""
    accepted: tuple[str, ...] = ()
    quantities: tuple[str, ...] = ()
    slash_dates: bool = False
    months: tuple[str, ...] = ()
    written_date: str = ""
    opening: dict[str, str] = {}
    spaced_marks: str = ""
    full_width: dict[str, str] = {}
    capitalised: tuple[str, ...] = ()
    uncapitalised: tuple[str, ...] = ()
    digraph_capitals: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    sounds: tuple[str, ...] = ()
    never_doubled: tuple[str, ...] = ()
    joiners: tuple[str, ...] = ()
    compounds: bool = False
    linking: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    confusions: tuple[tuple[str, str], ...] = ()
    variants: tuple[tuple[str, str], ...] = ()

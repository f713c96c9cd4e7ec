"""``meaning.toml`` of a language: what denies, doubts and points, and which words are opposites.

Every entry is a word or several words with spaces between them (Chinese and Japanese write
them without). A last ``*`` stands for any ending, so ``refus*`` is "refuse", "refusing" and
"refusal". Entries are compared by their comparable forms; case never counts.
"""

from __future__ import annotations

import msgspec

__all__ = ["CertaintyData", "GenderData", "MeaningData", "NegationData"]


class NegationData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that deny.

    ``words`` deny on their own (not, never, nobody). ``endings`` do so at the end of a word
    (``n't``). ``like`` may stand for a negator in a good translation (without, fail to, lack of,
    hardly), so they excuse its absence; they accuse nobody. ``inert`` say that something stays as
    it is or is left undone (stay, silent, skip): "not leave" in other words. ``prefixes`` and
    ``suffixes`` make such words of others (un-, -less). ``exceptions`` hold a negator that denies
    nothing (not only, no doubt). ``concord``: several negators of one clause deny once (никто не,
    nikdo ne).
    """

    words: tuple[str, ...]
    endings: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    inert: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    concord: bool = False


class CertaintyData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say how sure or how binding something is.

    ``possible`` (may, perhaps), ``permitted`` (can), ``likely`` (probably), ``hearsay``
    (allegedly), ``obligatory`` (must, has to), ``advisable`` (should), ``certain`` (certainly).
    ``reporting``, ``ability``, ``future`` and ``needed`` (report, able, will, vital) shade into
    several of these: they excuse, and accuse nobody but for *will* against *may*.
    """

    possible: tuple[str, ...]
    likely: tuple[str, ...]
    hearsay: tuple[str, ...]
    obligatory: tuple[str, ...]
    advisable: tuple[str, ...]
    certain: tuple[str, ...]
    permitted: tuple[str, ...] = ()
    reporting: tuple[str, ...] = ()
    ability: tuple[str, ...] = ()
    future: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()


class GenderData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words for a man and for a woman, in pairs that fit the same place; a form may recur.

    ``persons`` are titles and nouns, which follow the person meant everywhere. ``pronouns`` do
    so only in a language with natural gender; elsewhere they may follow a noun.
    """

    persons: tuple[tuple[str, str], ...] = ()
    pronouns: tuple[tuple[str, str], ...] = ()


class MeaningData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The section as a whole.

    ``pronouns`` maps a class to its forms: person, number and, in the third person, gender
    (``1s 1p 2 3sm 3sf 3sn 3p``); a form may stand in several classes. ``possessives``: those of
    them that say whose something is. ``natural_gender``: he and
    she follow the person meant, not the gender of a noun. ``opposites``: two lists of words
    each, parted by spaces (``at_least`` is two words); a word of one list reverses what a word of
    the other says.
    ``confusions``: two lists as well, false friends and words of two senses: a word of the first
    list never means what a word of the second does, and is often put for it. ``genders``: see
    :class:`GenderData`.
    """

    negation: NegationData
    certainty: CertaintyData
    pronouns: dict[str, tuple[str, ...]]
    possessives: tuple[str, ...] = ()
    natural_gender: bool = False
    genders: GenderData = GenderData()
    opposites: tuple[tuple[str, str], ...] = ()
    confusions: tuple[tuple[str, str], ...] = ()

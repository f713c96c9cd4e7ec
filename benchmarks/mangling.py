"""A second garbler of names, on other principles than ``planted_names.garble``.

Names go wrong in translation as their pieces do: a subword is replaced by one of like sound
(Blinken, Blingen), lost, said twice, or its vowels are guessed (Zelensky, Zilinski); and in
typing and reading: the next key, a letter of like shape. One operation a name, drawn with equal
chance. What could be an inflected form, or a legitimate kana spelling, is not drawn.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

__all__ = ["mangle", "mangle_characters"]

_VOWELS = {"Latin": "aeiouyáéíóúàèìòùâêîôûäöüåæøěůąęãõ", "Cyrillic": "аеёиоуыэюяіїє"}
_SHORT_VOWELS = {"Latin": "aeiou", "Cyrillic": "аеиоу"}
_PLACES = {  # consonants by where in the mouth they are made
    "Latin": (
        ("b", "p", "v", "f", "w", "m"),
        ("d", "t", "z", "s", "n", "l", "r", "ts"),
        ("g", "k", "h", "c", "kh", "q"),
        ("sh", "ch", "j", "zh", "sch"),
    ),
    "Cyrillic": (
        ("б", "п", "в", "ф", "м"),
        ("д", "т", "з", "с", "н", "л", "р", "ц"),
        ("г", "к", "х"),
        ("ш", "ч", "ж", "щ", "дж"),
    ),
}
_KEYS = {
    "Latin": ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    "Cyrillic": ("йцукенгшщзх", "фывапролджэ", "ячсмитьбю"),
}
_SHAPES = {
    "Latin": (("rn", "m"), ("m", "rn"), ("cl", "d"), ("li", "h"), ("l", "i"), ("i", "l"),
              ("e", "c"), ("n", "u"), ("u", "n"), ("vv", "w"), ("t", "f"), ("h", "b")),
    "Cyrillic": (("и", "н"), ("н", "и"), ("п", "н"), ("ш", "щ"), ("л", "п"), ("с", "е"),
                 ("е", "с"), ("о", "а"), ("ц", "щ"), ("т", "г"), ("м", "и"), ("з", "э")),
}  # fmt: skip


def mangle(name: str, script: str, rng: random.Random, *, inflected: bool) -> str | None:
    """``name`` with one piece wrong, or None where the operation drawn does not fit it.

    ``inflected``: the language has case endings, so the end alone is never touched.
    """
    lower = name.lower()
    wrong = rng.choice(_OPERATIONS)(lower, script, rng)
    if wrong is None or wrong == lower or len(wrong) < _SHORTEST:
        return None
    if wrong.rstrip("s") == lower.rstrip("s"):
        return None
    if inflected and _only_the_end(lower, wrong):
        return None
    return _cased_like(name, wrong)


_SHORTEST = 3
_LONG = 6  # letters of a name that may get two changes
_LEFT = 0.6  # of a name's letters, when a syllable is lost
_ENDING = 2


def _only_the_end(right: str, wrong: str) -> bool:
    same = 0
    while same < min(len(right), len(wrong)) and right[same] == wrong[same]:
        same += 1
    return same >= len(right) - _ENDING


def _cased_like(name: str, wrong: str) -> str:
    return wrong.upper() if name.isupper() else wrong[:1].upper() + wrong[1:]


def _syllables(name: str, script: str) -> list[str]:
    """Consonants with the vowels after them, and what is left at the end."""
    vowels = _VOWELS[script]
    return re.findall(rf"[^{vowels}]*[{vowels}]+|[^{vowels}]+$", name)


def _like_sound(name: str, script: str, rng: random.Random) -> str | None:
    """A consonant, two letters included, for one made at the same place."""
    options = [
        (i, old, [new for new in group if new != old])
        for group in _PLACES[script]
        for old in group
        for i in range(len(name))
        if name.startswith(old, i)
    ]
    if not options:
        return None
    i, old, news = rng.choice(options)
    return name[:i] + rng.choice(news) + name[i + len(old) :]


def _first_letter(name: str, script: str, rng: random.Random) -> str | None:
    """The first letter alone."""
    if name[0] in _VOWELS[script]:
        return rng.choice([v for v in _SHORT_VOWELS[script] if v != name[0]]) + name[1:]
    group = next((g for g in _PLACES[script] if name[0] in g), None)
    if group is None:
        return None
    return rng.choice([c for c in group if c != name[0]]) + name[1:]


def _vowels_guessed(name: str, script: str, rng: random.Random) -> str | None:
    """One or two runs of vowels for other short vowels."""
    runs = list(re.finditer(f"[{_VOWELS[script]}]+", name))
    if not runs:
        return None
    wrong = name
    for run in sorted(
        rng.sample(runs, min(len(runs), rng.choice((1, 1, 2)))), key=lambda r: -r.start()
    ):
        new = rng.choice([v for v in _SHORT_VOWELS[script] if v != run.group()])
        wrong = wrong[: run.start()] + new + wrong[run.end() :]
    return wrong


def _syllable_replaced(name: str, script: str, rng: random.Random) -> str | None:
    """A consonant and its vowel, both changed to ones like them."""
    wrong = _like_sound(name, script, rng)
    if wrong is None or len(name) < _LONG:
        return wrong  # two changes need a longer name
    return _vowels_guessed(wrong, script, rng)


def _syllable_lost(name: str, script: str, rng: random.Random) -> str | None:
    """A whole syllable, not the first one, of a name of three or more."""
    parts = _syllables(name, script)
    if len(parts) < 3 or len(name) < 7:  # noqa: PLR2004 - enough is left
        return None
    del parts[rng.randrange(1, len(parts) - 1)]
    wrong = "".join(parts)
    return wrong if len(wrong) >= _LEFT * len(name) else None


def _syllable_twice(name: str, script: str, rng: random.Random) -> str | None:
    """A syllable said twice."""
    parts = _syllables(name, script)
    i = rng.randrange(len(parts))
    return "".join([*parts[: i + 1], *parts[i:]]) if len(parts[i]) <= 3 else None  # noqa: PLR2004 - a piece


def _next_key(name: str, script: str, rng: random.Random) -> str | None:
    """A letter for its neighbour on the keyboard."""
    i = rng.randrange(len(name))
    for row in _KEYS[script]:
        at = row.find(name[i])
        if at >= 0:
            near = row[max(at - 1, 0) : at] + row[at + 1 : at + 2]
            return name[:i] + rng.choice(near) + name[i + 1 :]
    return None


def _like_shape(name: str, script: str, rng: random.Random) -> str | None:
    """Letters misread for others."""
    options = [
        name[:i] + new + name[i + len(old) :]
        for old, new in _SHAPES[script]
        for i in range(len(name))
        if name.startswith(old, i)
    ]
    return rng.choice(options) if options else None


def _exchanged(name: str, script: str, rng: random.Random) -> str | None:
    """Two letters, up to two apart, in each other's place."""
    del script
    i = rng.randrange(len(name) - 2)
    j = i + rng.choice((1, 1, 2))
    return name[:i] + name[j] + name[i + 1 : j] + name[i] + name[j + 1 :]


def _letter_more_or_less(name: str, script: str, rng: random.Random) -> str | None:
    """A letter lost, or any letter in between."""
    i = rng.randrange(len(name))
    if rng.random() < 0.5 and len(name) > 4:  # noqa: PLR2004 - half of them; short ones keep all
        return name[:i] + name[i + 1 :]
    letters = "".join(_KEYS[script])
    return name[:i] + rng.choice(letters) + name[i:]


_OPERATIONS: tuple[Callable[[str, str, random.Random], str | None], ...] = (
    _like_sound, _first_letter, _vowels_guessed, _syllable_replaced, _syllable_lost,
    _syllable_twice, _next_key, _like_shape, _exchanged, _letter_more_or_less,
)  # fmt: skip

# Kana by row; within a row the vowel is wrong, between rows at the same place the consonant.
_ROWS = (
    "アイウエオ", "カキクケコ", "ガギグゲゴ", "サシスセソ", "ザジズゼゾ", "タチツテト",
    "ダヂヅデド", "ナニヌネノ", "ハヒフヘホ", "バビブベボ", "パピプペポ", "マミムメモ",
    "ラリルレロ",
)  # fmt: skip
_LEGITIMATE = frozenset("ヴヂヅッーァィゥェォャュョン")  # spelt in more than one right way


def mangle_characters(name: str, rng: random.Random) -> str | None:
    """A Chinese or Japanese name with one character wrong, lost, twice, or exchanged."""
    i = rng.randrange(len(name))
    kind = rng.choice(("other", "other", "other", "lost", "twice", "exchanged"))
    if kind == "lost" and len(name) > 3:  # noqa: PLR2004 - what is left is still like it
        wrong = name[:i] + name[i + 1 :]
    elif kind == "twice" and len(name) > 2:  # noqa: PLR2004
        wrong = name[: i + 1] + name[i:]
    elif kind == "exchanged" and i + 1 < len(name) and len(name) > 2:  # noqa: PLR2004
        wrong = name[:i] + name[i + 1] + name[i] + name[i + 2 :]
    else:
        other = _other_character(name[i], rng)
        if other is None:
            return None
        wrong = name[:i] + other + name[i + 1 :]
    if wrong == name or (name[i] in _LEGITIMATE and kind != "exchanged"):
        return None
    if any(c in "ーッ" for c in wrong[:1]) or "ーー" in wrong:
        return None
    return wrong


def _other_character(character: str, rng: random.Random) -> str | None:
    for row in _ROWS:
        if character in row:
            if rng.random() < 0.5:  # noqa: PLR2004 - the vowel or the consonant
                options = row.replace(character, "")
            else:
                options = "".join(r[row.index(character)] for r in _ROWS if r != row)
            return rng.choice([o for o in options if o not in _LEGITIMATE])
    if "\u4e00" <= character <= "\u9fff":
        alike = [c for c in _by_sound().get(_sound(character), "") if c != character]
        return rng.choice(alike) if alike else None
    return None


def _sound(character: str) -> str:
    from anyascii import anyascii  # noqa: PLC0415 - only for ideographs

    return str(anyascii(character)).lower()


@cache
def _by_sound() -> dict[str, str]:
    """Ideographs of everyday Chinese (GB 2312, level 1) by their sound without tone."""
    found: dict[str, str] = {}
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                character = bytes((high, low)).decode("gb2312")
            except UnicodeDecodeError:
                continue
            found[_sound(character)] = found.get(_sound(character), "") + character
    return found

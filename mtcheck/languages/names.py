"""``names.toml`` of a language: how names are written, inflected and romanised in it.

``names.tsv`` beside it lists well-known names: a key that is the same in every language, a tab,
and the forms that the language uses for it, the usual one first, separated by ``|``. Names
that share a key are the same name: Kiev is Kyiv, and Киев is both. ``data/variants.tsv`` has
spellings that are right side by side in any language, known or not, ``data/characters.tsv`` the
forms of one ideograph: simplified and traditional, old and new, and ``data/romanised.toml`` how
names of other scripts are written in Latin letters.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from mtcheck.languages.comparing import comparable

__all__ = ["NameData", "Romanised", "listed", "one_script", "romanised", "variants", "well_known"]

_DATA = Path(__file__).parent / "data"


@cache
def well_known(code: str) -> dict[str, tuple[str, ...]]:
    """The keys of each well-known name of one word, by its comparable form in ``code``."""
    path = _DATA / code / "names.tsv"
    return _by_form(path) if path.is_file() else {}


@cache
def listed(code: str) -> dict[str, tuple[str, ...]]:
    """The comparable forms of one word that ``code`` has for the name of each key."""
    found: dict[str, tuple[str, ...]] = {}
    for form, keys in well_known(code).items():
        for key in keys:
            found[key] = (*found.get(key, ()), form)
    return found


@cache
def variants() -> dict[str, tuple[str, ...]]:
    """The keys of the names that have several right spellings, by comparable form."""
    return _by_form(_DATA / "variants.tsv")


class Romanised(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Names of a language in Latin letters.

    ``looks`` is the regular expression that they match, ``folds`` what schemes exchange in them, as
    expressions and replacements, in order.
    """

    looks: str
    folds: tuple[tuple[str, str], ...]


@cache
def romanised() -> dict[str, Romanised]:
    """By language, for those of whose names several schemes are in use."""
    raw = tomllib.loads((_DATA / "romanised.toml").read_text(encoding="utf-8"))
    return msgspec.convert(raw, dict[str, Romanised])


def one_script(ideographs: str) -> str:
    """With each ideograph in the one form that stands for all its forms (鄧, 邓)."""
    return ideographs.translate(_characters())


@cache
def _characters() -> dict[int, str]:
    lines = (_DATA / "characters.tsv").read_text(encoding="utf-8").splitlines()
    return {ord(other): line[0] for line in lines if not line.startswith("#") for other in line[1:]}


def _by_form(path: Path) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        key, _, forms = line.partition("\t")
        if key.startswith("#"):
            continue
        for form in forms.split("|"):
            if " " not in form:
                found[comparable(form)] = (*found.get(comparable(form), ()), key)
    return found


class NameData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a language treats names; all forms are comparable forms (lower case).

    ``endings``: inflection endings that a name may carry, possessives included.
    ``derived``: endings that make another word of a name (Trump, Trumpist): not its garble.
    ``stem_changes``: letters at the end of a stem that inflection exchanges (Czech k → c).
    ``particles``: small words inside a name (van, de la, bin). ``titles``: words before one.
    ``capitalised``: words that are written with a capital and are no names (months).
    ``folds``: letters that transliteration schemes exchange, replaced in this order.
    ``confusable``: sets of letters that are mistaken for each other by ear or by hand.
    ``transliterated``: how names end that come from other scripts and are spelt by schemes.
    ``loose``: letters that kindred languages exchange in them (Ukrainian h, Russian g).
    ``transliterating``: characters that spell foreign names, in sets of equal sound.
    ``encoding``: Python's name for the set of ideographs that the language writes with.
    ``surnames``: family names, where they come first and nothing sets names off.
    ``romanised``: letters, each with all that schemes, old and new, of any language of Latin
    script write for it ("" where some leave it out).
    """

    endings: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    stem_changes: tuple[tuple[str, str], ...] = ()
    particles: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    capitalised: tuple[str, ...] = ()
    folds: tuple[tuple[str, str], ...] = ()
    confusable: tuple[str, ...] = ()
    transliterated: tuple[str, ...] = ()
    loose: tuple[tuple[str, str], ...] = ()
    transliterating: tuple[str, ...] = ()
    encoding: str = ""
    surnames: tuple[str, ...] = ()
    romanised: tuple[tuple[str, ...], ...] = ()

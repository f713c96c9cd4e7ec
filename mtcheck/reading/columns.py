"""Which column of a table holds what: by the setting ``table-columns``, by its name, by a language.

The roles are ``mt``, ``reference``, ``source``, ``document``, ``id`` and ``note``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.errors import InputError, SettingsError
from mtcheck.reading import locales

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["FIRST_NAMES", "WORDS", "Columns", "counted", "parsed", "places", "role_of"]

_NAMES = {
    "mt": ("mt", "target", "translation", "hypothesis", "hyp", "tgt", "output", "mt_text"),
    "reference": ("reference", "ref", "reference_text", "ref_text"),
    "source": ("source", "src", "original", "source_text", "src_text"),
    "document": ("doc", "document", "doc_id", "docid", "document_id"),
    "id": ("id", "key", "unit", "unit_id", "string_id", "identifier"),
    "note": ("note", "notes", "comment", "comments"),
}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names}
_WITHOUT_HEADER = ("mt", "reference", "source")
_GIVEN = {"target": "mt", "translation": "mt"} | {role: role for role in _NAMES}

WORDS = {role: "translation" if role == "mt" else role for role in _NAMES}
"""The roles in words."""

FIRST_NAMES = _NAMES["mt"][:4]
"""Some names of the column of the translation."""


class Columns(NamedTuple):
    """What is known of the columns of a table: names by role, and the languages of the texts."""

    named: tuple[tuple[str, str], ...] = ()
    target: str | None = None
    source: str | None = None


def parsed(given: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The setting ``table-columns``, ``target=German``; raises :class:`SettingsError`."""
    made: dict[str, str] = {}
    for one in given:
        role, equals, name = one.partition("=")
        known = _GIVEN.get(role.strip().lower())
        if not equals or not name.strip() or known is None:
            message = (
                f"{one!r} is no column: write target=German, source=…, reference=…, id=…, "
                "document=… or note=…"
            )
            raise SettingsError(message, key="table_columns")
        made[known] = name.strip()
    return tuple(made.items())


def role_of(name: str) -> str | None:
    """What a column or key of this name holds; None where the name says nothing."""
    return _ROLE_OF.get(name.strip().lower())


def places(first: Sequence[str], path: str, columns: Columns) -> tuple[dict[str, int], int]:
    """Which column holds what, and how many rows the header takes.

    Raises :class:`InputError` where a column is named that is not there, where two are for the
    same, and where nothing says which one is the translation.
    """
    names = [cell.strip().lower() for cell in first]
    found = _given(names, path, columns)
    taken = set(found.values())
    by_name = {at: role_of(name) for at, name in enumerate(names) if at not in taken}
    if "mt" in found or "mt" in by_name.values():
        own: dict[str, int] = {}
        for at, role in by_name.items():
            if role is not None and role not in found and own.setdefault(role, at) != at:
                both = f"columns {names[own[role]]!r} and {names[at]!r} both name the {WORDS[role]}"
                raise InputError(both, path=path, line=1)
        return own | found, 1
    if sum(role is not None for role in by_name.values()) > 1 or found:
        known = ", ".join(FIRST_NAMES)
        message = f"no column for the translation ({known}): name it with --column target=NAME"
        raise InputError(message, path=path, line=1)
    if not 1 < len(first) <= len(_WITHOUT_HEADER):
        message = (
            f"{counted(len(first))} and no header: needs translation, reference and maybe source, "
            "or a first row with their names (mt, reference, source)"
        )
        raise InputError(message, path=path, line=1)
    return {role: at for at, role in enumerate(_WITHOUT_HEADER[: len(first)])}, 0


def counted(columns: int) -> str:
    """How many columns, in words."""
    return "1 column" if columns == 1 else f"{columns} columns"


def _given(names: Sequence[str], path: str, columns: Columns) -> dict[str, int]:
    """The columns that the settings name, and those that are named by the texts' languages."""
    found: dict[str, int] = {}
    for role, name in columns.named:
        if name.lower() not in names:
            message = f"has no column {name!r} (they are {', '.join(map(repr, names))})"
            raise InputError(message, path=path, line=1)
        found[role] = names.index(name.lower())
    for role, language in (("mt", columns.target), ("source", columns.source)):
        if language is None or role in found or any(role_of(name) == role for name in names):
            continue
        tags = [locales.tag(name) for name in names]
        whole = locales.tag(language)
        short = [tag.partition("-")[0] if tag else None for tag in tags]
        if whole in tags:
            found[role] = tags.index(whole)
        elif (code := (whole or "").partition("-")[0]) and short.count(code) == 1:
            found[role] = short.index(code)
    return found

"""What a file's name says: its role, its language, and what is left to pair files by.

``article.en.mt.txt`` and ``article.en.ref.txt`` have the same key, ``article``; the parts after
the first that are a role or a language tag are not part of it. ``ru-en`` is a pair of languages,
source first; ``pt-BR`` a language with its region.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from mtcheck import languages
from mtcheck.errors import LanguageError

__all__ = ["Name", "Role", "natural", "parse"]


class Role(StrEnum):
    """Which text of an article a file is."""

    MT = "mt"
    REFERENCE = "reference"
    SOURCE = "source"


_ROLES = {
    "mt": Role.MT,
    "hyp": Role.MT,
    "hypothesis": Role.MT,
    "ref": Role.REFERENCE,
    "reference": Role.REFERENCE,
    "src": Role.SOURCE,
    "source": Role.SOURCE,
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_](?:[A-Z][a-z]{3}|[A-Z]{2}|[a-z]{2}))*")
_CODE_LENGTHS = (2, 3)
_LAST_ROLE = re.compile(rf"(.+)[-_]({'|'.join(_ROLES)})", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True, slots=True)
class Name:
    """``key`` is the stem without role and language; ``origin`` the source language of a pair."""

    stem: str
    key: str
    role: Role | None = None
    language: str | None = None
    origin: str | None = None


def parse(path: str) -> Name:
    """What the name of the file at ``path`` says."""
    stem = PurePath(path).stem
    parts = stem.split(".")
    role: Role | None = None
    tags: tuple[str | None, str | None] = (None, None)
    while len(parts) > 1:
        last = parts[-1]
        if role is None and last.lower() in _ROLES:
            role = _ROLES[last.lower()]
        elif tags == (None, None) and (found := _tags(last)) is not None:
            tags = found
        else:
            break
        parts.pop()
    key = ".".join(parts)
    if role is None and (match := _LAST_ROLE.fullmatch(key)):
        key, role = match[1], _ROLES[match[2].lower()]
    return Name(stem, key, role, language=tags[1], origin=tags[0])


def natural(text: str) -> tuple[tuple[int, str], ...]:
    """A key that sorts as people count: ``a2`` before ``a10``."""
    parts = _DIGITS.split(text)
    # A run of digits sorts by its length without zeros, then by its digits: no limit on size.
    sorting = [
        (len(p.lstrip("0")) + 1, p.lstrip("0")) if i % 2 else (0, p.casefold())
        for i, p in enumerate(parts)
    ]
    return (*sorting, (0, text))


def _tags(part: str) -> tuple[str | None, str] | None:
    """Source and target language of a part of a name, or None where it is no language."""
    if not _LANGUAGE.fullmatch(part):
        return None
    first, _, second = part.replace("_", "-").partition("-")
    if second and second != first and second in languages.covered() and _exists(first):
        return first, second
    # Three letters name a language only where they are the code that is in use: "ace", "fil".
    return (None, part) if len(first) in _CODE_LENGTHS and _exists(first) else None


def _exists(code: str) -> bool:
    try:
        languages.load(code)
    except LanguageError:
        return False
    return True

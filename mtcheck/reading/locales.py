"""The language of a file of translations, as its name, its folder or its header says it.

``de.json``, ``pt-BR.yml``, ``messages_de.properties``, ``app_de.arb``, ``de/common.json``,
``de.lproj/Localizable.strings``, ``de/LC_MESSAGES/app.po``, ``values-de/strings.xml``.
"""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.errors import InputError, LanguageError
from mtcheck.reading.naming import parse

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["chosen", "code", "of_path", "tag"]

_TAG = re.compile(
    r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]r?([A-Za-z]{2}|\d{3}))?(?:\.[\w-]+)?(?:@(\w+))?"
)
_SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}
_BUNDLES = frozenset({".properties", ".arb", ".strings", ".stringsdict", ".po"})
_BUNDLE = re.compile(r".+?[_-]([a-z]{2,3}(?:[_-][A-Z][a-z]{3})?(?:[_-][A-Z]{2})?)")
_BELOW = frozenset({"lc_messages"})  # folders in the one that is named by the language
_FOLDER = re.compile(r"(?:values-)?(.+?)(?:\.lproj)?", re.IGNORECASE)


def tag(locale: str) -> str | None:
    """A locale as others write it (``pt_BR``, ``sr_RS@latin``) as a tag; None where it is none."""
    match = _TAG.fullmatch(locale.strip())
    if match is None:
        return None
    language, script, region, variant = match.groups()
    script = script or _SCRIPTS.get((variant or "").lower())
    parts = (language.lower(), script and script.title(), region and region.upper())
    made = "-".join(filter(None, parts))
    try:
        languages.load(made)
    except LanguageError:
        return None
    return made


def of_path(path: str) -> str | None:
    """The language that the name of a file or of its folder says; None where neither does."""
    named = parse(path).language
    if named is not None:
        return named
    pure = PurePath(path)
    if (whole := tag(pure.stem)) is not None:
        return whole
    if pure.suffix.lower() in _BUNDLES and (match := _BUNDLE.fullmatch(pure.stem)):
        return tag(match[1])
    folders = [part for part in pure.parts[:-1] if part.lower() not in _BELOW]
    match = _FOLDER.fullmatch(folders[-1]) if folders else None
    # Android's "b+sr+Latn".
    return tag(match[1].removeprefix("b+").replace("+", "-")) if match else None


def chosen(said: str, tags: Sequence[str], path: str) -> list[str]:
    """The languages of a file that are meant by ``said``: the very one, or all of its kind.

    Raises :class:`InputError` where the file has none.
    """
    same = [tag for tag in tags if _plain(tag) == _plain(said)]
    alike = same or [tag for tag in tags if code(tag) == code(said)]
    if not alike:
        message = f"has nothing in {said}: its languages are {', '.join(tags)}"
        raise InputError(message, path=path)
    return alike


def code(tag: str) -> str:
    """The language of a tag, without script and region."""
    return _plain(tag).partition("-")[0]


def _plain(tag: str) -> str:
    return tag.replace("_", "-").lower()

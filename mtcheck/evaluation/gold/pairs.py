"""Which languages a file is about, where only its name says so."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.errors import InputError, LanguageError

if TYPE_CHECKING:
    from mtcheck.evaluation.gold.opening import Options

__all__ = ["found", "from_name", "known", "parse"]

# A look-ahead, so that in "bio_de2en" the pair is seen after what is none.
_DASHED = re.compile(r"(?<![a-z])(?=([a-z]{2,3})(?:[-_]|2|-to-)([a-z]{2,3})(?![a-z]))")
_GLUED = re.compile(r"(?<![a-z])([a-z]{2})([a-z]{2})(?![a-z])")
_NAMED = re.compile(r"([A-Z][a-z]+)(?:-to-|-|_)([A-Z][a-z]+)")


@cache
def known(code: str) -> bool:
    """Whether ``code`` is a language's."""
    try:
        languages.load(code)
    except LanguageError:
        return False
    return True


@cache
def _by_name() -> dict[str, str]:
    return {languages.load(code).core.name: code for code in languages.covered()}


def parse(pair: str, path: str, line: int | None = None) -> tuple[str, str]:
    """``en-de`` as two codes; raises :class:`InputError` where it is not two languages."""
    first, dash, second = pair.replace("_", "-").partition("-")
    if not dash or not known(first) or not known(second):
        message = f"{pair!r} is no language pair such as en-de"
        raise InputError(message, path=path, line=line)
    return first.lower(), second


def found(text: str) -> tuple[str, str] | None:
    """The first pair of known languages that ``text`` names, as in ``x.en-de`` or ``_ende_``."""
    names = _by_name()
    for match in _NAMED.finditer(text):
        if match[1] in names and match[2] in names:
            return names[match[1]], names[match[2]]
    covered = languages.covered()
    for match in _DASHED.finditer(text):
        one, other = match.groups()
        if one != other and (one in covered or other in covered) and known(one) and known(other):
            return one, other
    for match in _GLUED.finditer(text):  # "zhen"; but "test" names no languages
        if "en" in match.groups() and match[1] != match[2] and {*match.groups()} <= {*covered}:
            return match[1], match[2]
    return None


def from_name(path: str, options: Options) -> tuple[str, str]:
    """The pair that the options give, or that the file or a folder above it is named after."""
    if options.pair is not None:
        return options.pair
    for part in reversed(PurePath(path).parts[-3:]):
        if (pair := found(part)) is not None:
            return pair
    message = (
        "names no language pair: give --lp, as in --lp en-de (in mtcheck review --source-lang en"
        " --target-lang de)"
    )
    raise InputError(message, path=path)

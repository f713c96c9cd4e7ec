"""Plural forms that are keys of their own: ``files_few``, ``files.few``.

A language may have forms that the other one has not. A form for several numbers (few, many) is
then compared with the form ``other``; one, two and zero, which may do without their number, are
compared with nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck.reading import icu

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.reading.units import Entry

__all__ = ["keyed"]

_FALLBACK = {form: "other" for form in icu.NUMBERED if form != "other"}


def keyed(entries: Iterable[Entry], *, quoting: bool = True) -> Iterator[Entry]:
    """The entries, ICU messages opened, with what a plural form is compared with instead."""
    for entry in entries:
        yield from icu.opened(replace(entry, otherwise=_otherwise(entry.key)), quoting=quoting)


def _otherwise(key: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    stem, joint, form = key[-1].rpartition("_") if key else ("", "", "")
    if form not in _FALLBACK or (joint and not stem):
        return ()
    return ((*key[:-1], f"{stem}{joint}{_FALLBACK[form]}"),)

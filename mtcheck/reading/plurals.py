"""Plural forms that are keys of their own: ``files_few``, ``files.few``.

A language may have forms that the other one has not. A form for several numbers (few, many) is
then compared with the form ``other``; one, two and zero, which may do without their number, are
compared with nothing. "One file" may stand for "{count} file": of a form for one the placeholder
that it leaves out is taken out of what it is compared with.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from mtcheck.reading import escapes, icu
from mtcheck.reading.units import Side
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mtcheck.reading.units import Entry

__all__ = ["keyed", "without_number"]

_FALLBACK = {form: "other" for form in icu.NUMBERED if form != "other"}


_FEW = frozenset({"one", "two", "zero"})
_PLACEHOLDER = re.compile(
    r"%(?:\d+\$)?(?:arg\b|#@\w+@)|%(?:\(\w+\)|\d+\$)?[-+0#]*\d*(?:\.\d+)?(?:hh?|ll?)?[a-zA-Z@]|%\{\w+\}|\{\{[^{}]*\}\}|\{\w*\}"
)


def keyed(entries: Iterable[Entry], *, quoting: bool = True) -> Iterator[Entry]:
    """The entries, ICU messages opened, with what a plural form is compared with instead."""
    for entry in entries:
        form = entry.key[-1].rpartition("_")[2] if entry.key else ""
        known = replace(entry, otherwise=_otherwise(entry.key), singular=form in _FEW)
        yield from icu.opened(known, quoting=quoting)


def without_number(target: Side, other: Side) -> Side:
    """What a form for one is compared with: without the one placeholder that it leaves out."""
    ours = Counter(_PLACEHOLDER.findall(target.text))
    theirs = list(_PLACEHOLDER.finditer(other.text))
    lost = [match for match in theirs if not ours[match.group()]]
    if len(lost) != 1 or ours.total() != len(theirs) - 1:
        return other
    start, end = lost[0].span()
    before = escapes.part(other.stretches, Span(0, start))
    return Side((*before, *escapes.part(other.stretches, Span(end, len(other.text)))), other.origin)


def _otherwise(key: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    stem, joint, form = key[-1].rpartition("_") if key else ("", "", "")
    if form not in _FALLBACK or (joint and not stem):
        return ()
    return ((*key[:-1], f"{stem}{joint}{_FALLBACK[form]}"),)

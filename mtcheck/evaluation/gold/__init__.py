"""Reading gold: one annotation format a module, and the explicit table of them.

A reader has ``suits(path, first_line)`` and ``read(content, path, options)``. To add a format,
add its module, its line in the table, and a sample to ``tests/evaluation/samples``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import (
    bio,
    corpora,
    demetr,
    desk,
    marot,
    native,
    opening,
    pearmut,
    qe_spans,
    qe_tags,
    standalone,
)
from mtcheck.evaluation.gold.opening import Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mtcheck.evaluation.records import GoldRow

__all__ = ["FORMATS", "Format", "Options", "detect", "files", "read"]


class Format(NamedTuple):
    """A format: its name for ``--gold-format``, and its reader."""

    name: str
    suits: Callable[[str, str], bool]
    read: Callable[[str, str, Options], Iterator[GoldRow]]


# The order is that of looking: the particular before the general.
FORMATS = tuple(
    Format(name, module.suits, module.read)
    for name, module in (
        ("corpora", corpora),
        ("native", native),
        ("desk", desk),
        ("standalone", standalone),
        ("pearmut", pearmut),
        ("demetr", demetr),
        ("bio", bio),
        ("qe-tags", qe_tags),
        ("qe-spans", qe_spans),
        ("marot", marot),
    )
)
"""Every format that is read."""

_HEAD = 2000  # characters that are looked at where a file has its JSON on many lines


def read(paths: Iterable[str], options: Options, name: str | None = None) -> list[GoldRow]:
    """The rows of gold files, or of the articles with gold in folders.

    ``name`` is the format where it is not to be found out. Raises :class:`InputError`.
    """
    rows: list[GoldRow] = []
    for path in files(paths):
        content = opening.read(path)
        form = _named(name) if name else detect(path, content)
        before = len(rows)
        rows.extend(form.read(content, path, options))
        if len(rows) == before and not options.skipped:
            msg = f"has no rows of gold ({form.name})"
            raise InputError(msg, path=path)
    return rows


def files(paths: Iterable[str]) -> list[str]:
    """The files themselves, and for a folder every ``gold.json`` in it."""
    found: list[str] = []
    for path in paths:
        if not Path(path).is_dir():
            found.append(path)
            continue
        inside = sorted({*Path(path).glob("gold.json"), *Path(path).glob("*/gold.json")})
        if not inside:
            message = "is a folder without gold.json: give files of gold"
            raise InputError(message, path=path)
        found += map(str, inside)
    return found


def detect(path: str, content: str) -> Format:
    """The format of a file by its name and its beginning; raises :class:`InputError`."""
    first = content.lstrip("\n").split("\n", 1)[0]
    if first.strip() in {"[", "{", ""}:
        first = content[:_HEAD]
    for form in FORMATS:
        if form.suits(path, first):
            return form
    message = f"is of no known format: give --gold-format ({', '.join(f.name for f in FORMATS)})"
    raise InputError(message, path=path)


def _named(name: str) -> Format:
    return next(form for form in FORMATS if form.name == name)

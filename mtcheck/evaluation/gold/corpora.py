"""Gold of whole articles: a ``gold.json`` beside an article's texts, as in ``corpora/``.

``{"version": 1, "target_lang", "source_lang", "mt", "reference", "source" (file names beside
it, or null), "aligned", "errors": [{"start", "end", "text", "severity", "category"}]}``; offsets
are code points of the translation, the end exclusive. ``corpora/README.md`` has it in full.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import InputError
from mtcheck.evaluation.gold import opening, pairs
from mtcheck.evaluation.records import GoldRow
from mtcheck.reading.decoding import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.evaluation.gold.opening import Options

__all__ = ["read", "suits"]


class _Error(msgspec.Struct, frozen=True):
    start: int
    end: int
    text: str
    severity: str
    category: str


class _Gold(msgspec.Struct, frozen=True):
    target_lang: str
    mt: str
    errors: list[_Error]
    source_lang: str | None = None
    reference: str | None = None
    source: str | None = None
    aligned: bool = False


def suits(path: str, first: str) -> bool:
    """Whether the file is called ``gold.json``."""
    del first
    return Path(path).name == "gold.json"


def read(content: str, path: str, options: Options) -> Iterator[GoldRow]:
    """The one row of a file's text."""
    gold = opening.decoded(content, _Gold, path)
    folder = Path(path).parent
    texts = {
        role: None if name is None else read_text(str(folder / name))
        for role, name in (("mt", gold.mt), ("ref", gold.reference), ("src", gold.source))
    }
    mt = texts["mt"] or ""
    pair = pairs.parse(f"{gold.source_lang or 'und'}-{gold.target_lang}", path)
    marks = []
    for error in gold.errors:
        rank = opening.severity(error.severity, path, None)
        if rank is None:
            continue
        mark = opening.mark(error.start, error.end, rank, error.category, mt, path, None)
        if mark.span.of(mt) != error.text:
            found = mark.span.of(mt)
            message = f"the error at {error.start} is {error.text!r}, but {found!r} stands there"
            options.bad(InputError(message, path=path))
            continue
        marks.append(mark)
    yield GoldRow(
        id=folder.name,
        origin="corpora",
        source_lang=pair[0],
        target_lang=pair[1],
        mt=mt,
        marks=tuple(marks),
        source=texts["src"],
        reference=texts["ref"],
        document=folder.name,
        layout="lines" if gold.aligned else "article",
        path=path,
    )

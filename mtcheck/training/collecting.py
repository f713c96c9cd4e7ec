"""Which annotated translations are learnt from, and which fold of them each is in.

A fold is whole documents, so that what is fitted on four of five can be measured on the fifth. A
collection of few documents is divided by what is translated instead: all translations of one
segment, by whatever system, stay together, in every mode in which they are read.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.errors import InputError
from mtcheck.evaluation import gold, records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mtcheck.evaluation.records import GoldRow, Translation

__all__ = ["FOLDS", "SYNTHETIC", "collect", "drawn", "folds", "lot"]

FOLDS = 5

SYNTHETIC = frozenset({"demetr"})
"""Collections whose errors were made up."""

_FEW = 2 * FOLDS  # documents below which a collection is divided by segments


def collect(paths: Sequence[str], leave_out: Iterable[str] = ()) -> tuple[Translation, ...]:
    """The translations of gold files that can be learnt from, in the order read.

    Left out: collections (origins) named in ``leave_out``, translations by people, target
    languages without data, and rows of synthetic errors whose one error has no place, which
    would be learnt as clean. Raises :class:`InputError` where nothing is left.
    """
    unwanted = frozenset(leave_out)
    covered = frozenset(languages.covered())
    rows = [
        row
        for row in gold.read(paths, gold.Options(pair=None, skip_bad=False), None)
        if row.origin not in unwanted
        and not row.human
        and row.target_lang in covered
        and not (row.origin in SYNTHETIC and row.unplaced and not row.marks)
    ]
    if not rows:
        message = "no translation left to learn from (collections left out, languages covered?)"
        raise InputError(message, path=paths[0] if paths else None)
    return records.translations(rows)


def folds(translations: Iterable[Translation]) -> Callable[[GoldRow], int]:
    """A function from a row to its fold, 0 to ``FOLDS`` - 1."""
    documents: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for translation in translations:
        row = translation.row
        if row.document is not None:
            documents[row.origin, row.pair].add(row.document)
    small = {key for key, names in documents.items() if len(names) < _FEW}

    def fold(row: GoldRow) -> int:
        whole = row.document is not None and (row.origin, row.pair) not in small
        name = row.document if whole else row.source or row.reference or row.mt
        return lot(name or "") % FOLDS

    return fold


def drawn(translations: Sequence[Translation], count: int, seed: int) -> list[Translation]:
    """``count`` of the translations, the same for the same seed; all where there are fewer."""

    def drawn_by(translation: Translation) -> tuple[int, str]:
        name = f"{seed} {translation.row.id}"
        return lot(name), name

    return sorted(translations, key=drawn_by)[:count]


def lot(name: str) -> int:
    """A number of 32 bits that only the name decides."""
    return zlib.crc32(name.encode())

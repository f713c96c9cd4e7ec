"""How the words of two texts in one language match, as the encoder is told.

A word is a run of letters and digits; Chinese and Japanese characters are words each. Three
codes: it stands in the other text, a word nearly spelt the same does, neither. The encoder was
trained with these (``feat`` of its embeddings), so they are defined here once for training and
use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.spans.pieces import Piece

__all__ = ["codes", "of_pieces"]

NOTHING, EQUAL, NEAR, ALONE, MARK = range(5)
"""No other text; the word is in it; one like it is; neither; a mark that is not in it."""

_NEAR = 0.65  # share of equal letters (Levenshtein, normalised) from which words are alike
_IDEOGRAPHS = "\u3040-\u30ff\u4e00-\u9fff"
_RUN = re.compile(r"\w+")
_IDEOGRAPH = re.compile(f"[{_IDEOGRAPHS}]")


def words(text: str) -> list[tuple[int, int]]:
    """Where the words of ``text`` begin and end."""
    found: list[tuple[int, int]] = []
    for run in _RUN.finditer(text):
        if _IDEOGRAPH.search(run.group()):
            found += [(at, at + 1) for at in range(run.start(), run.end())]
        else:
            found.append(run.span())
    return found


def codes(text: str, other: str) -> bytearray:
    """The code of every character of ``text``; 0 (``NOTHING``) outside words."""
    mine = words(text)
    theirs = {other[start:end].lower() for start, end in words(other)}
    forms = [text[start:end].lower() for start, end in mine]
    known = _known(set(forms), theirs)
    painted = bytearray(len(text))
    for (start, end), form in zip(mine, forms, strict=True):
        painted[start:end] = bytes((known[form],)) * (end - start)
    return painted


def _known(forms: set[str], theirs: set[str]) -> dict[str, int]:
    found = {form: EQUAL if form in theirs else ALONE for form in forms}
    left = sorted(form for form, code in found.items() if code == ALONE and len(form) > 1)
    if left and theirs:
        near = cdist(
            left, sorted(theirs), scorer=Levenshtein.normalized_similarity, score_cutoff=_NEAR
        ).max(axis=1)
        found.update({form: NEAR for form, best in zip(left, near, strict=True) if best > 0})
    return found


def of_pieces(pieces: Sequence[Piece], text: str, painted: bytearray, other: str) -> list[int]:
    """The code of each piece of ``text``, whose characters have those of ``painted``.

    The highest of its characters; marks between words have their own.
    """
    if not other:
        return [NOTHING] * len(pieces)
    found = []
    for _, start, end in pieces:
        code = max(painted[start:end], default=NOTHING)
        if code == NOTHING and end > start:
            code = EQUAL if text[start:end].strip() in other else MARK
        found.append(code)
    return found

"""How often a check's findings were right when measured: the confidence that it states.

The figures are data (``measured.toml`` beside this module), written by
``python -m benchmarks.accuracy``; nobody types one in. ``fixes.toml``, written by
``python -m benchmarks.fixes``, says the same of the suggestions that a check is certain of. A
pair of check and basis that has not been measured for a language falls back to the figure over
all languages.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from mtcheck.finding import Basis

__all__ = ["FIXES", "Measurement", "fix_precision", "measurements", "precision"]

FIXES = "fixes.toml"

_UNMEASURED = 0.5  # says "no idea" until the benchmark has run; a house test allows none


class Measurement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``right`` of ``findings`` findings of one check and basis were right.

    ``language`` is ``*`` for all together; ``data`` says on what it was measured.
    """

    code: str
    basis: str
    language: str
    right: int
    findings: int
    data: str

    @property
    def precision(self) -> float:
        """The share that is right, shrunk towards one half by two findings (Laplace)."""
        return (self.right + 1) / (self.findings + 2)


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    measurement: list[Measurement] = []


@cache
def measurements(name: str = "measured.toml") -> tuple[Measurement, ...]:
    """All figures that ship in a file, in its order."""
    raw = resources.files("mtcheck").joinpath(name).read_text(encoding="utf-8")
    return tuple(msgspec.convert(tomllib.loads(raw), _File).measurement)


@cache
def _table() -> dict[tuple[str, str, str], Measurement]:
    return {(m.code, m.basis, m.language): m for m in measurements()}


@cache
def precision(code: str, basis: Basis, language: str) -> float:
    """The measured precision, 0..1, of findings of ``code`` that rest on ``basis``."""
    for key in ((code, basis.value, language), (code, basis.value, "*")):
        if (found := _table().get(key)) is not None:
            return round(found.precision, 3)
    return _UNMEASURED


@cache
def fix_precision(code: str, basis: Basis) -> float:
    """The measured share, 0..1, of suggestions of ``code`` that rest on ``basis`` and are right.

    Zero where it was not measured: an unknown fix is never a safe one.
    """
    for found in measurements(FIXES):
        if (found.code, found.basis) == (code, basis.value):
            return round(found.precision, 3)
    return 0.0

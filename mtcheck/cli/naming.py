"""File names for the reports of many articles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["file_names"]

_LONGEST = 180  # bytes; file systems take 255, and a temporary file adds some


def file_names(identities: Sequence[str], folder: Path, suffix: str) -> list[Path]:
    """A file in ``folder`` for every article: its own name where unique, else with its folders'.

    No two are the same, not even on a file system that ignores case.
    """
    short = [_safe(i.rpartition("/")[2]) for i in identities]
    count = Counter(name.casefold() for name in short)
    names: list[Path] = []
    taken: set[str] = set()
    for identity, name in zip(identities, short, strict=True):
        own = name if count[name.casefold()] == 1 else _safe(identity.strip("./"))
        unique, number = own, 2
        while unique.casefold() in taken:
            unique, number = f"{own}-{number}", number + 1
        taken.add(unique.casefold())
        names.append(folder / f"{unique}{suffix}")
    return names


def _safe(name: str) -> str:
    """``name`` without what file systems or shells take amiss; never empty or hidden."""
    kept = "".join(c if c.isalnum() or c in "._-" else "-" for c in name)
    short = kept.encode("utf-8", "replace")[-_LONGEST:].decode("utf-8", "ignore")
    return short.strip(".-") or "article"

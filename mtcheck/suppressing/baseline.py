"""The baseline: findings that are known, by their fingerprints, so that only new ones are shown.

A JSON file with a finding a line, sorted, so that two branches that change it merge. A finding
is looked for among those of its own file first, then among those of files that are gone: a
renamed file keeps its baseline. Each known finding stands for one found.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mtcheck import fingerprint
from mtcheck.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding

__all__ = ["Baseline", "Entry", "entry", "read", "written"]

_LONGEST = 80  # characters of a quotation: for people, who read the difference in a review
_MAX_BYTES = 64 * 1024 * 1024


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, order=True):
    """One known finding. ``path`` is its file's, from the folder of the baseline, with ``/``."""

    path: str
    code: str
    fingerprint: str
    text: str = ""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    version: Annotated[Literal[1], msgspec.Meta(description="of this form of file")]
    findings: tuple[Entry, ...]


def read(path: str) -> tuple[Entry, ...]:
    """The entries of a baseline; raises :class:`InputError`."""
    try:
        with Path(path).open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
        if len(raw) > _MAX_BYTES:
            message = f"larger than {_MAX_BYTES >> 20} MB: that is no baseline"
            raise InputError(message, path=path)
        return msgspec.json.decode(raw, type=_File).findings
    except FileNotFoundError:
        message = "there is no such baseline: mtcheck baseline write makes it"
        raise InputError(message, path=path) from None
    except (OSError, ValueError) as error:  # msgspec's errors are ValueErrors
        reason = (getattr(error, "strerror", None) or str(error)).replace("`", "'")
        message = f"is no baseline that can be read: {reason[:1].lower()}{reason[1:]}"
        raise InputError(message, path=path) from None


def written(found: Iterable[Entry]) -> str:
    """The file of some entries, sorted, one a line."""
    lines = [
        json.dumps(msgspec.to_builtins(entry), ensure_ascii=False).replace("\x7f", "\\u007f")
        for entry in sorted(set(found))
    ]
    inner = "".join(f"\n    {line}," for line in lines)[:-1]
    return f'{{\n  "version": 1,\n  "findings": [{inner}\n  ]\n}}\n'


def entry(article: AlignedArticle, finding: Finding, one: str, folder: str) -> Entry:
    """A finding with its fingerprint as an entry of a baseline in ``folder``."""
    return Entry(
        path=placed(article, folder),
        code=finding.code,
        fingerprint=one,
        text=_quote(article, finding),
    )


def _quote(article: AlignedArticle, finding: Finding) -> str:
    return " ".join(article.mt.at(finding.span).split())[:_LONGEST]


def placed(article: AlignedArticle, folder: str) -> str:
    """The path of an article's file from ``folder``; its id where it is no file."""
    path = article.mt.path
    if path is None or path == "-":
        return article.article.id
    return os.path.relpath(path, folder or ".").replace(os.sep, "/")


class Baseline:
    """The known findings of a run; keeps those that were found again."""

    def __init__(self, known: Iterable[Entry], folder: str) -> None:
        self._folder = folder
        self._left: dict[str, dict[str, Entry]] = defaultdict(dict)
        for entry in known:
            self._left[entry.path][entry.fingerprint] = entry
        self._gone = [path for path in sorted(self._left) if not self._is_there(path)]
        self._checked: defaultdict[str, frozenset[str]] = defaultdict(frozenset)

    def known(
        self, article: AlignedArticle, found: Sequence[str], codes: frozenset[str]
    ) -> frozenset[str]:
        """Which of an article's fingerprints are of known findings. ``codes`` are what ran."""
        own = placed(article, self._folder)
        self._checked[own] |= codes
        again: set[str] = set()
        for path in dict.fromkeys((own, *self._gone)):
            left = self._left.get(path)
            if not left:
                continue
            pairs = fingerprint.matches(left, [one for one in found if one not in again])
            for one, old in pairs.items():
                again.add(one)
                del left[old]
        return frozenset(again)

    def _is_there(self, path: str) -> bool:
        return os.path.lexists(os.path.join(self._folder, path))  # noqa: PTH118 - may be no path

    def unfound(self) -> list[Entry]:
        """The entries that were not found: of files that are gone, or that their checks read."""
        return [entry for entry in self._all_left() if self._should_be_found(entry)]

    def elsewhere(self) -> list[Entry]:
        """The entries that nothing was looked for of: their file or their check was left out."""
        return [entry for entry in self._all_left() if not self._should_be_found(entry)]

    def _all_left(self) -> Iterator[Entry]:
        for _, left in sorted(self._left.items()):
            yield from left.values()

    def _should_be_found(self, entry: Entry) -> bool:
        return entry.path in self._gone or entry.code in self._checked.get(entry.path, ())

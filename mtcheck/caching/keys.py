"""Keys: a name for all that an analysis depends on, so that equal names mean equal findings.

The texts with their blocks and languages, as reading made them (whatever the file is called, and
whatever format it has); the settings; the span model; this release with its language data, its
libraries and its Python.
"""

from __future__ import annotations

import hashlib
import os
import sys
import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtcheck.errors import ModelError
from mtcheck.languages import Language
from mtcheck.report import LATER
from mtcheck.spans import NONE, SHIPPED, cards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Article, Text
    from mtcheck.caching.store import Store
    from mtcheck.settings import Settings

__all__ = ["beside", "key"]

_PACKAGE = Path(__file__).parents[1]
_SKIPPED = "__pycache__"
_LENGTH = 20  # bytes


def key(article: Article, settings: Settings, store: Store) -> str | None:
    """The name of the analysis of an article; None where it cannot be known again.

    Digests of files that do not change are kept in ``store``, too.
    """
    model = _model(settings.model, store)
    if model is None:
        return None
    deciding = {
        name: value
        for name, value in msgspec.structs.asdict(settings).items()
        if name not in LATER and name != "model"
    }
    texts = replace(
        article,
        id="",
        mt=_bare(article.mt),
        reference=article.reference and _bare(article.reference),
        source=article.source and _bare(article.source),
    )
    try:
        raw = msgspec.msgpack.encode(
            (_release(store), model, deciding, texts), enc_hook=_tag, order="deterministic"
        )
    except UnicodeEncodeError:  # a lone surrogate, which only a caller's string can hold
        return None
    return _hashed(raw)


def beside(key: str, what: str) -> str:
    """The name of something else that belongs to the analysis of ``key``."""
    return _hashed(f"{key} {what}".encode())


def _bare(text: Text) -> Text:
    """A text without what no check can see: its name, and the rest of its file."""
    return replace(text, path=None, file=None)


def _tag(value: object) -> object:
    if isinstance(value, Language):
        return value.tag
    message = f"{type(value).__name__} has no place in a key"
    raise NotImplementedError(message)


@cache
def _release(store: Store) -> str:
    """The release: its files but for those that the model's card vouches for, and its ground."""
    vouched = frozenset(cards.read(cards.OWN / cards.CARD).files)
    skipped = frozenset(cards.OWN / name for name in vouched)
    return _digest_of(str(_PACKAGE), skipped, _ground(), store)


def _ground() -> tuple[str, ...]:
    """The Python and the installed packages, by the names of their folders."""
    found = {
        name
        for place in sys.path
        if place.endswith("-packages") and os.path.isdir(place)  # noqa: PTH112 - a plain string
        for name in os.listdir(place)  # noqa: PTH208
        if name.endswith(".dist-info")
    }
    return (sys.version, unicodedata.unidata_version, *sorted(found))


@cache
def _model(name: str, store: Store) -> str | None:
    """The span model; that of the package is known by the card among the package's files."""
    if name in {NONE, SHIPPED}:
        return name
    from mtcheck.spans import hub  # noqa: PLC0415 - only where the model is not our own

    try:
        folder = hub.find(name, allow_download=False)
    except ModelError:
        return None  # nothing is here yet: analysing fetches it, or says what is wrong
    return _digest_of(str(folder), frozenset(), (), store)


def _digest_of(folder: str, skipped: frozenset[Path], ground: tuple[str, ...], store: Store) -> str:
    """A digest of what the files of a folder say.

    It is kept under their names, sizes and times of change: while none of those changes, the files
    are not read again.
    """
    files = sorted(_files(folder))
    seen = _hashed(repr((folder, files, ground)).encode("utf-8", "surrogatepass"))
    if (kept := store.read(seen)) is not None:
        return kept.decode("ascii", "replace")
    digest = hashlib.blake2b(repr(ground).encode(), digest_size=_LENGTH)
    for path, _, _ in files:
        if Path(path) not in skipped:
            digest.update(os.path.relpath(path, folder).encode("utf-8", "surrogatepass"))
            with open(path, "rb") as file:  # noqa: PTH123 - a plain string
                digest.update(hashlib.file_digest(file, "blake2b").digest())
    store.write(seen, digest.hexdigest().encode())
    return digest.hexdigest()


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of change of every file below a folder."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != _SKIPPED:
                    yield from _files(entry.path)
            else:
                about = entry.stat()
                yield entry.path, about.st_size, about.st_mtime_ns


def _hashed(raw: bytes) -> str:
    return hashlib.blake2b(raw, digest_size=_LENGTH).hexdigest()

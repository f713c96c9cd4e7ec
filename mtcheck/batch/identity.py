"""What a run is: all that decides its tables. Only the same run can be resumed."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from mtcheck import spans
from mtcheck.batch import tables
from mtcheck.errors import InputError
from mtcheck.spans import cards, hub, loading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtcheck.batch.documents import Document
    from mtcheck.batch.planning import Plan
    from mtcheck.configuring import Config
    from mtcheck.governing import Governing

__all__ = ["Deciding", "differences", "digest", "identity", "model"]

_LIBRARIES = (
    "anyascii", "marisa-trie", "markdown-it-py", "numpy", "onnxruntime", "pyarrow", "pystemmer",
    "rapidfuzz", "regex", "sacrebleu", "sentencepiece",
)  # fmt: skip
_BLOCK = 1 << 20


@dataclass(slots=True)
class Deciding:
    """Collects, document by document, which files and models decide; see :meth:`look`."""

    governing: Governing
    files: dict[str, str] = field(default_factory=dict)
    models: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    _seen: set[tuple[int, str, str | None]] = field(default_factory=set)

    def look(self, document: Document) -> None:
        """Find what governs a document. Raises :class:`mtcheck.errors.MtcheckError`."""
        config = self.governing.of(document.path)
        # Overrides are for single files; without them a folder's configuration holds for all.
        own = document.path if any(t.overrides for t in config.files) else None
        key = (id(config), document.target_lang, own)
        if key in self._seen:
            return
        self._seen.add(key)
        self.governing.prepare(document.path)
        self._read(document, config)

    def _warn(self, warning: str) -> None:
        if warning not in self.warnings:
            self.warnings.append(warning)

    def _read(self, document: Document, config: Config) -> None:
        given = self.governing.given
        merged = config.merged(document.path, document.target_lang, given)
        self.models.add(merged.settings.model)
        beside = merged.files
        if beside.baseline is not None:
            self._warn(f"{beside.baseline}: a batch keeps every finding; no baseline is applied")
        named = (
            *(tables.path for tables in config.files),
            *beside.ignore_files,
            *beside.glossaries,
            *beside.do_not_translate_lists,
            *beside.name_lists,
        )
        for path in named:
            if path not in self.files:
                self.files[path] = _sha256(Path(path))


def identity(  # noqa: PLR0913 - all that decides
    *,
    deciding: Deciding,
    options: Mapping[str, object],
    scores: bool,
    kind: str,
    path: str,
    plan: Plan,
    rows_a_shard: int,
    allow_download: bool,
) -> dict[str, Any]:
    """All that decides the tables, as plain values.

    Raises :class:`mtcheck.errors.ModelError` where a model cannot be found.
    """
    models = sorted(deciding.models - {spans.NONE})
    return {
        "schema": tables.VERSION,
        "version": metadata.version("mtcheck"),
        "versions": dict(_versions()),
        # As it comes back from the file: lists, not tuples.
        "settings": msgspec.json.decode(msgspec.json.encode(dict(deciding.governing.given))),
        "options": dict(options),
        "files": dict(sorted(deciding.files.items())),
        "models": {name: model(name, allow_download=allow_download) for name in models},
        "scores": scores,
        "rows_a_shard": rows_a_shard,
        "input": {
            "kind": kind,
            "path": path,
            "sha256": plan.sha256,
            "articles": plan.articles,
            "rows": plan.rows,
        },
    }


def model(name: str, *, allow_download: bool) -> dict[str, str]:
    """The name and hash of a model; raises :class:`mtcheck.errors.ModelError`."""
    folder = loading.OWN if name == spans.SHIPPED else hub.find(name, allow_download=allow_download)
    if (folder / loading.CARD).is_file():
        card = loading.card(folder)
        cards.verify(card, folder)
        raw = json.dumps(msgspec.to_builtins(card.files), sort_keys=True).encode()
        return {"name": card.name, "sha256": hashlib.sha256(raw).hexdigest()}
    found = {p.name: _sha256(p) for p in sorted(folder.iterdir()) if p.is_file()}
    raw = json.dumps(found, sort_keys=True).encode()
    return {"name": name, "sha256": hashlib.sha256(raw).hexdigest()}


def digest(identity: Mapping[str, Any]) -> str:
    """One digest of all that decides: the name of a run."""
    raw = json.dumps(identity, sort_keys=True, ensure_ascii=True).encode()
    return hashlib.sha256(raw).hexdigest()


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """What differs between two identities, a line each, in the order of the old one."""
    before, after = (dict(_leaves(of, "")) for of in (old, new))
    return [
        f"{key} was {_shown(before, key)}, now {_shown(after, key)}"
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    ]


def _leaves(value: object, place: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _leaves(inner, f"{place}.{key}" if place else str(key))
    else:
        yield place, value


def _shown(values: Mapping[str, object], key: str) -> str:
    if key not in values or values[key] in ({}, None):
        return "not set"
    text = json.dumps(values[key], ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


_LONGEST = 60


def _versions() -> Iterator[tuple[str, str]]:
    yield "python", ".".join(platform.python_version_tuple()[:2])
    for library in _LIBRARIES:
        yield library, metadata.version(library)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        message = f"cannot be read: {error.strerror}"
        raise InputError(message, path=str(path)) from None

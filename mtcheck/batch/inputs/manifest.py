"""Manifests: a table with a row a segment (its texts) or a row an article (its files).

The columns are known by usual names, or mapped by the user: ``mt``, ``reference``, ``source`` are
texts; ``mt_path``, ``reference_path``, ``source_path`` are files below the manifest's folder;
``document``, ``system``, ``target_lang``, ``source_lang`` and ``language_pair`` say what they are.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck import languages
from mtcheck.batch.documents import of_job
from mtcheck.batch.inputs import grouping, records
from mtcheck.batch.inputs.grouping import Cells
from mtcheck.errors import InputError, LanguageError, SettingsError
from mtcheck.reading.decoding import check_text
from mtcheck.reading.files import Languages
from mtcheck.reading.pairing import Job
from mtcheck.settings import near

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mtcheck.batch.documents import Document
    from mtcheck.batch.inputs.asking import Asked, Kind

__all__ = ["ROLES", "Manifest"]

ROLES = {
    "mt": ("mt", "target", "translation", "hypothesis", "hyp", "tgt", "output", "mt_text"),
    "reference": ("reference", "ref", "reference_text", "ref_text"),
    "source": ("source", "src", "original", "source_text", "src_text"),
    "mt_path": ("mt_path", "mt_file", "path", "file"),
    "reference_path": ("reference_path", "reference_file", "ref_path", "ref_file"),
    "source_path": ("source_path", "source_file", "src_path", "src_file"),
    "document": ("document", "doc", "doc_id", "docid", "document_id"),
    "system": ("system", "system_id", "sys", "engine"),
    "target_lang": ("target_lang", "tgt_lang", "target_language", "trg_lang"),
    "source_lang": ("source_lang", "src_lang", "source_language"),
    "language_pair": ("language_pair", "lp", "langpair", "lang_pair"),
}
"""What a column may be, and the names by which it is known without being mapped."""

_ROLE_OF = {name: role for role, names in ROLES.items() for name in names}
_TEXTS = ("mt", "reference", "source")
_FILES = ("mt_path", "reference_path", "source_path")


class Manifest:
    """A manifest whose columns are known. ``said`` are the languages where no column says them."""

    kind: Kind = "manifest"
    warnings: tuple[str, ...] = ()

    def __init__(self, asked: Asked, said: Languages) -> None:
        """Look at the columns; raises :class:`InputError`."""
        self._path = asked.input
        self._asked = asked
        self._said = said
        for given, option in ((asked.reference, "--reference"), (asked.source, "--source")):
            if given is not None:
                message = f"a manifest has its texts in its columns: leave out {option}"
                raise InputError(message, path=asked.input)
        self._records = records.opened(asked.input)
        self._columns = _roles(self._records.columns, asked.columns, asked.input)
        self._tags: dict[str, str] = {}

    def documents(self) -> Iterator[Document]:
        """The documents; see :class:`mtcheck.batch.inputs.asking.Corpus`."""
        if "mt_path" in self._columns:
            yield from self._of_files()
        else:
            yield from grouping.documents(self._cells(), self._path, self._asked.rows_each)

    def _cells(self) -> Iterator[Cells]:
        has_source = "source" in self._columns
        for number, row in self._records.rows():
            values = self._values(row, number)
            mt = values.get("mt")
            if mt is None:
                message = f"no translation in column {self._columns['mt']!r}"
                raise InputError(message, path=self._path, line=number)
            target, source = self._languages(values, number)
            yield Cells(
                number,
                mt,
                values.get("reference"),
                values.get("source"),
                values.get("document") or None,
                values.get("system") or self._asked.system,
                target or self._said.else_target or "en",
                (source or self._said.else_source) if has_source else None,
            )

    def _of_files(self) -> Iterator[Document]:
        root = Path(self._path).parent
        for number, row in self._records.rows():
            values = self._values(row, number)
            mt, *others = (self._file(values.get(role), root, number) for role in _FILES)
            if mt is None:
                message = f"no file in column {self._columns['mt_path']!r}"
                raise InputError(message, path=self._path, line=number)
            job = Job(mt, *others)
            target, origin = self._languages(values, number)
            said = Languages(
                target=target,
                source=origin,
                else_target=self._said.else_target,
                else_source=self._said.else_source,
            )
            try:
                yield from of_job(
                    name=values.get("document") or str(values.get("mt_path")),
                    system=values.get("system") or self._asked.system,
                    job=job,
                    said=said,
                    aligned=self._asked.aligned,
                    row=number,
                )
            except (LanguageError, SettingsError) as error:
                raise InputError(str(error), path=self._path, line=number) from None

    def _file(self, cell: str | None, root: Path, number: int) -> str | None:
        if not cell:
            return None
        path = root / cell
        try:
            inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))
        except ValueError:  # a NUL
            inside = False
        if not inside:
            message = f"{cell!r} is outside the folder of the manifest"
            raise InputError(message, path=self._path, line=number)
        return str(path)

    def _values(self, row: Mapping[str, object], number: int) -> dict[str, str | None]:
        """What a row says by role; raises :class:`InputError` for what is no text."""
        found: dict[str, str | None] = {}
        for role, name in self._columns.items():
            value = row.get(name)
            if isinstance(value, int) and not isinstance(value, bool) and role == "document":
                value = str(value)
            if value is not None and not isinstance(value, str):
                message = f"column {name!r} is not text"
                raise InputError(message, path=self._path, line=number)
            if value:
                check_text(value, self._path, number)
            found[role] = value
        return found

    def _languages(
        self, values: Mapping[str, str | None], number: int
    ) -> tuple[str | None, str | None]:
        """Target and source of a row: its own columns, then what was said of all."""
        pair = values.get("language_pair") or ""
        source, joint, target = pair.replace("_", "-").partition("-")
        if pair and not (joint and source and target):
            message = f"{pair!r} is no language pair: write it as en-de, source first"
            raise InputError(message, path=self._path, line=number)
        own = values.get("target_lang") or target or self._said.target
        origin = values.get("source_lang") or source or self._said.source
        return own and self._tag(own, number), origin and self._tag(origin, number)

    def _tag(self, code: str, number: int) -> str:
        if code not in self._tags:
            try:
                self._tags[code] = languages.load(code).tag
            except LanguageError as error:
                raise InputError(str(error), path=self._path, line=number) from None
        return self._tags[code]


def _roles(names: tuple[str, ...], mapped: Mapping[str, str], path: str) -> dict[str, str]:
    """Which column holds what."""
    listed = ", ".join(names) or "none"
    found: dict[str, str] = {}
    for role, name in mapped.items():
        if name not in names:
            hint = near(name, names)
            message = f"has no column {name!r} for {role}{hint}; its columns: {listed}"
            raise InputError(message, path=path)
        found[role] = name
    for name in names:
        role = _ROLE_OF.get(name.strip().lower(), "")
        if not role or role in mapped or name in mapped.values():
            continue
        if role in found:
            message = (
                f"columns {found[role]!r} and {name!r} may both be the {role}: say which one with "
                f"--column {role}=NAME"
            )
            raise InputError(message, path=path)
        found[role] = name
    of_texts, of_files = ([r for r in roles if r in found] for roles in (_TEXTS, _FILES))
    if "mt" in found and "mt_path" in found:
        message = f"columns {found['mt']!r} and {found['mt_path']!r}: texts or files, not both"
        raise InputError(message, path=path)
    if "mt" not in found and "mt_path" not in found:
        message = (
            "has no column for the translation: name it mt or mt_path, or say which it is with "
            f"--column mt=NAME; its columns: {listed}"
        )
        raise InputError(message, path=path)
    kind, others = ("mt", of_files) if "mt" in found else ("mt_path", of_texts)
    if others:
        message = f"column {found[others[0]]!r} does not go with {found[kind]!r}: texts or files"
        raise InputError(message, path=path)
    return found

"""Glossaries in files: CSV with named columns, and TBX (ISO 30042), versions 2 and 3.

A CSV names its columns in the first row: ``source``, ``target``, and maybe ``forbidden``,
``case`` (``exact`` or ``any``), ``lang``, ``source-lang``; cells may hold several words, parted by
``|``. In TBX every concept has words in several languages; those whose administrative status is
deprecated or superseded are forbidden. No DTD is read, so that no entity can be declared.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from mtcheck.errors import InputError, SettingsError
from mtcheck.reading.decoding import read_bytes, read_text
from mtcheck.settings import Term, make, near

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Concept", "Glossary", "read"]

_COLUMNS = ("source", "target", "forbidden", "case", "lang", "source-lang")
_LISTS = frozenset({"source", "target", "forbidden"})
_DELIMITERS = ",;\t"
_LONGEST = 500  # characters of a term: what is longer is none
_FORBIDDEN = ("deprecated", "superseded", "obsolete", "forbidden", "notrecommended", "rejected")
_STATUS = frozenset({"administrativeStatus", "normativeAuthorization"})


@dataclass(frozen=True, slots=True)
class Concept:
    """Words for one thing: by language code, those to use and those not to use."""

    words: dict[str, tuple[str, ...]]
    forbidden: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a file holds: terms of a CSV, or concepts of a TBX."""

    terms: tuple[Term, ...] = ()
    concepts: tuple[Concept, ...] = ()

    def of(self, target: str, source: str | None) -> tuple[Term, ...]:
        """The terms for a translation into ``target``, from ``source`` where that is known."""
        return (*self.terms, *(t for c in self.concepts if (t := _term(c, target, source))))


def read(path: str) -> Glossary:
    """The glossary in a file; raises :class:`InputError`, with the line where there is one."""
    suffix = PurePath(path).suffix.lower()
    if suffix in {".csv", ".tsv"}:
        return Glossary(terms=tuple(_csv(path)))
    if suffix in {".tbx", ".xml"}:
        return Glossary(concepts=_tbx(path))
    message = f"{suffix or 'a file without an ending'} is no glossary: give .csv, .tsv or .tbx"
    raise InputError(message, path=path)


def _term(concept: Concept, target: str, source: str | None) -> Term | None:
    words, forbidden = concept.words.get(target, ()), concept.forbidden.get(target, ())
    if not words and not forbidden:
        return None
    return Term(
        source=concept.words.get(source, ()) if source else (),
        target=words,
        forbidden=forbidden,
        lang=target,
        source_lang=source if source and source in concept.words else None,
    )


def _csv(path: str) -> Iterator[Term]:
    content = read_text(path)
    head = content.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=head.count)
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(rows), path)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _of_row(row, columns, path, rows.line_num)
    except csv.Error as error:
        message = f"not CSV: {error}"
        raise InputError(message, path=path, line=rows.line_num) from None


def _columns(head: list[str], path: str) -> list[str]:
    names = [cell.strip().lower().replace("_", "-") for cell in head]
    for name in names:
        if name not in _COLUMNS and (hint := near(name, _COLUMNS)):
            message = f"there is no column {name!r}{hint}"
            raise InputError(message, path=path, line=1)
    if not _LISTS.intersection(names) or len(set(names)) < len(names):
        message = f"the first row must name the columns, each once: {', '.join(_COLUMNS)}"
        raise InputError(message, path=path, line=1)
    return names


def _of_row(row: list[str], columns: list[str], path: str, line: int) -> Term:
    if len(row) != len(columns):
        message = f"{len(row)} cells, but the first row has {len(columns)}: quote cells with commas"
        raise InputError(message, path=path, line=line)
    values: dict[str, object] = {}
    for name, cell in zip(columns, row, strict=True):
        if name in _LISTS:
            values[name] = _listed(cell, path, line)
        elif name in _COLUMNS and cell.strip():
            values[name.replace("-", "_")] = cell.strip()
    try:
        (term,) = make(terms=(values,)).terms
    except SettingsError as error:
        message = str(error).removeprefix(f"{error.key}: ")
        key = error.key.rpartition(".")[2].replace("_", "-")
        raise InputError(f"{key}: {message}", path=path, line=line) from None  # noqa: EM102, TRY003 - both parts are others' words
    if not term.target and not term.forbidden:
        message = "neither a word to use (target) nor one not to use (forbidden)"
        raise InputError(message, path=path, line=line)
    return term


def _listed(cell: str, path: str, line: int) -> tuple[str, ...]:
    words = tuple(word for part in cell.split("|") if (word := " ".join(part.split())))
    if any(len(word) > _LONGEST for word in words):
        message = f"a term of more than {_LONGEST} characters: is a quotation mark missing?"
        raise InputError(message, path=path, line=line)
    return words


def _tbx(path: str) -> tuple[Concept, ...]:
    """The concepts of a TBX."""
    raw = read_bytes(path)
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = _no_dtd
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(raw, True)  # noqa: FBT003 - expat's own signature
    except _DtdError:
        message = "has a document type (DTD), which is not read: take the DOCTYPE out"
        raise InputError(message, path=path, line=parser.CurrentLineNumber) from None
    except expat.ExpatError as error:
        message = f"not XML: {expat.ErrorString(error.code)}"
        raise InputError(message, path=path, line=error.lineno) from None
    if not reader.concepts:
        message = "has no terms: is it TBX (termEntry or conceptEntry, with terms by language)?"
        raise InputError(message, path=path)
    return tuple(reader.concepts)


class _DtdError(Exception):
    """A document type was declared."""


def _no_dtd(*_: object) -> None:
    raise _DtdError


@dataclass(slots=True)
class _Reader:
    """Collects concepts as the parser walks through the file."""

    concepts: list[Concept] = field(default_factory=list)
    _words: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _forbidden: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _language: str = ""
    _word: str = ""
    _banned: bool = False
    _into: str | None = None  # what the characters that come belong to: "term", "status"
    _said: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, Any]) -> None:
        name = tag.rpartition("}")[2]
        if name in {"langSet", "langSec"}:
            tag_of_language = attributes.get("http://www.w3.org/XML/1998/namespace}lang", "")
            self._language = tag_of_language.replace("_", "-").partition("-")[0].lower()
        elif name in {"tig", "ntig", "termSec"}:
            self._word, self._banned = "", False
        elif name == "term":
            self._into, self._said = "term", []
        elif name in _STATUS or attributes.get("type") in _STATUS:
            self._into, self._said = "status", []

    def text(self, data: str) -> None:
        if self._into is not None:
            self._said.append(data)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        said = " ".join("".join(self._said).split())
        if name == "term" and self._into == "term":
            self._word, self._into = said[:_LONGEST], None
        elif self._into == "status" and name not in {"hi", "foreign"}:
            self._banned, self._into = said.replace("-", "").lower().startswith(_FORBIDDEN), None
        elif name in {"tig", "ntig", "termSec"} and self._word and self._language:
            known = (self._forbidden if self._banned else self._words)[self._language]
            if self._word not in known:
                known.append(self._word)
        elif name in {"termEntry", "conceptEntry"}:
            self._close()

    def _close(self) -> None:
        if self._words or self._forbidden:
            self.concepts.append(Concept(_frozen(self._words), _frozen(self._forbidden)))
        self._words.clear()
        self._forbidden.clear()
        self._language = ""


def _frozen(words: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(known) for language, known in words.items()}

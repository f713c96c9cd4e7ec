"""Aligned pairs: a row holds a translation, its reference and maybe its source.

TSV (no quoting: a quotation mark is a character like any other) and JSONL (an object a line).
The texts of an article are its rows' texts joined by line feeds; row *n* of one belongs to row
*n* of the other. Rows that name a document are one article a document, in the order in which
the documents begin; without such a column the file is one article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.article import Anchor, Article, Block, BlockKind, Text, Unit
from mtcheck.errors import InputError
from mtcheck.reading import columns
from mtcheck.reading.columns import Columns
from mtcheck.reading.decoding import check_length, check_text
from mtcheck.reading.lines import lines
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mtcheck.languages import Language

__all__ = ["Row", "articles", "has_source", "is_translation", "jsonl", "side", "tsv"]

_NOTHING = Columns()


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read; ``line`` counts from 1. A text that is not given is None.

    ``note`` is what a column for comments says. ``origins`` are the places in the file where the
    texts begin, by their role, in code points;
    a text that the file writes otherwise (with JSON's escapes) has none.
    """

    line: int
    mt: str
    reference: str | None
    source: str | None
    document: str | None
    origins: Mapping[str, int] = field(default_factory=dict, compare=False)
    id: str | None = field(default=None, compare=False)
    note: str | None = field(default=None, compare=False)


def tsv(content: str, path: str, known: Columns = _NOTHING) -> list[Row]:
    """The rows of a TSV; raises :class:`InputError` for a row with other columns than the first.

    The first row names the columns where one of its cells is a name for the translation, or is
    ``known`` to be one; other columns are left out. Without such a row there must be two or three
    columns: translation, reference, source.
    """
    cells = [
        (line, line.of(content).split("\t")) for line in lines(content) if line.end > line.start
    ]
    if not cells:
        return []
    places, header = columns.places(cells[0][1], path, known)
    width = len(cells[0][1])
    rows = []
    for line, row in cells[header:]:
        if len(row) != width:
            message = (
                f"{columns.counted(len(row))}, but the first row has {width}: is a tab missing?"
            )
            raise InputError(message, path=path, line=line.number)
        starts = list(accumulate((len(cell) + 1 for cell in row), initial=line.start))
        values = {role: row[at] for role, at in places.items()}
        rows.append(_row(line.number, values, {role: starts[at] for role, at in places.items()}))
    return rows


def jsonl(content: str, path: str) -> list[Row]:
    """The rows of a JSONL file; raises :class:`InputError` that names the line that is wrong."""
    rows = []
    for line in lines(content):
        raw = line.of(content)
        if raw.strip():
            values = _object(raw.strip(), path, line.number)
            rows.append(_row(line.number, values, _found(values, raw, line.start)))
    return rows


def _found(values: Mapping[str, str | None], raw: str, start: int) -> dict[str, int]:
    """Where a line has the texts; those are left out that it escapes, or has more than once."""
    quoted = {role: f'"{text}"' for role, text in values.items() if text}
    return {
        role: start + raw.index(text) + 1 for role, text in quoted.items() if raw.count(text) == 1
    }


def _object(raw: str, path: str, number: int) -> dict[str, str | None]:
    try:
        value = json.loads(raw)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg[:1].lower()}{error.msg[1:]} (character {error.colno})"
        raise InputError(message, path=path, line=number) from None
    except (ValueError, RecursionError) as error:
        why = "nested too deeply" if isinstance(error, RecursionError) else "a number too long"
        message = f"not JSON that can be read: {why}"
        raise InputError(message, path=path, line=number) from None
    if not isinstance(value, dict):
        message = f'{_json_type(value)}, not an object: a line is {{"mt": …, "reference": …}}'
        raise InputError(message, path=path, line=number)
    found: dict[str, str | None] = {}
    named: dict[str, str] = {}
    for key, text in value.items():
        role = columns.role_of(key)
        if role is None:
            continue
        if named.setdefault(role, key) != key:
            message = f"{named[role]!r} and {key!r} both name the {columns.WORDS[role]}"
            raise InputError(message, path=path, line=number)
        if role in {"document", "id"} and isinstance(text, int):
            text = str(text)  # noqa: PLW2901 - an id is an id
        if text is not None and not isinstance(text, str):
            message = f"{key!r} is {_json_type(text)}, not text"
            raise InputError(message, path=path, line=number)
        found[role] = text
    if found.get("mt") is None:
        message = f"no translation: the object needs {' or '.join(map(repr, columns.FIRST_NAMES))}"
        raise InputError(message, path=path, line=number)
    return found


def articles(
    rows: Sequence[Row],
    target: Language,
    origin: Language | None,
    path: str,
    content: str | None = None,
) -> tuple[Article, ...]:
    """The articles of a file's rows. ``origin`` is None only where no row has a source.

    ``content`` is the file that the rows were read from, so that their places in it are known.
    """
    if not rows:
        msg = "has no rows: there is nothing to check"
        raise InputError(msg, path=path)
    by_document: dict[str | None, list[Row]] = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row)
    made = []
    for document, group in by_document.items():
        identity = path if document is None else f"{path}#{document}"
        references = side([(row.line, row.reference) for row in group], "reference", path)
        sources = side([(row.line, row.source) for row in group], "source", path)
        file = _File(path, content)
        made.append(
            Article(
                identity,
                _text([row.mt for row in group], group, "mt", target, file),
                _text(references, group, "reference", target, file) if references else None,
                _text(sources, group, "source", origin, file) if sources and origin else None,
                aligned=True,
            )
        )
    return tuple(made)


def is_translation(key: str) -> bool:
    """Whether a column or key of this name holds the translation."""
    return columns.role_of(key) == "mt"


def has_source(rows: Iterable[Row]) -> bool:
    """Whether any row has one."""
    return any(row.source for row in rows)


def side(texts: Sequence[tuple[int, str | None]], name: str, path: str) -> tuple[str, ...] | None:
    """One side of a document's rows, given with their lines; None where no row has any.

    Raises :class:`InputError` where some rows lack it.
    """
    if not any(text for _, text in texts):
        return None
    for line, text in texts:
        if text is None:
            message = f'no {name}, though other rows have one: give it, or "" for an empty one'
            raise InputError(message, path=path, line=line)
    return tuple(text for _, text in texts if text is not None)


class _File(NamedTuple):
    path: str
    content: str | None


def _text(
    cells: Sequence[str], rows: Sequence[Row], role: str, language: Language, file: _File
) -> Text:
    blocks, anchors, units, at = [], [], [], 0
    for row, cell in zip(rows, cells, strict=True):
        check_text(cell, file.path, row.line)
        span = Span(0, len(cell)).trimmed(cell).shifted(at)
        blocks.append(Block(span, BlockKind.CELL, row.line))
        anchors.append(Anchor(at, row.line, row.origins.get(role)))
        name = row.id or f"row[{row.line}]"
        units.append(Unit(name, f"row[{row.line}]", Span(at, at + len(cell)), counted=not row.id))
        at += len(cell) + 1
    content = "\n".join(cells)
    check_length(content, file.path)
    return Text(
        content,
        language,
        file.path,
        tuple(blocks),
        file=file.content,
        anchors=tuple(anchors),
        units=tuple(units),
    )


def _row(line: int, values: Mapping[str, str | None], origins: Mapping[str, int]) -> Row:
    return Row(
        line,
        values["mt"] or "",
        values.get("reference"),
        values.get("source"),
        values.get("document") or None,
        origins,
        values.get("id") or None,
        values.get("note") or None,
    )


def _json_type(value: object) -> str:
    kinds = {bool: "true or false", dict: "an object", list: "a list", str: "text"}
    return kinds.get(type(value), "null" if value is None else "a number")

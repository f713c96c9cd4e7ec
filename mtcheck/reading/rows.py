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

from mtcheck.article import Anchor, Article, Block, BlockKind, Text
from mtcheck.errors import InputError
from mtcheck.reading.decoding import check_length, check_text
from mtcheck.reading.lines import lines
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mtcheck.languages import Language

__all__ = ["Row", "articles", "jsonl", "side", "tsv"]

_NAMES = {
    "mt": ("mt", "target", "translation", "hypothesis", "hyp", "tgt", "output", "mt_text"),
    "reference": ("reference", "ref", "reference_text", "ref_text"),
    "source": ("source", "src", "original", "source_text", "src_text"),
    "document": ("doc", "document", "doc_id", "docid", "document_id"),
}
_WORDS = {role: "translation" if role == "mt" else role for role in _NAMES}
_ROLE_OF = {name: role for role, names in _NAMES.items() for name in names}
_WITHOUT_HEADER = ("mt", "reference", "source")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read; ``line`` counts from 1. A text that is not given is None.

    ``origins`` are the places in the file where the texts begin, by their role, in code points;
    a text that the file writes otherwise (with JSON's escapes) has none.
    """

    line: int
    mt: str
    reference: str | None
    source: str | None
    document: str | None
    origins: Mapping[str, int] = field(default_factory=dict, compare=False)


def tsv(content: str, path: str) -> list[Row]:
    """The rows of a TSV; raises :class:`InputError` for a row with other columns than the first.

    The first row names the columns where one of its cells is a name for the translation; other
    columns are left out. Without such a row there must be two or three columns: translation,
    reference, source.
    """
    cells = [
        (line, line.of(content).split("\t")) for line in lines(content) if line.end > line.start
    ]
    columns, header = _columns(cells[0][1], path)
    width = len(cells[0][1])
    rows = []
    for line, row in cells[header:]:
        if len(row) != width:
            message = f"{_count(len(row))}, but the first row has {width}: is a tab missing?"
            raise InputError(message, path=path, line=line.number)
        starts = list(accumulate((len(cell) + 1 for cell in row), initial=line.start))
        values = {role: row[at] for role, at in columns.items()}
        rows.append(_row(line.number, values, {role: starts[at] for role, at in columns.items()}))
    return rows


def _columns(first: list[str], path: str) -> tuple[dict[str, int], int]:
    """Which column holds what, and how many rows the header takes."""
    names = [cell.strip().lower() for cell in first]
    roles = [_ROLE_OF.get(name) for name in names]
    if "mt" in roles:
        found: dict[str, int] = {}
        for at, role in enumerate(roles):
            if role is not None and found.setdefault(role, at) != at:
                message = (
                    f"columns {names[found[role]]!r} and {names[at]!r} both name the {_WORDS[role]}"
                )
                raise InputError(message, path=path, line=1)
        return found, 1
    if sum(role is not None for role in roles) > 1:
        known = ", ".join(_NAMES["mt"][:4])
        msg = f"no column for the translation ({known})"
        raise InputError(msg, path=path, line=1)
    if not 1 < len(first) <= len(_WITHOUT_HEADER):
        message = (
            f"{_count(len(first))} and no header: needs translation, reference and maybe source, "
            "or a first row with their names (mt, reference, source)"
        )
        raise InputError(message, path=path, line=1)
    return {role: at for at, role in enumerate(_WITHOUT_HEADER[: len(first)])}, 0


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
        role = _ROLE_OF.get(key.strip().lower())
        if role is None:
            continue
        if named.setdefault(role, key) != key:
            message = f"{named[role]!r} and {key!r} both name the {_WORDS[role]}"
            raise InputError(message, path=path, line=number)
        if role == "document" and isinstance(text, int):
            text = str(text)  # noqa: PLW2901 - an id is an id
        if text is not None and not isinstance(text, str):
            message = f"{key!r} is {_json_type(text)}, not text"
            raise InputError(message, path=path, line=number)
        found[role] = text
    if found.get("mt") is None:
        message = f"no translation: the object needs {' or '.join(map(repr, _NAMES['mt'][:4]))}"
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
    return _ROLE_OF.get(key.strip().lower()) == "mt"


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
    blocks, anchors, at = [], [], 0
    for row, cell in zip(rows, cells, strict=True):
        check_text(cell, file.path, row.line)
        span = Span(0, len(cell)).trimmed(cell).shifted(at)
        blocks.append(Block(span, BlockKind.CELL, row.line))
        anchors.append(Anchor(at, row.line, row.origins.get(role)))
        at += len(cell) + 1
    content = "\n".join(cells)
    check_length(content, file.path)
    return Text(
        content, language, file.path, tuple(blocks), file=file.content, anchors=tuple(anchors)
    )


def _row(line: int, values: Mapping[str, str | None], origins: Mapping[str, int]) -> Row:
    return Row(
        line,
        values["mt"] or "",
        values.get("reference"),
        values.get("source"),
        values.get("document") or None,
        origins,
    )


def _count(columns: int) -> str:
    return "1 column" if columns == 1 else f"{columns} columns"


def _json_type(value: object) -> str:
    kinds = {bool: "true or false", dict: "an object", list: "a list", str: "text"}
    return kinds.get(type(value), "null" if value is None else "a number")

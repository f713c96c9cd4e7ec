"""What must be so before anything is done: it is there, as it was seen, and can be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from mtcheck.errors import Conflict, InputError, NotFound
from mtcheck.reviewing import tables

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

__all__ = [
    "demand_changeable",
    "demand_storable",
    "demand_version",
    "demand_words",
    "the_article",
    "the_finding",
    "the_segment",
]

_LONGEST = 100_000  # characters of a remark or a sentence


def the_article(connection: Connection, number: int) -> Row[Any]:
    """The row of an article; raises :class:`NotFound`."""
    table = tables.articles
    row = connection.execute(select(table).where(table.c.id == number)).first()
    return _there(row, f"there is no article {number} in this desk")


def the_finding(connection: Connection, number: int) -> Row[Any]:
    """The row of a finding that nobody has withdrawn; raises :class:`NotFound`."""
    table = tables.findings
    asked = select(table).where(table.c.id == number, table.c.withdrawn == 0)
    row = connection.execute(asked).first()
    return _there(row, f"there is no finding {number} in this desk")


def the_segment(connection: Connection, number: int) -> Row[Any]:
    """The row of a sentence; raises :class:`NotFound`."""
    table = tables.segments
    row = connection.execute(select(table).where(table.c.id == number)).first()
    return _there(row, f"there is no sentence {number} in this desk")


def demand_version(row: Row[Any], version: int) -> None:
    """Raise :class:`Conflict` where a sentence is not the one that was seen."""
    if row.version != version:
        message = f"{row.editor or 'somebody'} has changed the sentence since"
        raise Conflict(message, current=row.text, version=row.version, editor=row.editor)


def demand_changeable(row: Row[Any]) -> None:
    """Raise :class:`InputError` for a sentence that cannot be changed."""
    if row.locked:
        message = "the file says that this sentence is not to be changed"
        raise InputError(message)
    if row.gone:
        message = "the sentence is not in the text any more: it was taken in anew"
        raise InputError(message)


def demand_words(editor: str, *said: str | None) -> None:
    """Raise :class:`InputError` for an editor without a name, and for what cannot be kept."""
    if not editor.strip():
        message = "who is it? An editor needs a name"
        raise InputError(message)
    for words in (editor, *said):
        if words is not None:
            demand_storable(words, "the text")
            if len(words) > _LONGEST:
                message = f"{len(words):,} characters; at most {_LONGEST:,} are kept: shorten it"
                raise InputError(message)


def demand_storable(value: str, what: str) -> None:
    """Raise :class:`InputError` for what no database can keep as text."""
    if "\0" in value:
        message = f"{what} has a NUL character: leave it out"
        raise InputError(message)
    try:
        value.encode()
    except UnicodeEncodeError as error:
        at = error.start
        message = (
            f"{what} has a lone surrogate U+{ord(value[at]):04X} at offset {at}: half of a"
            " character, which cannot be stored; write it again"
        )
        raise InputError(message) from None


def _there(row: Row[Any] | None, message: str) -> Row[Any]:
    if row is None:
        raise NotFound(message)
    return row

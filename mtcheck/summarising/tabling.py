"""Tables of a summary: the same for every format, which only decides what they look like.

A value is kept as it is; :func:`shown` writes numbers for people. Texts are not made safe here:
each format does that in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

__all__ = ["Cell", "Column", "Kind", "Row", "Table", "shown"]

Cell = str | int | float | None
Row = tuple[Cell, ...]

_LEAST_P = 0.001


class Kind(Enum):
    """What a column holds. An ``ARTICLE`` is its number: what is said of it stands beside."""

    TEXT = auto()
    ARTICLE = auto()
    COUNT = auto()
    FIGURE = auto()
    CHANGE = auto()
    SHARE = auto()
    P_VALUE = auto()

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers, or empty."""
        return self is not Kind.TEXT


class Column(NamedTuple):
    """A column: its name for programs, its head for people."""

    name: str
    head: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True, slots=True)
class Table:
    """A table: ``name`` for files and links, ``words`` say what its rows are and how they came.

    ``total`` is how many rows there are where ``rows`` are only the first of them.
    """

    name: str
    title: str
    words: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int | None = None

    @property
    def article(self) -> int | None:
        """Where the column stands that holds the articles' numbers, if there is one."""
        kinds = [column.kind for column in self.columns]
        return kinds.index(Kind.ARTICLE) if Kind.ARTICLE in kinds else None

    @property
    def left_out(self) -> str:
        """How many of its rows are shown, where not all are; else nothing."""
        if self.total is None or self.total <= len(self.rows):
            return ""
        return f"The first {len(self.rows):,} of {self.total:,}."


def shown(cell: Cell, kind: Kind) -> str:
    """A cell for people; of a missing value nothing."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    match kind:
        case Kind.SHARE:
            words = f"{100 * cell:.1f}%"
        case Kind.P_VALUE:
            words = f"{cell:.3f}" if cell >= _LEAST_P else f"< {_LEAST_P}"
        case Kind.CHANGE:
            words = f"{cell + 0.0:+,.2f}"
        case Kind.FIGURE:
            words = f"{cell + 0.0:,.2f}"
        case _:
            words = f"{cell:,}"
    return words.replace("-", "−")

"""Rows of the tables as arrays: what raters marked, and how well chances tell it.

Span F1 is the one that ``mtcheck eval`` reports (:mod:`mtcheck.evaluation.characters`), laid out
so that many bounds can be tried.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.evaluation.characters import credits, f1, ratio  # noqa: A004 - see there

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    import numpy.typing as npt

    from mtcheck.training.tables import Row

    Floats = npt.NDArray[np.float64]
    Ints = npt.NDArray[np.int64]
    Levels = npt.NDArray[np.uint8]
    Flags = npt.NDArray[np.bool_]

__all__ = ["Score", "Table", "span_score"]

_HALF = 0.5
_GAP = 1  # code points between two flagged words over which a flagged stretch goes on


class Score(NamedTuple):
    """Span F1, and the precision and recall that it is made of."""

    f1: float
    precision: float
    recall: float


@dataclass(frozen=True)
class Table:
    """The tokens of rows, one line each; ``row`` says which row a line is of."""

    rows: tuple[Row, ...]
    columns: Floats
    read: Floats
    spans: Ints
    row: Ints

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Table:
        """The table of ``rows``; those without tokens are left out."""
        import numpy as np

        kept = tuple(row for row in rows if row.spans)
        spans = [np.frombuffer(row.spans, np.int32).reshape(-1, 2) for row in kept]
        return cls(
            rows=kept,
            columns=np.concatenate(
                [
                    np.frombuffer(row.table, np.float32).reshape(len(own), -1)
                    for row, own in zip(kept, spans, strict=True)
                ]
            ).astype(np.float64),
            read=np.concatenate(
                [np.frombuffer(row.read, np.float32).reshape(-1, 2) for row in kept]
            ).astype(np.float64),
            spans=np.concatenate(spans).astype(np.int64),
            row=np.repeat(np.arange(len(kept)), [len(own) for own in spans]),
        )

    @cached_property
    def offsets(self) -> Ints:
        """Where the lines of each row begin, and where the last end."""
        import numpy as np

        return np.searchsorted(self.row, np.arange(len(self.rows) + 1))

    @cached_property
    def lengths(self) -> Floats:
        """The code points of each token."""
        found: Floats = (self.spans[:, 1] - self.spans[:, 0]).astype(float)
        return found

    @cached_property
    def marked(self) -> Floats:
        """The share of raters that marked each token, wholly or in part."""
        import numpy as np

        found = np.zeros(len(self.row))
        for number, row in enumerate(self.rows):
            first, last = self.offsets[number], self.offsets[number + 1]
            starts, ends = self.spans[first:last].T
            for rater in row.raters:
                flags = np.zeros(row.length + 1, np.int64)
                for mark in rater:
                    flags[mark.start + 1 : mark.end + 1] = 1
                sums = np.cumsum(flags)
                found[first:last] += sums[ends] > sums[starts]
            found[first:last] /= len(row.raters)
        return found

    @cached_property
    def weights(self) -> Floats:
        """What each token counts: its length, times the root of its raters.

        In all, one origin counts as much as another: what is cheap to make (synthetic errors) or
        in many languages would else decide alone.
        """
        import numpy as np

        raters = np.array([len(row.raters) for row in self.rows], dtype=float)
        found: Floats = self.lengths * np.sqrt(raters)[self.row]
        origins = np.array([row.origin for row in self.rows])[self.row]
        for origin in set(origins):
            own = origins == origin
            found[own] *= len(found) / found[own].sum()
        return found

    def lines(self, rows: Flags) -> Flags:
        """The lines of those rows that are flagged."""
        found: Flags = rows[self.row]
        return found

    def where(self, rows: Flags) -> Table:
        """The table of the flagged rows alone."""
        import numpy as np

        lines = self.lines(rows)
        numbers = np.cumsum(rows) - 1
        return Table(
            tuple(row for row, kept in zip(self.rows, rows, strict=True) if kept),
            self.columns[lines],
            self.read[lines],
            self.spans[lines],
            numbers[self.row[lines]],
        )

    @cached_property
    def characters(self) -> tuple[Ints, Ints, Ints, Levels]:
        """Each code point of the translations by its tokens, and as each rater sees it.

        Two arrays over all code points of all rows, with a place more for each row: the lines
        of the tokens to the left and right (both the token's own inside one; of a gap of one
        code point those beside it, so that a stretch of two flagged words is one). Then, rater
        by rater, which code points these are and their levels in the gold.
        """
        import numpy as np

        sizes = np.array([row.length + 1 for row in self.rows])
        starts = np.cumsum(sizes) - sizes
        left = np.full(int(sizes.sum()), len(self.row))
        right = left.copy()
        places, gold = [], []
        for number, row in enumerate(self.rows):
            start = int(starts[number])
            previous = None
            for line in range(self.offsets[number], self.offsets[number + 1]):
                begin, end = (int(at) + start for at in self.spans[line])
                left[begin:end] = right[begin:end] = line
                if previous is not None and begin - previous == _GAP:
                    left[previous:begin], right[previous:begin] = line - 1, line
                previous = end
            for rater in row.raters:
                levels = np.zeros(sizes[number], np.uint8)
                for mark in rater:
                    levels[mark.start : max(mark.end, mark.start + 1)] |= mark.grade
                places.append(np.arange(start, start + sizes[number]))
                gold.append(levels)
        return left, right, np.concatenate(places), np.concatenate(gold)

    @cached_property
    def sets(self) -> npt.NDArray[np.str_]:
        """The origin and language pair of each row."""
        import numpy as np

        return np.array([f"{row.origin} {row.pair}" for row in self.rows])


def span_score(table: Table, chances: Floats, bound: float) -> Score:
    """Span F1 of ``chances`` from ``bound`` on, over all rows and raters of the table."""
    import numpy as np

    majors = table.read[:, 1] > _HALF * table.read.sum(axis=1)
    levels = np.zeros(len(chances) + 1, np.uint8)  # the last line is no token
    levels[:-1] = np.where(chances >= bound, np.where(majors, 2, 1), 0)
    left, right, places, gold = table.characters
    own = np.minimum(levels[left], levels[right])[places]
    credit, said, meant = credits(gold, own).sum(), (own > 0).sum(), (gold > 0).sum()
    return Score(
        f1(credit, said, meant) or 0.0, ratio(credit, said) or 0.0, ratio(credit, meant) or 0.0
    )

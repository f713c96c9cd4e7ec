"""The tokens of one segment, with what every reader of quantities asks of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.aligning.numerals import Numeral, figures, in_words
from mtcheck.aligning.phrase_kinds import Kind
from mtcheck.aligning.quantity import Quantity, Sort
from mtcheck.word import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.figures import Key
    from mtcheck.aligning.phrase_kinds import Sense
    from mtcheck.aligning.phrases import Phrases
    from mtcheck.article import Token

__all__ = ["AMOUNTS", "ORDINALS", "Cursor"]

AMOUNTS = frozenset({Kind.UNIT, Kind.MONEY})
ORDINALS = frozenset({Kind.ORDINAL_SUFFIX})
_NO_UNITS = frozenset(",;)]([!?»”<>=±≤≥")  # marks after a number that say nothing of it


class Cursor:
    """Reads one segment and collects in ``out`` what it finds.

    A class because it holds state: the tokens, and the quantities found so far.
    """

    def __init__(self, known: Phrases, content: str, tokens: Sequence[Token], segment: int) -> None:
        self.known = known
        self.data = known.data
        self.content = content
        self.tokens = tokens
        self.segment = segment
        self.out: list[Quantity] = []

    def form(self, at: int) -> str:
        """The form of token ``at``; empty past either end."""
        return self.tokens[at].word.form if 0 <= at < len(self.tokens) else ""

    def touches(self, at: int) -> bool:
        """Whether token ``at`` follows the one before it with nothing between."""
        return 0 < at < len(self.tokens) and self.tokens[at - 1].end == self.tokens[at].start

    def phrase(self, at: int, kinds: frozenset[Kind]) -> tuple[Sense, int] | None:
        """The longest phrase of ``kinds`` at ``at``, and where it ends."""
        return self.known.at(self.tokens, at, kinds)

    def before(self, at: int, kinds: frozenset[Kind]) -> tuple[Sense, int] | None:
        """The longest phrase of ``kinds`` that ends before ``at``, and where it begins."""
        return self.known.before(self.tokens, at, kinds)

    def put(  # noqa: PLR0913 - one keyword per field of the record it makes
        self,
        first: int,
        end: int,
        keys: tuple[Key, ...],
        sort: Sort,
        *,
        whole: tuple[int, int] | None = None,
        unit: str | None = None,
        spelled: bool = False,
        soft: bool = False,
        case: int = -1,
        scale: int = 0,
        certain_unit: bool = True,
        ordinal: bool = False,
    ) -> None:
        """Add a quantity of tokens ``first`` to ``end`` (exclusive)."""
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        self.out.append(
            Quantity(
                start,
                stop,
                whole or (start, stop),
                keys,
                sort,
                unit,
                self.segment,
                first,
                end - 1,
                spelled,
                soft,
                case,
                scale,
                certain_unit,
                ordinal,
            )
        )

    def bare(self, at: int) -> Numeral | None:
        """The numeral at ``at`` alone, nothing around it looked at."""
        if at >= len(self.tokens):
            return None
        if self.tokens[at].word.kind is TokenKind.NUMBER:
            return figures(self.known, self.tokens, self.content, at)
        if self.known.openers[self.tokens[at].word.comparable] is None:
            return None
        return in_words(self.known, self.tokens, at)

    def alone(self, first: int, end: int) -> bool:
        """Whether no neighbour can be a part of the number at tokens ``first`` to ``end``.

        True for most numbers, which are then spared all that a neighbour might be: a unit, a
        sign, the month of a date.
        """
        return not self.data.positional and self.free_before(first) and self.free_after(end)

    def free_before(self, first: int) -> bool:
        """Whether what stands before token ``first`` says nothing of a number there."""
        if first == 0:
            return True
        before = self.tokens[first - 1]
        form = before.word.comparable
        if form in self.known.backward or form == "-":  # (the comparable form of every dash)
            return False
        # Letters right before figures make them the number of a name: B12.
        return before.word.kind is not TokenKind.WORD or before.end < self.tokens[first].start

    def free_after(self, end: int) -> bool:
        """Whether what stands at token ``end`` says nothing of a number before it."""
        if end == len(self.tokens):
            return True
        after = self.tokens[end]
        form = after.word.comparable
        if self.known.begins(form):
            return False
        if after.word.kind is TokenKind.WORD:
            return after.start > self.tokens[end - 1].end
        form = after.word.form
        return form in _NO_UNITS or (form == "." and end + 1 == len(self.tokens))

    def suffix(self, at: int, kinds: frozenset[Kind]) -> int | None:
        """The end of a suffix written onto figures (3rd, 3-й, 90er), or None."""
        here = at
        if self.form(here) in ("-", "‑", "'", "’") and self.touches(here):
            here += 1
        if not self.touches(here):
            return None
        found = self.phrase(here, kinds)
        return found[1] if found is not None else None

    def without_stop(self, end: int) -> int:
        """``end`` less the full stop that ends the sentence (*at 3 p.m.*)."""
        return end - 1 if end == len(self.tokens) and self.form(end - 1) == "." else end

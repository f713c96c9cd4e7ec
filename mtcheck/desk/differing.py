"""What an edit changed, word by word, or letter by letter where words have no spaces between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex
from rapidfuzz.distance import LCSseq

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Change", "changes"]

_UNITS = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]\p{M}*|[\w'’]+|\s+|.",
    regex.DOTALL | regex.V1,
)
_MOST = 4_000  # units that are compared one by one


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that stayed (``old == new``), or what came in the place of what."""

    old: str
    new: str

    @property
    def same(self) -> bool:
        """Whether it stayed."""
        return self.old == self.new


@lru_cache(maxsize=512)
def changes(old: str, new: str) -> tuple[Change, ...]:
    """How ``new`` comes of ``old``; a text too long to compare is one change."""
    before, after = _UNITS.findall(old), _UNITS.findall(new)
    if len(before) + len(after) > _MOST:
        return (Change(old, new),) if old or new else ()
    return tuple(_joined(_compared(before, after)))


def _compared(before: list[str], after: list[str]) -> Iterator[Change]:
    for step in LCSseq.opcodes(before, after):
        was = "".join(before[step.src_start : step.src_end])
        now = "".join(after[step.dest_start : step.dest_end])
        yield Change(was, now)


def _joined(found: Iterator[Change]) -> Iterator[Change]:
    """Neighbouring changes as one, and with them a space that alone stayed between two."""
    waiting: list[Change] = []
    for change in found:
        if waiting and waiting[-1].same == change.same:
            last = waiting.pop()
            waiting.append(Change(last.old + change.old, last.new + change.new))
        else:
            waiting.append(change)
        if len(waiting) >= 3 and not change.same and waiting[-2].old.isspace():  # noqa: PLR2004 - two and the space
            parts = waiting[-3:]
            old, new = "".join(p.old for p in parts), "".join(p.new for p in parts)
            waiting[-3:] = [Change(old, new)]
    yield from waiting

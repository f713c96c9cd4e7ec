"""Comments in the text that hide findings, and which of them hide none."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from mtcheck import selection
from mtcheck.errors import SettingsError
from mtcheck.finding import Reason, Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Ignore, Text
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["Comments"]


class Comments:
    """The comments of one text that speak to mtcheck; keeps those that were of use.

    ``ran`` are the codes of the checks that ran: a comment for others only cannot be of use, and
    is not called unused.
    """

    def __init__(self, text: Text, ran: frozenset[str], settings: Settings) -> None:
        self._text = text
        self._remarks = list(text.remarks)
        self._codes: list[tuple[Ignore, frozenset[str] | None]] = []
        self._used: set[int] = set()
        self._runs = ran
        self._all_run = not settings.select and not settings.ignore
        for ignore in text.ignores:
            try:
                codes = selection.codes(ignore.codes, f"line {ignore.line}: mtcheck")
            except SettingsError as error:
                self._remarks.append(str(error))
            else:
                self._codes.append((ignore, codes if ignore.codes else None))
        self._codes.sort(key=lambda known: known[0].scope)
        self._starts = [ignore.scope.start for ignore, _ in self._codes]
        # How far any of the scopes up to here reaches: where the search back may end.
        self._reach = list(accumulate((i.scope.end for i, _ in self._codes), max))

    def suppresses(self, finding: Finding) -> Suppressed | None:
        """The finding as suppressed by the first comment that is for it; None where none is."""
        span = finding.span.trimmed(self._text.content) if len(finding.span) else finding.span
        hit = None
        for index in range(bisect_right(self._starts, span.start) - 1, -1, -1):
            if self._reach[index] < span.start:
                break
            ignore, codes = self._codes[index]
            if ignore.scope.end >= span.start and (codes is None or finding.code in codes):
                self._used.add(index)
                hit = ignore
        return Suppressed(finding, Reason.INLINE, hit.why) if hit else None

    def notes(self) -> Iterator[str]:
        """Comments that cannot be understood, and those that were of no use."""
        yield from self._remarks
        for index, (ignore, codes) in enumerate(self._codes):
            asked = self._all_run if codes is None else bool(codes & self._runs)
            if index not in self._used and asked and not ignore.quiet:
                named = f"[{', '.join(ignore.codes)}]" if ignore.codes else ""
                yield f"line {ignore.line}: the comment mtcheck{named} suppresses nothing"

"""Comments in the text that hide findings, and which of them hide none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck import selection
from mtcheck.errors import SettingsError
from mtcheck.finding import Reason, Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import Ignore, Text
    from mtcheck.check import CheckModule
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["Comments"]


class Comments:
    """The comments of one text that speak to mtcheck; keeps those that were of use.

    ``chosen`` are the checks that run: a comment for others only cannot be of use, and is not
    called unused.
    """

    def __init__(self, text: Text, chosen: tuple[CheckModule, ...], settings: Settings) -> None:
        self._text = text
        self._remarks = list(text.remarks)
        self._codes: list[tuple[Ignore, frozenset[str] | None]] = []
        self._used: set[int] = set()
        self._runs = frozenset(module.CHECK.code for module in chosen)
        self._all_run = not settings.select and not settings.ignore
        for ignore in text.ignores:
            try:
                codes = selection.codes(ignore.codes, f"line {ignore.line}: mtcheck")
            except SettingsError as error:
                self._remarks.append(str(error))
            else:
                self._codes.append((ignore, codes if ignore.codes else None))

    def suppresses(self, finding: Finding) -> Suppressed | None:
        """The finding as suppressed by the first comment that is for it; None where none is."""
        span = finding.span.trimmed(self._text.content) if len(finding.span) else finding.span
        hit = [
            (index, ignore)
            for index, (ignore, codes) in enumerate(self._codes)
            if ignore.scope.start <= span.start <= ignore.scope.end
            and (codes is None or finding.code in codes)
        ]
        if not hit:
            return None
        self._used.update(index for index, _ in hit)
        return Suppressed(finding, Reason.INLINE, hit[0][1].why)

    def notes(self) -> Iterator[str]:
        """Comments that cannot be understood, and those that were of no use."""
        yield from self._remarks
        for index, (ignore, codes) in enumerate(self._codes):
            asked = self._all_run if codes is None else bool(codes & self._runs)
            if index not in self._used and asked:
                named = f"[{', '.join(ignore.codes)}]" if ignore.codes else ""
                yield f"line {ignore.line}: the comment mtcheck{named} suppresses nothing"

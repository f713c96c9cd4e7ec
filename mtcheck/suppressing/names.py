"""Names that the settings accept: what is said against them as names is not shown."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from mtcheck.aligning.terms import phrases
from mtcheck.finding import Reason, Suppressed

if TYPE_CHECKING:
    from mtcheck.article import Text
    from mtcheck.finding import Finding
    from mtcheck.span import Span

__all__ = ["Accepted"]

_FAMILY = "N"  # the codes of checks of names


class Accepted:
    """The accepted names of one text, in any inflection."""

    def __init__(self, text: Text, listed: tuple[str, ...]) -> None:
        self._text = text
        found = phrases(listed, text.language).find(text) if listed else ()
        self._spans = sorted(match.span for match in found)

    def suppresses(self, finding: Finding) -> Suppressed | None:
        """Whether all letters that a finding about a name points at are of accepted names."""
        if not self._spans or not finding.code.startswith(_FAMILY) or not len(finding.span):
            return None
        if all(map(self._is_covered, self._letters(finding.span))):
            note = f"“{self._text.at(finding.span)}” is an accepted name"
            return Suppressed(finding, Reason.NAME, note)
        return None

    def _letters(self, span: Span) -> list[int]:
        return [at for at in range(span.start, span.end) if self._text.content[at].isalnum()]

    def _is_covered(self, offset: int) -> bool:
        last = bisect_right(self._spans, offset, key=lambda s: s.start)
        return any(span.end > offset for span in self._spans[:last])

"""Names that the settings accept: what is said against them as names is not shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.finding import Reason, Suppressed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.aligning.terms import Match
    from mtcheck.article import Text
    from mtcheck.finding import Finding

__all__ = ["Accepted"]

_FAMILY = "N"  # the codes of checks of names


class Accepted:
    """The accepted names of one text, in any inflection."""

    def __init__(self, text: Text, listed: tuple[str, ...]) -> None:
        self._text = text
        found = _places(text, listed) if listed else ()
        self._letters = {at for match in found for at in range(match.span.start, match.span.end)}

    def suppresses(self, finding: Finding) -> Suppressed | None:
        """Whether all letters that a finding about a name points at are of accepted names."""
        if not self._letters or not finding.code.startswith(_FAMILY) or not len(finding.span):
            return None
        span, content = finding.span, self._text.content
        if all(at in self._letters for at in range(span.start, span.end) if content[at].isalnum()):
            note = f"“{self._text.at(span)}” is an accepted name"
            return Suppressed(finding, Reason.NAME, note)
        return None


def _places(text: Text, listed: tuple[str, ...]) -> Iterable[Match]:
    from mtcheck.aligning.terms import phrases  # noqa: PLC0415 - only where there are names

    return phrases(listed, text.language).find(text)

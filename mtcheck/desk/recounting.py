"""What was done, as a line that an editor reads in the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtcheck.reviewing.views import Event

__all__ = ["Entry", "recounted"]

_VERDICTS = {"accepted": "accepted", "rejected": "rejected"}
_QUOTED = 80  # characters


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history; ``texts`` are what a sentence said before it and after."""

    event: Event
    did: str
    texts: tuple[tuple[str, str], ...]
    undone: bool

    @property
    def said(self) -> str:
        """In one line, with who it was."""
        return f"{self.event.editor} {self.did}"

    @property
    def quote(self) -> str | None:
        """The words that it is about, where no sentence says them."""
        return None if self.texts or not self.event.quote else self.event.quote[:_QUOTED]


def recounted(event: Event, *, undone: bool = False) -> Entry:
    """An event as a line."""
    changes = [c for c in event.payload.get("changes", ()) if isinstance(c, dict)]
    texts = tuple((c["before"], c["after"]) for c in changes if c.get("what") == "text")
    return Entry(event, _did(event, changes), texts, undone)


def _did(event: Event, changes: list[dict[str, Any]]) -> str:
    what = f"{event.code} {event.name}" if event.finding else ""
    if event.kind == "decide":
        after = next((c.get("after") for c in changes if c.get("what") == "decision"), None)
        verdict = (after or {}).get("verdict")
        reason = (after or {}).get("reason")
        said = _VERDICTS.get(str(verdict), "opened again")
        return f"{said} {what}" + (f" ({reason})" if reason else "")
    return {
        "edit": "changed a sentence",
        "apply": f"applied the suggestion of {what}",
        "mark": f"marked {what}",
        "withdraw": f"took back {what}",
        "comment": f"commented on {what or 'the article'}",
        "undo": f"undid {_step(changes, what)}",
        "redo": f"did {_step(changes, what)} again",
    }.get(event.kind, event.kind)


def _step(changes: list[dict[str, Any]], what: str) -> str:
    """What was taken back, or done again."""
    if what:
        return f"a step on {what}"
    changed = {c.get("what") for c in changes}
    return "a change of a sentence" if "text" in changed else "a comment"

"""What was done, as a line that an editor reads in the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtcheck.reviewing.views import ArticleView, Event, FindingView

__all__ = ["Entry", "recounted"]

_VERDICTS = {"accepted": "accepted", "rejected": "rejected"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history. ``old`` and ``new`` are of a sentence that was changed."""

    event: int
    at: str
    editor: str
    did: str
    article: int | None
    segment: int | None
    undone: bool
    lang: str | None
    old: str | None = None
    new: str | None = None
    quote: str | None = None

    @property
    def said(self) -> str:
        """In one line, with who it was."""
        return f"{self.editor} {self.did}"


def recounted(
    event: Event, view: ArticleView | None, *, undone: bool = False, lang: str | None = None
) -> Entry:
    """An event as a line; ``view`` is of its article, where the page is."""
    changes = [c for c in event.payload.get("changes", ()) if isinstance(c, dict)]
    text = next((c for c in changes if c.get("what") == "text"), None)
    finding = _finding(view, event.finding)
    return Entry(
        event=event.id,
        at=event.at,
        editor=event.editor,
        did=_did(event, changes, finding),
        article=event.article,
        segment=event.segment,
        undone=undone,
        lang=lang or (view.target_lang if view else None),
        old=text["before"] if text else None,
        new=text["after"] if text else None,
        quote=finding.text[:80] if finding and finding.text and not text else None,
    )


def _finding(view: ArticleView | None, number: int | None) -> FindingView | None:
    """A finding of an article by its number."""
    if view is None or number is None:
        return None
    return next((f for s in view.segments for f in s.findings if f.id == number), None)


def _did(event: Event, changes: list[dict[str, Any]], finding: FindingView | None) -> str:
    what = f" {finding.code} {finding.name}" if finding else " a finding" if event.finding else ""
    if event.kind == "decide":
        after = next((c.get("after") for c in changes if c.get("what") == "decision"), None)
        verdict = (after or {}).get("verdict")
        reason = (after or {}).get("reason")
        said = _VERDICTS.get(str(verdict), "opened again")
        return f"{said}{what}" + (f" ({reason})" if reason else "")
    return {
        "edit": "changed a sentence",
        "apply": f"applied the suggestion of{what or ' a finding'}",
        "mark": f"marked{what or ' an error'}",
        "withdraw": f"took back{what or ' a mark'}",
        "comment": f"commented on{what or ' the article'}",
        "undo": f"undid a step{_of(what)}",
        "redo": f"did a step{_of(what)} again",
        "take": "took the article in",
    }.get(event.kind, event.kind)


def _of(what: str) -> str:
    return f" on{what}" if what else ""

"""What comes out of a desk: frozen records of plain values, for pages and for exports.

Offsets are code points. ``start`` and ``end`` of a finding count in the article's translation as
it was taken in; its ``place`` counts in what its sentence says now, and is None where an edit has
changed the very words. Times are UTC, ISO 8601 with milliseconds, as ``2026-11-25T10:55:01.123Z``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from mtcheck.reviewing.queued import Cursor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mtcheck.span import Span

__all__ = [
    "ArticleView",
    "CommentView",
    "DecisionView",
    "DraftView",
    "Event",
    "FindingView",
    "LiveFinding",
    "Progress",
    "SegmentView",
    "Taken",
]

Verdict = Literal["accepted", "rejected"]
State = Literal["open", "accepted", "rejected", "disputed"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking articles in. ``notes`` are lines for the user."""

    articles: int = 0
    findings: int = 0
    known: int = 0  # findings that were there already, with what was decided of them
    gone: int = 0  # findings that were there and were not found again
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What one editor holds of a finding; version 0 is no decision yet."""

    editor: str
    verdict: Verdict | None
    reason: str | None
    comment: str | None
    version: int
    at: str


@dataclass(frozen=True, slots=True)
class CommentView:
    """A remark on an article, or on one of its findings."""

    id: int
    editor: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """What an editor had typed and not saved. ``stale``: the sentence has changed since."""

    article: int
    segment: int
    text: str
    base_version: int
    at: str
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding. ``place`` is where its words stand in what the segment says now, or None.

    ``state`` is what those who judged it agree on; ``origin`` says who found it: a ``check``, an
    ``editor`` (``author`` is their name), or an ``import``. ``gone``: the last check of the text
    did not find it again. ``applicable``: the suggestion can be put in place as things stand.
    """

    id: int
    segment: int
    code: str
    name: str
    category: str
    severity: str
    confidence: float
    start: int
    end: int
    text: str
    place: Span | None
    suggestion: str | None
    safe: bool
    applicable: bool
    message: str
    reference_text: str | None
    source_text: str | None
    evidence: tuple[str, ...]
    fingerprint: str
    origin: Literal["check", "editor", "import"]
    author: str | None
    state: State
    gone: bool
    decisions: tuple[DecisionView, ...]
    comments: tuple[CommentView, ...]

    def decision(self, editor: str) -> DecisionView | None:
        """What one editor holds of it; None where they never said."""
        return next((d for d in self.decisions if d.editor == editor), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentView:
    """A sentence with what it is compared with.

    ``mt`` is the translation as it was taken in, from ``start`` to ``end`` of the article's;
    ``text`` is what it says now. Segments of one ``row`` share reference and source. ``edited_by``
    and ``edited_at`` are of the last edit; ``draft`` is the asking editor's.
    """

    id: int
    number: int
    row: int
    start: int
    end: int
    mt: str
    text: str
    version: int
    edited_by: str | None
    edited_at: str | None
    reference: str | None
    source: str | None
    locked: bool
    findings: tuple[FindingView, ...]
    draft: DraftView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """An article side by side. ``position`` is its number in the order in which it was taken.

    ``writable``: its file is kept, so that a corrected one can be made. ``last_event`` is the last
    that anybody did in it, 0 for none; ``seconds`` the time that the asking editor spent on it.
    """

    id: int
    position: int
    document: str
    path: str | None
    system: str
    source_lang: str | None
    target_lang: str
    words: int
    priority: float
    segments: tuple[SegmentView, ...]
    comments: tuple[CommentView, ...]
    writable: bool
    can_undo: bool
    can_redo: bool
    last_event: int
    seconds: float

    @property
    def cursor(self) -> Cursor:
        """Its place in the queue as it stands now."""
        return Cursor(self.priority, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that was done. ``undoes`` is the event that it takes back or does again.

    ``kind`` is one of ``decide edit apply mark withdraw comment undo redo``; ``payload`` has
    what changed, with what was before and after. ``document`` and ``target_lang`` are of the
    article, ``code``, ``name`` and ``quote`` (the words that it is about) of the finding.
    """

    id: int
    at: str
    editor: str
    kind: str
    article: int | None
    segment: int | None
    finding: int | None
    payload: Mapping[str, Any] = field(default_factory=dict)
    undoes: int | None = None
    document: str | None = None
    target_lang: str | None = None
    code: str | None = None
    name: str | None = None
    quote: str | None = None

    @property
    def segments(self) -> tuple[int, ...]:
        """The sentences that it has to do with: its own, and whichever it changed."""
        changed = [c["id"] for c in self.payload.get("changes", ()) if c["what"] == "text"]
        own = [] if self.segment is None else [self.segment]
        return tuple(dict.fromkeys([*own, *changed]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the work is: of all articles and findings, and of one editor or all.

    ``decided`` counts findings that the editor has judged (of everybody: that anybody has),
    ``done`` the articles without open findings. ``seconds`` is the time on articles; their number
    is ``visited``.
    """

    articles: int
    done: int
    findings: int
    decided: int
    edited: int
    visited: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveFinding:
    """What a check finds in a sentence as it is being typed; nothing of it is stored.

    ``start`` and ``end`` count in that text. ``known`` is the finding that it is again, if any.
    """

    code: str
    name: str
    category: str
    severity: str
    confidence: float
    start: int
    end: int
    text: str
    message: str
    suggestion: str | None
    safe: bool
    known: int | None

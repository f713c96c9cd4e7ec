"""Reviewing: what editors make of findings, kept in one file, and what comes of it.

:class:`Desk` is the one way in; it knows nothing of browsers. What it gives are the records of
:mod:`mtcheck.reviewing.views`, :mod:`~mtcheck.reviewing.queued` and
:mod:`~mtcheck.reviewing.figures`.
"""

from __future__ import annotations

from mtcheck.errors import Conflict, DeskError, NotFound
from mtcheck.reviewing.desk import Desk
from mtcheck.reviewing.exporting import Exported
from mtcheck.reviewing.queued import Cursor, Facet, Facets, Filters, QueuePage, QueueRow
from mtcheck.reviewing.views import (
    ArticleView,
    CommentView,
    DecisionView,
    DraftView,
    Event,
    FindingView,
    LiveFinding,
    Progress,
    SegmentView,
    Taken,
)

__all__ = [
    "ArticleView",
    "CommentView",
    "Conflict",
    "Cursor",
    "DecisionView",
    "Desk",
    "DeskError",
    "DraftView",
    "Event",
    "Exported",
    "Facet",
    "Facets",
    "Filters",
    "FindingView",
    "LiveFinding",
    "NotFound",
    "Progress",
    "QueuePage",
    "QueueRow",
    "SegmentView",
    "Taken",
]

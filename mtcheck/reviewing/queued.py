"""The queue as pages see it: what is asked for, rows, places, and what filters may be set to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Cursor", "Facet", "Facets", "Filters", "QueuePage", "QueueRow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which articles to show; within a field any value does, between fields all must hold.

    ``languages`` are pairs as ``ru-en``, or ``*-en`` without a source. ``codes``, ``categories``
    and ``severities`` ask for articles with one finding that fits all three. ``state`` is of the
    article: ``open`` has findings that nobody has judged, ``done`` has none, ``disputed`` has some
    that editors judge differently, ``edited`` has sentences that were changed. ``mine``: the
    article has something of ``editor``'s. ``unjudged``: it has a finding that ``editor`` has not
    judged. ``text`` is looked for in translation, reference and source, whatever its capitals.
    """

    languages: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    state: Literal["all", "open", "done", "disputed", "edited"] = "all"
    mine: bool = False
    unjudged: bool = False
    editor: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the queue: just behind the article that stood there when it was shown."""

    priority: float
    article: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueRow:
    """An article in the queue. ``minor`` to ``critical`` count its open findings.

    ``headline`` are its first words; ``priority`` is the highest severity weight × confidence of
    an open finding, 0 without one. ``mine`` counts the findings that the asking editor has judged;
    ``editors`` are all who did anything in it.
    """

    article: int
    document: str
    path: str | None
    system: str
    source_lang: str | None
    target_lang: str
    headline: str
    words: int
    priority: float
    findings: int
    open: int
    minor: int
    major: int
    critical: int
    accepted: int
    rejected: int
    disputed: int
    edited: int
    mine: int = 0
    editors: tuple[str, ...] = ()

    @property
    def cursor(self) -> Cursor:
        """Its place in the queue."""
        return Cursor(self.priority, self.article)

    @property
    def pair(self) -> str:
        """Its languages, as in ``ru-en``."""
        return f"{self.source_lang or '*'}-{self.target_lang}"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows of the queue; ``next`` is None on the last page. ``total`` counts all that fit."""

    rows: tuple[QueueRow, ...]
    next: Cursor | None
    total: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that a filter may take, and how many findings have it."""

    value: str
    findings: int
    open: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Values by filter, most findings first; each counted under the other filters."""

    languages: tuple[Facet, ...]
    codes: tuple[Facet, ...]
    categories: tuple[Facet, ...]
    severities: tuple[Facet, ...]
    systems: tuple[Facet, ...]

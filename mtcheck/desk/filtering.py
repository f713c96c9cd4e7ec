"""The filters of the queue as they stand in an address, and back.

An address is anybody's to write: what is no filter, or too long, is left out and asks nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, cast

from mtcheck.reviewing.queued import Cursor, Filters

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

__all__ = ["STATES", "chosen", "cursor_of", "filters_of", "query_of", "written"]

State = Literal["all", "open", "done", "disputed", "edited"]

STATES: dict[str, str] = {
    "open": "open findings",
    "done": "all judged",
    "disputed": "disputed",
    "edited": "edited",
}
"""What the filter by state may be, and how it is said; none is every state."""

_FIELDS = {
    "lang": "languages",
    "check": "codes",
    "category": "categories",
    "severity": "severities",
    "system": "systems",
}
_LONGEST = 200  # characters of a value
_MOST = 20  # values of one filter


def filters_of(query: QueryParams, editor: str) -> Filters:
    """The filters that an address asks for."""
    several = {
        field: tuple(v for v in query.getlist(name)[:_MOST] if 0 < len(v) <= _LONGEST)
        for name, field in _FIELDS.items()
    }
    state = query.get("state", "")
    return Filters(
        **several,
        state=cast("State", state) if state in STATES else "all",
        mine=bool(query.get("mine")),
        unjudged=bool(query.get("unjudged")),
        editor=editor,
        text=query.get("text", "")[:_LONGEST].strip(),
    )


def query_of(filters: Filters) -> dict[str, object]:
    """The filters as parts of an address."""
    said: dict[str, object] = {
        name: getattr(filters, field) for name, field in _FIELDS.items() if getattr(filters, field)
    }
    said |= {} if filters.state == "all" else {"state": filters.state}
    said |= {"unjudged": "1"} if filters.unjudged else {}
    said |= {"mine": "1"} if filters.mine else {}
    said |= {"text": filters.text} if filters.text else {}
    return said


def chosen(filters: Filters) -> dict[str, object]:
    """What each control of the page shows, by the name of its part of the address."""
    every: dict[str, object] = {name: getattr(filters, field) for name, field in _FIELDS.items()}
    every |= {"state": () if filters.state == "all" else (filters.state,)}
    return every | {"text": filters.text, "mine": filters.mine, "unjudged": filters.unjudged}


def cursor_of(query: QueryParams, name: str) -> Cursor | None:
    """The place in the queue that a part of an address names."""
    priority, _, article = query.get(name, "").partition(",")
    try:
        cursor = Cursor(float(priority), int(article))
    except ValueError:
        return None
    return cursor if math.isfinite(cursor.priority) and abs(cursor.article) < 2**62 else None


def written(cursor: Cursor) -> str:
    """A place in the queue as a part of an address."""
    return f"{cursor.priority!r},{cursor.article}"

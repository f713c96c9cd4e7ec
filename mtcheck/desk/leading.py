"""The lead's page: what the judgements say of the checks, the work, and each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from mtcheck.desk.plotting import columns, intervals
from mtcheck.desk.site import session_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mtcheck.desk.site import Site

__all__ = ["lead"]

_DAYS = 60  # that the plot of the work shows


def lead(site: Site, request: Request) -> Response:
    """Precision by check, thresholds, throughput, names and agreement; for a lead alone."""
    if not session_of(request).lead:
        raise HTTPException(403, "This page is the lead's.")
    view = site.desk.lead()
    return site.page(
        request,
        "lead",
        view=view,
        progress=site.desk.progress(),
        precision=intervals(view.checks),
        work=columns(view.days[-_DAYS:]),
    )

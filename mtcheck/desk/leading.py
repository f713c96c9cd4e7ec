"""The lead's page: what the judgements say of the checks, the work, and each other."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from mtcheck.desk.plotting import columns, intervals
from mtcheck.desk.site import session_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response

    from mtcheck.desk.site import Site
    from mtcheck.reviewing.figures import CheckFigures

__all__ = ["lead", "settings_of"]

_DAYS = 60  # that the plot of the work shows
_CODE = re.compile(r"[A-Z]\d{3}")


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
        settings=settings_of(view.checks),
    )


def settings_of(checks: Sequence[CheckFigures]) -> str:
    """The suggested bounds as they stand in ``mtcheck.toml``; empty of none.

    They are rounded down, so that the findings which they were taken from stay.
    """
    tables = [
        f"[checks.{check.code}]\nmin-confidence = {math.floor(100 * check.threshold) / 100:.2f}\n"
        for check in checks
        if check.threshold and _CODE.fullmatch(check.code)
    ]
    return "\n".join(tables)

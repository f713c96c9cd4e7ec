"""The lead's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mtcheck.desk.site import Site

__all__ = ["lead"]


def lead(site: Site, request: Request) -> Response:
    """What the judgements say of the checks."""
    raise NotImplementedError

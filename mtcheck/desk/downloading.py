"""What comes out of the desk, as files to download."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from mtcheck.desk.site import Form, Site

__all__ = ["download", "exports"]


def exports(site: Site, request: Request) -> Response:
    """What can be downloaded."""
    return site.page(request, "exports", kinds=())


def download(site: Site, request: Request, form: Form) -> Response:
    """One export."""
    raise NotImplementedError

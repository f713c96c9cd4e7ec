"""What comes out of the desk, as files to download.

A file is built whole and sent; nothing is written on the server, and no name that a client gives
is ever a path. Where something could not be written, the download is an archive with a list of it
beside the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

    from mtcheck.desk.site import Form, Site
    from mtcheck.reviewing import Exported

__all__ = ["KINDS", "Kind", "download", "exports", "packed"]

_ODD = re.compile(r"[^\w.@+-]+", re.ASCII)
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold: the same bytes every time


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be downloaded: its name for the desk, and how the page explains it."""

    name: str
    title: str
    what: str
    file: str


KINDS = (
    Kind(
        "corrected",
        "Corrected files",
        "Every file with its edits, in its own format; nothing else in it changes.",
        "files",
    ),
    Kind(
        "decisions",
        "Decisions",
        "Every judgement, edit and comment, one a line, for programs and mtcheck eval.",
        "JSONL",
    ),
    Kind(
        "marot",
        "Annotations for Marot",
        "Google's MQM columns; earlier and deleted errors stand in the metadata.",
        "TSV",
    ),
    Kind("pearmut", "Annotations for Pearmut", "The same as a Pearmut campaign.", "JSON"),
    Kind(
        "tmx",
        "Corrected pairs",
        "Source and corrected sentence, for translation memories.",
        "TMX",
    ),
    Kind(
        "ignore",
        "Ignore file",
        "Pairs of terms that were rejected as errors, for --ignore-file.",
        "text",
    ),
    Kind(
        "baseline",
        "Baseline",
        "Rejected findings, so that mtcheck check --baseline counts and does not show them.",
        "JSON",
    ),
    Kind("names", "Names", "The right forms of names whose findings were accepted.", "text"),
    Kind("terms", "Terms", "A glossary of terms whose findings were accepted.", "CSV"),
)
"""What can be downloaded, in the order of the page."""


def exports(site: Site, request: Request) -> Response:
    """What can be downloaded."""
    return site.page(request, "exports", kinds=KINDS)


def download(site: Site, request: Request, form: Form) -> Response:
    """One export, made now."""
    del form
    name = request.path_params["kind"]
    if name not in {kind.name for kind in KINDS}:
        raise HTTPException(404, "There is no such export.")
    file = packed(site.desk.export(name))
    safe = _ODD.sub("-", file.name).strip("-.") or "export"
    disposition = f"attachment; filename=\"{safe}\"; filename*=UTF-8''{quote(safe, safe='')}"
    # Never as something that a browser would show: texts are hostile.
    headers = {"Content-Disposition": disposition, "X-Download-Options": "noopen"}
    return Response(file.raw, media_type=file.media, headers=headers)


@dataclass(frozen=True, slots=True)
class File:
    """A download: its name, media type and bytes."""

    name: str
    media: str
    raw: bytes


def packed(exported: Exported) -> File:
    """An export as one file: as it is, or in an archive with what is to be told of it."""
    if not exported.notes:
        return File(exported.name, exported.media, exported.raw)
    told = ("\n".join(exported.notes) + "\n").encode()
    into = io.BytesIO()
    if exported.name.endswith(".zip"):
        into.write(exported.raw)
        added = {"NOT-WRITTEN.txt": told}
    else:
        added = {exported.name.rpartition("/")[2]: exported.raw, "NOT-WRITTEN.txt": told}
    with zipfile.ZipFile(into, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in added.items():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), raw, zipfile.ZIP_DEFLATED)
    stem = exported.name.removesuffix(".zip").rpartition("/")[2]
    return File(f"{stem}.zip", "application/zip", into.getvalue())

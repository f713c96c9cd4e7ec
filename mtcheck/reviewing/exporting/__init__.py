"""What comes out of a desk: files of a name, made whole, and what could not be put into them."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath, PureWindowsPath
from typing import TYPE_CHECKING

from mtcheck.errors import InputError
from mtcheck.reviewing.exporting import corrected, decisions, lists, marot, pearmut, tmx
from mtcheck.reviewing.exporting.judged import reviewed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

__all__ = ["KINDS", "Exported", "exported"]

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold: the same bytes every time


@dataclass(frozen=True, slots=True)
class Exported:
    """A file: its name, media type and bytes. ``notes`` tell, in lines, what is not in it."""

    name: str
    media: str
    raw: bytes
    notes: tuple[str, ...] = ()


def exported(connection: Connection, kind: str) -> Exported:
    """What a desk has of one of :data:`KINDS`; raises :class:`InputError` for any other."""
    make = _MAKERS.get(kind)
    if make is None:
        message = f"there is no export {kind!r}: {', '.join(KINDS)}"
        raise InputError(message)
    return make(connection)


def _corrected(connection: Connection) -> Exported:
    notes: list[str] = []
    files = list(corrected.corrected(connection, notes))
    if not files and not notes:
        notes.append("no sentence has been changed: every file is as it was")
    if len(files) == 1:
        ((path, raw),) = files
        return Exported(_inside(path).name, "application/octet-stream", raw, tuple(notes))
    return Exported("corrected.zip", "application/zip", _zipped(files), tuple(notes))


def _zipped(files: Sequence[tuple[str, bytes]]) -> bytes:
    into = io.BytesIO()
    taken: set[str] = set()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, raw in files:
            inside = _inside(path)
            name, number = str(inside), 2
            while name.casefold() in taken:
                name, number = str(inside.with_stem(f"{inside.stem}-{number}")), number + 1
            taken.add(name.casefold())
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), raw, zipfile.ZIP_DEFLATED)
    return into.getvalue()


def _inside(path: str) -> PurePath:
    """A path that stays in the folder it is unpacked in, whatever the file was called."""
    windows = PureWindowsPath(path)
    parts = [part for part in windows.parts if part not in {windows.anchor, "..", "."}]
    kept = ["".join(c if c.isprintable() and c not in '<>:"|?*' else "-" for c in p) for p in parts]
    return PurePath(*[part for part in kept if part.strip(". ")] or ["corrected.txt"])


def _decisions(connection: Connection) -> Exported:
    text = "".join(decisions.lines(reviewed(connection)))
    return Exported("decisions.jsonl", "application/jsonl", text.encode())


def _marot(connection: Connection) -> Exported:
    text = "".join(marot.lines(reviewed(connection)))
    return Exported("marot.tsv", "text/tab-separated-values", text.encode())


def _pearmut(connection: Connection) -> Exported:
    text = pearmut.campaign(reviewed(connection))
    return Exported("pearmut.json", "application/json", text.encode())


def _tmx(connection: Connection) -> Exported:
    text, notes = tmx.written(reviewed(connection))
    return Exported("corrected.tmx", "application/x-tmx+xml", text.encode(), notes)


def _ignore(connection: Connection) -> Exported:
    text, notes = lists.ignored(reviewed(connection))
    return Exported("mtcheck-ignore.tsv", "text/tab-separated-values", text.encode(), notes)


def _baseline(connection: Connection) -> Exported:
    text = lists.baselined(reviewed(connection), ".")
    return Exported("mtcheck-baseline.json", "application/json", text.encode())


def _names(connection: Connection) -> Exported:
    return Exported("names.txt", "text/plain", lists.names(reviewed(connection)).encode())


def _terms(connection: Connection) -> Exported:
    return Exported("terms.csv", "text/csv", lists.terms(reviewed(connection)).encode())


_MAKERS: dict[str, Callable[[Connection], Exported]] = {
    "corrected": _corrected,
    "decisions": _decisions,
    "marot": _marot,
    "pearmut": _pearmut,
    "tmx": _tmx,
    "ignore": _ignore,
    "baseline": _baseline,
    "names": _names,
    "terms": _terms,
}

KINDS = tuple(_MAKERS)
"""What can be exported."""

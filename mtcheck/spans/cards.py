"""A model's card: what it was made from, how good it is, what it does not cover; its hashes.

After "Model Cards for Model Reporting" (Mitchell et al. 2019).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from mtcheck.errors import ModelError

__all__ = ["CARD", "OWN", "Card", "Data", "File", "digest", "read", "verify"]

OWN = Path(__file__).parent / "data"
"""The folder of the model that ships."""

CARD = "card.json"
"""The card's file in a model's folder."""

VERSION = 1


class File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A file of the model: its size in bytes and its SHA-256 in hexadecimal digits."""

    bytes: int
    sha256: str


class Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A collection that the model was trained or measured on."""

    name: str
    what: str
    licence: str
    use: str


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The card, version 1.

    ``languages`` are the target languages that the model was trained on, ``sources`` the source
    languages whose text it can read; any other is not covered. ``pieces`` is the size of its
    vocabulary.
    """

    version: int
    name: str
    licence: str
    what: str
    base: str
    recipe: str
    pieces: int
    languages: list[str]
    untrained: list[str]
    sources: list[str]
    limits: list[str]
    data: list[Data]
    figures: dict[str, dict[str, float]]
    files: dict[str, File]


def read(path: Path) -> Card:
    """The card at ``path``; raises :class:`ModelError`."""
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Card)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror} (is it a folder of a model?)"
        raise ModelError(message) from None
    except msgspec.MsgspecError as error:
        message = f"{path}: not a model's card: {error}"
        raise ModelError(message) from None
    if found.version != VERSION:
        message = f"{path}: a card of version {found.version}, made for another mtcheck"
        raise ModelError(message)
    return found


def digest(path: Path) -> File:
    """The size and hash of a file."""
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
        return File(bytes=file.tell(), sha256=found)


def verify(card: Card, folder: Path) -> None:
    """Raise :class:`ModelError` for the first file that is not as the card says."""
    for name, expected in card.files.items():
        path = folder / name
        try:
            found = digest(path)
        except OSError as error:
            message = f"{path}: cannot be read: {error.strerror}; install mtcheck again"
            raise ModelError(message) from None
        if found.bytes != expected.bytes:
            message = f"{path}: has {found.bytes} bytes instead of {expected.bytes}: install again"
            raise ModelError(message)
        if found != expected:
            message = f"{path}: is damaged (its SHA-256 is not the card's): install mtcheck again"
            raise ModelError(message)

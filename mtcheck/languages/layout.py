"""``layout.toml`` of a language: the words that begin captions and links between articles."""

from __future__ import annotations

import msgspec

__all__ = ["LayoutData"]


class LayoutData(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a line says of itself by its first words, in any case.

    ``captions``: words that begin the caption or credit of a picture when a colon or the like
    follows ("Photo: …"). ``links``: words that point to another article when a colon follows or
    nothing does ("See also: …"). ``encodings``: the encodings that old files of the language
    come in, likeliest first, as Python and iconv both call them; named in error messages.
    """

    captions: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()

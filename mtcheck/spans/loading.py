"""Which model the settings name, from files to a detector, once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import ModelError
from mtcheck.spans import NONE, SHIPPED, cards, fusion
from mtcheck.spans.cards import CARD, OWN
from mtcheck.spans.detector import Detector
from mtcheck.spans.encoder import Encoder
from mtcheck.spans.features import COLUMNS
from mtcheck.spans.likeness import Vectors
from mtcheck.spans.pieces import Pieces

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle
    from mtcheck.settings import Settings
    from mtcheck.spans.borrowed import Borrowed
    from mtcheck.spans.cards import Card

__all__ = ["CARD", "OWN", "VECTORS", "card", "chosen", "load", "named"]

_ENCODER, _VOCABULARY, _NUMBERS = "encoder.onnx", "pieces.model", "fusion.json"
_TRUST = "trust.json"
VECTORS = "encoder.onnx.data"
"""The piece embeddings, beside the network; a small network has them in itself."""


@cache
def card(folder: Path = OWN) -> Card:
    """The card of the model in ``folder``; raises :class:`ModelError` where there is none."""
    return cards.read(folder / CARD)


@cache
def load(folder: Path = OWN) -> Detector:
    """The model in ``folder``, loaded once.

    Raises :class:`ModelError` where a file is missing, damaged (its hash is not the card's), of
    the wrong shape or made for another version.
    """
    for name in (_ENCODER, _VOCABULARY, _NUMBERS):
        if name not in card(folder).files:
            message = f"{folder / CARD}: has no hash of {name}: it cannot be trusted"
            raise ModelError(message)
    cards.verify(card(folder), folder)
    pieces = Pieces(folder / _VOCABULARY)
    found = Detector(
        pieces,
        Encoder(folder / _ENCODER),
        fusion.read(folder / _NUMBERS, COLUMNS),
        frozenset(card(folder).languages),
        frozenset(card(folder).sources),
        fusion.trust(folder / _TRUST) if _TRUST in card(folder).files else {},
        Vectors(folder / VECTORS, pieces) if VECTORS in card(folder).files else None,
    )
    if len(found.vocabulary) > card(folder).pieces:
        message = f"{folder / _VOCABULARY}: has more pieces than {_ENCODER} knows"
        raise ModelError(message)
    return found


def chosen(settings: Settings, article: AlignedArticle) -> Detector | Borrowed | None:
    """The model that the settings name; None for none, or where it does not know the language.

    Raises :class:`ModelError` where it cannot be loaded.
    """
    if settings.model == NONE:
        return None
    found = named(settings.model, allow_download=settings.allow_download)
    if isinstance(found, Detector) and article.mt.language.code not in found.languages:
        return None
    return found


@cache
def named(model: str, *, allow_download: bool) -> Detector | Borrowed:
    """The model that a setting names, but for ``none``, loaded once; raises :class:`ModelError`."""
    if model == SHIPPED:
        return load(OWN)
    from mtcheck.spans import borrowed, hub  # noqa: PLC0415 - only where the model is not our own

    folder = hub.find(model, allow_download=allow_download)
    if (folder / CARD).is_file():
        return load(folder)
    # A folder's path says nothing elsewhere.
    name = folder.resolve().name if folder == Path(model) else model
    return borrowed.load(folder, name, OWN / _NUMBERS)

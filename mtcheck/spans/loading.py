"""Which model the settings name, from files to a detector, once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from mtcheck.errors import ModelError
from mtcheck.spans import NONE, SHIPPED, cards, fusion
from mtcheck.spans.detector import Detector
from mtcheck.spans.encoder import Encoder
from mtcheck.spans.features import COLUMNS
from mtcheck.spans.pieces import Pieces

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle
    from mtcheck.settings import Settings
    from mtcheck.spans.cards import Card

__all__ = ["CARD", "OWN", "card", "chosen", "load"]

OWN = Path(__file__).parent / "data"
"""The folder of the model that ships."""

CARD = "card.json"
_ENCODER, _VOCABULARY, _NUMBERS = "encoder.onnx", "pieces.model", "fusion.json"


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
    cards.verify(card(folder), folder)
    found = Detector(
        Pieces(folder / _VOCABULARY),
        Encoder(folder / _ENCODER),
        fusion.read(folder / _NUMBERS, COLUMNS),
        frozenset(card(folder).languages),
    )
    if len(found.vocabulary) > card(folder).pieces:
        message = f"{folder / _VOCABULARY}: has more pieces than {_ENCODER} knows"
        raise ModelError(message)
    return found


def chosen(settings: Settings, article: AlignedArticle) -> Detector | None:
    """The model that the settings name; None for none, or where it does not know the language."""
    if settings.model == NONE:
        return None
    found = load(OWN if settings.model == SHIPPED else Path(settings.model))
    return found if article.mt.language.code in found.languages else None

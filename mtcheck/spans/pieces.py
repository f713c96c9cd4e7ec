"""Text into the pieces that the encoder knows, each with its place.

The vocabulary is multilingual-e5's, cut to the languages covered (``pieces.model``, a
SentencePiece unigram model; Kudo 2018). Offsets are code points of the text that was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mtcheck.errors import ModelError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Piece", "Pieces"]

START, PAD, STOP = 0, 1, 2
"""Ids of the marks: of the text's beginning, of padding, of the end of each part."""


class Piece(NamedTuple):
    """Piece ``id`` stands for the code points ``start`` to ``end`` of its text."""

    id: int
    start: int
    end: int


class Pieces:
    """The vocabulary; a class because it holds the loaded model."""

    def __init__(self, path: Path) -> None:
        import sentencepiece

        try:
            self._model = sentencepiece.SentencePieceProcessor(model_file=str(path))
        except (OSError, RuntimeError) as error:
            message = f"{path}: not a SentencePiece model ({str(error)[:80].strip()})"
            raise ModelError(message) from None

    def __len__(self) -> int:
        return int(self._model.get_piece_size())

    def texts(self) -> list[str]:
        """What each piece stands for, by its id; a blank before it is written ``▁``."""
        return [self._model.id_to_piece(number) for number in range(len(self))]

    def cut(self, text: str) -> list[Piece]:
        """The pieces of ``text``, in order; a blank before a piece belongs to it."""
        found = self._model.encode(text, return_type="offset_mapping")
        return [
            Piece(id_, start, end)
            for id_, (start, end) in zip(found["ids"], found["offsets"], strict=True)
        ]

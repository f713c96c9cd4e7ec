"""The vocabulary that ships: a Hugging Face Unigram tokenizer as a SentencePiece model.

The two cut alike where the tokenizer normalises as SentencePiece does (its ``Precompiled``
character map, nmt_nfkc) and marks blanks with ``▁``; :func:`differing` tells where they do not.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import msgspec

from mtcheck.errors import ModelError
from mtcheck.spans.pieces import PAD, START, STOP, Pieces

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["convert", "differing"]

UNKNOWN = 3
_NORMAL, _UNKNOWN, _CONTROL, _UNIGRAM = 1, 2, 3, 1  # numbers of SentencePiece's own format


def convert(tokenizer: Path, target: Path) -> int:
    """Write the pieces of ``tokenizer`` (a ``tokenizer.json``) to ``target``; how many they are.

    Raises :class:`ModelError` where it is no Unigram tokenizer with marks 0, 1, 2 and unknown 3.
    """
    from sentencepiece import sentencepiece_model_pb2 as proto

    try:
        read: dict[str, Any] = msgspec.json.decode(tokenizer.read_bytes())
        pieces = read["model"]["vocab"]
        table = base64.b64decode(_charsmap(read["normalizer"]))
        kind, unknown = read["model"]["type"], read["model"]["unk_id"]
    except (OSError, msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
        message = f"{tokenizer}: not a tokenizer.json with a Unigram model ({error!r:.80})"
        raise ModelError(message) from None
    marks = [piece for piece, _ in pieces[: UNKNOWN + 1]]
    if kind != "Unigram" or unknown != UNKNOWN or marks != ["<s>", "<pad>", "</s>", "<unk>"]:
        message = f"{tokenizer}: needs a Unigram model whose first pieces are <s> <pad> </s> <unk>"
        raise ModelError(message)
    model: Any = proto.ModelProto()  # type: ignore[attr-defined] # made by protobuf at run time
    special = {START: _CONTROL, PAD: _CONTROL, STOP: _CONTROL, UNKNOWN: _UNKNOWN}
    for number, (piece, score) in enumerate(pieces):
        model.pieces.add(piece=piece, score=score, type=special.get(number, _NORMAL))
    trainer = model.trainer_spec
    trainer.model_type, trainer.vocab_size = _UNIGRAM, len(pieces)
    trainer.bos_id, trainer.pad_id, trainer.eos_id, trainer.unk_id = START, PAD, STOP, UNKNOWN
    trainer.bos_piece, trainer.pad_piece, trainer.eos_piece, trainer.unk_piece = marks
    normaliser = model.normalizer_spec
    normaliser.name, normaliser.precompiled_charsmap = "nmt_nfkc", table
    normaliser.add_dummy_prefix = True
    normaliser.remove_extra_whitespaces = True
    normaliser.escape_whitespaces = True
    target.write_bytes(model.SerializeToString())
    return len(pieces)


def _charsmap(normaliser: dict[str, Any]) -> str:
    for one in normaliser.get("normalizers", [normaliser]):
        if one["type"] == "Precompiled":
            found: str = one["precompiled_charsmap"]
            return found
    message = "no Precompiled normaliser"
    raise KeyError(message)


def differing(tokenizer: Path, model: Path, texts: Iterable[str]) -> list[str]:
    """The texts that the two cut otherwise."""
    from tokenizers import Tokenizer  # noqa: PLC0415 - it comes with transformers

    theirs, ours = Tokenizer.from_file(str(tokenizer)), Pieces(model)
    return [
        text
        for text in texts
        if theirs.encode(text, add_special_tokens=False).ids
        != [piece.id for piece in ours.cut(text)]
    ]

"""The span model as a network: multilingual-e5-small's encoder with two small heads.

``BERT`` (Devlin et al. 2019) as e5-small has it: 12 layers of width 384, positions from 0. What
a piece is told beside its letters, which text it is of and how its word matches the other text,
is one of 20 token types: ``3 × 5`` are used (text × match, see :mod:`mtcheck.spans.matching`),
so that any runtime takes the network as a plain encoder.

For every piece three logits (no error, minor, major), and a score of the whole from its first
piece, 1 best. Arrays: ``(batch, pieces)`` in, ``(batch, pieces, 3)`` and ``(batch,)`` out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import nn

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Linear", "Network", "renamed"]

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 12
POSITIONS, TYPES = 512, 20
CLASSES = 3
_EPSILON = 1e-12


class Linear(nn.Linear):
    """A linear layer whose input is multiplied, channel by channel, by ``smooth``.

    The weights are divided by it in turn, which changes nothing in floating point, and lets
    eight bits hold inputs of which a few channels are far larger than the rest (SmoothQuant,
    Xiao et al. 2023).
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__(inputs, outputs)
        self.register_buffer("smooth", torch.ones(inputs), persistent=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """``(…, inputs)`` to ``(…, outputs)``."""
        return super().forward(x * self.smooth)

    def smoothen(self, largest: torch.Tensor, strength: float) -> None:
        """Share the range of the inputs, whose ``largest`` values are given, with the weights."""
        weights = self.weight.detach().abs().amax(dim=0).clamp(min=1e-5)
        factor = largest.clamp(min=1e-5) ** strength / weights ** (1 - strength)
        self.weight.data.mul_(factor)
        self.smooth.div_(factor)


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = Linear(WIDTH, 3 * WIDTH)  # query, key and value in one
        self.joined = Linear(WIDTH, WIDTH)
        self.attended = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.up = Linear(WIDTH, INNER)
        self.down = Linear(INNER, WIDTH)
        self.normed = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        batch, length, _ = x.shape
        parts = self.attention(x).view(batch, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        weights = query @ key.transpose(-1, -2) * (WIDTH // HEADS) ** -0.5
        if mask is not None:
            weights = weights.masked_fill(~mask[:, None, None, :], float("-inf"))
        mixed = self.drop(weights.softmax(-1)) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.attended(x + self.drop(self.joined(mixed)))
        inner = nn.functional.gelu(self.up(x))
        normed: torch.Tensor = self.normed(x + self.drop(self.down(inner)))
        return normed


class Network(nn.Module):
    """Pieces with their types to logits and a score."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(vocabulary, WIDTH)
        self.types = nn.Embedding(TYPES, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.embedded = nn.LayerNorm(WIDTH, eps=_EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self.tag = nn.Linear(WIDTH, CLASSES)
        self.score = nn.Linear(WIDTH, 1)

    def forward(
        self, pieces: torch.Tensor, types: torch.Tensor, mask: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of every piece and the score of every row; ``mask`` is False for padding."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x = self.pieces(pieces) + self.types(types) + self.places(places)
        x = self.drop(self.embedded(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.drop(x)
        return self.tag(x), self.score(x[:, 0]).squeeze(-1)


_PARTS = {
    "attention.output.dense": "joined",
    "attention.output.LayerNorm": "attended",
    "intermediate.dense": "up",
    "output.dense": "down",
    "output.LayerNorm": "normed",
}


def renamed(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A ``BertModel`` state dict, or the pilot's, under this network's names.

    The pilot's has ``enc.`` before the encoder's names, segment and match embeddings apart
    (``seg``, ``feat``: their sums are the types), and heads ``tag`` and ``reg``.
    """
    found = {name.removeprefix("enc."): tensor.float() for name, tensor in weights.items()}
    own: dict[str, torch.Tensor] = {}
    embedded = "embeddings."
    first = found[f"{embedded}token_type_embeddings.weight"][0]
    own["types.weight"] = first.expand(TYPES, WIDTH).clone()
    if "seg.weight" in found:
        own["types.weight"] += (found["seg.weight"][:, None] + found["feat.weight"][None]).reshape(
            TYPES, WIDTH
        )
    own["places.weight"] = found[f"{embedded}position_embeddings.weight"]
    if f"{embedded}word_embeddings.weight" in found:
        own["pieces.weight"] = found[f"{embedded}word_embeddings.weight"]
    for kind in ("weight", "bias"):
        own[f"embedded.{kind}"] = found[f"{embedded}LayerNorm.{kind}"]
        for name, head in (("tag", "tag"), ("reg", "score")):
            if f"{name}.{kind}" in found:
                own[f"{head}.{kind}"] = found[f"{name}.{kind}"]
        for number in range(LAYERS):
            old, new = f"encoder.layer.{number}", f"layers.{number}"
            own[f"{new}.attention.{kind}"] = torch.cat(
                [found[f"{old}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            )
            for theirs, ours in _PARTS.items():
                own[f"{new}.{ours}.{kind}"] = found[f"{old}.{theirs}.{kind}"]
    return own

"""Fine-tuning: a network further trained on samples, in steps that can be broken off.

AdamW (Loshchilov & Hutter 2019) with warm-up and linear decay; samples of like length share a
batch. The pieces' embeddings stay as they are: they hold three quarters of the parameters, most
of them of words that the annotation never has. Every so often all that is needed to go on is
written to ``tuning.pt``; the order of the samples follows from the seed, so that a run that was
broken off ends with the same network as one that was not (on the same kind of machine).
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import nn

from mtcheck.spans.pieces import PAD
from mtcheck.training.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from mtcheck.training.network import Network
    from mtcheck.training.samples import Sample

__all__ = ["Plan", "tune"]

_POOL = 50  # batches whose samples are sorted by length together
_SCORE = 2.0  # what the error of the segment score counts beside that of the pieces
_WARM = 0.05  # share of the steps in which the rate rises
_LAST = 0.02  # share of the rate at the end
_DECAY = 0.01
_CLIP = 1.0
_SAVED = 50  # steps after which a run can be taken up again
CHECKPOINT = "tuning.pt"


class Plan(NamedTuple):
    """How to train: rate of learning, samples a batch and times over, lower layers left alone."""

    rate: float = 6e-5
    batch: int = 32
    epochs: float = 1.0
    frozen: int = 0
    seed: int = 1
    dropout: bool = False


class _Batch(NamedTuple):
    pieces: torch.Tensor
    types: torch.Tensor
    mask: torch.Tensor
    targets: torch.Tensor
    weights: torch.Tensor
    scores: torch.Tensor


def tune(
    network: Network,
    samples: Sequence[Sample],
    plan: Plan,
    folder: Path,
    step: Callable[[int, int, float], None],
) -> None:
    """Train ``network`` in place, going on from the checkpoint in ``folder`` where there is one.

    ``step`` is told how many steps of how many are done, and the mean loss since it was told.
    Removes the checkpoint when all are done.
    """
    torch.manual_seed(plan.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device).train(plan.dropout)
    _freeze(network, plan.frozen)
    optimiser = _optimiser(network, plan.rate)
    batches = _batches(samples, plan)
    done = 0
    path = folder / CHECKPOINT
    if path.is_file():
        saved = torch.load(path, map_location=device, weights_only=True)
        if saved["plan"] == [*plan] and saved["steps"] == len(batches):
            network.load_state_dict(saved["network"])
            optimiser.load_state_dict(saved["optimiser"])
            done = saved["done"]
    losses: list[float] = []
    for number in range(done, len(batches)):
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * _share(number, len(batches))
        batch = _collated([samples[k] for k in batches[number]], device)
        with torch.autocast(device.type, torch.bfloat16):
            logits, scores = network(batch.pieces, batch.types, batch.mask)
        loss = _loss(logits.float(), scores.float(), batch)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
        optimiser.step()
        losses.append(float(loss.detach()))
        if (number + 1) % _SAVED == 0 or number + 1 == len(batches):
            state = {
                "plan": [*plan],
                "steps": len(batches),
                "done": number + 1,
                "network": network.state_dict(),
                "optimiser": optimiser.state_dict(),
            }
            with replacing(path) as new:
                torch.save(state, new)
            step(number + 1, len(batches), sum(losses) / len(losses))
            losses.clear()
    network.eval().to("cpu")
    path.unlink(missing_ok=True)


def _freeze(network: Network, layers: int) -> None:
    network.pieces.weight.requires_grad_(requires_grad=False)
    if layers:
        for part in (network.types, network.places, network.embedded, *network.layers[:layers]):
            for parameter in part.parameters():
                parameter.requires_grad_(requires_grad=False)


def _optimiser(network: Network, rate: float) -> torch.optim.Optimizer:
    trained = [p for p in network.parameters() if p.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": [p for p in trained if p.ndim > 1], "weight_decay": _DECAY},
            {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
        ],
        lr=rate,
        betas=(0.9, 0.98),
    )


def _batches(samples: Sequence[Sample], plan: Plan) -> list[list[int]]:
    """The samples of each step: shuffled, then alike in length within a pool of batches."""
    rng = random.Random(plan.seed)  # noqa: S311 - an order, not a secret
    found: list[list[int]] = []
    left = round(len(samples) * plan.epochs)
    while left > 0:
        order = list(range(len(samples)))
        rng.shuffle(order)
        order = order[:left]
        left -= len(order)
        pool = plan.batch * _POOL
        epoch = []
        for start in range(0, len(order), pool):
            part = sorted(order[start : start + pool], key=lambda k: len(samples[k].pieces))
            epoch += [part[k : k + plan.batch] for k in range(0, len(part), plan.batch)]
        rng.shuffle(epoch)
        found += epoch
    return found


def _share(step: int, steps: int) -> float:
    """The share of the full rate at a step."""
    rising = (step + 1) / max(_WARM * steps, 1)
    return min(1.0, rising, max(_LAST, 1 - step / steps))


def _collated(samples: Sequence[Sample], device: torch.device) -> _Batch:
    longest = max(len(sample.pieces) for sample in samples)
    size = (len(samples), longest)
    pieces = torch.full(size, PAD, dtype=torch.long)
    types = torch.zeros(size, dtype=torch.long)
    mask = torch.zeros(size, dtype=torch.bool)
    targets = torch.zeros((*size, 3))
    weights = torch.zeros(size)
    for k, sample in enumerate(samples):
        length, own = len(sample.pieces), len(sample.targets)
        pieces[k, :length] = torch.tensor(sample.pieces)
        types[k, :length] = torch.tensor(sample.types)
        mask[k, :length] = True
        if own:
            targets[k, 1 : own + 1, 1:] = torch.tensor(sample.targets)
            weights[k, 1 : own + 1] = torch.tensor(sample.weights)
    targets[..., 0] = 1 - targets[..., 1:].sum(dim=-1)
    scores = torch.tensor([sample.score for sample in samples])
    return _Batch(*(t.to(device) for t in (pieces, types, mask, targets, weights, scores)))


def _loss(logits: torch.Tensor, scores: torch.Tensor, batch: _Batch) -> torch.Tensor:
    """Weighted cross-entropy of the pieces, and squared error of the scores."""
    each = -(batch.targets * logits.log_softmax(-1)).sum(-1)
    pieces = (each * batch.weights).sum() / batch.weights.sum().clamp(min=1.0)
    score: torch.Tensor = ((scores - batch.scores) ** 2).mean()
    return pieces + _SCORE * score

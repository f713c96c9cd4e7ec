"""Weights on disk, as safetensors: of a network of ours, of a BERT encoder, or of the pilot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.errors import ModelError
from mtcheck.training.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from mtcheck.training.network import Network

__all__ = ["blend", "load", "save"]

_HEADS = ("tag", "score")


def load(paths: Sequence[Path]) -> tuple[Network, bool]:
    """The network of the weights in ``paths`` together; whether its heads were among them.

    Heads that are not there begin at zero: a network that holds everything for right. Raises
    :class:`ModelError` where the weights are not those of such a network.
    """
    import safetensors
    import safetensors.torch
    import torch

    from mtcheck.training.network import Network, renamed  # noqa: PLC0415 - it imports torch

    found: dict[str, torch.Tensor] = {}
    for path in paths:
        try:
            found.update(safetensors.torch.load_file(path))
        except (OSError, safetensors.SafetensorError) as error:
            message = f"{path}: cannot be read as safetensors ({str(error)[:80]})"
            raise ModelError(message) from None
    try:
        own = found if "types.weight" in found else renamed(found)
        network = Network(len(own["pieces.weight"]))
    except KeyError as error:
        message = f"{paths[0]}: lacks the weights {error} of a BERT encoder of 12 layers"
        raise ModelError(message) from None
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if name.partition(".")[0] in _HEADS:
                parameter.zero_()
    try:
        result = network.load_state_dict(own, strict=False)
    except RuntimeError as error:
        message = f"{paths[0]}: weights of another shape ({str(error).splitlines()[-1].strip()})"
        raise ModelError(message) from None
    lacking = [n for n in result.missing_keys if n.partition(".")[0] not in _HEADS]
    if lacking:
        message = f"{paths[0]}: lacks {lacking[0]} and {len(lacking) - 1} others"
        raise ModelError(message)
    return network.eval(), not result.missing_keys


def blend(network: Network, other: Network, share: float) -> None:
    """Make ``network`` the average of two, of which it has ``share``.

    Of two networks of which one was trained on from the other, the average keeps most of what
    both are good at (WiSE-FT, Wortsman et al. 2022).
    """
    import torch

    with torch.no_grad():
        for mine, theirs in zip(network.parameters(), other.parameters(), strict=True):
            mine.mul_(share).add_(theirs, alpha=1 - share)


def save(network: Network, path: Path) -> None:
    """Write all weights of ``network`` to ``path``."""
    import safetensors.torch

    with replacing(path) as new:
        safetensors.torch.save_file(
            {name: value.contiguous() for name, value in network.state_dict().items()}, new
        )

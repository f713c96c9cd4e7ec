"""A run that is broken off ends with the same network as one that is not."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest import mock

import pytest

from mtcheck.training.samples import Sample

if TYPE_CHECKING:
    from pathlib import Path

torch = pytest.importorskip("torch")


def samples() -> list[Sample]:
    """Rows in which piece 7 is wrong and nothing else is."""
    found = []
    for number in range(48):
        pieces = [0, *(5 + (number * k) % 7 for k in range(1, 5 + number % 6)), 2]
        targets = tuple((0.0, float(piece == 7)) for piece in pieces[1:-1])
        score = 1.0 - 0.5 * (7 in pieces)
        found.append(
            Sample(tuple(pieces), (0,) * len(pieces), targets, (1.0,) * len(targets), score)
        )
    return found


def test_a_broken_run_is_taken_up(tmp_path: Path) -> None:
    from mtcheck.training import network, tuning  # noqa: PLC0415 - torch

    class Broken(Exception):  # noqa: N818 - no error, a power cut
        pass

    def small() -> network.Network:
        torch.manual_seed(5)
        return network.Network(16)

    def cut(done: int, steps: int, loss: float) -> None:
        del steps, loss
        if done == 4:
            raise Broken

    def heard(done: int, steps: int, loss: float) -> None:
        del steps
        said.append((done, loss))

    said: list[tuple[int, float]] = []
    plan = tuning.Plan(rate=3e-4, batch=8, epochs=1.5, seed=2)
    with mock.patch.object(network, "LAYERS", 2), mock.patch.object(tuning, "_SAVED", 2):
        whole, broken = small(), small()
        tuning.tune(whole, samples(), plan, tmp_path, heard)
        assert said[-1][1] < said[0][1]
        assert not any(tmp_path.iterdir())
        with pytest.raises(Broken):
            tuning.tune(broken, samples(), plan, tmp_path, cut)
        assert (tmp_path / tuning.CHECKPOINT).is_file()
        again = small()
        said.clear()
        tuning.tune(again, samples(), plan, tmp_path, heard)
        assert said[0][0] == 6
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, again.state_dict()[name]), name
    assert torch.equal(whole.pieces.weight, small().pieces.weight)

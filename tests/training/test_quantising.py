"""The network in eight bits: which layers read floating point, and that it says the same."""

from pathlib import Path

import pytest

from mtcheck.spans.encoder import Encoder
from mtcheck.spans.rows import Row
from mtcheck.spans.units import Unit

torch = pytest.importorskip("torch", reason="needs mtcheck[train]")
onnx = pytest.importorskip("onnx", reason="needs mtcheck[train]")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")

PIECES = 200
ROW = list(range(5, 45)), [k % 15 for k in range(40)]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[float]]]:
    """The file, and the chances of minor and major errors before it was made."""
    from mtcheck.training import exporting  # noqa: PLC0415 - it imports torch
    from mtcheck.training.network import Network  # noqa: PLC0415 - it imports torch

    torch.manual_seed(1)
    network = Network(PIECES).eval()
    with torch.no_grad():
        logits, _ = network(torch.tensor([ROW[0]]), torch.tensor([ROW[1]]))
    row = Row(Unit((), (), ()), ROW[0], ROW[1], [], [])
    exporting.smoothen(network, [row])
    path = tmp_path_factory.mktemp("export") / "encoder.onnx"
    exporting.export(network, path)
    return path, logits[0].softmax(-1)[:, 1:].tolist()


def test_only_the_layers_named_read_floating_point(made: tuple[Path, object]) -> None:
    from mtcheck.training.exporting import EXACT  # noqa: PLC0415 - it imports torch

    graph = onnx.load(str(made[0])).graph
    halves = [i.name for i in graph.initializer if i.data_type == onnx.TensorProto.FLOAT16]
    assert len(halves) == len(EXACT) == 3
    weights = {i.name for i in graph.initializer} | {f"{name[:-5]}" for name in halves}
    exact = [n.name for n in graph.node if n.op_type == "MatMul" and n.input[1] in weights]
    assert all(name.startswith(EXACT) for name in exact)
    assert len(exact) == 3
    eight = sum(n.op_type == "MatMulInteger" for n in graph.node)
    assert eight == 4 * 12 + 2 - 3  # four a layer, and the heads


def test_it_says_nearly_the_same(made: tuple[Path, list[list[float]]]) -> None:
    path, before = made
    after = Encoder(path).read(*ROW).chances.tolist()
    for one, other in zip(before, after, strict=True):
        assert one == pytest.approx(other, abs=0.03)

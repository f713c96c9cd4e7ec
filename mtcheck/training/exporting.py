"""From the trained network to the file that ships: eight bits a weight, ONNX, memory-mapped.

The ranges of the inputs of every linear layer are measured on real rows and shared with the
weights (:meth:`mtcheck.training.network.Linear.smoothen`), then onnxruntime's dynamic
quantisation makes the weights int8 per channel and the piece embeddings uint8. A few layers go on
reading floating point (:data:`EXACT`): most of what eight bits of input change is theirs. What all
that costs in span F1 stands in ``docs/model.md``.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from mtcheck.spans.sessions import report_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import onnx
    import torch

    from mtcheck.spans.rows import Row
    from mtcheck.training.network import Linear, Network

__all__ = ["EXACT", "export", "smoothen"]

STRENGTH = 0.7  # how much of the range goes to the weights; measured in docs/model.md
EXACT = tuple(f"/layers.{layer}/down/" for layer in (3, 4, 5))
"""Layers whose inputs stay floating point, their weights 16 bits; measured in docs/model.md."""

_OPSET = 17
_AXES = {0: "rows", 1: "pieces"}
_MAPPED = 10_000_000  # bytes from which a tensor is kept beside the graph, to be mapped


def smoothen(network: Network, rows: Iterable[Row], strength: float = STRENGTH) -> None:
    """Make ``network`` fit for eight bits, by what ``rows`` put into its layers."""
    import torch

    from mtcheck.training.network import Linear  # noqa: PLC0415 - it imports torch

    largest: dict[Linear, torch.Tensor] = {}

    def watch(layer: torch.nn.Module, inputs: tuple[torch.Tensor, ...], _: torch.Tensor) -> None:
        assert isinstance(layer, Linear)  # noqa: S101 - only those are hooked
        seen = inputs[0].abs().reshape(-1, inputs[0].shape[-1]).amax(dim=0)
        largest[layer] = torch.maximum(largest.get(layer, seen), seen)

    layers = [layer for layer in network.modules() if isinstance(layer, Linear)]
    hooks = [layer.register_forward_hook(watch) for layer in layers]
    network.eval()
    with torch.no_grad():
        for row in rows:
            network(torch.tensor([row.pieces]), torch.tensor([row.types]))
    for hook in hooks:
        hook.remove()
    for layer, values in largest.items():
        layer.smoothen(values, strength)


def export(network: Network, path: Path) -> None:
    """Write ``network`` in eight bits to ``path``, its embeddings to ``path`` + ``.data``.

    What is not large enough to be worth mapping stays in ``path`` itself.
    """
    with TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
        made = Path(folder) / path.name
        _write(network, made)
        for file in sorted(Path(folder).glob(f"{path.name}*"), reverse=True):  # the graph last
            file.chmod(0o644)  # onnx makes some for the owner alone
            file.replace(path.with_name(file.name))


def _write(network: Network, path: Path) -> None:
    import onnx
    import torch

    report_nothing()
    from onnxruntime.quantization import QuantType, quantize_dynamic

    network.eval()
    exact = path.with_suffix(".fp32.onnx")
    sample = torch.full((1, 8), 5)
    torch.onnx.export(
        network,
        (sample, torch.zeros_like(sample)),
        str(exact),
        input_names=["input_ids", "token_type_ids"],
        output_names=["logits", "score"],
        dynamic_axes={
            "input_ids": _AXES,
            "token_type_ids": _AXES,
            "logits": _AXES,
            "score": {0: "rows"},
        },
        opset_version=_OPSET,
        dynamo=False,
    )
    small = path.with_suffix(".int8.onnx")
    kept = [node.name for node in onnx.load(str(exact)).graph.node if _kept(node)]
    quantize_dynamic(
        str(exact),
        str(small),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
        nodes_to_exclude=kept,
    )
    exact.unlink()
    made = onnx.load(str(small))
    _halve(made.graph, kept)
    onnx.save_model(
        made,
        str(path),
        save_as_external_data=True,
        all_tensors_to_one_file=True,
        location=f"{path.name}.data",
        size_threshold=_MAPPED,
    )
    small.unlink()


def _kept(node: onnx.NodeProto) -> bool:
    return node.op_type == "MatMul" and node.name.startswith(EXACT)


def _halve(graph: onnx.GraphProto, names: Sequence[str]) -> None:
    """Keep the weights of the nodes named in 16 bits; a session makes 32 of them when it opens."""
    import numpy as np
    import onnx

    weights = {weight.name: weight for weight in graph.initializer}
    for name in names:
        node = next(one for one in graph.node if one.name == name)
        weight = weights[node.input[1]]
        half = f"{weight.name}_half"
        values = onnx.numpy_helper.to_array(weight).astype(np.float16)
        graph.initializer.remove(weight)
        graph.initializer.append(onnx.numpy_helper.from_array(values, half))
        to = onnx.TensorProto.FLOAT
        graph.node.insert(0, onnx.helper.make_node("Cast", [half], [weight.name], half, to=to))

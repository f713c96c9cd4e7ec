"""The steps from annotation to a model that ships, in the order of :data:`STEPS`.

Each reads what the steps before it left in the :class:`Workspace`, writes its own result whole
or not at all, and is left out where that is there already: a run that was broken off is taken up
by running it again. All draws follow from the seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from mtcheck import aligning, segmenting
from mtcheck.errors import InputError, ModelError
from mtcheck.evaluation import detecting
from mtcheck.spans import cards, fusion, loading
from mtcheck.spans.detector import Detector
from mtcheck.spans.encoder import Encoder, Reading
from mtcheck.spans.features import COLUMNS
from mtcheck.spans.likeness import Vectors
from mtcheck.spans.pieces import Pieces
from mtcheck.spans.rows import rows
from mtcheck.training import collecting, tables, vocabulary
from mtcheck.training.writing import replacing

if TYPE_CHECKING:
    from collections.abc import Callable

    from mtcheck.evaluation.records import Translation
    from mtcheck.spans.rows import Row
    from mtcheck.training.network import Network
    from mtcheck.training.samples import Sample

    Tell = Callable[[str], None]

__all__ = ["STEPS", "Plan", "Workspace"]

DESCRIPTION = Path(__file__).parent / "description.json"
"""What people write of the model that ships: its card but for figures and hashes."""

_SMOOTHED = 250  # translations by which the ranges of the layers' inputs are measured


class _Known(msgspec.Struct, frozen=True):
    """Of a model's description: the target and source languages that it knows."""

    languages: frozenset[str]
    sources: frozenset[str]


@dataclass(frozen=True)
class Workspace:
    """The folder of a run; ``model`` is the folder that ``--model`` takes."""

    folder: Path

    @property
    def model(self) -> Path:
        """The model's own folder."""
        return self.folder / "model"

    @property
    def pieces(self) -> Path:
        """The vocabulary, in the model's folder."""
        return self.model / "pieces.model"

    @property
    def start(self) -> Path:
        """The weights to start from."""
        return self.folder / "start.safetensors"

    @property
    def samples(self) -> Path:
        """What the encoder learns from."""
        return self.folder / "samples.msgpack"

    @property
    def tuned(self) -> Path:
        """The weights after training."""
        return self.folder / "tuned.safetensors"

    @property
    def encoder(self) -> Path:
        """The network that ships, in the model's folder."""
        return self.model / "encoder.onnx"

    @property
    def vectors(self) -> Path:
        """The piece embeddings beside it, where they are large enough to be mapped."""
        return self.model / loading.VECTORS

    @property
    def numbers(self) -> Path:
        """The fitted numbers, in the model's folder."""
        return self.model / "fusion.json"

    @property
    def trust(self) -> Path:
        """How far stretches are trusted, in the model's folder."""
        return self.model / "trust.json"

    @property
    def card(self) -> Path:
        """The model's card."""
        return self.model / loading.CARD


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to train with, and how much of it; see the command's options for the words."""

    gold: tuple[str, ...] = ()
    held_out: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    tokenizer: Path | None = None
    weights: tuple[Path, ...] = ()
    annotated: int = 6_000
    planted: int = 7_000
    rate: float = 1e-4
    batch: int = 32
    epochs: float = 1.0
    frozen: int = 0
    dropout: bool = False
    average: float = 0.5
    strength: float = 0.7
    per_set: int = 600
    workers: int = 1
    gate: float = 0.8
    review: float = 0.7
    share: float | None = None
    description: Path = DESCRIPTION
    figures: tuple[str, ...] = ()
    seed: int = 1
    _read: dict[str, tuple[Translation, ...]] = field(default_factory=dict, repr=False)

    def translations(self) -> tuple[Translation, ...]:
        """The translations to learn from, read once."""
        if "gold" not in self._read:
            self._read["gold"] = collecting.collect(self.gold, self.leave_out)
        return self._read["gold"]


def pieces(work: Workspace, plan: Plan, tell: Tell) -> None:
    """The vocabulary, from a ``tokenizer.json``; every text of GOLD must be cut alike."""
    work.model.mkdir(parents=True, exist_ok=True)
    if plan.tokenizer is None:
        message = "needs a tokenizer.json"
        raise InputError(message, path="--tokenizer")
    texts = sorted(
        {
            text
            for one in collecting.drawn(plan.translations(), 5_000, plan.seed)
            for text in (one.row.mt, one.row.reference, one.row.source)
            if text
        }
    )
    with replacing(work.pieces) as new:
        count = vocabulary.convert(plan.tokenizer, new)
        if wrong := vocabulary.differing(plan.tokenizer, new, texts):
            message = f"{plan.tokenizer}: {len(wrong)} of {len(texts)} texts are cut otherwise"
            raise ModelError(message)
    tell(f"{count:,} pieces; {len(texts):,} texts are cut as the tokenizer cuts them")


def start(work: Workspace, plan: Plan, tell: Tell) -> None:
    """The weights to start from, all in one file."""
    from mtcheck.training import weights  # noqa: PLC0415 - torch

    if not plan.weights:
        message = "needs the weights to start from (.safetensors)"
        raise InputError(message, path="--weights")
    network, heads = weights.load(plan.weights)
    vocabulary_size = len(Pieces(work.pieces))
    if network.pieces.weight.shape[0] != vocabulary_size:
        message = (
            f"{plan.weights[0]}: has {network.pieces.weight.shape[0]} pieces, "
            f"the tokenizer {vocabulary_size}"
        )
        raise ModelError(message)
    weights.save(network, work.start)
    tell("trained before: its own opinions are kept" if heads else "not trained for this before")


def data(work: Workspace, plan: Plan, tell: Tell) -> None:
    """What the encoder learns from: annotated translations, and clean ones with errors planted."""
    from mtcheck.training import samples, weights  # noqa: PLC0415 - torch
    from mtcheck.training.planting import Planter  # noqa: PLC0415

    cut = Pieces(work.pieces)
    network, heads = weights.load([work.start])
    drawn = collecting.drawn(plan.translations(), len(plan.translations()), plan.seed)
    found: list[Sample] = []
    for one in drawn[: plan.annotated]:
        found += samples.annotated(one, samples.mode_of(one, plan.seed), cut)
    tell(f"{len(found):,} rows of {min(plan.annotated, len(drawn)):,} annotated translations")
    planter = Planter(cut, network.pieces.weight.detach().numpy())
    teacher = partial(_opinion, network) if heads else None
    count = 0
    for one in reversed(drawn):
        if count >= plan.planted:
            break
        if one.row.reference is None or any(row.marks or row.unplaced for row in one.rows):
            continue
        mode = samples.mode_of(one, plan.seed + 1)
        made = samples.planted(one, mode, cut, planter, teacher, plan.seed)
        found += made
        count += bool(made)
    tell(f"{count:,} clean translations planted with errors")
    with replacing(work.samples) as new:
        new.write_bytes(msgspec.msgpack.encode(found))


def _opinion(network: Network, row: Row) -> Reading:
    import torch

    with torch.no_grad():
        logits, score = network(torch.tensor([row.pieces]), torch.tensor([row.types]))
    return Reading(logits[0].softmax(-1)[:, 1:].numpy(), float(score[0]))


def tune(work: Workspace, plan: Plan, tell: Tell) -> None:
    """The encoder, trained on; every fifty steps are kept.

    Where it was trained before, its weights are then averaged with those that it had.
    """
    from mtcheck.training import samples, tuning, weights  # noqa: PLC0415 - torch

    network, heads = weights.load([work.start])
    found = msgspec.msgpack.decode(work.samples.read_bytes(), type=list[samples.Sample])
    how = tuning.Plan(plan.rate, plan.batch, plan.epochs, plan.frozen, plan.seed, plan.dropout)
    tuning.tune(
        network,
        found,
        how,
        work.folder,
        lambda done, steps, loss: tell(f"step {done} of {steps}: loss {loss:.4f}"),
    )
    if heads and plan.average < 1:
        weights.blend(network, weights.load([work.start])[0], plan.average)
        tell(f"{plan.average} of these weights and {1 - plan.average:g} of those before")
    weights.save(network, work.tuned)


def export(work: Workspace, plan: Plan, tell: Tell) -> None:
    """The encoder in eight bits, with ranges measured on annotated translations."""
    from mtcheck.training import exporting, weights  # noqa: PLC0415 - torch

    network, _ = weights.load([work.tuned])
    cut = Pieces(work.pieces)
    seen: list[Row] = []
    for one in collecting.drawn(plan.translations(), _SMOOTHED, plan.seed):
        article = detecting.article_of(one.row.id, [one.row], "given")
        seen += rows(aligning.align(segmenting.segment(article)), cut)
    exporting.smoothen(network, seen, plan.strength)
    exporting.export(network, work.encoder)
    tell(f"{sum(f.stat().st_size for f in work.model.glob('encoder*')) / 1e6:.1f} MB")


def table(work: Workspace, plan: Plan, tell: Tell) -> None:
    """Every token of whole documents, with what the encoder and the rules say of it."""
    held = collecting.collect(plan.held_out, plan.leave_out) if plan.held_out else ()
    for name, translations, per_set in (
        ("train", plan.translations(), plan.per_set),
        ("held", held, len(held)),
    ):
        if translations:
            tables.write(
                translations,
                work.model,
                work.folder / "tables" / name,
                per_set,
                plan.workers,
                partial(_shards, tell, name),
            )
    (work.folder / "tables" / "complete").touch()


def _shards(tell: Tell, name: str, done: int, count: int) -> None:
    tell(f"{name}: {done} of {count} shards")


def fuse(work: Workspace, plan: Plan, tell: Tell) -> None:
    """Trees, blend, bounds and categories, by the tables."""
    from mtcheck.training import fitting  # noqa: PLC0415 - lightgbm, scipy
    from mtcheck.training.marks import Table  # noqa: PLC0415

    train = Table.of(tables.read(work.folder / "tables" / "train"))
    held = list(tables.read(work.folder / "tables" / "held"))
    given = fitting.Given(plan.gate, plan.review, plan.share)
    numbers = fitting.fit(train, Table.of(held) if held else None, given, plan.seed, tell)
    with replacing(work.numbers) as new:
        new.write_bytes(msgspec.json.encode(numbers))


def trust(work: Workspace, plan: Plan, tell: Tell) -> None:
    """How far stretches of words are trusted, by what is held out; as they are without it."""
    from mtcheck.training import trusting  # noqa: PLC0415 - scipy

    found = {}
    if plan.held_out:
        known = msgspec.json.decode(plan.description.read_bytes(), type=_Known)
        cut = Pieces(work.pieces)
        detector = Detector(
            cut,
            Encoder(work.encoder),
            fusion.read(work.numbers, COLUMNS),
            known.languages,
            known.sources,
            likeness=Vectors(work.vectors, cut) if work.vectors.is_file() else None,
        )
        held = collecting.collect(plan.held_out, plan.leave_out)
        found = trusting.fit(plan.translations(), held, detector, tell)
    with replacing(work.trust) as new:
        weights = {mode: one._asdict() for mode, one in found.items()}
        new.write_bytes(msgspec.json.format(msgspec.json.encode(weights), indent=1) + b"\n")


def card(work: Workspace, plan: Plan, tell: Tell) -> None:
    """The card: what people wrote of the model, its figures, the hashes of its files."""
    from mtcheck.training import carding  # noqa: PLC0415

    made = carding.card(plan.description, plan.figures, work.model, len(Pieces(work.pieces)))
    with replacing(work.card) as new:
        new.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    cards.verify(cards.read(work.card), work.model)
    tell(f"{work.model}: ready for --model")


STEPS: dict[str, tuple[Callable[[Workspace, Plan, Tell], None], Callable[[Workspace], Path]]] = {
    "pieces": (pieces, lambda work: work.pieces),
    "start": (start, lambda work: work.start),
    "data": (data, lambda work: work.samples),
    "tune": (tune, lambda work: work.tuned),
    "export": (export, lambda work: work.encoder),
    "tables": (table, lambda work: work.folder / "tables" / "complete"),
    "fuse": (fuse, lambda work: work.numbers),
    "trust": (trust, lambda work: work.trust),
    "card": (card, lambda work: work.card),
}
"""Every step, and the file that says it is done."""

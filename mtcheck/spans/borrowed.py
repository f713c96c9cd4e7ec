"""Another token classifier at work: a Hugging Face encoder in place of the model that ships.

It reads the translation as the first text and as the second the source, where there is one, else
the reference; what its labels say (:mod:`mtcheck.spans.labels`) is each word's risk as it is:
nobody has measured how often such a model is right, nor which languages it knows, and the
report's notes say so. The rules' findings keep their confidence.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from mtcheck.article import Risk, Risks
from mtcheck.errors import ModelError
from mtcheck.spans import fusion, hub, labels, networks
from mtcheck.spans.detector import Painted
from mtcheck.spans.features import COLUMNS
from mtcheck.spans.quality import expected
from mtcheck.spans.units import joined, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    from mtcheck.article import AlignedArticle, Segment, Text, Token
    from mtcheck.finding import Finding
    from mtcheck.spans.fusion import Fusion, Profile
    from mtcheck.spans.labels import Shares
    from mtcheck.spans.networks import Network

    Floats = npt.NDArray[np.float64]

__all__ = ["Borrowed", "load"]

_LONGEST = 512  # pieces at once where the model's files do not say
_SHORTEST = 16  # pieces at once without which no window is left
_WINDOW = 110  # pieces of the translation in a window, as for our own model
_SLACK = 4  # pieces that a window may have more than before its text was cut out
_HEAD = "ForTokenClassification"


@dataclass(frozen=True)
class Borrowed:
    """A loaded model.

    ``longest``: pieces that it reads at once, marks included. ``types``: how many texts it tells
    apart by the type of their pieces. Of single words it says nothing: ``likeness`` is None.
    """

    name: str
    tokenizer: Any
    network: Network
    shares: Shares
    longest: int
    types: int
    limits: Fusion
    likeness: None = None

    def risks(
        self, article: AlignedArticle, findings: Iterable[Finding], profile: Profile
    ) -> Risks:
        """The risk of every token of the translation; what the rules found decides nothing."""
        del findings
        painted = Painted(len(article.mt.content), 0)
        other = article.reference if article.source is None else article.source
        for atoms in units(article):
            unit = joined(atoms)
            beside = unit.reference if article.source is None else unit.source
            self._paint(painted, article.mt, unit.mt, _written(other, beside))
        segments = article.mt.segments
        both = iter(painted.at([t for segment in segments for t in segment.tokens]).tolist())
        found = [
            tuple(_risk(token, *next(both)) for token in segment.tokens) for segment in segments
        ]
        limits = self.limits.profiles[profile]
        return Risks(
            tokens=tuple(found),
            scores=tuple(map(expected, found)),
            categories=(),
            limit=limits["*"],
            contrast=self.limits.contrast,
            notes=tuple(self._notes(article)),
        )

    def weighed(self, findings: Iterable[Finding], risks: Risks) -> list[Finding]:
        """The rules' findings as they are: how the two opinions go together was not measured."""
        del risks
        return list(findings)

    def _notes(self, article: AlignedArticle) -> Iterator[str]:
        yield (
            f"the span model {self.name} is not mtcheck's own: its probabilities are not"
            " calibrated, and which languages it knows is not known"
        )
        if article.source is None:
            seen = "alone" if article.reference is None else "and, for want of it, the reference"
            yield f"no source: the span model {self.name} read the translation {seen}"

    def _paint(self, painted: Painted, text: Text, segments: Sequence[Segment], other: str) -> None:
        first, last = segments[0].span.start, segments[-1].span.end
        own = text.content[first:last]
        for start, stop, beside, edges in self._windows(own, other):
            row = self.tokenizer(
                own[start:stop],
                beside or None,
                truncation=True,  # never without reason: windows are cut to fit
                max_length=self.longest,
                return_offsets_mapping=True,
                return_token_type_ids=True,
            )
            types = [min(type_, self.types - 1) for type_ in row["token_type_ids"]]
            logits = self.network.read(row["input_ids"], types)
            mine = [i for i, part in enumerate(row.sequence_ids(0)) if part == 0]
            places = [row["offset_mapping"][i] for i in mine]
            shift = first + start
            painted.paint(
                [(shift + begin, shift + end) for begin, end in places],
                self._chances(logits)[mine],
                _weights(len(mine), *edges),
            )

    def _chances(self, logits: Floats) -> Floats:
        import numpy as np

        raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
        raised /= raised.sum(axis=-1, keepdims=True)
        chances: Floats = raised @ np.array(self.shares)
        return chances

    def _windows(self, own: str, other: str) -> Iterator[tuple[int, int, str, tuple[int, int]]]:
        """Where to cut: a stretch of ``own``, what of ``other`` stands beside it, its ramps.

        Ramps: pieces at its beginning and its end over which its weight rises and falls.
        """
        mine, theirs = self._places(own), self._places(other)
        if not mine:
            return
        room = self.longest - int(self.tokenizer.num_special_tokens_to_add(pair=bool(theirs)))
        if len(mine) + len(theirs) <= room:
            yield 0, len(own), other, (0, 0)
            return
        room -= 2 * _SLACK
        width = min(_WINDOW, room // 2 if theirs else room)
        overlap = width * 4 // 11
        count = max(-(-(len(mine) - overlap) // (width - overlap)), 1)
        for number in range(count):
            at = round((len(mine) - width) * number / (count - 1)) if count > 1 else 0
            stop = min(at + width, len(mine))
            beside = ""
            if theirs:
                scale = len(theirs) / len(mine)
                middle, most = (at + stop) / 2 * scale, min(room - width, len(theirs))
                begin = min(max(round(middle - most / 2), 0), len(theirs) - most)
                beside = other[theirs[begin][0] : theirs[begin + most - 1][1]]
            ramps = (overlap if at else 0, overlap if stop < len(mine) else 0)
            yield mine[at][0], mine[stop - 1][1], beside, ramps

    def _places(self, text: str) -> list[tuple[int, int]]:
        if not text:
            return []
        found = self.tokenizer(
            text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
        )
        places: list[tuple[int, int]] = found["offset_mapping"]
        return places


@cache
def load(folder: Path, name: str, limits_of: Path) -> Borrowed:
    """The model in ``folder``, loaded once; ``limits_of`` is our own model's fitted numbers.

    Raises :class:`ModelError` where a file is missing or damaged, where it is not a token
    classifier, where its labels say nothing about errors, or where it has code of its own.
    """
    _declared(folder)
    config, tokenizer = _through_transformers(folder)
    named: Mapping[int, str] = {int(k): str(v) for k, v in config.id2label.items()}
    shares = labels.shares(named, folder / hub.CONFIG)
    return Borrowed(
        name,
        tokenizer,
        networks.load(folder, len(shares)),
        shares,
        _longest(config, tokenizer, folder),
        max(getattr(config, "type_vocab_size", None) or 1, 1),
        fusion.read(limits_of, COLUMNS),
    )


def _declared(folder: Path) -> None:
    """Raise where the files say that this is no token classifier, or not one that is safe."""
    path = folder / hub.CONFIG
    if not path.is_file():
        message = f"{folder}: is no folder of a model: it has neither card.json nor {hub.CONFIG}"
        raise ModelError(message)
    raw = _json(path)
    beside = folder / "tokenizer_config.json"
    for named, said in ((path, raw), (beside, _json(beside) if beside.is_file() else {})):
        if said.get("auto_map"):
            message = f"{named}: the model needs code of its own (auto_map), which is never run"
            raise ModelError(message)
    heads = raw.get("architectures")
    if heads and not any(_HEAD in str(head) for head in heads):
        message = f"{path}: not a token classifier but {str(heads[0])[:60]}"
        raise ModelError(message)
    if not any((folder / name).is_file() for name in hub.TOKENIZERS):
        message = f"{folder}: has no tokenizer ({', '.join(hub.TOKENIZERS[:3])} …)"
        raise ModelError(message)


def _json(path: Path) -> dict[str, Any]:
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.MsgspecError, RecursionError) as error:
        message = f"{path}: cannot be read ({str(error)[:80]})"
        raise ModelError(message) from None


def _through_transformers(folder: Path) -> tuple[Any, Any]:
    """Configuration and tokenizer, from the folder alone."""
    # Before it is imported: it warns that it has no torch, which is not needed.
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    import transformers

    transformers.utils.logging.disable_progress_bar()
    try:
        config = transformers.AutoConfig.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False
        )
    except Exception as error:  # noqa: BLE001 - whatever a damaged file makes it raise
        message = (
            f"{folder / hub.CONFIG}: not a configuration that transformers knows"
            f" ({type(error).__name__})"
        )
        raise ModelError(message) from None
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(
            str(folder), local_files_only=True, trust_remote_code=False, use_fast=True
        )
    except Exception as error:  # noqa: BLE001 - as above
        message = f"{folder}: its tokenizer cannot be loaded ({type(error).__name__})"
        raise ModelError(message) from None
    if not tokenizer.is_fast:
        message = f"{folder}: its tokenizer gives no offsets: it needs a tokenizer.json"
        raise ModelError(message)
    return config, tokenizer


def _longest(config: Any, tokenizer: Any, folder: Path) -> int:  # noqa: ANN401 - transformers'
    """Pieces that the model reads at once."""
    positions = getattr(config, "max_position_embeddings", None)
    # RoBERTa's kind counts from its padding on and so has two fewer: left free for all.
    places = positions - 2 if isinstance(positions, int) and positions > 0 else _LONGEST
    said = tokenizer.model_max_length
    longest = min(_LONGEST, places, said if isinstance(said, int) else _LONGEST)
    if longest < _SHORTEST:
        message = f"{folder / hub.CONFIG}: a model that reads {longest} pieces at once is no use"
        raise ModelError(message)
    return longest


def _risk(token: Token, minor: float, major: float) -> Risk:
    return Risk(token, min(minor + major, 1.0), major / max(minor + major, 1e-9))


def _written(text: Text | None, segments: Sequence[Segment]) -> str:
    return " ".join(text.at(segment.span) for segment in segments) if text else ""


def _weights(count: int, rise: int, fall: int) -> list[float]:
    """Full in the middle; falling towards an edge that is not the text's own."""
    return [
        min(1.0, (i + 1) / rise if rise else 1.0, (count - i) / fall if fall else 1.0)
        for i in range(count)
    ]

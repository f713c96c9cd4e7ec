"""What turns the encoder's and the trees' opinions into chances: fitted numbers, as data.

``fusion.json`` beside the encoder holds them and is read here. What the chances are worth was
measured on annotation that nothing was trained on; the model's card says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from mtcheck.article import Trust
from mtcheck.errors import ModelError
from mtcheck.spans.boosted import Forest, Tree

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = [
    "FORMING",
    "Fusion",
    "Line",
    "Mode",
    "Profile",
    "Weights",
    "chances",
    "log_odds",
    "read",
    "trust",
]

Mode = Literal["both", "reference", "source", "neither"]
Profile = Literal["gate", "review", "recall"]
Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

VERSION = 1
FORMING = 0.4
"""The chance from which a word is part of a stretch where a profile asks for more of the whole."""

_SMALLEST = 1e-4  # chance below which, and above 1 minus which, log-odds say no more


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Platt's calibration: ``log-odds = intercept + slope × log-odds``."""

    intercept: float
    slope: float


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a rule's measured precision and the model's chance say together, as log-odds."""

    intercept: float
    judged: float
    chance: float


class Fusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fitted numbers, version 1.

    ``share`` is the encoder's part in the sum of log-odds, by mode; the trees have the rest.
    ``calibration`` makes the sum a chance, by mode. ``contrast``: a word whose chance is below
    this share of the highest in its unit is no part of a finding. ``categories`` are told
    apart by a forest each, in the order of the names. ``profiles``: the chance from which a
    word is part of a finding, or above :data:`FORMING` a stretch of words is one, by target
    language (``*``: all others). ``rules``: how the model
    weighs in on the rules' findings.
    """

    version: int
    columns: list[str]
    share: dict[Mode, Share]
    calibration: dict[Mode, Line]
    contrast: Share
    profiles: dict[Profile, dict[str, Share]]
    rules: Weights
    trees: list[Tree]
    categories: dict[str, list[Tree]]


def read(path: Path, columns: tuple[str, ...]) -> Fusion:
    """The numbers at ``path``; raises :class:`ModelError` where they do not fit ``columns``."""
    try:
        fusion = msgspec.json.decode(path.read_bytes(), type=Fusion)
        for trees in (fusion.trees, *fusion.categories.values()):
            Forest(trees)
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise ModelError(message) from None
    except (msgspec.MsgspecError, ValueError) as error:
        message = f"{path}: not the numbers of a fusion ({error})"
        raise ModelError(message) from None
    if fusion.version != VERSION or tuple(fusion.columns) != columns:
        message = f"{path}: made for another version of mtcheck: install the two of one version"
        raise ModelError(message)
    return fusion


def trust(path: Path) -> dict[Mode, Trust]:
    """How far stretches are trusted, by mode, as the file at ``path`` says.

    Raises :class:`ModelError` where it says something else.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=dict[Mode, dict[str, float]])
        return {mode: Trust(**weights) for mode, weights in found.items()}
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise ModelError(message) from None
    except (msgspec.MsgspecError, TypeError) as error:
        message = f"{path}: does not say how far stretches are trusted ({error})"
        raise ModelError(message) from None


def log_odds(chances: Floats) -> Floats:
    """The log-odds of ``chances``, kept away from certainty."""
    import numpy as np

    kept = np.clip(chances, _SMALLEST, 1 - _SMALLEST)
    return np.log(kept / (1 - kept))


def chances(odds: Floats) -> Floats:
    """The chances of log-odds."""
    import numpy as np

    return 1 / (1 + np.exp(-odds))

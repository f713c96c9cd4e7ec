"""What ``--format`` and ``--output`` ask for: which format into which file, whatever is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.cli.telling import near
from mtcheck.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["Asked", "apart", "asked"]


class Asked(NamedTuple):
    """A format and its file; None is standard output. ``option`` is what the user gave it by."""

    form: str
    file: str | None
    option: str


def asked(formats: Sequence[str], output: str | None, known: Collection[str]) -> list[Asked]:
    """What is asked for, ``text`` if nothing is.

    Raises :class:`SettingsError` for an unknown format and for an ``--output`` that no format is
    left for.
    """
    made: list[Asked] = []
    for value in formats or ("text",):
        name, equals, own = value.partition("=")
        if name not in known:
            meant = near(name, known)
            hint = f"; did you mean {meant}?" if meant else ""
            message = f"{name!r} is no format{hint} (they are {', '.join(known)})"
            raise SettingsError(message, key="--format")
        if equals and not own:
            message = f"{value!r} names no file: give one after the = or leave it out"
            raise SettingsError(message, key="--format")
        file = (own if equals else output) or "-"
        option = f"--format {value}" if equals else f"--output {output}"
        made.append(Asked(name, None if file == "-" else file, option))
    if output is not None and all("=" in value for value in formats or ("text",)):
        message = f"{output} is for a --format without a file of its own, and there is none"
        raise SettingsError(message, key="--output")
    return made


def apart(places: Sequence[str | None], what: str) -> None:
    """Raise :class:`SettingsError` where two of the places are one; None is standard output."""
    real = [place and os.path.realpath(place) for place in places]
    for place, at in zip(places, real, strict=True):
        if real.count(at) > 1:
            where = place or "standard output"
            message = f"two {what} would go to {where}: give each its own, as FORMAT=FILE"
            raise SettingsError(message, key="--format")

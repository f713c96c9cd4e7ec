"""``--color``: the option, and whether what is written gets colours."""

from __future__ import annotations

import os
import sys
from typing import Literal

import click

__all__ = ["Color", "coloured", "option"]

Color = Literal["auto", "always", "never"]

option = click.option(
    "--color",
    type=click.Choice(("auto", "always", "never")),
    default="auto",
    show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)


def coloured(color: Color, *, to_file: bool) -> bool:
    """Whether to colour, as ``--color`` says; by itself only on a terminal that wants it."""
    if color != "auto":
        return color == "always"
    off = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return not to_file and not off and sys.stdout.isatty()

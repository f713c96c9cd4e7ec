"""``mtcheck init``: write a configuration in which every setting is explained."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("init", short_help="Write a commented mtcheck.toml.")
@click.argument("folder", required=False, default=".")
def command(folder: str) -> None:
    """Write mtcheck.toml into FOLDER (default: here), with every setting and its default.

    All lines are comments: take the mark away where something is to differ. A configuration
    that is there already is never overwritten.
    """
    from mtcheck.cli.telling import tell  # noqa: PLC0415 - `--help` needs none of these
    from mtcheck.configuring import template  # noqa: PLC0415

    tell(f"wrote {template.write(folder)}")

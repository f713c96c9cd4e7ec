"""``mtcheck config``: what the configuration says of a file, and which line says it."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.group(
    "config",
    no_args_is_help=False,  # "missing command" in one line, as every mistake is told
    short_help="Show which settings hold for a file, and why.",
)
def command() -> None:
    """Look into the configuration."""


@command.command("show")
@click.argument("file")
@click.option("--config", metavar="FILE", help="Take this configuration instead of the nearest.")
@click.option(
    "--target-lang", metavar="CODE", help="Language of the translation.  [default: as in check]"
)
def show(file: str, config: str | None, target_lang: str | None) -> None:
    """Print every setting that holds for the translation FILE, as TOML, with its origin.

    FILE need not exist. Overrides whose globs match no file at all are told of.
    """
    from mtcheck.cli import configured, writing  # noqa: PLC0415 - `--help` needs none of these

    writing.to_stdout(configured.shown(file, config, target_lang))

"""``mtcheck rules``: the list of checks, or the page of one."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("rules", short_help="List the checks, or explain one.")
@click.argument("check", required=False)
def command(check: str | None) -> None:
    """List the checks with the precision they were measured at, or explain CHECK.

    CHECK is a code or a name: mtcheck rules N101, mtcheck rules garbled-name.
    """
    from mtcheck.cli import pages, writing  # noqa: PLC0415 - `--help` needs none of these

    writing.to_stdout(pages.overview() if check is None else pages.page(check))

"""``mtcheck baseline``: write down the findings that are there, so that only new ones show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mtcheck.cli.borrowing import as_in_check

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["command"]

_OPTIONS = (
    "mt reference source target_lang source_lang aligned table_columns select ignore "
    "min_confidence profile model allow_download config isolated ignore_files"
).split()


@click.group(
    "baseline",
    no_args_is_help=False,  # "missing command" in one line, as every mistake is told
    short_help="Write down known findings, so that only new ones show.",
)
def command() -> None:
    """Keep a baseline: the findings that are known, which check then counts and does not show.

    A finding is known again by its words and those around it, whatever lines, files or other
    sentences have changed since.
    """


def _options(function: Callable[..., None]) -> Callable[..., None]:
    option = click.option(
        "-b",
        "--baseline",
        metavar="FILE",
        help="The baseline.  [default: the configuration's, else mtcheck-baseline.json]",
    )
    return as_in_check(*_OPTIONS)(option(function))


@command.command("write")
@_options
@click.pass_context
def write(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Write a new baseline of all findings that the translations MT have now."""
    _run(context, options, "write")


@command.command("update")
@_options
@click.pass_context
def update(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401
    """Take in the new findings of MT, and take out those that are gone."""
    _run(context, options, "update")


@command.command("prune")
@_options
@click.pass_context
def prune(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401
    """Take out the findings of MT that are gone; take in none."""
    _run(context, options, "prune")


def _run(context: click.Context, options: dict[str, Any], what: str) -> None:
    from mtcheck.cli.baselining import run  # noqa: PLC0415 - `--help` needs none of it
    from mtcheck.cli.running import Texts  # noqa: PLC0415

    path = options.pop("baseline")
    context.exit(run(Texts.taken(options.pop("mt"), options), path, what))

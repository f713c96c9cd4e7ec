"""``mtcheck summary``: a run of a batch, for people."""

from __future__ import annotations

from typing import Any

import click

from mtcheck.cli import colouring

__all__ = ["command"]


@click.command("summary", short_help="Sum up a batch: a dashboard, a workbook, tables.")
@click.argument("run", metavar="RUN")
@click.option(
    "-b",
    "--baseline",
    metavar="OLD",
    help="An earlier run to compare with: which findings are new, which are resolved.",
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="May be repeated, each with its own file: -f text -f html=dashboard.html."
    "  [default: text]",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the one --format without a file there, whole or not at all; csv takes a folder.",
)
@click.option(
    "--articles",
    type=click.IntRange(1, 100_000),
    default=200,
    show_default=True,
    metavar="N",
    help="The worst N articles are listed, and have pages of their own beside an HTML file.",
)
@colouring.option
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Sum up RUN, a folder that mtcheck batch made.

    \b
    mtcheck summary RUN
    mtcheck summary RUN --baseline LAST-MONTH --format html --output dashboard.html
    mtcheck summary RUN -f html=dashboard.html -f xlsx=tables.xlsx -f csv=tables

    MQM scores and how they lie, findings by check, severity, category, language and system, the
    worst articles, the names most often garbled, systems compared with intervals, and what changed
    since OLD. Nothing but the tables of the run is read.

    FORMAT is text, for the terminal; html, one file that loads nothing, and details as pages in a
    folder beside it (dashboard-pages); xlsx, a workbook; or csv, a folder with a file a table.

    Exit code: 0 done, 1 a run is not complete or damaged, so that its figures leave out a part
    (stderr says which), 2 an error.
    """  # noqa: D301 - \b keeps click from re-wrapping the examples
    from mtcheck.cli.summing import summary  # noqa: PLC0415 - `--help` needs none of it

    context.exit(summary(**options))

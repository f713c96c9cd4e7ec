"""``mtcheck query``: SQL over the tables of a batch."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("query", short_help="Ask the tables of a batch, in SQL.")
@click.argument("run", metavar="RUN")
@click.argument("sql", metavar="SQL")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(("table", "csv", "jsonl")),
    default="table",
    show_default=True,
    help="table shows the first 1,000 rows.",
)
@click.option("-o", "--output", metavar="FILE", help="Write the answer there.")
@click.pass_context
def command(context: click.Context, /, run: str, sql: str, form: str, output: str | None) -> None:
    """Ask the tables of RUN, a folder that mtcheck batch made, in DuckDB's SQL.

    \b
    mtcheck query RUN "select code, count(*) from findings group by all order by 2 desc"
    mtcheck query RUN "from by_system" --format csv --output systems.csv

    There are articles, segments, findings, timings and run (docs/tables.md), and made from them
    by_check, by_system and garbled_names (docs/summary.md). Nothing can be written, and no other
    file read.

    Exit code: 0 done, 1 the run is not complete or damaged, so that the answer leaves out a part of
    it (stderr says which), 2 an error.
    """  # noqa: D301 - \b keeps click from re-wrapping the examples
    from mtcheck.cli.summarising import query  # noqa: PLC0415 - `--help` needs none of it

    context.exit(query(run, sql, form, output))

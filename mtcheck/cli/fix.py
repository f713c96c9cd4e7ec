"""``mtcheck fix``: put suggestions into the translations."""

from __future__ import annotations

from typing import Any

import click

from mtcheck.cli.borrowing import as_in_check

__all__ = ["command"]

_OPTIONS = (
    "mt reference source target_lang source_lang aligned table_columns select ignore "
    "min_confidence profile model allow_download baseline ignore_files config isolated"
).split()


@click.command("fix", short_help="Put suggestions into the translations.")
@as_in_check(*_OPTIONS)
@click.option("--unsafe", is_flag=True, help="Apply every suggestion, not the safe ones alone.")
@click.option("--diff", is_flag=True, help="Print what would change; change nothing.")
@click.option("-i", "--interactive", is_flag=True, help="Ask about each.")
@click.pass_context
def command(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Correct the translations MT where the correction is certain.

    A suggestion is safe where it follows from the evidence by a rule (names, punctuation,
    spacing, numbers and the like) and nine of ten such suggestions were right when measured;
    mtcheck rules CODE says how often. What check does not show is not touched. Files are
    written whole or not at all, and nothing but the corrected words changes. A second run
    changes nothing. - is read from standard input and written to standard output.

    Exit code: 0 done, 1 with --diff where something would change, 2 an error.
    """
    from mtcheck.cli.mending import Asked, run  # noqa: PLC0415 - `--help` needs none of it
    from mtcheck.cli.running import Texts  # noqa: PLC0415

    texts = Texts.taken(options.pop("mt"), options)
    context.exit(run(texts, Asked(**options)))

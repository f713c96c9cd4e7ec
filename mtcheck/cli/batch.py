"""``mtcheck batch``: a corpus in, a folder of facts out; ``mtcheck batch verify``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mtcheck.cli.borrowing import as_in_check

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["command"]

_OPTIONS = (
    "reference source target_lang source_lang aligned select ignore min_confidence profile model "
    "allow_download fail_on ignore_files config isolated max_penalty min_mqm exit_zero scoring"
).split()
_RUN = "run"
_ROLES = (
    "mt", "reference", "source", "mt_path", "reference_path", "source_path", "document", "system",
    "target_lang", "source_lang", "language_pair",
)  # fmt: skip


class _Batch(click.Group):
    """A group whose ``run`` need not be said: ``mtcheck batch INPUT`` is ``batch run INPUT``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or args[0] not in {*self.commands, *ctx.help_option_names}:
            args = [_RUN, *args]
        return super().parse_args(ctx, args)


@click.group(
    "batch",
    cls=_Batch,
    no_args_is_help=False,
    short_help="Check a whole corpus into a folder of tables that can be resumed.",
)
def command() -> None:
    """Check a corpus of any size, and keep what was found as Parquet tables in a folder.

    \b
    mtcheck batch corpus/ --output RUN                      # the same as: mtcheck batch run
    mtcheck batch corpus/ --output RUN --resume             # go on after an interruption
    mtcheck batch verify RUN
    """  # noqa: D301 - \b keeps click from re-wrapping the examples


def _columns(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    """``--column mt=hyp`` as a pair."""
    del context
    found: dict[str, str] = {}
    for value in values:
        role, joint, name = value.partition("=")
        if not (joint and name) or role not in _ROLES:
            message = f"{value!r} is not ROLE=NAME with a ROLE of {', '.join(_ROLES)}"
            raise click.BadParameter(message, param=parameter)
        found[role] = name
    return found


def _how(function: Callable[..., None]) -> Callable[..., None]:
    """The options of a run itself."""
    for option in reversed(
        (
            click.option(
                "-o", "--output", metavar="RUN", required=True, help="The folder of the run."
            ),
            click.option(
                "--input-kind",
                "kind",
                type=click.Choice(("folder", "manifest", "pair", "wmt", "sacrebleu")),
                help="What INPUT is.  [default: found out]",
            ),
            click.option(
                "--column",
                "columns",
                multiple=True,
                metavar="ROLE=NAME",
                callback=_columns,
                help="The column NAME of a manifest is its ROLE, as in mt=hypothesis; may be"
                " repeated.",
            ),
            click.option(
                "--system", metavar="NAME", help="The system that translated; of WMT that one only."
            ),
            click.option(
                "--by-system", is_flag=True, help="The folders of INPUT are systems, by name."
            ),
            click.option(
                "--documents",
                metavar="FILE",
                help="The document of each line of an aligned pair, line by line.",
            ),
            click.option(
                "--document-rows",
                "rows_each",
                type=click.IntRange(1, 100_000),
                default=100,
                show_default=True,
                metavar="N",
                help="Rows of a document where nothing says where documents begin.",
            ),
            click.option(
                "--scores", is_flag=True, help="BLEU, chrF and TER, too; TER takes its time."
            ),
            click.option(
                "--engine",
                type=click.Choice(("pool", "ray")),
                default="pool",
                show_default=True,
                help="pool: processes of this machine; ray: a Ray cluster.",
            ),
            click.option(
                "--address",
                metavar="ADDRESS",
                help="The Ray cluster: auto, HOST:PORT or ray://…  [default: one of this machine]",
            ),
            click.option(
                "--workers",
                type=click.IntRange(1, 10_000),
                metavar="N",
                help="Processes that check.  [default: one a core]",
            ),
            click.option(
                "--worker-memory",
                "memory",
                type=click.IntRange(1),
                default=600,
                show_default=True,
                metavar="MB",
                help="A worker that has come to use more is replaced after its shard.",
            ),
            click.option(
                "--timeout",
                type=click.FloatRange(0, min_open=True),
                default=600.0,
                show_default=True,
                metavar="SECONDS",
                help="A document that takes longer has failed.",
            ),
            click.option(
                "--shard-rows",
                "rows_a_shard",
                type=click.IntRange(1, 10_000_000),
                default=500,
                show_default=True,
                metavar="N",
                help="Rows of a shard, which is written as a whole.",
            ),
            click.option("--resume", is_flag=True, help="Go on with the run that is in RUN."),
            click.option(
                "--retry-failed",
                is_flag=True,
                help="Go on, and check again the shards with documents that failed.",
            ),
            click.option(
                "--progress",
                type=click.Choice(("bar", "json", "none")),
                help="How to show progress on stderr.  [default: bar on a terminal, else none]",
            ),
        )
    ):
        function = option(function)
    return function


@command.command(_RUN)
@click.argument("input", metavar="INPUT")
@as_in_check(*_OPTIONS)
@_how
@click.pass_context
def run(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Check every document of INPUT, and write tables into the folder RUN.

    INPUT is a folder of articles, paired by name as by check; a manifest (.csv, .tsv, .jsonl,
    .parquet) with a row a segment (columns mt, reference, source) or a row an article (mt_path,
    reference_path, source_path), and document, system, target_lang, source_lang, language_pair;
    one of two or three text files of aligned lines (with --reference, --source); a folder in WMT's
    layout; or outputs that sacrebleu has on disk, as in sacrebleu:wmt21/systems/en-de.

    A run that was interrupted goes on with --resume, and ends with the same tables.

    Exit code: 0 nothing at or above --fail-on, 1 something is, 2 an error, also that of a single
    document (its row says which); 143 after SIGTERM, which finishes the shards under way.
    """
    from mtcheck.cli.batching import run as work  # noqa: PLC0415 - `--help` needs none of it

    context.exit(work(options))


@command.command("verify")
@click.argument("run", metavar="RUN")
@click.pass_context
def verify(context: click.Context, /, run: str) -> None:
    """Look at every file of a run: is it there, whole, and what its record says?

    Exit code: 0 the run is whole and complete, 1 it is not, 2 it is no run.
    """
    from mtcheck.cli.batching import verify as look  # noqa: PLC0415

    context.exit(look(run))

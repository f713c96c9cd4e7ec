"""``mtcheck check``: read, check, report, and say by the exit code what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mtcheck.cli import colouring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

__all__ = ["command"]

_SEVERITIES = ("never", "minor", "major", "critical")


def _listed(
    context: click.Context, parameter: click.Parameter, values: Sequence[str]
) -> tuple[str, ...]:
    """``--select N1,Q201 --select A3`` as three names."""
    del context, parameter
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


def _paths(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Leave it to the shell to complete a file's name."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415 - only on a Tab

    del context, parameter
    return [CompletionItem(begun, type="file")]


@click.command("check", short_help="Check translations; say what is wrong, where and why.")
@click.argument("mt", nargs=-1, required=True, metavar="MT...", shell_complete=_paths)
@click.option(
    "-r",
    "--reference",
    metavar="REF",
    shell_complete=_paths,
    help="A human translation: a file or a folder.",
)
@click.option(
    "-s", "--source", metavar="SRC", shell_complete=_paths, help="The original: a file or a folder."
)
@click.option(
    "--target-lang",
    metavar="CODE",
    help="Language of MT and REF.  [default: by the file's name (article.de.mt.txt), else en]",
)
@click.option(
    "--source-lang",
    metavar="CODE",
    help="Language of SRC.  [default: by the file's name (article.ru.src.txt); else required]",
)
@click.option("--aligned", is_flag=True, help="Line n of MT belongs to line n of REF and SRC.")
@click.option(
    "--column",
    "table_columns",
    multiple=True,
    metavar="ROLE=NAME",
    help="A column of a CSV or TSV: target=German, source, reference, id, document or note.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="CHECKS",
    callback=_listed,
    help="Run these checks alone: codes, names or the first letters of codes, comma-separated.",
)
@click.option(
    "--ignore", multiple=True, metavar="CHECKS", callback=_listed, help="Leave these checks out."
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0.0, 1.0),
    metavar="P",
    help="Count, but do not show, findings less likely to be right than P (0 to 1).  [default: 0]",
)
@click.option(
    "--profile",
    type=click.Choice(("gate", "review", "recall")),
    help="How much of what the span model suspects is shown: the surest (gate) to most (recall)."
    "  [default: review]",
)
@click.option(
    "--model",
    metavar="MODEL",
    help="The span model: spans (the one in the package), none, or another: its folder, or its ID "
    "in the local hub cache.  [default: spans]",
)
@click.option(
    "--allow-download",
    is_flag=True,
    default=None,
    help="Fetch MODEL from the hub if it is not on this machine.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="The lowest severity that makes the exit code 1.  [default: major]",
)
@click.option(
    "--fail-confidence",
    type=click.FloatRange(0.0, 1.0),
    metavar="P",
    help="Findings less likely to be right than P never make the exit code 1 by their severity."
    "  [default: 0]",
)
@click.option(
    "-b",
    "--baseline",
    metavar="FILE",
    help="Count, but do not show, the findings of this baseline (mtcheck baseline write).",
)
@click.option(
    "--ignore-file",
    "ignore_files",
    multiple=True,
    metavar="FILE",
    help="Pairs of terms that are right; may be repeated.",
)
@click.option(
    "--config",
    metavar="FILE",
    help="Take this configuration for all.  [default: the nearest mtcheck.toml or pyproject.toml]",
)
@click.option("--isolated", is_flag=True, help="Read no configuration.")
@click.option(
    "--cache-dir",
    metavar="FOLDER",
    envvar="MTCHECK_CACHE_DIR",
    help="Keep results there, and take those that are.  [default: MTCHECK_CACHE_DIR, the"
    " configuration's, else the user's cache folder]",
)
@click.option("--no-cache", is_flag=True, help="Work everything out, and keep nothing.")
@click.option(
    "--max-penalty",
    type=click.FloatRange(0),
    metavar="N",
    help="Fail where an article has more than N penalty points per 100 words.",
)
@click.option(
    "--max-total-penalty",
    type=click.FloatRange(0),
    metavar="N",
    help="Fail where all articles together have more.",
)
@click.option(
    "--min-mqm",
    type=float,
    metavar="N",
    help="Fail where the MQM score of an article is below N (profile mqm2: 100 at best).",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Show only what stands in segments that differ from the git commit REV, or rather from"
    " where this branch left it.",
)
@click.option("--watch", is_flag=True, help="Check again whenever a file changes, until Ctrl-C.")
@click.option("--statistics", is_flag=True, help="Print how many findings there are, on stderr.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found; errors stay 2.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT[=FILE]",
    help="May be repeated, each with its own file: -f text -f sarif=out.sarif.  [default: text]",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    help="Write the report of the one --format without a file there, whole or not at all; "
    "for the HTML of several articles a folder.",
)
@click.option(
    "--scoring",
    type=click.Choice(("mqm2", "google")),
    help="Profile of the MQM score.  [default: mqm2]",
)
@colouring.option
@click.pass_context
def command(context: click.Context, /, mt: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - click's options, by name
    """Check machine translations against a reference, a source, both or neither.

    MT is files, folders or - for standard input: plain text (UTF-8, or UTF-16 with a byte order
    mark), Markdown (.md), HTML, DOCX, aligned pairs as .tsv or .jsonl with columns mt, reference,
    source and doc, or translations with their keys: XLIFF, TMX, PO, JSON, ARB, CSV, YAML,
    properties, Android's and iOS strings, subtitles (docs/formats.md). Files of folders are
    paired by name: article.en.mt.txt belongs to article.en.ref.txt, which may stand in the same
    folder, then without --reference.
    A file may have 32 MB, an article 8,000,000 characters, a line 1,000,000.

    FORMAT is one of: text, markdown, html, csv for people; json, jsonl for programs; sarif,
    github, gitlab, junit, rdjson, checkstyle for CI; xliff, xliff12 for translators;
    marot, standalone, pearmut for annotators.

    Options win over configuration files (mtcheck init writes one, mtcheck config show FILE
    tells which value comes from where).

    Exit code: 0 nothing at or above --fail-on, 1 something is, 2 an error. A figure out of the
    bounds of --max-penalty, --max-total-penalty or --min-mqm is 1, too.
    """
    from mtcheck.cli.checking import Asked, run  # noqa: PLC0415 - `--help` needs none of it
    from mtcheck.cli.running import Texts  # noqa: PLC0415

    watching = options.pop("watch")
    texts = Texts.taken(mt, options)
    asked = Asked(**options)
    if not watching:
        context.exit(run(texts, asked))
    from mtcheck.cli.watching import watch  # noqa: PLC0415

    written = [named.partition("=")[2] for named in asked.formats]
    outputs = tuple(filter(None, (*written, asked.output)))
    context.exit(watch(texts, outputs, lambda: run(texts, asked)))

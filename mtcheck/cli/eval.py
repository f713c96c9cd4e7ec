"""``mtcheck eval``: score the findings against human annotation, beside floor and ceiling."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import click

from mtcheck.cli.colouring import coloured

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.evaluation.evaluating import Outcome, Request
    from mtcheck.evaluation.records import GoldRow

__all__ = ["command"]

_GOLD_FORMATS = (
    "native", "desk", "marot", "standalone", "qe-spans", "qe-tags", "pearmut", "demetr", "bio",
    "corpora",
)  # fmt: skip

_SETTINGS = ("select", "ignore", "min_confidence", "profile", "model", "allow_download")


def _listed(
    context: click.Context, parameter: click.Parameter, values: Sequence[str]
) -> tuple[str, ...]:
    """``--origin a,b --origin c`` as three names."""
    del context, parameter
    return tuple(name.strip() for value in values for name in value.split(",") if name.strip())


@click.command("eval", short_help="Measure the findings on translations that people annotated.")
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...")
@click.option(
    "--gold-format",
    type=click.Choice(_GOLD_FORMATS),
    help="Format of GOLD.  [default: found out]",
)
@click.option(
    "--mode",
    type=click.Choice(("given", "both", "ref", "src", "none")),
    default="given",
    show_default=True,
    help="What the detector may see: all that a row has, or exactly this.",
)
@click.option("--lp", metavar="PAIR", help="Language pair of files that name none, as in en-de.")
@click.option(
    "--origin",
    multiple=True,
    metavar="NAMES",
    callback=_listed,
    help="Only rows of these origins, comma-separated.",
)
@click.option(
    "--pair",
    multiple=True,
    metavar="PAIRS",
    callback=_listed,
    help="Only rows of these language pairs, comma-separated.",
)
@click.option("--human", is_flag=True, help="Take in translations by people, too.")
@click.option("--skip-bad", is_flag=True, help="Leave out rows that cannot be read; count them.")
@click.option(
    "--compare",
    multiple=True,
    metavar="FILE",
    help="Another tool's spans (JSONL: id, spans, score) to put beside ours; may be repeated.",
)
@click.option("--save-spans", metavar="FILE", help="Write our spans in the form of --compare.")
@click.option("--plot", metavar="FILE", help="Write the precision/recall curve as SVG.")
@click.option(
    "--select", multiple=True, metavar="CHECKS", callback=_listed, help="Run these checks alone."
)
@click.option(
    "--ignore", multiple=True, metavar="CHECKS", callback=_listed, help="Leave these checks out."
)
@click.option(
    "--min-confidence",
    type=float,
    default=0.0,
    metavar="P",
    help="Count only findings at least so likely to be right (0 to 1).",
)
@click.option(
    "--profile",
    type=click.Choice(("gate", "review", "recall")),
    default="review",
    show_default=True,
    help="Working point of the span model.",
)
@click.option("--model", default="spans", show_default=True, metavar="MODEL", help="Span model.")
@click.option(
    "--allow-download", is_flag=True, help="Fetch MODEL from the hub if it is not on this machine."
)
@click.option(
    "--resamples",
    type=click.IntRange(0, 100_000),
    default=1000,
    show_default=True,
    help="Samples of the bootstrap; 0 for no intervals.",
)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option(
    "-f",
    "--format",
    "format_name",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
)
@click.option("-o", "--output", metavar="FILE", help="Write the tables there.")
def command(gold: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401 - click's options, by name
    """Measure mtcheck on GOLD: translations whose errors people marked.

    GOLD is files (plain or .gz) of mtcheck's own JSONL, Google's MQM TSV or standalone ratings,
    WMT quality estimation spans or word tags, Pearmut, DEMETR or bio-MQM, or a folder of articles
    with gold.json. Beside mtcheck stand the floor (all flagged; the words that differ from the
    reference; BLEU, chrF and TER) and, where several people marked the same translation, the
    ceiling: one of them against the others.

    Exit code: 0 done, 2 an error or a check that crashed.
    """
    return _Run(gold, options).run()


class _Run:
    """One run of the command: what was asked."""

    def __init__(self, gold: tuple[str, ...], options: dict[str, Any]) -> None:
        self.gold = gold
        self.options = options

    def run(self) -> int:
        """The exit code, after the tables are out."""
        from mtcheck.cli import writing  # noqa: PLC0415 - `--help` needs none of these
        from mtcheck.cli.progress import progress  # noqa: PLC0415
        from mtcheck.cli.telling import tell  # noqa: PLC0415
        from mtcheck.evaluation import evaluating  # noqa: PLC0415

        request = self._request()
        o = self.options
        inputs = [*self.gold, *o["compare"]]
        for output in (o["output"], o["save_spans"], o["plot"]):
            if output is not None and output != "-":
                writing.prepare(output, folder=False, inputs=inputs)
        rows = self._rows()
        with progress(evaluating.steps(rows, request)) as state:

            def step(name: str) -> None:
                state.finish()
                state.step(name)

            outcome = evaluating.evaluate(rows, request, step)
        self._write(outcome)
        for failure in outcome.failures:
            tell(f"error: {failure}")
        return 2 if outcome.failures else 0

    def _request(self) -> Request:
        from mtcheck import selection  # noqa: PLC0415
        from mtcheck.evaluation.evaluating import Request  # noqa: PLC0415
        from mtcheck.settings import make  # noqa: PLC0415

        o = self.options
        settings = {name: o[name] for name in _SETTINGS}
        selection.choose(make(**settings))
        return Request(
            mode=o["mode"],
            settings=settings,
            compare=o["compare"],
            human=o["human"],
            seed=o["seed"],
            resamples=o["resamples"],
        )

    def _rows(self) -> list[GoldRow]:
        from mtcheck.cli.telling import tell  # noqa: PLC0415
        from mtcheck.errors import InputError  # noqa: PLC0415
        from mtcheck.evaluation import gold  # noqa: PLC0415
        from mtcheck.evaluation.gold import pairs  # noqa: PLC0415

        o = self.options
        pair = pairs.parse(o["lp"], "--lp") if o["lp"] else None
        reading = gold.Options(pair=pair, skip_bad=o["skip_bad"])
        rows = gold.read(self.gold, reading, o["gold_format"])
        if reading.skipped:
            tell(f"{len(reading.skipped)} bad rows left out; first: {reading.skipped[0]}")
        for option in ("origin", "pair"):
            chosen = o[option]
            there = sorted({getattr(row, option) for row in rows})
            for one in chosen:
                if one not in there:
                    message = f"no row is of {one!r} (there are: {', '.join(there)})"
                    raise InputError(message, path=f"--{option}")
            rows = [row for row in rows if not chosen or getattr(row, option) in chosen]
        return rows

    def _write(self, outcome: Outcome) -> None:
        from pathlib import Path  # noqa: PLC0415

        from mtcheck.cli import writing  # noqa: PLC0415
        from mtcheck.evaluation import others, plotting  # noqa: PLC0415
        from mtcheck.evaluation.rendering import FORMATS  # noqa: PLC0415

        o = self.options
        output = None if o["output"] == "-" else o["output"]
        width = shutil.get_terminal_size((100, 24)).columns
        colour = coloured("auto", to_file=output is not None)
        text = FORMATS[o["format_name"]].render(outcome.evaluation, colour, width)
        files = {}
        if o["save_spans"] is not None:
            spans = others.write(outcome.translations, outcome.predictions)
            files[Path(o["save_spans"])] = spans
        if o["plot"] is not None:
            pooled = outcome.evaluation.pooled
            files[Path(o["plot"])] = plotting.plot(pooled.curves, pooled.data.marked)
        if output is not None:
            files[Path(output)] = text
        if files:
            writing.to_files(files)
        if output is None:
            writing.to_stdout(text)

"""The summary of a run: its figures, its notes, and its tables in the order of reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtcheck.summarising import changing, comparing, counting, grouping
from mtcheck.summarising.tabling import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.counting import Overview
    from mtcheck.summarising.opening import Opened
    from mtcheck.summarising.tabling import Cell, Table

__all__ = ["Figure", "Summary", "summarised"]

Figure = tuple[str, "Cell", Kind]
_MOST_DIFFERENCES = 12


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of a run.

    ``warnings`` are for whoever relies on the figures, ``notes`` say what they rest on, ``made``
    are pairs of what made the run and its value. ``tables`` go by their names; those that a run
    has no rows for are not there.
    """

    title: str
    baseline: str | None
    figures: tuple[Figure, ...]
    warnings: tuple[str, ...]
    notes: tuple[str, ...]
    made: tuple[tuple[str, str], ...]
    tables: dict[str, Table]


def summarised(
    connection: DuckDBPyConnection, run: Opened, old: Opened | None, *, articles: int
) -> Summary:
    """The summary, of ``articles`` worst articles at most.

    The connection has the views of ``run``, and those of ``old`` if there is one.
    """
    overview = counting.overview(connection)
    made = list(_tables(connection, old, articles))
    return Summary(
        title=str(connection.execute("select input from run").fetchall()[0][0]),
        baseline=None if old is None else str(old.folder),
        figures=tuple(_figures(overview)),
        warnings=tuple(_warnings(run, old, overview)),
        notes=tuple(_notes(connection, run, old, overview)),
        made=tuple(_made(connection)),
        tables={table.name: table for table in made if table.rows},
    )


def _tables(connection: DuckDBPyConnection, old: Opened | None, articles: int) -> Iterator[Table]:
    if old is not None:
        changing.prepare(connection)
        yield from changing.tables(connection)
    if (systems := grouping.by_system(connection)) is not None:
        yield systems
    if (comparisons := comparing.compared(connection)) is not None:
        yield comparisons
    yield counting.worst(connection, articles)
    yield from counting.tables(connection)
    yield grouping.by_language(connection)
    yield from counting.distributions(connection)


def _figures(overview: Overview) -> Iterator[Figure]:
    google = overview["profile"] == "google"
    yield "Articles", overview["articles"], Kind.COUNT
    if overview["failed"]:
        yield "Failed articles", overview["failed"], Kind.COUNT
    yield "Without findings", overview["clean"], Kind.COUNT
    yield "Segments", overview["segments"], Kind.COUNT
    yield "Words", overview["words"], Kind.COUNT
    yield "Findings", overview["findings"], Kind.COUNT
    for severity in ("critical", "major", "minor"):
        yield severity.capitalize(), overview[severity], Kind.COUNT
    yield "MQM (Google, 0 is best)" if google else "MQM", overview["mqm"], Kind.FIGURE
    yield "Penalty per 100 words", overview["penalty_per_100_words"], Kind.FIGURE


def _warnings(run: Opened, old: Opened | None, overview: Overview) -> Iterator[str]:
    yield from run.lacks
    if old is not None:
        yield from (f"of the baseline: {line}" for line in old.lacks)
    if overview["failed"]:
        yield f"{overview['failed']:,} articles could not be checked and are in no figure"
    if overview["articles"] > overview["failed"] and overview["profile"] is None:
        yield "articles were scored by different profiles: there is no MQM score of all together"


def _notes(
    connection: DuckDBPyConnection, run: Opened, old: Opened | None, overview: Overview
) -> Iterator[str]:
    yield "Findings are what mtcheck found, not what a person would have: compare and rank by them."
    if overview["fails"]:
        yield f"{overview['fails']:,} articles are beyond the bounds that the run was made with."
    yield from counting.notes(connection)
    if old is None:
        return
    found = changing.differences(run, old)
    if not found:
        yield "The baseline was made of the same texts with the same settings, model and version."
        return
    yield from (f"Since the baseline: {line}" for line in found[:_MOST_DIFFERENCES])
    if (more := len(found) - _MOST_DIFFERENCES) > 0:
        yield f"Since the baseline: and {more:,} more differences"


def _made(connection: DuckDBPyConnection) -> Iterator[tuple[str, str]]:
    """What made the run, from its own table."""
    ((run, version, kind, given, settings, model, signatures),) = connection.execute(
        "select run, version, input_kind, input, settings, model, sacrebleu from run"
    ).fetchall()
    yield "Run", str(run)[:16]
    yield "Input", f"{given} ({kind})"
    yield "mtcheck", str(version)
    yield "Settings", str(settings)
    yield "Model", str(model or "none")
    languages: dict[str, list[str]] = {}
    for signature in signatures:
        language, _, rest = str(signature).partition(" ")
        languages.setdefault(rest, []).append(language)
    for rest, of in languages.items():
        yield "sacrebleu", f"{rest} ({', '.join(of)})"

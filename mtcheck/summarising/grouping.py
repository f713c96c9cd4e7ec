"""Figures of systems and language pairs, each with its interval over documents."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from mtcheck import languages, scoring
from mtcheck.batch.facts import METRICS
from mtcheck.evaluation import resampling
from mtcheck.summarising import resampled
from mtcheck.summarising.tabling import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt
    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.tabling import Row

    Numbers = npt.NDArray[np.float64]
    Key = tuple[str | None, ...]

__all__ = ["HEADS", "NO_SYSTEM", "by_language", "by_system", "per_100_words"]

NO_SYSTEM = "(none named)"
"""What stands for the system where the input names none."""

HEADS = {"bleu": "BLEU", "chrf": "chrF", "ter": "TER"}
"""The figures of sacrebleu as people write them."""

_RESAMPLES = 1000
_COUNT, _FIGURE = Kind.COUNT, Kind.FIGURE
_COLUMNS = (
    Column("articles", "Articles", _COUNT),
    Column("failed", "Failed", _COUNT),
    Column("words", "Words", _COUNT),
    Column("findings", "Findings", _COUNT),
    Column("critical", "Critical", _COUNT),
    Column("major", "Major", _COUNT),
    Column("minor", "Minor", _COUNT),
    Column("penalty_per_100_words", "Penalty per 100 words", _FIGURE),
    Column("low", "from", _FIGURE),
    Column("high", "to", _FIGURE),
)
_WORDS = (
    " The penalty counts all of their articles together; “from” and “to” are its 95% interval, by"
    f" {_RESAMPLES:,} bootstrap samples of the documents."
)


def by_language(connection: DuckDBPyConnection) -> Table:
    """A row a language pair, the one with most penalty points first."""
    words = "Articles by language pair, source first; most penalty points lead."
    heads = (Column("language_pair", "Languages"),)
    return _grouped(connection, "languages", "Languages", words, heads)


def by_system(connection: DuckDBPyConnection) -> Table | None:
    """A row a system and language pair, the best first; None where the input names no system."""
    named = connection.execute("select count(system) from articles").fetchall()
    if not named[0][0]:
        return None
    words = "Articles by system and language pair; fewest penalty points lead."
    heads = (Column("language_pair", "Languages"), Column("system", "System"))
    return _grouped(connection, "systems", "Systems", words, heads)


def _grouped(
    connection: DuckDBPyConnection, name: str, title: str, words: str, heads: tuple[Column, ...]
) -> Table:
    keys = ", ".join(head.name for head in heads)
    worst_first = len(heads) == 1
    order = "points desc nulls last" if worst_first else "language_pair, points nulls last"
    found = connection.execute(
        f"""
        select {keys}, count(*) as articles, count(*) filter (status = 'failed') as failed,
            coalesce(sum(words), 0)::bigint as words,
            coalesce(sum(findings), 0)::bigint as findings,
            coalesce(sum(critical), 0)::bigint as critical,
            coalesce(sum(major), 0)::bigint as major, coalesce(sum(minor), 0)::bigint as minor,
            sum(penalty::decimal(18, 3))::double * 100 / nullif(sum(words), 0) as points
        from articles group by {keys} order by {order}, {keys}"""
    ).fetchall()
    intervals = dict(_intervals(connection, heads))
    scores = _scores(connection, heads)
    metrics = [m for m in METRICS if any(m in of for of in scores.values())]
    rows: list[Row] = []
    for row in found:
        key = tuple(row[: len(heads)])
        own = scores.get(key, {})
        low, high = intervals.get(key, (None, None))
        names = tuple(value if value is not None else NO_SYSTEM for value in key)
        rows.append((*names, *row[len(heads) :], low, high, *(own.get(m) for m in metrics)))
    columns = (*heads, *_COLUMNS, *(Column(m, HEADS[m], _FIGURE) for m in metrics))
    return Table(name, title, words + _WORDS, columns, tuple(rows))


def per_100_words(sums: Numbers) -> Numbers:
    """Penalty points for a hundred words, from sums of (…, points and words)."""
    import numpy as np

    return 100 * sums[..., 0] / np.maximum(sums[..., 1], 1)


def _intervals(
    connection: DuckDBPyConnection, heads: tuple[Column, ...]
) -> Iterator[tuple[Key, tuple[float, float]]]:
    """Of each group with two documents or more, one after the other."""
    keys = [head.name for head in heads]
    same = " and ".join(f"{key} is not distinct from ?" for key in keys)
    groups = connection.execute(f"select distinct {', '.join(keys)} from articles").fetchall()
    for group in groups:
        found = connection.execute(
            f"""
            select sum(penalty::decimal(18, 3))::double as penalty, sum(words)::double as words
            from articles where status = 'checked' and {same}
            group by document order by document""",
            list(group),
        ).fetchnumpy()
        counts = _counts(found)
        if counts.shape[1] > 1:
            _, drawn = resampled.resampled(counts, _RESAMPLES, per_100_words)
            if (interval := resampling.interval(drawn[:, 0])) is not None:
                yield tuple(group), interval


def _counts(found: dict[str, npt.NDArray[np.float64]]) -> Numbers:
    import numpy as np

    return np.stack([found["penalty"], found["words"]], axis=1)[None]


def _scores(
    connection: DuckDBPyConnection, heads: tuple[Column, ...]
) -> dict[Key, dict[str, float]]:
    """BLEU, chrF and TER of each group, of all its articles together."""
    keys = [head.name for head in heads]
    made: dict[Key, dict[str, float]] = defaultdict(dict)
    for metric in METRICS:
        found = connection.execute(
            f"""
            with counts as (
                select {", ".join(keys)}, target_lang, unnest({metric}_statistics) as value,
                    generate_subscripts({metric}_statistics, 1) as place from articles
            ), sums as (
                select {", ".join(keys)}, target_lang, place, sum(value) as value
                from counts group by all
            )
            select {", ".join(keys)}, target_lang, list(value order by place)
            from sums group by all"""
        ).fetchall()
        for *key, language, sums in found:
            judge = scoring.sacrebleu_metrics(languages.load(language))[metric]
            # As sacrebleu's own test of significance makes a score of counts.
            made[tuple(key)][metric] = float(judge._compute_score_from_stats(sums).score)  # noqa: SLF001
    return made

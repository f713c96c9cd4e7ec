"""Counting: the tables of a summary that one run alone gives.

DuckDB counts. Every query is ordered to the last tie, and what is added up is whole numbers or
decimals, so that the same run gives the same tables whatever the number of threads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mtcheck.summarising.tabling import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.tabling import Row

__all__ = ["SHORT", "Overview", "distributions", "notes", "overview", "tables", "worst"]

SHORT = 50
"""Words that a shorter article is taken to have where articles are ranked: one error in a headline
of three words does not make it the worst of a corpus."""

_NAMES = 50
_FORMS = 5
_FAILED = 200
_NOTES = 8
_BINS = 16
_STEPS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)
_QUANTILES = (
    ("least", 0.0),
    ("5%", 0.05),
    ("25%", 0.25),
    ("median", 0.5),
    ("75%", 0.75),
    ("95%", 0.95),
    ("most", 1.0),
)

_COUNT, _FIGURE, _SHARE = Kind.COUNT, Kind.FIGURE, Kind.SHARE
_SEVERITIES = (
    Column("critical", "Critical", _COUNT),
    Column("major", "Major", _COUNT),
    Column("minor", "Minor", _COUNT),
)
_FINDINGS = (
    Column("findings", "Findings", _COUNT),
    *_SEVERITIES,
    Column("share", "Of all", _SHARE),
    Column("articles", "Articles", _COUNT),
)
_BY_SEVERITY = """count(*) as findings,
    count(*) filter (severity = 'critical') as critical,
    count(*) filter (severity = 'major') as major,
    count(*) filter (severity = 'minor') as minor,
    count(*) / nullif((select count(*) from findings), 0) as share,
    count(distinct article) as articles"""
_POINTS = "sum(penalty::decimal(18, 3))::double"

Overview = dict[str, Any]


def overview(connection: DuckDBPyConnection) -> Overview:
    """The figures of the whole run, by their names."""
    cursor = connection.execute(f"""
        select count(*) as articles,
            count(*) filter (status = 'failed') as failed,
            count(*) filter (findings = 0) as clean,
            count(*) filter (fails) as fails,
            coalesce(sum(words), 0)::bigint as words,
            coalesce(sum(segments), 0)::bigint as segments,
            coalesce(sum(findings), 0)::bigint as findings,
            coalesce(sum(critical), 0)::bigint as critical,
            coalesce(sum(major), 0)::bigint as major,
            coalesce(sum(minor), 0)::bigint as minor,
            {_POINTS} as penalty,
            {_POINTS} * 100 / nullif(sum(words), 0) as penalty_per_100_words,
            case when count(distinct profile) = 1 then min(profile) end as profile,
            case when count(distinct profile) > 1 then null
                when min(profile) = 'google' then {_POINTS} / nullif(sum(segments), 0)
                else 100 - {_POINTS} * 100 / nullif(sum(words), 0) end as mqm,
            count(*) filter (len(failures) > 0) as broken,
            count(*) filter (bleu is not null) as scored
        from articles""")
    (row,) = cursor.fetchall()
    return dict(zip([str(column[0]) for column in cursor.description or ()], row, strict=True))


def notes(connection: DuckDBPyConnection) -> Iterator[str]:
    """What the reports of the articles note, and checks that crashed; the most frequent ones."""
    crashed = connection.execute("""
        select split_part(failure, ':', 1) as code, count(*) as n
        from (select unnest(failures) as failure from articles)
        group by code order by n desc, code""").fetchall()
    for code, count in crashed:
        yield f"check {code} crashed on {_articles(count)}: findings of it are missing"
    noted = connection.execute(
        """
        select min(note) as note, count(*) as n
        from (select unnest(notes) as note from articles)
        group by regexp_replace(note, '[0-9]+', '', 'g') order by n desc, note limit ?""",
        [_NOTES],
    ).fetchall()
    for note, count in noted:
        yield f"{_articles(count)}, for example: {note}" if count > 1 else note


def _articles(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"


def tables(connection: DuckDBPyConnection) -> Iterator[Table]:
    """Findings by what they are, names, and articles that failed."""
    yield _severities(connection)
    yield _checks(connection)
    yield _categories(connection)
    yield _garbled(connection)
    failed = _failed(connection)
    if failed.rows:
        yield failed


def _rows(connection: DuckDBPyConnection, sql: str, *values: object) -> tuple[Row, ...]:
    return tuple(connection.execute(sql, list(values)).fetchall())


def _severities(connection: DuckDBPyConnection) -> Table:
    rows = _rows(
        connection,
        """
        select severity, count(*), count(*) / sum(count(*)) over (), count(distinct article)
        from findings group by severity
        order by array_position(['critical', 'major', 'minor'], severity)""",
    )
    columns = (
        Column("severity", "Severity"),
        Column("findings", "Findings", _COUNT),
        Column("share", "Of all", _SHARE),
        Column("articles", "Articles", _COUNT),
    )
    return Table("severities", "Severities", "Findings by severity.", columns, rows)


def _checks(connection: DuckDBPyConnection) -> Table:
    rows = _rows(
        connection,
        f"""
        select code, name, {_BY_SEVERITY},
            sum(confidence::decimal(9, 6))::double / count(*) as confidence,
            count(suggestion) as suggestions, count(*) filter (safe) as safe
        from findings group by code, name order by findings desc, code, name""",
    )
    columns = (
        Column("code", "Check"),
        Column("name", "Name"),
        *_FINDINGS,
        Column("confidence", "Likely right", _SHARE),
        Column("suggestions", "With a suggestion", _COUNT),
        Column("safe", "Safe to apply", _COUNT),
    )
    words = (
        "Findings by check. “Likely right” is the mean confidence of its findings: the measured"
        " share of such findings that are right."
    )
    return Table("checks", "Checks", words, columns, rows)


def _categories(connection: DuckDBPyConnection) -> Table:
    rows = _rows(
        connection,
        f"""
        select dimension, category, {_BY_SEVERITY}
        from findings group by dimension, category
        order by findings desc, category, dimension""",
    )
    columns = (Column("dimension", "Dimension"), Column("category", "Category"), *_FINDINGS)
    return Table("categories", "Categories", "Findings by MQM category.", columns, rows)


def worst(connection: DuckDBPyConnection, most: int) -> Table:
    """The articles with the most penalty points for their length."""
    rows = _rows(
        connection,
        """
        select article, document, system, language_pair, words, findings, critical, major, minor,
            penalty, penalty_per_100_words, mqm
        from articles where findings > 0
        order by penalty * 100 / greatest(words, ?) desc, penalty desc, article limit ?""",
        SHORT,
        most,
    )
    columns = (
        Column("article", "Number", Kind.ARTICLE),
        Column("document", "Article"),
        Column("system", "System"),
        Column("language_pair", "Languages"),
        Column("words", "Words", _COUNT),
        Column("findings", "Findings", _COUNT),
        *_SEVERITIES,
        Column("penalty", "Penalty points", _FIGURE),
        Column("penalty_per_100_words", "Per 100 words", _FIGURE),
        Column("mqm", "MQM", _FIGURE),
    )
    words = (
        "Articles with the most penalty points per 100 words; those of fewer than"
        f" {SHORT} words are ranked as if they had {SHORT}."
    )
    total = connection.execute("select count(*) from articles where findings > 0").fetchall()
    return Table("articles", "Worst articles", words, columns, rows, int(total[0][0]))


def _garbled(connection: DuckDBPyConnection) -> Table:
    found = connection.execute(
        """
        with forms as (
            select name, form, count(*) as n from garbled_names
            where name is not null and name <> form group by name, form
        ), names as (
            select name, sum(n)::bigint as times, count(*) as ways,
                list({'form': form, 'n': n} order by n desc, form)[:?] as most
            from forms group by name
        )
        select name, times, ways, most, count(*) over () as total,
            (select count(distinct article) from garbled_names g where g.name = names.name)
        from names order by times desc, name limit ?""",
        [_FORMS, _NAMES],
    ).fetchall()
    rows = tuple(
        (name, times, articles, ways, _forms(most))
        for name, times, ways, most, _, articles in found
    )
    columns = (
        Column("name", "Name"),
        Column("times", "Times wrong", _COUNT),
        Column("articles", "Articles", _COUNT),
        Column("ways", "Wrong forms", _COUNT),
        Column("forms", "Most often as"),
    )
    words = (
        "Names most often garbled (N101), taken for another (N102) or spelt in two ways (N103),"
        " where it is known what they should be."
    )
    return Table("names", "Names", words, columns, rows, int(found[0][4]) if found else 0)


def _forms(most: Sequence[dict[str, Any]]) -> str:
    """As in ``Marcon (12), Makron (3)``."""
    return ", ".join(f"{form['form']} ({form['n']:,})" for form in most)


def _failed(connection: DuckDBPyConnection) -> Table:
    rows = _rows(
        connection,
        """
        select document, system, language_pair, error_kind, error
        from articles where status = 'failed' order by article limit ?""",
        _FAILED,
    )
    columns = (
        Column("document", "Article"),
        Column("system", "System"),
        Column("language_pair", "Languages"),
        Column("error_kind", "Kind"),
        Column("error", "Error"),
    )
    total = connection.execute("select count(*) from articles where status = 'failed'").fetchall()
    words = "Articles that could not be checked; no other figure counts them."
    return Table("failed", "Failed articles", words, columns, rows, int(total[0][0]))


def distributions(connection: DuckDBPyConnection) -> Iterator[Table]:
    """How the articles' MQM scores and penalties lie: quantiles, and counts by steps."""
    fractions = [fraction for _, fraction in _QUANTILES]
    ((mqm, penalty),) = connection.execute(
        "select quantile_cont(mqm, ?), quantile_cont(penalty_per_100_words, ?) from articles",
        [fractions, fractions],
    ).fetchall()
    if mqm is None:
        return
    columns = (
        Column("quantile", "Articles"),
        Column("mqm", "MQM score", _FIGURE),
        Column("penalty_per_100_words", "Penalty per 100 words", _FIGURE),
    )
    rows = tuple(
        (name, *values) for (name, _), *values in zip(_QUANTILES, mqm, penalty, strict=True)
    )
    words = "A quarter of the articles has values up to that of the line 25%, and so on."
    yield Table("quantiles", "Quantiles", words, columns, rows)
    for name, title, column, found in (
        ("mqm", "MQM scores", "mqm", mqm),
        ("penalties", "Penalties per 100 words", "penalty_per_100_words", penalty),
    ):
        yield _steps(connection, name, title, column, (found[1], found[5], found[0], found[-1]))


def _steps(
    connection: DuckDBPyConnection,
    name: str,
    title: str,
    column: str,
    within: tuple[float, float, float, float],
) -> Table:
    """Counts by steps: equal ones for nine tenths of the articles, one more for either rest."""
    low, high, least, most = within
    step = next((s for s in _STEPS if (high - low) / s <= _BINS), _STEPS[-1])
    # A step holds its upper end where more is better, so that 100 is not alone, and 0 is.
    start = low // step * step
    found = dict(
        connection.execute(
            f"""
            select least(greatest(ceil(round(({column} - ?) / ?, 9)) - 1, -1), ?)::integer as step,
                count(*)
            from articles where {column} is not null group by step""",
            [start, step, int((high - start) / step) + 1],
        ).fetchall()
    )
    rows = []
    for at in range(min(found), max(found) + 1):
        lower, upper = round(start + at * step, 6), round(start + (at + 1) * step, 6)
        if at == min(found) and at < 0:
            lower = least
        if at == max(found):
            upper = max(upper, most)
        rows.append((lower, upper, found.get(at, 0)))
    columns = (
        Column("above", "Above", _FIGURE),
        Column("up_to", "Up to", _FIGURE),
        Column("articles", "Articles", _COUNT),
    )
    words = "How many articles have a value above the first figure and up to the second."
    return Table(name, title, words, columns, tuple(rows))

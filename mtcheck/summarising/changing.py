"""What has changed since another run: findings that are new or resolved, and figures.

Articles are the same by document, system and language pair. A finding is the same as
:func:`mtcheck.fingerprint.matches` says, article by article: by its fingerprint, else by quote and
the words before it, else by quote and the words after. That is done here in SQL, for any number of
findings; a test holds the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.batch import identity
from mtcheck.batch.ledger import Ledger
from mtcheck.summarising import resampled
from mtcheck.summarising.grouping import per_100_words
from mtcheck.summarising.tabling import Column, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt
    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.opening import Opened
    from mtcheck.summarising.tabling import Cell, Row

    Numbers = npt.NDArray[np.float64]

__all__ = ["differences", "prepare", "tables"]

_NOTHING = "00000000"  # the part of a fingerprint whose side is empty
_MOST = 1000  # findings that are listed
_MOST_GROUPS = 200
_COUNT, _FIGURE, _CHANGE = Kind.COUNT, Kind.FIGURE, Kind.CHANGE


def differences(run: Opened, old: Opened) -> list[str]:
    """What differs between the two runs in what decides their findings, a line each."""
    before, now = (Ledger(one.folder).run().identity for one in (old, run))
    return identity.differences(before, now)


def prepare(connection: DuckDBPyConnection) -> None:
    """Make the tables ``same``, ``fresh`` and ``gone`` of a connection with a baseline.

    ``same`` has the articles that both runs checked; ``fresh`` are the findings that are new in
    those, ``gone`` the ones that are resolved, by article and number.
    """
    connection.execute("""
        create temp table same as
        select n.article, o.article as old_article, n.input_sha256 <> o.input_sha256 as edited
        from articles n join old_articles o on n.document = o.document
            and n.language_pair = o.language_pair and n.system is not distinct from o.system
        where n.status = 'checked' and o.status = 'checked'""")
    columns = (
        "f.finding, f.fingerprint_place as place, f.fingerprint_before as side_1,"
        " f.fingerprint_after as side_2"
    )
    connection.execute(f"""
        create temp table fresh as select s.article, {columns}
        from findings f join same s on s.article = f.article
            anti join old_findings o
            on o.article = s.old_article and o.fingerprint = f.fingerprint""")
    connection.execute(f"""
        create temp table gone as select s.article, {columns}
        from old_findings f join same s on s.old_article = f.article
            anti join findings n
            on n.article = s.article and n.fingerprint = f.fingerprint""")
    for side in ("side_1", "side_2"):
        _pair_off(connection, side)


def _pair_off(connection: DuckDBPyConnection, side: str) -> None:
    """Take out of ``fresh`` and ``gone`` what has the same quote and the same words on a side."""
    waiting = f"""
        select *, row_number() over (partition by article, place, {side} order by finding) as turn
        from {{}} where {side} <> '{_NOTHING}'"""
    connection.execute(f"""
        create or replace temp table met as
        select n.article, n.finding as new_finding, o.finding as old_finding
        from ({waiting.format("fresh")}) n join ({waiting.format("gone")}) o
            using (article, place, {side}, turn)""")
    for table, column in (("fresh", "new_finding"), ("gone", "old_finding")):
        connection.execute(
            f"delete from {table} where (article, finding) in (select article, {column} from met)"
        )


def tables(connection: DuckDBPyConnection) -> Iterator[Table]:
    """The tables of a prepared connection."""
    yield _overview(connection)
    yield _scores(connection)
    yield _checks(connection)
    for table, fresh in (("new", True), ("resolved", False)):
        yield _listed(connection, table, fresh=fresh)


def _one(connection: DuckDBPyConnection, sql: str) -> int:
    ((value,),) = connection.execute(sql).fetchall()
    return int(value)


_IN_COMMON = (
    ("articles that both runs checked", "select count(*) from same"),
    ("of these with other texts than before", "select count(*) from same where edited"),
    (
        "articles that only this run checked",
        "select count(*) from articles anti join same using (article) where status = 'checked'",
    ),
    (
        "articles that only the baseline checked",
        """select count(*) from old_articles o anti join same s on s.old_article = o.article
        where status = 'checked'""",
    ),
    ("new findings, in articles of both", "select count(*) from fresh"),
    ("resolved findings, in articles of both", "select count(*) from gone"),
    (
        "findings as before",
        """select (select count(*) from findings semi join same using (article))
            - (select count(*) from fresh)""",
    ),
    (
        "findings in articles that only this run checked",
        "select count(*) from findings anti join same using (article)",
    ),
    (
        "findings in articles that only the baseline checked",
        "select count(*) from old_findings o anti join same s on s.old_article = o.article",
    ),
)


def _overview(connection: DuckDBPyConnection) -> Table:
    rows = tuple((words, _one(connection, sql)) for words, sql in _IN_COMMON)
    columns = (Column("what", "What"), Column("number", "Number", _COUNT))
    words = "What both runs have in common, and findings that came or went."
    return Table("change", "Change", words, columns, rows)


def _scores(connection: DuckDBPyConnection) -> Table:
    """Penalty points then and now, over the articles that both runs have."""
    groups = connection.execute(
        """
        select language_pair, system, count(*) as n from articles join same using (article)
        group by language_pair, system order by language_pair, system nulls first limit ?""",
        [_MOST_GROUPS],
    ).fetchall()
    rows: list[Row] = []
    if len(groups) != 1:
        rows.append(("all", None, *_before_and_now(connection, "true", ())))
    where = "n.language_pair = ? and n.system is not distinct from ?"
    for language_pair, system, _ in groups:
        values = _before_and_now(connection, where, (language_pair, system))
        rows.append((language_pair, system, *values))
    columns = (
        Column("language_pair", "Languages"),
        Column("system", "System"),
        Column("articles", "Articles", _COUNT),
        Column("before", "Before", _FIGURE),
        Column("now", "Now", _FIGURE),
        Column("difference", "Difference", _CHANGE),
        Column("low", "from", _CHANGE),
        Column("high", "to", _CHANGE),
    )
    words = (
        "Penalty points per 100 words, of the articles that both runs checked. “From” and “to”"
        " are the 95% interval of the difference by paired bootstrap samples of documents."
    )
    return Table("scores", "Scores then and now", words, columns, tuple(rows))


def _before_and_now(
    connection: DuckDBPyConnection, where: str, values: tuple[object, ...]
) -> tuple[Cell, ...]:
    import numpy as np

    found = connection.execute(
        f"""
        select count(*) as articles,
            sum(n.penalty::decimal(18, 3))::double as now, sum(n.words)::double as now_words,
            sum(o.penalty::decimal(18, 3))::double as before, sum(o.words)::double as before_words
        from same join articles n on n.article = same.article
            join old_articles o on o.article = same.old_article
        where {where} group by n.document, n.language_pair
        order by n.document, n.language_pair""",
        list(values),
    ).fetchnumpy()
    articles = int(found["articles"].sum())
    if not articles:
        return 0, None, None, None, None, None
    counts: Numbers = np.stack(
        [
            np.stack([found["before"], found["before_words"]], axis=1),
            np.stack([found["now"], found["now_words"]], axis=1),
        ]
    )
    real, drawn = resampled.resampled(counts, resampled.how_many(1), per_100_words)
    difference = float(real[1] - real[0])
    low, high, _ = resampled.compared(difference, drawn[:, 1] - drawn[:, 0])
    ends = (low, high) if counts.shape[1] > 1 else (None, None)
    return articles, float(real[0]), float(real[1]), difference, *ends


def _checks(connection: DuckDBPyConnection) -> Table:
    rows = connection.execute("""
        with counts as (
            select code, name, count(*) as fresh, 0 as gone
            from findings join fresh using (article, finding) group by code, name
            union all
            select code, name, 0, count(*)
            from gone g join same s using (article)
                join old_findings f on f.article = s.old_article and f.finding = g.finding
            group by code, name
        )
        select code, min(name), sum(fresh)::bigint, sum(gone)::bigint, sum(fresh - gone)::bigint
        from counts group by code order by sum(fresh + gone) desc, code""").fetchall()
    columns = (
        Column("code", "Check"),
        Column("name", "Name"),
        Column("new", "New", _COUNT),
        Column("resolved", "Resolved", _COUNT),
        Column("net", "More or fewer", _COUNT),
    )
    words = "New and resolved findings by check, in articles that both runs checked."
    return Table("changed-checks", "Change by check", words, columns, tuple(rows))


def _listed(connection: DuckDBPyConnection, name: str, *, fresh: bool) -> Table:
    """The new or the resolved findings, the worst first."""
    source = (
        "findings f join fresh using (article, finding)"
        if fresh
        else "gone g join same s using (article)"
        " join old_findings f on f.article = s.old_article and f.finding = g.finding"
    )
    # The article has the number that it has in this run, also where a finding of the old one is.
    article = "article" if fresh else "g.article"
    rows = connection.execute(
        f"""
        select {article}, f.document, f.system, f.language_pair, f.severity, f.code, f.name,
            f.confidence, f.text, f.suggestion, f.message
        from {source}
        order by array_position(['critical', 'major', 'minor'], f.severity), f.confidence desc,
            {article}, f.finding limit ?""",
        [_MOST],
    ).fetchall()
    columns = (
        Column("article", "Number", Kind.ARTICLE),
        Column("document", "Article"),
        Column("system", "System"),
        Column("language_pair", "Languages"),
        Column("severity", "Severity"),
        Column("code", "Check"),
        Column("name", "Name"),
        Column("confidence", "Likely right", Kind.SHARE),
        Column("text", "Text"),
        Column("suggestion", "Suggestion"),
        Column("message", "Message"),
    )
    title = "New findings" if fresh else "Resolved findings"
    words = (
        "Findings that the baseline has not, in articles that both runs checked; the worst first."
        if fresh
        else "Findings of the baseline that are no longer there, in articles that both checked."
    )
    total = _one(connection, f"select count(*) from {'fresh' if fresh else 'gone'}")
    return Table(name, title, words, columns, tuple(rows), total)

"""The views of a run: what a query may ask, and the one place where DuckDB is opened.

The connection reads the Parquet files of one run (two, with a baseline) and nothing else: they are
named one by one, access to everything else is off, extensions are neither installed nor loaded,
names of Python variables mean nothing, and the configuration is locked before the first question.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.batch import tables
from mtcheck.errors import InputError, MissingExtra

if TYPE_CHECKING:
    from collections.abc import Iterator

    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.opening import Opened

__all__ = ["DERIVED", "OLD", "View", "connected", "duck", "first_line"]

OLD = "old_"
"""What the names of a baseline's views begin with."""

_HINT = "pip install 'mtcheck[batch]'"
_MEMORY = "400MB"  # beyond it DuckDB works on disk
_CONFIGURATION = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_unsigned_extensions": "false",
    "python_enable_replacements": "false",
    "memory_limit": _MEMORY,
}
_KINDS = {
    "string": "varchar",
    "int32": "integer",
    "int64": "bigint",
    "double": "double",
    "bool": "boolean",
    "list<string>": "varchar[]",
    "list<double>": "double[]",
}


class View(NamedTuple):
    """A view made from the tables; ``words`` say what one row is."""

    name: str
    words: str
    sql: str


# Penalty points are added as decimals: sums of those are the same in whatever order they are made.
DERIVED = (
    View(
        "by_check",
        "A check that found something: its findings by severity, the articles they are in, how"
        " many have a suggestion, and how many can be fixed safely.",
        """
        select code, name, count(*) as findings,
            count(*) filter (severity = 'minor') as minor,
            count(*) filter (severity = 'major') as major,
            count(*) filter (severity = 'critical') as critical,
            count(distinct article) as articles,
            count(suggestion) as suggestions,
            count(*) filter (safe) as safe
        from findings group by code, name order by findings desc, code
        """,
    ),
    View(
        "by_system",
        "A system and language pair: articles, failed ones, words, findings by severity, penalty"
        " points, and those for a hundred words of all its articles together.",
        """
        select system, language_pair, count(*) as articles,
            count(*) filter (status = 'failed') as failed,
            coalesce(sum(words), 0)::bigint as words,
            coalesce(sum(findings), 0)::bigint as findings,
            coalesce(sum(minor), 0)::bigint as minor,
            coalesce(sum(major), 0)::bigint as major,
            coalesce(sum(critical), 0)::bigint as critical,
            sum(penalty::decimal(18, 3))::double as penalty,
            sum(penalty::decimal(18, 3))::double * 100 / nullif(sum(words), 0)
                as penalty_per_100_words
        from articles group by system, language_pair order by system nulls first, language_pair
        """,
    ),
    View(
        "garbled_names",
        "A finding about the form of a name (N101, N102, N103): the name as it should be, where"
        " that is known, and the form that stands in the translation.",
        """
        select article, document, system, language_pair, code, severity, confidence,
            coalesce(nullif(suggestion, ''), reference_text) as name, text as form
        from findings where code in ('N101', 'N102', 'N103') and text <> ''
        """,
    ),
)


def duck() -> Any:  # noqa: ANN401 - a module
    """The module; raises :class:`MissingExtra` where it is not installed."""
    try:
        import duckdb
    except ImportError:
        feature = "asking the tables of a run"
        raise MissingExtra(feature, hint=_HINT) from None
    return duckdb


@contextmanager
def connected(run: Opened, old: Opened | None = None) -> Iterator[DuckDBPyConnection]:
    """A locked connection with the views of ``run``, and with those of ``old`` after ``old_``.

    Raises :class:`InputError` where a file is not what it should be.
    """
    duckdb = duck()
    spill = tempfile.mkdtemp(prefix="mtcheck-")
    connection = duckdb.connect(":memory:", config={**_CONFIGURATION, "temp_directory": spill})
    try:
        files = [str(path) for one in (run, old) if one is not None for path in _paths(one)]
        connection.execute(f"set allowed_paths = {_list(files)}")
        connection.execute("set enable_external_access = false")
        for one, prefix in ((run, ""), (old, OLD)):
            if one is not None:
                _views(connection, one, prefix)
        connection.execute("set lock_configuration = true")
        yield connection
    except duckdb.Error as error:
        message = f"cannot be read: {first_line(error)}"
        raise InputError(message, path=str(run.folder)) from None
    finally:
        connection.close()
        shutil.rmtree(spill, ignore_errors=True)


def first_line(error: Exception) -> str:
    """What an error of DuckDB says, in one line and without its name."""
    text = str(error).strip().partition("\n")[0]
    return text.partition(" Error: ")[2] or text


def _paths(run: Opened) -> Iterator[Any]:
    for table in tables.TABLES:
        yield from (path.absolute() for path in run.files(table))


def _views(connection: DuckDBPyConnection, run: Opened, prefix: str) -> None:
    for table in tables.TABLES:
        files = [str(path.absolute()) for path in run.files(table)]
        # Columns by name and in the order of the schema, whatever an older release wrote.
        there = _there(connection, table, files)
        columns = ", ".join(
            f'"{c.name}"' if c.name in there else f'null::{_KINDS[c.kind]} as "{c.name}"'
            for c in table.columns
        )
        connection.execute(
            f"create view {prefix}{table.name} as select {columns} from "
            f"read_parquet({_list(files)}, hive_partitioning = false, union_by_name = true)"
        )
    if not prefix:
        for view in DERIVED:
            connection.execute(f"create view {view.name} as {view.sql}")


def _there(connection: DuckDBPyConnection, table: tables.Table, files: list[str]) -> set[str]:
    """The columns that the files have: within a version of the schema some may be newer."""
    found = connection.execute(
        f"describe select * from read_parquet({_list(files[:1])}, hive_partitioning = false)"
    ).fetchall()
    names = {row[0] for row in found}
    missing = [column for column in table.columns if column.name not in names and not column.null]
    if missing:
        message = f"has no column {missing[0].name}: it is not of this version of the tables"
        raise InputError(message, path=files[0])
    return names


def _list(texts: list[str]) -> str:
    """Strings as a list in SQL."""
    return "[" + ", ".join("'" + text.replace("'", "''") + "'" for text in texts) + "]"

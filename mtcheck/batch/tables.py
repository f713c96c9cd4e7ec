"""The tables of a run: their columns, their version, and how they are written and read.

A run is a folder. Each table is a folder of Parquet files in it, one a shard::

    RUN/articles/part-000000.parquet    one row an article, failed ones too
    RUN/segments/part-000000.parquet    one row a segment of the translation
    RUN/findings/part-000000.parquet    one row a shown finding
    RUN/timings/part-000000.parquet     one row an article: the seconds that it took
    RUN/run/part-000000.parquet         one row: settings, versions, hashes

The number of the file is that of the shard; ``run`` has one file. Rows stand in the order of the
input. All tables but ``timings`` are the same to the byte however often the run was interrupted
and however many workers it had: what a clock says stands in ``timings`` alone.

Within a schema version columns may be added, at the end; none changes its meaning or goes away.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from mtcheck.errors import MissingExtra
from mtcheck.finding import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    import pyarrow as pa

__all__ = [
    "ARTICLES",
    "FINDINGS",
    "OF_SHARDS",
    "RUN",
    "SEGMENTS",
    "TABLES",
    "TIMINGS",
    "VERSION",
    "Column",
    "Table",
    "encode",
    "part",
    "parts",
    "schema",
]

VERSION = 1
"""The version of the schema; every file carries it in its metadata, ``mtcheck.schema``."""

_HINT = "pip install 'mtcheck[batch]'"


class Column(NamedTuple):
    """A column: its Arrow type, whether it may be null, and what it says."""

    name: str
    kind: str
    words: str
    null: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a run; ``words`` say what one row is."""

    name: str
    words: str
    columns: tuple[Column, ...]


_OF_ARTICLE = (
    Column("article", "int64", "The number of the article in the input, from 0; joins the tables."),
    Column("document", "string", "The document's name as the input has it."),
    Column(
        "system", "string", "The system that translated it, where the input says so.", null=True
    ),
    Column("source_lang", "string", "Language of the source; null without a source.", null=True),
    Column("target_lang", "string", "Language of the translation."),
    Column("language_pair", "string", "As in `ru-en`; `*-en` without a source."),
)

_SUPPRESSED = tuple(
    Column(f"suppressed_{reason.value}", "int32", f"Findings not shown, for the reason `{reason}`.")
    for reason in Reason
)

ARTICLES = Table(
    "articles",
    "An article: a document as one system translated it. One that failed has its error, and null"
    " for all that was not found out.",
    (
        *_OF_ARTICLE,
        Column("shard", "int32", "The shard, which is the number in the names of the files."),
        Column("path", "string", "The file of the translation, as given.", null=True),
        Column(
            "row",
            "int64",
            "The row or line of the input that it begins at, from 1; null of a folder's files.",
            null=True,
        ),
        Column("aligned", "bool", "Whether line n of the texts belongs together."),
        Column("status", "string", "`checked` or `failed`."),
        Column(
            "error_kind",
            "string",
            "Of a failed article: `input` (cannot be read), `crash` (an error in mtcheck),"
            " `timeout`, `killed` (ended the process that checked it).",
            null=True,
        ),
        Column("error", "string", "What went wrong, in one line.", null=True),
        Column("words", "int32", "Words of the translation, as the MQM score counts.", null=True),
        Column("segments", "int32", "Segments of the translation.", null=True),
        Column("findings", "int32", "Shown findings.", null=True),
        Column("minor", "int32", "Those that are minor.", null=True),
        Column("major", "int32", "Those that are major.", null=True),
        Column("critical", "int32", "Those that are critical.", null=True),
        *(column._replace(null=True) for column in _SUPPRESSED),
        Column("profile", "string", "The scoring profile, `mqm2` or `google`.", null=True),
        Column("mqm", "double", "The MQM score in that profile.", null=True),
        Column("penalty", "double", "Penalty points of the shown findings.", null=True),
        Column("penalty_per_100_words", "double", "The same for a hundred words.", null=True),
        Column("failed_mqm", "bool", "A critical error fails the text (`mqm2`).", null=True),
        Column(
            "fails", "bool", "A finding or figure is beyond the bounds of the settings.", null=True
        ),
        Column("bleu", "double", "Against the reference; null unless asked for.", null=True),
        Column("chrf", "double", "Likewise.", null=True),
        Column("ter", "double", "Likewise; less is better.", null=True),
        Column("failures", "list<string>", "Checks that crashed, as `N101: message`.", null=True),
        Column("notes", "list<string>", "What a reader must know, as in reports.", null=True),
        Column("input_sha256", "string", "Of the texts and what the input says of them."),
        Column(
            "bleu_statistics",
            "list<double>",
            "The counts that `bleu` is made of, as sacrebleu keeps them: those of several articles,"
            " added up, give the figure of all together.",
            null=True,
        ),
        Column("chrf_statistics", "list<double>", "Likewise.", null=True),
        Column("ter_statistics", "list<double>", "Likewise.", null=True),
    ),
)

SEGMENTS = Table(
    "segments",
    "A segment of the translation: a sentence, a headline, a list item.",
    (
        *_OF_ARTICLE,
        Column("segment", "int32", "Its number in the article, from 0."),
        Column("block", "int32", "The paragraph or, of an aligned article, the row, from 0."),
        Column("start", "int32", "Where it starts in the translation, in code points."),
        Column("end", "int32", "Where it ends, exclusive."),
        Column("text", "string", "The segment."),
        Column("reference", "string", "What it is aligned with in the reference.", null=True),
        Column("source", "string", "What it is aligned with in the source.", null=True),
        Column("score", "double", "Penalty points of its findings; 0 is best."),
        Column(
            "quality",
            "double",
            "The span model's score, 1 for perfect; null without it.",
            null=True,
        ),
        Column(
            "bleu",
            "double",
            "Of the aligned pair that begins with it, against the reference; null unless asked for"
            " and for the other segments of the pair.",
            null=True,
        ),
        Column("chrf", "double", "Likewise.", null=True),
        Column("ter", "double", "Likewise.", null=True),
    ),
)

FINDINGS = Table(
    "findings",
    "A place that is likely wrong, as `mtcheck check` shows it.",
    (
        *_OF_ARTICLE,
        Column("finding", "int32", "Its number in the article, in the order of the text, from 0."),
        Column("segment", "int32", "The segment it counts for.", null=True),
        Column("code", "string", "The check, as in `N101`."),
        Column("name", "string", "The check, as in `garbled-name`."),
        Column("category", "string", "MQM: dimension/type."),
        Column("dimension", "string", "The part of the category before the slash."),
        Column("severity", "string", "`minor`, `major` or `critical`."),
        Column("confidence", "double", "The measured share of such findings that are right."),
        Column("start", "int32", "Where it starts in the translation, in code points."),
        Column("end", "int32", "Where it ends; an omission ends where it starts."),
        Column("text", "string", "The translation from start to end."),
        Column("line", "int64", "The line of the file or row of the input, from 1."),
        Column("column", "int32", "Code points from 1, in that line or the row's translation."),
        Column("reference_text", "string", "What the reference has there.", null=True),
        Column("source_text", "string", "What the source has there.", null=True),
        Column("suggestion", "string", "What should stand in place of the text.", null=True),
        Column("safe", "bool", "Whether `mtcheck fix` applies it without `--unsafe`."),
        Column("message", "string", "What is wrong, in one line."),
        Column("basis", "string", "`reference`, `source`, `article`, `lexicon` or `text`."),
        Column("evidence", "list<string>", "The checks that agree, the finding's own first."),
        Column("fingerprint", "string", "By which it is known again; unique in its article."),
        Column("fingerprint_place", "string", "Its first part: code, unit and quote."),
        Column("fingerprint_before", "string", "Its second part: the letters before."),
        Column("fingerprint_after", "string", "Its third part: the letters after."),
        Column("fingerprint_number", "int32", "Its last part: which of its equals it is."),
        Column("unit_id", "string", "The file's own name for the unit it is in.", null=True),
        Column("unit_path", "string", "Where the unit stands in the file's structure.", null=True),
    ),
)

TIMINGS = Table(
    "timings",
    "How long an article took. The one table that differs from run to run.",
    (*_OF_ARTICLE, Column("seconds", "double", "From its texts to its rows.")),
)

RUN = Table(
    "run",
    "The run: what decided its findings.",
    (
        Column("schema_version", "int32", "The version of these tables."),
        Column("run", "string", "A digest of all that follows: equal runs have equal ones."),
        Column("version", "string", "The version of mtcheck."),
        Column("versions", "list<string>", "Those of Python and the libraries that decide."),
        Column("settings", "string", "The settings and files that were given, as JSON."),
        Column("input_kind", "string", "`folder`, `manifest`, `pair`, `wmt` or `sacrebleu`."),
        Column("input", "string", "The input as given."),
        Column("input_sha256", "string", "Of all texts, in their order."),
        Column("articles", "int64", "Articles in the input."),
        Column("rows", "int64", "Rows or lines in the input."),
        Column("shards", "int32", "Files that each table but this one has."),
        Column("systems", "list<string>", "The systems, sorted."),
        Column("language_pairs", "list<string>", "The language pairs, sorted."),
        Column("model", "string", "The span model; null without one.", null=True),
        Column("model_sha256", "string", "Of its files.", null=True),
        Column(
            "sacrebleu",
            "list<string>",
            "Signatures of BLEU, chrF and TER, as in `de bleu nrefs:1|…`, for each target"
            " language; empty unless asked for.",
        ),
    ),
)

OF_SHARDS = (ARTICLES, SEGMENTS, FINDINGS, TIMINGS)
"""The tables that every shard has a file of, in the order in which they are written."""

TABLES = (*OF_SHARDS, RUN)
"""Every table."""


def part(run: Path, table: Table, shard: int) -> Path:
    """The file of a table for a shard."""
    return run / table.name / f"part-{shard:06d}.parquet"


def parts(run: Path, table: Table) -> Iterator[Path]:
    """The files of a table that are there, in the order of the shards."""
    yield from sorted((run / table.name).glob("part-*.parquet"))


def schema(table: Table) -> pa.Schema:
    """The table's Arrow schema; raises :class:`MissingExtra` without pyarrow."""
    pa = _pyarrow()
    kinds = {
        "string": pa.string(),
        "int32": pa.int32(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "list<string>": pa.list_(pa.field("element", pa.string(), nullable=False)),
        "list<double>": pa.list_(pa.field("element", pa.float64(), nullable=False)),
    }
    fields = [pa.field(c.name, kinds[c.kind], nullable=c.null) for c in table.columns]
    metadata = {"mtcheck.table": table.name, "mtcheck.schema": str(VERSION)}
    return pa.schema(fields, metadata=metadata)


def encode(table: Table, rows: Iterable[Mapping[str, object]]) -> bytes:
    """A Parquet file of ``rows``: equal rows give equal bytes (with equal versions of pyarrow).

    A column that a row leaves out is null. Raises :class:`ValueError` for a null where there
    must be none, and for a column that the table does not have.
    """
    _pyarrow()
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, list[object]] = {c.name: [] for c in table.columns}
    for row in rows:
        if unknown := row.keys() - columns.keys():
            message = f"{table.name} has no column {min(unknown)}"
            raise ValueError(message)
        for name, values in columns.items():
            values.append(row.get(name))
    for column in table.columns:
        if not column.null and None in columns[column.name]:
            message = f"{table.name}.{column.name} cannot be null"
            raise ValueError(message)
    made = pa.Table.from_pydict(columns, schema=schema(table))
    sink = pa.BufferOutputStream()
    pq.write_table(made, sink, compression="zstd", version="2.6")
    return bytes(sink.getvalue())


def _pyarrow() -> Any:  # noqa: ANN401 - a module
    try:
        import pyarrow as pa
    except ImportError:
        feature = "a batch"
        raise MissingExtra(feature, hint=_HINT) from None
    return pa

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest

from mtcheck.batch import tables

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLES: dict[str, Any] = {
    "string": "ßЖ\u2028'=1+1",
    "int32": 7,
    "int64": 1 << 40,
    "double": 0.25,
    "bool": True,
    "list<string>": ["a", "b"],
    "list<double>": [1.0, 2.5],
}


def _read(raw: bytes) -> Any:  # noqa: ANN401 - pyarrow has no types
    import pyarrow.parquet as pq

    return pq.read_table(io.BytesIO(raw))


def _row(table: tables.Table, **given: object) -> dict[str, Any]:
    return {c.name: EXAMPLES[c.kind] for c in table.columns} | given


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda t: t.name)
def test_a_table_comes_back_as_written(table: tables.Table) -> None:
    empty = {c.name: None if c.null else EXAMPLES[c.kind] for c in table.columns}
    raw = tables.encode(table, [_row(table), empty])
    read = _read(raw)
    assert read.to_pylist() == [_row(table), empty]
    assert read.schema.metadata[b"mtcheck.schema"] == str(tables.VERSION).encode()
    assert read.schema.metadata[b"mtcheck.table"] == table.name.encode()
    assert read.schema.equals(tables.schema(table))


@pytest.mark.parametrize("table", tables.TABLES, ids=lambda t: t.name)
def test_equal_rows_have_equal_bytes_and_none_are_a_table_too(table: tables.Table) -> None:
    rows = [_row(table) for _ in range(50)]
    assert tables.encode(table, rows) == tables.encode(table, iter(rows))
    nothing = _read(tables.encode(table, []))
    assert nothing.num_rows == 0
    assert nothing.schema.equals(tables.schema(table))


def test_a_null_where_none_may_be_is_refused() -> None:
    with pytest.raises(ValueError, match=r"findings\.code cannot be null"):
        tables.encode(tables.FINDINGS, [_row(tables.FINDINGS, code=None)])


def test_a_column_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no column colour"):
        tables.encode(tables.RUN, [_row(tables.RUN, colour="red")])


def test_every_table_says_what_its_rows_and_columns_are() -> None:
    for table in tables.TABLES:
        assert table.words.endswith(".")
        names = [c.name for c in table.columns]
        assert len(set(names)) == len(names)
        assert all(c.words.endswith(".") for c in table.columns)


def test_parts_come_in_the_order_of_the_shards(tmp_path: Path) -> None:
    for shard in (10, 2, 1_000_000):
        file = tables.part(tmp_path, tables.ARTICLES, shard)
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(tables.encode(tables.ARTICLES, []))
    (tmp_path / "articles" / ".part-000003.parquet.tmp").write_bytes(b"")
    shards = [int(p.stem.partition("-")[2]) for p in tables.parts(tmp_path, tables.ARTICLES)]
    assert shards == [2, 10, 1_000_000]

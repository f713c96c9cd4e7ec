from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from made_runs import Made, finding, made

from mtcheck.batch import tables
from mtcheck.errors import InputError
from mtcheck.summarising import querying
from mtcheck.summarising.opening import opened
from mtcheck.summarising.views import DERIVED

ROOT = Path(__file__).parents[2]
HOSTILE = "\x1b[31m\u202eevil\x07=1+1"


@pytest.fixture
def run(tmp_path: Path) -> Path:
    articles = [
        Made(
            "a",
            "one",
            texts=[("x", "y", None)],
            findings=[finding(), finding("Q201", "minor", text="=90")],
        ),
        Made("b", "one", findings=[finding(text=HOSTILE, message=HOSTILE)]),
        Made("a", "two", error="cannot be read"),
    ]
    return made(tmp_path / "run", articles, shards=3)


def ask(run: Path, sql: str, form: str = "jsonl") -> str:
    return "".join(querying.answer(opened(run, thorough=False), sql, form))


def refused(run: Path, sql: str) -> str:
    with pytest.raises(InputError) as caught:
        ask(run, sql)
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("view", [t.name for t in tables.TABLES] + [v.name for v in DERIVED])
def test_every_view_has_rows_and_is_documented(run: Path, view: str) -> None:
    assert int(json.loads(ask(run, f"select count(*) as n from {view}"))["n"]) > 0  # noqa: S608
    pages = [(ROOT / "docs" / page).read_text("utf-8") for page in ("tables.md", "summary.md")]
    assert any(f"\n## {view}\n" in page or f"| `{view}` |" in page for page in pages)


def test_a_view_has_the_columns_of_its_table(run: Path) -> None:
    for table in tables.TABLES:
        rows = ask(run, f"describe {table.name}").splitlines()
        assert [json.loads(r)["column_name"] for r in rows] == [c.name for c in table.columns]


@pytest.mark.parametrize(
    "sql",
    [
        "copy (select 1) to '{file}'",
        "copy (select 1) to '{file}' (use_tmp_file false)",
        "explain analyze copy (select 1) to '{file}' (use_tmp_file false, format csv)",
        "select * from query('copy (select 1) to ''{file}''')",
        "create table x as select 1",
        "drop view articles",
        "attach '{file}' as other",
        "install httpfs",
        "load json",
        "set threads = 1",
        "set enable_external_access = true",
        "pragma version",
        "call pragma_version()",
        "checkpoint",
        "export database '{folder}'",
        "select 1; drop view articles",
        "",
        "-- nothing",
    ],
)
def test_what_is_no_select_is_refused_and_changes_nothing(run: Path, sql: str) -> None:
    file = run / "findings" / "part-000000.parquet"
    before = {p: p.read_bytes() for p in run.rglob("*") if p.is_file()}
    refused(run, sql.format(file=file, folder=run / "new"))
    assert {p: p.read_bytes() for p in run.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    "sql",
    [
        "select * from read_csv('{other}')",
        "select * from read_text('{other}')",
        "select * from '{other}'",
        "select * from read_parquet('{run}/findings/*.parquet')",
        "select * from glob('/*')",
        "select * from read_text('{run}/log.jsonl')",
        "select * from read_csv('https://example.com/x.csv')",
        "select * from read_parquet('s3://bucket/x.parquet')",
        "select * from duckdb_secrets()",
        "select * from run_folder",
        "select getenv('HOME')",
    ],
)
def test_no_other_file_can_be_read(run: Path, tmp_path: Path, sql: str) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n", encoding="utf-8")
    (run / "log.jsonl").write_text("{}\n", encoding="utf-8")
    run_folder = [1]  # a Python variable is no table
    assert run_folder
    refused(run, sql.format(other=other, run=run))


def test_a_wrong_column_is_said_in_one_line(run: Path) -> None:
    assert refused(run, "select colour from findings").startswith("the query: ")
    assert "syntax error" in refused(run, "selec 1")
    assert refused(run, "select cast('x' as int)")


def test_json_lines_lose_nothing_and_escape_what_acts(run: Path) -> None:
    answer = ask(run, "select text, evidence, system, confidence from findings order by article")
    rows = [json.loads(line) for line in answer.splitlines()]
    assert rows[2] == {"text": HOSTILE, "evidence": ["N101"], "system": "one", "confidence": 0.66}
    assert all(c.isprintable() or c == "\n" for c in answer)


def test_columns_of_one_name_and_odd_values_keep_their_place(run: Path) -> None:
    (row,) = ask(
        run,
        "select 1 as a, 2 as a, 'nan'::double as b, 1.50::decimal(9, 2) as c,"
        " date '2026-01-02' as d, {'x': [1, null]} as e,"
        " 170141183460469231731687303715884105727 as f, '\\xAA'::blob as g",
    ).splitlines()
    assert json.loads(row) == {
        "a": 1, "a_2": 2, "b": None, "c": 1.5, "d": "2026-01-02", "e": {"x": [1, None]},
        "f": 170141183460469231731687303715884105727, "g": "aa",
    }  # fmt: skip


def test_csv_has_no_formula_and_nothing_raw(run: Path) -> None:
    answer = ask(run, "select text, -1 as n from findings order by article, finding", "csv")
    rows = list(csv.reader(io.StringIO(answer)))
    assert rows[:3] == [["text", "n"], ["Marcon", "-1"], ["'=90", "-1"]]
    assert all(c.isprintable() or c == "\n" for c in answer)


def test_a_table_is_in_columns_whatever_it_holds(run: Path) -> None:
    answer = ask(run, "select text, 7 as n from findings order by article, finding", "table")
    lines = answer.splitlines()
    assert lines[0].split() == ["text", "n"]
    assert lines[-1] == "(3 rows)"
    assert "\x1b" not in answer
    assert "\u202e" not in answer
    wide = ask(run, "select '日本語' as a, 1 as b union all select 'abcdef', 2", "table")
    assert [line.split()[-1] for line in wide.splitlines()[2:4]] == ["1", "2"]


def test_a_table_says_where_it_stops(run: Path) -> None:
    answer = ask(run, "select range as n from range(5000)", "table")
    assert len(answer.splitlines()) == querying.MOST_ROWS + 3
    assert "the first 1,000 rows" in answer
    assert len(ask(run, "select * from range(5000)").splitlines()) == 5000


@pytest.mark.parametrize("name", ["it's", "a[1]", "all*", "x=1", "ü ё", "why?"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    run = made(tmp_path / name, [Made("a", findings=[finding()])])
    (tmp_path / "a1").mkdir()
    assert json.loads(ask(run, "select count(*) as n from findings")) == {"n": 1}
    assert "x" not in json.loads(ask(run, "select * from articles"))


def test_a_run_in_part_is_read_and_says_so(tmp_path: Path) -> None:
    run = made(tmp_path / "run", [Made(str(n)) for n in range(4)], shards=4, done=3)
    file = run / "articles" / "part-000001.parquet"
    file.write_bytes(file.read_bytes()[:-7])
    found = opened(run, thorough=False)
    assert found.shards == (0, 2)
    assert not found.whole
    assert len(found.lacks) == 2
    assert "1 of 4 shards" in found.lacks[0]
    assert str(file) in found.lacks[1]
    assert json.loads(ask(run, "select count(*) as n from articles")) == {"n": 2}


def test_a_flipped_byte_is_seen_by_its_checksum(tmp_path: Path) -> None:
    run = made(tmp_path / "run", [Made(str(n)) for n in range(2)], shards=2)
    file = run / "findings" / "part-000000.parquet"
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    assert opened(run, thorough=False).whole
    assert opened(run, thorough=True).shards == (1,)


def test_a_file_that_is_no_parquet_is_one_line(tmp_path: Path) -> None:
    run = made(tmp_path / "run", [Made("a")])
    file = run / "findings" / "part-000000.parquet"
    file.write_bytes(b"x" * file.stat().st_size)
    assert str(run) in refused(run, "from articles")


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(InputError, match=r"is no run of mtcheck batch"):
            opened(folder, thorough=True)
    run = made(tmp_path / "run", [Made("a")], done=0)
    with pytest.raises(InputError, match="no shard of it is done yet"):
        opened(run, thorough=True)


def command(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - this project's own command
        [sys.executable, "-m", "mtcheck", *map(str, words)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
    )


def test_the_command_answers_writes_and_says_what_is_wrong(run: Path, tmp_path: Path) -> None:
    done = command("query", run, "select code from findings order by all", "--format", "csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, "code\nN101\nN101\nQ201\n", "")
    out = tmp_path / "out.jsonl"
    done = command("query", run, "select 1 as a", "-f", "jsonl", "-o", out)
    assert (done.returncode, done.stdout, out.read_text("utf-8")) == (0, "", '{"a":1}\n')
    done = command("query", run, "select x", "-f", "jsonl", "-o", out)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert out.read_text("utf-8") == '{"a":1}\n'
    assert not list(tmp_path.glob(".out*"))
    done = command("query", run, "select 1", "-o", run / "run.json")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "nothing is written there" in done.stderr
    (run / "shards" / "000001.json").unlink()
    done = command("query", run, "select count(*) as n from articles", "-f", "csv")
    assert (done.returncode, done.stdout) == (1, "n\n2\n")
    assert "not complete" in done.stderr

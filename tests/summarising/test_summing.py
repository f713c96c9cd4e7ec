from __future__ import annotations

from contextlib import contextmanager
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np  # noqa: TID253 - the judge of figures
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_runs import Made, finding, made
from sacrebleu.metrics.bleu import BLEU  # noqa: TID253 - the judge of comparisons
from sacrebleu.significance import PairedTest  # noqa: TID253 - likewise

from mtcheck.batch import tables
from mtcheck.fingerprint import matches
from mtcheck.summarising import changing, opening, resampled, summing, terminal, views
from mtcheck.summarising.grouping import per_100_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from duckdb import DuckDBPyConnection

    from mtcheck.summarising.summing import Summary
    from mtcheck.summarising.tabling import Table

HOSTILE = "\x1b[31m\u202eevil\x07::error::=1+1"


def summary(run: Path, old: Path | None = None, articles: int = 10) -> Summary:
    now = opening.opened(run, thorough=True)
    then = None if old is None else opening.opened(old, thorough=True)
    with views.connected(now, then) as connection:
        return summing.summarised(connection, now, then, articles=articles)


def records(table: Table) -> list[dict[str, Any]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def test_figures_and_counts_are_those_of_the_tables(tmp_path: Path) -> None:
    articles = [
        Made("a", words=100, findings=[finding(), finding("Q201", "critical", text="9")]),
        Made("b", pair="de-en", words=300, findings=[finding("Q201", "minor", text="8")]),
        Made("c", words=100),
        Made("d", error="cannot be read"),
    ]
    found = summary(made(tmp_path / "run", articles, shards=2))
    figures = {head: value for head, value, _ in found.figures}
    assert figures["Articles"] == 4
    assert figures["Failed articles"] == 1
    assert figures["Without findings"] == 1
    assert figures["Words"] == 500
    assert (figures["Findings"], figures["Critical"], figures["Major"], figures["Minor"]) == (
        3, 1, 1, 1,
    )  # fmt: skip
    assert figures["Penalty per 100 words"] == pytest.approx(100 * 31 / 500)
    assert figures["MQM"] == pytest.approx(100 - 100 * 31 / 500)
    assert [(r["severity"], r["findings"]) for r in records(found.tables["severities"])] == [
        ("critical", 1),
        ("major", 1),
        ("minor", 1),
    ]
    checks = records(found.tables["checks"])
    assert [(r["code"], r["findings"], r["articles"]) for r in checks] == [
        ("Q201", 2, 2),
        ("N101", 1, 1),
    ]
    assert checks[0]["share"] == pytest.approx(2 / 3)
    assert [r["language_pair"] for r in records(found.tables["languages"])] == ["ru-en", "de-en"]
    assert [r["document"] for r in records(found.tables["articles"])] == ["a", "b"]
    assert records(found.tables["failed"])[0]["error"] == "cannot be read"
    assert "1 articles could not be checked" in found.warnings[0]
    assert "systems" not in found.tables
    assert "comparisons" not in found.tables


def test_a_short_article_is_not_the_worst_for_one_error(tmp_path: Path) -> None:
    articles = [
        Made("headline", words=3, findings=[finding("Q201", "minor")]),
        Made("bad", words=100, findings=[finding(), finding(text="x")]),
    ]
    found = summary(made(tmp_path / "run", articles))
    assert [r["document"] for r in records(found.tables["articles"])] == ["bad", "headline"]


def test_names_are_counted_by_what_they_became(tmp_path: Path) -> None:
    of = [("Marcon", "Macron"), ("Makron", "Macron"), ("Marcon", "Macron"), ("Bidn", "Biden")]
    articles = [
        Made(str(n), findings=[finding(text=form, suggestion=name)])
        for n, (form, name) in enumerate(of)
    ]
    # Where it is not known what the name should be, there is nothing to count under.
    articles.append(Made("e", findings=[finding(text="Xyz", suggestion=None)]))
    rows = records(summary(made(tmp_path / "run", articles)).tables["names"])
    assert [(r["name"], r["times"], r["forms"]) for r in rows] == [
        ("Macron", 3, "Marcon (2), Makron (1)"),
        ("Biden", 1, "Bidn (1)"),
    ]


@pytest.mark.parametrize("many", [1, 7, 400])
def test_every_article_is_in_one_step_of_the_distributions(tmp_path: Path, many: int) -> None:
    articles = [
        Made(str(n), words=60 + n, findings=[finding(text=str(k)) for k in range(n % 7)])
        for n in range(many)
    ]
    found = summary(made(tmp_path / "run", articles))
    for name, value in (("mqm", lambda p: 100 - p), ("penalties", lambda p: p)):
        table = records(found.tables[name])
        assert sum(row["articles"] for row in table) == many
        assert len(table) <= 19
        for lower, upper in pairwise(table):
            assert lower["up_to"] == upper["above"]
        values = [value(500 * (n % 7) / (60 + n)) for n in range(many)]
        for row in table[1:]:
            low, high = row["above"] + 1e-9, row["up_to"] + 1e-9
            assert row["articles"] == sum(low < v <= high for v in values)


def test_the_same_run_gives_the_same_summary_for_any_number_of_threads(tmp_path: Path) -> None:
    articles = [
        Made(f"d{n // 2}", f"s{n % 2}", findings=[finding(text=str(k)) for k in range(n % 5)])
        for n in range(60)
    ]
    run = made(tmp_path / "run", articles, shards=7)
    first = summary(run)
    now = opening.opened(run, thorough=True)
    original = views._CONFIGURATION.copy()  # noqa: SLF001 - to count with one thread
    views._CONFIGURATION["threads"] = "1"  # noqa: SLF001
    try:
        with views.connected(now) as connection:
            assert summing.summarised(connection, now, None, articles=10) == first
    finally:
        views._CONFIGURATION.clear()  # noqa: SLF001
        views._CONFIGURATION.update(original)  # noqa: SLF001


# Systems


def by_system(points: dict[str, list[int]], **scored: Any) -> list[Made]:  # noqa: ANN401
    """Documents 0, 1, … by each system, with so many minor findings each."""
    return [
        Made(
            f"{number:03}",
            system,
            findings=[finding("Q201", "minor", text=str(k)) for k in range(count)],
            statistics={name: of[system][number] for name, of in scored.items()},
        )
        for system, counts in points.items()
        for number, count in enumerate(counts)
    ]


def test_a_system_that_is_always_worse_is_told_apart_and_its_equal_is_not(tmp_path: Path) -> None:
    points = {
        "good": [n % 3 for n in range(40)],
        "equal": [(n + 1) % 3 for n in range(40)],
        "bad": [n % 3 + 2 for n in range(40)],
    }
    found = summary(made(tmp_path / "run", by_system(points)))
    systems = records(found.tables["systems"])
    assert systems[-1]["system"] == "bad"
    assert all(row["low"] <= row["penalty_per_100_words"] <= row["high"] for row in systems)
    rows = {(r["first"], r["second"]): r for r in records(found.tables["comparisons"])}
    assert len(rows) == 3
    for pair, row in rows.items():
        real = np.mean(points[pair[0]]) - np.mean(points[pair[1]])
        assert row["documents"] == 40
        assert row["difference"] == pytest.approx(real)
        assert row["low"] <= real <= row["high"]
        assert row["p_holm"] >= row["p"]
        if "bad" in pair:
            assert row["verdict"] in {"good", "equal"}
            assert row["high"] < 0
        else:
            assert row["verdict"] == "not told apart"


def test_systems_are_compared_on_the_documents_that_both_have(tmp_path: Path) -> None:
    articles = by_system({"a": [1] * 10, "b": [1] * 10})
    # What only one has would make it look worse.
    extra = [finding("Q201", "critical", text=str(k)) for k in range(3)]
    articles += [Made(f"x{n}", "a", findings=extra) for n in range(5)]
    articles += [Made("000", "c", pair="de-en")]
    (row,) = records(summary(made(tmp_path / "run", articles)).tables["comparisons"])
    assert {row["first"], row["second"]} == {"a", "b"}
    assert row["documents"] == 10
    assert row["difference"] == 0
    assert row["p"] == 1


def test_bleu_is_compared_as_sacrebleu_itself_does_it(tmp_path: Path) -> None:
    reference = [f"the cat number {n} sat on the mat by the door" for n in range(30)]
    ours = {
        "a": [line.replace("the mat", "a mat") for line in reference],
        "b": [f"a cat {n} was on some mat by the door" for n in range(30)],
        "c": [line if n % 2 else f"no {n} at all on the mat" for n, line in enumerate(reference)],
    }
    metric = BLEU()
    metric.corpus_score(["x"], [["x"]])
    extracted = metric._extract_corpus_statistics  # noqa: SLF001 - what a run keeps of each text
    counts = {system: extracted(texts, [reference]) for system, texts in ours.items()}
    points = {"a": [0] * 30, "b": [1] * 30, "c": [2] * 30}
    found = summary(made(tmp_path / "run", by_system(points, bleu=counts)))
    rows = [r for r in records(found.tables["comparisons"]) if r["figure"] == "BLEU"]
    assert len(rows) == 3
    for first, second in combinations("abc", 2):
        test = PairedTest(
            [(first, ours[first]), (second, ours[second])], {"BLEU": BLEU()}, [reference],
            test_type="bs", n_samples=1000,
        )  # fmt: skip
        _, scores = test()
        row = next(r for r in rows if {r["first"], r["second"]} == {first, second})
        values = {row["first"]: row["value_of_first"], row["second"]: row["value_of_second"]}
        assert values[first] == pytest.approx(scores["BLEU"][0].score, abs=1e-3)
        assert values[second] == pytest.approx(scores["BLEU"][1].score, abs=1e-3)
        # Ranked the other way round it is the same test.
        assert row["p"] == pytest.approx(scores["BLEU"][1].p_value, abs=1e-9)
        assert row["low"] <= row["difference"] <= row["high"]
    systems = {r["system"]: r["bleu"] for r in records(found.tables["systems"])}
    assert systems["a"] == pytest.approx(BLEU().corpus_score(ours["a"], [reference]).score)


def test_p_values_are_uniform_where_there_is_no_difference() -> None:
    rng = np.random.default_rng(5)
    below = 0
    for _ in range(200):
        counts = np.stack([rng.poisson(3, (2, 40)).astype(float), np.full((2, 40), 100.0)], axis=2)
        real, drawn = resampled.resampled(counts, 200, per_100_words)
        _, _, p = resampled.compared(float(real[0] - real[1]), drawn[:, 0] - drawn[:, 1])
        below += p < 0.05
    assert below <= 24  # .05 of 200 are 10; more than 24 come about once in ten thousand times


def test_a_resample_draws_the_same_documents_for_all_in_any_block(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = np.arange(24.0).reshape(2, 6, 2) + 1
    real, drawn = resampled.resampled(counts, 50, per_100_words)
    assert real[0] == pytest.approx(100 * counts[0, :, 0].sum() / counts[0, :, 1].sum())
    monkeypatch.setattr(resampled, "_CELLS", 12)
    again = resampled.resampled(counts, 50, per_100_words)[1]
    assert np.allclose(drawn, again)
    same = np.concatenate([counts[:1], counts[:1]])
    equal = resampled.resampled(same, 50, per_100_words)[1]
    assert (equal[:, 0] == equal[:, 1]).all()


def test_holm_is_that_of_scipy_and_keeps_the_order() -> None:
    # Holm 1979: the smallest times n, the next times n - 1, never falling.
    assert resampled.holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert resampled.holm([0.5, 0.9]) == [1.0, 1.0]
    assert resampled.holm([]) == []


# Since another run

PARTS = st.tuples(
    st.sampled_from(["a" * 16, "b" * 16]),
    st.sampled_from(["0" * 8, "c" * 8, "d" * 8]),
    st.sampled_from(["0" * 8, "e" * 8, "f" * 8]),
    st.integers(1, 3),
)


@contextmanager
def prepared(run: Path, old: Path) -> Iterator[DuckDBPyConnection]:
    now, then = (opening.opened(path, thorough=False) for path in (run, old))
    with views.connected(now, then) as connection:
        changing.prepare(connection)
        yield connection


@settings(max_examples=40, deadline=None)
@given(st.lists(PARTS, unique=True, max_size=8), st.lists(PARTS, unique=True, max_size=8))
def test_findings_are_known_again_as_everywhere(
    tmp_path_factory: pytest.TempPathFactory, known: list[Any], found: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("runs")
    prints = [["-".join(map(str, parts)) for parts in one] for one in (known, found)]
    old, run = (
        made(folder / name, [Made("z"), Made("a", findings=[finding(fingerprint=f) for f in of])])
        for name, of in zip(("old", "run"), prints, strict=True)
    )
    pairs = matches(*prints)
    with prepared(run, old) as connection:
        fresh = connection.execute("select finding from fresh order by all").fetchall()
        gone = connection.execute("select finding from gone order by all").fetchall()
    assert [n for (n,) in fresh] == [n for n, f in enumerate(prints[1]) if f not in pairs]
    resolved = set(prints[0]) - set(pairs.values())
    assert [n for (n,) in gone] == [n for n, f in enumerate(prints[0]) if f in resolved]


def test_what_is_new_and_what_is_resolved_is_told_with_the_difference(tmp_path: Path) -> None:
    stays = finding(text="stays")
    old = made(
        tmp_path / "old",
        [
            Made("a", "s", findings=[stays, finding("Q201", "critical", text="gone")]),
            Made("only-old", "s", findings=[finding()]),
            Made("failed-now", "s", findings=[finding()]),
        ],
    )
    run = made(
        tmp_path / "run",
        [
            Made("only-new", "s", findings=[finding()]),
            Made("a", "s", findings=[finding(text="new"), stays], sha="1"),
            Made("a", "other", findings=[finding()]),
            Made("failed-now", "s", error="x"),
        ],
    )
    found = summary(run, old)
    change = {r["what"]: r["number"] for r in records(found.tables["change"])}
    assert list(change.values()) == [1, 1, 2, 2, 1, 1, 1, 2, 2]
    (new,) = records(found.tables["new"])
    assert (new["article"], new["document"], new["text"]) == (1, "a", "new")
    (resolved,) = records(found.tables["resolved"])
    assert (resolved["article"], resolved["severity"], resolved["text"]) == (1, "critical", "gone")
    assert {
        r["code"]: (r["new"], r["resolved"]) for r in records(found.tables["changed-checks"])
    } == {
        "N101": (1, 0),
        "Q201": (0, 1),
    }
    (scores,) = records(found.tables["scores"])
    assert (scores["articles"], scores["before"], scores["now"]) == (1, 30.0, 10.0)
    assert scores["difference"] == -20
    assert scores["low"] is None
    assert found.baseline == str(old)
    assert any(line.startswith("Since the baseline: made was ") for line in found.notes)


def test_equal_runs_have_nothing_new_and_say_so(tmp_path: Path) -> None:
    articles = [Made(str(n), findings=[finding()]) for n in range(3)]
    run, old = (made(tmp_path / name, articles) for name in ("run", "old"))
    found = summary(run, old)
    assert "new" not in found.tables
    assert "resolved" not in found.tables
    assert any("same texts with the same settings" in line for line in found.notes)
    assert [r["what"] for r in records(found.tables["change"]) if r["number"]] == [
        "articles that both runs checked",
        "findings as before",
    ]


def test_a_run_in_part_says_what_its_figures_leave_out(tmp_path: Path) -> None:
    articles = [Made(str(n), findings=[finding()]) for n in range(4)]
    run = made(tmp_path / "run", articles, shards=4, done=3)
    old = made(tmp_path / "old", articles, shards=2, done=1)
    found = summary(run, old)
    assert found.warnings == (
        "the run is not complete: 1 of 4 shards are not done",
        "of the baseline: the run is not complete: 1 of 2 shards are not done",
    )


def test_a_run_of_nothing_but_failures_has_a_summary(tmp_path: Path) -> None:
    found = summary(made(tmp_path / "run", [Made("a", error="x"), Made("b", error="y")]))
    assert {"failed", "languages"} == set(found.tables)
    assert "y" in terminal.render(found, colour=False, width=80)


def test_an_older_run_without_the_newest_columns_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = tables.ARTICLES.columns[:-3]
    with monkeypatch.context() as patched:
        older = tables.Table("articles", "", short)
        patched.setattr(tables, "ARTICLES", older)
        patched.setattr(tables, "OF_SHARDS", (older, *tables.OF_SHARDS[1:]))
        run = made(tmp_path / "run", by_system({"a": [1, 2], "b": [2, 3]}))
    found = summary(run)
    assert {r["figure"] for r in records(found.tables["comparisons"])} == {"penalty per 100 words"}


def test_nothing_in_a_terminal_acts(tmp_path: Path) -> None:
    articles = [
        Made(HOSTILE, HOSTILE, findings=[finding(text=HOSTILE, suggestion="x" + HOSTILE)]),
        Made(HOSTILE, "b", error=HOSTILE),
    ]
    run = made(tmp_path / "run", articles)
    old = made(tmp_path / "old", [Made(HOSTILE, HOSTILE)])
    for width in (20, 80, 300):
        text = terminal.render(summary(run, old), colour=False, width=width)
        assert all(c.isprintable() or c == "\n" for c in text)
        assert "\u202e" not in text
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    painted = terminal.render(summary(run, old), colour=True, width=100)
    assert "\x1b[31mevil" not in painted
    assert "\x1b[1m" in painted

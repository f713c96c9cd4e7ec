"""The whole way, on a few rows: what is checked as one article, and what the figures are."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
import sacrebleu  # noqa: TID253 - a test may take its time
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck.errors import InputError
from mtcheck.evaluation import (
    breakdowns,
    ceilings,
    detecting,
    evaluating,
    floors,
    gold,
    others,
    plotting,
    records,
    rendering,
    tables,
    views,
)
from mtcheck.evaluation.evaluating import Outcome, Request
from mtcheck.evaluation.records import GoldRow, Mark, Prediction
from mtcheck.mqm import Severity
from mtcheck.span import Span

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL
SAMPLES = Path(__file__).parent / "samples"
PLAIN, COLOURED = (False, 100), (True, 100)


def row(mt: str, *marks: Mark, **changes: object) -> GoldRow:
    made = GoldRow(
        id=f"{changes.get('system', '')}{changes.get('segment', 1)}{changes.get('rater', '')}",
        origin="other",
        source_lang="de",
        target_lang="en",
        mt=mt,
        marks=marks,
        reference="The dog sleeps in the house.",
        source="Der Hund schläft im Haus.",
        document="d",
        segment="1",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def sample() -> list[GoldRow]:
    return gold.read([str(SAMPLES / "native.jsonl")], gold.Options())


def evaluated(rows: list[GoldRow], **request: object) -> Outcome:
    return evaluating.evaluate(rows, Request(resamples=50, **request))  # type: ignore[arg-type]


def test_penalty() -> None:
    marks = [Mark(Span(0, 1), s) for s in (MINOR, MAJOR, CRITICAL)]
    assert records.penalty(marks) == 16
    assert records.penalty(marks, unplaced=2) == 20
    assert records.penalty(marks * 3) == 25
    assert records.penalty([Mark(Span(0, 1), MAJOR, confidence=0.5)]) == 2.5
    assert row("x", *marks).quality == -16
    assert row("x", *marks, score=80.0).quality == 80


def test_rows_of_one_translation_belong_together() -> None:
    found = records.translations(sample())
    assert [[r.id for r in one.rows] for one in found] == [
        ["a.1", "a.2"],
        ["a.3"],
        ["a.4"],
        ["a.5"],
        ["a.6"],
    ]


def test_a_systems_translation_of_a_document_is_one_article_in_order() -> None:
    rows = [
        row("Ten.", segment="10"),
        row("Two.", segment="2"),
        row("Two again.", segment="2"),
        row("Other system.", segment="3", system="S"),
        row("Alone.", document=None, segment="4"),
        row("Alone, too.", document=None, segment="5"),
        row("No reference.", segment="6", reference=None),
    ]
    found = records.translations(rows)
    assert [members for _, members in detecting.articles(found, "given")] == [
        [1, 0],
        [2],
        [3],
        [4],
        [5],
        [6],
    ]
    assert [1, 6, 0] in [members for _, members in detecting.articles(found, "src")]


def test_findings_land_in_the_segment_where_they_are() -> None:
    rows = [row("He saw the the dog.", segment="2", reference=None, source=None)]
    rows += [row("It 😀 slept.", segment=n, reference=None, source=None) for n in ("1", "3")]
    found = records.translations(rows)
    predictions, failures = detecting.detect(found, "given", {"select": ("F501",)}, lambda _: None)
    assert failures == []
    texts = [
        [m.span.of(one.row.mt) for m in p.marks] for one, p in zip(found, predictions, strict=True)
    ]
    assert texts[1:] == [[], []]
    assert len(texts[0]) == 1
    assert "the" in texts[0][0]
    assert (predictions[0].score or 0) < 0 == predictions[1].score
    assert predictions[0].marks[0].code == "F501"


@pytest.mark.parametrize(
    ("mode", "seen"),
    [
        ("given", (True, True)),
        ("both", (True, True)),
        ("ref", (True, False)),
        ("src", (False, True)),
        ("none", (False, False)),
    ],
)
def test_what_the_detector_sees(mode: detecting.Mode, seen: tuple[bool, bool]) -> None:
    assert detecting.inputs(row("x"), mode) == seen
    assert detecting.inputs(row("x", reference=None, source=None), "given") == (False, False)


@pytest.mark.parametrize(
    ("mode", "lacks"), [("ref", "reference"), ("both", "a reference and a source")]
)
def test_a_row_that_lacks_what_the_mode_needs(mode: detecting.Mode, lacks: str) -> None:
    bare = row("x", reference=None, source=None, path="gold.jsonl", line=7)
    with pytest.raises(InputError, match=rf"gold\.jsonl:7: --mode {mode} needs .*{lacks}"):
        evaluated([bare], mode=mode)


def test_floors() -> None:
    one = row("The cat sleeps, in the house!")
    assert [m.span for m in floors.flag_all(one).marks] == [Span(0, len(one.mt))]
    difference = floors.token_difference(one)
    assert [m.span.of(one.mt) for m in difference.marks] == ["cat"]
    assert difference.score == pytest.approx(-1 / 6)
    assert floors.token_difference(row("The dog sleeps in the house.")).marks == ()


def test_metrics_are_sacrebleus() -> None:
    rows = [row("The cat sleeps in a house."), row("House the in sleeps dog the.")]
    found = {m.name: m for m in floors.metrics(rows, lambda _: None)}
    for at, one in enumerate(rows):
        pair = (one.mt, [one.reference])
        assert found["BLEU"].scores[at] == sacrebleu.sentence_bleu(*pair).score
        assert found["chrF"].scores[at] == sacrebleu.sentence_chrf(*pair).score
        assert found["chrF++"].scores[at] == sacrebleu.sentence_chrf(*pair, word_order=2).score
        assert found["TER"].scores[at] == -sacrebleu.sentence_ter(*pair).score
    assert "version:" in found["chrF"].signature


def test_a_looping_output_is_measured_without_shifts() -> None:
    (ter,) = [m for m in floors.metrics([row("so " * 3000)], lambda _: None) if m.name == "TER"]
    assert ter.scores == (-100 * 3000 / 6,)


def test_ceilings() -> None:
    a, b, c = (row("abc", Mark(Span(n, n + 1), MINOR), rater=str(n)) for n in range(3))
    (one,) = records.translations([a, b, c])
    pairs = ceilings.one_against_others([one])
    assert [(g[0].span.start, p[0].span.start) for g, p in zip(*pairs[1:], strict=True)] == [
        (0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1),
    ]  # fmt: skip
    rest = ceilings.one_against_the_rest([one])
    assert [[m.span.start for m in marks] for marks in rest.gold] == [[1, 2], [0, 2], [0, 1]]
    assert [len(marks) for marks in ceilings.any_rater([one])] == [3]
    assert ceilings.one_against_the_rest(records.translations([a])).rows == []


def test_the_ceiling_of_raters_by_hand() -> None:
    # "The cat": major on cat (3 characters) against minor on all 7.
    outcome = evaluated(sample()[:2])
    (ceiling,) = [s for s in outcome.evaluation.sets[0].spans if s.kind == "ceiling"]
    credit = 2 * 3 * 0.5
    assert ceiling.f1.value == pytest.approx(2 * credit / (10 + 10))
    assert ceiling.f1_blind == pytest.approx(6 / 10)


def test_breakdowns() -> None:
    gold_marks = [[Mark(Span(0, 4), MAJOR, "Fluency/Grammar"), Mark(Span(6, 8), MINOR, "")]]
    ours = [[Mark(Span(2, 6), MINOR, "x")]]
    view = views.View.of([row("abcdefghij")], [tuple(gold_marks[0])])
    (grammar,) = breakdowns.counts(view, gold_marks, ours, breakdowns.by_category)
    assert (grammar.label, grammar.marks, grammar.characters, grammar.touched) == (
        "fluency/grammar", 1, 0.5, 1,
    )  # fmt: skip
    severities = breakdowns.counts(view, gold_marks, ours, breakdowns.by_severity)
    assert [(c.label, c.characters) for c in severities] == [("major", 0.5), ("minor", 0)]


def test_the_curve() -> None:
    rows = [row("abcdefghij")]
    view = views.View.of(rows, [(Mark(Span(0, 4), MAJOR),)])
    ours = [(Mark(Span(0, 2), MINOR, confidence=0.9), Mark(Span(2, 8), MINOR, confidence=0.3))]
    curve = views.curve("x", view, ours)
    assert curve.confidences == [0.9, 0.3]
    assert curve.precisions == [1.0, 0.5]
    assert curve.recalls == [0.5, 1.0]
    assert views.curve("x", view, [()]).recalls == []


def perfect(rows: list[GoldRow], path: Path) -> Path:
    """A file of another tool that finds what the first rater marked."""
    found = records.translations(rows)
    predictions = [Prediction(one.row.marks, one.row.quality) for one in found]
    path.write_text(others.write(found, predictions), encoding="utf-8")
    return path


def test_another_tool_beside_ours(tmp_path: Path) -> None:
    rows = [
        row(
            f"The cat sleeps in house {n}.",
            Mark(Span(4, 7), MAJOR),
            document=f"d{n}",
            segment=f"{n}",
        )
        for n in range(5)
    ]
    theirs = perfect(rows, tmp_path / "their.jsonl")
    (one,) = evaluated(rows, compare=(str(theirs),)).evaluation.sets
    (spans,) = [s for s in one.spans if s.tool == "their"]
    assert (spans.f1.value, spans.exact_f1, spans.overlap_f1, spans.surest.value) == (1, 1, 1, 1)
    (comparison,) = one.comparisons
    (difference,) = [d for d in comparison.differences if d.figure == "span F1"]
    (ours,) = [s for s in one.spans if s.kind == "tool"]
    if ours.f1.value is not None:
        assert difference.value == pytest.approx(ours.f1.value - 1)
        assert (difference.better or 0) < 0.5


def test_our_own_spans_saved_and_compared_are_equal(tmp_path: Path) -> None:
    rows = sample()
    first = evaluated(rows)
    saved = tmp_path / "ours.jsonl"
    saved.write_text(others.write(first.translations, first.predictions), encoding="utf-8")
    again = others.read(str(saved), first.translations)
    assert again == first.predictions
    for one in evaluated(rows, compare=(str(saved),)).evaluation.sets:
        for difference in one.comparisons[0].differences:
            assert difference.value in {0, None}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"id": "a.1", "spans": []}\n', "no line for 4 of 5 translations; first: a.3"),
        ('{"id": "a.1", "spans": [{"start": 3, "end": 99}]}\n', ":1: an error at 3..99"),
        ('{"id": "a.1", "spans": []}\n{"id": "a.2", "spans": []}\n', ":2: a second line"),
        ('{"id": "a.1", "spans": [{"start": 0, "end": 1, "confidence": 2}]}\n', "from 0 to 1"),
        ('{"id": "a.1"}\n', ":1: object missing required field `spans`"),
    ],
)
def test_bad_files_of_other_tools(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "other.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as told:
        others.read(str(path), records.translations(sample()))
    assert message in str(told.value)


def test_people_are_left_out_and_counted() -> None:
    assert evaluated(sample()).evaluation.notes == [
        "1 rows of translations by people left out (--human takes them in)"
    ]
    assert len(evaluated(sample(), human=True).translations) == 5
    with pytest.raises(InputError, match="no rows are left"):
        evaluated([r for r in sample() if r.human])


def test_sets_and_what_is_in_them() -> None:
    made = evaluated(sample()).evaluation
    assert [(s.name, s.data.inputs, s.data.rows) for s in made.sets] == [
        ("demetr de-en", "src", 1),
        ("sxs23 de-en", "ref+src", 4),
    ]
    demetr, sxs = made.sets
    assert [s.tool for s in demetr.spans] == ["mtcheck", "flag all"]
    assert [s.tool for s in sxs.spans] == [
        "mtcheck", "token difference", "flag all", "another rater",
    ]  # fmt: skip
    assert [s.tool for s in sxs.scores] == [
        "mtcheck", "token difference", "BLEU", "chrF", "chrF++", "TER", "another rater",
    ]  # fmt: skip
    assert made.pooled.data.rows == 5
    assert "flag all" in made.macro


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_rows_is_nothing(order: list[int]) -> None:
    rows = sample()
    one = evaluated(rows).evaluation
    other = evaluated([rows[at] for at in order]).evaluation
    assert [(s.name, s.data) for s in one.sets] == [(s.name, s.data) for s in other.sets]
    for mine, theirs in zip(one.sets, other.sets, strict=True):
        assert mine.spans == theirs.spans
    assert one.macro.keys() == other.macro.keys()
    for tool, means in one.macro.items():
        assert means == pytest.approx(other.macro[tool])


def test_the_same_again() -> None:
    assert evaluated(sample()).evaluation == evaluated(sample()).evaluation


@pytest.mark.parametrize("name", sorted(rendering.FORMATS))
def test_every_format_has_every_figure(name: str) -> None:
    made = evaluated(sample()).evaluation
    text = rendering.FORMATS[name].render(made, *PLAIN)
    for word in ("sxs23 de-en", "another rater", "flag all", "chrF++", "mtcheck"):
        assert word in text
    if name == "json":
        plain = msgspec.json.decode(text)
        assert plain["version"] == 1
        assert plain["sets"][1]["spans"][0]["tool"] == "mtcheck"
    if name == "text":
        assert "\x1b" not in text
        assert "\x1b" in rendering.FORMATS[name].render(made, *COLOURED)
    if name == "markdown":
        widths = {
            line.count(" | ") for line in text.splitlines() if line.startswith("| sxs23 de-en")
        }
        assert len(widths) > 1


def test_tables_have_as_many_cells_as_headers() -> None:
    for table in tables.tables(evaluated(sample()).evaluation):
        assert {len(line) for line in table.rows} == {len(table.header)}


def test_the_plot_is_a_picture_that_tells_what_it_shows() -> None:
    made = evaluated(sample()).evaluation
    curves = [*made.pooled.curves, msgspec.structs.replace(made.pooled.curves[0], tool="<a&b>")]
    root = ET.fromstring(plotting.plot(curves, 0.1))  # noqa: S314
    assert root.get("role") == "img"
    names = {child.tag.rpartition("}")[2] for child in root}
    assert {"title", "desc"} <= names
    assert "<a&b>" in "".join(root.itertext())

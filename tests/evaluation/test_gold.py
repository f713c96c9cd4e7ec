"""Every format of gold, from a small file as its own tool writes it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mtcheck.errors import InputError
from mtcheck.evaluation import gold
from mtcheck.evaluation.gold import demetr, pairs
from mtcheck.mqm import Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.evaluation.records import GoldRow

SAMPLES = Path(__file__).parent / "samples"
CORPORA = Path(__file__).parent.parent.parent / "corpora"

MINOR, MAJOR, CRITICAL = Severity.MINOR, Severity.MAJOR, Severity.CRITICAL


def read(name: str, **options: object) -> list[GoldRow]:
    return gold.read([str(SAMPLES / name)], gold.Options(**options))  # type: ignore[arg-type]


def marked(row: GoldRow) -> list[tuple[str, Severity]]:
    return [(mark.span.of(row.mt), mark.severity) for mark in row.marks]


FORMATS = {
    "native.jsonl": "native",
    "desk.jsonl": "desk",
    "marot.tsv": "marot",
    "mqm_newstest2021_ende.tsv": "marot",
    "standalone.jsonl": "standalone",
    "qe_spans.tsv": "qe-spans",
    "2022_en-de_dev_processed.tsv": "qe-spans",
    "2021_zh-en_processed.tsv": "qe-spans",
    "dev.en-de.tags": "qe-tags",
    "test.2022.en-de.tags": "qe-tags",
    "pearmut.jsonl": "pearmut",
    "campaign.json": "pearmut",
    "minor_id26_misspelled.json": "demetr",
    "bio.json": "bio",
    "bio_de2en.tsv": "bio",
}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_format_of_a_file_is_found_out(name: str) -> None:
    content = (SAMPLES / name).read_text(encoding="utf-8")
    assert gold.detect(name, content).name == FORMATS[name]


def test_every_format_has_a_sample() -> None:
    assert {form.name for form in gold.FORMATS} == {*FORMATS.values(), "corpora"}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_form_that_is_named_is_the_one_found(name: str) -> None:
    path = [str(SAMPLES / name)]
    assert gold.read(path, gold.Options(), FORMATS[name]) == gold.read(path, gold.Options())


def test_native() -> None:
    first, second, third, _, human, sentence = read("native.jsonl")
    assert (first.source_lang, first.target_lang, first.pair) == ("de", "en", "de-en")
    assert marked(first) == [("cat", MAJOR)]
    assert first.marks[0].category == "Accuracy/Mistranslation"
    assert (second.rater, second.unplaced, marked(second)) == ("r2", 1, [("The cat", MINOR)])
    assert (third.segment, third.document, third.reference) == ("2", "d1", "He saw the dog.")
    assert human.human
    # DEMETR's "documents" are pools of sentences.
    assert (sentence.document, sentence.reference, sentence.rater) == (None, None, "")
    assert (third.path.endswith("native.jsonl"), third.line) == (True, 3)


def test_marot() -> None:
    one, omission, none, tokens = read("marot.tsv")
    assert (one.pair, one.document, one.segment, one.rater) == ("en-de", "news:en-de", "1", "r1")
    assert one.mt == 'Die Katze "schläft".'
    assert one.source == 'The "dog" sleeps.'
    assert one.reference == "Der Hund schläft."
    assert marked(one) == [("Katze", MAJOR)], "what is neutral is no error"
    assert (omission.marks, omission.unplaced, omission.source) == ((), 1, 'The "dog" sleeps.')
    assert (none.mt, none.marks) == ("Er kam.", ())
    assert marked(tokens) == [("kam.", MINOR)], "token indexes win, the last one inclusive"


def test_marot_of_2021_has_no_metadata_and_its_languages_in_its_name() -> None:
    one, two = read("mqm_newstest2021_ende.tsv")
    assert (one.pair, one.segment, two.segment) == ("en-de", "1", "2")
    assert marked(one) == [("regnen", MAJOR), ("heute", MAJOR)]
    assert two.marks == ()


def test_standalone() -> None:
    one, two = read("standalone.jsonl")
    assert (one.pair, one.system, one.rater, one.segment) == ("en-de", "S1", "r1", "0")
    assert (marked(one), one.unplaced) == ([("regnen", MAJOR)], 1)
    assert two.marks == ()


def test_qe_spans() -> None:
    one, two, quoted = read("qe_spans.tsv")
    assert (one.pair, one.document, one.segment) == ("en-de", None, "0")
    assert marked(one) == [("heute", MINOR), ("regnen", MAJOR)]
    assert two.marks == ()
    assert quoted.mt == 'Er rief: "Komm".'
    assert marked(quoted) == [('"Komm"', MAJOR), ("", MINOR)]


def test_qe_spans_of_the_training_data() -> None:
    one, two = read("2022_en-de_dev_processed.tsv")
    assert (one.pair, one.document, one.rater, one.source) == ("en-de", "62bb", "vb", "It rains.")
    assert marked(one) == [("regnen", MAJOR)]
    assert two.marks == ()


def test_qe_spans_of_the_training_data_without_a_header() -> None:
    (one,) = read("2021_zh-en_processed.tsv")
    assert (one.pair, one.system, marked(one)) == ("zh-en", "hyp.A", [("He", MAJOR), (".", MINOR)])


def test_qe_tags() -> None:
    one, end, gaps = read("dev.en-de.tags")
    assert (one.pair, one.source, one.reference) == ("en-de", "It rains today", "Es regnet heute")
    assert marked(one) == [("regnen morgen", MAJOR)], "a run of BAD words is one span"
    assert [m.span for m in end.marks] == [Span(12, 12)]
    assert [m.span for m in gaps.marks] == [Span(3, 6), Span(8, 8)]


def test_qe_tags_with_a_file_of_tokens() -> None:
    quoted, end = read("test.2022.en-de.tags")
    assert (quoted.pair, marked(quoted)) == ("en-de", [('"', MAJOR)])
    assert [m.span for m in end.marks] == [Span(7, 7)]


def test_pearmut() -> None:
    a, b = read("pearmut.jsonl")
    assert (a.pair, a.system, a.rater, a.document, a.score) == ("en-cs", "A", "u1", "3", 70)
    assert a.mt == "Ahoj 😀\nty!"
    # Units of UTF-16 without line breaks: the smile is two of them, the break none.
    assert marked(a) == [("ty", MINOR)]
    assert a.unplaced == 1, "[missing] stands one past the end"
    assert (marked(b), b.score) == ([("Nazdar", MAJOR)], None)


def test_pearmut_campaign_with_spans() -> None:
    (one,) = read("campaign.json")
    assert (one.pair, one.reference, marked(one)) == ("en-cs", "Rychlá liška.", [("Rychlá", MINOR)])


def test_demetr() -> None:
    misspelled, removed, reference = read("minor_id26_misspelled.json")
    assert (misspelled.pair, misspelled.document, misspelled.line) == ("de-en", None, 7)
    assert marked(misspelled) == [("raeding", MINOR)]
    assert (removed.pair, removed.line) == ("zh-en", 21)
    assert [(m.span, m.severity) for m in removed.marks] == [(Span(7, 7), CRITICAL)]
    assert (reference.marks, reference.human) == ((), True)


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        ("one two three", "one two three", []),
        ("one two three", "one four five three", ["four five"]),
        ("He laughed.", "He laughed laughed.", ["laughed"]),
        ("Well, no.", "Well , no.", [" "]),
    ],
)
def test_what_demetr_changed(before: str, after: str, spans: list[str]) -> None:
    found = [span.of(after) for span in demetr.changed(before, after)]
    assert found == spans


def test_bio() -> None:
    one, two, other = read("bio.json")
    assert (one.pair, one.document, two.document, other.document) == ("de-en", "1", "1", "2")
    assert marked(one) == [("haemostasis", MAJOR), ("new", MINOR)], "the end is inclusive"
    assert one.unplaced == 1, "a term that is not in the text has no place"
    assert two.unplaced == 1
    assert one.line == 5


def test_bio_as_a_table() -> None:
    one, two = read("bio_de2en.tsv")
    assert (one.pair, one.document, one.rater) == ("de-en", "doc1", "5")
    assert marked(one) == [("haemostasis", MAJOR)]
    assert (two.marks, two.unplaced) == ((), 1)


def test_corpora() -> None:
    (row,) = gold.read([str(CORPORA / "security-talks")], gold.Options())
    assert (row.pair, row.layout, row.document) == ("ru-en", "article", "security-talks")
    assert ("Anthony Blingen", MAJOR) in marked(row)
    everything = gold.read([str(CORPORA)], gold.Options())
    assert len(everything) == len(list(CORPORA.glob("*/gold.json")))
    assert {r.layout for r in everything} == {"article", "lines"}


def test_gzip_reads_the_same(tmp_path: Path) -> None:
    packed = tmp_path / "native.jsonl.gz"
    raw = (SAMPLES / "native.jsonl").read_bytes()
    packed.write_bytes(gzip.compress(raw[:500]) + gzip.compress(raw[500:]))
    rows = gold.read([str(packed)], gold.Options())
    assert [r.marks for r in rows] == [r.marks for r in read("native.jsonl")]


def line(**changes: object) -> str:
    row = {"id": "x", "origin": "other", "lp": "de-en", "mt": "The cat.", "errors": []}
    return json.dumps({**row, **changes}) + "\n"


GOOD = line()
OUTSIDE = line(errors=[{"start": 4, "end": 9, "severity": "major", "category": None}])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (GOOD + OUTSIDE, ":2: an error at 4..9, but the translation has 8 characters"),
        (line(errors=[{"start": 5, "end": 4, "severity": "minor"}]), ":1: an error at 5..4"),
        (line(errors=[{"start": -1, "end": 4, "severity": "minor"}]), ":1: an error at -1..4"),
        (GOOD + line(origin="wmt99"), ":2: unknown origin 'wmt99' (known: wmt21news"),
        (GOOD + line(lp="de"), ":2: 'de' is no language pair"),
        (GOOD + line(lp="de-qq"), ":2: 'de-qq' is no language pair"),
        (GOOD + "{\n", ":2: not JSON"),
        (GOOD + line(mt=3), ":2: expected `str`, got `int` at mt"),
        (GOOD + line(errors=[{"start": "a"}]), ":2: expected `int`, got `str` at errors[0].start"),
        (line(errors=[{"start": 0, "end": 1, "severity": "bad"}]), ":1: unknown severity 'bad'"),
        ("", "is empty"),
        ("what is this\n", "is of no known format: give --gold-format"),
    ],
)
def test_bad_gold_is_told_by_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as told:
        gold.read([str(path)], gold.Options())
    assert str(path) in str(told.value)
    assert message in str(told.value)


def test_bad_rows_may_be_skipped_and_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(GOOD + OUTSIDE + GOOD, encoding="utf-8")
    options = gold.Options(skip_bad=True)
    assert len(gold.read([str(path)], options)) == 2
    assert [error.line for error in options.skipped] == [2]


def test_a_gzip_file_that_is_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl.gz"
    packed = gzip.compress((GOOD * 5000).encode())
    path.write_bytes(packed[: len(packed) // 2])
    with pytest.raises(InputError, match=r"gold\.jsonl\.gz:\d+: the gzip file is cut short"):
        gold.read([str(path)], gold.Options())


def test_a_gzip_file_that_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl.gz"
    packed = bytearray(gzip.compress(GOOD.encode()))
    packed[-5] ^= 255
    path.write_bytes(bytes(packed))
    with pytest.raises(InputError, match="the gzip file is damaged"):
        gold.read([str(path)], gold.Options())


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(GOOD.encode() + b"\xff\n")
    with pytest.raises(InputError, match=r"gold\.jsonl:2: byte 0xff .* is not UTF-8"):
        gold.read([str(path)], gold.Options())


HEADER = "system\tdoc\tdocSegId\tglobalSegId\trater\tsource\ttarget\tcategory\tseverity\tmetadata\n"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("S\td\t1\t1\tr\ta\tb <v>c\tX\tMajor\t{}", ":2: a <v> without its </v>"),
        ("S\td\t1\t1\tr\ta\tb c</v>\tX\tMajor\t{}", ":2: a </v> without its <v>"),
        ("S\td\t1\t1\tr\ta\tb\tX\tMajor", ":2: 9 cells, but there are 10 columns"),
        ("S\td\t1\t1\tr\ta\tb\tX\tTerrible\t{}", ":2: unknown severity 'Terrible'"),
        (
            "S\td\t1\t1\tr\ta\tb\tX\tMajor\t"
            + json.dumps({"target_spans": [[0, 4]], "segment": {"target_tokens": ["b"]}}),
            ":2: target_spans 0..4, but there are 1 tokens",
        ),
    ],
)
def test_bad_marot(tmp_path: Path, cells: str, message: str) -> None:
    path = tmp_path / "en-de.tsv"
    path.write_text(HEADER + cells + "\n", encoding="utf-8")
    with pytest.raises(InputError) as told:
        gold.read([str(path)], gold.Options())
    assert message in str(told.value)


def test_tags_need_their_texts_and_as_many_lines(tmp_path: Path) -> None:
    tags = tmp_path / "x.en-de.tags"
    tags.write_text("OK BAD\nOK\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"there is no .*x\.en-de\.mt"):
        gold.read([str(tags)], gold.Options())
    (tmp_path / "x.en-de.mt").write_text("a b\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"2 lines, but .* has 1"):
        gold.read([str(tags)], gold.Options())
    (tmp_path / "x.en-de.mt").write_text("a b\nc d e\n", encoding="utf-8")
    with pytest.raises(InputError, match=":2: 1 tags for 3 tokens"):
        gold.read([str(tags)], gold.Options())


def test_pearmut_spans_beyond_missing(tmp_path: Path) -> None:
    path = tmp_path / "en-cs.jsonl"
    item = {"tgt": {"A": "Ahoj"}, "error_spans": {"A": [{"start_i": 0, "end_i": 5}]}}
    path.write_text(json.dumps(item) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r":1: an error at 0\.\.5 .* has 4 characters"):
        gold.read([str(path)], gold.Options())


@pytest.mark.parametrize(
    ("name", "pair"),
    [
        ("mqm_newstest2021_zhen.tsv", ("zh", "en")),
        ("gold.en-de.tsv", ("en", "de")),
        ("medline_de2en", ("de", "en")),
        ("news:English-German", ("en", "de")),
        ("test.tsv", None),
        ("data/dev.jsonl", None),
        ("no-errors.tsv", None),
    ],
)
def test_languages_by_name(name: str, pair: tuple[str, str] | None) -> None:
    assert pairs.found(name) == pair


def test_a_file_that_names_no_languages_needs_the_option(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(HEADER + "S\td\t1\t1\tr\ta\tb\tX\tno-error\t{}\n", encoding="utf-8")
    with pytest.raises(InputError, match="give --lp"):
        gold.read([str(path)], gold.Options())
    (row,) = gold.read([str(path)], gold.Options(pair=("en", "de")))
    assert row.pair == "en-de"


def test_of_the_desk_only_what_was_judged_to_the_end_is_gold() -> None:
    (row,) = read("desk.jsonl")
    assert marked(row) == [("Anthony Blingen", Severity.MAJOR)]
    assert (row.rater, row.document, row.pair) == ("ann", "demo", "ru-en")

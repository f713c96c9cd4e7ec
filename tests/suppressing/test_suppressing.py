"""What is counted and not shown, and why; what of it was of no use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mtcheck
from mtcheck import languages, pipeline, reading
from mtcheck.article import Article, Text
from mtcheck.errors import InputError
from mtcheck.finding import Reason
from mtcheck.reading import markdown
from mtcheck.settings import make
from mtcheck.suppressing import Rules
from mtcheck.suppressing.baseline import Baseline, Entry, entry, read, written
from mtcheck.suppressing.pairs import Pairs
from mtcheck.suppressing.pairs import read as read_pairs

if TYPE_CHECKING:
    from pathlib import Path

    from mtcheck.report import Report

EN = languages.load("en")
NAMES = "Secretary of State Anthony Blingen spoke in Geneva."
RIGHT = "Secretary of State Antony Blinken spoke in Geneva."


def check_markdown(content: str, reference: str | None = None, **settings: object) -> Report:
    mt = markdown.text(content, EN, "a.md")
    other = None if reference is None else Text(reference, EN, None, markdown.blocks(reference, EN))
    return pipeline.check(Article("a", mt, other), make(**settings))


def reasons(report: Report) -> list[tuple[str, Reason, str]]:
    return [(s.finding.code, s.reason, s.note) for s in report.suppressed]


def test_a_comment_hides_the_findings_of_its_block() -> None:
    mended = f"{NAMES} <!-- mtcheck: ignore[N101] he is called so -->\n\ncafÃ© is open.\n"
    report = check_markdown(mended, f"{RIGHT}\n\nThe café is open.\n", select=("N101", "F507"))
    assert [f.code for f in report.findings] == ["F507"]
    assert reasons(report) == [("N101", Reason.INLINE, "he is called so")]
    assert not [n for n in report.notes if "mtcheck" in n]
    assert len(report.fingerprints) == 1


def test_a_comment_for_other_checks_hides_nothing_and_is_told_of() -> None:
    report = check_markdown("cafÃ© is open. <!-- mtcheck: ignore[N101] -->")
    assert [f.code for f in report.findings] == ["F507"]
    assert "line 1: the comment mtcheck[N101] suppresses nothing" in report.notes


def test_a_comment_is_not_called_unused_where_its_checks_do_not_run() -> None:
    for comment in ("ignore[N101]", "ignore", "off[N1]"):
        report = check_markdown(
            f"A café is open.\n\n<!-- mtcheck: {comment} -->\n\nSo.", select=["F"]
        )
        assert not [n for n in report.notes if "nothing" in n]
        report = check_markdown(f"A café is open.\n\n<!-- mtcheck: {comment} -->\n\nSo.")
        assert [n for n in report.notes if "nothing" in n]


def test_a_comment_is_of_use_however_sure_the_finding_is() -> None:
    report = check_markdown("cafÃ© is open. <!-- mtcheck: ignore -->", min_confidence=1)
    assert reasons(report)[0][1] is Reason.CONFIDENCE
    assert not [n for n in report.notes if "nothing" in n]


def test_a_code_that_does_not_exist_is_told_of() -> None:
    report = check_markdown("cafÃ© is open. <!-- mtcheck: ignore[N111] -->")
    assert [f.code for f in report.findings] == ["F507"]
    assert "line 1: mtcheck: 'N111' is no check; did you mean N101?" in " ".join(report.notes)


def test_an_accepted_name_is_no_finding_in_any_form() -> None:
    def suppressed(*names: str) -> list[Reason]:
        report = mtcheck.check(NAMES, RIGHT, select=["N101"], names=names)
        assert len(report.findings) + len(report.suppressed) == 1
        return [s.reason for s in report.suppressed]

    assert suppressed("Anthony Blingen") == [Reason.NAME]
    assert suppressed("Blingen", "Anthony") == [Reason.NAME]
    assert suppressed("Blingen") == []
    assert suppressed("Geneva") == []


def check(mt: str, reference: str, rules: Rules, path: str = "a.txt", **given: object) -> Report:
    article = reading.from_strings(mt, reference, None, EN, EN)
    named = Text(mt, EN, path, article.mt.blocks)
    return pipeline.check(Article(path, named, article.reference), make(**given), rules)


def pairs(folder: Path, text: str) -> Pairs:
    (folder / "pairs.tsv").write_text(text, encoding="utf-8")
    return Pairs(read_pairs(str(folder / "pairs.tsv")))


@pytest.mark.parametrize(
    ("line", "hides"),
    [
        ("Anthony Blingen\tAntony Blinken", True),
        ("anthony  blingen\tBlinken\tN101", True),
        ("Anthony Blingen", True),
        ("Anthony Blingen\t*\tgarbled-name, Q", True),
        ("State Anthony Blingen spoke\t", True),
        ("Blingen\tBlinken", False),
        ("Anthony Blingen\tLavrov", False),
        ("Anthony Blingen\tAntony Blinken\tQ201", False),
        ("\tAntony Blinken", False),
        ("Blinge\tBlinken", False),
    ],
)
def test_a_pair_of_terms(tmp_path: Path, line: str, hides: bool) -> None:  # noqa: FBT001
    known = pairs(tmp_path, f"# the pairs\n\n{line}\n")
    report = check(NAMES, RIGHT, Rules(pairs=(known,)), select=["N101"])
    assert bool(report.findings) is not hides
    assert not hides or not list(known.unused())
    if hides:
        ((_, reason, note),) = reasons(report)
        assert reason is Reason.PAIR
        assert note.endswith("pairs.tsv:3")


def test_a_pair_for_a_check_that_did_not_run_is_not_called_unused(tmp_path: Path) -> None:
    known = pairs(tmp_path, "Anthony Blingen\t*\tQ201\nX\tY\tN101\nX\tY\n")
    report = check(NAMES, RIGHT, Rules(pairs=(known,)), select=["N101"])
    assert len(report.findings) == 1
    assert [pair.line for pair in known.unused()] == [2]
    check(NAMES, RIGHT, Rules(pairs=(known,)))
    assert [pair.line for pair in known.unused()] == [1, 2, 3]


def test_a_pair_without_a_term_of_its_own_is_for_what_is_missing(tmp_path: Path) -> None:
    mt = "The council met. The mayor spoke."
    reference = "The council met. No statement was adopted yesterday. The mayor spoke."
    plain = check(mt, reference, Rules(), select=["A302"])
    assert len(plain.findings) == 1
    known = pairs(tmp_path, "\tno statement was adopted yesterday\tA302\n")
    assert check(mt, reference, Rules(pairs=(known,)), select=["A302"]).findings == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\tN101\tc", ":1: 4 columns: a line is a term, a tab"),
        ("# x\n\t\tN101", ":2: neither a term of the translation nor"),
        ("a\tb\tN111", ":1: 'N111' is no check; did you mean N101?"),
        ("a\0b", "looks binary"),
        ("", "is empty"),
    ],
)
def test_a_wrong_pair_is_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        pairs(tmp_path, text)
    assert message in str(caught.value)


def entries(report: Report, folder: str) -> list[Entry]:
    pairs = zip(report.findings, report.fingerprints, strict=True)
    return [entry(report.article, finding, one, folder) for finding, one in pairs]


def test_a_baseline_hides_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    before = check(NAMES, RIGHT, Rules(), path=str(tmp_path / "a.txt"))
    known = entries(before, str(tmp_path))
    assert known[0].path == "a.txt"
    moved = f"The café is shut.\n\n{NAMES}\n\ncafÃ© is open."
    again = f"The café is shut.\n\n{RIGHT}\n\nThe café is open."
    rules = Rules(baseline=Baseline(known, str(tmp_path)))
    report = check(moved, again, rules, path=str(tmp_path / "a.txt"))
    assert report.baselined
    assert "F507" in [f.code for f in report.findings]
    assert ("N101", Reason.BASELINE, "") in reasons(report)
    assert rules.baseline is not None
    assert rules.baseline.unfound() == []


def test_a_known_finding_stands_for_one_and_for_a_renamed_file(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("x")
    before = check(NAMES, RIGHT, Rules(), path="a.txt", select=["N101"])
    (old,) = entries(before, "")
    for path, kept in (("a.txt", True), ("b.txt", False)):
        moved = Entry(path=path, code=old.code, fingerprint=old.fingerprint)
        rules = Rules(baseline=Baseline([moved], str(tmp_path)))
        new = check(NAMES, RIGHT, rules, path=str(tmp_path / "new.txt"), select=["N101"])
        assert (new.findings == ()) is kept  # a.txt is gone, b.txt is there
        twice = check(NAMES, RIGHT, rules, path=str(tmp_path / "two.txt"), select=["N101"])
        assert len(twice.findings) == 1


def test_a_baseline_is_written_and_read_again(tmp_path: Path) -> None:
    found = [
        Entry(path="b", code="N101", fingerprint="2", text='x"\\\x7f\u2028'),
        Entry(path="a", code="Q201", fingerprint="1"),
    ]
    path = tmp_path / "known.json"
    for some in (found, found[:1], []):
        path.write_text(written(some), encoding="utf-8")
        assert read(str(path)) == tuple(sorted(some))
    assert written(found) == written([*reversed(found), found[0]])
    assert written(found).count("\n") == 7


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "is no baseline that can be read"),
        (
            b'{"version": 2, "findings": []}',
            "is no baseline that can be read: invalid enum value 2",
        ),
        (b'{"version": 1}', "is no baseline that can be read: object missing required field"),
        (b'{"version": 1, "findings": [{"path": 1}]}', "- at '$.findings[0].path'"),
        (b"\xff", "is no baseline"),
        (b"[" * 100_000, "is no baseline"),
    ],
)
def test_what_is_no_baseline(tmp_path: Path, raw: bytes, message: str) -> None:
    path = tmp_path / "known.json"
    path.write_bytes(raw)
    with pytest.raises(InputError) as caught:
        read(str(path))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)

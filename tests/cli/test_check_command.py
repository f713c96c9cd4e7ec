from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mtcheck
from mtcheck import pipeline
from mtcheck.cli import main, writing
from mtcheck.errors import InputError
from mtcheck.report import Failure, Report
from mtcheck.reporting import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Program, Run

MT = "Secretary of State Anthony Blingen spoke in Geneva.\n\ncafÃ© is open.\n"
REF = "Secretary of State Antony Blinken spoke in Geneva.\n\nThe café is open.\n"


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / name.replace("__", ".")).write_bytes(text.encode("utf-8"))


def articles(out: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(out)["articles"]
    return found


def test_exit_codes(here: Path, run: Run) -> None:
    write(here, a__txt=MT, b__txt=REF)
    assert run("check", "a.txt", "--reference", "b.txt").code == 1
    assert run("check", "a.txt", "--reference", "b.txt", "--fail-on", "never").code == 0
    assert run("check", "b.txt", "--reference", "b.txt").code == 0
    assert run("check", "a.txt", "--select", "F507", "--fail-on", "major").code == 1
    assert run("check", "a.txt", "--select", "F507", "--fail-on", "critical").code == 0


def test_a_suppressed_finding_does_not_fail(here: Path, run: Run) -> None:
    write(here, a__txt=MT)
    result = run("check", "a.txt", "--min-confidence", "1", "--format", "json")
    assert result.code == 0
    assert articles(result.out)[0]["findings"] == []


def test_the_api_gives_the_same(here: Path, run: Run) -> None:
    write(here, a__txt=MT, b__txt=REF)
    result = run("check", "a.txt", "--reference", "b.txt", "--format", "json")
    findings = articles(result.out)[0]["findings"]
    assert isinstance(findings, list)
    report = mtcheck.check(MT, REF)
    assert report.findings
    assert [(f["code"], f["start"], f["end"], f["message"]) for f in findings] == [
        (f.code, f.span.start, f.span.end, f.message) for f in report.findings
    ]


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    parts=st.lists(
        st.sampled_from(
            [
                "cafÃ© ",
                "The the ",
                "é ",
                "😀 ",
                "\r\n",
                "\r",
                "\n\n",
                "\u2028",
                "\x85",
                "שלום עולם. ",
                "\u202eabc\u202c ",
                "Word word. ",
                "+ ",
                "see  this ",
                "allies. . ",
            ]
        ),
        min_size=1,
        max_size=12,
    ),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_offsets_count_the_text_as_decoded(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], parts: list[str], encoding: str
) -> None:
    text = "Start " + "".join(parts)
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    with pytest.raises(SystemExit):
        main(["check", str(file), "--format", "json"])
    (article,) = articles(capsys.readouterr().out)
    findings, segments = article["findings"], article["segments"]
    assert isinstance(findings, list)
    assert isinstance(segments, list)
    assert segments
    for part in (*findings, *segments):
        assert part["text"] == text[part["start"] : part["end"]]


def test_several_formats_of_input(here: Path, run: Run) -> None:
    write(
        here,
        a__md="# Title\n\ncafÃ© is open.\n",
        b__tsv="mt\tref\ncafÃ©\tcafé\n",
        c__jsonl='{"mt": "cafÃ©", "doc": "x"}\n{"mt": "fine", "doc": "y"}\n',
    )
    result = run("check", "a.md", "b.tsv", "c.jsonl", "--select", "F507", "-f", "jsonl")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert [(a["id"], len(a["findings"])) for a in lines] == [
        ("a.md", 1),
        ("b.tsv", 1),
        ("c.jsonl#x", 1),
        ("c.jsonl#y", 0),
    ]


def test_languages_come_from_names_unless_given(here: Path, run: Run) -> None:
    write(here, a__de__mt__txt="Es ist still.\n", a__ru__src__txt="Тихо.\n", b__txt="Quiet.\n")
    result = run("check", "a.de.mt.txt", "--source", "a.ru.src.txt", "-f", "json")
    (article,) = articles(result.out)
    assert (article["target_lang"], article["source_lang"]) == ("de", "ru")
    result = run(
        *("check", "a.de.mt.txt", "--source", "a.ru.src.txt", "-f", "json"),
        *("--target-lang", "nl", "--source-lang", "uk"),
    )
    (article,) = articles(result.out)
    assert (article["target_lang"], article["source_lang"]) == ("nl", "uk")
    (article,) = articles(run("check", "b.txt", "-f", "json").out)
    assert (article["target_lang"], article["source_lang"]) == ("en", None)


def test_a_folder_and_what_has_no_partner(here: Path, run: Run) -> None:
    (here / "mt").mkdir()
    (here / "ref").mkdir()
    write(here / "mt", a1__txt=MT, a2__txt=MT, a10__txt=MT)
    write(here / "ref", a10__txt=REF, a2__txt=REF, b__txt=REF)
    result = run("check", "mt", "--reference", "ref", "-f", "jsonl")
    assert result.code == 2
    ids = [json.loads(line)["id"] for line in result.out.splitlines()]
    assert ids == ["mt/a2.txt", "mt/a10.txt"]
    assert result.err == (
        "mtcheck: error: mt/a1.txt: has no partner in --reference ref\n"
        "mtcheck: warning: ref/b.txt: has no partner among the translations\n"
    )


def test_select_takes_lists(here: Path, run: Run) -> None:
    write(here, a__txt=MT)
    both = run("check", "a.txt", "--select", "N1,F507", "--ignore", "garbled-name", "-f", "json")
    assert {f["code"] for a in articles(both.out) for f in a["findings"]} == {"F507"}  # type: ignore[attr-defined]


def test_html_of_several_articles_goes_to_a_folder(here: Path, run: Run) -> None:
    for folder in ("x", "y"):
        (here / folder).mkdir()
        write(here / folder, a__txt=MT, **{f"only{folder}__txt": REF})
    result = run("check", "x", "y", "-f", "html", "--output", "pages", "--fail-on", "never")
    assert (result.code, result.out, result.err) == (0, "", "")
    names = ["onlyx.txt.html", "onlyy.txt.html", "x-a.txt.html", "y-a.txt.html"]
    assert sorted(p.name for p in (here / "pages").iterdir()) == names
    for name in names:
        assert (here / "pages" / name).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_html_of_one_article(here: Path, run: Run) -> None:
    write(here, a__txt=MT)
    (here / "pages").mkdir()
    assert run("check", "a.txt", "-f", "html").out.startswith("<!doctype html>")
    run("check", "a.txt", "-f", "html", "-o", "one.html")
    run("check", "a.txt", "-f", "html", "-o", "pages")
    assert (here / "one.html").read_bytes() == (here / "pages" / "a.txt.html").read_bytes()


def test_output_replaces_a_file_and_keeps_its_mode(here: Path, run: Run) -> None:
    write(here, a__txt=MT, r__json="old")
    (here / "r.json").chmod(0o640)
    (here / "link.json").symlink_to("r.json")
    printed = run("check", "a.txt", "-f", "json")
    assert run("check", "a.txt", "-f", "json", "-o", "link.json").out == ""
    assert (here / "r.json").read_text(encoding="utf-8") == printed.out
    assert (here / "r.json").stat().st_mode & 0o777 == 0o640
    assert (here / "link.json").is_symlink()
    assert run("check", "a.txt", "-f", "json", "-o", "-").out == printed.out


def test_several_reports_at_once(here: Path, run: Run) -> None:
    write(here, a__txt=MT, b__txt=REF)
    asked = ("check", "a.txt", "--reference", "b.txt")
    each = {name: run(*asked, "-f", name).out for name in FORMATS}
    files = [argument for name in FORMATS for argument in ("-f", f"{name}={name}.out")]
    both = run(*asked, *files)
    assert (both.code, both.out, both.err) == (1, "", "")
    for name, out in each.items():
        assert (here / f"{name}.out").read_text(encoding="utf-8") == out, name
    mixed = run(*asked, "-f", "github", "-f", "sarif=x.sarif", "-f", "junit=-")
    assert mixed.code == 2
    mixed = run(*asked, "-f", "json=r.json", "-f", "github", "-o", "r.log")
    assert mixed.out == ""
    assert (here / "r.log").read_text(encoding="utf-8") == each["github"]
    assert run(*asked, "-f", "csv=-").out == each["csv"]


def test_the_help_names_every_format(run: Run) -> None:
    words = set(re.findall("[a-z0-9]+", run("check", "--help").out))
    assert set(FORMATS) <= words


def test_one_article_that_cannot_be_read_spoils_no_report(here: Path, run: Run) -> None:
    write(here, a__txt=MT, c__txt="\0")
    result = run("check", "a.txt", "c.txt", "-f", "text", "-f", "jsonl=r.jsonl", "-f", "csv=r.csv")
    assert result.code == 2
    assert len((here / "r.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert (here / "r.csv").read_text(encoding="utf-8").startswith("path,article,line")


def test_html_beside_others_goes_to_its_own_folder(here: Path, run: Run) -> None:
    write(here, a__txt=MT, b__txt=REF)
    result = run("check", "a.txt", "b.txt", "-f", "html=pages", "-f", "json", "--fail-on", "never")
    assert (result.code, len(articles(result.out))) == (0, 2)
    assert sorted(p.name for p in (here / "pages").iterdir()) == ["a.txt.html", "b.txt.html"]
    # Two articles may come from a table, too; then nothing at all is written.
    write(here, t__tsv="mt\tref\tdoc\nx\tx\t1\ny\ty\t2\n")
    result = run("check", "t.tsv", "-f", "html", "-f", "json=t.json")
    assert result.code == 2
    assert not (here / "t.json").exists()


def test_where_a_finding_of_a_table_stands(here: Path, run: Run) -> None:
    write(here, t__tsv="doc\tmt\tref\nx\tcafÃ©\tcafé\n", t__jsonl='\n{"mt": "cafÃ©"}\n')
    out = run("check", "t.tsv", "t.jsonl", "--select", "F507", "-f", "github").out
    assert "file=t.tsv,line=2,endLine=2,col=3,endColumn=8," in out
    assert "file=t.jsonl,line=2,endLine=2,col=9,endColumn=14," in out
    text = run("check", "t.tsv", "t.jsonl", "--select", "F507").out
    assert "t.tsv:2:3  " in text
    assert "t.jsonl:2:9  " in text


def test_a_failed_write_leaves_the_old_files(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, a="old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(InputError, match="No space left"):
        writing.to_files({here / "a": "new", here / "b": "new"})
    assert [p.name for p in here.iterdir()] == ["a"]
    assert (here / "a").read_text(encoding="utf-8") == "old"


def test_a_crashed_check_is_named_and_the_rest_reported(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, a__txt=MT)
    whole = pipeline.check

    def broken(*arguments: object) -> Report:
        report = whole(*arguments)  # type: ignore[arg-type]
        return replace(report, failures=(Failure("N101", "ValueError: oh"),))

    monkeypatch.setattr(pipeline, "check", broken)
    result = run("check", "a.txt", "-f", "json")
    assert result.code == 2
    assert result.err == "mtcheck: error: a.txt: check N101 crashed: ValueError: oh\n"
    assert len(articles(result.out)) == 1


def test_an_unforeseen_error_is_one_line(
    here: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, a__txt=MT)

    def broken(*_: object) -> Report:
        raise ValueError("x" * 10_000 + "\n\x1b[31m")

    monkeypatch.setattr(pipeline, "check", broken)
    result = run("check", "a.txt")
    assert (result.code, result.out) == (2, "")
    assert re.fullmatch(r"mtcheck: internal error: ValueError: x+; set MTCHECK_.*\n", result.err)
    assert len(result.err) < 400


def test_utf8_whatever_the_locale(here: Path, program: Program) -> None:
    write(here, café__txt="Das ist im Café.\n")
    result = program(
        *("check", "café.txt", "-f", "json", "--fail-on", "never"),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        PYTHONIOENCODING="ascii",
    )
    assert result.code == 0
    assert articles(result.out)[0]["segments"][0]["text"] == "Das ist im Café."  # type: ignore[index]


def test_standard_input(program: Program) -> None:
    result = program("check", "-", "-f", "json", stdin="\ufeffEs ist cafÃ©.\r\n".encode())
    (article,) = articles(result.out)
    assert article["id"] == "-"
    assert article["segments"][0]["text"] == "Es ist cafÃ©."  # type: ignore[index]


def _on_a_terminal(folder: Path, *arguments: str, **env: str) -> str:
    """What the program writes where its standard output is a terminal."""
    ours, theirs = pty.openpty()
    clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "TERM"}}
    process = subprocess.Popen(  # noqa: S603 - this project's own command
        [sys.executable, "-m", "mtcheck", *arguments],
        cwd=folder,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
        env={**clean, "TERM": "xterm", **env},
    )
    os.close(theirs)
    out = b""
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not chunk:
            break
        out += chunk
    process.wait(timeout=30)
    os.close(ours)
    return out.decode("utf-8")


def test_colours_on_a_terminal_only(here: Path, run: Run) -> None:
    write(here, a__txt=MT)
    asked = ("check", "a.txt", "--select", "F507")
    assert "\x1b[" in _on_a_terminal(here, *asked)
    assert "\x1b[" not in _on_a_terminal(here, *asked, NO_COLOR="1")
    assert "\x1b[" not in _on_a_terminal(here, *asked, "--color", "never")
    assert "\x1b[" not in run(*asked).out
    assert "\x1b[" in run(*asked, "--color", "always").out


def test_the_python_hash_seed_changes_nothing(here: Path, program: Program) -> None:
    write(here, a__txt=MT * 3, b__txt=REF * 3)
    asked = ("check", "a.txt", "--reference", "b.txt", "--format", "json")
    reports = {program(*asked, PYTHONHASHSEED=seed).out for seed in ("0", "1", "4242")}
    assert len(reports) == 1


def test_every_format_has_the_same_bytes_whatever_the_seed_and_the_locale(
    here: Path, program: Program
) -> None:
    write(here, a__txt=MT * 3, b__txt=REF * 3)
    files = [argument for name in FORMATS for argument in ("-f", f"{name}={name}.out")]
    made = []
    for seed, locale in (("0", "C"), ("4242", "tr_TR.UTF-8")):
        done = program(
            *("check", "a.txt", "--reference", "b.txt", *files),
            PYTHONHASHSEED=seed,
            LC_ALL=locale,
        )
        assert (done.code, done.out, done.err) == (1, "", "")
        made.append({name: (here / f"{name}.out").read_bytes() for name in FORMATS})
    assert made[0] == made[1]

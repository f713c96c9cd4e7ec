"""Configuration on the command line: it decides, and ``config show`` tells how."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

MT = "Secretary of State Anthony Blingen spoke in Geneva.\n\ncafÃ© is open.\n"
REF = "Secretary of State Antony Blinken spoke in Geneva.\n\nThe café is open.\n"


@pytest.fixture
def texts(here: Path) -> Path:
    for folder in ("news", "legal"):
        (here / folder).mkdir()
        (here / folder / "a.mt.txt").write_text(MT, encoding="utf-8")
        (here / folder / "a.ref.txt").write_text(REF, encoding="utf-8")
    return here


def codes(out: str) -> dict[str, list[str]]:
    return {a["path"]: [f["code"] for f in a["findings"]] for a in json.loads(out)["articles"]}


def test_the_configuration_decides_file_by_file(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text(
        'select = ["N101", "F507"]\n[[overrides]]\nfiles = ["legal/**"]\nignore = ["N101"]\n'
        'fail-on = "critical"\n'
    )
    result = run("check", "news", "legal", "-f", "json")
    assert result.code == 1
    assert codes(result.out) == {
        "news/a.mt.txt": ["N101", "F507"],
        "legal/a.mt.txt": ["F507"],
    }
    assert run("check", "legal").code == 0


def test_the_command_line_wins(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text('fail-on = "never"\nselect = ["N101"]\n')
    assert run("check", "news").code == 0
    assert run("check", "news", "--fail-on", "major").code == 1
    assert run("check", "news", "--isolated").code == 1
    result = run("check", "news", "--select", "F507", "-f", "json")
    assert codes(result.out) == {"news/a.mt.txt": ["F507"]}
    (texts / "strict.toml").write_text("")
    assert run("check", "news", "--config", "strict.toml").code == 1


def test_a_check_has_settings_of_its_own(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text(
        '[checks.garbled-name]\nseverity = "minor"\n[checks.F5]\nmin-confidence = 1\n'
    )
    result = run("check", "news", "-f", "json", "--select", "N101,F507")
    (article,) = json.loads(result.out)["articles"]
    assert [(f["code"], f["severity"]) for f in article["findings"]] == [("N101", "minor")]
    assert article["suppressed"]["by_code"] == {"F507": 1}
    assert result.code == 0
    assert "|own:" in json.loads(result.out)["tool"]["signature"]


def test_languages(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text(
        'target-lang = "fr"\nsource-lang = "ru"\n[[overrides]]\nfiles = ["x.txt"]\n'
        'target-lang = "de"\n[languages.de]\nselect = ["F"]\n'
    )
    for name in ("x.txt", "y.txt", "z.es.txt", "y.src.txt"):
        (texts / name).write_text("Hola.\n")
    result = run("check", "x.txt", "y.txt", "z.es.txt", "-f", "json")
    languages = {a["path"]: a["target_lang"] for a in json.loads(result.out)["articles"]}
    assert languages == {"x.txt": "de", "y.txt": "fr", "z.es.txt": "es"}
    result = run("check", "y.txt", "-s", "y.src.txt", "-f", "json", "--target-lang", "en")
    (article,) = json.loads(result.out)["articles"]
    assert (article["target_lang"], article["source_lang"]) == ("en", "ru")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('select = ["N111"]', "mtcheck.toml: select: 'N111' is no check; did you mean N101?"),
        ("[checks.N111]", "mtcheck.toml: checks: 'N111' is no check; did you mean N101?"),
        ('[languages.de]\nignore = ["X"]', "mtcheck.toml: languages.de.ignore: 'X' is no check"),
        (
            '[[overrides]]\nfiles = ["no"]\nselect = ["X"]',
            "mtcheck.toml: overrides[0].select: 'X' is no check",
        ),
        ("failon = 1", "mtcheck.toml: failon: there is no such setting; did you mean fail-on?"),
    ],
)
def test_a_wrong_configuration_stops_the_run(
    texts: Path, run: Run, text: str, message: str
) -> None:
    (texts / "mtcheck.toml").write_text(text)
    for arguments in (("check", "news"), ("config", "show", "news/a.mt.txt")):
        result = run(*arguments)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"mtcheck: error: {message}")
        assert result.err.count("\n") == 1


def test_config_and_isolated_exclude_each_other(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text("")
    result = run("check", "news", "--config", "mtcheck.toml", "--isolated")
    assert result.code == 2
    assert "--config mtcheck.toml" in result.err
    assert run("check", "news", "--config", "gone.toml").code == 2


def test_show_says_which_value_is_from_where(texts: Path, run: Run) -> None:
    (texts / "base.toml").write_text('fail-on = "minor"\n')
    (texts / "mtcheck.toml").write_text(
        'extends = "base.toml"\nignore-files = ["pairs.tsv"]\nignore = ["L601"]\n'
        '[languages.de]\nignore = ["F506"]\n'
        '[[overrides]]\nfiles = ["gone/**"]\nfail-on = "never"\n'
        '[[overrides]]\nfiles = ["legal/"]\nmin-confidence = 0.5\n[checks.N101]\n'
        'severity = "minor"\n'
    )
    result = run("config", "show", "legal/new.de.mt.txt")
    assert result.code == 0
    assert tomllib.loads(result.out) == {
        "target-lang": "de",
        "select": [],
        "ignore": ["L601", "F506"],
        "min-confidence": 0.5,
        "profile": "review",
        "model": "spans",
        "allow-download": False,
        "fail-on": "minor",
        "fail-confidence": 0.0,
        "scoring": "mqm2",
        "names": [],
        "do-not-translate": [],
        "terms": [],
        "glossaries": [],
        "do-not-translate-lists": [],
        "ignore-files": ["pairs.tsv"],
        "name-lists": [],
        "table-columns": [],
        "cache-size": 512,
        "checks": {"N101": {"severity": "minor"}},
    }
    lines = {line.split(" = ")[0]: line.split("  # ")[-1] for line in result.out.splitlines()}
    assert lines["target-lang"] == "the file's name"
    assert lines["ignore"] == "mtcheck.toml, mtcheck.toml: languages.de"
    assert lines["min-confidence"] == "mtcheck.toml: overrides[1]"
    assert lines["fail-on"] == "base.toml"
    assert lines["scoring"] == "default"
    assert "# legal/new.de.mt.txt: mtcheck.toml extends base.toml\n" in result.out
    assert 'overrides[0] does not hold: ["gone/**"]; they match no file\n' in result.out
    assert 'overrides[1] holds: ["legal/"]\n' in result.out


def test_check_tells_of_overrides_that_are_for_no_file(texts: Path, run: Run) -> None:
    (texts / "base.toml").write_text('[[overrides]]\nfiles = ["old/**", "\\u001b[31m"]\n')
    (texts / "mtcheck.toml").write_text(
        'extends = "base.toml"\nmodel = "none"\n'
        '[[overrides]]\nfiles = ["gone/**"]\nfail-on = "never"\n'
        '[[overrides]]\nfiles = ["legal/"]\n[[overrides]]\nfiles = ["news/*.ref.txt"]\n'
    )
    result = run("check", "news", "--fail-on", "never")
    assert result.code == 0
    assert result.err == (
        "mtcheck: warning: base.toml: overrides[0]: no file is there that matches "
        "old/**, \\x1b[31m\n"
        "mtcheck: warning: mtcheck.toml: overrides[0]: no file is there that matches gone/**\n"
    )
    assert run("check", "news", "--fail-on", "never", "--isolated").err == ""


def test_show_without_a_configuration(here: Path, run: Run) -> None:
    del here
    result = run("config", "show", "evil\x1b[31m.txt")
    assert result.code == 0
    assert "\x1b" not in result.out
    assert "no configuration" in result.out


def test_init(here: Path, run: Run) -> None:
    assert run("init").code == 0
    assert run("config", "show", "a.txt").code == 0
    result = run("init")
    assert result.code == 2
    assert result.err == "mtcheck: error: mtcheck.toml: is there already: it is not overwritten\n"
    assert [p.name for p in here.iterdir()] == ["mtcheck.toml"]

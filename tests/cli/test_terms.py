"""Glossaries on the command line, by configuration."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run

MT = "Der Waffenstillstand hielt drei Tage. Wir nutzen Kompas dafür.\n"
SRC = "The ceasefire held for three days. We use Kompass for it.\n"


@pytest.fixture
def texts(here: Path) -> Path:
    (here / "a.de.mt.txt").write_text(MT, encoding="utf-8")
    (here / "a.en.src.txt").write_text(SRC, encoding="utf-8")
    (here / "lists").mkdir()
    return here


def found(run: Run, *arguments: str) -> list[tuple[str, str]]:
    result = run("check", "a.de.mt.txt", "--select", "T401", "-f", "json", *arguments)
    assert result.code in {0, 1}, result.err
    (article,) = json.loads(result.out)["articles"]
    return [(f["text"], f["message"]) for f in article["findings"]]


def test_tables_and_lists(texts: Path, run: Run) -> None:
    (texts / "lists" / "kept.txt").write_text("# products\nKompass\n")
    (texts / "mtcheck.toml").write_text(
        'do-not-translate-lists = ["lists/kept.txt"]\n[[terms]]\nsource = "ceasefire"\n'
        'target = "Waffenruhe"\nforbidden = ["Waffenstillstand"]\nsource-lang = "en"\n',
        encoding="utf-8",
    )
    assert [text for text, _ in found(run, "-s", "a.en.src.txt")] == ["Waffenstillstand", ""]
    assert [text for text, _ in found(run)] == ["Waffenstillstand"]
    shown = run("config", "show", "a.de.mt.txt")
    assert tomllib.loads(shown.out)["terms"] == [
        {
            "source": ["ceasefire"],
            "target": ["Waffenruhe"],
            "forbidden": ["Waffenstillstand"],
            "case": "any",
            "source-lang": "en",
        }
    ]


def test_a_forbidden_word_shows_what_the_source_says_there(texts: Path, run: Run) -> None:
    (texts / "mtcheck.toml").write_text(
        '[[terms]]\nsource = ["ceasefire", "truce"]\nforbidden = ["Waffenstillstand"]\n'
    )
    (texts / "a.de.mt.txt").write_text("Der Waffenstillstand hielt. Ein Waffenstillstand kam.\n")
    (texts / "a.en.src.txt").write_text("The ceasefire held. A truce came.\n")
    arguments = ("check", "a.de.mt.txt", "-s", "a.en.src.txt", "--select", "T401", "-f", "json")
    (article,) = json.loads(run(*arguments).out)["articles"]
    assert [f["source_text"] for f in article["findings"]] == ["ceasefire", "truce"]
    # So an ignore file can tell one from the other.
    (texts / "pairs.tsv").write_text("Waffenstillstand\ttruce\tT401\n")
    (article,) = json.loads(run(*arguments, "--ignore-file", "pairs.tsv").out)["articles"]
    assert [f["source_text"] for f in article["findings"]] == ["ceasefire"]


def test_glossaries_add_up(texts: Path, run: Run) -> None:
    (texts / "lists" / "a.csv").write_text("target,forbidden\nWaffenruhe,Waffenstillstand\n")
    (texts / "lists" / "b.csv").write_text("target,forbidden\nDauer,Tag\n")
    (texts / "mtcheck.toml").write_text(
        'glossaries = ["lists/a.csv"]\n[languages.de]\nglossaries = ["lists/b.csv"]\n'
    )
    assert [text for text, _ in found(run)] == ["Waffenstillstand", "Tage"]
    assert [text for text, _ in found(run, "--target-lang", "nl")] == ["Waffenstillstand"]


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ('[[terms]]\nsoruce = "a"', "mtcheck.toml: terms[0].soruce: there is no such setting; did"),
        ("terms = 1", "mtcheck.toml: terms: must be tables: write [[terms]]"),
        ('[[terms]]\ncase = "loud"', "mtcheck.toml: terms[0].case: 'loud' is none of any, exact"),
        ("[[terms]]\ntarget = [1]", "mtcheck.toml: terms[0].target[0]: expected text"),
        ('glossaries = ["gone.csv"]', "gone.csv: there is no such file"),
        ('glossaries = ["lists"]', "a file without an ending is no glossary"),
        ('name-lists = ["gone.txt"]', "gone.txt: there is no such file"),
    ],
)
def test_bad_input(texts: Path, run: Run, config: str, message: str) -> None:
    (texts / "mtcheck.toml").write_text(config)
    result = run("check", "a.de.mt.txt")
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1

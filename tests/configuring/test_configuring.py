"""Configuration files: found, read, laid over each other, and refused in one clear line."""

from __future__ import annotations

import os
import tomllib
from typing import TYPE_CHECKING, NoReturn

import pytest

from mtcheck.configuring import Config, Finder, load, matches_nothing, template, unmatched
from mtcheck.errors import InputError, MtcheckError, SettingsError
from mtcheck.settings import Settings, fields

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def settings(file: str, language: str = "en", **given: object) -> Settings:
    return Finder().of(file).merged(file, language, given).settings


def test_without_a_file_the_defaults_hold(here: Path) -> None:
    del here
    assert settings("a.txt") == Settings()


def test_the_nearest_folder_decides(here: Path) -> None:
    write(here, mtcheck_toml='fail-on = "minor"', inner__mtcheck_toml='scoring = "google"')
    (here / "inner" / "deep").mkdir()
    assert settings("a.txt").fail_on == "minor"
    assert settings("inner/deep/a.txt") == Settings(scoring="google")
    assert settings("gone/nowhere/a.txt").fail_on == "minor"
    assert settings("-").fail_on == "minor"


def test_a_pyproject_counts_where_it_has_the_table(here: Path) -> None:
    write(here, pyproject_toml='[tool.mtcheck]\nfail-on = "minor"')
    write(here, sub__pyproject_toml="[project]\nname = 'x'")
    assert settings("sub/a.txt").fail_on == "minor"
    write(here, mtcheck_toml='fail-on = "critical"')
    assert settings("sub/a.txt").fail_on == "critical"


def test_one_for_all_or_none(here: Path) -> None:
    write(here, mtcheck_toml='fail-on = "minor"', other_toml='fail-on = "never"')
    assert Finder(only="other.toml").of("a.txt").path == "other.toml"
    assert Finder(isolated=True).of("a.txt").path is None


def test_the_layers(here: Path) -> None:
    write(
        here,
        base_toml='min-confidence = 0.1\nfail-on = "minor"\n[languages.de]\nscoring = "google"',
        mtcheck_toml="""
extends = "base.toml"
min-confidence = 0.2
[languages.de]
min-confidence = 0.3
[languages.de-AT]
min-confidence = 0.35
[[overrides]]
files = ["legal/"]
min-confidence = 0.4
[[overrides]]
files = ["*.draft.md"]
min-confidence = 0.5
""",
    )
    assert settings("a.txt").min_confidence == 0.2
    assert settings("a.txt").fail_on == "minor"
    german = settings("a.txt", "de")
    assert (german.min_confidence, german.scoring) == (0.3, "google")
    assert settings("a.txt", "de-AT").min_confidence == 0.35
    assert settings("legal/x/a.txt", "de").min_confidence == 0.4
    assert settings("legal/a.draft.md", "de").min_confidence == 0.5
    assert settings("legal/a.draft.md", "de", min_confidence=0.0).min_confidence == 0.0


def test_ignore_adds_up_until_a_select_begins_anew(here: Path) -> None:
    write(
        here,
        mtcheck_toml='ignore = ["L601"]\n[[overrides]]\nfiles = ["b.txt"]\nignore = ["F"]\n'
        '[[overrides]]\nfiles = ["c.txt"]\nselect = ["L601"]',
    )
    assert settings("b.txt").ignore == ("L601", "F")
    assert settings("b.txt", ignore=("Q",)).ignore == ("L601", "F", "Q")
    assert settings("c.txt") == Settings(select=("L601",))
    assert settings("b.txt", select=("F",)) == Settings(select=("F",))


def test_checks_are_merged_key_by_key(here: Path) -> None:
    write(
        here,
        mtcheck_toml="""
[checks.N101]
severity = "minor"
[checks.N]
min-confidence = 0.7
severity = "critical"
[languages.de.checks.N101]
min-confidence = 0.9
""",
    )
    own = settings("a.txt", "de").of_check("N101", "garbled-name")
    assert (own.severity, own.min_confidence) == ("minor", 0.9)
    own = settings("a.txt", "en").of_check("N102", "wrong-name")
    assert (own.severity, own.min_confidence) == ("critical", 0.7)
    assert settings("a.txt").of_check("Q201", "number").severity is None


def test_origins_name_the_place(here: Path) -> None:
    write(
        here,
        pyproject_toml='[tool.mtcheck]\nfail-on = "minor"\nignore = ["F"]\n'
        '[[tool.mtcheck.overrides]]\nfiles = ["a.txt"]\nignore = ["L"]',
    )
    merged = Finder().of("a.txt").merged("a.txt", "en", {"scoring": "google"})
    assert merged.origins == {
        "fail_on": ("pyproject.toml: tool.mtcheck",),
        "ignore": ("pyproject.toml: tool.mtcheck", "pyproject.toml: tool.mtcheck.overrides[0]"),
        "scoring": ("command line",),
    }


def test_languages_of_a_file(here: Path) -> None:
    write(
        here,
        mtcheck_toml='target-lang = "fr"\nsource-lang = "ru"\n'
        '[[overrides]]\nfiles = ["x.txt"]\ntarget-lang = "de"',
    )
    config = Finder().of("a.txt")
    assert config.target_lang("a.txt") == (None, "fr")
    assert config.target_lang("x.txt") == ("de", "fr")
    assert config.source_lang("x.txt") == (None, "ru")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("failon = 1", "mtcheck.toml: failon: there is no such setting; did you mean fail-on?"),
        ("fail_on = 1", "mtcheck.toml: fail_on: there is no such setting; did you mean fail-on?"),
        ("zzz = 1", "mtcheck.toml: zzz: there is no such setting; there are target-lang,"),
        ('fail-on = "high"', "mtcheck.toml: fail-on: 'high' is none of never, minor, major,"),
        ("min-confidence = 2", "mtcheck.toml: min-confidence: expected a number <= 1"),
        ("min-confidence = nan", "mtcheck.toml: min-confidence: expected a number"),
        ("select = [1]", "mtcheck.toml: select[0]: expected text, got a whole number"),
        ("select = 2020-01-01", "mtcheck.toml: select: expected a list"),
        ('target-lang = "german"', "mtcheck.toml: target-lang: unknown language 'german'; did you"),
        ("[languages.german]", "mtcheck.toml: languages.german: unknown language 'german'"),
        ("languages = 3", "mtcheck.toml: languages: must be a table, not a number"),
        ("[languages]\nde = 1", "mtcheck.toml: languages.de: must be a table, not a number"),
        ('[languages.de]\ntarget-lang = "fr"', "mtcheck.toml: languages.de.target-lang: there is"),
        (
            "[languages.de]\nignor = []",
            "mtcheck.toml: languages.de.ignor: there is no such setting;",
        ),
        ("[checks.N101]\nseverity = 1", "mtcheck.toml: checks.N101.severity: expected text"),
        (
            '[checks.N101]\nseverity = "x"',
            "mtcheck.toml: checks.N101.severity: 'x' is none of minor",
        ),
        (
            "[checks.N101]\nmin_confidence = 1",
            "checks.N101.min_confidence: there is no such setting",
        ),
        ("[checks]\nN101 = 1", "mtcheck.toml: checks.N101: must be a table, not a number"),
        ("overrides = 1", "mtcheck.toml: overrides: must be tables: write [[overrides]]"),
        ("[[overrides]]\nignore = []", "mtcheck.toml: overrides[0].files: is missing"),
        ("[[overrides]]\nfiles = [1]", "mtcheck.toml: overrides[0].files: must be text or a list"),
        ('[[overrides]]\nfiles = ["!"]', "mtcheck.toml: overrides[0].files: '!' is no pattern"),
        (
            '[[overrides]]\nfile = ["x"]',
            "overrides[0].file: there is no such setting; did you mean",
        ),
        (
            'extends = "mtcheck.toml"',
            "mtcheck.toml: extends: extends itself in a circle: mtcheck.toml",
        ),
        ('extends = "."', "mtcheck.toml: extends: there is no file . beside it"),
        ('extends = "gone.toml"', "mtcheck.toml: extends: there is no file gone.toml beside it"),
        ('[tool.mtcheck]\nfail-on = "never"', "settings stand at the top, without [tool.mtcheck]"),
        ("a = ", "mtcheck.toml: not TOML: invalid value"),
        ("a = " + "[" * 10_000, "mtcheck.toml: not TOML"),
    ],
)
def test_a_mistake_is_named_by_file_and_key(here: Path, text: str, message: str) -> None:
    write(here, mtcheck_toml=text)
    with pytest.raises(MtcheckError) as caught:
        Finder().of("a.txt")
    assert message in str(caught.value)
    assert str(caught.value).startswith("mtcheck.toml: ")
    assert "\n" not in str(caught.value)
    assert "`" not in str(caught.value)


def test_files_that_extend_each_other_are_refused(here: Path) -> None:
    write(here, a_toml='extends = "sub/b.toml"', sub__b_toml='extends = ["c.toml"]')
    write(here, sub__c_toml='extends = "../a.toml"')
    with pytest.raises(SettingsError) as caught:
        load("a.toml")
    assert "in a circle: a.toml → b.toml → c.toml → a.toml" in str(caught.value)
    assert str(caught.value).startswith("sub/c.toml: extends: ")


def test_two_that_extend_the_same_are_no_circle(here: Path) -> None:
    write(here, base_toml="min-confidence = 0.1", a_toml='extends = "base.toml"')
    write(here, b_toml='extends = "base.toml"', mtcheck_toml='extends = ["a.toml", "b.toml"]')
    assert settings("x.txt").min_confidence == 0.1


def test_what_is_no_file(here: Path) -> None:
    (here / "folder").mkdir()
    os.mkfifo(here / "pipe")
    (here / "loop").symlink_to("loop")
    (here / "latin.toml").write_bytes(b"# one\n# caf\xe9\n")
    (here / "big.toml").write_bytes(b"#" * 2_000_000)
    for name, message in (
        ("gone.toml", "gone.toml: cannot be read: no such file"),
        ("folder", "folder: is a folder: give a file"),
        ("pipe", "pipe: is no ordinary file"),
        ("loop", "loop: cannot be read: too many levels of symbolic links"),
        ("latin.toml", "latin.toml:2: byte 0xe9 is not UTF-8"),
        ("big.toml", "big.toml: larger than 1 MB"),
        ("/dev/null", "/dev/null: is no ordinary file"),
    ):
        with pytest.raises(InputError) as caught:
            load(name)
        assert str(caught.value).startswith(message)


def test_a_pyproject_without_the_table_cannot_be_the_configuration(here: Path) -> None:
    for text in ("", "[tool]", "[tool.other]"):
        write(here, pyproject_toml=text)
        with pytest.raises(SettingsError, match=r"begin the settings with \[tool.mtcheck\]"):
            load("pyproject.toml")


def test_an_override_that_is_for_no_file_is_known(here: Path) -> None:
    write(here, mtcheck_toml='[[overrides]]\nfiles = ["legal/*.md"]', legal__a_txt="x")
    config = Finder().of("a.txt")
    ((_, override, holds),) = config.overriding("a.txt")
    assert not holds
    assert matches_nothing(config, override)
    write(here, legal__a_md="x")
    assert not matches_nothing(config, override)


def test_a_folder_is_looked_through_only_for_what_no_checked_file_needs(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        here,
        mtcheck_toml='[[overrides]]\nfiles = ["a.txt"]\n[[overrides]]\nfiles = ["*.md"]',
        sub__b_txt="x",
    )
    config = Finder().of("a.txt")
    assert [origin for origin, _ in unmatched(config, ["a.txt"])] == ["mtcheck.toml: overrides[1]"]
    assert len(list(unmatched(config, ["-"]))) == 2
    (here / "sub" / "again").symlink_to(here)  # not gone into
    assert len(list(unmatched(config, ["sub/b.txt"]))) == 2

    def walk(_: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr("os.walk", walk)
    assert list(unmatched(config, ["a.txt", "x/y.md"])) == []
    assert list(unmatched(Config(), ["a.txt"])) == []


def test_the_template_is_right_with_its_marks_and_without(here: Path) -> None:
    whole = template.text()
    write(here, mtcheck_toml=whole)
    assert settings("a.txt") == Settings()
    bare = "\n".join(
        line.removeprefix("# ")
        for line in whole.splitlines()
        if " = " in line or line.startswith("# [")
    )
    said = tomllib.loads(bare)
    plain = {f.key for f in fields() if f.kind != "table of tables"}
    assert plain <= set(said)
    write(here, mtcheck_toml=bare)
    unset = {f.name: None for f in fields() if f.default is None}
    assert settings("a.txt", **unset) == Settings(
        checks=settings("a.txt").checks, terms=settings("a.txt").terms
    )


def test_init_never_overwrites(here: Path) -> None:
    assert template.write(".") == "mtcheck.toml"
    (here / "mtcheck.toml").write_text("mine")
    with pytest.raises(InputError, match="is there already"):
        template.write(".")
    assert (here / "mtcheck.toml").read_text() == "mine"
    (here / "sub").mkdir()
    write(here, sub__pyproject_toml="[tool.mtcheck]")
    with pytest.raises(InputError, match="that is the configuration"):
        template.write("sub")
    with pytest.raises(InputError, match="cannot be written"):
        template.write("gone")

from __future__ import annotations

import doctest
import inspect
import json
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import mtcheck
from mtcheck import api
from mtcheck.errors import InputError, LanguageError, MtcheckError, SettingsError
from mtcheck.reporting import FORMATS
from mtcheck.settings import Files, Settings

TALKS = Path(__file__).parent.parent / "corpora" / "security-talks"
RULES: dict[str, typing.Any] = {"model": "none"}  # the span model is not what is tested here
PO = """\
msgid ""
msgstr "Language: de\\nContent-Type: text/plain; charset=UTF-8\\n"

msgid "Hello, {name}!"
msgstr "Hallo, {nam}!"
"""


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "app.de.po").write_text(PO, encoding="utf-8")
    return tmp_path / "app.de.po"


def test_a_finding_points_into_the_translation() -> None:
    mt = "The cafÃ© in the old town is open."
    (finding,) = mtcheck.check(mt, select=["F507"]).findings
    assert finding.span.of(mt) in mt
    assert "Ã©" in finding.span.of(mt)


def test_every_setting_is_an_argument_with_the_same_default() -> None:
    defaults = {f: getattr(Settings(), f) for f in Settings.__struct_fields__}
    parameters = inspect.signature(mtcheck.check).parameters
    taken = {name: p.default for name, p in parameters.items() if name in defaults}
    assert taken == defaults
    assert set(parameters) - set(taken) == {"mt", "reference", "source", "aligned"}


def test_it_is_typed() -> None:
    assert all(p.annotation for p in inspect.signature(api.check).parameters.values())
    assert typing.cast("str", inspect.signature(api.check).return_annotation) == "Report"


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ({"target_lang": "xx"}, LanguageError, "unknown language 'xx'"),
        ({"source": "Hallo."}, SettingsError, "source_lang: in which language"),
        ({"source": "Hallo.", "source_lang": "zz1"}, LanguageError, "unknown language"),
        ({"select": ["X9"]}, SettingsError, "select: 'X9' is no check"),
        ({"select": "N101"}, SettingsError, r"select: give a list of names: \['N101'\]"),
        ({"ignore": [""]}, SettingsError, "ignore: '' is no check"),
        ({"min_confidence": 2.0}, SettingsError, "min_confidence"),
        ({"fail_on": "often"}, SettingsError, "fail_on"),
        ({"scoring": "mine"}, SettingsError, "scoring"),
        ({"reference": "a\nb", "aligned": True}, InputError, "1 line, but the reference has 2"),
        ({"reference": "a\udfff"}, InputError, r"lone surrogate U\+DFFF"),
    ],
)
def test_what_is_wrong_is_named(
    arguments: dict[str, typing.Any], kind: type[MtcheckError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        mtcheck.check("Text.", **arguments)


def test_an_empty_text_is_an_article_without_segments() -> None:
    report = mtcheck.check("")
    assert report.findings == ()
    assert report.article.mt.segments == ()


def test_glossary_names_and_settings_of_single_checks() -> None:
    term = {"target": ["lessee"], "forbidden": ["tenant"]}
    report = mtcheck.check(
        "The tenant pays.", terms=[term], checks={"T4": {"severity": "critical"}}
    )
    assert [(f.code, f.severity.value, f.suggestion) for f in report.findings] == [
        ("T401", "critical", "lessee")
    ]
    report = mtcheck.check("The tenant pays.", terms=[term], ignore=["terminology"])
    assert report.findings == ()
    with pytest.raises(SettingsError, match=r"terms\[0\]"):
        mtcheck.check("The tenant pays.", terms=[{"target": [1]}])


def test_a_file_has_the_findings_of_its_texts() -> None:
    texts = [TALKS / "article.en.mt.txt", TALKS / "article.en.ref.txt"]
    (report,) = mtcheck.check_file(*texts, **RULES)
    strings = [path.read_bytes().decode() for path in texts]
    assert report.findings == mtcheck.check(*strings, **RULES).findings
    assert report.findings
    assert report.article.mt.path == str(texts[0])


def test_a_file_has_the_findings_of_the_command_line(catalogue: Path) -> None:
    asked = "--model none --no-cache --isolated --format json".split()
    done = subprocess.run(  # noqa: S603 - this interpreter, our own program
        [sys.executable, "-m", "mtcheck", "check", str(catalogue), *asked],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    ours = json.loads(mtcheck.render(mtcheck.check_file(catalogue, **RULES), "json"))
    assert ours == told


def test_a_file_of_several_articles_has_several_reports(tmp_path: Path) -> None:
    rows = [{"mt": "One.", "doc": "a"}, {"mt": "Two.", "doc": "b"}]
    table = tmp_path / "pairs.jsonl"
    table.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    reports = mtcheck.check_file(table, **RULES)
    assert [report.article.mt.content for report in reports] == ["One.", "Two."]


def test_options_lie_over_the_configuration_that_is_given(tmp_path: Path) -> None:
    file = tmp_path / "a.en.mt.txt"
    file.write_text("The the tenant met Anna Smyth.", encoding="utf-8")
    (tmp_path / "mtcheck.toml").write_text(
        'model = "none"\nselect = ["T", "F501"]\n[checks.T]\nseverity = "minor"\n'
        '[[terms]]\ntarget = "lessee"\nforbidden = "tenant"\n',
        encoding="utf-8",
    )
    config = tmp_path / "mtcheck.toml"

    def found(**options: typing.Any) -> list[tuple[str, str]]:  # noqa: ANN401 - as the function has them
        (report,) = mtcheck.check_file(file, **options)
        return [(f.code, f.severity.value) for f in report.findings]

    assert found(config=config) == [("F501", "minor"), ("T401", "minor")]
    assert found(config=config, ignore={"F501"}) == [("T401", "minor")]
    assert found(config=config, checks={"T401": {"severity": "critical"}}) == [
        ("F501", "minor"),
        ("T401", "critical"),
    ]
    assert found(config=config, select=["T"], terms=[{"target": ["Ann"], "forbidden": ["Anna"]}])
    assert found(model="none") == [("F501", "minor")], "no configuration unless it is given"


def test_nothing_is_kept(catalogue: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MTCHECK_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    mtcheck.check_file(catalogue, **RULES)
    assert [p.name for p in tmp_path.iterdir()] == [catalogue.name]


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"slect": ["N"]}, SettingsError, "slect: there is no such option; did you mean select"),
        ({"select": "N"}, SettingsError, r"select: give a list of names: \['N'\]"),
        ({"ignore_files": "a"}, SettingsError, r"ignore_files: give a list of names"),
        ({"select": ["X9"]}, SettingsError, "select: 'X9' is no check"),
        ({"min_confidence": 3}, SettingsError, "min_confidence"),
        ({"table_columns": ["target"]}, SettingsError, "table"),
        ({"target_lang": "qq1"}, LanguageError, "unknown language 'qq1'"),
        ({"glossaries": ["none.csv"]}, InputError, "none.csv: there is no such file"),
        ({"config": "none.toml"}, InputError, "none.toml: cannot be read"),
        ({"reference": "none.po"}, InputError, "none.po: there is no such file"),
        ({"reference": "."}, InputError, "is a folder: give a file"),
    ],
)
@pytest.mark.usefixtures("catalogue")
def test_what_is_wrong_with_a_file_is_named(
    options: dict[str, typing.Any], kind: type[MtcheckError], message: str
) -> None:
    with pytest.raises(kind, match=message):
        mtcheck.check_file("app.de.po", **options)


def test_a_folder_and_no_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder: give a file"):
        mtcheck.check_file(tmp_path)
    with pytest.raises(InputError, match="there is no such file"):
        mtcheck.check_file(tmp_path / "none.txt")


def test_every_setting_is_an_option_but_those_of_the_cache() -> None:
    settings = {*Settings.__struct_fields__, *Files.__struct_fields__}
    given_by_name = {"target_lang", "source_lang"}
    assert set(api.Options.__annotations__) == (
        settings - given_by_name - {"cache_dir", "cache_size"}
    )


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_rendered_in_every_format(name: str) -> None:
    report = mtcheck.check("The the mayor spoke.", "The mayor spoke.", **RULES)
    text = mtcheck.render(report, name)
    assert text == mtcheck.render([report], name)
    assert text.endswith("\n")
    assert "F501" in text or name == "standalone"


def test_several_reports_are_rendered_together() -> None:
    reports = [mtcheck.check(mt, **RULES) for mt in ("The the mayor.", "A a dog.")]
    assert len(json.loads(mtcheck.render(reports, "json"))["articles"]) == 2
    assert json.loads(mtcheck.render([], "json"))["articles"] == []


def test_what_cannot_be_rendered_is_named() -> None:
    report = mtcheck.check("Fine.", **RULES)
    with pytest.raises(SettingsError, match="format: 'sariff' is no format; did you mean sarif"):
        mtcheck.render(report, "sariff")
    with pytest.raises(SettingsError, match="'html' holds one report, and there are 2"):
        mtcheck.render([report, report], "html")


@pytest.mark.usefixtures("catalogue")
def test_the_examples_of_the_docstrings_hold() -> None:
    done = doctest.testmod(api, extraglobs={"mtcheck": mtcheck}, raise_on_error=True)
    assert done.attempted > 8


def test_only_what_is_public_is_there() -> None:
    assert all(callable(getattr(mtcheck, name)) for name in ("check", "check_file", "render"))
    with pytest.raises(AttributeError, match="module 'mtcheck' has no attribute 'chek'"):
        mtcheck.chek  # type: ignore[attr-defined]  # noqa: B018 - that it raises is the test

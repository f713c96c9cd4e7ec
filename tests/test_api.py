from __future__ import annotations

import inspect
import typing

import pytest

import mtcheck
from mtcheck import api
from mtcheck.errors import InputError, LanguageError, MtcheckError, SettingsError
from mtcheck.settings import Settings


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

"""Names: what holds for any text, and how spellings relate."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.aligning.spelling import Relation, spelling
from mtcheck.aligning.suspects import suspects
from mtcheck.checks import garbled_name, inconsistent_name, missing_name, wrong_name
from mtcheck.languages.names import romanised
from mtcheck.settings import Settings

MODULES = (garbled_name, wrong_name, inconsistent_name, missing_name)
LANGUAGES = ("en", "de", "fr", "es", "pt", "it", "nl", "pl", "cs", "ru", "uk", "zh", "ja")
NAMES = st.sampled_from(
    [
        "Blinken",
        "Blingen",
        "Макрон",
        "Маркон",
        "布林肯",
        "布林根",
        "ブリンケン",
        "l’Ukraine",
        "O'Brien",
    ]
)
TEXT = st.lists(st.one_of(NAMES, st.text(max_size=8)), max_size=12).map(" ".join)


def findings(mt: str, reference: str | None, lang: str, source: str | None = None) -> list:
    article = reading.from_strings(
        mt, reference, source, languages.load(lang), languages.load("en")
    )
    aligned = aligning.align(segmenting.segment(article))
    return [f for module in MODULES for f in module.find(aligned, Settings(target_lang=lang))]


@settings(max_examples=60, deadline=None)
@given(
    mt=TEXT, reference=st.none() | TEXT, source=st.none() | TEXT, lang=st.sampled_from(LANGUAGES)
)
def test_no_text_crashes_a_check_and_spans_are_in_bounds(
    mt: str, reference: str | None, source: str | None, lang: str
) -> None:
    for finding in findings(mt, reference, lang, source):
        assert 0 <= finding.span.start <= finding.span.end <= len(mt)
        for span, text in ((finding.reference_span, reference), (finding.source_span, source)):
            assert span is None or (text is not None and span.end <= len(text))


def test_the_source_is_shown_where_its_name_stands() -> None:
    source = "Вчера в Женеве государственный секретарь Энтони Блинкен выступил."
    mt = "Secretary of State Anthony Blingen spoke in Geneva yesterday."
    article = reading.from_strings(mt, None, source, languages.load("en"), languages.load("ru"))
    aligned = aligning.align(segmenting.segment(article))
    (found,) = garbled_name.find(aligned, Settings(target_lang="en"))
    assert found.source_span is not None
    assert found.source_span.of(source) == "Блинкен"


@settings(max_examples=60, deadline=None)
@given(text=TEXT, lang=st.sampled_from(LANGUAGES))
def test_a_text_equal_to_its_reference_has_no_wrong_names(text: str, lang: str) -> None:
    assert [f for f in findings(text, text, lang) if f.code != "N103"] == []


@pytest.mark.parametrize(
    ("lang", "mt", "reference"),
    [
        ("en", "Then Anthony Blingen spoke.", "Then Antony Blinken spoke."),
        ("ru", "Потом выступил Блинген.", "Потом выступил Блинкен."),
        ("zh", "美国国务卿布林根抵达。", "美国国务卿布林肯抵达。"),
        ("ja", "ブリンゲン長官は語った。", "ブリンケン長官は語った。"),
        ("en", "The Omigron variant spread.", None),
    ],
)
def test_the_fix_removes_the_finding(lang: str, mt: str, reference: str | None) -> None:
    (finding,) = findings(mt, reference, lang)
    fixed = mt[: finding.span.start] + finding.suggestion + mt[finding.span.end :]
    assert findings(fixed, reference, lang) == []


@pytest.mark.parametrize(
    ("lang", "form", "other", "relation"),
    [
        ("en", "zelenskyy", "zelensky", Relation.SAME),
        ("en", "orban", "orbán", Relation.SAME),
        ("de", "lindners", "lindner", Relation.INFLECTED),
        ("ru", "фадеева", "фадеевым", Relation.INFLECTED),
        ("en", "spainn", "spain", Relation.DOUBLED),
        ("en", "blingen", "blinken", Relation.UNLIKE),
    ],
)
def test_relations_of_spellings(lang: str, form: str, other: str, relation: Relation) -> None:
    assert spelling(languages.load(lang)).relation(form, other) is relation


def test_a_confused_letter_costs_less_than_another() -> None:
    spell = spelling(languages.load("en"))
    assert spell.distance("blingen", "blinken") < spell.distance("blinsen", "blinken")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_row_of_known_names_has_a_key_and_a_form(lang: str) -> None:
    assert languages.load(lang).names is not None
    assert languages.names.well_known(lang)


def test_a_name_known_by_its_sound_has_its_own_place_in_the_source_or_none() -> None:
    english, russian = languages.load("en"), languages.load("ru")
    mt = "Secretary of State Anthony Blingen said that he did not expect a breakthrough."
    source = "Госсекретарь Энтони Блинкен сказал, что прорыва не ждёт."
    article = reading.from_strings(mt, None, source, english, russian)
    (found,) = suspects(aligning.align(segmenting.segment(article)))
    assert found.suggestion == "Blinken"
    assert found.other_span is None or found.other_span.of(source) == "Блинкен"


def test_every_language_with_a_way_of_writing_in_latin_letters_is_asked() -> None:
    assert "ja" in romanised()
    assert set(romanised()) <= set(languages.covered())
    related = spelling(languages.load("en")).relation
    assert related("ohnishi", "onishi") is Relation.SAME
    assert related("ohnishi", "konishi") is not Relation.SAME

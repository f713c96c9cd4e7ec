from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtcheck import languages
from mtcheck.errors import LanguageError
from mtcheck.languages.comparing import _ONE_FORM, comparable
from mtcheck.word import TokenKind


@pytest.mark.parametrize(
    ("tag", "code"), [("de", "de"), ("pt-BR", "pt"), ("zh_Hans", "zh"), ("EN-gb", "en")]
)
def test_a_tag_finds_its_language(tag: str, code: str) -> None:
    language = languages.load(tag)
    assert (language.tag, language.code, language.covered) == (tag, code, True)


def test_a_language_without_data_loads_and_knows_nothing() -> None:
    language = languages.load("sw")
    assert not language.covered
    assert not any(language.has(section) for section in languages.SECTIONS)


@pytest.mark.parametrize("tag", ["xx", "", "english1", "e"])
def test_what_is_no_language(tag: str) -> None:
    with pytest.raises(LanguageError, match="unknown language"):
        languages.load(tag)


@pytest.mark.parametrize("code", languages.covered())
def test_the_word_list_has_the_function_words(code: str) -> None:
    language = languages.load(code)
    known = [w for w in language.function_words if language.word(w, TokenKind.WORD).attested]
    if language.core.spaced and not language.core.elisions:
        assert len(known) > 0.9 * len(language.function_words)
    else:  # the list has words, the tokens are characters or elided
        assert len(known) > 0.5 * len(language.function_words)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O’Brien", "o'brien"),
        ("Ｏｍｉｃｒｏｎ", "omicron"),
        ("so\u00adft", "soft"),
        ("Saint‑Denis", "saint-denis"),
        ("STRASSE", "straße"),
        ("cafe\u0301", "café"),
    ],
)
def test_writing_habits_are_taken_away(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


def test_names_are_attested_and_garbles_are_not() -> None:
    lexicon = languages.load("en").lexicon
    assert lexicon is not None
    assert "blinken" in lexicon
    assert "blingen" not in lexicon
    assert 7 < lexicon.zipf("the") < 8
    assert lexicon.zipf("blingen") == 0


def test_inflections_share_a_stem_where_stemming_is_data() -> None:
    ukrainian = languages.load("uk")
    assert ukrainian.stem("міністра") == ukrainian.stem("міністром")


@given(st.text(max_size=8))
def test_the_short_way_to_a_comparable_form_changes_nothing(form: str) -> None:
    whole = unicodedata.normalize("NFKC", form).translate(_ONE_FORM).casefold()
    assert comparable(form) == whole

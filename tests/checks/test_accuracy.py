"""What must hold of the accuracy checks for every text, not only for the cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.checks import CHECKS
from mtcheck.settings import Settings

ACCURACY = [m for m in CHECKS if m.CHECK.code.startswith("A3")]
REFERENCES = sorted((Path(__file__).parent.parent.parent / "corpora").glob("*/article.*.ref.txt"))
WORDS = ["not", "never", "he", "she", "may", "must", "rise", "fall", "не", "он", "不", "没有", "他"]


def findings(
    mt: str, reference: str | None, source: str | None, lang: str, source_lang: str = "de"
) -> list[str]:
    article = reading.from_strings(
        mt, reference, source, languages.load(lang), languages.load(source_lang)
    )
    aligned = aligning.align(segmenting.segment(article))
    chosen = Settings(target_lang=lang)
    found = [f for m in ACCURACY for f in m.find(aligned, chosen)]
    for finding in found:
        assert 0 <= finding.span.start <= finding.span.end <= len(mt)
    return [f"{f.code} {f.message}" for f in found]


@pytest.mark.parametrize("path", REFERENCES, ids=lambda p: p.parent.name)
def test_a_translation_equal_to_its_reference_is_right(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lang = path.name.split(".")[1]
    assert findings(text, text, None, lang) == []


@given(
    st.text(st.sampled_from("abc ABC.,?!\n«»()не不没的ないです1\u0301\U0001f600"), max_size=80),
    st.sampled_from(["en", "de", "ru", "zh", "ja", "fr", "sv"]),
)
@settings(max_examples=60, deadline=None)
def test_equal_texts_raise_nothing_against_the_reference(text: str, lang: str) -> None:
    from_reference = [f for f in findings(text, text, None, lang) if not f.startswith("A305")]
    # A letter of another script is foreign whatever the reference has, unless it has it too.
    assert from_reference == []


@given(
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.sampled_from(["en", "ru", "zh", "ja", "cs"]),
)
@settings(max_examples=80, deadline=None)
def test_no_text_makes_a_check_fail(mt: str, reference: str, source: str, lang: str) -> None:
    findings(mt, reference, source, lang, "zh")
    findings(mt, None, source, lang, "ru")
    findings(mt, reference, None, lang)


@pytest.mark.parametrize("unit", ["not ", "he may not ", "не ", "不", "a, "])
def test_a_long_line_takes_no_long_time(unit: str) -> None:
    mt = unit * (40_000 // len(unit))
    findings(mt, "He may not " * 3_000, None, "en")

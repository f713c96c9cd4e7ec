from __future__ import annotations

import pytest

from mtcheck import languages, reading, segmenting
from mtcheck.aligning.terms import Likeness, phrases


def find(content: str, *listed: str, lang: str = "en") -> list[tuple[str, str, Likeness]]:
    language = languages.load(lang)
    article = reading.from_strings(content, None, None, language, language)
    text = segmenting.segment(article).mt
    return [
        (text.at(m.span), listed[m.phrase], m.likeness)
        for m in phrases(listed, language).find(text)
    ]


def test_how_like_a_place_is() -> None:
    assert find("The Data Centre and data centres.", "data centre") == [
        ("Data Centre", "data centre", Likeness.FOLDED),
        ("data centres", "data centre", Likeness.INFLECTED),
    ]
    assert find("A data centre.", "data centre") == [("data centre",) * 2 + (Likeness.EQUAL,)]


@pytest.mark.parametrize(
    ("lang", "content", "listed"),
    [
        ("de", "Wegen des Vertrages.", "Vertrag"),
        ("ru", "Речь Путина.", "Путин"),
        ("cs", "Podle smlouvy.", "smlouva"),
        ("ja", "東京都庁の前。", "東京都庁"),
        ("en", "Blingen’s speech.", "Blingen"),
    ],
)
def test_inflected_and_unspaced(lang: str, content: str, listed: str) -> None:
    assert len(find(content, listed, lang=lang)) == 1


def test_parts_of_words_and_other_words_are_not_found() -> None:
    assert find("The database centre is data. Centre.", "data centre", "base", "") == []

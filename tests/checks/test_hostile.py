"""The work of the checks of form grows with the text, not with its square."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.checks import by_code
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle

CODES = ("F501", "F502", "F503", "F504", "F505", "F506", "F507", "L601", "M701")
SIZE = 10_000  # characters of the smaller text; the larger has four times as many
MOST = 9.0  # how many times as long the larger may take: four if linear, sixteen if quadratic
FLOOR = 0.12  # seconds of process time below which no growth is told from noise

#: What a line is filled with, and its language.
UNITS = {
    "lone brackets": ("(", "fr"),
    "closing brackets": (") ", "fr"),
    "quotation marks": ('"', "fr"),
    "opening marks": ("“", "de"),
    "marks between letters": ('a"', "en"),
    "spaces": (" ", "en"),
    "full stops": (".", "en"),
    "spaced stops": (". ", "zh"),
    "commas": (",", "en"),
    "one word": ("a", "en"),
    "capitals inside": ("aB", "en"),
    "Han characters": ("漢", "zh"),
    "words": ("the end. the ", "en"),
    "unknown words": ("xaqzyw ", "es"),
    "names in small letters": ("in BERLIN und berlin ", "de"),
    "decimals": ("1.5 ", "fr"),
    "percentages": ("5 % ", "fr"),
    "dates": ("12/", "de"),
    "years": (", 2020", "de"),
    "ampersands": ("&", "en"),
    "lost letters": ("\ufffd", "fr"),
    "misread letters": ("Ã©", "fr"),
    "tags": ("<b>", "en"),
    "braces": ("{", "en"),
}


def _aligned(text: str, lang: str, *, reference: bool) -> AlignedArticle:
    language = languages.load(lang)
    other = text if reference else None
    article = reading.from_strings(text, other, None, language, languages.load("und"))
    return aligning.align(segmenting.segment(article))


def _seconds(code: str, article: AlignedArticle) -> float:
    start = time.process_time()
    for _ in by_code()[code].find(article, Settings(target_lang=article.mt.language.code)):
        pass
    return time.process_time() - start


@pytest.mark.soak
@pytest.mark.parametrize("reference", [False, True], ids=["alone", "with reference"])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_long_line_takes_linear_time(unit: tuple[str, str], reference: bool) -> None:  # noqa: FBT001 - a parameter
    filler, lang = unit
    texts = [(filler * size)[:size] for size in (SIZE, 4 * SIZE)]
    small, large = (_aligned(text, lang, reference=reference) for text in texts)
    for code in CODES:
        longer = _seconds(code, large)
        if longer > FLOOR:
            shorter = _seconds(code, small)
            assert longer <= MOST * max(shorter, FLOOR / MOST), (code, shorter, longer)

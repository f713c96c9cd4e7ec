"""Time of the name checks over one very long line, which nobody split."""

from __future__ import annotations

import time

import pytest

from mtcheck import aligning, languages, reading, segmenting
from mtcheck.checks import garbled_name, inconsistent_name, missing_name, wrong_name
from mtcheck.settings import Settings

MODULES = (garbled_name, wrong_name, inconsistent_name, missing_name)


def _line(lang: str, count: int, tail: str) -> str:
    words = {"en": "Blinken{} met Olgarev{} in Lisbon", "zh": "布林{}肯在慕尼{}黑会见李强"}[lang]
    letters = "abcdefghij" if lang == "en" else "克科斯尔特巴布拉里马"
    parts = []
    for n in range(count):
        mark = "".join(letters[int(d)] for d in str(n)) + tail
        parts.append(words.format(mark, mark))
    return " ".join(parts)


def _seconds(lang: str, count: int) -> float:
    mt, reference = _line(lang, count, ""), _line(lang, count, "n" if lang == "en" else "恩")
    target, source = languages.load(lang), languages.load("en")
    article = reading.from_strings(mt, reference, mt[:1000], target, source, aligned=True)
    aligned = aligning.align(segmenting.segment(article))
    start = time.process_time()
    for module in MODULES:
        list(module.find(aligned, Settings(target_lang=lang)))
    return time.process_time() - start


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_time_grows_with_the_length_of_one_line(lang: str) -> None:
    _seconds(lang, 20)
    short, long = _seconds(lang, 300), _seconds(lang, 2400)
    # Eight times the text, up to 100,000 characters; four times that for noise and caches.
    assert long < 32 * max(short, 0.05)

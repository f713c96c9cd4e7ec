"""How well the lengths of a segment and its translation fit (Gale and Church, 1993)."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from mtcheck.article import Segment

__all__ = ["length", "surprise"]

_VARIANCE = 6.8  # of the difference, per character (their estimate)
_STEPS = 20  # of the table, per standard deviation
_UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
_IDEOGRAPH = 3.3  # letters of an alphabet that an ideograph or a kana stands for


def length(content: str, segment: Segment) -> float:
    """Letters of a segment, ideographs counted for the letters they stand for."""
    text = content[segment.span.start : segment.span.end]
    return len(text) + (_IDEOGRAPH - 1) * sum(1 for _ in _UNSPACED.finditer(text))


def surprise(left: float, right: float, ratio: float) -> float:
    """-log of the chance that lengths of a true pair differ so much; ``ratio`` right : left."""
    mean = (left + right / ratio) / 2
    deviation = abs(right - left * ratio) / math.sqrt(max(mean, 1.0) * _VARIANCE)
    return _tail(int(deviation * _STEPS))


@lru_cache(maxsize=1024)
def _tail(steps: int) -> float:
    both = math.erfc(steps / _STEPS / math.sqrt(2))
    return min(12.0, -math.log(both)) if both > 0 else 12.0

"""A score for segments: what the encoder says of the whole, and what its words add up to.

1 for a perfect stretch, 0 for one of MQM penalty 25 and more (minor 1, major 5; Freitag et al.
2021). The encoder's own score ranks segments well where a mistake changes the sense of the
whole, the expected penalty of the words where there are many small ones; the weights were
chosen on held-out annotation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mtcheck.article import Risk, Risks

__all__ = ["expected", "quality"]

_READ = 0.6  # the encoder's part
_ERROR = 12  # characters of an error as annotators mark them, about the mean
_MAJOR = 4  # what a major error weighs more than a minor one
_WORST = 25.0


def quality(risks: Risks, segments: Iterable[int]) -> float:
    """The score of MT segments, by their indexes, as one; 1 for none."""
    penalty = total = read = 0.0
    for index in segments:
        risks_of_it = risks.tokens[index]
        length = sum(risk.token.end - risk.token.start for risk in risks_of_it)
        penalty += _penalty(risks_of_it)
        read += risks.scores[index] * length
        total += length
    if not total:
        return 1.0
    by_words = 1 - min(penalty, _WORST) / _WORST
    return _READ * min(max(read / total, 0.0), 1.0) + (1 - _READ) * by_words


def expected(risks: Iterable[Risk]) -> float:
    """The score of a segment by what its words are expected to cost; 1 for none."""
    return 1 - min(_penalty(risks), _WORST) / _WORST


def _penalty(risks: Iterable[Risk]) -> float:
    penalty = 0.0
    for risk in risks:
        size = risk.token.end - risk.token.start
        penalty += risk.chance * (1 + _MAJOR * risk.major) * size / _ERROR
    return penalty

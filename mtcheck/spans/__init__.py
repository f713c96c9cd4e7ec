"""The span model: which words of a translation an annotator would mark, offline, on a CPU.

:mod:`~mtcheck.spans.loading` gives the :class:`~mtcheck.spans.detector.Detector` that ships. It
is in ``data/``: the encoder (multilingual-e5-small, its vocabulary cut, trained on human error
annotation, eight bits a weight), its vocabulary, the fitted numbers, and ``card.json`` with the
figures, the licences, the hashes of the files and the languages that it was trained on.
"""

from __future__ import annotations

__all__ = ["NONE", "SHIPPED", "WEIGHED"]

WEIGHED = frozenset("NA")
"""The families of checks whose findings the model weighs in on: names and meaning."""

SHIPPED = "spans"
NONE = "none"
"""The values of the setting ``model`` that name no folder: the model that ships, and none."""

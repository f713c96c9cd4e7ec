"""Evaluation: what the findings are worth, measured on translations that people annotated.

``gold`` reads the annotation, ``detecting`` lets the pipeline find errors in the same texts,
and the scorers compare the two beside a floor (what costs nothing) and a ceiling (what another
person finds). ``evaluating`` is that way through; ``docs/eval.md`` defines every figure.
"""

from __future__ import annotations

"""The review desk: a web server on which editors see, judge and correct flagged sentences.

What it shows and keeps is :mod:`mtcheck.reviewing`'s; here are its pages, and who may open them.
A door that only ``mtcheck review`` opens.
"""

from __future__ import annotations

__all__: list[str] = []

"""The comparable form of a word: what is left when writing habits are taken away."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["comparable"]

_ONE_FORM = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "＇": "'",
        "`": "'",
        "´": "'",
        "‐": "-",
        "‑": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "\u00ad": None,  # soft hyphen
        "\u200b": None,  # zero-width space
        "\u200c": None,
        "\u200d": None,
        "\ufeff": None,
    }
)


@lru_cache(maxsize=100_000)
def comparable(form: str) -> str:
    """NFKC, case-folded, one apostrophe, one hyphen, no invisible characters."""
    if form.isascii():
        return form.lower().replace("`", "'")
    plain = unicodedata.normalize("NFKC", form)
    if not plain.isalpha() or "ʼ" in plain:  # (the one letter among the marks)
        plain = plain.translate(_ONE_FORM)
    return plain.casefold()

"""The checks, in the order of their codes. A check that is not in this list does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtcheck.checks import (
    addition,
    capitalisation,
    certainty,
    date_time,
    garbled_name,
    inconsistent_name,
    likely_mistranslation,
    likely_wording,
    locale_convention,
    magnitude,
    markup,
    missing_name,
    mistranslated_phrase,
    mojibake,
    not_a_word,
    number,
    omission,
    polarity,
    pronoun,
    punctuation,
    repeated_word,
    spacing,
    terminology,
    unit_currency,
    unpaired,
    untranslated,
    wrong_language,
    wrong_name,
)

if TYPE_CHECKING:
    from mtcheck.check import CheckModule

__all__ = ["CHECKS", "by_code"]

CHECKS: tuple[CheckModule, ...] = (
    garbled_name,
    wrong_name,
    inconsistent_name,
    missing_name,
    number,
    date_time,
    unit_currency,
    magnitude,
    mistranslated_phrase,
    omission,
    addition,
    untranslated,
    wrong_language,
    polarity,
    certainty,
    pronoun,
    terminology,
    repeated_word,
    punctuation,
    spacing,
    unpaired,
    capitalisation,
    not_a_word,
    mojibake,
    locale_convention,
    markup,
    likely_mistranslation,
    likely_wording,
)


def by_code() -> dict[str, CheckModule]:
    """The checks by their code."""
    return {module.CHECK.code: module for module in CHECKS}

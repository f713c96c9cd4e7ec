"""MQM's categories as annotation tools name them.

Sources: the annotation scheme of Freitag et al. 2021 ("Experts, Errors, and Context", table 2)
for Google's files; ``MQM_ERROR_CATEGORIES`` in Pearmut's ``web/src/utils.ts`` for Pearmut.
"""

from __future__ import annotations

from mtcheck.mqm import Category

__all__ = ["GOOGLE", "PEARMUT"]

GOOGLE = {
    Category.MISTRANSLATION: "Accuracy/Mistranslation",
    Category.OMISSION: "Accuracy/Omission",
    Category.ADDITION: "Accuracy/Addition",
    Category.UNTRANSLATED: "Accuracy/Untranslated text",
    Category.SPELLING: "Fluency/Spelling",
    Category.GRAMMAR: "Fluency/Grammar",
    Category.PUNCTUATION: "Fluency/Punctuation",
    Category.INCONSISTENCY: "Fluency/Inconsistency",
    Category.ENCODING: "Fluency/Character encoding",
    Category.TERMINOLOGY: "Terminology/Inappropriate for context",
    Category.STYLE: "Style/Awkward",
    Category.NUMBER_FORMAT: "Locale convention/Number format",
    Category.DATE_FORMAT: "Locale convention/Date format",
    Category.TIME_FORMAT: "Locale convention/Time format",
    Category.CURRENCY_FORMAT: "Locale convention/Currency format",
    Category.LOCALE: "Locale convention/Other",
    Category.MARKUP: "Other/Markup",
}
"""Google's scheme has no formats of numbers and no markup; Marot takes any name."""

PEARMUT = {
    Category.MISTRANSLATION: "Accuracy/Mistranslation",
    Category.OMISSION: "Accuracy/Omission",
    Category.ADDITION: "Accuracy/Addition",
    Category.UNTRANSLATED: "Accuracy/Untranslated",
    Category.SPELLING: "Linguistic conventions/Spelling",
    Category.GRAMMAR: "Linguistic conventions/Grammar",
    Category.PUNCTUATION: "Linguistic conventions/Punctuation",
    Category.INCONSISTENCY: "Terminology/Inconsistent use of terminology",
    Category.ENCODING: "Linguistic conventions/Character encoding",
    Category.TERMINOLOGY: "Terminology/Wrong term",
    Category.STYLE: "Style/Awkward style",
    Category.NUMBER_FORMAT: "Locale convention/Number format",
    Category.DATE_FORMAT: "Locale convention/Date format",
    Category.TIME_FORMAT: "Locale convention/Time format",
    Category.CURRENCY_FORMAT: "Locale convention/Currency format",
    Category.LOCALE: "Linguistic conventions/Textual conventions",
    Category.MARKUP: "Design and markup/Markup tag",
}
"""Only names that Pearmut's menus have: it could not show another."""

"""Word: everything about a token that its letters alone decide."""

from __future__ import annotations

from enum import IntEnum

import msgspec

__all__ = ["TokenKind", "Word"]


class TokenKind(IntEnum):
    """What a token is. Prose checks look at words, quantity checks at numbers."""

    WORD = 0
    NUMBER = 1
    PUNCTUATION = 2
    SYMBOL = 3
    MARKUP = 4  # a URL, e-mail address, placeholder, tag, handle or code


class Word(msgspec.Struct, frozen=True, gc=False):
    """Everything about a token that its letters alone decide; one object a form and language.

    ``comparable`` is what two tokens are compared by: NFKC, case-folded, one kind of
    apostrophe and hyphen. ``zipf`` is the frequency of the form on the Zipf scale (log10 per
    billion words; 0 where the word list does not have it, and always for a language without a
    list). ``stem`` is a cheap stem for telling inflections of one word.
    """

    form: str
    kind: TokenKind
    comparable: str
    zipf: float = 0.0
    stem: str = ""
    capitalised: bool = False  # begins with an upper- or titlecase letter
    all_caps: bool = False  # two letters or more, all of them capital

    @property
    def attested(self) -> bool:
        """Whether the language's word list has the form."""
        return self.zipf > 0

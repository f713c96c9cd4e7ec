"""Cutting a segment into tokens: words, numbers, punctuation, symbols and markup.

One pass of one expression; what stands between spaces is cut once and remembered, since an
article says most things more than once. Languages without spaces between words give a token
for each Han character and for each run of katakana (where their names stand); hiragana stays
single. Elided words (``l'homme``) are cut after the apostrophe where the language has them.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from mtcheck.article import Token, TokenKind

if TYPE_CHECKING:
    from mtcheck.languages import Language
    from mtcheck.span import Span
    from mtcheck.word import Word

    _Piece = tuple[int, int, Word]

__all__ = ["tokenise"]

_MARKUP = r"""
    (?P<markup>
        (?:https?|ftp)://[^\s<>"”»」）]*[^\s<>"”»」）.,;:!?…。，、)\]}'’]
      | www\.[^\s<>"”»」）]*[^\s<>"”»」）.,;:!?…。，、)\]}'’]
      | (?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+
      | </?[A-Za-z][^<>\n]{0,200}> | <\d[\d:.]{4,16}>
      | &(?:[A-Za-z]{2,8}|\#\d{1,6}|\#x[0-9A-Fa-f]{1,5});
      | \$\{[^{}\s]{1,60}\} | \{\{[^{}\n]{1,60}\}\} | %\([\w.]+\)[-+0\#]*\d*(?:\.\d+)?[a-zA-Z]
      | %\{\w{1,60}\} | %<\w{1,60}>[-+0\#]*\d*(?:\.\d+)?[a-zA-Z]
      | \{[\w.:,\#-]{0,60}\} | \{\\[^{}\n]{1,60}\}
      | \{\s?[\w.]{1,60}\s?,\s?(?:number|date|time|spellout|ordinal|duration|choice)
        (?:\s?,[^{}\n]{1,60})?\}
      | \$t\([^()\n]{1,60}\)
      | %(?:\d+\$)?\#@\w{1,60}@ | %(?:\d+\$)?arg(?![\p{Latin}\p{Nd}_])
      | %(?:\d+\$)?[-+0\#]*\d*(?:\.\d+)?(?:hh?|ll?|[qLztj])?[sdfi@xu](?![\p{Latin}\p{Nd}_])
      | `[^`\n]{1,200}`
      | (?<![\w@])@[A-Za-z_]\w{1,30}(?:\.\w+)*
    )
"""
_NUMBER = r"(?P<number>\p{Nd}+(?:[.,:’'٫٬]\p{Nd}+)*)"
_CJK = r"(?P<han>[\p{Han}々〆]) | (?P<kana>\p{Katakana}[\p{Katakana}ー]*) | (?P<hira>\p{Hiragana})"
_REST = r"(?P<punct>\.{2,}|\p{P}) | (?P<symbol>[^\s\p{P}\p{L}\p{M}\p{N}] | \p{N} | \p{M})"
_LETTERS = r"(?P<word>[[\p{L}\p{M}]--[\p{Han}\p{Hiragana}\p{Katakana}]]+(?:['’ʼ＇][[\p{L}\p{M}]--[\p{Han}\p{Hiragana}\p{Katakana}]]+)*)"  # noqa: E501
_MAY_HOLD_SPACE = frozenset("<`{")  # what opens markup that may have spaces in it
_LONGEST_KEPT = 32  # code points of a chunk worth remembering
_MOST_KEPT = 100_000  # chunks; then the memory starts anew
_AFTER_WORDS = frozenset(",.;:!?)")
_FIRST_CJK = "\u2e80"  # from here on letters may be Han, Hiragana or Katakana: each by itself
_KINDS = {
    "markup": TokenKind.MARKUP,
    "number": TokenKind.NUMBER,
    "han": TokenKind.WORD,
    "kana": TokenKind.WORD,
    "hira": TokenKind.WORD,
    "word": TokenKind.WORD,
    "punct": TokenKind.PUNCTUATION,
    "symbol": TokenKind.SYMBOL,
}


@cache
def _pattern(elisions: tuple[str, ...]) -> regex.Pattern[str]:
    elided = ""
    if elisions:
        alternatives = "|".join(regex.escape(e.rstrip("'")) for e in elisions)
        elided = rf"(?P<word>\b(?i:{alternatives})['’](?=\p{{L}})) |"
    parts = f"{_MARKUP} | {_NUMBER} | {_CJK} | {elided} {_LETTERS} | {_REST}"
    return regex.compile(parts, regex.VERBOSE | regex.V1)


@cache
def _memory(language: Language) -> dict[str, list[_Piece]]:
    """What became of each chunk of text between spaces; it changes nothing but time."""
    del language
    return {}


def tokenise(content: str, span: Span, language: Language) -> tuple[Token, ...]:
    """The tokens of ``content`` within ``span``, in order; white space is between them."""
    at = span.start
    text = content[at : span.end]
    if not _MAY_HOLD_SPACE.isdisjoint(text):
        return tuple([Token(at + i, at + j, word) for i, j, word in _cut(text, language)])
    tokens: list[Token] = []
    add = tokens.append
    known = _memory(language)
    for chunk in text.split():
        if (pieces := known.get(chunk)) is None:
            pieces = _cut(chunk, language)
            if len(chunk) <= _LONGEST_KEPT:
                if len(known) >= _MOST_KEPT:
                    known.clear()
                known[chunk] = pieces
        at = content.index(chunk, at)
        for start, end, word in pieces:
            add(Token(at + start, at + end, word))
        at += len(chunk)
    return tuple(tokens)


def _cut(text: str, language: Language) -> list[_Piece]:
    """The tokens of ``text``: where each starts and ends in it, and its word."""
    word = language.word
    # Most of a text is a word with a mark of punctuation behind it or without one.
    letters = text[:-1] if text[-1] in _AFTER_WORDS else text
    if letters.isalpha() and max(letters) < _FIRST_CJK:
        found = [(0, len(letters), word(letters, TokenKind.WORD))]
        if len(letters) < len(text):
            mark = word(text[-1], TokenKind.PUNCTUATION)
            found.append((len(letters), len(text), mark))
        return found
    return [
        (match.start(), match.end(), word(match.group(), _KINDS[match.lastgroup or "symbol"]))
        for match in _pattern(language.core.elisions).finditer(text)
    ]

"""Segmenting: the blocks of every text cut into sentences, and the sentences into tokens.

One pass over a block finds the places where a sentence may end (a run of stops, or two words
grown together); each is then decided by what stands before and after it. Abbreviations,
ordinals and function words are language data. sentencex, the library that came nearest, never
cuts between two quotes or apostrophes that happen to pair; ``benchmarks/alignment.py`` shows
both on the same texts.

A cut where a space is missing ("…meatThe United…", "end.The next") is made only if both sides
are words of the language, and is told by :attr:`mtcheck.article.Segment.fused`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import regex

from mtcheck.article import Article, Block, BlockKind, Segment, Text
from mtcheck.languages.comparing import comparable
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.languages import Language

__all__ = ["DOMAINS", "segment"]

# Stops (". ." counts as one run), or the seam of two words without a space between them.
_CANDIDATE = regex.compile(
    r"""(?P<stop>[.!?…。！？｡．؟।॥]+(?:[ \u00a0\u202f]+[.!?…]+(?=[\s"'”’»)\]]|$))*)
        (?P<closers>[\p{Pe}\p{Pf}\p{Pi}"'＂＇]*(?:[ \u00a0\u202f][»›](?=\s|$))?(?:\[\d{1,3}\])*)
        (?P<space>\s*)
      | (?<=\p{Ll}\p{Ll}|\d\d)(?=\p{Lu}\p{Ll})""",
    regex.VERBOSE | regex.V1,
)
_NEXT_WORD = regex.compile(r"[\p{L}\p{M}]+(?:['’ʼ-][\p{L}\p{M}]+)*")
_LEAD = regex.compile(r"[\p{Ps}\p{Pi}\p{Pf}\p{Pd}\"'¿¡＂＇]{0,4}[ \u00a0\u202f]?")
# The word before a stop; "z. B" and "J. K" are one.
_LAST_CHUNK = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}])(?:\p{L}\.[ \u00a0\u202f]){1,3}\p{L}$"
    r"|[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’-]*$"
)
_BLANKS = str.maketrans(dict.fromkeys(" \u00a0\u202f"))
_LAST_LETTERS = regex.compile(r"(?<![\p{L}\p{M}\p{N}_@/.'’-])[\p{L}\p{M}]+$")
_INITIALS = regex.compile(r"\p{L}\.(?:-?\p{L}\.)*")
# Sentences that start small: "iPhone sales …", "'s Avonds …".
_LOWER_START = regex.compile(r"\p{Ll}\p{Lu}|['’]\p{Ll} \p{Lu}")
_ROMAN = regex.compile(r"[IVX]{1,6}")
_WORDLIKE = regex.compile(r"[\p{L}\p{N}]")
_CJK = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
_FULL_WIDTH = frozenset("。！？｡．")
_NOT_AFTER_CLOSERS = regex.compile(r"[\p{Hiragana}，、,;；:：]")
#: Ends of addresses, and of the names that companies make of them: NeuroCom, DataNet.
DOMAINS = frozenset(("com", "net", "org", "edu", "gov", "info", "biz", "html", "exe", "app"))

_LOOK_BACK = 24  # code points before a stop that decide: longer than any abbreviation
_LOOK_AHEAD = 48  # … and after it: longer than any function word or known start
_CARDINAL_DIGITS = 3  # a number of so many digits is a year or a count, not an ordinal
_KNOWN_END = 2.5  # Zipf frequency of the word before a missing space …
_KNOWN_START = 3.5  # … and of both where the one after it is not a function word
_LONG_ENOUGH = 3  # letters of a word that can be told from a name's particle or a domain


def segment(article: Article) -> Article:
    """The same article with the segments of every text filled in."""
    return replace(
        article,
        mt=_segment(article.mt),
        reference=article.reference and _segment(article.reference),
        source=article.source and _segment(article.source),
    )


def _segment(text: Text) -> Text:
    segments: list[Segment] = []
    for number, block in enumerate(text.blocks):
        for span, fused in _sentences(text.content, block, text.language):
            tokens = tokenise(text.content, span, text.language)
            segments.append(Segment(len(segments), span, tokens, block.kind, number, fused))
    return replace(text, segments=tuple(segments))


def _sentences(content: str, block: Block, language: Language) -> Iterator[tuple[Span, bool]]:
    """The sentences of a block without the white space between them, and whether fused."""
    cuts = [_Cut(block.span.start, fused=False)]
    if block.kind is not BlockKind.LINK:  # "See also: A? B" is one thing
        cuts.extend(_cuts(content, block.span, language))
    cuts.append(_Cut(block.span.end, fused=False))
    start, fused = cuts[0]
    for at, next_fused in cuts[1:]:
        last = at == block.span.end
        rest_is_empty = not last and not _WORDLIKE.search(content, at, block.span.end)
        if rest_is_empty:
            continue
        if not last and not _WORDLIKE.search(content, start, at):
            continue  # nothing but punctuation so far: it belongs to what follows
        span = Span(start, at).trimmed(content)
        if len(span):
            yield span, fused
        start, fused = at, next_fused


class _Cut(NamedTuple):
    at: int  # where the next sentence starts, or the white space before it
    fused: bool


def _cuts(content: str, span: Span, language: Language) -> Iterator[_Cut]:
    start = span.start
    for match in _CANDIDATE.finditer(content, span.start, span.end):
        at = match.end()
        if at >= span.end:
            return
        stop = match["stop"]
        if stop is None:
            cut = _grown_together(content, start, at, span.end, language)
            fused = True
        elif stop[-1] in _FULL_WIDTH or (not match["space"] and _CJK.match(content[at])):
            cut = _ends_unspaced(content, match, at)
            fused = False
        elif match["space"]:
            cut = _ends_sentence(content, start, match, span.end, language)
            fused = False
        else:
            cut = _glued(content, match, at, span.end, language)
            fused = True
        if cut:
            yield _Cut(at, fused)
            start = at


def _ends_unspaced(content: str, match: regex.Match[str], at: int) -> bool:
    """A full-width stop, or any between two ideographs: "吗？他"."""
    stop, before = match["stop"], content[match.start() - 1 : match.start()]
    if stop[-1] not in _FULL_WIDTH:
        # An ellipsis seldom ends a sentence, a full stop may stand in a number or name.
        if not _CJK.match(before) or stop[-1] == "…" or stop.endswith(".."):
            return False
    elif stop == "．" and (before.isdigit() or not _CJK.match(content[at])):
        return False
    # 「…。」と述べた: what follows the quotation still belongs to its sentence.
    return not (match["closers"] and _NOT_AFTER_CLOSERS.match(content, at)) and (
        content[at] not in "，、,"
    )


def _ends_sentence(
    content: str, start: int, match: regex.Match[str], end: int, language: Language
) -> bool:
    """A stop with space behind it: what follows must look like a start."""
    at = match.end()
    lead = _LEAD.match(content, at, end)
    first = lead.end() if lead else at
    if first >= end:
        return False
    letter = content[first]
    if letter.islower():
        return _LOWER_START.match(content, at, end) is not None
    if not letter.isalnum():
        return _symbol_starts(content, first, match["stop"])
    if match["stop"] != ".":
        return True
    chunk = _LAST_CHUNK.search(content, max(start, match.start() - _LOOK_BACK), match.start())
    if chunk is None:
        return True
    following = _NEXT_WORD.match(content, first, min(end, first + _LOOK_AHEAD))
    word = comparable(following.group()) if following else ""
    starter = word in language.function_words and not (
        len(word) == 1 and content[following.end() : following.end() + 1] == "."
        if following
        else False
    )
    return _stop_is_final(
        chunk.group().translate(_BLANKS),
        digit_follows=letter.isdigit(),
        starter=starter,
        opens=chunk.start() == start or not content[start : chunk.start()].strip(),
        language=language,
    )


def _symbol_starts(content: str, at: int, stop: str) -> bool:
    """Whether a sentence may start with the character there, which is no letter or digit."""
    if content[at] in "$€£¥" and not content[at + 1 : at + 2].isdigit():
        return False  # "10 Mio. € im Jahr"
    return (
        stop[-1] != "…"
        and content[at] in "$€£¥#@<{[(*•▪●■–—+§“„«\"'"
        and (_WORDLIKE.search(content, at, at + 4) is not None)
    )


def _stop_is_final(
    chunk: str, *, digit_follows: bool, starter: bool, opens: bool, language: Language
) -> bool:
    """Whether the full stop after ``chunk`` ends a sentence before a capital or a digit."""
    if chunk.isdigit():
        if opens:  # "1. Introduction"
            return False
        if len(chunk) >= _CARDINAL_DIGITS:
            return True
        return starter or not language.core.ordinal_stops
    kind = _abbreviation(chunk + ".", language)
    if kind == _NONE and language.core.ordinal_stops and _ROMAN.fullmatch(chunk):
        kind = _MAYBE
    return kind == _NONE or (kind == _MAYBE and starter and not digit_follows)


_NONE, _MAYBE, _NEVER = 0, 1, 2


@lru_cache(maxsize=20_000)
def _abbreviation(form: str, language: Language) -> int:
    """What kind of abbreviation ``form`` is (with its stop): none, maybe final, never final."""
    every, final = _abbreviations(language)
    for spelt in (form, form[0].lower() + form[1:]):
        if spelt in every:
            return _MAYBE if spelt in final else _NEVER
    if _INITIALS.fullmatch(form):
        return _MAYBE
    tail = form[form.rfind("-") + 1 :]
    return _abbreviation(tail, language) if len(tail) < len(form) and len(tail) > 1 else _NONE


@lru_cache(maxsize=64)
def _abbreviations(language: Language) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(language.core.abbreviations), frozenset(language.core.sentence_final)


def _glued(content: str, match: regex.Match[str], at: int, end: int, language: Language) -> bool:
    """A stop with a letter right behind it: "end.The next", but not "U.S.A." or "asp.Net"."""
    if match["stop"] not in {".", "!", "?"} or match["closers"].strip("”»)"):
        return False
    left = _LAST_LETTERS.search(content, max(match.start() - _LOOK_BACK, 0), match.start())
    right = _NEXT_WORD.match(content, at, min(end, at + _LOOK_AHEAD))
    if left is None or right is None or _runs_on(content, right.end(), end):
        return False
    return comparable(right.group()) not in DOMAINS and _two_words(
        left.group(), right.group(), language, seam=False
    )


def _grown_together(content: str, start: int, at: int, end: int, language: Language) -> bool:
    """The seam of "meatThe", but not of "McDonald", "eBay" or "LehrerInnen"."""
    right = _NEXT_WORD.match(content, at, min(end, at + _LOOK_AHEAD))
    if right is None or _runs_on(content, right.end(), end) or not right.group()[1:].islower():
        return False
    floor = max(start, at - _LOOK_BACK)
    if content[at - 1].isdigit():  # "in 2020The"
        word = comparable(right.group())
        enough = content.count(" ", start, at) >= _LONG_ENOUGH  # "In 2020The" is no sentence
        return enough and len(word) >= _LONG_ENOUGH and word in language.function_words
    left = _LAST_LETTERS.search(content, floor, at)
    if left is None or not left.group()[1:].islower():
        return False
    whole = comparable(left.group() + right.group())
    if language.lexicon is not None and whole in language.lexicon:
        return False
    return _two_words(left.group(), right.group(), language, seam=True)


def _runs_on(content: str, at: int, end: int) -> bool:
    """Whether the word that ends at ``at`` is part of something longer: a path, a call."""
    return at < end and not (content[at].isspace() or content[at] in ",;:’'”»")


def _two_words(left: str, right: str, language: Language, *, seam: bool) -> bool:
    """Whether a sentence may end with ``left`` and the next start with ``right``."""
    lexicon = language.lexicon
    small = right[1:]
    if lexicon is None or not right[0].isupper() or not (small.islower() or not (seam or small)):
        return False
    before, after = comparable(left), comparable(right)
    if len(before) < (_LONG_ENOUGH if seam else 2) or lexicon.zipf(before) < _KNOWN_END:
        return False
    if seam and before in language.function_words:
        return False  # "inThe": a space is missing, not the end of a sentence
    if not seam and _abbreviation(left + ".", language) != _NONE:
        return False
    if after in language.function_words:
        named = seam and after in DOMAINS  # NeuroCom, DataNet
        return left[0].islower() or (len(after) >= _LONG_ENOUGH and not named)
    return (
        left.islower()
        and lexicon.zipf(before) >= _KNOWN_START
        and len(after) >= _LONG_ENOUGH
        and lexicon.zipf(after) >= _KNOWN_START
    )

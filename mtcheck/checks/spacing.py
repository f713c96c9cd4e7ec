"""Words and sentences that are glued together, and spaces where none belong.

"…red meatThe United States", "end.The", "of  the", "( he said": the joints of a text that was
put together from pieces. A glued word is no word to a search or a reader's eye, and a fused
sentence hides that another one begins.

Quiet: names with capitals inside (YouTube, McDonald), web and file names, German forms with a
colon or an inner capital (Schüler:innen), aligned columns, and what the reference or the
source writes the same way. A glued word counts only where both parts are known words and the
whole is not.

Source: MQM 2.0, linguistic conventions; JTF style guide for Chinese and Japanese.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from mtcheck.aligning.counterparts import Counterparts, counterparts, other_tokens, within_segment
from mtcheck.aligning.glued import (
    either_known,
    joint,
    misspelt,
    split_as_in,
    split_by_lexicon,
    squeezed,
    two_words,
)
from mtcheck.aligning.joints import around, inside_name, seam_words, seams_of
from mtcheck.aligning.near_words import guess
from mtcheck.article import TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Segment, Token
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="F503",
    name="spacing",
    since="0.1",
    category=Category.PUNCTUATION,
    severity=Severity.MINOR,
    needs=("lexicon",),
    bases=(Basis.TEXT, Basis.LEXICON, Basis.REFERENCE),
    fixes=True,
    examples=(
        Example(mt="He left at the [[end.The]] others stayed.", fix="end. The"),
        Example(mt="They spoke [[of  the]] war.", fix="of the"),
    ),
)

# Each begins with what is rare, so that the scan stops at nothing else.
_WIDE = re.compile(r" (?<!  ) ++(?=[^\s|])")
_BRACKETS = re.compile(r"[()\[\]](?:(?<=[(\[]) +(?=\w)|(?<= [)\]]))")
_TIGHT = re.compile(r"[.,;!?](?=[^\W\d_]{2})(?<=[^\W\d_]{2}.)")
# The letters of the scripts that have capitals: Latin, Greek, Cyrillic, Armenian.
_CASED = [chr(c) for c in range(0x41, 0x590)]
_UPPER, _LOWER = ("".join(filter(has, _CASED)) for has in (str.isupper, str.islower))
_CAMEL = re.compile(rf"[{_UPPER}](?<=[{_LOWER}].)(?=[{_LOWER}])")
_HAN = "[\u3040-\u30ff\u3400-\u9fff]"
_CJK_GAP = re.compile(rf"(?<={_HAN}) +(?={_HAN})")
_COLUMNS = 4  # spaces that align something
_RUNS = 3  # wide gaps in one line that make a table
_KNOWN = 3.5  # Zipf of both parts of a glued word
_COMMON = 5.0  # Zipf of the one that is a little word
_RARE = 2.5  # the same where the reference has the two words
_SHORTEST = 2
_LONGEST = 40  # letters of a word that are looked at
_SLIP = 3.6  # Zipf of a glued word at most: frequency lists hold common slips too
_SLIP_AMONG_COMPOUNDS = 1.5  # the same where words are written together freely


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Glued sentences and words, and stray spaces."""
    del settings
    opposite = counterparts(article)
    if not article.mt.language.core.spaced:
        yield from _between_characters(article, opposite)
        return
    seen: set[int] = set()
    for finding in _glued_sentences(article, opposite):
        seen.add(finding.span.start)
        yield finding
    yield from _gaps(article, opposite, seen)
    yield from _glued_words(article, opposite, seen)


def _glued_sentences(article: AlignedArticle, opposite: Counterparts) -> Iterator[Finding]:
    """Sentences that segmenting had to cut apart, and words with a capital in the middle."""
    content, language = article.mt.content, article.mt.language
    seams: set[int] = set()
    elsewhere = seams_of(article.reference) | seams_of(article.source)
    for segment in article.mt.segments:
        if segment.fused and segment.index:
            seams.add(segment.span.start)
            yield from _seam(article, segment, opposite, elsewhere)
    for match in _CAMEL.finditer(content):
        at = match.start()
        span = around(content, at, at)
        left, right = content[span.start : at], content[at : span.end]
        known = right.casefold() in opposite.reference_words
        if at in seams or not joint(left, right, language, known=known):
            continue
        stop = _begins_sentence(opposite, span, right, language)
        if inside_name(content, span) and not ((stop or known) and content[span.start - 1] == "-"):
            continue
        if not within_segment(article, span) or _written_so(opposite, span, left + right):
            continue
        yield CHECK.finding(
            span,
            f'"{left}" and "{right}" are written together.',
            basis=Basis.LEXICON,
            language=language.code,
            suggestion=f"{left}{'. ' if stop else ' '}{right}",
            severity=Severity.MAJOR if stop else None,
        )


def _seam(
    article: AlignedArticle, after: Segment, opposite: Counterparts, elsewhere: frozenset[str]
) -> Iterator[Finding]:
    """The place where two sentences are fused."""
    words = seam_words(article.mt, after)
    if words is None:
        return
    content, at = article.mt.content, after.span.start
    left, right = words
    span = Span(left.start, right.end)
    if span.of(content) in elsewhere or _written_so(opposite, span, span.of(content)):
        return
    stopped = left.end < at
    plain = f"{left.form} {right.form}".casefold()
    one = any(plain in text.casefold() for text in opposite.texts(at))
    joint = " " if stopped or one else ". "
    yield CHECK.finding(
        span,
        f'No space stands between "{left.form}" and "{right.form}"'
        + ("." if one else ", where a sentence begins."),
        basis=Basis.TEXT,
        language=article.mt.language.code,
        suggestion=content[left.start : at] + joint + content[at : right.end],
        severity=Severity.MINOR if stopped or one else Severity.MAJOR,
        certain=stopped or one or _surely_begins(left, right, article.mt.language),
    )


def _surely_begins(left: Token, right: Token, language: Language) -> bool:
    """Whether "leftRight" can be no name: "meatThe", but not "NeuroCom"."""
    small = language.core.nouns_capitalised or not left.word.capitalised
    return small and right.comparable in language.function_words


@lru_cache(maxsize=1024)
def _contains(text: str, part: str) -> bool:
    return part in text


def _written_so(opposite: Counterparts, span: Span, text: str) -> bool:
    if any(_contains(other, text) for other in opposite.texts(span.start)):
        return True
    folded = text.casefold()
    return folded in opposite.reference_words or folded in opposite.source_words


def _begins_sentence(opposite: Counterparts, span: Span, right: str, language: Language) -> bool:
    """Whether the second word begins a sentence: in the reference, or since it is no name."""
    if right.casefold() in language.function_words:
        return True
    text = opposite.reference_text(span.start)
    return bool(text) and bool(re.search(rf"[.!?][\"”»)]?\s+{re.escape(right)}\b", text))


def _gaps(article: AlignedArticle, opposite: Counterparts, seen: set[int]) -> Iterator[Finding]:
    content = article.mt.content
    for search, judge in ((_WIDE, _wide), (_BRACKETS, _inner), (_TIGHT, _tight)):
        for match in search.finditer(content):
            span = Span(*match.span())
            if not within_segment(article, span):
                continue
            finding = judge(article, opposite, span)
            if finding is not None and finding.span.start not in seen:
                seen.add(finding.span.start)
                yield finding


def _wide(article: AlignedArticle, opposite: Counterparts, gap: Span) -> Finding | None:
    content = article.mt.content
    if content[gap.start - 1 : gap.start] in {"", "|"} or content[gap.start - 1].isspace():
        return None
    near = content[max(gap.start - 200, 0) : gap.end + 200]
    runs = len(re.findall(r"(?<=\S) {2,}(?=\S)", near))
    if len(gap) >= _COLUMNS or (runs >= _RUNS and len(near.split("\n")) > 1):
        return None
    segment = article.mt.segments[article.mt.segment_index(gap.start)]
    if gap.end >= segment.span.end or content[gap.start - 1] in ".!?:":
        return None
    if any(_contains(text, "  ") for text in opposite.texts(gap.start)):
        return None
    left = around(content, gap.start, gap.start).start
    right = around(content, gap.end, gap.end).end
    return CHECK.finding(
        Span(left, right),
        f"There are {len(gap)} spaces between two words.",
        basis=Basis.TEXT,
        language=article.mt.language.code,
        suggestion=f"{content[left : gap.start]} {content[gap.end : right]}",
    )


def _inner(article: AlignedArticle, opposite: Counterparts, span: Span) -> Finding | None:
    content = article.mt.content
    if content[span.start] in ")]":
        left = len(content[max(span.start - _LONGEST, 0) : span.start].rstrip(" "))
        left += max(span.start - _LONGEST, 0)
        if content[left - 1 : left] not in {".", "!", "?", "%"} and (
            not content[left - 1 : left].isalnum()
        ):
            return None
        span = Span(left, span.end)
    written = span.of(content)
    if any(_contains(text, written) for text in opposite.texts(span.start)):
        return None
    where = "after the opening" if written[0] in "([" else "before the closing"
    return CHECK.finding(
        span,
        f"There is a space {where} bracket.",
        basis=Basis.TEXT,
        language=article.mt.language.code,
        suggestion=written.strip(),
    )


def _tight(article: AlignedArticle, opposite: Counterparts, at: Span) -> Finding | None:
    content, language = article.mt.content, article.mt.language
    span = around(content, at.start, at.end)
    left, mark, right = content[span.start : at.start], at.of(content), content[at.end : span.end]
    if inside_name(content, span) or _written_so(opposite, span, left + mark + right):
        return None
    one, two = language.word(left, TokenKind.WORD), language.word(right, TokenKind.WORD)
    if one.all_caps:
        return None
    if mark in ",;" and not either_known(one, two):
        return None  # N,N-dimethyl
    least = _RARE if two.zipf >= _COMMON else _KNOWN
    if mark in ".!?" and not (two.capitalised and two.zipf >= _KNOWN and one.zipf >= least):
        return None  # amazon.com, readme.txt
    if mark == "." and one.capitalised and len(left) <= _SHORTEST:
        return None
    return CHECK.finding(
        span,
        f'There is no space after "{mark}".',
        basis=Basis.LEXICON,
        language=language.code,
        suggestion=f"{left}{mark} {right}",
    )


def _glued_words(
    article: AlignedArticle, opposite: Counterparts, seen: set[int]
) -> Iterator[Finding]:
    """Unknown words ("ofthe") that are two known ones."""
    data = article.mt.language.typography
    ceiling = _SLIP_AMONG_COMPOUNDS if data is not None and data.compounds else _SLIP
    for segment in article.mt.segments:
        for index, token in enumerate(segment.tokens):
            word = token.word
            if word.zipf > ceiling or word.kind or word.capitalised:  # (a word's kind is 0)
                continue
            if token.start in seen or not 2 * _SHORTEST <= len(word.form) <= _LONGEST:
                continue
            finding = _glued_word(article, segment, index, opposite)
            if finding is not None:
                yield finding


def _glued_word(
    article: AlignedArticle, segment: Segment, index: int, opposite: Counterparts
) -> Finding | None:
    token, language = segment.tokens[index], article.mt.language
    data = language.typography
    form = token.comparable
    if not form.isalpha() or form in opposite.reference_words or form in opposite.source_words:
        return None
    split = None
    if form in squeezed(opposite.reference_text(token.start)):
        split = split_as_in(form, other_tokens(opposite.reference_pair(token.start)))
    if split is not None and not two_words(token.word, split, language):
        return None  # a compound, or a word with a history of its own
    basis = Basis.REFERENCE
    if split is None and not (data is not None and data.compounds):
        split, basis = split_by_lexicon(form, language), Basis.LEXICON
        beside = other_tokens(opposite.reference_pair(token.start))
        if split and (misspelt(form, beside) or guess(form, language) is not None):
            return None  # "perodos" is "períodos", not "pero dos"
    if split is None or inside_name(article.mt.content, token.span):
        return None
    written = token.form
    return CHECK.finding(
        token.span,
        f'"{written}" is no known word; "{written[:split]}" and "{written[split:]}" are'
        + (", and stand so in the reference." if basis is Basis.REFERENCE else "."),
        basis=basis,
        language=language.code,
        suggestion=f"{written[:split]} {written[split:]}",
    )


@lru_cache(maxsize=256)
def _has_gap(text: str) -> bool:
    return _CJK_GAP.search(text) is not None


def _between_characters(article: AlignedArticle, opposite: Counterparts) -> Iterator[Finding]:
    """Spaces between Chinese or Japanese characters."""
    content = article.mt.content
    for match in _CJK_GAP.finditer(content):
        span = Span(match.start() - 1, match.end() + 1)
        if not within_segment(article, span):
            continue
        segment = article.mt.segments[article.mt.segment_index(span.start)]
        if span.end > segment.span.end or "\n" in span.of(content):
            continue
        if any(_has_gap(text) for text in opposite.texts(span.start)):
            continue
        written = span.of(content)
        yield CHECK.finding(
            span,
            "There is a space between two characters.",
            basis=Basis.TEXT,
            language=article.mt.language.code,
            suggestion=written.replace(" ", ""),
        )

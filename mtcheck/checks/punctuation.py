"""Punctuation that no language writes: "allies. .", ",,", "word ,", a sentence without its end.

Decoders double marks, put spaces before them ("word .The next") and drop the last one; Spanish
loses its opening marks and Chinese and Japanese get half-width commas. The slip is small, but
it is the first thing that a reader sees.

Quiet: ellipses, "?!", abbreviations ("etc.,", "U.S."), emoticons, file names, the spaces that
French sets before high marks (L601 knows them), headlines without a stop, and whatever the
reference or the source has in the same place.

Source: MQM 2.0, linguistic conventions/punctuation; GB/T 15834 and the JTF style guide for
full-width marks.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from mtcheck.aligning.counterparts import Counterparts, counterparts, within_segment
from mtcheck.article import BlockKind, TokenKind
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle, Segment
    from mtcheck.finding import Finding
    from mtcheck.languages import Language
    from mtcheck.languages.typography import TypographyData
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="F502",
    name="punctuation",
    since="0.1",
    category=Category.PUNCTUATION,
    severity=Severity.MINOR,
    needs=("typography",),
    bases=(Basis.TEXT, Basis.REFERENCE),
    fixes=True,
    examples=(
        Example(mt="He met our [[allies. .]]", fix="allies."),
        Example(mt="They came[[,,]] saw and left.", fix=","),
        Example(mt="Wir [[warten ,]] sagte er.", lang="de", fix="warten,"),
    ),
)

# Every branch begins with the mark, so that the scan stops at nothing else.
_MARKS = re.compile(
    r"""
      (?P<again>[.!?…](?<=\w.)["”»“’)]?[ \u00a0]{1,9}\.)(?![.\w])               # allies. .
    | (?P<comma>,(?<=[\w)"”»“’],)[ ]?,(?:[ ]?,){0,9})(?=\s|$|["”»“’])          # ,,
    | (?P<pair>[;:,?!](?<=[\w)"”»“’].)[.,;:](?<!,,))(?=\s|$|["”»])              # ?.
    | (?P<stop>\.(?<=[^\W\d_]\.)[,?!.;])(?=\s|$|["”»])                        # end.,
    | (?P<space>[,.;:!?](?:(?<=[^\W_][ \u00a0].)|(?<=[^\W_][ \u00a0]{2}.)))(?=\s|$)  # word ,
    """,
    re.VERBOSE,
)
_MOVED = re.compile(r"[.,;!?](?<=[^\W\d_][ \u00a0].)(?=[^\W\d_]{2})")  # word .Word
_LETTERS = re.compile(r"[^\W\d_]{1,40}")
_ANY = re.compile(r"[.,;:!?…](?=[.,;:!?\s\"”»“’)]|$)")
_FULL = re.compile(r"([。，、！？；：])(?:[。，、；：]|[!?,.;:](?![\w.]))")
_SPACED_DOTS = re.compile(r"[.…]\s+\.\s*\.?")
_END = frozenset(".!?…。！？؟:;")
_CLOSING = "\"'”“’»«›‹)]）」』】]*_`  "
_RESOLVED = {".?": "?", ".!": "!", "..": ".", ".;": ".", ".,": "."}
_ELLIPSIS = 3
_MOST = 0.8  # share of the other segments that end as the reference does
_HABIT = 5  # half-width marks of an article that are told one by one
_FEW = 2  # other segments that make a habit
_SENTENCE = 5  # words from which a line is a sentence and no headline
_KNOWN = 3.0  # Zipf: a word this common before ".," is no abbreviation


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Doubled and stray marks, missing ends, opening marks and full-width marks."""
    del settings
    data = article.mt.language.typography
    if data is None:
        return
    opposite = counterparts(article)
    if article.mt.language.core.spaced:
        yield from _stray(article, data, opposite)
        yield from _moved(article, data, opposite)
    else:
        yield from _half_width(article, data, opposite)
    yield from _missing_end(article, opposite)
    for closing, opening in sorted(data.opening.items()):
        yield from _unopened(article, opening, closing)


def _stray(
    article: AlignedArticle, data: TypographyData, opposite: Counterparts
) -> Iterator[Finding]:
    content, language = article.mt.content, article.mt.language
    for match in _all(content):
        kind, marks = match.lastgroup or "", match.group()
        span = _with_word(content, match) if kind in _WITH_WORD else Span(*match.span())
        fixed = _fixed(kind, span.of(content), language, data)
        if fixed and marks == ".," and content[span.end : span.end + 2].strip().islower():
            fixed = fixed[:-1] + ","  # the sentence goes on
        if fixed is None or not within_segment(article, span):
            continue
        if kind in {"again", "space", "stop"} and _dotted(content, span):
            continue
        if any(_has(text, kind, marks) for text in opposite.texts(span.start)):
            continue
        yield CHECK.finding(
            span,
            _MESSAGES[kind].format(marks=marks.strip()),
            basis=Basis.TEXT,
            language=language.code,
            suggestion=fixed,
        )


def _moved(
    article: AlignedArticle, data: TypographyData, opposite: Counterparts
) -> Iterator[Finding]:
    """Marks whose space stands before them and not after: "word .The next"."""
    content, language = article.mt.content, article.mt.language
    for match in _MOVED.finditer(content):
        at, mark = match.start(), match.group()
        before = _LETTERS.match(content[max(at - 1 - _LONGEST, 0) : at - 1][::-1])
        after = _LETTERS.match(content, at + 1)
        if before is None or after is None or mark in data.spaced_marks:
            continue
        left, right, span = before.group()[::-1], after.group(), Span(at - 1, after.end())
        if not within_segment(article, span) or not _joins(left, mark, right, language):
            continue
        if any(f" {mark}{right}" in text for text in opposite.texts(at)):
            continue
        yield CHECK.finding(
            Span(at - 1 - len(left), after.end()),
            f'The space stands before "{mark}", not after it.',
            basis=Basis.TEXT,
            language=language.code,
            suggestion=f"{left}{mark} {right}",
        )


def _joins(left: str, mark: str, right: str, language: Language) -> bool:
    """Whether a mark stands between two plain words, no part of a name such as .NET."""
    one, two = language.word(left, TokenKind.WORD), language.word(right, TokenKind.WORD)
    if one.zipf < _KNOWN or two.all_caps:
        return False
    if mark in ",;":
        return two.zipf >= _KNOWN
    return two.capitalised and two.comparable in language.function_words


_WITH_WORD = frozenset(("again", "stop", "space"))
_LONGEST = 40


def _with_word(content: str, match: re.Match[str]) -> Span:
    """The marks and the word before them, so that there is something to see."""
    start = match.start()
    while start > 0 and match.lastgroup == "space" and content[start - 1] in " \u00a0":
        start -= 1
    while start > 0 and match.start() - start < _LONGEST and content[start - 1].isalnum():
        start -= 1
    return Span(start, match.end())


_MESSAGES = {
    "again": 'A second full stop stands after the end of the sentence ("{marks}").',
    "comma": 'The comma stands more than once ("{marks}").',
    "pair": 'The marks "{marks}" do not stand together.',
    "stop": 'The marks "{marks}" do not stand together.',
    "space": 'There is a space before "{marks}".',
}


@lru_cache(maxsize=256)
def _has(text: str, kind: str, marks: str) -> bool:
    """Whether the other text does the same thing."""
    if kind == "space":
        return any(m.lastgroup == kind and m.group()[-1] == marks[-1] for m in _all(text))
    return marks in text


def _all(text: str) -> Iterator[re.Match[str]]:
    """The places in question; a plain mark is passed over quickly."""
    done = 0
    for mark in _ANY.finditer(text):
        at = mark.start()
        if at >= done and (match := _MARKS.match(text, at)) is not None:
            done = match.end()
            yield match


def _dotted(content: str, span: Span) -> bool:
    # ". . ." and "word ..." are ellipses.
    after = content[span.end : span.end + 3].lstrip()
    return after.startswith((".", "…")) or span.of(content).count(".") >= _ELLIPSIS


def _fixed(kind: str, written: str, language: Language, data: TypographyData) -> str | None:
    """What should stand there; None where what stands is right."""
    if kind == "comma":
        return ","
    if kind == "pair":
        return _pair(written)
    if kind == "stop":
        return _after_stop(written, language)
    if kind == "space" and written[-1] in data.spaced_marks:
        return None
    mark = "" if kind == "again" else written[-1]
    return written[:-1].rstrip(" \u00a0") + mark


def _after_stop(written: str, language: Language) -> str | None:
    word, marks = written[:-2], written[-2:]
    known = language.word(word, TokenKind.WORD) if word else None
    if known is None:
        return None
    abbreviated = f"{word.lower()}." in _abbreviations(language) or len(word) <= _ELLIPSIS
    if marks != ".." and (abbreviated or known.capitalised or known.zipf < _KNOWN):
        return None
    return word + _RESOLVED[marks]


def _pair(marks: str) -> str | None:
    if marks[0] in "?!":
        # "Yahoo!," and "¿Qué?, dijo" are written; "?." and "?;" are not.
        return marks[0] if marks[1] == "." else None
    return marks[0] if marks[0] in ":;" else marks[1]


@cache
def _abbreviations(language: Language) -> frozenset[str]:
    return frozenset(w.lower().rstrip(".") + "." for w in language.core.abbreviations)


@cache
def _half(marks: str) -> re.Pattern[str]:
    cjk = r"[\u3040-\u30ff\u3400-\u9fff）」』”》]"
    return re.compile(rf"(?<={cjk})([{re.escape(marks)}])(?=\s|$|[\u3000-\u30ff\u3400-\u9fff“”])")


@lru_cache(maxsize=256)
def _is_half_width(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(text) is not None


def _half_width(
    article: AlignedArticle, data: TypographyData, opposite: Counterparts
) -> Iterator[Finding]:
    content, code = article.mt.content, article.mt.language.code
    pattern = _half("".join(data.full_width))
    found = [
        m
        for m in (pattern.finditer(content) if data.full_width else ())
        if content[m.end() : m.end() + 1] != m[1]
        and within_segment(article, Span(*m.span()))
        and not _is_half_width(pattern, opposite.reference_text(m.start()))
    ]
    # A whole article in half-width marks is one habit, not fifty errors.
    habit = f" ({len(found)} such marks)" if len(found) > _HABIT else ""
    for match in found[:1] if habit else found:
        yield CHECK.finding(
            Span(*match.span()),
            f'"{match[1]}" is a half-width mark between full-width characters{habit}.',
            basis=Basis.TEXT,
            language=code,
            suggestion=data.full_width[match[1]],
        )
    for match in _FULL.finditer(content):
        span, written = Span(*match.span()), match.group()
        if not within_segment(article, span):
            continue
        if any(written in text for text in opposite.texts(span.start)):
            continue
        yield CHECK.finding(
            span,
            f'The marks "{written}" do not stand together.',
            basis=Basis.TEXT,
            language=code,
            suggestion=match[1],
        )


def _missing_end(article: AlignedArticle, opposite: Counterparts) -> Iterator[Finding]:
    """Sentences that stop without a mark where the reference and the habit have one."""
    content = article.mt.content
    bare: list[tuple[Segment, str]] = []
    ended = expected = 0
    for pair in article.reference_pairs:
        if not pair.mt or not pair.other or article.reference is None:
            continue
        segment = pair.mt[-1]
        mark = _end_mark(article.reference.content, pair.other[-1].span)
        if mark not in ".!?。！？" or not mark:
            continue
        expected += 1
        if _end_mark(content, segment.span):
            ended += 1
        elif segment.kind in {BlockKind.PARAGRAPH, BlockKind.CELL}:
            bare.append((segment, mark))
    others = max(expected - 1, 0)
    for segment, mark in bare:
        source = opposite.source_text(segment.span.start)
        if source:
            whole = bool(_end_mark(source, Span(0, len(source))))
        else:
            habit = others >= _FEW and ended >= _MOST * others
            whole = habit and sum(t.is_word for t in segment.tokens) >= _SENTENCE
        if not whole:
            continue  # a headline, whatever the reference makes of it
        if not _goes_on(article, segment):
            end = _before_closing(content, segment.span)
            yield CHECK.finding(
                Span(end, end),
                f'The sentence has no mark at its end; the reference ends with "{mark}".',
                basis=Basis.REFERENCE,
                language=article.mt.language.code,
                suggestion=mark,
            )


def _end_mark(content: str, span: Span) -> str:
    """The mark that ends a segment, or nothing."""
    last = content[max(span.end - 8, span.start) : span.end].rstrip(_CLOSING)[-1:]
    return last if last in _END else ""


def _before_closing(content: str, span: Span) -> int:
    """Where the mark should stand: at the end of the segment."""
    del content
    return span.end


def _goes_on(article: AlignedArticle, segment: Segment) -> bool:
    # Not the end of a word or number, or the sentence was cut and goes on in the same block.
    last = segment.tokens[-1] if segment.tokens else None
    if last is None or last.kind not in {TokenKind.WORD, TokenKind.NUMBER}:
        return True
    segments = article.mt.segments
    following = segments[segment.index + 1 : segment.index + 2]
    return bool(following) and following[0].block == segment.block and following[0].fused


def _unopened(article: AlignedArticle, opening: str, closing: str) -> Iterator[Finding]:
    """Spanish questions and exclamations without their opening mark."""
    content = article.mt.content
    if closing not in content:
        return
    for segment in article.mt.segments:
        text = segment.span.of(content)
        if not text.rstrip(_CLOSING).endswith(closing) or opening in text:
            continue
        if "¿" in text or "¡" in text or len(segment.tokens) <= _ELLIPSIS:
            continue
        previous = article.mt.segments[segment.index - 1] if segment.index else None
        if (
            previous is not None
            and opening in previous.span.of(content)
            and (closing not in previous.span.of(content))
        ):
            continue
        first = next((t for t in segment.tokens if t.kind is TokenKind.WORD), None)
        if first is None:
            continue
        whole = not any(t.form in {",", ":", ";", "—", "–", "«", "“"} for t in segment.tokens)
        at = segment.span.start + text.rindex(closing)
        yield CHECK.finding(
            first.span if whole else Span(at, at + 1),
            f'The sentence ends with "{closing}" but nothing opens it with "{opening}".',
            basis=Basis.TEXT,
            language=article.mt.language.code,
            suggestion=opening + first.form if whole else None,
        )

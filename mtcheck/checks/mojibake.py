r"""Text read in the wrong encoding, or escaped twice: "cafÃ©", "itâ€™s", "&amp;amp;".

UTF-8 that was taken for Windows-1252, Windows-1250 or Windows-1251 shows as pairs of odd
letters; HTML entities and ``\u00e9`` escapes are left standing; U+FFFD stands where a letter
was lost. Such text cannot be read, searched or spoken, so it is major.

A run counts only where its bytes are well-formed UTF-8 that decodes to letters and marks in
use, so "CAFÉ»", "Ä“" and Cyrillic words stay quiet; so do an escape that the source or the
reference has too, and entities inside code.

Source: MQM 2.0, character encoding; the byte arithmetic is that of RFC 3629.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from mtcheck.aligning.counterparts import Counterparts, counterparts, within_segment
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="F507",
    name="mojibake",
    since="0.1",
    category=Category.ENCODING,
    severity=Severity.MAJOR,
    bases=(Basis.TEXT, Basis.REFERENCE),
    fixes=True,
    examples=(
        Example(mt="We met in a [[cafÃ©]] yesterday.", fix="café"),
        Example(mt="Tom [[&amp;amp;]] Jerry are friends.", fix="&"),
    ),
)

_CONTINUATION = range(0x80, 0xC0)
_LETTERS_IN_USE = (
    range(0xA1, 0x180),  # Latin-1 marks and letters, Latin Extended-A
    range(0x218, 0x21C),  # Ș Ț
    range(0x2010, 0x2040),  # dashes, quotation marks, ellipsis
    (0x20AC, 0x2116, 0x2122),
)
_IN_USE = {
    "Latin": _LETTERS_IN_USE,
    "Cyrillic": (range(0xA1, 0xC0), range(0x400, 0x460), (0x490, 0x491), *_LETTERS_IN_USE[2:]),
    "Han": (*_LETTERS_IN_USE, range(0x3000, 0xA000), range(0xFF00, 0xFFF0)),
}
_QUOTES = "»“”‘’„‚›‹«"
_ESCAPES = re.compile(
    r"&(?:amp;)*(?:[A-Za-z]{2,8}|\#\d{1,6}|\#[xX][0-9A-Fa-f]{1,5});"
    r"|(?:\\u[0-9a-fA-F]{4})+|(?:\\x[0-9a-fA-F]{2})+"
    r"|\ufffd"
)
_MAY_ESCAPE = re.compile(r"[&\\\ufffd]")
_MANY = 50  # lost letters of an article that are looked up in the reference
_LONGEST = 40  # letters round a lost one that are looked at
_WORDLIKE = re.compile(rf"[\w\ufffd]{{0,{_LONGEST}}}")
_LONE = re.compile(r"Ã(?= )")


class _Codec:
    """One wrong encoding: which runs of letters may be UTF-8 that was read in it."""

    def __init__(self, name: str, pairs: int) -> None:
        self._bytes = {_char(name, byte): byte for byte in range(0x80, 0x100)}
        two = self._of(range(0xC2, 0xE0))
        three = self._of(range(0xE2, 0xF0))
        four = self._of(range(0xF0, 0xF5))
        rest = self._of(_CONTINUATION)
        one = f"[{two}][{rest}]|[{three}][{rest}]{{2}}|[{four}][{rest}]{{3}}"
        self.pattern = re.compile(f"(?:{one})+")
        self.first, self.rest = f"{two}{three}{four}", rest
        self._pairs = pairs

    def _of(self, numbers: range) -> str:
        return "".join(re.escape(c) for c, byte in self._bytes.items() if byte in numbers)

    def found(self, content: str, starts: Sequence[int]) -> Iterator[re.Match[str]]:
        """The candidates, each as long as can be, that begin at one of ``starts``."""
        end = 0
        for start in starts:
            if start >= end and (match := self.pattern.match(content, start)) is not None:
                yield match
                end = match.end()

    def decoded(self, run: str, scripts: tuple[str, ...]) -> str | None:
        """What ``run`` was before; None where it is not UTF-8 or not plausible as text."""
        try:
            text = bytes(self._bytes[c] for c in run).decode("utf-8")
        except UnicodeDecodeError:
            return None
        ranges = _IN_USE[_script(scripts)]
        known = all(c == "\xa0" or any(ord(c) in part for part in ranges) for c in text)
        return text if known and len(text) >= self._pairs and text.strip() else None


def _char(codec: str, byte: int) -> str:
    # Bytes that the code page leaves out pass as control characters, as browsers do it.
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


def _script(scripts: tuple[str, ...]) -> str:
    if "Han" in scripts:
        return "Han"
    return "Cyrillic" if "Cyrillic" in scripts else "Latin"


# Cyrillic capitals before « or a no-break space are ordinary, so one pair there says nothing.
_CODECS = (_Codec("cp1252", 1), _Codec("cp1250", 1), _Codec("cp1251", 2))
# Where a candidate of any of them may begin: what one pass over a text can tell.
_BEGINNING = re.compile(
    f"[{''.join(c.first for c in _CODECS)}](?=[{''.join(c.rest for c in _CODECS)}])"
)


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Misread runs, escapes left standing, and replacement characters."""
    del settings
    yield from _misread(article)
    yield from _escaped(article)


def _misread(article: AlignedArticle) -> Iterator[Finding]:
    content = article.mt.content
    hits: dict[int, tuple[int, str]] = {}
    scripts = article.mt.language.core.scripts
    starts = [match.start() for match in _BEGINNING.finditer(content)]
    for codec in _CODECS:
        for match in codec.found(content, starts):
            start, end = match.span()
            text = codec.decoded(match.group(), scripts)
            if text is None or start in hits or _quoted_capital(content, start, end):
                continue
            hits[start] = (end, text)
    if hits:
        # The no-break space of a misread "à" is often an ordinary one by now.
        hits |= {m.start(): (m.end(), "à") for m in _LONE.finditer(content)}
    for span, repaired in _stretches(content, hits):
        if within_segment(article, span):
            yield CHECK.finding(
                span,
                f'"{_short(span.of(content))}" was read in the wrong encoding: '
                f'"{_short(repaired)}".',
                basis=Basis.TEXT,
                language=article.mt.language.code,
                suggestion=repaired,
            )


def _quoted_capital(content: str, start: int, end: int) -> bool:
    # CAFÉ», Ä“: a capital letter before a closing quotation mark.
    closes = end - start == 2 and content[end - 1] in _QUOTES  # noqa: PLR2004 - one pair
    return closes and not content[end : end + 1].isalpha()


def _in_word(char: str) -> bool:
    # Scripts without spaces have no word to widen to.
    return (char.isalpha() and char < "\u2e80") or char in "'’-"


def _stretches(content: str, hits: dict[int, tuple[int, str]]) -> Iterator[tuple[Span, str]]:
    """The words that hold the hits, neighbours in one, with all hits replaced."""
    for left, right in _merged(content, hits):
        parts: list[str] = []
        here = left
        for start in range(left, right):
            if start in hits and start >= here:
                parts += (content[here:start], hits[start][1])
                here = hits[start][0]
        yield Span(left, right), "".join((*parts, content[here:right]))


def _merged(content: str, hits: dict[int, tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Where the words that hold hits begin and end; only blanks between neighbours."""
    left = right = -1
    for start in sorted(hits):
        end = hits[start][0]
        if right >= 0 and (start < right or content[right:start].isspace()):
            right = max(right, end)
        else:
            if right >= 0:
                yield left, right
            left, right = start, end
            while left > 0 and _in_word(content[left - 1]):
                left -= 1
        while right < len(content) and _in_word(content[right]):
            right += 1
    if right >= 0:
        yield left, right


def _escaped(article: AlignedArticle) -> Iterator[Finding]:
    content = article.mt.content
    if "&" not in content and "\\" not in content and "\ufffd" not in content:
        return
    opposite = counterparts(article)
    lost = 0
    done = 0  # a word that lost two letters is one finding
    for begin in _MAY_ESCAPE.finditer(content):
        match = _ESCAPES.match(content, begin.start())
        if match is None:
            continue
        span = Span(*match.span())
        if span.start < done:
            continue
        if not within_segment(article, span):
            continue
        if "\ufffd" in match.group():
            lost += 1
            finding = _lost(article, span, opposite if lost <= _MANY else None)
            done = finding.span.end
            yield finding
            continue
        meant = _unescaped(match.group())
        others = opposite.texts(span.start)
        if meant is None or any(match.group()[:2] in text and ";" in text for text in others):
            continue
        if any(_ESCAPES.search(text) for text in others):
            continue
        yield CHECK.finding(
            span,
            f'"{_short(span.of(content))}" is an escape left standing: "{_short(meant)}".',
            basis=Basis.TEXT,
            language=article.mt.language.code,
            suggestion=meant,
        )


def _unescaped(text: str) -> str | None:
    """What an escape stands for; None where it stands for nothing visible."""
    if text.startswith("&"):
        meant = text
        for _ in range(text.count("amp;") + 1):
            meant = html.unescape(meant)
        return meant if meant != text else None
    units = [int(unit, 16) for unit in re.split(r"\\[ux]", text)[1:]]
    size = 2 if text.startswith("\\u") else 1
    raw = b"".join(unit.to_bytes(size, "big") for unit in units)
    try:
        meant = raw.decode("utf-16-be" if size == 2 else "utf-8")  # noqa: PLR2004 - two bytes
    except UnicodeDecodeError:
        return None
    return meant if meant.isprintable() else None


def _lost(article: AlignedArticle, span: Span, opposite: Counterparts | None) -> Finding:
    """A replacement character, with the one word of the reference that fits round it."""
    content = article.mt.content
    before = _WORDLIKE.match(content[max(span.start - _LONGEST, 0) : span.start][::-1])
    after = _WORDLIKE.match(content, span.end)
    start = span.start - (before.end() if before else 0)
    span = Span(start, after.end() if after else span.end)
    core = span.of(content)
    pattern = "".join(r"\w{1,3}" if c == "\ufffd" else re.escape(c) for c in core)
    reference = opposite.reference_text(span.start) if opposite is not None else ""
    fitting = sorted(set(re.findall(rf"(?<!\w){pattern}(?!\w)", reference))) if reference else []
    meant = fitting[0] if len(fitting) == 1 else None
    said = f'; the reference has "{meant}"' if meant else ""
    return CHECK.finding(
        span,
        f'"{_short(core)}" holds U+FFFD where a letter was lost{said}.',
        basis=Basis.REFERENCE if meant else Basis.TEXT,
        language=article.mt.language.code,
        suggestion=meant,
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"  # noqa: PLR2004 - fits a line

"""Slips of form to plant: each planter writes one into a text, or finds no place for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mtcheck import languages, reading, segmenting
from mtcheck.article import TokenKind
from mtcheck.languages.names import well_known
from mtcheck.span import Span

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from mtcheck.article import Article, Token

__all__ = ["KINDS", "Planted", "Sample", "article_of"]


class Sample(NamedTuple):
    """A text to plant in, and what it is compared with."""

    lang: str
    mt: str
    reference: str | None
    source: str | None
    source_lang: str


class Planted(NamedTuple):
    """``text`` with ``written`` in place of ``was`` at ``at``; the other texts as they are."""

    text: str
    span: Span
    reference: str | None = None
    source: str | None = None
    original: str | None = None


def put(text: str, start: int, end: int, written: str) -> Planted:
    """``text`` with ``written`` for what stood between ``start`` and ``end``."""
    new = text[:start] + written + text[end:]
    return Planted(new, Span(start, start + len(written)))


def words(sample: Sample, rng: random.Random, shortest: int = 2) -> list[Token]:
    """The plain words of a text, in random order."""
    aligned = segmenting.segment(article_of(sample))
    found = [
        t
        for s in aligned.mt.segments
        for t in s.tokens
        if t.kind is TokenKind.WORD and len(t.form) >= shortest and t.form.isalpha()
    ]
    rng.shuffle(found)
    return found


def matches(pattern: str, text: str, rng: random.Random) -> list[re.Match[str]]:
    """The places of ``pattern``, in random order."""
    found = list(re.finditer(pattern, text))
    rng.shuffle(found)
    return found


def doubled_word(s: Sample, rng: random.Random) -> Planted | None:
    """F501: a word twice."""
    data = languages.load(s.lang).typography
    if not languages.load(s.lang).core.spaced or data is None:
        return None
    for t in words(s, rng):
        if t.form.islower() and t.comparable not in data.repeats:
            return put(s.mt, t.start, t.end, f"{t.form} {t.form}")
    return None


def repeated(s: Sample, rng: random.Random, copies: int) -> Planted | None:
    """F501: a phrase of two to four words again, or a run of characters."""
    if languages.load(s.lang).core.spaced:
        pattern = r"(?<![\w'’-])[^\W\d_]{2,}(?: [^\W\d_]{2,}){1,3}(?![\w'’-])"
    else:
        pattern = r"[\u4e00-\u9fff]{3,5}"
    for m in matches(pattern, s.mt, rng):
        space = " " if languages.load(s.lang).core.spaced else ""
        if copies > 2 and m.group().count(" ") < 2 and space:  # noqa: PLR2004
            continue
        return put(s.mt, m.start(), m.end(), space.join([m.group()] * copies))
    return None


def replaced(pattern: str, written: str) -> Callable[[Sample, random.Random], Planted | None]:
    """A planter that writes ``written`` over a random place of ``pattern``."""

    def plant(s: Sample, rng: random.Random) -> Planted | None:
        for m in matches(pattern, s.mt, rng):
            return put(s.mt, m.start(), m.end(), m.expand(written))
        return None

    return plant


def spaced_only(
    plant: Callable[[Sample, random.Random], Planted | None], *, spaced: bool = True
) -> Callable[[Sample, random.Random], Planted | None]:
    """The planter for languages with spaces (or those without)."""

    def guarded(s: Sample, rng: random.Random) -> Planted | None:
        return plant(s, rng) if languages.load(s.lang).core.spaced is spaced else None

    return guarded


def no_end(s: Sample, rng: random.Random) -> Planted | None:
    """F502: the last full stop is lost, where the reference has one."""
    del rng
    ends = s.reference is not None and s.reference.rstrip()[-1:] in ".。" and (s.source or "")
    if not ends or s.mt[-1:] not in ".。" or not s.mt[-2:-1].isalpha():
        return None
    return put(s.mt, len(s.mt) - 1, len(s.mt), "")


def glued(s: Sample, rng: random.Random) -> Planted | None:
    """F503: two words as one, which the reference has as two."""
    for m in matches(r"(?<![\w'’-])([^\W\d_]{2,}) ([^\W\d_]{2,})(?![\w'’-])", s.mt, rng):
        there = s.reference is None or m.group().lower() in s.reference.lower()
        language = languages.load(s.lang)
        unknown = not language.word(m[1] + m[2], TokenKind.WORD).attested
        if m.group().islower() and there and unknown:
            return put(s.mt, m.start(), m.end(), m[1] + m[2])
    return None


def lost_mark(s: Sample, rng: random.Random) -> Planted | None:
    """F504: one of a pair is lost."""
    pattern = r"(?<!\S)([(„“«\"])[^()„“”«»\"]{3,80}([)“”»\"])(?=[\s.,;:!?]|$)"
    if not languages.load(s.lang).core.spaced:
        pattern = r"([（“「])[^（）“”「」]{2,60}([）”」])"
    for m in matches(pattern, s.mt, rng):
        group = rng.choice((1, 2))
        return put(s.mt, m.start(group), m.end(group), "")
    return None


def small_start(s: Sample, rng: random.Random) -> Planted | None:
    """F505: a sentence begins small."""
    if not languages.load(s.lang).core.cased:
        return None
    pattern = r"(?:^|(?<=[^\W\d_A-ZА-Я]{4}[.!?] ))[^\W\d_][a-zа-яà-ÿ]+(?= )"
    for m in matches(pattern, s.mt, rng):
        known = languages.load(s.lang).word(m.group().lower(), TokenKind.WORD)
        if m.group()[0].isupper() and known.zipf > 5 and s.mt[-1:] in ".!?":  # noqa: PLR2004
            return put(s.mt, m.start(), m.start() + 1, s.mt[m.start()].lower())
    return None


def recased(how: str) -> Callable[[Sample, random.Random], Planted | None]:
    """F505: a word of the middle of a sentence in other capitals; the reference has it right."""

    def plant(s: Sample, rng: random.Random) -> Planted | None:
        language = languages.load(s.lang)
        if not language.core.cased or s.reference is None:
            return None
        for m in matches(r"(?<=[^\W\d_] )[^\W\d_]{4,}(?=[ ,.])", s.mt, rng):
            form = m.group()
            before = s.mt[: m.start()].split()[-1]
            if f" {before} {form}" not in f" {s.reference}":
                continue
            if how == "shout" and form.islower():
                return put(s.mt, m.start(), m.end(), form.upper())
            noun = how == "small" and language.core.nouns_capitalised
            if noun and form.istitle() and before.islower():
                return put(s.mt, m.start(), m.end(), form.lower())
        return None

    return plant


def listed_capital(s: Sample, rng: random.Random) -> Planted | None:
    """F505: a weekday, month or people with the wrong capital."""
    data = languages.load(s.lang).typography
    if data is None:
        return None
    for w in (*data.capitalised, *data.uncapitalised):
        for m in matches(rf"(?<=[a-zа-яà-ÿ] ){re.escape(w)}(?=[ ,.])", s.mt, rng):
            wrong = w.lower() if w[0].isupper() else w.capitalize()
            return put(s.mt, m.start(), m.end(), wrong)
    return None


def misspelt(s: Sample, rng: random.Random) -> Planted | None:
    """F506: a letter lost, doubled, swapped or wrong; the result is no word."""
    language = languages.load(s.lang)
    data = language.typography
    if not language.core.spaced or data is None:
        return None
    for t in words(s, rng, shortest=6):
        if not t.form.islower() or t.word.zipf < 3:  # noqa: PLR2004
            continue
        at = rng.randrange(1, len(t.form) - 1)
        f = t.form
        new = rng.choice(
            (
                f[:at] + f[at + 1 :],
                f[:at] + f[at] + f[at:],
                f[:at] + f[at + 1] + f[at] + f[at + 2 :],
                f[:at] + rng.choice(data.alphabet) + f[at + 1 :],
            )
        )
        if new != f and not language.word(new, TokenKind.WORD).attested:
            return put(s.mt, t.start, t.end, new)
    return None


def misread(s: Sample, rng: random.Random) -> Planted | None:
    """F507: a word with letters beyond ASCII read in the wrong encoding."""
    for m in matches(r"[^\s\"“”„«»]*[^\x00-\xa0\s\"“”„«»][^\s\"“”„«»]*", s.mt, rng):
        raw = m.group().encode("utf-8")
        try:
            wrong = raw.decode("cp1252")
        except UnicodeDecodeError:
            continue
        return put(s.mt, m.start(), m.end(), wrong)
    return None


def escaped(s: Sample, rng: random.Random) -> Planted | None:
    """F507: an apostrophe, quote or ampersand left as an entity."""
    entities = {"&": "&amp;amp;", '"': "&quot;", "'": "&#39;", "’": "&rsquo;"}
    for m in matches(r"[&\"'’]", s.mt, rng):
        return put(s.mt, m.start(), m.end(), entities[m.group()])
    return None


_PIECES = (
    ("{name}", "{Name}"),
    ("%(count)d", "%(conta)d"),
    ("${total}", "$ {total}"),
    ("{0}", "{ 0 }"),
    ("https://www.example.org/news/2021", "https://www.example.org/new/2021"),
    ("desk@example.org", "desc@example.org"),
    ("@newsdesk", "@nachrichten"),
    ("{{date}}", "{{datum}}"),
)


def broken_markup(s: Sample, rng: random.Random) -> Planted | None:
    """M701: a piece of markup in all texts, changed in the MT."""
    if s.source is None:
        return None
    right, wrong = rng.choice(_PIECES)
    source = f"{right} {s.source}"
    reference = f"{right} {s.reference}" if s.reference is not None else None
    planted = put(f"{right} {s.mt}", 0, len(right), wrong)
    return planted._replace(source=source, reference=reference, original=f"{right} {s.mt}")


def foreign_decimal(s: Sample, rng: random.Random) -> Planted | None:
    """L601: the decimal mark of another language in a number that the reference has."""
    data = languages.load(s.lang).typography
    if data is None:
        return None
    mark = data.decimal
    for m in matches(rf"(?<![\d.,])\d{{1,3}}{re.escape(mark)}\d{{1,2}}(?=[ %]|\s)", s.mt, rng):
        if s.reference is None or m.group() in s.reference:
            wrong = m.group().replace(mark, "," if mark == "." else ".")
            return put(s.mt, m.start(), m.end(), wrong)
    return None


def foreign_quote(s: Sample, rng: random.Random) -> Planted | None:
    """L601: an opening mark of another language."""
    data = languages.load(s.lang).typography
    if data is None:
        return None
    opener = data.quotes[0][0]
    foreign = "„" if opener in "“‘" else "”" if opener == "«" else "“"
    for m in matches(rf"(?<!\S){re.escape(opener)}(?=\w)", s.mt, rng):
        return put(s.mt, m.start(), m.end(), foreign)
    return None


def small_name(s: Sample, rng: random.Random) -> Planted | None:
    """F505: a well-known name with a small letter."""
    if not languages.load(s.lang).core.cased:
        return None
    known = well_known(s.lang)
    for m in matches(r"(?<=[^\W\d_] )[^\W\d_]{4,}(?=[ ,.])", s.mt, rng):
        if m.group().istitle() and known.get(m.group().casefold()):
            return put(s.mt, m.start(), m.end(), m.group().lower())
    return None


def lost_letter(s: Sample, rng: random.Random) -> Planted | None:
    """F507: a replacement character for a letter of a word that the reference has."""
    for m in matches(r"(?<!\w)[^\W\d_]{5,}(?!\w)", s.mt, rng):
        if s.reference is not None and m.group() in s.reference:
            at = m.start() + rng.randrange(1, len(m.group()) - 1)
            return put(s.mt, at, at + 1, "\ufffd")
    return None


def straight_quotes(s: Sample, rng: random.Random) -> Planted | None:
    """L601: straight marks where the reference has those of the language."""
    data = languages.load(s.lang).typography
    if data is None or data.quotes[0][0] in "“‘" or '"' in s.mt:
        return None
    for m in matches(r"([„«「])([^„“”«»「」]{3,60})([“”»」])", s.mt, rng):
        pairs = s.mt.count(m[1])
        if pairs == 1 and s.reference is not None and m[1] in s.reference:
            return put(s.mt, m.start(), m.end(), f'"{m[2].strip()}"')
    return None


def open_tag(s: Sample, rng: random.Random) -> Planted | None:
    """M701: a tag that is never closed."""
    for m in matches(r"(?<= )[^\W\d_]{4,}(?= )", s.mt, rng):
        return put(s.mt, m.start(), m.start(), "<b>")
    return None


KINDS: dict[str, tuple[tuple[str, Callable[[Sample, random.Random], Planted | None]], ...]] = {
    "F501": (
        ("word twice", doubled_word),
        ("phrase twice", lambda s, r: repeated(s, r, 2)),
        ("loop", lambda s, r: repeated(s, r, 4)),
    ),
    "F502": (
        ("second stop", spaced_only(replaced(r"(?<=\w)\.(?= |$)", ". ."))),
        ("comma twice", spaced_only(replaced(r"(?<=[^\W\d_]),(?= )", ",,"))),
        ("space before", spaced_only(replaced(r"(?<=[^\W\d_])([,.])(?= |$)", r" \1"))),
        ("no end", no_end),
        ("half width", spaced_only(replaced(r"，(?=[\u3040-\u9fff])", ","), spaced=False)),
        ("stop twice", spaced_only(replaced(r"(?<=[\u3040-\u9fff])。", "。。"), spaced=False)),
    ),
    "F503": (
        ("no space after", spaced_only(replaced(r"(?<=[a-zà-ÿа-я]{3}[,.]) (?=[^\W\d_]{3})", ""))),
        ("two spaces", spaced_only(replaced(r"(?<=[^\W\d_]) (?=[^\W\d_])", "  "))),
        ("glued", spaced_only(glued)),
        ("fused", spaced_only(replaced(r"(?<=[a-zà-ÿа-я]{3})\. (?=[A-ZА-Я][a-zа-я]+ )", ""))),
        (
            "between characters",
            spaced_only(
                replaced(r"(?<=[\u3040-\u9fff]{2})(?=[\u3040-\u9fff]{2})", " "), spaced=False
            ),
        ),
    ),
    "F504": (("mark lost", lost_mark),),
    "F505": (
        ("small start", small_start),
        ("shouting", recased("shout")),
        ("small noun", recased("small")),
        ("listed word", listed_capital),
        ("small name", small_name),
    ),
    "F506": (("misspelt", misspelt),),
    "F507": (("misread", misread), ("entity", escaped), ("lost letter", lost_letter)),
    "L601": (
        ("decimal", foreign_decimal),
        ("quote", foreign_quote),
        ("straight", straight_quotes),
    ),
    "M701": (("changed", broken_markup), ("open tag", open_tag)),
}


def article_of(s: Sample, mode: str = "rs") -> Article:
    """The sample as an article."""
    return reading.from_strings(
        s.mt,
        s.reference if "r" in mode else None,
        s.source if "s" in mode else None,
        languages.load(s.lang),
        languages.load(s.source_lang),
    )

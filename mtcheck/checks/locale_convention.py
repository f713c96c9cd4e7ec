"""Quotation marks, numbers, dates and spaces as another language writes them.

"1.5 Millionen" in German, "“so”" in Czech, "12/24/2023" in Polish, "5 %" in English, "Quoi?"
in French: the text says the right thing in foreign clothes. Always minor, and told gently: a
habit that runs through the article is one finding with a count, at its first place.

Quiet: straight quotation marks (unless the reference writes marks of another shape, or the
article mostly does), every pair that the language accepts, U+00A0, U+202F and plain spaces
alike, marks that may be versions, clocks, sections or dates, and whatever the reference does
itself. A decimal or group mark counts only beside a percent sign, a unit or a scale word, or
where the reference has the same digits.

Source: MQM 2.0, locale conventions; the orthographies named in
``mtcheck/languages/typography.py``; CLDR number patterns.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.counterparts import counterparts, within_segment
from mtcheck.check import Check, Example
from mtcheck.finding import Basis
from mtcheck.mqm import Category, Severity
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding
    from mtcheck.languages.typography import TypographyData
    from mtcheck.settings import Settings

__all__ = ["CHECK", "find"]

CHECK = Check(
    code="L601",
    name="locale-convention",
    since="0.1",
    category=Category.LOCALE,
    severity=Severity.MINOR,
    needs=("typography",),
    bases=(Basis.LEXICON, Basis.REFERENCE),
    fixes=True,
    examples=(
        Example(mt="Das sind [[1.5]] Millionen Euro.", lang="de", fix="1,5"),
        Example(mt="It rose by [[5 %]] in May.", fix="5%"),
    ),
)

_HABIT = 3  # places from which a deviation is told once
_QUOTE = re.compile(r"[«»„“”「」\"]")
# Letters that stick to numbers make names and codes of them; CJK characters do not.
_STUCK = r"0-9A-Za-z_\u00c0-\u024f\u0400-\u04ff"
_BEFORE, _AFTER = rf"(?<![{_STUCK}.,:/-])", rf"(?![{_STUCK}:/-]|[.,]\d)"
_DECIMAL = re.compile(rf"{_BEFORE}\d{{1,3}}([.,])\d{{1,2}}{_AFTER}")
_GROUPED = re.compile(rf"{_BEFORE}\d{{1,3}}([.,])\d{{3}}(?:\1\d{{3}})*{_AFTER}")
_PERCENT = re.compile(r"%(?<=[\d\u00a0\u202f ]%)(?![\w(])")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/((?:19|20)\d{2})(?![\d/])")
_YEAR = re.compile(r", (?:19|20)\d\d(?!\w)")
_MONTH = 20  # characters of a month's name and a day
_WORD_AFTER = re.compile(r"[ \u00a0\u202f-]?([^\W\d_]+|[%‰€$£¥])")
_BLANK = " \u00a0\u202f"
_MONTHS = 12
_DATE_CATEGORIES = {"date": Category.DATE_FORMAT, "number": Category.NUMBER_FORMAT}


class _Place(NamedTuple):
    """One deviation: where, of which kind, what it should be and why."""

    span: Span
    kind: str
    fix: str | None
    why: str
    basis: Basis = Basis.LEXICON


def find(article: AlignedArticle, settings: Settings) -> Iterator[Finding]:
    """Deviations from the writing habits of the target language, habits told once."""
    del settings
    data, content = article.mt.language.typography, article.mt.content
    if data is None:
        return
    reference = article.reference.content if article.reference is not None else ""
    kinds: dict[str, list[_Place]] = {}
    for search in (_quotes, _numbers, _percents, _dates, _high_marks):
        for place in search(article, data, content, reference):
            if within_segment(article, place.span):
                kinds.setdefault(place.kind, []).append(place)
    for kind, places in sorted(kinds.items()):
        habit = len(places) > (1 if kind == "straight" else _HABIT)
        more = f" ({len(places)} places)" if habit else ""
        for place in places[:1] if habit else places:
            yield CHECK.finding(
                place.span,
                f"{place.why}{more}.",
                basis=place.basis,
                language=article.mt.language.code,
                suggestion=place.fix,
                category=_DATE_CATEGORIES.get(place.kind.split("-")[0]),
            )


def _quotes(
    article: AlignedArticle, data: TypographyData, content: str, reference: str
) -> Iterator[_Place]:
    """Marks that the language does not use on that side."""
    pairs = (*data.quotes, *data.accepted)
    right = {True: {p[0] for p in pairs}, False: {p[-1] for p in pairs}}
    primary = next((p for p in data.quotes if p[0] not in "‘‚"), data.quotes[0])
    name = article.mt.language.core.name
    spaced = article.mt.language.core.spaced
    straight: list[tuple[int, bool, str]] = []  # place, whether it opens, what it should be
    curly = 0
    known = {
        (m.group(), _opens(reference, m.start(), spaced=spaced)) for m in _QUOTE.finditer(reference)
    }
    for match in _QUOTE.finditer(content):
        char, at = match.group(), match.start()
        opens = _opens(content, at, spaced=spaced)
        if opens is None:
            continue
        mark = primary[0] if opens else primary[-1]
        why = f"{name} {'opens' if opens else 'closes'} quotations with {mark}, not {char}"
        fix = _with_space(mark, content, at, data)
        if char == '"':
            straight.append((at, opens, fix))
        elif char in right[opens]:
            curly += 1
        elif (char, opens) not in known and not (char in "«»" and char in right[not opens]):
            # (A guillemet on the wrong side of a space is misplaced, not foreign.)
            yield _Place(Span(at, at + 1), "quotes", fix, why)
    if not straight or '"' in reference:
        return
    basis = Basis.LEXICON if len(straight) < curly else Basis.REFERENCE
    if basis is Basis.LEXICON or _shaped(known, spaced=spaced):
        said = "as the reference does" if basis is Basis.REFERENCE else "as elsewhere here"
        why = f'{name} writes quotations {primary[0]}so{primary[-1]}, {said}, not "so"'
        yield from _straight(article, straight, why, basis)


def _shaped(marks: set[tuple[str, bool | None]], *, spaced: bool) -> bool:
    """Whether a text's marks are other than raised ones, which straight marks stand in for."""
    sided = ((char, opens) for char, opens in marks if opens is not None)
    return any(char not in "“”" or opens is (char == "”") or not spaced for char, opens in sided)


def _straight(
    article: AlignedArticle, marks: list[tuple[int, bool, str]], why: str, basis: Basis
) -> Iterator[_Place]:
    """Quotations in straight marks, each in one piece: half of one cannot be mended."""
    content = article.mt.content
    segments = [article.mt.segment_index(at) for at, _, _ in marks]
    count = Counter(segments)
    both = zip(pairwise(marks), pairwise(segments), strict=True)
    for ((start, opens, left), (end, still_open, right)), (one, other) in both:
        # Of an odd number of marks one has no partner, and which one is not said.
        if opens and not still_open and one == other and count[one] % 2 == 0:
            fix = f"{left}{content[start + 1 : end]}{right}"
            yield _Place(Span(start, end + 1), "straight", fix, why, basis)


def _opens(content: str, at: int, *, spaced: bool) -> bool | None:
    """Whether a mark opens, by what stands on either side; None where that says nothing."""
    before, after = content[at - 1 : at] if at else "", content[at + 1 : at + 2]
    if content[at] in "「」" or (not spaced and content[at] in "“”«»"):
        return content[at] in "「“«"
    free_before = not before or before.isspace() or before in "([{—–-/¿¡'‘"
    free_after = not after or after.isspace() or after in ")]},.;:!?—–-/'’…"
    if free_before == free_after:
        return None
    return free_before


def _with_space(mark: str, content: str, at: int, data: TypographyData) -> str:
    """French guillemets with the space that belongs inside, where none is there."""
    if "»" not in data.spaced_marks or mark not in "«»":
        return mark
    if mark == "«":
        return mark if content[at + 1 : at + 2] in _BLANK else mark + "\u00a0"
    return mark if content[at - 1 : at] in _BLANK else "\u00a0" + mark


def _numbers(
    article: AlignedArticle, data: TypographyData, content: str, reference: str
) -> Iterator[_Place]:
    """Decimal and group marks of another language."""
    opposite = counterparts(article)
    name = article.mt.language.core.name
    wrong = "," if data.decimal == "." else "."
    for match in _DECIMAL.finditer(content):
        if match[1] != wrong:
            continue
        written, span = match.group(), Span(*match.span())
        fix = written.replace(wrong, data.decimal)
        said = opposite.reference_text(span.start)
        confirmed = fix in _numbers_of(said)
        if written in _numbers_of(reference) or not (
            confirmed or (not said and _is_quantity(content, span.end, data))
        ):
            continue
        yield _Place(
            span,
            "number-decimal",
            fix,
            f'{name} writes "{fix}", not "{written}"',
            Basis.REFERENCE if confirmed else Basis.LEXICON,
        )
    # The language's decimal mark between thousands: sure with two groups, or by the reference.
    for match in _GROUPED.finditer(content):
        if match[1] != data.decimal or data.decimal in data.groups or match.group()[0] == "0":
            continue
        written, span = match.group(), Span(*match.span())
        said = opposite.reference_text(span.start)
        digits = written.replace(match[1], "")
        theirs = _grouped_of(said).get(digits)
        if written in _numbers_of(reference) or (theirs is None and written.count(match[1]) < 2):  # noqa: PLR2004
            continue
        fix = theirs or written.replace(match[1], data.groups[0])
        yield _Place(
            span,
            "number-group",
            fix,
            f'{name} writes "{fix}", not "{written}"',
            Basis.REFERENCE if theirs else Basis.LEXICON,
        )


_NUMBER = re.compile(r"\d(?:[.,]?\d)*")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[.,\u00a0\u202f '’]?\d{3})+(?![\d.,]\d)")


@lru_cache(maxsize=64)
def _numbers_of(text: str) -> frozenset[str]:
    """The numbers of a text as they are written."""
    return frozenset(_NUMBER.findall(text))


@lru_cache(maxsize=64)
def _grouped_of(text: str) -> dict[str, str]:
    """The numbers of a text that have groups, by their digits; the first of each."""
    found = [m.group() for m in _THOUSANDS.finditer(text)]
    return {re.sub(r"\D", "", number): number for number in reversed(found)}


def _is_quantity(content: str, end: int, data: TypographyData) -> bool:
    after = _WORD_AFTER.match(content, end)
    if after is None or not data.quantities:
        return False
    return not after[1].isalpha() or after[1].casefold() in _quantities(data.quantities)


@cache
def _quantities(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(words)


def _percents(
    article: AlignedArticle, data: TypographyData, content: str, reference: str
) -> Iterator[_Place]:
    """The space before the percent sign."""
    if data.percent == "either" or "%" not in content:
        return
    name = article.mt.language.core.name
    spaced: list[Span] = []
    tight: list[Span] = []
    for match in _PERCENT.finditer(content):
        at = match.start()
        left = at
        while left > 0 and content[left - 1] in _BLANK and at - left < _HABIT:
            left -= 1
        if left == 0 or not content[left - 1].isdigit():
            continue
        number = left
        while number > 0 and left - number < _MONTHS and content[number - 1] in "0123456789.,":
            number -= 1
        (spaced if left < at else tight).append(Span(number, at + 1))
    theirs_spaced = re.search(rf"\d[{_BLANK}]%", reference) is not None
    theirs_tight = re.search(r"\d%", reference) is not None
    if data.percent == "none" and not theirs_spaced:
        for span in spaced:
            fix = "".join(span.of(content).split())
            yield _Place(span, "number-percent", fix, f'{name} writes "{fix}" without a space')
    confirmed = theirs_spaced and not theirs_tight
    if data.percent == "space" and (confirmed or (not reference and len(spaced) > len(tight))):
        for span in tight:
            fix = span.of(content).removesuffix("%") + "\u00a0%"
            why = f'{name} writes "{fix}" with a space'
            basis = Basis.REFERENCE if confirmed else Basis.LEXICON
            yield _Place(span, "number-percent", fix, why, basis)


def _dates(
    article: AlignedArticle, data: TypographyData, content: str, reference: str
) -> Iterator[_Place]:
    """Dates in another language's order or with its marks."""
    name = article.mt.language.core.name
    for match in _SLASHED.finditer(content) if "/" in content else ():
        fix = _reordered(match, data)
        if fix is None or match.group() in reference:
            continue
        why = f'{name} writes this date "{fix}", not "{match.group()}"'
        yield _Place(Span(*match.span()), "date-digits", fix, why)
    if data.written_date and data.months:
        month_first = _month_first(data.months)
        for year in _YEAR.finditer(content):
            found = month_first.search(content, max(year.start() - _MONTH, 0), year.end())
            if found is None or found.group() in reference:
                continue
            fix = data.written_date.format(month=found[1], day=found[2], year=found[3])
            why = f'{name} writes "{fix}", not "{found.group()}"'
            yield _Place(Span(*found.span()), "date-written", fix, why)


def _reordered(match: re.Match[str], data: TypographyData) -> str | None:
    """The date as the language writes it; None where it is right or could be either."""
    first, second = int(match[1]), int(match[2])
    if max(first, second) <= _MONTHS or min(first, second) > _MONTHS or not min(first, second):
        return None
    day, month = (first, second) if first > _MONTHS else (second, first)
    if data.slash_dates:
        # English writes both orders, by country; the others the day first.
        wrong = data.numeric_date.startswith("d") and second > _MONTHS
        return f"{day}/{month}/{match[3]}" if wrong else None
    numeric = data.numeric_date.replace("d", str(day)).replace("m", str(month))
    return numeric.replace("y", match[3])


@cache
def _month_first(months: tuple[str, ...]) -> re.Pattern[str]:
    names = "|".join(map(re.escape, months))
    return re.compile(rf"\b({names}) (\d{{1,2}}), (\d{{4}})$")


_HIGH = re.compile(r"[;!?»](?<=[\w)].)(?=\s|$)|:(?<=[^\W\d_]:)(?=\s|$)|«(?=\w)")


def _high_marks(
    article: AlignedArticle, data: TypographyData, content: str, reference: str
) -> Iterator[_Place]:
    """French marks without the space that belongs before them; any kind of space will do."""
    if not data.spaced_marks or _HIGH.search(reference):
        return
    name = article.mt.language.core.name
    for match in _HIGH.finditer(content):
        mark = match.group()
        fix = mark + "\u00a0" if mark == "«" else ("\u00a0" if mark in ":»" else "\u202f") + mark
        side = "after" if mark == "«" else "before"
        why = f"{name} sets a no-break space {side} {mark}"
        yield _Place(Span(*match.span()), "spaces", fix, why)

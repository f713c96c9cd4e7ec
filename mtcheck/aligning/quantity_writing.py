"""What should stand in the place of a wrong quantity, written as the translation's language does.

From a reference the quantity is taken as it stands. From a source its value is written with the
language's own marks, in the manner of what it replaces: in words where that was in words, with
the same scale word, the same case of a month. Figures without group marks in the source and in
what they replace get none: they may be the number of an order, a flight, a house.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtcheck.aligning.figures import Key, integer, value
from mtcheck.aligning.quantities import Quantity, Sort
from mtcheck.aligning.quantity_pairs import Difference, What
from mtcheck.aligning.quantity_units import same_unit
from mtcheck.finding import Basis
from mtcheck.languages.comparing import comparable
from mtcheck.languages.numbers import units

if TYPE_CHECKING:
    from mtcheck.article import AlignedArticle, Text
    from mtcheck.languages.numbers import NumberData, Table
    from mtcheck.span import Span

__all__ = ["correction", "other_span", "quoted"]

_NEXT_SCALE = 1000  # of a scale: from here another word is usual
_LARGEST = 10**16
_GROUPED_FROM = 10_000  # below, most style guides write four figures without a mark


def other_span(difference: Difference) -> Span:
    """The place of the other text that shows what is meant."""
    return difference.other.whole_span


def quoted(article: AlignedArticle, difference: Difference) -> str:
    """The other text's quantity with its unit, as it stands there."""
    text = _other(article, difference)
    return text.at(other_span(difference))


def correction(article: AlignedArticle, difference: Difference) -> tuple[Span, str | None]:
    """The span to replace and what with; None where the evidence does not say."""
    q, other = difference.mt, difference.other
    reference = difference.basis is Basis.REFERENCE
    if difference.what is What.UNIT:
        if reference:
            return q.whole_span, quoted(article, difference)
        return q.whole_span, _with_unit(article.mt, q, other)
    if reference and _whole_moves(q, other):
        return q.whole_span, quoted(article, difference)
    one_part = q.whole == (q.start, q.end) or not (q.is_date or len(difference.parts) > 1)
    span = q.span if one_part and not _composite(article.mt, q) else q.whole_span
    text = _other(article, difference)
    out: list[str] = []
    at = span.start
    for mine, theirs in sorted(difference.parts):
        written = (
            _as_in_reference(article.mt, text, mine, theirs)
            if reference
            else _from_source(article.mt, text, mine, theirs)
        )
        if written is None:
            return span, None
        out += (article.mt.content[at : mine.start], written)
        at = mine.end
    out.append(article.mt.content[at : span.end])
    return span, "".join(out)


def _other(article: AlignedArticle, difference: Difference) -> Text:
    reference = difference.basis is Basis.REFERENCE
    text = article.reference if reference else article.source
    if text is None:
        msg = "a difference from a text that is not there"
        raise ValueError(msg)
    return text


def _whole_moves(q: Quantity, other: Quantity) -> bool:
    # Another currency or unit goes with its number.
    return bool(q.unit and other.unit and not same_unit(q.unit, other.unit))


def _composite(mt: Text, q: Quantity) -> bool:
    # A part of a ratio: 45 of 45:1.
    return q.unit is None and ":" in mt.content[q.whole[0] : q.whole[1]]


def _as_in_reference(mt: Text, text: Text, mine: Quantity, theirs: Quantity) -> str | None:
    numbers = mt.language.numbers
    if mine.sort is Sort.MONTH and mt.at(mine.span).isdecimal():
        month = theirs.keys[0][1]
        return str(month).zfill(len(mt.at(mine.span)))
    if theirs.sort is Sort.MONTH and text.at(theirs.span).isdecimal():
        return _word(numbers.months, int(theirs.keys[0][1]), mine, mt) if numbers else None
    if mine.is_date and not mine.spelled and mine.sort is not Sort.TIME:
        found = integer(theirs.keys[0], _LARGEST)
        if found is not None:
            return str(found).zfill(len(mt.at(mine.span)) if mt.at(mine.span)[0] == "0" else 1)
    return text.at(theirs.span)


def _from_source(mt: Text, source: Text, mine: Quantity, theirs: Quantity) -> str | None:
    numbers = mt.language.numbers
    if numbers is None:
        return None
    if mine.sort in (Sort.MONTH, Sort.WEEKDAY, Sort.TIME):
        return _calendar(mt, numbers, mine, theirs.keys[0])
    if not isinstance(theirs.keys[0][0], int):
        return None
    if mine.spelled:
        words = _spelled(numbers, mt.at(mine.span), theirs.keys[0])
        return words if words is not None else _figures(theirs.keys[0], numbers, grouped=True)
    said = source.at(theirs.span)
    bare = mt.at(mine.span).isdecimal() and said.isdecimal()
    if bare and said.isascii() and mine.sort is Sort.NUMBER and not mine.scale:
        return said  # with its zeros: 00483
    return _number(mt, mine, theirs, numbers, grouped=not bare)


def _calendar(mt: Text, numbers: NumberData, mine: Quantity, key: Key) -> str | None:
    form = mt.at(mine.span)
    if mine.sort is Sort.TIME:
        return _time(form, key, numbers)
    if form.isdecimal():
        return str(key[1]).zfill(len(form))
    table = numbers.months if mine.sort is Sort.MONTH else numbers.weekdays
    return _word(table, int(key[1]), mine, mt)


def _time(form: str, key: Key, numbers: NumberData) -> str | None:
    """The time as ``form`` writes its own; None where a word says which half of the day it is."""
    found = _CLOCK.fullmatch(form)
    if found is None or key[0] != "time":
        return None
    hour, mark, tail = found.groups()
    if tail.strip().lower() not in ("", *numbers.clock.oclock):
        return None
    hours, minutes = divmod(int(key[1]), 60)
    return f"{hours:0{len(hour)}d}{mark}{minutes:02d}{tail}"


_CLOCK = re.compile(r"(\d{1,2})([:.h])\d\d(.*)")


def _word(table: Table, number: int, mine: Quantity, mt: Text) -> str | None:
    words = table.get(str(number))
    if not words:
        return None
    word = words[mine.case] if 0 <= mine.case < len(words) else words[0]
    return word.capitalize() if mt.at(mine.span)[:1].isupper() else word


def _spelled(numbers: NumberData, form: str, key: Key) -> str | None:
    wanted = integer(key, _LARGEST)
    for table in (numbers.cardinals, numbers.ordinals):
        for words in table.values():
            folded = [comparable(w) for w in words]
            if comparable(form) in folded and wanted is not None:
                there = table.get(str(wanted))
                if not there:
                    return None
                case = folded.index(comparable(form))
                word = there[case] if case < len(there) and len(there) == len(words) else there[0]
                return word.capitalize() if form[:1].isupper() else word
    return None


def _number(
    mt: Text, mine: Quantity, theirs: Quantity, numbers: NumberData, *, grouped: bool
) -> str | None:
    key = theirs.keys[0]
    tokens = mt.segments[mine.segment].tokens
    tail = mt.content[tokens[mine.first].end : mine.end] if mine.first != mine.last else ""
    amount = value(key)
    if amount is None:
        return None
    if mine.scale and tail:
        inside = (key[0], int(key[1]) - mine.scale)
        if 1 <= abs(amount) / 10**mine.scale < _NEXT_SCALE:
            return _figures(inside, numbers, grouped=True) + tail
    if theirs.scale or mine.scale:
        for power in sorted(map(int, numbers.written_scales), reverse=True):
            if abs(amount) >= 10**power and -int(key[1]) + power <= 3 + power:
                inside = (key[0], int(key[1]) - power)
                return _figures(inside, numbers, grouped=True) + numbers.written_scales[str(power)]
    form = mt.at(mine.span)
    return _figures(
        key, numbers, grouped=grouped and mine.sort is not Sort.YEAR, four=not form.isdecimal()
    )


def _figures(key: Key, numbers: NumberData, *, grouped: bool, four: bool = False) -> str:
    mantissa, exponent = int(key[0]), int(key[1])
    sign = "−" if mantissa < 0 else ""
    digits = str(abs(mantissa))
    if exponent >= 0:
        whole, rest = digits + "0" * min(exponent, 30), ""
    else:
        digits = digits.zfill(1 - exponent)
        whole, rest = digits[:exponent], digits[exponent:]
    least = 4 if four else len(str(_GROUPED_FROM))
    if grouped and len(whole) >= least:
        head = len(whole) % 3
        pieces = [whole[:head]] if head else []
        pieces += [whole[i : i + 3] for i in range(head, len(whole), 3)]
        whole = numbers.group[0].join(pieces)
    return sign + whole + (numbers.decimal[0] + rest if rest else "")


def _with_unit(mt: Text, q: Quantity, other: Quantity) -> str | None:
    numbers = mt.language.numbers
    if numbers is None or other.unit is None:
        return None
    before = mt.content[q.whole[0] : q.start]
    after = mt.content[q.end : q.whole[1]]
    old = before.strip() or after.strip()
    symbols = _symbols(other.unit)
    if q.unit is not None and old in _symbols(q.unit) and symbols:
        new = symbols[0]
        return before.replace(old, new) + mt.at(q.span) + after.replace(old, new)
    words = {**numbers.units, **numbers.currencies}.get(other.unit)
    if not words:
        return None
    joint = "-" if after.startswith("-") else " " if mt.language.core.spaced else ""
    return mt.at(q.span) + joint + words[0]


def _symbols(code: str) -> tuple[str, ...]:
    shared = units()
    record = shared.units.get(code)
    if record is not None:
        return record.symbols
    currency = shared.currencies.get(code)
    return () if currency is None else currency.symbols

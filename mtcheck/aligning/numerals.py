"""Numerals: the value of words and figures (*two hundred and five*, 三百五十万, *1,5 Mio*).

One grammar serves all languages. Small values add up while each fits below the one before it
(*twenty* + *five*; not *two* + *three*), multipliers below the first big scale multiply within
a section (*hundred*; 十 百 千), big scales close a section. The words, and the few switches
that the grammar needs, are data (:class:`mtcheck.languages.numbers.NumberData`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mtcheck.aligning.figures import Figures, Key, Shape, number, read
from mtcheck.aligning.numeral_fold import ROUND, UNIT, Fold
from mtcheck.aligning.phrase_kinds import Kind
from mtcheck.word import TokenKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mtcheck.aligning.phrases import Phrases, Sense
    from mtcheck.article import Token

__all__ = ["Numeral", "figures", "in_words", "lone_figures"]

_SPACES = frozenset("  \u00a0\u2007\u2009\u202f")
_GROUP = 3
_DOTS = frozenset("·‧∙⋅")
_LONGEST = 18  # figures of a number
_GROUPS = 6  # groups of three figures that one number may have

_NUMERAL = frozenset(
    {Kind.IDIOM, Kind.CARDINAL, Kind.SCALE, Kind.GROUP, Kind.COMPOUND, Kind.ORDINAL}
)
_JOIN = frozenset({Kind.CONNECTOR})
_MONEY = frozenset({Kind.MONEY})
_SCALE = frozenset({Kind.SCALE})
_UNIT = frozenset({Kind.UNIT})
_FILLER = frozenset({Kind.FILLER})


class Numeral(NamedTuple):
    """A numeral at tokens ``first`` to ``end``; ``scale`` is the power of ten in words.

    ``parts`` are there for figures that hold several numbers (4.5:1, 3.4.2021).
    """

    first: int
    end: int
    keys: tuple[Key, ...]
    spelled: bool = False
    ordinal: bool = False
    case: int = -1
    scale: int = 0
    words: int = 1
    shape: Shape | None = None
    figures: Figures | None = None


def in_words(phrases: Phrases, tokens: Sequence[Token], index: int) -> Numeral | None:
    """The numeral in words that begins at ``index``, or None."""
    data = phrases.data
    simple = (_row if data.positional else _lone_word)(phrases, tokens, index)
    if simple is not None:
        return simple
    fold = Fold(data.teens_after, data.paired_years, 4 if data.positional else 3)
    at = end = index
    case, words, scale, ordinal = -1, 0, 0, False
    before_joint: tuple[int, int, int, Fold] | None = None
    while (found := _element(phrases, tokens, at, fold, started=at > index)) is not None:
        sense, after, joined = found
        if at > index and not _ordinal_fits(phrases, tokens, at, sense, after_ordinal=ordinal):
            break
        saved = replace(fold)
        if joined:
            before_joint = (end, words, scale, saved)
            fold.joined |= not fold.pending  # not the joint within "treinta y cuatro"
        if not _apply(fold, sense, data.inverted):
            fold = saved
            if before_joint is not None and sense.kind is Kind.SCALE:
                # "one hundred and two | hundred": the joint parted two numbers.
                end, words, scale, fold = before_joint
            break
        words += max(1, len(sense.parts))
        case = sense.case
        if sense.kind is Kind.SCALE:
            scale = int(sense.value)
        at = end = after
        if sense.kind is Kind.GROUP:
            break
        ordinal |= sense.kind is Kind.ORDINAL  # dwudziesty pierwszy: both parts are ordinals
    if end == index:
        return None
    key = number(fold.value(), -1)
    return Numeral(
        index, end, (key,), spelled=True, ordinal=ordinal, case=case, scale=scale, words=words
    )


def _lone_word(phrases: Phrases, tokens: Sequence[Token], index: int) -> Numeral | None:
    """A cardinal that nothing goes on after: most of them, and the articles that look like one."""
    node = phrases.openers[tokens[index].word.comparable]
    if node is None or any(s.parts for s in node.senses):
        return None
    found = phrases.at(tokens, index, _NUMERAL)
    if found is None or found[0].kind is not Kind.CARDINAL:
        return None
    sense, end = found
    if end < len(tokens):
        after = tokens[end].word.comparable
        if after == "-" or phrases.begins(after) or phrases.openers[after] is not None:
            return None
    key = number(round(float(sense.value) * UNIT), -1)
    return Numeral(index, end, (key,), spelled=True, case=sense.case)


def _element(
    phrases: Phrases, tokens: Sequence[Token], at: int, fold: Fold, *, started: bool
) -> tuple[Sense, int, bool] | None:
    """The next numeral word, after a hyphen or connector if need be."""
    joined = False
    if started:
        at, joined = _past_joint(phrases, tokens, at, fold)
    if at >= len(tokens):
        return None
    node = phrases.openers[tokens[at].word.comparable]
    if node is None:
        return None
    for sense in node.senses:
        if sense.kind is Kind.COMPOUND:
            return sense, at + 1, joined
    found = phrases.at(tokens, at, _NUMERAL)
    if found is not None and found[0].kind is Kind.IDIOM:
        # Within a numeral the idiom only seems one: 十一人 is eleven people.
        found = phrases.at(tokens, at, _NUMERAL - {Kind.IDIOM}) if started else None
    if found is None:
        return None
    return *found, joined


def _ordinal_fits(
    phrases: Phrases, tokens: Sequence[Token], at: int, sense: Sense, *, after_ordinal: bool
) -> bool:
    """Whether ``sense`` may go on a numeral: *twenty-first*, but not *dix premières*."""
    if sense.kind is not Kind.ORDINAL or after_ordinal:
        return not after_ordinal or sense.kind is Kind.ORDINAL
    spaced = phrases.at(tokens, at, frozenset({Kind.ORDINAL})) is not None
    return not spaced or phrases.data.spaced_ordinals or sense.value in ROUND


def _past_joint(phrases: Phrases, tokens: Sequence[Token], at: int, fold: Fold) -> tuple[int, bool]:
    """Past a hyphen, connector or comma between parts; whether it may part two numbers."""
    if at >= len(tokens) or tokens[at].word.comparable == "-":
        return at + 1, False
    if (link := phrases.at(tokens, at, _JOIN)) is not None:
        return link[1], True
    closed = bool(fold.total) and fold.value() == fold.total
    if closed and tokens[at].word.form == "," and _hundreds(phrases, tokens, at + 1):
        return at + 1, True  # one thousand, two hundred
    return at, False


def _hundreds(phrases: Phrases, tokens: Sequence[Token], at: int) -> bool:
    """Whether hundreds begin at ``at``, so that a comma before them is within a numeral."""
    if at >= len(tokens):
        return False
    node = phrases.openers[tokens[at].word.comparable]
    parts = [p for sense in (node.senses if node is not None else ()) for p in sense.parts]
    if any(kind is Kind.SCALE for kind, _ in parts):
        return True  # duecentotrenta
    first = phrases.at(tokens, at, frozenset({Kind.CARDINAL}))
    if first is None:
        return False
    return float(first[0].value) >= 100 or phrases.at(tokens, first[1], _SCALE) is not None  # noqa: PLR2004


def _apply(fold: Fold, sense: Sense, inverted: str) -> bool:
    if sense.kind is not Kind.COMPOUND:
        return fold.take(sense.kind, float(sense.value))
    parts = list(sense.parts)
    at = 0
    while at < len(parts):
        kind, value = parts[at]
        if kind is Kind.CONNECTOR:
            at += 1
            continue
        if inverted and at + 2 < len(parts) and parts[at + 1][0] is Kind.CONNECTOR and value < 10:  # noqa: PLR2004
            tens = parts[at + 2]
            if tens[0] is Kind.CARDINAL and 20 <= tens[1] < 100:  # noqa: PLR2004
                if not fold.card(round((value + tens[1]) * UNIT)):
                    return False
                at += 3
                continue
        if not fold.take(kind, value):
            return False
        at += 1
    return True


def _row(phrases: Phrases, tokens: Sequence[Token], index: int) -> Numeral | None:
    # 二〇二一: figures as words, two or more in a row, with no multiplier after them.
    digits: list[str] = []
    at = index
    while at < len(tokens) and len(digits) < _GROUPS * 2:
        found = phrases.at(tokens, at, frozenset({Kind.CARDINAL, Kind.SCALE, Kind.IDIOM}))
        if found is not None and found[0].kind is Kind.IDIOM:
            if not digits:
                break
            found = phrases.at(tokens, at, frozenset({Kind.CARDINAL, Kind.SCALE}))
        if found is None:
            break
        sense, end = found
        if sense.kind is Kind.SCALE:
            return None
        if end != at + 1 or float(sense.value) >= 10:  # noqa: PLR2004
            break
        digits.append(str(int(sense.value)))
        at = end
    if len(digits) < 2:  # noqa: PLR2004
        return None
    if len(digits) == 2 and int(digits[1]) == int(digits[0]) + 1:  # noqa: PLR2004
        # 四五: four or five.
        keys = (number(int(digits[0])), number(int(digits[1])), number(int("".join(digits))))
        return Numeral(index, at, keys, spelled=True, words=2)
    return Numeral(
        index, at, (number(int("".join(digits))),), spelled=True, words=len(digits), ordinal=False
    )


def figures(phrases: Phrases, tokens: Sequence[Token], content: str, index: int) -> Numeral:
    """The numeral in figures that begins at ``index``, with the scale words after it."""
    data = phrases.data
    order = "any" if data.date_order_mixed else data.date_order
    found = _read(phrases, tokens[index].word.comparable, order)
    end = index + 1
    if found.shape is Shape.PLAIN and (dotted := _dotted(tokens, index)) is not None:
        return dotted
    if found.shape in (Shape.PLAIN, Shape.MARKED):
        return _scaled(phrases, tokens, content, index, found)
    keys = found.parts[0][2]
    return Numeral(index, end, keys, shape=found.shape, figures=found)


def lone_figures(phrases: Phrases, tokens: Sequence[Token], index: int) -> Numeral | None:
    """Figures that nothing beside them can change; None where they hold several numbers."""
    data = phrases.data
    order = "any" if data.date_order_mixed else data.date_order
    found = _read(phrases, tokens[index].word.comparable, order)
    if found.shape not in (Shape.PLAIN, Shape.MARKED):
        return None
    return Numeral(index, index + 1, found.parts[0][2], shape=found.shape, figures=found)


def _dotted(tokens: Sequence[Token], index: int) -> Numeral | None:
    """Figures with a middle dot for a decimal mark, as British journals write: 0·28."""
    if index + 2 >= len(tokens) or tokens[index + 1].word.form not in _DOTS:
        return None
    left, right = tokens[index].word.comparable, tokens[index + 2].word.comparable
    before = tokens[index + 1].start - tokens[index].end
    after = tokens[index + 2].start - tokens[index + 1].end
    if max(before, after) > 1 or not right.isdecimal() or len(left + right) > _LONGEST:
        return None
    keys: tuple[Key, ...] = (number(int(left + right), -len(right)),)
    if before:  # 5 · 7 may be a product
        keys += (number(int(left)), number(int(right)))
    return Numeral(index, index + 3, keys, shape=Shape.MARKED)


def _read(phrases: Phrases, form: str, order: str) -> Figures:
    known = phrases.figures.get(form)
    if known is None:
        data = phrases.data
        known = read(form, data.decimal, data.group, order)
        if len(phrases.figures) < 50_000:  # noqa: PLR2004 - hostile text must not fill memory
            phrases.figures[form] = known
    return known


def _scaled(
    phrases: Phrases, tokens: Sequence[Token], content: str, index: int, found: Figures
) -> Numeral:
    keys: list[Key] = list(found.parts[0][2])
    end = index + 1
    shape = found.shape
    if shape is Shape.PLAIN and found.digits <= 3:  # noqa: PLR2004
        spaced = _spaced(phrases, tokens, content, index)
        if spaced is not None:
            keys, end = spaced
            shape = Shape.MARKED
    scale = 0
    loose = False
    while (more := _scale(phrases, tokens, content, end)) is not None:
        power, end, letter = more
        loose |= letter
        if scale + power > 15:  # noqa: PLR2004 - beyond any real quantity
            break
        scale += power
        if phrases.data.positional and (rest := _rest(phrases, tokens, content, end, power)):
            tail, end = rest
            keys = [_plus(k, scale, tail) for k in keys if isinstance(k[0], int)]
            return Numeral(index, end, tuple(keys), scale=scale, words=2, shape=shape)
    if scale:
        raw = keys if loose else []
        keys = [
            number(k[0], k[1] + scale)
            for k in keys
            if isinstance(k[0], int) and isinstance(k[1], int)
        ] + raw  # the letter of 4K may be no scale, nor a word that is a unit as well
    return Numeral(index, end, tuple(keys), scale=scale, shape=shape, figures=found)


def _plus(key: Key, scale: int, tail: int) -> Key:
    mantissa, exponent = int(key[0]), int(key[1]) + scale
    if exponent < 0:
        return number(mantissa, exponent)
    return number(mantissa * 10**exponent + tail)


def _scale(
    phrases: Phrases, tokens: Sequence[Token], content: str, at: int
) -> tuple[int, int, bool] | None:
    """The scale at ``at``: its power of ten, where it ends, whether it may be none."""
    if at >= len(tokens):
        return None
    hyphen = tokens[at].word.comparable == "-" and tokens[at - 1].end == tokens[at].start
    if hyphen and at + 1 < len(tokens) and tokens[at].end == tokens[at + 1].start:
        found = phrases.at(tokens, at + 1, _SCALE)  # 101-Millionen-Pfund
        return None if found is None else (int(found[0].value), found[1], False)
    filler = phrases.at(tokens, at, _FILLER)
    if filler is not None:
        at = filler[1]
    found = phrases.at(tokens, at, _SCALE)
    if found is not None:
        sense, end = found
        if end == len(tokens) and tokens[end - 1].word.form == ".":
            end -= 1  # the full stop is the sentence's own
        # Czech "40 mil" is 40 miles, too.
        return int(sense.value), end, phrases.at(tokens, at, _UNIT) is not None
    power = phrases.attached.get(tokens[at].word.form) if filler is None else None
    if power is not None and tokens[at - 1].end == tokens[at].start:
        return power, at + 1, True
    touching = at + 1 < len(tokens) and tokens[at].end == tokens[at + 1].start
    if power is not None and touching and phrases.at(tokens, at + 1, _MONEY) is not None:
        return power, at + 1, False  # 10 M€
    del content
    return None


def _rest(
    phrases: Phrases, tokens: Sequence[Token], content: str, at: int, power: int
) -> tuple[int, int] | None:
    """What follows a scale directly and adds to it: 3万5千, 1億5000万."""
    if at >= len(tokens) or tokens[at - 1].end != tokens[at].start:
        return None
    if tokens[at].word.kind is TokenKind.NUMBER:
        tail = figures(phrases, tokens, content, at)
    elif phrases.openers[tokens[at].word.comparable] is not None:
        words = in_words(phrases, tokens, at)
        if words is None or words.ordinal:
            return None
        tail = words
    else:
        return None
    mantissa, exponent = tail.keys[0][:2]
    if not isinstance(mantissa, int) or not isinstance(exponent, int) or not 0 <= exponent < 16:  # noqa: PLR2004
        return None
    value = mantissa * 10**exponent
    return (value, tail.end) if value < 10**power else None


def _spaced(
    phrases: Phrases, tokens: Sequence[Token], content: str, index: int
) -> tuple[list[Key], int] | None:
    """Figures in groups of three set off by single spaces (12 345,67) or full-width commas."""
    del phrases
    whole = tokens[index].word.comparable
    if whole[0] == "0":
        return None
    parts: list[Key] = [number(int(whole))]
    at = index + 1
    while len(parts) < _GROUPS and (group := _group(tokens, content, at)) is not None:
        form = tokens[group].word.comparable
        at = group + 1
        if len(form) > _GROUP:
            return [number(int(whole + form[:3] + form[4:]), 4 - len(form))], at
        whole += form
        parts.append(number(int(form)))
    return ([number(int(whole)), *parts], at) if len(parts) > 1 else None


def _group(tokens: Sequence[Token], content: str, at: int) -> int | None:
    """The index of the next group of three figures, with decimals or without."""
    if at >= len(tokens):
        return None
    gap = content[tokens[at - 1].end : tokens[at].start]
    if not gap and tokens[at].word.form == "，" and at + 1 < len(tokens):
        if tokens[at].end != tokens[at + 1].start:
            return None
        at += 1
    elif len(gap) != 1 or gap not in _SPACES:
        return None
    token = tokens[at]
    form = token.word.comparable
    if token.word.kind is not TokenKind.NUMBER or not form[:3].isdecimal() or len(form) < _GROUP:
        return None
    decimals = form[4:]
    if form[3:] and (form[3] not in ".," or not decimals.isdecimal() or len(decimals) > 8):  # noqa: PLR2004
        return None
    return at

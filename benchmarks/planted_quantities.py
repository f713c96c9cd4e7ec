r"""One planted error a segment: ``python -m benchmarks.planted_quantities``.

Takes real system output whose quantities agree with the reference, makes one of them wrong, and
counts how often the quantity checks (Q201–Q204) flag the place and give back the right value;
and how many findings the untouched output gets per 1,000 words. Three modes: with the reference
alone (``r``), the source alone (``s``), both (``rs``).

    python -m benchmarks.planted_quantities --data DIR/train.jsonl.gz \
        --langs en de ru zh fr --planted 300

Kinds: ``digit`` changed, ``dropped`` digit, ``decimal`` mark lost, ``scale`` word lost or
changed, ``sign`` lost, ``word`` (a numeral in words changed), ``month``, ``weekday``, ``swap``
(day and month of a date in figures), ``unit`` (also currencies).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.judging import REAL
from benchmarks.realdata import Row, as_article, rows
from mtcheck import aligning, languages, segmenting
from mtcheck.aligning import quantities
from mtcheck.aligning.quantities import Quantity, Sort, matches
from mtcheck.aligning.quantity_units import dimension, same_unit
from mtcheck.checks import date_time, magnitude, number, unit_currency
from mtcheck.languages.comparing import comparable
from mtcheck.languages.numbers import units
from mtcheck.settings import Settings
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mtcheck.article import AlignedArticle, Text
    from mtcheck.finding import Finding
    from mtcheck.languages import Language

CHECKS = (number, date_time, unit_currency, magnitude)
#: A planted error: the stretch of the MT it replaces, and what with.
Plant = tuple[Span, str]
_LOST = 0.3  # share of units that are dropped, not changed
MODES = ("r", "s", "rs")


def aligned(row: Row, mode: str) -> AlignedArticle:
    """The row segmented and aligned, with what ``mode`` may see."""
    article = as_article(row, reference="r" in mode, source="s" in mode)
    return aligning.align(segmenting.segment(article))


def findings(article: AlignedArticle) -> list[Finding]:
    """What the four checks find."""
    settings = Settings(target_lang=article.mt.language.code)
    return [f for module in CHECKS for f in module.find(article, settings)]


def read(text: Text) -> list[Quantity]:
    """All quantities of a text that are judged."""
    return [q for segment in quantities.read(text) for q in segment if not q.soft]


def digit(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """One figure changed."""
    form = mt.at(q.span)
    places = [i for i, c in enumerate(form) if c.isdecimal()]
    if not places or q.sort in (Sort.CODE, Sort.TIME) or q.sort is Sort.MONTH:
        return None
    at = rng.choice(places)
    choices = [d for d in "123456789" if d != form[at]]
    wrong = form[:at] + rng.choice(choices) + form[at + 1 :]
    return q.span, wrong


def dropped(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """One figure lost."""
    form = mt.at(q.span)
    places = [i for i, c in enumerate(form) if c.isdecimal()]
    if len(places) < 2 or q.is_date or q.sort is Sort.CODE or "," in form or "." in form:  # noqa: PLR2004
        return None
    at = rng.choice(places)
    wrong = form[:at] + form[at + 1 :]
    return (q.span, wrong) if wrong[0] != "0" else None


def decimal(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """The decimal mark lost."""
    del rng
    form = mt.at(q.span)
    numbers = mt.language.numbers
    if numbers is None or q.is_date:
        return None
    exponent = q.keys[0][1]
    mark = numbers.decimal[0]
    if isinstance(exponent, int) and form.count(mark) == 1 and form[0] != "0" and len(form) > 2:  # noqa: PLR2004
        if exponent + q.scale >= 0 and not q.scale:
            return None
        return q.span, form.replace(mark, "")
    return None


def scale(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """The scale word lost, or another in its place."""
    numbers = mt.language.numbers
    tokens = mt.segments[q.segment].tokens
    if numbers is None or not q.scale or q.spelled or q.first == q.last:
        return None
    tail = Span(tokens[q.first].end, q.end)
    word = mt.at(tail).strip()
    if rng.random() < 0.5:  # noqa: PLR2004
        return q.span, mt.content[q.start : tail.start]
    for power, words in numbers.scales.items():
        if comparable(word) in [comparable(w) for w in words]:
            case = [comparable(w) for w in words].index(comparable(word))
            others = [
                w
                for p, w in numbers.scales.items()
                if p != power and case < len(w) and int(p) > 2  # noqa: PLR2004
            ]
            if others:
                new = rng.choice(others)[case]
                return tail, mt.at(tail).replace(word, new)
    return None


def sign(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """The minus lost."""
    del rng
    form = mt.at(q.span)
    mantissa = q.keys[0][0]
    if isinstance(mantissa, int) and mantissa < 0:
        start = next((i for i, c in enumerate(form) if c.isdecimal()), 0)
        return (q.span, form[start:]) if start else None
    return None


def word(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """Another numeral in words, in the same case."""
    numbers = mt.language.numbers
    if numbers is None or not q.spelled or q.sort is not Sort.NUMBER:
        return None
    form = comparable(mt.at(q.span))
    for table in (numbers.cardinals, numbers.ordinals):
        for value, words in table.items():
            folded = [comparable(w) for w in words]
            if form not in folded or float(value) < 2:  # noqa: PLR2004
                continue
            case = folded.index(form)
            others = [
                w[case]
                for v, w in table.items()
                if v.isdecimal() and v != value and case < len(w) and 2 <= float(v) <= 20  # noqa: PLR2004
            ]
            if others:
                return q.span, rng.choice(others)
    return None


def month(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """Another month."""
    return _named(mt, q, rng, Sort.MONTH)


def weekday(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """Another day of the week."""
    return _named(mt, q, rng, Sort.WEEKDAY)


def _named(mt: Text, q: Quantity, rng: random.Random, sort: Sort) -> Plant | None:
    numbers = mt.language.numbers
    if numbers is None or q.sort is not sort:
        return None
    form = mt.at(q.span)
    if form.isdecimal():
        return q.span, str(int(form) % 12 + 1)
    table = numbers.months if sort is Sort.MONTH else numbers.weekdays
    case = max(q.case, 0)
    others = [w[case] for n, w in table.items() if int(n) != q.keys[0][1] and case < len(w)]
    if not others:
        return None
    new = rng.choice(others)
    return q.span, new.capitalize() if form[:1].isupper() else new


def swap(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """Day and month of a date in figures swapped."""
    del rng
    whole = mt.content[q.whole[0] : q.whole[1]]
    if q.sort is not Sort.DAY or whole.count(".") != 2 or mt.language.code == "en":  # noqa: PLR2004
        return None
    day, mon, year = whole.split(".")
    if not (day.isdecimal() and mon.isdecimal()) or int(day) > 12 or int(day) == int(mon):  # noqa: PLR2004
        return None
    return q.whole_span, f"{mon}.{day}.{year}"


def unit(mt: Text, q: Quantity, rng: random.Random) -> Plant | None:
    """Another unit or currency of the same dimension, or none."""
    numbers = mt.language.numbers
    if numbers is None or q.unit is None or q.whole == (q.start, q.end) or not q.certain_unit:
        return None
    before, after = mt.content[q.whole[0] : q.start], mt.content[q.end : q.whole[1]]
    written = before.strip() or after.strip()
    shared = units()
    same = [
        code
        for code in (*shared.units, *shared.currencies)
        if dimension(code) == dimension(q.unit) and not same_unit(code, q.unit)
    ]
    symbols = [
        s
        for code in same
        if (r := shared.units.get(code) or shared.currencies.get(code))
        for s in r.symbols[:1]
    ]
    own = shared.units.get(q.unit) or shared.currencies.get(q.unit)
    words = {**numbers.units, **numbers.currencies}
    if own is not None and written in own.symbols:
        choices = symbols
    elif comparable(written) in [comparable(w) for w in words.get(q.unit, ())]:
        choices = [words[code][0] for code in same if code in words]
    else:
        return None
    if q.unit == "percent":
        return q.whole_span, mt.at(q.span)
    if not choices or q.unit in ("cent", "degree", "kopeck", "penny"):
        return None
    if rng.random() < _LOST and (q.unit == "percent" or dimension(q.unit) == "money"):
        return q.whole_span, mt.at(q.span)
    new = rng.choice(choices)
    return q.whole_span, mt.content[q.whole[0] : q.whole[1]].replace(written, new)


KINDS: dict[str, Callable[[Text, Quantity, random.Random], Plant | None]] = {
    "digit": digit,
    "dropped": dropped,
    "decimal": decimal,
    "scale": scale,
    "sign": sign,
    "word": word,
    "month": month,
    "weekday": weekday,
    "swap": swap,
    "unit": unit,
}


def agreeing(row: Row) -> list[Quantity]:
    """The MT's quantities that the reference and, if it can be read, the source have too."""
    both = aligned(row, "rs")
    if both.reference is None or both.source is None:
        return []
    reference, source = read(both.reference), read(both.source)
    return [
        q
        for q in read(both.mt)
        if q.keys[0] != (1, 0)
        and any(matches(q, r) and same_unit(q.unit, r.unit) for r in reference)
        and any(matches(q, s) and same_unit(q.unit, s.unit) for s in source)
    ]


def changed(language: Language, before: Row, after: Row) -> bool:
    """Whether the planted text reads as other values than before."""
    del language
    one, two = aligned(before, "r"), aligned(after, "r")
    return [(*q.keys[:1], q.unit) for q in read(one.mt)] != [
        (*q.keys[:1], q.unit) for q in read(two.mt)
    ]


def restored(row: Row, wrong: Row, finding: Finding) -> bool:
    """Whether the finding's suggestion gives back the values of the untouched text."""
    if finding.suggestion is None:
        return False
    text = wrong.mt[: finding.span.start] + finding.suggestion + wrong.mt[finding.span.end :]
    before = read(aligned(row, "r").mt)
    after = read(aligned(replace(row, mt=text), "r").mt)
    return len(before) == len(after) and all(
        matches(a, b) and same_unit(a.unit, b.unit) for a, b in zip(before, after, strict=True)
    )


def run(data: Path, lang: str, planted: int, seed: int) -> None:
    """Print the table of one language."""
    rng = random.Random(seed)  # noqa: S311 - a sample, no secret
    real = [r for r in rows(data, origins=REAL) if r.target_lang == lang and r.reference]
    rng.shuffle(real)
    made: Counter[str] = Counter()
    hit: dict[str, Counter[str]] = defaultdict(Counter)
    fixed: dict[str, Counter[str]] = defaultdict(Counter)
    words = 0
    alarms: Counter[str] = Counter()
    for row in real:
        if sum(made.values()) >= planted:
            break
        words += len(row.mt) // 2 if lang in ("zh", "ja") else len(row.mt.split())
        for mode in MODES:
            alarms[mode] += len(findings(aligned(row, mode)))
        wrong = plant(row, made, rng)
        if wrong is None:
            continue
        kind, span, bad = wrong
        made[kind] += 1
        for mode in MODES:
            over = [f for f in findings(aligned(bad, mode)) if f.span.overlaps(span)]
            hit[mode][kind] += bool(over)
            fixed[mode][kind] += any(restored(row, bad, f) for f in over)
    print(f"\n{lang}: {words} words of untouched output")
    for mode in MODES:
        print(f"  findings per 1,000 words ({mode}): {1000 * alarms[mode] / max(words, 1):.2f}")
    print("  kind      planted " + "".join(f"{m + ' found':>10}{m + ' fixed':>10}" for m in MODES))
    for kind in [*KINDS, "all"]:
        total = sum(made.values()) if kind == "all" else made[kind]
        if total:
            cells = []
            for mode in MODES:
                found = sum(hit[mode].values()) if kind == "all" else hit[mode][kind]
                right = sum(fixed[mode].values()) if kind == "all" else fixed[mode][kind]
                cells.append(f"{found / total:>10.1%}{right / max(found, 1):>10.1%}")
            print(f"  {kind:<10}{total:>7} " + "".join(cells))


def plant(
    row: Row, made: Counter[str], rng: random.Random, kinds: Iterable[str] = KINDS
) -> tuple[str, Span, Row] | None:
    """One wrong quantity in ``row``, of the rarest kind so far that fits."""
    candidates = agreeing(row)
    if not candidates:
        return None
    article = aligned(row, "r")
    order = sorted(kinds, key=lambda k: (made[k], k))
    rng.shuffle(candidates)
    for kind in order:
        for q in candidates:
            found = KINDS[kind](article.mt, q, rng)
            if found is None:
                continue
            span, new = found
            text = row.mt[: span.start] + new + row.mt[span.end :]
            bad = replace(row, mt=text)
            if new != row.mt[span.start : span.end] and changed(article.mt.language, row, bad):
                return kind, Span(span.start, span.start + len(new)), bad
    return None


def main() -> None:
    """Plant and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--langs", nargs="+", default=["en", "de", "ru", "zh"])
    parser.add_argument("--planted", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    for lang in args.langs:
        languages.load(lang)
        run(args.data, lang, args.planted, args.seed)


if __name__ == "__main__":
    main()

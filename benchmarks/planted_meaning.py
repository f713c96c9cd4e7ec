"""Planted errors of meaning, found or not: ``python -m benchmarks.planted_meaning --data …``.

One error a segment is put into the reference of a real row, so that the translation under test
is right everywhere else: a sentence or clause left out or put in, a negator dropped or added, a
modal word or a pronoun turned, a word or the whole segment left as the source has it. The
reference that the check sees is then *another system's translation of the same source* where
there is one (``--against mt``), so that the wording differs as it does in life, or the row's own
reference (``--against reference``), which shows the upper bound.

Prints recall a kind and language, and false alarms per 1,000 words on the translations as they
are. ``--demetr KIND`` runs over DEMETR's own errors instead, which other people planted.

    python -m benchmarks.planted_meaning --data DIR/train.jsonl.gz --rows 400
    python -m benchmarks.planted_meaning --data … --rows 40 --documents
    python -m benchmarks.planted_meaning --data … --demetr id8_negation --check A306
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.judging import REAL
from benchmarks.realdata import Row, rows
from mtcheck import aligning, languages, reading, segmenting
from mtcheck.checks import by_code
from mtcheck.settings import Settings
from mtcheck.span import Span
from mtcheck.tokenising import tokenise

if TYPE_CHECKING:
    from mtcheck.finding import Finding
    from mtcheck.languages import Language

KINDS = {
    "sentence left out": "A302",
    "clause left out": "A302",
    "sentence put in": "A303",
    "word left in the source language": "A304",
    "segment left in the source language": "A305",
    "negator dropped": "A306",
    "negator added": "A306",
    "modal turned": "A307",
    "pronoun turned": "A308",
}
_NEAR = 25  # code points from the planted place within which a finding counts
_LONG = 5  # segments of a document
_CLAUSE = 8  # words after a comma that make a clause worth missing


class Planted(NamedTuple):
    """A translation with one error at ``span``."""

    kind: str
    mt: str
    span: Span


def find(code: str, mt: str, row: Row, *, reference: str | None, source: bool) -> list[Finding]:
    """What check ``code`` finds in ``mt``."""
    target = languages.load(row.target_lang)
    origin = languages.load(row.source_lang)
    article = reading.from_strings(
        mt, reference, row.source if source else None, target, origin, identity=row.id
    )
    aligned = aligning.align(segmenting.segment(article))
    return list(by_code()[code].find(aligned, Settings(target_lang=row.target_lang)))


def _sentences(text: str, language: Language) -> list[Span]:
    article = reading.from_strings(text, None, None, language, languages.load("und"))
    return [s.span for s in segmenting.segment(article).mt.segments]


def _without(text: str, kind: str, span: Span) -> Planted:
    left = text[: span.start].rstrip()
    return Planted(kind, left + text[span.end :], Span(len(left), len(left)))


def sentence_out(row: Row, language: Language, chance: random.Random) -> Planted | None:
    """Leave a sentence out of a row that has several."""
    text = row.mt
    spans = [s for s in _sentences(text, language) if len(s) > 25]  # noqa: PLR2004 - a sentence
    if len(spans) < 2:  # noqa: PLR2004 - something must stay
        return None
    return _without(text, "sentence left out", chance.choice(spans))


def clause_out(row: Row, language: Language, chance: random.Random) -> Planted | None:
    """Leave out what stands from one comma to the next, or to the stop."""
    del chance
    tokens = tokenise(row.mt, Span(0, len(row.mt)), language)
    marks = [t for t in tokens if t.form in {",", "，", "、", ".", "。"}]
    unit = 1 if language.core.spaced else 2
    for first, last in pairwise(marks):
        inside = sum(first.end <= t.start < last.start and t.is_word for t in tokens)
        if first.form in {",", "，", "、"} and inside >= _CLAUSE * unit:
            return _without(row.mt, "clause left out", Span(first.start, last.start))
    return None


def sentence_in(row: Row, language: Language, chance: random.Random, other: Row) -> Planted | None:
    """Put a sentence of another row before the last one."""
    own, theirs = _sentences(row.mt, language), _sentences(other.mt, language)
    new = chance.choice(theirs).of(other.mt)
    if len(new) < 25 or not own:  # noqa: PLR2004 - a sentence
        return None
    at = own[-1].start
    gap = " " if language.core.spaced else ""
    text = f"{row.mt[:at]}{new}{gap}{row.mt[at:]}"
    return Planted("sentence put in", text, Span(at, at + len(new)))


def word_back(row: Row, language: Language, chance: random.Random) -> Planted | None:
    """Put a lower-case word of the source in the place of a word."""
    origin = languages.load(row.source_lang)
    theirs = [
        t.form
        for t in tokenise(row.source, Span(0, len(row.source)), origin)
        if t.is_word and len(t.form) > 4 and t.comparable not in origin.function_words  # noqa: PLR2004
        and not t.word.capitalised
    ]  # fmt: skip
    own = [
        t
        for t in tokenise(row.mt, Span(0, len(row.mt)), language)
        if t.is_word and not t.word.capitalised and t.comparable not in language.function_words
    ]
    if not theirs or not own:
        return None
    new, place = chance.choice(theirs), chance.choice(own)
    text = row.mt[: place.start] + new + row.mt[place.end :]
    span = Span(place.start, place.start + len(new))
    return Planted("word left in the source language", text, span)


def _turned(
    row: Row, language: Language, turns: dict[str, str], kind: str, chance: random.Random
) -> Planted | None:
    tokens = [t for t in tokenise(row.mt, Span(0, len(row.mt)), language) if t.form in turns]
    if not tokens:
        return None
    place = chance.choice(tokens)
    new = turns[place.form]
    end = place.end
    if not new and row.mt[end : end + 1] == " ":
        end += 1
    text = row.mt[: place.start] + new + row.mt[end:]
    return Planted(kind, text, Span(place.start, place.start + len(new)))


#: What is turned into what; only forms that fit without a change elsewhere.
NEGATORS = {
    "en": {"not": ""}, "de": {"nicht": ""}, "ru": {"не": ""}, "es": {"no": ""},
    "it": {"non": ""}, "pt": {"não": ""}, "zh": {"不": ""},
}  # fmt: skip
NEGATED = {
    "en": {w: f"{w} not" for w in ("will", "can", "is", "was", "are", "were", "should", "would")},
    "de": {w: f"{w} nicht" for w in ("ist", "sind", "war", "wird", "werden", "wurde")},
    "ru": {w: f"не {w}" for w in ("может", "был", "была", "будет", "были")},
    "es": {w: f"no {w}" for w in ("es", "fue", "puede", "son")},
    "it": {w: f"non {w}" for w in ("è", "può", "sono")},
    "pt": {w: f"não {w}" for w in ("é", "foi", "pode")},
    "fr": {w: f"n'{w} pas" for w in ("est", "a", "était")},
    "zh": {},
}
MODALS = {
    "en": {"may": "must", "might": "must", "must": "may", "could": "will"},
    "de": {"kann": "muss", "können": "müssen", "muss": "kann", "müssen": "können"},
    "ru": {"может": "должен", "могут": "должны", "должны": "могут", "возможно": "необходимо"},
    "es": {"puede": "debe", "pueden": "deben", "debe": "puede"},
    "fr": {"peut": "doit", "peuvent": "doivent", "doit": "peut"},
    "it": {"può": "deve", "possono": "devono", "deve": "può"},
    "pt": {"pode": "deve", "podem": "devem", "deve": "pode"},
}
PRONOUNS = {
    "en": {"he": "she", "she": "he", "his": "her", "He": "She", "She": "He"},
    "de": {"ich": "er", "er": "ich", "wir": "er"},
    "ru": {"он": "вы", "она": "вы", "я": "он", "они": "мы", "мы": "они"},
    "zh": {"他": "她", "她": "他"},
}


def plant(row: Row, other: Row, chance: random.Random) -> list[Planted]:
    """One of each kind that the row has a place for."""
    language = languages.load(row.target_lang)
    code = language.code
    made = [
        sentence_out(row, language, chance),
        clause_out(row, language, chance),
        sentence_in(row, language, chance, other),
        word_back(row, language, chance),
        Planted("segment left in the source language", row.source, Span(0, len(row.source))),
        _turned(row, language, NEGATORS.get(code, {}), "negator dropped", chance),
        _turned(row, language, NEGATED.get(code, {}), "negator added", chance),
        _turned(row, language, MODALS.get(code, {}), "modal turned", chance),
        _turned(row, language, PRONOUNS.get(code, {}), "pronoun turned", chance),
    ]
    return [p for p in made if p is not None]


def _hit(found: list[Finding], span: Span, others: list[Finding]) -> bool:
    # A finding at the place that was not there before the error was.
    before = {(f.span, f.message) for f in others}
    wide = Span(max(span.start - _NEAR, 0), span.end + _NEAR)
    return any(f.span.overlaps(wide) and (f.span, f.message) not in before for f in found)


def measure(data: Path, count: int, *, against: str, source: bool) -> None:
    """Print recall of each kind and the false alarms."""
    chance = random.Random(7)  # noqa: S311 - a sample, no secret
    real = [r for r in rows(data, origins=REAL) if r.reference]
    translations: dict[tuple[str, ...], list[str]] = {}
    for row in real:
        translations.setdefault((row.doc, row.seg, row.source), []).append(row.mt)
    recall: Counter[tuple[str, str, bool]] = Counter()
    alarms: Counter[tuple[str, str]] = Counter()
    words: Counter[str] = Counter()
    for target in sorted({r.target_lang for r in real}):
        mine = [r for r in real if r.target_lang == target]
        chance.shuffle(mine)
        for n, row in enumerate(mine[:count]):
            same = translations[row.doc, row.seg, row.source]
            other = chance.choice([m for m in same if m != row.mt] or [row.reference or ""])
            reference = other if against == "mt" else row.reference
            plain = len(row.mt.split()) if languages.load(target).core.spaced else len(row.mt) // 2
            words[target] += plain
            clean = {
                code: find(code, row.mt, row, reference=row.reference, source=source)
                for code in sorted({*KINDS.values(), "A301"})
            }
            for code, found in clean.items():
                alarms[code, target] += len(found)
            for planted in plant(row, mine[n - 1], chance):
                code = KINDS[planted.kind]
                found = find(code, planted.mt, row, reference=reference, source=source)
                recall[planted.kind, target, _hit(found, planted.span, [])] += 1
    report(recall, alarms, words)


def documents(data: Path, count: int, *, source: bool) -> None:
    """Whole documents with one sentence left out, or one of another document put in."""
    chance = random.Random(7)  # noqa: S311 - a sample, no secret
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows(data, origins=REAL):
        if row.reference:
            grouped.setdefault((row.target_lang, row.doc, row.system), []).append(row)
    whole = sorted((k, v) for k, v in grouped.items() if len(v) >= _LONG)
    print("| target | documents | A302 found | A302 elsewhere | A303 found | A303 elsewhere |")
    print("|---|---|---|---|---|---|")
    for target in sorted({k[0] for k, _ in whole}):
        mine = [v for k, v in whole if k[0] == target]
        chance.shuffle(mine)
        tally: Counter[str] = Counter()
        for n, document in enumerate(mine[:count]):
            at = chance.randrange(1, len(document) - 1)
            new = chance.choice(mine[n - 1]).mt
            _document(document, at, new, tally, source=source)
        done = min(len(mine), count)
        cells = [tally[k] for k in ("out", "out elsewhere", "in", "in elsewhere")]
        print(f"| {target} | {done} | " + " | ".join(str(c) for c in cells) + " |")


def _document(document: list[Row], at: int, new: str, tally: Counter[str], *, source: bool) -> None:
    first = document[0]
    gap = " " if languages.load(first.target_lang).core.spaced else ""
    texts = [r.mt.replace("\n", " ") for r in document]
    other = gap.join((r.reference or "").replace("\n", " ") for r in document)
    whole = Row(**{**_fields(first), "source": " ".join(r.source for r in document)})
    before = len(gap.join(texts[:at]))
    for kind, code, changed, span in (
        ("out", "A302", texts[:at] + texts[at + 1 :], Span(before, before)),
        ("in", "A303", [*texts[:at], new, *texts[at:]], Span(before, before + len(new))),
    ):
        found = find(code, gap.join(changed), whole, reference=other, source=source)
        wide = Span(max(span.start - _NEAR, 0), span.end + _NEAR)
        right = [f for f in found if f.span.overlaps(wide)]
        tally[kind] += bool(right)
        tally[f"{kind} elsewhere"] += len(found) - len(right)


def _fields(row: Row) -> dict[str, Any]:
    return {f.name: getattr(row, f.name) for f in dataclasses.fields(row)}


def report(
    recall: Counter[tuple[str, str, bool]],
    alarms: Counter[tuple[str, str]],
    words: Counter[str],
) -> None:
    """Two tables in Markdown."""
    targets = sorted(words)
    print("| planted | check | " + " | ".join(targets) + " |")
    print("|---|---|" + "---|" * len(targets))
    for kind, code in KINDS.items():
        cells = []
        for target in targets:
            hit, miss = recall[kind, target, True], recall[kind, target, False]
            cells.append(f"{hit / (hit + miss):.2f} ({hit + miss})" if hit + miss else "")
        print(f"| {kind} | {code} | " + " | ".join(cells) + " |")
    print("\nFindings per 1,000 words of untouched output\n")
    print("| check | " + " | ".join(targets) + " |")
    print("|---|" + "---|" * len(targets))
    for code in sorted({code for code, _ in alarms} | set(KINDS.values())):
        per = [f"{alarms[code, t] / words[t] * 1000:.2f}" for t in targets]
        print(f"| {code} | " + " | ".join(per) + " |")


def demetr(data: Path, kind: str, code: str, *, source: bool) -> None:
    """Recall of ``code`` on one of DEMETR's kinds."""
    count: Counter[bool] = Counter()
    with gzip.open(data, "rt", encoding="utf-8") as stream:
        for line in stream:
            raw = json.loads(line)
            if raw["origin"] != "demetr" or raw["ref"] is None or kind not in raw["system"]:
                continue
            origin, _, target = raw["lp"].partition("-")
            article = reading.from_strings(
                raw["mt"],
                raw["ref"],
                raw["src"] if source else None,
                languages.load(target),
                languages.load(origin),
            )
            aligned = aligning.align(segmenting.segment(article))
            found = list(by_code()[code].find(aligned, Settings(target_lang=target)))
            places = [Span(e["start"], e["end"]) for e in raw["errors"]]
            # Deletions have no span: any finding counts.
            count[any(_hit(found, p, []) for p in places) if places else bool(found)] += 1
    print(f"{kind}\t{code}\t{count[True]} of {count.total()}: {count[True] / count.total():.2f}")


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=300, help="rows a target language")
    parser.add_argument("--against", choices=["reference", "mt"], default="mt")
    parser.add_argument("--no-source", action="store_true")
    parser.add_argument("--documents", action="store_true")
    parser.add_argument("--demetr", metavar="KIND")
    parser.add_argument("--check", default="A306")
    args = parser.parse_args()
    if args.demetr:
        demetr(args.data, args.demetr, args.check, source=not args.no_source)
    elif args.documents:
        documents(args.data, args.rows, source=not args.no_source)
    else:
        measure(args.data, args.rows, against=args.against, source=not args.no_source)


if __name__ == "__main__":
    main()

"""Names garbled on purpose in real system output: how many are found, and fixed right?

    python -m benchmarks.planted_names --data DIR/train.jsonl.gz

For each segment of real output one name that agrees with the reference is garbled: letters
that ear or hand confuse, doubled, dropped, swapped, or transliterated wrongly. Found means
that a name check (N101, N102, N103) flags the place; fixed means that putting its suggestion
there gives the segment back as it was. The same segments untouched give the findings per
1,000 words (in Chinese and Japanese per 1,500 characters).

``--garbler letters`` makes mistakes of single letters, ``--garbler pieces`` those of
:mod:`benchmarks.mangling`, which was written on other principles and before its misses were
looked at. Languages that the data has no output in take ``named_sentences.tsv``, and what the
data has as source text: a copy with clauses moved and small words left out is the output.

``--garbler others`` puts another name of the same row's language there (N102). ``--write``
keeps what the findings rested on in ``benchmarks/planted/CODE.tsv``: right where the fix gives
the segment back, wrong anywhere else on the same rows.

Evidence modes: ``rs`` reference and source, ``r`` reference, ``s`` source, ``n`` neither.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.judging import REAL
from benchmarks.mangling import mangle, mangle_characters
from benchmarks.realdata import Row, as_article, rows
from mtcheck import aligning, languages, segmenting
from mtcheck.checks import by_code
from mtcheck.mqm import Severity
from mtcheck.settings import Settings
from mtcheck.span import Span

if TYPE_CHECKING:
    from mtcheck.article import Token
    from mtcheck.finding import Finding
    from mtcheck.languages import Language

CODES = ("N101", "N102", "N103", "N104")
FLAGGED = ("N101", "N102", "N103")
_SHORTEST = 4  # letters of a name that is garbled
_LONG = 6  # letters of a name that may get two mistakes
_TWICE = 0.4  # how often it does

_VOWELS = {"Latin": "aeiou", "Cyrillic": "аеиоуэ"}
_SOUNDS = {
    "Latin": ("bp", "dt", "gk", "zs", "vf", "mn", "lr", "ck", "bv", "gc"),
    "Cyrillic": ("бп", "дт", "гк", "зс", "вф", "мн", "лр", "шс", "жш", "гх"),
}
_SCHEMES = {
    "Latin": (
        ("sch", "sh"), ("sh", "sch"), ("ch", "tsch"), ("ck", "k"), ("k", "c"), ("c", "k"),
        ("i", "y"), ("y", "i"), ("w", "v"), ("v", "w"), ("ph", "f"), ("f", "ph"), ("ts", "z"),
        ("th", "t"), ("ou", "u"), ("j", "dsch"), ("x", "ks"), ("qu", "kw"), ("h", "ch"),
    ),
    "Cyrillic": (
        ("дж", "ж"), ("х", "г"), ("г", "х"), ("э", "е"), ("е", "э"), ("ш", "щ"), ("кс", "х"),
        ("ай", "ей"), ("ей", "ай"), ("у", "в"), ("в", "у"), ("ц", "тс"), ("т", "с"), ("и", "ы"),
    ),
}  # fmt: skip
_SOUND_ALIKE = (  # characters that transliterations into Chinese use for one another
    "克科可柯", "斯思司丝", "尔儿耳", "特德得", "巴帕芭", "布普伯", "拉腊喇", "里利丽莉", "马玛麦",
    "莱雷赖", "罗洛络", "维威韦", "森逊孙", "夫弗福", "托多陶", "卡喀加", "娜纳那", "尼妮内",
    "林琳伦", "兰朗蓝", "曼门蒙", "萨沙莎", "希西席", "格戈葛", "亚雅娅", "诺努", "肯坎根",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Planted:
    """A row with one garbled name, and where it stands."""

    row: Row
    clean: str
    span: Span
    name: str


def garble(name: str, script: str, rng: random.Random) -> str | None:
    """``name`` with one or two mistakes, or None where none fits."""
    times = 2 if len(name) >= _LONG and rng.random() < _TWICE else 1
    letters = name
    for _ in range(times):
        letters = _once(letters, script, rng)
    return None if letters.casefold() == name.casefold() else letters


def _once(name: str, script: str, rng: random.Random) -> str:
    kind = rng.choice(("vowel", "consonant", "double", "drop", "swap", "scheme"))
    at = rng.randrange(1, len(name)) if len(name) > 1 else 0
    letter = name[at]
    if kind == "vowel":
        places = [i for i, c in enumerate(name) if c in _VOWELS[script]]
        if places:
            i = rng.choice(places)
            other = rng.choice([v for v in _VOWELS[script] if v != name[i]])
            return name[:i] + other + name[i + 1 :]
    if kind == "consonant":
        options = [
            name[:i] + pair[1 - pair.index(c)] + name[i + 1 :]
            for pair in _SOUNDS[script]
            for i, c in enumerate(name)
            if c in pair
        ]
        if options:
            return rng.choice(options)
    if kind == "scheme":
        options = [
            name[:i] + new + name[i + len(old) :]
            for old, new in _SCHEMES[script]
            for i in range(1, len(name))
            if name.startswith(old, i)
        ]
        if options:
            return rng.choice(options)
    if kind == "drop" and len(name) > _SHORTEST:
        return name[:at] + name[at + 1 :]
    if kind == "swap" and at + 1 < len(name) and name[at] != name[at + 1]:
        return name[:at] + name[at + 1] + letter + name[at + 2 :]
    return name[: at + 1] + letter + name[at + 1 :]


def plant(row: Row, rng: random.Random, garbler: str = "letters") -> Planted | None:
    """The row with one of its agreeing names garbled; None where it has none."""
    language = languages.load(row.target_lang)
    if not language.core.spaced:
        return _plant_characters(row, rng, garbler)
    names = _agreeing(row)
    if not names:
        return None
    token = rng.choice(names)
    script = language.core.scripts[0]
    if garbler == "others":
        wrong = rng.choice(_OTHERS.get(row.target_lang, (None,)))
    elif garbler == "letters":
        wrong = garble(token.form, script, rng)
    else:
        wrong = mangle(token.form, script, rng, inflected=row.target_lang in _INFLECTED)
    if wrong is None or wrong.casefold() in (row.reference or "").casefold():
        return None
    if garbler != "others" and _case_form(token, wrong, language):
        return None
    return _with(row, token.start, token.form, wrong)


def _case_form(token: Token, wrong: str, language: Language) -> bool:
    """Whether a garble came out as another case of the same name, which is right: Škodu."""
    word = language.word(wrong, token.kind)
    return word.zipf > 0 and word.stem == token.word.stem


_OTHERS = {  # names that are in every newspaper, for another's place
    "en": ("Merkel", "Lisbon", "Robinson", "Argentina", "Hendricks"),
    "de": ("Merkel", "Lissabon", "Robinson", "Argentinien", "Hendricks"),
    "fr": ("Merkel", "Lisbonne", "Robinson", "Argentine", "Hendricks"),
    "es": ("Merkel", "Lisboa", "Robinson", "Argentina", "Hendricks"),
    "ru": ("Меркель", "Лиссабон", "Робинсон", "Аргентина", "Хендрикс"),
}
_INFLECTED = ("ru", "uk", "pl", "cs")  # names have case endings


def _with(row: Row, start: int, name: str, wrong: str) -> Planted:
    mt = row.mt[:start] + wrong + row.mt[start + len(name) :]
    span = Span(start, start + len(wrong))
    return Planted(replace(row, mt=mt), row.mt, span, name)


def _agreeing(row: Row) -> list[Token]:
    """Capitalised words inside a sentence of MT and reference alike, in mixed-case text."""
    article = segmenting.segment(as_article(row))
    if article.reference is None:
        return []
    data = article.mt.language.names
    no_names = set(data.capitalised) if data else set()
    theirs = {
        t.form for s in article.reference.segments for t in s.tokens[1:] if t.word.capitalised
    }
    original = {t.comparable for s in article.source.segments for t in s.tokens[1:]
                if t.word.capitalised} if article.source else set()  # fmt: skip
    found = []
    for segment in article.mt.segments:
        words = [t for t in segment.tokens if t.is_word]
        if sum(t.word.capitalised for t in words) > 0.5 * len(words):
            continue
        for token in words[1:]:
            form = token.comparable
            fits = token.word.capitalised and not token.word.all_caps and token.form in theirs
            if article.mt.language.core.nouns_capitalised:
                fits = fits and form in original
            if fits and len(form) >= _SHORTEST and form not in no_names:
                found.append(token)
    return found


def _plant_characters(row: Row, rng: random.Random, garbler: str) -> Planted | None:
    """One character of a name exchanged for one of like sound, or a piece of it garbled."""
    known = row.names if isinstance(row, Sentence) else ()
    if garbler == "pieces" or known:
        names = known or tuple(sorted(set(_KATAKANA.findall(row.mt))))
        names = tuple(n for n in names if n in row.mt and n in (row.reference or ""))
        if not names:
            return None
        name = rng.choice(names)
        wrong = mangle_characters(name, rng)
        if wrong is None or wrong in (row.reference or ""):
            return None
        return _with(row, row.mt.index(name), name, wrong)
    alike = {c: group for group in _SOUND_ALIKE for c in group}
    places = []
    for i in range(1, len(row.mt) - 1):
        run = row.mt[i - 1 : i + 2]
        if all(c in alike for c in run) and run in (row.reference or ""):
            places.append(i)
    if not places:
        return None
    i = rng.choice(places)
    other = rng.choice([c for c in alike[row.mt[i]] if c != row.mt[i]])
    mt = row.mt[:i] + other + row.mt[i + 1 :]
    return Planted(replace(row, mt=mt), row.mt, Span(i, i + 1), row.mt[i - 1 : i + 2])


_KATAKANA = re.compile("[ァ-ヺ][ァ-ヺー]{3,}")


def findings(row: Row, mode: str) -> list[Finding]:
    """What the name checks find in a row."""
    article = as_article(row, reference="r" in mode, source="s" in mode)
    aligned = aligning.align(segmenting.segment(article))
    settings = Settings(target_lang=row.target_lang)
    modules = by_code()
    return [f for c in CODES if c in modules for f in modules[c].find(aligned, settings)]


def outcome(planted: Planted, mode: str) -> tuple[bool, bool, list[Finding]]:
    """Whether the planted garble is flagged, and whether a fix gives the clean text back."""
    found = [
        f
        for f in findings(planted.row, mode)
        if f.code in FLAGGED and f.span.overlaps(planted.span)
    ]
    mt = planted.row.mt
    fixed = any(
        f.suggestion is not None
        and (
            mt[: f.span.start] + f.suggestion + mt[f.span.end :] == planted.clean
            # A longer span, since the system had got another part of the name wrong.
            or (f.span != planted.span and planted.name in f.suggestion.split())
        )
        for f in found
    )
    return bool(found), fixed, found


def sample(
    data: Path, lang: str, count: int, seed: int, garbler: str = "letters"
) -> tuple[list[Planted], list[Row]]:
    """Planted rows and the untouched rows of language ``lang``, drawn with ``seed``."""
    rng = random.Random(seed)  # noqa: S311 - a sample, no secret
    every = [r for r in rows(data, origins=REAL) if r.reference and r.target_lang == lang]
    written = sentences(lang)
    every += written if len(every) > len(written) else mirrored(data, lang, rng) + written
    rng.shuffle(every)
    planted: list[Planted] = []
    for row in every + written * (2 * count // max(len(written), 1)):
        if len(planted) >= count:
            break
        made = plant(row, rng, garbler)
        if made is not None:
            planted.append(made)
    return planted, every[: 2 * count]


@dataclass(frozen=True, slots=True)
class Sentence(Row):
    """A row of which it is known what its names are."""

    names: tuple[str, ...] = ()


def sentences(lang: str) -> list[Row]:
    """The sentences of ``named_sentences.tsv`` in a language, as rows."""
    found: list[Row] = []
    for number, line in enumerate(SENTENCES.read_text(encoding="utf-8").splitlines()):
        code, _, rest = line.partition("\t")
        if code == lang:
            source, reference, mt, names = rest.split("\t")
            found.append(_sentence(f"sentence.{number}", lang, (source, reference, mt), names))
    return found


SENTENCES = Path(__file__).parent / "named_sentences.tsv"


def _sentence(identity: str, lang: str, texts: tuple[str, str, str], names: str) -> Sentence:
    source, reference, mt = texts
    known = tuple(n for n in names.split("|") if n)
    return Sentence(
        identity, "written", "en", lang, "", "", "", source, mt, reference, (), 1, known
    )


def mirrored(data: Path, lang: str, rng: random.Random) -> list[Row]:
    """Source text in ``lang`` of the data, as reference, and roughened as output."""
    found: dict[str, Row] = {}
    for row in rows(data, origins=("demetr",)):
        if row.source_lang == lang and row.reference and row.source not in found:
            texts = row.reference, row.source, roughened(row.source, lang, rng)
            found[row.source] = _sentence(row.id, lang, texts, "")
    return list(found.values())


def roughened(text: str, lang: str, rng: random.Random) -> str:
    """``text`` as another translator may have it: the first clause last, small words left out."""
    clause = re.match(r"([^,，、]{8,60})[,，、] ?(.*?)([.。]?)$", text)
    if clause is not None:
        joint = ", " if languages.load(lang).core.spaced else "，"
        text = clause[2] + joint + clause[1] + clause[3]
    kept = [w for w in text.split(" ") if not w.islower() or rng.random() > _LEFT_OUT]
    return " ".join(kept)


_LEFT_OUT = 0.1


def words_of(row: Row) -> float:
    """Length in words; a Chinese or Japanese word is counted as 1.5 characters."""
    if languages.load(row.target_lang).core.spaced:
        return len(row.mt.split())
    return len(row.mt) / 1.5


def main() -> None:
    """Print one line a language and mode."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lang", default="en,de,fr,es,pt,it,nl,pl,cs,ru,uk,zh,ja")
    parser.add_argument("--garbler", default="letters", choices=["letters", "pieces", "others"])
    parser.add_argument("--mode", default="rs,r,s,n")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=0, help="print so many that were missed")
    parser.add_argument("--write", action="store_true", help="keep what findings rested on")
    args = parser.parse_args()
    counts: Counts = {}
    print("lang\tmode\tplanted\tflagged\tfixed\tof flagged\twords\tmajor/1,000\tall/1,000")
    for lang in args.lang.split(","):
        planted, untouched = sample(args.data, lang, args.count, args.seed, args.garbler)
        for mode in args.mode.split(","):
            report(lang, mode, planted, untouched, args.missed)
            if args.write:
                count_bases(lang, mode, planted, counts)
    if args.write:
        write("N102" if args.garbler == "others" else "N101", counts)


Counts = dict[tuple[str, str, str], list[int]]


def count_bases(lang: str, mode: str, planted: list[Planted], counts: Counts) -> None:
    """Right and wrong findings by check, basis and language."""
    for one in planted:
        mt = one.row.mt
        for finding in findings(one.row, mode):
            after = mt[: finding.span.start] + (finding.suggestion or "") + mt[finding.span.end :]
            right = finding.span.overlaps(one.span) and after == one.clean
            key = finding.code, finding.basis.value, lang
            counts.setdefault(key, [0, 0])[0 if right else 1] += 1


def write(code: str, counts: Counts) -> None:
    """The file of the check that was planted for."""
    path = Path(__file__).parent / "planted" / f"{code}.tsv"
    path.parent.mkdir(exist_ok=True)
    lines = [
        f"{basis}\t{lang}\t{right}\t{wrong}"
        for (its, basis, lang), (right, wrong) in sorted(counts.items())
        if its == code
    ]
    path.write_text("\n".join(["# basis, language, right, wrong", *lines]) + "\n", "utf-8")


def report(lang: str, mode: str, planted: list[Planted], untouched: list[Row], show: int) -> None:
    """One line of the table, and what was missed."""
    flagged = fixed = 0
    for one in planted:
        hit, right, found = outcome(one, mode)
        flagged += hit
        fixed += right
        if not right and show > 0:
            show -= 1
            got = [(f.code, f.span.of(one.row.mt), f.suggestion) for f in found]
            print(f"  {one.name} → {one.span.of(one.row.mt)}: {got}")
    words = sum(map(words_of, untouched))
    severities = Counter(f.severity for row in untouched for f in findings(row, mode))
    major = sum(n for s, n in severities.items() if s >= Severity.MAJOR)
    count = max(len(planted), 1)
    print(
        f"{lang}\t{mode}\t{len(planted)}\t{flagged / count:.3f}\t{fixed / count:.3f}"
        f"\t{fixed / max(flagged, 1):.3f}\t{words:.0f}"
        f"\t{1000 * major / max(words, 1):.2f}\t{1000 * severities.total() / max(words, 1):.2f}"
    )


if __name__ == "__main__":
    main()

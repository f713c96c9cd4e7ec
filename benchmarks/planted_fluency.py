"""Recall of the fluency, locale and markup checks on planted slips, and false alarms without.

    python -m benchmarks.planted_fluency --data DIR/train.jsonl.gz
    python -m benchmarks.planted_fluency --data … --clean

One slip of one kind is planted into real system output in which the check finds nothing yet; it
sees the reference and the source as well (``--mode``). Found: a finding of the check at the
place (F504: at either mark). Fixed: its suggestion gives the text back as it was. ``--clean``
counts findings on untouched human references (checked as if they were output, with the source),
per 1,000 words. Languages that the data lacks stand in ``benchmarks/texts/fluency.tsv``
(``code<TAB>MT<TAB>reference<TAB>English source``).

``--write`` counts for ``benchmarks/planted/CODE.tsv``, which :mod:`benchmarks.accuracy` reads
where real output has too few errors to judge: a line a basis and language, right and wrong. The
check sees both other texts, one of them, or neither, so that every basis comes up. Right is
a finding at the planted place; wrong is every finding elsewhere on the same rows, planted or not,
counted once a row: that some of those are true makes the figure a floor.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.fluency_slips import KINDS, Planted, Sample, article_of
from benchmarks.judging import REAL
from benchmarks.realdata import Row, rows
from mtcheck import aligning, languages, segmenting
from mtcheck.checks import by_code
from mtcheck.settings import Settings
from mtcheck.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mtcheck.article import AlignedArticle
    from mtcheck.finding import Finding

CODES = ("F501", "F502", "F503", "F504", "F505", "F506", "F507", "L601", "M701")
OWN = Path(__file__).parent / "texts" / "fluency.tsv"
PLANTED = Path(__file__).parent / "planted"
MODES = ("rs", "r", "s", "n")
PER_KIND = 40  # trials a kind, language and mode that are counted for the files


def found_in(code: str, s: Sample, mode: str) -> list[Finding]:
    """What the check finds in a sample."""
    aligned: AlignedArticle = aligning.align(segmenting.segment(article_of(s, mode)))
    return list(by_code()[code].find(aligned, Settings(target_lang=s.lang)))


def samples(data: Path, count: int, seed: int) -> list[Sample]:
    """``count`` samples a language of real output, and the own texts."""
    by_lang: dict[str, list[Sample]] = defaultdict(list)
    real = [r for r in rows(data, origins=REAL) if r.reference]
    random.Random(seed).shuffle(real)  # noqa: S311 - a sample, no secret
    for row in real:
        if len(by_lang[row.target_lang]) < count:
            by_lang[row.target_lang].append(_sample(row))
    for line in OWN.read_text(encoding="utf-8").splitlines():
        lang, mt, reference, source = line.split("\t")
        by_lang[lang].append(Sample(lang, mt, reference, source, "en"))
    return [s for lang in sorted(by_lang) for s in by_lang[lang]]


def _sample(row: Row) -> Sample:
    return Sample(row.target_lang, row.mt, row.reference, row.source, row.source_lang)


def trials(pool: list[Sample], seed: int) -> Iterator[tuple[str, str, Sample, Planted]]:
    """One planted slip of each kind for each sample that takes it."""
    for code, kinds in KINDS.items():
        for kind, plant in kinds:
            for number, sample in enumerate(pool):
                rng = random.Random(f"{seed}/{kind}/{number}")  # noqa: S311
                planted = plant(sample, rng)
                if planted is not None:
                    yield code, kind, sample, planted


def planted_table(pool: list[Sample], mode: str, seed: int, codes: tuple[str, ...]) -> None:
    """Print recall and right fixes per kind and language."""
    tried: Counter[tuple[str, str, str]] = Counter()
    hit, said, fixed = tried.copy(), tried.copy(), tried.copy()
    for code, kind, sample, planted in trials(pool, seed):
        if code not in codes or found_in(code, sample, mode):
            continue
        here = touching(code, planted, found_in(code, with_slip(sample, planted), mode))
        original = planted.original or sample.mt
        right = any(applied(planted.text, f) == original for f in here)
        for key in ((code, kind, "*"), (code, kind, sample.lang), (code, "*", "*")):
            tried[key] += 1
            hit[key] += bool(here)
            said[key] += any(f.suggestion is not None for f in here)
            fixed[key] += right
    print("code\tkind\tlang\tplanted\tfound\twith a suggestion\tof these right")
    for key in sorted(tried):
        shares = (
            hit[key] / tried[key],
            said[key] / hit[key] if hit[key] else 0.0,
            fixed[key] / said[key] if said[key] else 0.0,
        )
        print("\t".join(key), tried[key], *(f"{x:.3f}" for x in shares), sep="\t")


def touching(code: str, planted: Planted, found: list[Finding]) -> list[Finding]:
    """The findings at the planted place; of a lost mark, the one at either end of the pair."""
    near = Span(max(planted.span.start - 1, 0), planted.span.end + 1)
    here = [f for f in found if f.span.overlaps(near)]
    return here or (found[:1] if code == "F504" else [])


def write(pool: list[Sample], seed: int, codes: tuple[str, ...]) -> None:
    """Write the counts per basis and language that :mod:`benchmarks.accuracy` reads."""
    for code in codes:
        right, wrong = Counter(), Counter()  # type: ignore[var-annotated]
        tried: Counter[tuple[str, str, str]] = Counter()
        seen: set[tuple[str, Span, str]] = set()
        for each, kind, sample, planted in trials(pool, seed):
            for mode in MODES if each == code else ():
                key = (kind, sample.lang, mode)
                if tried[key] >= PER_KIND:
                    continue
                tried[key] += 1
                before = found_in(code, sample, mode)
                found = found_in(code, with_slip(sample, planted), mode)
                here = touching(code, planted, found) if not before else []
                right.update((f.basis.value, sample.lang) for f in here)
                for f in (*before, *(() if before else (f for f in found if f not in here))):
                    if (sample.mt, f.span, f.basis.value) not in seen:
                        seen.add((sample.mt, f.span, f.basis.value))
                        wrong[f.basis.value, sample.lang] += 1
        lines = ["# basis, language, right, wrong: python -m benchmarks.planted_fluency --write"]
        for basis, lang in sorted(set(right) | set(wrong)):
            lines.append(f"{basis}\t{lang}\t{right[basis, lang]}\t{wrong[basis, lang]}")
        PLANTED.mkdir(exist_ok=True)
        (PLANTED / f"{code}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def with_slip(sample: Sample, planted: Planted) -> Sample:
    """The sample with the planted text, and what was planted in the others."""
    return sample._replace(
        mt=planted.text,
        reference=planted.reference or sample.reference,
        source=planted.source or sample.source,
    )


def applied(text: str, finding: Finding) -> str | None:
    """``text`` with the suggestion of a finding, None without one."""
    if finding.suggestion is None:
        return None
    return text[: finding.span.start] + finding.suggestion + text[finding.span.end :]


def clean_table(pool: list[Sample], codes: tuple[str, ...], *, show: int) -> None:
    """Print findings per 1,000 words on human references."""
    seen: set[str] = set()
    size, alarms = Counter(), Counter()  # type: ignore[var-annotated]
    for sample in pool:
        if sample.reference is None or sample.reference in seen:
            continue
        seen.add(sample.reference)
        human = sample._replace(mt=sample.reference, reference=None)
        spaced = languages.load(sample.lang).core.spaced
        size[sample.lang] += len(human.mt.split()) if spaced else len(human.mt) * 10 // 17
        for code in codes:
            for f in found_in(code, human, "s"):
                alarms[code, sample.lang] += 1
                if show > 0:
                    show -= 1
                    cut = human.mt[max(f.span.start - 40, 0) : f.span.start]
                    after = human.mt[f.span.end : f.span.end + 30]
                    here = f"{cut}[[{f.span.of(human.mt)}]]{after}"
                    print(f"{code} {sample.lang} {here} → {f.suggestion}")
    print("code\t" + "\t".join(f"{lang} ({size[lang]:.0f} words)" for lang in sorted(size)))
    for code in codes:
        rates = (f"{1000 * alarms[code, lang] / size[lang]:.2f}" for lang in sorted(size))
        print(code, *rates, sep="\t")


def main() -> None:
    """Print one of the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=120, help="samples a language")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", default="rs", choices=["rs", "r", "s", "n"])
    parser.add_argument("--codes", default=",".join(CODES))
    parser.add_argument("--clean", action="store_true")
    parser.add_argument("--write", action="store_true", help="benchmarks/planted/CODE.tsv")
    parser.add_argument("--show", type=int, default=0)
    args = parser.parse_args()
    pool = samples(args.data, args.count, args.seed)
    codes = tuple(args.codes.split(","))
    if args.write:
        write(pool, args.seed, codes)
    elif args.clean:
        clean_table(pool, codes, show=args.show)
    else:
        planted_table(pool, args.mode, args.seed, codes)


if __name__ == "__main__":
    main()

"""Findings on real system output, judged by hand: ``python -m benchmarks.judging N101``.

Prints the findings of one check on untouched output that have no verdict yet, each with its
context, for a person to judge: ``right`` where an editor would want it flagged, ``wrong``
where not. Verdicts are kept in ``benchmarks/judged/CODE.tsv`` by row id and span, no text of
the data with them, so that they outlive changes of the check; ``--tally`` counts them.

    python -m benchmarks.judging N101 --data DIR/train.jsonl.gz --lang de --show 40
    python -m benchmarks.judging N101 --data … --tally
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.realdata import Row, as_article, rows
from mtcheck import aligning, segmenting
from mtcheck.checks import by_code
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from mtcheck.finding import Finding
    from mtcheck.span import Span

JUDGED = Path(__file__).parent / "judged"
#: Origins with system output (DEMETR's errors are synthetic).
REAL = ("wmt21news", "wmt21ted", "sxs23", "bio_v2", "wmt22qe_dev", "wmt22qe_test")


def findings(code: str, row: Row, mode: str) -> list[Finding]:
    """What check ``code`` finds in a row; ``mode`` says what it may see: rs, r, s or n."""
    article = as_article(row, reference="r" in mode, source="s" in mode)
    aligned = aligning.align(segmenting.segment(article))
    found = by_code()[code].find(aligned, Settings(target_lang=row.target_lang))
    return sorted(found, key=lambda f: (f.span, f.basis))


def verdicts(code: str) -> dict[tuple[str, int, int, str], str]:
    """The verdicts on record: (row id, start, end, basis) → ``right`` or ``wrong``."""
    path = JUDGED / f"{code}.tsv"
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    table = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {(r[0], int(r[1]), int(r[2]), r[3]): r[4] for r in table}


def sample(data: Path, lang: str | None, count: int, seed: int, mode: str) -> list[Row]:
    """``count`` rows of real output, drawn with ``seed``."""
    real = [r for r in rows(data, origins=REAL) if lang in (None, r.target_lang)]
    if "r" in mode:
        real = [r for r in real if r.reference]
    random.Random(seed).shuffle(real)  # noqa: S311 - a sample, no secret
    return real[:count]


def main() -> None:
    """List findings without a verdict, or count the verdicts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("code")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--lang")
    parser.add_argument("--rows", type=int, default=4000, help="rows to run over")
    parser.add_argument("--show", type=int, default=40, help="findings to print")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", default="rs", choices=["rs", "r", "s", "n"])
    parser.add_argument("--tally", action="store_true")
    args = parser.parse_args()
    known = verdicts(args.code)
    tally: Counter[tuple[str, str, str]] = Counter()
    words = marked = shown = 0
    for row in sample(args.data, args.lang, args.rows, args.seed, args.mode):
        words += len(row.mt.split())
        for finding in findings(args.code, row, args.mode):
            verdict = known.get(
                (row.id, finding.span.start, finding.span.end, finding.basis.value), "unjudged"
            )
            tally[finding.basis.value, row.target_lang, verdict] += 1
            hit = any(finding.span.overlaps(m) for m in row.marked)
            marked += hit
            if verdict == "unjudged" and shown < args.show and not args.tally:
                shown += 1
                show(row, finding, hit=hit)
    total = sum(tally.values())
    print(f"{total} findings, {marked} overlap a rater's mark, {words} words")
    for (basis, lang, verdict), count in sorted(tally.items()):
        print(f"{basis}\t{lang}\t{verdict}\t{count}")


def show(row: Row, finding: Finding, *, hit: bool) -> None:
    """One finding with all that a judge needs."""
    span: Span = finding.span
    print(f"{row.id}\t{span.start}\t{span.end}\t{finding.basis.value}\t(rater: {hit})")
    print(f"  MT  {row.mt[: span.start]}[[{span.of(row.mt)}]]{row.mt[span.end :]}")
    print(f"  REF {row.reference}")
    print(f"  SRC {row.source}")
    print(f"  {finding.message} → {finding.suggestion}\n")


if __name__ == "__main__":
    main()

"""Right and wrong findings of the span model as they are: drawn, not chosen.

    python -m benchmarks.examples GOLD... --origin NAME

Checks annotated translations, and of the model's own findings (S9xx) draws ten that touch a mark
and ten that touch none by a fixed seed; each as a line of Markdown with the words around it.
"""

from __future__ import annotations

import argparse
import random
from typing import TYPE_CHECKING

from mtcheck.evaluation import detecting, gold, records

if TYPE_CHECKING:
    from mtcheck.evaluation.records import Mark, Translation

AROUND = 45  # characters of the sentence shown on either side
DRAWN = 10
SEED = 1


def line(translation: Translation, mark: Mark) -> str:
    """One finding: pair, confidence, severity, category, and the words in their sentence."""
    mt, span = translation.row.mt, mark.span
    before, after = mt[max(span.start - AROUND, 0) : span.start], mt[span.end : span.end + AROUND]
    words = f"{before}**{span.of(mt)}**{after}".replace("|", "¦").replace("\n", " ")
    return (
        f"| {translation.row.pair} | {mark.code} | {mark.confidence:.0%} | {mark.severity.value} "
        f"| {mark.category} | …{words}… |"
    )


def main() -> None:
    """Print two tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="+")
    parser.add_argument("--origin", action="append", default=[])
    args = parser.parse_args()
    rows = [r for r in gold.read(args.gold, gold.Options()) if not r.human]
    rows = [r for r in rows if not args.origin or r.origin in args.origin]
    translations = records.translations(rows)
    found, _ = detecting.detect(translations, "given", {}, lambda _: None)
    right: list[str] = []
    wrong: list[str] = []
    for translation, prediction in zip(translations, found, strict=True):
        for mark in prediction.marks:
            if mark.code.startswith("S"):
                marks = [m for row in translation.rows for m in row.marks]
                touches = any(m.span.overlaps(mark.span) for m in marks)
                (right if touches else wrong).append(line(translation, mark))
    draw = random.Random(SEED)  # noqa: S311 - a draw, no secret
    for name, every in (("Marked by the annotator", right), ("Not marked", wrong)):
        print(f"{name}: {DRAWN} of {len(every)}\n")
        print("| pair | code | said | severity | category | in its sentence |")
        print("|---|---|---|---|---|---|")
        print("\n".join(draw.sample(every, min(DRAWN, len(every)))), "\n")


if __name__ == "__main__":
    main()

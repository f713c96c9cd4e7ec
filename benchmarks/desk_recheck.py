"""How long a sentence takes to be checked while it is typed: ``python -m benchmarks.desk_recheck``.

Every sentence of the articles in ``corpora/`` is checked against its reference and source as the
desk checks what is being typed: by the rules, which answer at each pause, and with the span model,
which is asked when the pause is longer. Printed are the median, the slowest of twenty, and the
slowest, in milliseconds, beside what is asked for.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from mtcheck import languages, pipeline, reading
from mtcheck.reviewing import Desk
from mtcheck.settings import Settings

_CORPORA = Path(__file__).parent.parent / "corpora"
_BUDGETS = {"rules": 300, "model": 1_000}  # milliseconds


def fill(desk: Desk, model: str) -> None:
    """Take the articles in, checked with ``model``."""
    for mt in sorted(_CORPORA.glob("*/article.*.mt.txt")):
        target = mt.name.split(".")[1]
        source = next(mt.parent.glob("article.*.src.txt"), None)
        reference = next(mt.parent.glob(f"article.{target}.ref.txt"), None)
        origin = source.name.split(".")[1] if source else target
        article = reading.from_strings(
            mt.read_text("utf-8"),
            reference.read_text("utf-8") if reference else None,
            source.read_text("utf-8") if source else None,
            languages.load(target),
            languages.load(origin),
        )
        settings = Settings(target_lang=target, model=model)
        desk.take([pipeline.check(replace(article, id=mt.parent.name), settings)])


def main() -> None:
    """Check each sentence with a word more; print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--no-model", action="store_true", help="the rules alone")
    asked = parser.parse_args()
    slow = []
    with tempfile.TemporaryDirectory() as folder, Desk.open(Path(folder) / "desk.sqlite") as desk:
        fill(desk, "none" if asked.no_model else "spans")
        numbers = [row.article for row in desk.queue(limit=500).rows]
        sentences = [s for number in numbers for s in desk.article(number, "-").segments]
        print(f"{len(numbers)} articles, {len(sentences)} sentences")
        print(f"{'':8}{'median':>8}{'p95':>8}{'slowest':>9}{'asked for':>11}   ms")
        for kind, budget in _BUDGETS.items():
            if kind == "model" and asked.no_model:
                continue
            desk.recheck(sentences[0].id, sentences[0].text, model=kind == "model")
            took = []
            for sentence in sentences:
                begun = time.perf_counter()
                desk.recheck(sentence.id, f"{sentence.text} so", model=kind == "model")
                took.append(1000 * (time.perf_counter() - begun))
            row = (statistics.median(took), statistics.quantiles(took, n=20)[18], max(took))
            print(f"{kind:8}{row[0]:8.0f}{row[1]:8.0f}{row[2]:9.0f}{budget:11}")
            if row[1] > budget:
                slow.append(kind)
    sys.exit(f"slower than asked for: {', '.join(slow)}" if slow else 0)


if __name__ == "__main__":
    main()

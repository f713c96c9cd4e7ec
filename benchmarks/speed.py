"""Speed of checking against sacrebleu's sentence TER, and growth with an article's length.

    python -m benchmarks.speed --data DIR/dev.jsonl.gz
    python -m benchmarks.speed                # on corpora/, repeated

Both run on the same segments, in one process, on one core, start-up apart. The article of
growing length is made by joining documents; each length runs in a process of its own, so that
its peak memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.realdata import rows
from mtcheck import languages, pipeline, reading
from mtcheck.settings import Settings

CORPORA = Path(__file__).parent.parent / "corpora"
LENGTHS = (1_000, 10_000, 100_000)


def pairs(data: Path | None, target: str) -> list[tuple[str, str]]:
    """(MT, reference) segments into one language."""
    if data is not None:
        return [
            (r.mt.replace("\n", " "), r.reference.replace("\n", " "))
            for r in rows(data)
            if r.reference and r.target_lang == target
        ]
    found = []
    for mt in sorted(CORPORA.glob(f"*/article.{target}.mt.txt")):
        reference = mt.with_name(mt.name.replace(".mt.", ".ref."))
        sides = [p.read_text(encoding="utf-8").splitlines() for p in (mt, reference)]
        found += [(a, b) for a, b in zip(*sides, strict=False) if a.strip() and b.strip()]
    return found


def article(segments: list[tuple[str, str]], target: str, *, aligned: bool) -> object:
    """One article of all segments, a line each."""
    language = languages.load(target)
    return reading.from_strings(
        "\n".join(a for a, _ in segments),
        "\n".join(b for _, b in segments),
        None,
        language,
        languages.load("und"),
        aligned=aligned,
    )


def against_ter(segments: list[tuple[str, str]], target: str) -> None:
    """Print segments a second of both, and their ratio."""
    from sacrebleu.metrics import TER

    # Warm both once: what is loaded at the first call is start-up.
    ter = TER()
    ter.sentence_score(segments[0][0], [segments[0][1]])
    pipeline.check(article(segments[:20], target, aligned=True), Settings(target_lang=target))

    before = time.process_time()
    for mt, reference in segments:
        ter.sentence_score(mt, [reference])
    ter_seconds = time.process_time() - before
    for aligned in (True, False):
        whole = article(segments, target, aligned=aligned)
        before = time.process_time()
        pipeline.check(whole, Settings(target_lang=target))
        seconds = time.process_time() - before
        print(
            f"| {target} | {len(segments)} | {'line by line' if aligned else 'to be aligned'} "
            f"| {len(segments) / seconds:.0f} | {len(segments) / ter_seconds:.0f} "
            f"| {ter_seconds / seconds:.2f} |"
        )


def grow(segments: list[tuple[str, str]], target: str, words: int) -> None:
    """Check one article of ``words`` words; print JSON with seconds and peak memory."""
    chosen: list[tuple[str, str]] = []
    have = 0
    while have < words:
        pair = segments[len(chosen) % len(segments)]
        chosen.append(pair)
        have += len(pair[0].split())
    whole = article(chosen, target, aligned=False)
    before = time.process_time()
    report = pipeline.check(whole, Settings(target_lang=target))
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {"words": have, "seconds": seconds, "mb": peak, "findings": len(report.findings)}
        )
    )


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--languages", default="en,de,ru")
    parser.add_argument("--most", type=int, default=500, help="segments a language")
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    targets = args.languages.split(",")
    if args.grow:
        grow(pairs(args.data, targets[0]), targets[0], args.grow)
        return
    print("| target | segments | pairing | mtcheck seg/s | sacrebleu TER seg/s | ratio |")
    print("|---|---|---|---|---|---|")
    for target in targets:
        against_ter(pairs(args.data, target)[: args.most], target)
    print("\n| words | seconds | seconds per 1,000 words | peak MB |")
    print("|---|---|---|---|")
    for words in LENGTHS:
        command = [sys.executable, "-m", "benchmarks.speed", "--grow", str(words)]
        command += ["--languages", targets[0]]
        command += ["--data", str(args.data)] if args.data else []
        done = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
        per = done["seconds"] / done["words"] * 1000
        print(f"| {done['words']} | {done['seconds']:.2f} | {per:.3f} | {done['mb']:.0f} |")


if __name__ == "__main__":
    main()

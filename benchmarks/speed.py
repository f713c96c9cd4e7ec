"""Speed of checking against sacrebleu's sentence TER, and growth with an article's length.

    python -m benchmarks.speed --data DIR/train.jsonl.gz
    python -m benchmarks.speed                # on corpora/

Rules alone, without the span model (`benchmarks.spans` has that). Both run on the same segments,
in one process, on one core, start-up apart: what is loaded at its first use is loaded by segments
of documents that are not measured. Every figure is of a new process, so that mtcheck meets each
word form for the first time. With ``--data`` the segments are whole documents, one system each,
drawn by a fixed seed from the origins in turn: long and short, news, talks and abstracts. An
article of growing length is made of such documents, again from the first where they do not
suffice; each length has a process of its own, for its peak memory.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.realdata import rows
from mtcheck import languages, pipeline, reading
from mtcheck.cli import COLLECTED_AFTER
from mtcheck.settings import Settings

if TYPE_CHECKING:
    from mtcheck.article import Article

CORPORA = Path(__file__).parent.parent / "corpora"
LENGTHS = (1_000, 10_000, 100_000)
SEED = 3
WARMING = 60  # segments that load what is loaded at its first use

Pairs = list[tuple[str, str]]  # MT and reference of a segment


def documents(data: Path | None, target: str) -> list[Pairs]:
    """Documents into one language, each by one system, drawn from the origins in turn."""
    if data is None:
        return _corpora(target)
    found: dict[str, dict[str, dict[str, Pairs]]] = {}
    for row in rows(data):
        if row.reference and row.target_lang == target:
            pair = (" ".join(row.mt.split()), " ".join(row.reference.split()))
            docs = found.setdefault(row.origin, {})
            systems = docs.setdefault(f"{row.source_lang} {row.doc}", {})
            systems.setdefault(row.system, []).append(pair)
    chance = random.Random(SEED)  # noqa: S311 - a sample, not a secret
    origins = []
    for _, docs in sorted(found.items()):
        chosen = [systems[chance.choice(sorted(systems))] for _, systems in sorted(docs.items())]
        chance.shuffle(chosen)
        origins.append(chosen)
    return [doc for turn in zip_longest(*origins) for doc in turn if doc]


def _corpora(target: str) -> list[Pairs]:
    found = []
    for mt in sorted(CORPORA.glob(f"*/article.{target}.mt.txt")):
        reference = mt.with_name(mt.name.replace(".mt.", ".ref."))
        sides = [p.read_text(encoding="utf-8").splitlines() for p in (mt, reference)]
        found.append([(a, b) for a, b in zip(*sides, strict=False) if a.strip() and b.strip()])
    return found


def article(segments: Pairs, target: str, *, aligned: bool) -> Article:
    """One article of all segments, a line each."""
    return reading.from_strings(
        "\n".join(a for a, _ in segments),
        "\n".join(b for _, b in segments),
        None,
        languages.load(target),
        languages.load("und"),
        aligned=aligned,
    )


def against_ter(docs: list[Pairs], target: str, most: int, *, aligned: bool) -> dict[str, float]:
    """Seconds of both over the same segments."""
    from sacrebleu.metrics.ter import TER

    segments = [pair for doc in docs for pair in doc]
    warming = segments[-WARMING:]
    segments = segments[: max(min(most, len(segments) - WARMING), WARMING)]
    # As the reports compute it: without this support a Chinese sentence is one word to TER.
    asian = not languages.load(target).core.spaced
    ter = TER(normalized=asian, asian_support=asian)
    for mt, reference in warming:
        ter.sentence_score(mt, [reference])
    pipeline.check(
        article(warming, target, aligned=aligned), Settings(target_lang=target, model="none")
    )

    whole = article(segments, target, aligned=aligned)
    before = time.process_time()
    pipeline.check(whole, Settings(target_lang=target, model="none"))
    between = time.process_time()
    for mt, reference in segments:
        ter.sentence_score(mt, [reference])
    return {
        "segments": len(segments),
        "words": sum(len(b.split()) for _, b in segments),
        "mtcheck": between - before,
        "ter": time.process_time() - between,
    }


def grow(docs: list[Pairs], target: str, words: int) -> dict[str, float]:
    """Seconds and peak memory of one article of about ``words`` words."""
    chosen: Pairs = []
    have = 0
    for pair in cycle([pair for doc in docs for pair in doc]):
        if have >= words:
            break
        chosen.append(pair)
        have += len(pair[0].split())
    whole = article(chosen, target, aligned=False)
    before = time.process_time()
    pipeline.check(whole, Settings(target_lang=target, model="none"))
    seconds = time.process_time() - before
    return {"words": have, "seconds": seconds, "mb": _peak()}


def _peak() -> float:
    """The most memory that this process had, in megabytes; Linux.

    The figure of ``getrusage`` would count the process that started this one.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _apart(sample: Path, target: str, **asked: object) -> dict[str, float]:
    """What this module prints in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.speed", "--languages", target]
    command += ["--sample", str(sample)]
    for option, value in asked.items():
        command += [f"--{option}", str(value)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _alone(args: argparse.Namespace) -> dict[str, float]:
    """The one measurement that a process of its own is for."""
    gc.set_threshold(COLLECTED_AFTER)  # as the command line does; TER has it too
    docs = json.loads(args.sample.read_text(encoding="utf-8"))
    if args.grow:
        return grow(docs, args.languages, args.grow)
    aligned = args.pairing == "line by line"
    return against_ter(docs, args.languages, args.most, aligned=aligned)


def _compare(sample: Path, target: str, args: argparse.Namespace) -> None:
    for pairing in ("line by line", "to be aligned"):
        runs = [_apart(sample, target, pairing=pairing, most=args.most) for _ in range(args.runs)]
        count = runs[0]["segments"]
        ours = count / statistics.median(run["mtcheck"] for run in runs)
        theirs = count / statistics.median(run["ter"] for run in runs)
        ratio = statistics.median(run["ter"] / run["mtcheck"] for run in runs)
        print(
            f"| {target} | {count} | {runs[0]['words'] / count:.0f} | {pairing} "
            f"| {ours:.0f} | {theirs:.0f} | {ratio:.2f} |",
            flush=True,
        )


def _lengths(sample: Path, target: str) -> None:
    print("\n| words | seconds | seconds per 1,000 words | peak MB |")
    print("|---|---|---|---|")
    for words in LENGTHS:
        done = _apart(sample, target, grow=words)
        per = done["seconds"] / done["words"] * 1000
        print(f"| {done['words']:,} | {done['seconds']:.2f} | {per:.3f} | {done['mb']:.0f} |")


def main() -> None:
    """Print both tables; the second is of the first language."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--languages", default="en,de,ru,zh,fr,es,it,pt")
    parser.add_argument("--most", type=int, default=500, help="segments a language")
    parser.add_argument("--runs", type=int, default=3, help="processes a figure; the median counts")
    parser.add_argument("--sample", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--grow", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--pairing", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.sample:
        print(json.dumps(_alone(args)))
        return
    with tempfile.TemporaryDirectory() as folder:
        samples: dict[str, Path] = {}
        print("| target | segments | words each | pairing | mtcheck seg/s | TER seg/s | ratio |")
        print("|---|---|---|---|---|---|---|")
        for target in args.languages.split(","):
            samples[target] = Path(folder, target)
            docs = documents(args.data, target)
            samples[target].write_text(json.dumps(docs), encoding="utf-8")
            _compare(samples[target], target, args)
        first = next(iter(samples))
        _lengths(samples[first], first)


if __name__ == "__main__":
    main()

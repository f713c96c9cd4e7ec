"""Speed, growth and memory of ``mtcheck batch``, in wall and processor time.

    python -m benchmarks.batch scaling --data DIR/train.jsonl.gz      # 1 worker, 2 workers, TER
    python -m benchmarks.batch growth --data DIR/train.jsonl.gz       # 10k, 100k, 1M segments
    python -m benchmarks.batch ray --data DIR/train.jsonl.gz          # Ray beside the pool
    python -m benchmarks.batch scaling --model spans --segments 2000 --data …

Every figure is of a new run, as a program of its own. The segments are whole documents with their
references, one system each, in a random order by a fixed seed, all languages mixed. Where there
are not enough of them they come again, with one word in twenty changed to one that was not there
before: the word forms that mtcheck has to look up go on growing, faster than those of real texts.
Without ``--data`` the corpora that ship are taken.

Wall time says little where other work runs beside; processor seconds are those of all processes
of a run, as the system counts them. Peak memory is the kernel's own mark of each process.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import itertools
import json
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.realdata import rows
from mtcheck.batch.cores import cores

if TYPE_CHECKING:
    from collections.abc import Iterator

CORPORA = Path(__file__).parent.parent / "corpora"
PROC = Path("/proc")
SEED = 3
GROWTH = (10_000, 100_000, 1_000_000)
CHANGED = 20  # of so many words one is changed where documents come again
_WORD = re.compile(r"[^\W\d_]{5,}")

Document = list[tuple[str, str, str]]  # target language, MT and reference of a segment


@dataclass(slots=True)
class Measured:
    """One run: seconds by the wall and of processors, peak megabytes of parent and workers."""

    wall: float
    processor: float
    parent: float
    workers: list[float] = field(default_factory=list)
    segments: int = 0
    code: int = 0


def documents(data: Path | None) -> list[Document]:
    """Whole documents in a random order, each by one system."""
    found: dict[tuple[str, ...], Document] = {}
    if data is None:
        for mt in sorted(CORPORA.glob("*/article.*.mt.txt")):
            reference = mt.with_name(mt.name.replace(".mt.", ".ref."))
            if reference.exists():
                sides = [p.read_text(encoding="utf-8").splitlines() for p in (mt, reference)]
                lang = mt.name.split(".")[1]
                found[(mt.parent.name,)] = [
                    (lang, a, b) for a, b in zip(*sides, strict=False) if a.strip() and b.strip()
                ]
    for row in rows(data) if data is not None else ():
        if row.reference:
            key = (row.origin, row.source_lang, row.target_lang, row.system, row.doc)
            segment = (row.target_lang, " ".join(row.mt.split()), " ".join(row.reference.split()))
            found.setdefault(key, []).append(segment)
    chosen = [doc for _, doc in sorted(found.items()) if doc]
    random.Random(SEED).shuffle(chosen)  # noqa: S311 - a sample, not a secret
    return chosen


def stream(docs: list[Document], segments: int) -> Iterator[tuple[str, Document]]:
    """Named documents until there are enough segments; those that come again are changed."""
    have = 0
    for again in itertools.count():
        for number, doc in enumerate(docs):
            if have >= segments:
                return
            made = doc[: segments - have]
            have += len(made)
            yield f"{again}-{number}", made if again == 0 else [_changed(s, again) for s in made]


def _changed(segment: tuple[str, str, str], again: int) -> tuple[str, str, str]:
    """The segment with some words turned into others, the same ones on both sides."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        digest = hashlib.blake2b(f"{again} {word.lower()}".encode(), digest_size=4).digest()
        if digest[0] % CHANGED:
            return word
        letters = list(word)
        at = 1 + digest[1] % (len(letters) - 2)
        letters[at] = "aeioulnrst"[digest[2] % 10]
        letters.insert(at, "aeioulnrst"[digest[3] % 10])
        return "".join(letters)

    lang, *texts = segment
    mt, reference = (_WORD.sub(other, text) for text in texts)
    return lang, mt, reference


def manifest(path: Path, docs: list[Document], segments: int) -> None:
    """A manifest of so many segments."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["doc", "target_lang", "mt", "ref"])
        for name, doc in stream(docs, segments):
            writer.writerows([name, *segment] for segment in doc)


def run(corpus: Path, workers: int, *more: str) -> Measured:
    """One run of the program in a session of its own, watched."""
    output = Path(tempfile.mkdtemp(dir=corpus.parent)) / "run"
    command = [sys.executable, "-m", "mtcheck", "batch", str(corpus), "--output", str(output)]
    command += ["--isolated", "--exit-zero", "--workers", str(workers), *more]
    peaks: dict[int, float] = {}
    used: dict[int, float] = {}
    before = time.monotonic()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    over = threading.Event()
    watch = threading.Thread(target=_watch, args=(process.pid, peaks, used, over))
    watch.start()
    process.wait()
    wall = time.monotonic() - before
    over.set()
    watch.join()
    parent = peaks.pop(process.pid, 0.0)
    records = [json.loads(p.read_bytes()) for p in output.glob("shards/*.json")]
    shutil.rmtree(output.parent)
    return Measured(
        wall,
        sum(used.values()),
        parent,
        list(peaks.values()),
        sum(record["segments"] for record in records),
        process.returncode,
    )


def _watch(
    session: int, peaks: dict[int, float], used: dict[int, float], over: threading.Event
) -> None:
    """Note peak memory and processor seconds of all processes of a session, until it is over."""
    tick = os.sysconf("SC_CLK_TCK")
    while not over.wait(0.2):
        for stat in PROC.glob("[0-9]*/stat"):
            try:
                numbers = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
                if int(numbers[3]) != session:
                    continue
                status = stat.with_name("status").read_text(encoding="ascii")
            except (OSError, ValueError, IndexError):
                continue
            if peak := re.search(r"VmHWM:\s+(\d+)", status):
                number = int(stat.parent.name)
                peaks[number] = int(peak[1]) / 1024
                used[number] = (int(numbers[11]) + int(numbers[12])) / tick


def ter(corpus: Path, workers: int) -> tuple[float, float]:
    """Seconds of sacrebleu's sentence TER over the same segments, by the wall and of processors."""
    with corpus.open(encoding="utf-8", newline="") as file:
        pairs = [(r["target_lang"], r["mt"], r["ref"]) for r in csv.DictReader(file)]
    # In the same portions as the shards, so that neither waits longer for a last one.
    portions = [pairs[at : at + 1000] for at in range(0, len(pairs), 1000)]
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        pool.map(_ter, [pairs[:1]] * workers)  # started, before the clock
        before = time.monotonic()
        used = sum(pool.imap_unordered(_ter, portions))
        return time.monotonic() - before, used


def _ter(pairs: list[tuple[str, str, str]]) -> float:
    from sacrebleu.metrics.ter import TER

    plain, asian = TER(), TER(normalized=True, asian_support=True)
    before = time.process_time()
    for lang, mt, reference in pairs:
        (asian if lang in {"zh", "ja"} else plain).sentence_score(mt, [reference])
    return time.process_time() - before


def scaling(folder: Path, docs: list[Document], args: argparse.Namespace) -> None:
    """One worker beside two, in turns, and TER on the same segments."""
    corpus = folder / "scaling.csv"
    manifest(corpus, docs, args.segments)
    print("| workers | segments | wall s | segments/s | processor ms a segment | worker MB |")
    print("|---|---|---|---|---|---|")
    best: dict[int, float] = {}
    for workers in (1, 2) * args.runs:
        done = run(corpus, workers, "--model", args.model)
        best[workers] = min(done.wall, best.get(workers, done.wall))
        per = 1000 * done.processor / done.segments
        speed = done.segments / done.wall
        row = f"{workers} | {done.segments:,} | {done.wall:.1f} | {speed:,.0f} | {per:.2f}"
        print(f"| {row} | {max(done.workers, default=0):.0f} |", flush=True)
    print(f"\ntwo workers over one, the best of {args.runs} each: {best[1] / best[2]:.2f}")
    if args.model == "none":
        wall, used = ter(corpus, 2)
        print(f"sentence TER, two processes: {wall:.1f} s, {1000 * used / args.segments:.2f} ms")
        print(f"TER's wall time over that of two workers: {wall / best[2]:.2f}")


def growth(folder: Path, docs: list[Document], args: argparse.Namespace) -> None:
    """The cost of a segment, and memory, from small to large."""
    print("| segments | wall s | segments/s | processor ms a segment | parent MB | worker MB |")
    print("|---|---|---|---|---|---|")
    for segments in args.sizes:
        corpus = folder / f"{segments}.csv"
        manifest(corpus, docs, segments)
        done = run(corpus, args.workers, "--model", args.model)
        corpus.unlink()
        per = 1000 * done.processor / done.segments
        print(
            f"| {done.segments:,} | {done.wall:.1f} | {done.segments / done.wall:,.0f} | {per:.3f}"
            f" | {done.parent:.0f} | {max(done.workers, default=0):.0f} |",
            flush=True,
        )


def ray(folder: Path, docs: list[Document], args: argparse.Namespace) -> None:
    """The same segments by the pool and by Ray, in turns."""
    corpus = folder / "ray.csv"
    manifest(corpus, docs, args.segments)
    print("| engine | segments | wall s | segments/s |")
    print("|---|---|---|---|")
    for engine in ("pool", "ray") * args.runs:
        done = run(corpus, args.workers, "--model", args.model, "--engine", engine)
        speed = done.segments / done.wall
        print(f"| {engine} | {done.segments:,} | {done.wall:.1f} | {speed:,.0f} |", flush=True)


def main() -> None:
    """Print the table that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("scaling", "growth", "ray"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--segments", type=int, default=20_000)
    parser.add_argument("--sizes", type=int, nargs="+", default=GROWTH)
    parser.add_argument("--model", default="none")
    parser.add_argument("--workers", type=int, default=cores())
    parser.add_argument("--runs", type=int, default=2)
    args = parser.parse_args()
    docs = documents(args.data)
    with tempfile.TemporaryDirectory() as folder:
        {"scaling": scaling, "growth": growth, "ray": ray}[args.what](Path(folder), docs, args)


if __name__ == "__main__":
    main()

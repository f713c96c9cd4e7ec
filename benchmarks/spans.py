"""The span model at work: speed against sacrebleu's sentence TER, memory, and sameness.

    python -m benchmarks.spans --data DIR/train.jsonl.gz
    python -m benchmarks.spans                # on corpora/

News segments with their references, everything on (rules, model, fusing), documents as aligned
articles, on all cores; the ratio is to TER on one core in the same run. Then the time from start
to the first finding of one article, and whether two threads say what one says.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path
from unittest import mock

from benchmarks.realdata import rows
from benchmarks.speed import article, documents
from mtcheck import pipeline
from mtcheck.settings import Settings
from mtcheck.spans import detector, loading

CORPORA = Path(__file__).parent.parent / "corpora"
DEMO = CORPORA / "security-talks"
_ARTICLE = 20  # segments
_SAMPLE = 200  # segments that are checked on one thread, too


def news(data: Path | None, most: int) -> list[tuple[str, str]]:
    """(MT, reference) segments of news into English."""
    if data is None:
        return [pair for document in documents(None, "en") for pair in document][:most]
    found = [
        (r.mt.replace("\n", " "), r.reference.replace("\n", " "))
        for r in rows(data)
        if r.reference and r.target_lang == "en" and r.origin == "wmt21news"
    ]
    step = max(len(found) // most, 1)
    return found[::step][:most]


def check(segments: list[tuple[str, str]], model: str) -> tuple[float, list[object]]:
    """Seconds by the clock, and all findings."""
    found: list[object] = []
    before = time.perf_counter()
    for start in range(0, len(segments), _ARTICLE):
        whole = article(segments[start : start + _ARTICLE], "en", aligned=True)
        report = pipeline.check(whole, Settings(target_lang="en", model=model))
        found += report.findings
    return time.perf_counter() - before, found


def main() -> None:
    """Print the table and the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--most", type=int, default=1000)
    args = parser.parse_args()
    from sacrebleu.metrics import TER

    segments = news(args.data, args.most)
    ter = TER()
    ter.sentence_score(*[segments[0][0]], [segments[0][1]])
    loading.load()
    check(segments[:_ARTICLE], "spans")
    before = time.perf_counter()
    for mt, reference in segments:
        ter.sentence_score(mt, [reference])
    ter_speed = len(segments) / (time.perf_counter() - before)
    with_model, found = check(segments, "spans")
    without, _ = check(segments, "none")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        "| segments | with the model seg/s | rules alone seg/s | TER seg/s | model/TER | peak MB |"
    )
    print("|---|---|---|---|---|---|")
    speed = len(segments) / with_model
    print(
        f"| {len(segments)} | {speed:.0f} | {len(segments) / without:.0f} | {ter_speed:.0f} "
        f"| {speed / ter_speed:.2f} | {peak:.0f} |"
    )
    with mock.patch.object(detector, "_cores", return_value=1):
        one, same = check(segments[:_SAMPLE], "spans")
    _, first = check(segments[:_SAMPLE], "spans")
    speed = len(segments[:_SAMPLE]) / one
    print(f"\none thread: {speed:.0f} seg/s; the same findings: {same == first}")
    command = [sys.executable, "-m", "mtcheck", "check", str(DEMO / "article.en.mt.txt")]
    command += ["--reference", str(DEMO / "article.en.ref.txt"), "--isolated"]
    before = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    print(f"from start to the report of one article: {time.perf_counter() - before:.2f} s")
    del found


if __name__ == "__main__":
    main()

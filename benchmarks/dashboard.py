"""A dashboard over a million findings: time to make it, its size, time to open it.

    python -m benchmarks.dashboard [--findings 1000000] [--keep FOLDER]

The run is made of tables alone, by hand; the summary is the command's own, in a process of its own.
Chromium opens the file three times; the median of the time to its load event is told.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import chromium
from tests.summarising.made_runs import Made, finding, made

CODES = ("A302", "A306", "F502", "F503", "L601", "N101", "Q201", "S901")
EACH = 20  # findings an article has on average


def make(folder: Path, findings: int) -> Path:
    """A run of so many findings in articles of two systems."""
    draw = random.Random(1)  # noqa: S311 - a sample, no secret
    articles = []
    for number in range(findings // EACH):
        count = draw.randint(0, 2 * EACH)
        found = [
            finding(
                draw.choice(CODES),
                draw.choices(("minor", "major", "critical"), (6, 3, 1))[0],
                text=f"Name{draw.randint(0, 5000)}",
                suggestion=f"Right{draw.randint(0, 500)}",
                fingerprint=f"{draw.getrandbits(64):016x}-{k:08x}-{number % 2**32:08x}-1",
            )
            for k in range(count)
        ]
        texts = [("A sentence with a Name in it.", "The reference of it.", "Der Ausgangstext.")]
        name = f"document {number // 2}"
        system = f"system {number % 2}"
        articles.append(Made(name, system, words=400, findings=found, texts=texts))
    return made(folder, articles, shards=max(findings // 50_000, 1))


def main() -> None:
    """Make, sum up, open; print one line each."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--findings", type=int, default=1_000_000)
    parser.add_argument("--keep", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or Path(temporary)
        run = folder / "run"
        # In a process of its own: to Linux, a process is at first as large as the one it is of.
        maker = multiprocessing.get_context("spawn").Process(target=make, args=(run, args.findings))
        maker.start()
        maker.join()
        page = folder / "dashboard.html"
        start = time.perf_counter()
        command = [sys.executable, "-m", "mtcheck", "summary", str(run)]
        summary = subprocess.Popen([*command, "-f", "html", "-o", str(page)])
        _, status, used = os.wait4(summary.pid, 0)
        summary.returncode = os.waitstatus_to_exitcode(status)
        if summary.returncode:
            sys.exit(f"mtcheck summary ended with {summary.returncode}")
        seconds = time.perf_counter() - start
        peak = used.ru_maxrss / 1024
        print(f"made in {seconds:.1f} s, peak {peak:.0f} MB, {page.stat().st_size / 1024:.0f} KB")
        if chromium.path() is None:
            print("no chromium to open it with")
            return
        times = []
        for _ in range(3):
            with chromium.Chromium() as browser:
                browser.open(page)
                timing = "performance.getEntriesByType('navigation')[0].loadEventEnd"
                times.append(browser.value(timing))
        print(f"opened in {statistics.median(times):.0f} ms (median of 3)")


if __name__ == "__main__":
    main()

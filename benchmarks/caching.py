"""How much faster a second run over an unchanged tree is: ``python -m benchmarks.caching``.

Runs the program over the corpora (or ``--data FOLDER``) with an empty cache, then again, and
prints both times, start-up and all, and how many times the one is of the other. In turns, so that
a busy machine slows both sides alike; medians of three. Ends with 1 where a second run prints other
bytes than the first, or is less than ten times as fast with the model.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 3
TIMES = 10
CORPORA = Path(__file__).parent.parent / "corpora"


def run(arguments: list[str], folder: Path) -> tuple[float, bytes]:
    """Seconds and standard output of ``mtcheck check``, with its cache in ``folder``."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {
        "MTCHECK_CACHE_DIR": str(folder),
        "PYTHONPYCACHEPREFIX": str(folder.parent / "code"),
    }
    command = [sys.executable, "-m", "mtcheck", "check", "--isolated", *arguments]
    before = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    taken = time.perf_counter() - before
    if done.returncode not in {0, 1}:
        sys.exit(done.stderr.decode())
    return taken, done.stdout


def measured(arguments: list[str], folder: Path) -> tuple[float, float]:
    """The median seconds of a first run and of a second one."""
    run([*arguments, "--no-cache"], folder)  # compiles, and fills the file system's cache
    first, second = [], []
    for number in range(RUNS):
        cache = folder / str(number)
        made, printed = run(arguments, cache)
        kept, again = run(arguments, cache)
        if printed != again:
            sys.exit("the second run printed other bytes")
        first.append(made)
        second.append(kept)
    return statistics.median(first), statistics.median(second)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=str(CORPORA), help="a folder of translations")
    given = parser.parse_args()
    enough = True
    print("| | first run, s | second run, s | times as fast |\n|---|---|---|---|")
    for model in ("spans", "none"):
        for form in ("text", "json", "sarif"):
            with tempfile.TemporaryDirectory() as folder:
                arguments = [given.data, "--model", model, "--format", form]
                first, second = measured(arguments, Path(folder))
            print(
                f"| `--model {model} --format {form}` | {first:.2f} | {second:.2f} |"
                f" {first / second:.1f} |"
            )
            enough &= model == "none" or first >= TIMES * second
    sys.exit(not enough)


if __name__ == "__main__":
    main()

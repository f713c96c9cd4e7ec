"""How long the program takes to start: ``python -m benchmarks.startup``.

Prints the time of ``mtcheck --help`` as a multiple of a bare ``import click``, and the time to a
first finding (a short article against its reference, start-up and all). Each figure is the
median of alternating runs, so that a busy machine slows both sides alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 15
MT = "Secretary of State Anthony Blingen spoke in Geneva.\n"
REFERENCE = "Secretary of State Antony Blinken spoke in Geneva.\n"


def seconds(arguments: tuple[str, ...], bytecode: str) -> float:
    """How long ``python ARGUMENTS`` takes with its modules compiled, as an install has them."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = bytecode
    command = [sys.executable, *arguments]
    before = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False, env=environment)
    return time.perf_counter() - before


def main() -> None:
    """Run and print."""
    with tempfile.TemporaryDirectory() as folder:
        mt, reference = Path(folder, "a.mt.txt"), Path(folder, "a.ref.txt")
        mt.write_text(MT, encoding="utf-8")
        reference.write_text(REFERENCE, encoding="utf-8")
        check = ("-m", "mtcheck", "check", str(mt), "--reference", str(reference), "--isolated")
        check = (*check, "--no-cache")
        commands = {
            "python -c 'import click'": ("-c", "import click"),
            "mtcheck --help": ("-m", "mtcheck", "--help"),
            "mtcheck rules": ("-m", "mtcheck", "rules"),
            "mtcheck check, one finding": (*check,),
            "the same, rules alone": (*check, "--model", "none"),
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for run in range(RUNS + 1):
            for name, arguments in commands.items():
                taken = seconds(arguments, folder)
                if run:  # the first compiles, and fills the file system's cache
                    times[name].append(taken)
    medians = {name: statistics.median(found) for name, found in times.items()}
    base = medians["python -c 'import click'"]
    print(f"{'median of ' + str(RUNS):<28} {'ms':>6} {'x import click':>15}")
    for name, median in medians.items():
        print(f"{name:<28} {median * 1000:>6.0f} {median / base:>15.2f}")


if __name__ == "__main__":
    main()

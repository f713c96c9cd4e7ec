"""Runs as tests make them: corpora, the command as a program of its own, and what came of it."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FAULTS = Path(__file__).parent / "faults"
ROOT = Path(__file__).parents[2]
SAME = ("articles", "segments", "findings", "run")

Row = dict[str, str]


def rows(
    documents: int, *, systems: Iterable[str] = ("one", "two"), each: int = 4, words: str = ""
) -> list[Row]:
    """The rows of a manifest: some documents, each by every system, with an error here and there.

    ``words`` go into every translation and reference.
    """
    made = []
    for system in systems:
        for document in range(documents):
            for row in range(each):
                town = ("Lyon", "Turin", "Porto", "Graz")[(document + row) % 4]
                right = f"President Macron spoke in {town} for {10 + row} minutes. {words}".strip()
                wrong = right.replace("Macron", "Marcon") if (document + row) % 3 == 0 else right
                if system == "two" and row == 1:
                    wrong = wrong.replace(str(10 + row), str(90 + row))
                made.append(
                    {"system": system, "doc": f"d{document:03d}", "mt": wrong, "ref": right}
                )
    return made


def manifest(path: Path, made: Iterable[Row]) -> Path:
    """Write rows as CSV."""
    made = list(made)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(made[0]))
        writer.writeheader()
        writer.writerows(made)
    return path


def command(*arguments: str | Path, isolated: bool = True) -> list[str]:
    """``mtcheck batch`` with some arguments, rules alone."""
    words = list(map(str, arguments))
    if not {"verify", "--help"} & set(words):
        words += ["--isolated"] * isolated
        words += [*([] if "--model" in words else ["--model", "none"])]
    return [sys.executable, "-m", "mtcheck", "batch", *words]


def environment(*, faults: bool = False, **more: str) -> Mapping[str, str]:
    """That of a program; with ``faults`` documents do what their texts say."""
    paths = [str(ROOT), *([str(FAULTS)] if faults else []), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **more}


def batch(
    *arguments: str | Path,
    code: int | None = 1,
    faults: bool = False,
    isolated: bool = True,
    **more: str,
) -> subprocess.CompletedProcess[str]:
    """Run ``mtcheck batch`` to its end; it must leave with ``code``."""
    done = subprocess.run(  # noqa: S603 - this project's own command
        command(*arguments, isolated=isolated),
        env=environment(faults=faults, **more),
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert code is None or done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return done


def prints(run: Path) -> dict[str, str]:
    """The hash of every file of the tables that must be the same."""
    return {
        str(path.relative_to(run)): hashlib.sha256(path.read_bytes()).hexdigest()
        for name in SAME
        for path in sorted((run / name).iterdir())
    }


def table(run: Path, name: str) -> list[dict[str, Any]]:
    """All rows of a table."""
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = []
    for path in sorted((run / name).glob("part-*.parquet")):
        found += pq.read_table(path).to_pylist()
    return found


def events(run: Path) -> list[dict[str, Any]]:
    """The log."""
    return [json.loads(line) for line in (run / "log.jsonl").read_bytes().splitlines()]

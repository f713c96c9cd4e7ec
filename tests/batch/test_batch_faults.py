"""Faults that are really made: killed processes, a full disk, documents that never end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from batch.runs import batch, command, environment, events, manifest, prints, rows, table

if TYPE_CHECKING:
    from collections.abc import Callable

PROC = Path("/proc")
if not PROC.is_dir():
    pytest.skip("looks at processes in /proc", allow_module_level=True)


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that takes some seconds: 48 documents, of which every sixth dawdles."""
    made = rows(24)
    for row in made:
        if int(row["doc"][1:]) % 3 == 0 and row["system"] == "one":
            row["mt"] += " SLOWLY"
            row["ref"] += " SLOWLY"
    return manifest(tmp_path_factory.mktemp("slow") / "corpus.csv", made)


@pytest.fixture(scope="module")
def undisturbed(slow: Path) -> dict[str, str]:
    run = slow.with_name("undisturbed")
    batch(slow, "--output", run, "--shard-rows", "16", faults=True)
    found = prints(run)
    assert len(found) == 12 * 3 + 1
    return found


def _started(corpus: Path, run: Path, *more: str, group: bool = False) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - this project's own command
        command(corpus, "--output", run, "--shard-rows", "16", *more),
        env=environment(faults=True),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=group,
    )


def _until(done: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while not done():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


def _shards(run: Path) -> int:
    return len(list(run.glob("shards/*.json")))


def _servers(parent: int) -> list[int]:
    """The process that forks a run's workers."""
    return [number for number, above in _forking().items() if above == parent]


def _workers(parent: int) -> list[int]:
    servers = _servers(parent)
    return [number for number, above in _forking().items() if above in servers]


def _forking() -> dict[int, int]:
    """Fork servers and what they have forked, with their parents."""
    found = {}
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            above = stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1]
            words = stat.with_name("cmdline").read_bytes()
        except (OSError, IndexError):
            continue  # it has just ended
        if b"forkserver" in words:
            found[int(stat.parent.name)] = int(above)
    return found


def test_a_killed_parent_is_resumed_to_the_same_bytes(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    process = _started(slow, run)
    _until(lambda: _shards(run) >= 3, process)
    workers = _workers(process.pid)
    assert workers
    process.kill()
    process.communicate()
    end = time.monotonic() + 20
    while any((PROC / str(worker)).exists() for worker in workers):
        assert time.monotonic() < end, "workers outlive their parent"
        time.sleep(0.05)
    left = _shards(run)
    assert left < 12
    assert batch("verify", run, code=1).stdout == f"{left} of 12 shards done, whole\n"
    batch(slow, "--output", run, "--shard-rows", "16", "--resume", faults=True)
    assert prints(run) == undisturbed
    again = [e["shard"] for e in events(run) if e["event"] == "shard done"]
    assert len(set(again[-(12 - left) :])) == 12 - left, "done shards were done again"


def test_a_killed_worker_is_replaced_and_its_shard_done_again(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    process = _started(slow, run, "--workers", "2")
    _until(lambda: _shards(run) >= 2, process)
    os.kill(min(_workers(process.pid)), signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1, (out, err)
    assert prints(run) == undisturbed
    assert [e["exit_code"] for e in events(run) if e["event"] == "worker died"] == [-9]
    assert list((run / "under-way").iterdir()) == []


def _soak(corpus: Path, run: Path, seed: int, kills: int) -> int:
    """Kill the parent or a worker at random moments, resuming until nothing is left to do."""
    chance = random.Random(seed)  # noqa: S311 - the seed makes it come again
    killed = 0
    while killed < kills:
        resume = ["--resume"] if (run / "run.json").exists() else []
        process = _started(corpus, run, "--workers", "2", *resume)
        time.sleep(chance.uniform(0.1, 4.0))
        workers = _workers(process.pid)
        if process.poll() is None:
            killed += 1
            if workers and chance.random() < 0.4:
                os.kill(chance.choice(workers), signal.SIGKILL)
                time.sleep(chance.uniform(0.0, 1.0))
            process.kill()
        process.communicate()
        if _shards(run) == 12:  # all done: begin again, so that there is something to kill
            shutil.rmtree(run)
    resume = ["--resume"] if (run / "run.json").exists() else []
    batch(corpus, "--output", run, "--shard-rows", "16", *resume, faults=True)
    return killed


@pytest.mark.parametrize("seed", [1, 2])
def test_kills_at_random_moments(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str], seed: int
) -> None:
    assert _soak(slow, tmp_path / "run", seed, kills=3) == 3
    assert prints(tmp_path / "run") == undisturbed
    batch("verify", tmp_path / "run", code=0)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 40))
def test_kills_at_random_moments_many_times(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str], seed: int
) -> None:
    assert _soak(slow, tmp_path / "run", seed, kills=1 + seed % 3) == 1 + seed % 3
    assert prints(tmp_path / "run") == undisturbed


def test_sigterm_finishes_the_shards_under_way_and_says_how_to_go_on(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    process = _started(slow, run)
    _until(lambda: _shards(run) >= 2, process)
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 143
    assert "finishing the shards under way" in err
    told = next(line for line in err.splitlines() if "to go on: " in line)
    assert f"mtcheck batch {slow} --output {run}" in told
    assert told.endswith("--resume")
    left = _shards(run)
    assert 2 <= left < 12
    assert list((run / "under-way").iterdir()) == [], "no shard was left half done"
    batch(slow, "--output", run, "--shard-rows", "16", "--resume", faults=True)
    assert prints(run) == undisturbed


def _with(tmp_path: Path, word: str, *, documents: int = 6) -> Path:
    """A corpus of one system in which document d003 has a word that is a fault."""
    made = rows(documents, systems=["one"])
    for row in made:
        if row["doc"] == "d003":
            row["mt"] += f" {word}"
    return manifest(tmp_path / "corpus.csv", made)


@pytest.mark.parametrize(
    ("word", "kind", "error", "deaths"),
    [
        ("RAISES", "crash", "RuntimeError: the checker is broken: \\udcff", []),
        ("SEGFAULTS", "killed", "ended the process that checked it, 3 times", [-11] * 3),
        ("SLEEPS", "timeout", "took longer than 1.5 seconds and was ended", [1]),
        ("NEVER-RETURNS", "timeout", "took longer than 1.5 seconds and was ended", [1]),
    ],
)
def test_a_document_that_cannot_be_checked_is_recorded_and_the_others_are_checked(
    tmp_path: Path, word: str, kind: str, error: str, deaths: list[int]
) -> None:
    corpus, run = _with(tmp_path, word), tmp_path / "run"
    done = batch(corpus, "--output", run, "--timeout", "1.5", code=2, faults=True)
    assert "error: 1 article failed" in done.stderr
    articles = table(run, "articles")
    assert [(a["error_kind"], a["error"]) for a in articles if a["status"] == "failed"] == [
        (kind, error)
    ]
    assert [a["document"] for a in articles] == [f"d{n:03d}" for n in range(6)]
    assert [e["exit_code"] for e in events(run) if e["event"] == "worker died"] == deaths
    assert {f["document"] for f in table(run, "findings")} >= {"d000", "d005"}
    assert not any(s["document"] == "d003" for s in table(run, "segments"))
    batch("verify", run, code=0)
    # Without the fault, the failed one is checked, and the tables are those of an easy run.
    assert "1 article failed" in batch(corpus, "--output", run, "--resume", code=2).stderr
    batch(corpus, "--output", run, "--retry-failed")
    batch(corpus, "--output", tmp_path / "easy")
    assert prints(run) == prints(tmp_path / "easy")


def test_where_it_hung_stands_in_the_log(tmp_path: Path) -> None:
    run = tmp_path / "run"
    batch(_with(tmp_path, "SLEEPS"), "--output", run, "--timeout", "1", code=2, faults=True)
    (stack,) = [e["stack"] for e in events(run) if "stack" in e]
    assert "sitecustomize.py" in stack


def test_a_full_disk_ends_cleanly_and_is_resumed(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    options = (slow, "--output", run, "--shard-rows", "16")
    done = batch(*options, code=2, faults=True, MTCHECK_TEST_FSIZE="4500")
    assert "cannot be written: File too large" in done.stderr
    assert "what is done is kept" in done.stderr
    assert not [p for p in run.rglob("*") if p.name.endswith(".tmp")]
    batch(*options, "--resume", faults=True)
    assert prints(run) == undisturbed


def test_a_clock_that_goes_backwards_changes_nothing(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    done = batch(
        slow, "--output", run, "--shard-rows", "16", "--progress", "json", faults=True,
        MTCHECK_TEST_CLOCK="1",
    )  # fmt: skip
    assert prints(run) == undisturbed
    assert '"seconds": -' not in done.stderr


def test_a_worker_that_has_grown_is_replaced_after_its_shard(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    options = ("--shard-rows", "16", "--worker-memory", "1", "--workers", "1")
    batch(slow, "--output", run, *options, faults=True, MTCHECK_TEST_GROWS="1")
    assert prints(run) == undisturbed
    named = [e["event"] for e in events(run)]
    assert 3 <= named.count("worker retired") < 12
    assert "worker died" not in named
    assert "shard begun again" not in named


def test_workers_that_never_begin_end_the_run(tmp_path: Path, slow: Path) -> None:
    run = tmp_path / "run"
    done = batch(slow, "--output", run, code=2, faults=True, MTCHECK_TEST_STILLBORN="1")
    assert "workers die before they begin (exit code 7)" in done.stderr
    assert batch("verify", run, code=1).stdout.startswith("0 of 1 shards done")


def test_without_anybody_to_fork_workers_the_run_ends(tmp_path: Path, slow: Path) -> None:
    run = tmp_path / "run"
    done = batch(slow, "--output", run, code=2, faults=True, MTCHECK_TEST_BARREN="1")
    assert done.stderr.splitlines()[-1].startswith("mtcheck: error: workers cannot")
    assert batch("verify", run, code=1).stdout.startswith("0 of 1 shards done")


def test_a_killed_fork_server_costs_no_document(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    process = _started(slow, run, "--workers", "2")
    _until(lambda: _shards(run) >= 2, process)
    server, *others = _servers(process.pid)
    assert not others
    os.kill(server, signal.SIGKILL)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 1, (out, err)
    assert prints(run) == undisturbed


def test_a_signal_to_the_whole_group_finishes_the_shards_under_way(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    process = _started(slow, run, "--workers", "2", group=True)
    _until(lambda: _shards(run) >= 2, process)
    os.killpg(process.pid, signal.SIGTERM)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 143, (out, err)
    assert "--resume" in err
    assert not [e for e in events(run) if e["event"] == "worker died"]
    batch(slow, "--output", run, "--shard-rows", "16", "--resume", faults=True)
    assert prints(run) == undisturbed


def test_what_forks_workers_has_no_threads() -> None:
    found = subprocess.run(  # noqa: S603 - this interpreter, and our own words
        [sys.executable, "-c", _COUNTING], capture_output=True, text=True, check=True
    )
    assert found.stdout == "1 []\n"


_COUNTING = """
import os, sys
import mtcheck.batch.engines.nursery
heavy = {"numpy", "onnxruntime", "pyarrow", "transformers"} & set(sys.modules)
print(len(os.listdir("/proc/self/task")), sorted(heavy))
"""


def test_an_input_that_changes_under_way_ends_the_run(tmp_path: Path, slow: Path) -> None:
    corpus, run = tmp_path / "corpus.csv", tmp_path / "run"
    raw = slow.read_bytes()
    corpus.write_bytes(raw)
    process = _started(corpus, run, "--workers", "1")
    _until(lambda: _shards(run) >= 1, process)
    corpus.write_bytes(raw[:-10] + b"changed.\r\n")
    _, err = process.communicate(timeout=120)
    assert process.returncode == 2, err
    assert "has changed while the run was under way" in err
    batch("verify", run, code=1)


def test_sigterm_while_the_input_is_read_begins_nothing(tmp_path: Path) -> None:
    corpus, run = tmp_path / "corpus.csv", tmp_path / "run"
    with corpus.open("w", encoding="utf-8") as file:
        file.write("doc,mt\n")
        file.writelines(f"d{n},The town is quiet.\n" for n in range(400_000))
    process = _started(corpus, run)
    _until((run / "lock").exists, process)
    process.terminate()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 143, err
    told = next(line for line in err.splitlines() if "to go on: " in line)
    assert "--resume" not in told
    assert not run.exists()


def test_the_second_run_into_one_folder_refuses(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    process = _started(slow, run)
    _until(lambda: _shards(run) >= 1, process)
    process.send_signal(signal.SIGSTOP)  # alive, and in no hurry
    for more in ((), ("--resume",)):
        done = batch(slow, "--output", run, "--shard-rows", "16", *more, code=2)
        assert "another run is at work in it" in done.stderr
    process.send_signal(signal.SIGCONT)
    process.communicate(timeout=120)
    assert prints(run) == undisturbed


def test_a_shard_cut_short_is_found_and_done_again(
    tmp_path: Path, slow: Path, undisturbed: dict[str, str]
) -> None:
    run = tmp_path / "run"
    options = (slow, "--output", run, "--shard-rows", "16")
    batch(*options, faults=True)
    short = run / "segments" / "part-000003.parquet"
    short.write_bytes(short.read_bytes()[:-100])
    turned = run / "findings" / "part-000005.parquet"
    turned.write_bytes(turned.read_bytes()[:-1] + b"?")
    (run / "articles" / "part-000007.parquet").unlink()
    done = batch("verify", run, code=1)
    assert done.stdout == "12 of 12 shards done, 3 damaged\n"
    assert "part-000003.parquet: has " in done.stderr
    assert "part-000005.parquet: is damaged" in done.stderr
    assert "part-000007.parquet: cannot be read" in done.stderr
    before = (run / "segments" / "part-000000.parquet").stat().st_mtime_ns
    batch(*options, "--resume", faults=True)
    assert prints(run) == undisturbed
    assert (run / "segments" / "part-000000.parquet").stat().st_mtime_ns == before
    batch("verify", run, code=0)

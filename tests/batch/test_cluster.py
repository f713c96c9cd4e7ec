"""The Ray engine on a real local cluster: the same tables as the pool's, whatever dies."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from batch.runs import batch, command, environment, events, manifest, prints, rows, table

if TYPE_CHECKING:
    from collections.abc import Iterator

pytest.importorskip("ray")
PROC = Path("/proc")
if not PROC.is_dir():
    pytest.skip("looks at processes in /proc", allow_module_level=True)


# A cluster of the tests' own, whatever Ray finds on the machine beside.
AUTHENTICATED = {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster with three CPUs, of which the actors may have two."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tempfile.mkdtemp(prefix="r-", dir="/tmp")
    head = subprocess.Popen(  # noqa: S603 - the program of the library under test
        [
            str(Path(sys.executable).with_name("ray")), "start", "--head", "--block",
            "--node-ip-address=127.0.0.1", f"--port={port}", "--num-cpus=3",
            "--include-dashboard=false", "--object-store-memory=104857600",
            f"--temp-dir={folder}", "--disable-usage-stats",
        ],
        env=environment(faults=True, **AUTHENTICATED),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    end = time.monotonic() + 90
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert head.poll() is None, "ray did not start"
            assert time.monotonic() < end
            time.sleep(0.2)
    time.sleep(2)
    try:
        yield f"127.0.0.1:{port}"
    finally:
        below = list(_below(head.pid))
        head.terminate()
        try:
            head.wait(30)
        except subprocess.TimeoutExpired:
            head.kill()
        for process in below:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        shutil.rmtree(folder, ignore_errors=True)


def _parents() -> dict[int, int]:
    found = {}
    for stat in PROC.glob("[0-9]*/stat"):
        try:
            words = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        found[int(stat.parent.name)] = int(words[1])
    return found


def _below(process: int) -> Iterator[int]:
    parents = _parents()
    for child, parent in parents.items():
        above = parent
        while above > 1:
            if above == process:
                yield child
                break
            above = parents.get(above, 0)


def _actors() -> list[int]:
    """The processes of our actors, as Ray names them; none are of another test's cluster."""
    found = []
    for process in _below(os.getpid()):
        try:
            words = (PROC / str(process) / "cmdline").read_bytes()
        except OSError:
            continue
        if words.startswith(b"ray::") and b"_Hand" in words:
            found.append(process)
    return found


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = rows(18)
    for row in made:
        if row["doc"] in {"d002", "d007", "d011"}:
            row["mt"] += " SLOWLY"
            row["ref"] += " SLOWLY"
        if (row["system"], row["doc"]) == ("two", "d005"):
            row["mt"] += " SEGFAULTS"
        if (row["system"], row["doc"]) == ("one", "d009"):
            row["mt"] += " NEVER-RETURNS"
    return manifest(tmp_path_factory.mktemp("ray") / "corpus.csv", made)


OPTIONS = ("--shard-rows", "12", "--timeout", "3")


@pytest.fixture(scope="module")
def pooled(corpus: Path) -> Path:
    run = corpus.with_name("pooled")
    batch(corpus, "--output", run, *OPTIONS, "--workers", "2", code=2, faults=True)
    return run


def test_ray_and_pool_give_the_same_bytes_though_an_actor_is_killed(
    tmp_path: Path, corpus: Path, cluster: str, pooled: Path
) -> None:
    run = tmp_path / "run"
    process = subprocess.Popen(  # noqa: S603 - this project's own command
        command(
            corpus, "--output", run, *OPTIONS, "--engine", "ray", "--address", cluster,
            "--workers", "8",
        ),
        env=environment(faults=True, **AUTHENTICATED),
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    end = time.monotonic() + 120
    killed: list[int] = []
    while process.poll() is None and time.monotonic() < end:
        actors = _actors()
        if not killed and actors and list(run.glob("shards/*.json")):
            killed = [min(actors)]
            os.kill(killed[0], signal.SIGKILL)
        time.sleep(0.05)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2, err
    assert killed
    workers = {e["pid"] for e in events(run) if e["event"] == "shard done"}
    assert len(workers) > 2, "there were two, and new ones for those that died"
    begun = next(e for e in events(run) if e["event"] == "workers ready")
    assert begun["workers"] == 2, "one fewer than the cluster has CPUs"
    kinds = {a["error_kind"] for a in table(run, "articles") if a["status"] == "failed"}
    assert kinds == {"killed", "timeout"}
    assert prints(run) == prints(pooled)
    batch("verify", run, code=0)


def test_a_run_of_the_pool_can_be_resumed_on_a_cluster(
    tmp_path: Path, corpus: Path, cluster: str, pooled: Path
) -> None:
    run = tmp_path / "run"
    shutil.copytree(pooled, run)
    for shard in (1, 4):
        (run / "shards" / f"{shard:06d}.json").unlink()
        (run / "findings" / f"part-{shard:06d}.parquet").unlink()
    batch(
        corpus, "--output", run, *OPTIONS, "--engine", "ray", "--address", cluster, "--resume",
        code=2, faults=True, **AUTHENTICATED,
    )  # fmt: skip
    assert prints(run) == prints(pooled)
    assert len([e for e in events(run) if e["event"] == "shard done"]) == 12 + 2


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path, corpus: Path) -> None:
    run = tmp_path / "run"
    done = batch(corpus, "--output", run, "--engine", "ray", "--address", "127.0.0.1:1", code=2)
    assert "no Ray cluster at 127.0.0.1:1" in done.stderr


def test_an_address_is_for_ray_alone(tmp_path: Path, corpus: Path) -> None:
    done = batch(corpus, "--output", tmp_path / "run", "--address", "auto", code=2)
    assert "goes with --engine ray" in done.stderr

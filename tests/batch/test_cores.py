from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mtcheck.batch.cores import cores

if TYPE_CHECKING:
    from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(64)), raising=False)


def _group(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name.replace("__", ".")).write_text(content, encoding="ascii")


def _own(tmp_path: Path, lines: str) -> Path:
    own = tmp_path / "own"
    own.write_text(lines, encoding="ascii")
    return own


def test_the_affinity_counts_where_there_are_no_groups(tmp_path: Path) -> None:
    assert cores(tmp_path, tmp_path / "nothing") == 64


def test_a_quota_of_a_group_above_counts(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    _group(root / "pod", cpu__max="350000 100000\n")
    _group(root / "pod" / "box", cpu__max="max 100000\n")
    assert cores(root, _own(tmp_path, "0::/pod/box\n")) == 3


def test_half_a_core_is_one_worker(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    _group(root, cpu__max="50000 100000\n")
    assert cores(root, _own(tmp_path, "0::/not/mounted/here\n")) == 1


def test_the_older_groups_count_too(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    quota = {"cpu__cfs_quota_us": "200000\n", "cpu__cfs_period_us": "100000\n"}
    _group(root / "cpu" / "docker", **quota)
    own = _own(tmp_path, "5:memory:/docker\n4:cpu,cpuacct:/docker\n")
    assert cores(root, own) == 2


def test_no_quota_is_minus_one_there(tmp_path: Path) -> None:
    root = tmp_path / "cgroup"
    _group(root / "cpu", cpu__cfs_quota_us="-1\n", cpu__cfs_period_us="100000\n")
    assert cores(root, _own(tmp_path, "4:cpu:/\n")) == 64

"""How many cores a run may use: those of its affinity, within the quota of its control group."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["cores"]

_ROOT = Path("/sys/fs/cgroup")
_OWN = Path("/proc/self/cgroup")


def cores(root: Path = _ROOT, own: Path = _OWN) -> int:
    """Cores for this process, at least 1. ``root`` and ``own`` are where Linux has its groups."""
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    else:
        count = os.cpu_count() or 1
    quota = _quota(root, own)
    return max(1, min(count, int(quota))) if quota is not None else count


def _quota(root: Path, own: Path) -> float | None:
    """The least quota, in cores, of the group and those above it; None without one."""
    try:
        lines = own.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    found: list[float] = []
    for line in lines:
        _, controllers, place = line.split(":", 2)
        if not controllers:
            found += _above(root, place, _of_version_2)
        elif "cpu" in controllers.split(","):
            found += _above(root / "cpu", place, _of_version_1)
    return min(found, default=None)


def _above(root: Path, place: str, read: Callable[[Path], float | None]) -> Iterator[float]:
    """The quotas of a group and of all that it is in."""
    folder = root / place.strip("/")
    # In a container the group's own place may not be there: its quota is then at the root.
    for group in (folder, *folder.parents):
        if group.is_relative_to(root) and (quota := read(group)) is not None:
            yield quota


def _of_version_2(group: Path) -> float | None:
    quota, _, period = _text(group / "cpu.max").partition(" ")
    return int(quota) / int(period) if quota.isdigit() and period.isdigit() else None


def _of_version_1(group: Path) -> float | None:
    quota, period = _text(group / "cpu.cfs_quota_us"), _text(group / "cpu.cfs_period_us")
    return int(quota) / int(period) if quota.isdigit() and period.isdigit() else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""

"""The memory that this process uses now, where the system says it."""

from __future__ import annotations

from pathlib import Path

__all__ = ["used"]

_STATUS = Path("/proc/self/status")
_FIELD = "VmRSS:"


def used() -> int | None:
    """Megabytes of memory in use; None where there is no telling (other systems than Linux)."""
    try:
        text = _STATUS.read_text(encoding="ascii")
    except (OSError, ValueError):
        return None
    _, found, rest = text.partition(_FIELD)
    return int(rest.split()[0]) // 1024 if found else None

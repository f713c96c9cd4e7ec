"""The log of a run: ``RUN/log.jsonl``, an event a line, in the order in which they happened."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Log"]


class Log:
    """Writes events; it is for people and their tools, and nothing here reads it back."""

    def __init__(self, path: Path) -> None:
        """Go on with the log at ``path``, or begin it."""
        self._path = path

    def __call__(self, event: str, *, level: str = "info", **values: object) -> None:
        """Write an event with its time; a log that cannot be written stops no work."""
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        # In ASCII: what went wrong may be in words that UTF-8 cannot hold.
        line = json.dumps({"time": now, "level": level, "event": event} | values)
        with suppress(OSError), self._path.open("a", encoding="ascii") as file:
            file.write(f"{line}\n")

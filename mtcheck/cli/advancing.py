"""How far a batch is, on stderr: a bar for people, or JSON lines for programs."""

from __future__ import annotations

import json
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mtcheck.batch.running import State

__all__ = ["shown", "values"]

_BEAT = 0.5  # seconds between two looks of the bar
_LINES = 2.0  # seconds between two JSON lines
_EARLY = 1.0  # seconds before which no speed is told


@contextmanager
def shown(state: State, how: str | None) -> Iterator[None]:
    """Show the state until the end; ``how`` is None where it is to be found out."""
    how = how or ("bar" if sys.stderr.isatty() else "none")
    if how == "none":
        yield
        return
    over = threading.Event()
    draw = _lines if how == "json" else _bar
    thread = threading.Thread(target=draw, args=(state, over.wait), daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def values(state: State, now: float) -> dict[str, Any]:
    """The state as a program wants it; ``now`` is the monotonic clock. None is not known yet."""
    spent = max(now - state.since, 0.0)
    rows = state.done_rows - state.before
    known = state.phase != "reading" and rows > 0 and spent >= _EARLY
    left = spent / rows * (state.rows - state.done_rows) if known else None
    return {
        "event": "progress" if state.phase != "done" else "end",
        "phase": state.phase,
        "shards": state.shards,
        "shards_done": state.done,
        "articles": state.articles,
        "articles_done": state.done_articles,
        "segments": state.segments,
        "findings": state.findings,
        "failed": state.failed,
        "workers": state.workers,
        "seconds": round(spent, 1),
        "segments_per_second": round(state.session_segments / spent, 1) if known else None,
        "seconds_left": None if left is None else round(left, 1),
    }


def _lines(state: State, wait: Callable[[float], bool]) -> None:
    while not wait(_LINES):
        _line(state)
    _line(state)


def _line(state: State) -> None:
    try:
        sys.stderr.write(json.dumps(values(state, time.monotonic())) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        return  # nobody listens


def _bar(state: State, wait: Callable[[float], bool]) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = (
        TextColumn("{task.percentage:>3.0f}%"),
        BarColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=None)
        while not wait(_BEAT):
            found = values(state, time.monotonic())
            total = state.rows or None
            progress.update(task, completed=state.done_rows, total=total, description=_words(found))


def _words(found: dict[str, Any]) -> str:
    if found["phase"] == "reading":
        return "reading the input"
    speed, left = found["segments_per_second"], found["seconds_left"]
    words = [f"{found['segments']:,} segments"]
    if speed is not None:
        words += [f"{speed:,.0f}/s", f"{_time(left)} left"]
    words.append(f"{found['findings']:,} findings")
    if found["failed"]:
        words.append(f"{found['failed']:,} failed")
    return ", ".join(words)


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"

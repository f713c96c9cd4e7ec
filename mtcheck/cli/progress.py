"""A progress bar on stderr for work that takes longer than a second, on a terminal only."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mtcheck.cli.telling import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["progress"]

_PATIENCE = 1.0  # seconds before it shows
_BEAT = 0.1  # seconds between its looks at the work


class _State:
    """What the work has come to; written by the work, read by the thread that draws."""

    def __init__(self) -> None:
        self.done = 0
        self.name = ""

    def step(self, name: str) -> None:
        """``name`` is being checked now."""
        self.name = name

    def finish(self) -> None:
        """One more is done."""
        self.done += 1


@contextmanager
def progress(total: int) -> Iterator[_State]:
    """Show how many of ``total`` files are done; nothing where stderr is no terminal."""
    state = _State()
    if not sys.stderr.isatty():
        yield state
        return
    over = threading.Event()
    thread = threading.Thread(target=_draw, args=(state, total, over.wait), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        over.set()
        thread.join()


def _draw(state: _State, total: int, wait: Callable[[float], bool]) -> None:
    if wait(_PATIENCE):
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.completed}/{task.total}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=total)
        while not wait(_BEAT):
            shown.update(task, completed=state.done, description=escape(plain(state.name)))
